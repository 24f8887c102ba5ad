# SPDX-License-Identifier: EUPL-1.2
"""The town that everything is shown with."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont

from kolapp_contract import catalogue
from kolapp_server.town import Lane, Town, read_town
from kolapp_words.fonts import Weight, font_path
from kolapp_words.languages import LANGUAGES, in_language

CARD_PX = 480 - 2 * 36
"""What a card of 480 px has left for words."""
NAME_PX, HINT_PX = 46, 36
SPOKEN = tuple(LANGUAGES)


@pytest.fixture(scope="module")
def ekvik() -> Town:
    return read_town(Path("town/ekvik.yaml").read_text(encoding="utf-8"))


def test_a_town_has_six_groups_and_more_than_twenty_errands(ekvik: Town) -> None:
    assert len(ekvik.groups) == 6
    assert 20 <= len(ekvik.errands) <= 36
    assert (len(ekvik.desks), len(ekvik.profiles)) == (6, 4)


def test_the_room_holds_no_more_than_it_has_chairs_for(ekvik: Town) -> None:
    assert ekvik.room_limit == 60


def test_the_town_speaks_all_languages_that_kolapp_does(ekvik: Town) -> None:
    assert set(ekvik.languages) == set(SPOKEN)


def test_a_guide_serves_every_errand_that_a_guide_meets_first(ekvik: Town) -> None:
    guide = next(profile for profile in ekvik.profiles if profile.profile_id == "vagledare")
    assert {errand.errand_id for errand in ekvik.errands if errand.lane is Lane.GUIDE} <= set(guide.errands)


def test_no_profile_stands_alone_with_all_of_its_errands(ekvik: Town) -> None:
    for profile in ekvik.profiles:
        others = {errand for other in ekvik.profiles if other is not profile for errand in other.errands}
        assert set(profile.errands) & others


def lines(words: str, px: int, weight: Weight, code: str) -> int:
    """How many lines a card needs; a word that is wider than the card counts as a hundred."""
    font = ImageFont.truetype(font_path(LANGUAGES[code].family, weight), px)
    count, line = 1, ""
    for word in words.replace("-", "- ").split():
        if font.getlength(word) > CARD_PX:
            return 100
        wider = f"{line} {word}".strip()
        if font.getlength(wider) > CARD_PX:
            count, line = count + 1, word
        else:
            line = wider
    return count


@pytest.mark.parametrize("code", SPOKEN)
def test_every_name_and_line_has_room_on_its_card(ekvik: Town, code: str) -> None:
    crowded = [
        words
        for card in (*ekvik.groups, *ekvik.errands)
        if lines(words := in_language(dict(card.names), code), NAME_PX, Weight.BOLD, code) > 2
    ]
    texts = [*(group.examples for group in ekvik.groups), *(errand.hints for errand in ekvik.errands)]
    below = [in_language(dict(one), code) for one in texts]
    crowded += [words for words in below if lines(words, HINT_PX, Weight.REGULAR, code) > 2]
    assert crowded == []


def test_the_values_are_those_that_cross_the_wire(ekvik: Town) -> None:
    catalogue.Catalogue(
        version=1,
        public_url="",
        **{
            name: getattr(ekvik, name)
            for name in ("branch_id", "town", "names", "time_zone", "accent", "languages", "where_to_sit", "human_errand_id")
        },
        groups=tuple(
            catalogue.Group(
                group_id=group.group_id,
                names=group.names,
                examples=group.examples,
                icon=group.icon,
                series=group.series,
                errands=tuple(
                    catalogue.Errand(
                        errand_id=errand.errand_id,
                        names=errand.names,
                        hints=errand.hints,
                        icon=errand.icon,
                        series=errand.series,
                        lane=catalogue.Lane(errand.lane),
                        is_sensitive=errand.is_sensitive,
                        expected_minutes=errand.expected_minutes,
                        target_minutes=errand.target_minutes,
                    )
                    for errand in group.errands
                ),
            )
            for group in ekvik.groups
        ),
        desks=tuple(
            catalogue.DeskInfo(
                desk_id=desk.desk_id, sign=desk.sign, direction=catalogue.Direction(desk.direction), names=desk.names
            )
            for desk in ekvik.desks
        ),
        profiles=tuple(
            catalogue.Profile(profile_id=one.profile_id, names=one.names, errands=one.errands) for one in ekvik.profiles
        ),
        hours=tuple(
            catalogue.OpenTime(day=open_.day, opens=f"{open_.opens:%H:%M}", closes=f"{open_.closes:%H:%M}")
            for open_ in ekvik.hours
        ),
    )


@pytest.mark.parametrize("code", SPOKEN)
def test_every_letter_of_an_answer_is_in_the_font_that_draws_it(ekvik: Town, code: str) -> None:
    drawn = TTFont(font_path(LANGUAGES[code].family, Weight.REGULAR)).getBestCmap()
    texts = [in_language(dict(errand.answer.texts), code) for errand in ekvik.errands if errand.answer]
    assert {letter for text in texts for letter in text if ord(letter) not in drawn} == set()

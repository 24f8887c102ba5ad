# SPDX-License-Identifier: EUPL-1.2
"""Whoever comes finds their language: the town's first ones on the welcome, all of them one touch further."""

from dataclasses import replace

import pytest

from kolapp_kiosk.flow import keys, offers
from kolapp_kiosk.flow.events import CatalogueChanged
from kolapp_kiosk.flow.keys import LanguageKey, Standing
from kolapp_kiosk.flow.state import Languages, State, Welcome
from kolapp_words.languages import LANGUAGES
from tests.kiosk import town

SPOKEN = tuple(LANGUAGES)


def kiosk(languages: tuple[str, ...] = SPOKEN, *, is_landscape: bool = False, **wishes: bool) -> State:
    state = town.kiosk(is_landscape=is_landscape)
    state = town.after(state, CatalogueChanged(town.MORNING, town.draft(), town.CATALOGUE, languages))
    return replace(state, wishes=replace(state.wishes, **wishes))


def test_a_town_of_few_languages_shows_them_all_on_the_welcome() -> None:
    shown = keys.row(kiosk(SPOKEN[:4]))
    assert shown[:4] == tuple(map(LanguageKey, SPOKEN[:4]))
    assert Standing.MORE_LANGUAGES not in shown


@pytest.mark.parametrize(("is_landscape", "shown"), [(False, 2), (True, 3)])
def test_a_town_of_many_shows_its_first_and_a_key_to_the_others(is_landscape: bool, shown: int) -> None:
    row = keys.row(kiosk(is_landscape=is_landscape))
    assert row[: shown + 1] == (*map(LanguageKey, SPOKEN[:shown]), Standing.MORE_LANGUAGES)


def test_both_ways_to_the_languages_lead_to_the_same_screen_and_back() -> None:
    for way in (Standing.MORE_LANGUAGES, Standing.LANGUAGES):
        state = town.touch(kiosk(), way)
        assert isinstance(state.screen, Languages)
        chosen = town.touch(state, LanguageKey("ti"))
        assert (type(chosen.screen), chosen.wishes.language) == (Welcome, "ti")


@pytest.mark.parametrize("is_landscape", [False, True])
def test_all_languages_stand_on_one_screen(is_landscape: bool) -> None:
    state = town.touch(kiosk(is_landscape=is_landscape), Standing.LANGUAGES)
    assert keys.choices(state) == tuple(map(LanguageKey, SPOKEN))
    assert not keys.has_more(state)


@pytest.mark.parametrize("is_landscape", [False, True])
@pytest.mark.parametrize("wishes", [{"is_large": True}, {"is_low": True}, {"is_large": True, "is_low": True}])
def test_where_they_have_no_room_they_stand_on_pages_and_none_is_left_out(is_landscape: bool, wishes: dict[str, bool]) -> None:
    state = town.touch(kiosk(is_landscape=is_landscape, **wishes), Standing.LANGUAGES)
    found: list[object] = []
    for _ in range(keys.page_count(state)):
        found += keys.choices(state)
        state = town.touch(state, Standing.MORE)
    assert found == list(map(LanguageKey, SPOKEN))


def test_a_list_as_short_as_cards_stands_as_cards() -> None:
    assert offers.long_list(town.touch(kiosk(SPOKEN[:6]), Standing.LANGUAGES)) is None
    assert offers.long_list(town.touch(kiosk(SPOKEN[:7]), Standing.LANGUAGES)) == (2, 8)

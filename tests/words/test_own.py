# SPDX-License-Identifier: EUPL-1.2
"""A town's own words stand over those that Kölapp brings: everywhere, and in that language only."""

from pathlib import Path

import pytest

from kolapp_words.languages import LANGUAGES
from kolapp_words.own import Own, Part, Written, of_all, own_of, shipped, town_texts
from kolapp_words.spoken import for_the_ear

HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
SWEDISH = HEAD + (
    'msgid "title"\nmsgstr "Hej"\n\nmsgid "aloud.title"\nmsgstr "Hej hej"\n\n'
    'msgid "ahead"\nmsgid_plural "ahead"\nmsgstr[0] "{n} före"\nmsgstr[1] "{n} före dig"\n'
)
MORNING = Written("kiosk", "title", "sv", ("God morgon",))
AHEAD = Written("kiosk", "ahead", "sv", ("bara {n}", "hela {n}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sv.po").write_text(SWEDISH, encoding="utf-8")
    (tmp_path / "en.po").write_text(SWEDISH.replace("Hej", "Hello"), encoding="utf-8")
    return tmp_path


def test_a_towns_own_words_stand_over_ours(folder: Path) -> None:
    texts = town_texts(folder, "sv", Part.KIOSK, (MORNING, AHEAD))
    assert (texts("title"), texts("ahead", n=1), texts("ahead", n=2)) == ("God morgon", "bara 1", "hela 2")


def test_another_language_and_another_part_keep_their_words(folder: Path) -> None:
    assert town_texts(folder, "en", Part.KIOSK, (MORNING,))("title") == "Hello"
    assert town_texts(folder, "sv", Part.SLIP, (MORNING,))("title") == "Hej"


def test_a_language_that_a_program_does_not_have_gets_the_towns_swedish(folder: Path) -> None:
    assert town_texts(folder, "fi", Part.KIOSK, (MORNING,))("title") == "God morgon"


def test_a_key_of_a_newer_release_is_passed_over(folder: Path) -> None:
    newer = Written("kiosk", "not.yet", "sv", ("Nytt",))
    assert "not.yet" not in town_texts(folder, "sv", Part.KIOSK, (newer,)).entries


def test_what_is_read_is_what_is_heard(folder: Path) -> None:
    """Words for the ear of ours stand for words that are not shown any more; the town's own are kept."""
    assert for_the_ear(town_texts(folder, "sv", Part.KIOSK, ()))("title") == "Hej hej"
    assert for_the_ear(town_texts(folder, "sv", Part.KIOSK, (MORNING,)))("title") == "God morgon"
    aloud = Written("kiosk", "aloud.title", "sv", ("God morgon allihop",))
    assert for_the_ear(town_texts(folder, "sv", Part.KIOSK, (MORNING, aloud)))("title") == "God morgon allihop"


def test_a_page_that_knows_no_branch_says_what_all_branches_say() -> None:
    other: Own = (AHEAD,)
    assert of_all([(MORNING, AHEAD), other]) == (AHEAD,)
    assert of_all([]) == ()


def test_a_catalogues_texts_are_read_from_json() -> None:
    assert own_of([{"part": "kiosk", "key": "title", "language": "sv", "forms": ["God morgon"]}]) == (MORNING,)


@pytest.mark.parametrize("part", Part)
def test_every_part_brings_words_in_swedish_that_can_be_replaced(part: Part) -> None:
    assert shipped(part, "sv")


@pytest.mark.parametrize("part", Part)
def test_a_text_has_as_many_forms_in_a_language_as_its_plural_rule_asks(part: Part) -> None:
    for code in LANGUAGES:
        lengths = {len(forms) for forms in shipped(part, code).values()}
        assert len(lengths - {1}) <= 1, code

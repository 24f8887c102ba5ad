# SPDX-License-Identifier: EUPL-1.2
"""Lists of translations in a town's file: what they give, what they may lack, and each fault that they can have."""

import pytest

from kolapp_server.town import TownFaults, read_town
from kolapp_server.translate.towns import catalogue_of
from kolapp_words.languages import in_language
from tests.town.test_reading import SMALL

LIST = """\
translations:
  uk:
    Allt: Усе
    "Vad som helst": Будь-що
"""
OFFERED = SMALL.replace("languages: [sv, fi]", "languages: [sv, fi, uk]")
TRANSLATED = OFFERED + LIST

ROWS = [
    # what stands in the file, what stands there instead, the line that is named, what is said
    ("Allt: Усе", "Alt: Усе", "Alt: Усе", '"Alt" is translated into uk, but the file does not say it; did you mean "Allt"?'),
    ("Allt: Усе", 'Allt: ""', 'Allt: ""', '"uk" in "allt: names" must have words after it'),
    ("Allt: Усе", f"Allt: {'У' * 33}", "Allt: УУ", "32 is the most that there is room for"),
    ("Allt: Усе", "Allt: [Усе]", "Allt: [", '"Allt" in "translations: uk" must have words after it'),
    ("    Allt: Усе", "    Allt: Усе\n    Allt: Все", "Allt: Все", '"Allt" is translated into uk twice'),
    ("  uk:\n", "  ukr:\n", "ukr:", '"ukr" is no language to translate into; did you mean "uk"?'),
    ("  uk:\n", "  sv:\n", "  sv:\n", '"sv" is no language to translate into'),
    ("[sv, fi, uk]", "[sv, fi]", "translations:", 'translations into uk, which "languages" does not hold'),
    ("  uk:\n    Allt", "  uk: x\n  pl:\n    Allt", "uk: x", "must be a block of Swedish words and their translations"),
]


def test_a_list_gives_every_place_its_words() -> None:
    group = read_town(TRANSLATED).groups[0]
    assert (group.names["uk"], group.examples["uk"]) == ("Усе", "Будь-що")


def test_what_a_list_lacks_is_shown_in_swedish() -> None:
    catalogue = catalogue_of(read_town(TRANSLATED), 1, "https://ko.lillby.example")
    assert "uk" in catalogue.languages
    assert "uk" not in catalogue.town
    assert in_language(catalogue.town, "uk") == "Lillby kommun"


def test_words_that_stand_at_the_name_itself_go_before_a_list() -> None:
    with pytest.raises(TownFaults, match="does not say it"):
        read_town(TRANSLATED.replace("{sv: Allt, fi: Kaikki}", "{sv: Allt, fi: Kaikki, uk: Все}"))


def test_without_a_list_a_language_needs_its_words_at_every_name() -> None:
    with pytest.raises(TownFaults, match='"uk" is missing in "allt: names"'):
        read_town(OFFERED)


@pytest.mark.parametrize(("right", "wrong", "line", "words"), ROWS, ids=[row[3] for row in ROWS])
def test_a_fault_of_a_list_is_named_by_its_line(right: str, wrong: str, line: str, words: str) -> None:
    assert right in TRANSLATED
    text = TRANSLATED.replace(right, wrong, 1)
    with pytest.raises(TownFaults) as told:
        read_town(text)
    number = text[: text.index(line)].count("\n") + 1
    assert any(fault.line == number and words in fault.text for fault in told.value.faults), told.value

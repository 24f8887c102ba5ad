# SPDX-License-Identifier: EUPL-1.2
"""A town's own words in its file, and each fault that they can have."""

import pytest

from kolapp_contract.own_text import OwnText, TextPart, on_slips
from kolapp_server.town import TownFaults, read_town
from kolapp_server.translate.towns import catalogue_of
from kolapp_words.own import Written
from tests.town.test_reading import SMALL

OWN = (
    SMALL
    + """\
texts:
  kiosk:
    welcome.greeting: {sv: "Hej! Vad gäller det?", fi: "Hei! Mistä on kyse?"}
  slip:
    slip.ahead: {sv: ["{n} person före dig", "{n} personer före dig"]}
"""
)
TITLE = 'sv: "Hej! Vad gäller det?"'
AHEAD = 'sv: ["{n} person före dig", "{n} personer före dig"]'

ROWS = [
    # what stands in the file, what stands there instead, the line that is named, what is said
    ("  kiosk:", "  kisk:", "kisk:", 'unknown key "kisk" in "texts"; did you mean "kiosk"?'),
    (
        "welcome.greeting:",
        "welcom.greeting:",
        "welcom.greeting:",
        'in "kiosk"; did you mean "welcome.greeting"?',
    ),
    (TITLE, 'en: "Hello"', "welcome.greeting:", 'unknown key "en" in "welcome.greeting"'),
    (TITLE, 'sv: ""', "welcome.greeting:", '"sv" in "welcome.greeting" must have words after it'),
    (TITLE, 'sv: "Hej {name}"', "welcome.greeting:", '"{name}" is no value of "welcome.greeting"; its values are none'),
    (TITLE, 'sv: "Hej {0}"', "welcome.greeting:", 'a brace in "welcome.greeting" stands alone'),
    (TITLE, 'sv: "Hej {"', "welcome.greeting:", 'a brace in "welcome.greeting" stands alone'),
    (TITLE, 'sv: ["Hej", "Hejsan"]', "welcome.greeting:", '"welcome.greeting" has one form, not 2'),
    (TITLE, 'sv: "Hej, kära kund!"', "welcome.greeting:", '"kund" stands in "welcome.greeting"; whoever comes is a visitor'),
    (TITLE, 'sv: "Kundtjänst"', "welcome.greeting:", '"Kundtjänst" stands in'),
    (TITLE, f'sv: "{"Hej " * 30}"', "welcome.greeting:", '"welcome.greeting" has 119 letters;'),
    (AHEAD, 'sv: "{n} före dig"', "slip.ahead:", "needs 2 plural forms in sv, in this order for the numbers 1, 0; 1 written"),
    (AHEAD, 'sv: ["{n} före", "{x} före"]', "slip.ahead:", '"{x}" is no value of "slip.ahead"; its values are {n}'),
    ("texts:\n", "texts: inga\nmore:\n", "texts:", "must be a block of keys and values"),
]


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(TownFaults) as told:
        read_town(text)
    return tuple(map(str, told.value.faults))


@pytest.mark.parametrize(("before", "after", "line", "said"), ROWS, ids=[row[1][:40] for row in ROWS])
def test_each_fault_is_named_by_its_line(before: str, after: str, line: str, said: str) -> None:
    assert OWN.count(before) == 1
    text = OWN.replace(before, after)
    number = next(place for place, row in enumerate(text.splitlines(), 1) if line in row)
    assert any(f"line {number}: " in fault and said in fault for fault in faults(text)), faults(text)


def test_a_town_without_words_of_its_own_has_none() -> None:
    assert read_town(SMALL).texts == ()


def test_a_towns_words_are_read_and_go_with_its_catalogue() -> None:
    town = read_town(OWN)
    ahead = ("{n} person före dig", "{n} personer före dig")
    assert Written("slip", "slip.ahead", "sv", ahead) in town.texts
    catalogue = catalogue_of(town, 1, "https://ko.example")
    assert [text.key for text in catalogue.texts] == ["welcome.greeting", "welcome.greeting", "slip.ahead"]
    on_a_slip = OwnText(part=TextPart.SLIP, key="slip.ahead", language="sv", forms=ahead)
    assert (on_slips(catalogue.texts, "sv"), on_slips(catalogue.texts, "fi")) == ((on_a_slip,), ())


def test_what_leads_to_the_desk_cannot_be_left_out() -> None:
    text = SMALL + 'texts:\n  speech:\n    call: {sv: "Nummer {number}, varsågod."}\n'
    assert faults(text) == ('line 43: "call" leaves out {desk}, without which nobody finds the way',)


def test_only_what_visitors_meet_on_the_web_can_be_said_in_another_way() -> None:
    text = SMALL + 'texts:\n  web:\n    sign_in.title: {sv: "Hej"}\n'
    assert 'there is no text "sign_in.title" in "web"' in faults(text)[0]


def test_swedish_may_say_that_it_could_and_count_seconds() -> None:
    text = OWN.replace(TITLE, 'sv: "Det kunde ta sekunder"')
    assert len(read_town(text).texts) == 3

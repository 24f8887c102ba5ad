# SPDX-License-Identifier: EUPL-1.2
"""Answers and kinds of card holders in a town's file: read as they stand, and each fault named by its line."""

from datetime import date
from textwrap import indent

import pytest

from kolapp_server.town import TownFaults, read_town
from tests.town.test_reading import SMALL

ANSWER = """\
answer:
  public: yes
  review_by: 2027-02-01
  link: https://lillby.example/lov
  text: {sv: Altan kräver inget lov., fi: Terassi ei vaadi lupaa.}
"""
CARDS = """\
card_holders:
  byggare: {names: {sv: Byggare, fi: Rakentaja}, errands: [bygglov]}
"""
HEAD, TAIL = SMALL.split("desks:")
ANSWERED = f"{HEAD}{indent(ANSWER, ' ' * 8)}{CARDS}desks:{TAIL}"
"""The last errand, bygglov, has an answer; builders can have a card."""


def test_an_answer_has_its_errands_owner_unless_it_says_another() -> None:
    bygglov = read_town(ANSWERED).errands[-1]
    assert bygglov.answer is not None
    assert (bygglov.answer.owner, bygglov.answer.is_public) == ("Byggenheten", True)
    assert (bygglov.answer.review_by, bygglov.answer.link) == (date(2027, 2, 1), "https://lillby.example/lov")
    other = read_town(ANSWERED.replace("  public: yes", "  owner: Kartenheten")).errands[-1].answer
    assert other is not None
    assert (other.owner, other.is_public) == ("Kartenheten", False)


def test_a_town_without_answers_and_cards_is_as_good() -> None:
    town = read_town(SMALL)
    assert (town.card_holders, [errand.answer for errand in town.errands]) == ((), [None, None])
    assert not any(errand.is_digital_help for errand in town.errands)


def test_an_errand_can_be_digital_help() -> None:
    errands = read_town(SMALL.replace("        lane: guide\n", "        lane: guide\n        digital_help: yes\n")).errands
    assert [errand.is_digital_help for errand in errands] == [True, False]


def test_a_card_leads_to_its_errands() -> None:
    (holder,) = read_town(ANSWERED).card_holders
    assert (holder.holder_id, holder.errands) == ("byggare", ("bygglov",))


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("https://lillby.example/lov", "http://lillby.example/lov", 'is no good "link"'),
        ("review_by: 2027-02-01", "review_by: snart", "must be a date"),
        ("Altan kräver inget lov.", "lov " * 60, "200 is the most"),
        (", fi: Terassi ei vaadi lupaa.", "", '"fi" is missing'),
        ("errands: [bygglov]}", "errands: [fraga]}", "is a guide's errand"),
        ("errands: [bygglov]}", "errands: [byglov]}", 'did you mean "bygglov"?'),
        ("errands: [bygglov]}", "errands: [bygglov, bygglov]}", "each of them once"),
        ("errands: [bygglov]}", "errands: []}", "needs one to 6 errands"),
    ],
)
def test_each_fault_is_named_with_its_line(written: str, instead: str, said: str) -> None:
    text = ANSWERED.replace(written, instead)
    assert text != ANSWERED
    with pytest.raises(TownFaults) as faults:
        read_town(text)
    assert said in str(faults.value)
    assert str(faults.value).startswith("line ")

# SPDX-License-Identifier: EUPL-1.2
"""How long a town keeps things, as its file says with a decision; and each fault that this can have."""

import pytest

from kolapp_server.store.retention import RULES
from kolapp_server.town import TownFaults, read_town
from kolapp_server.town.retention import SETTABLE, Retention
from kolapp_server.translate.towns import catalogue_of
from tests.town.test_reading import SMALL

DECIDED = (
    SMALL + "retention:\n  contact_notes: {days: 60, decision: KS 2026/123}\n  bookings: {days: 30, decision: KS 2026/124}\n"
)
ROWS = [
    ("contact_notes", "contact_note", 'there is no rule "contact_note" that a town can set; did you mean "contact_notes"?'),
    ("contact_notes", "notes", 'there is no rule "notes" that a town can set'),
    ("days: 60", "days: 0", '"days" in "contact_notes" must be a whole number from 1 to 3650, not "0"'),
    ("days: 60", "days: soon", '"days" in "contact_notes" must be a whole number from 1 to 3650, not "soon"'),
    (", decision: KS 2026/123", "", '"decision" is missing in "contact_notes"'),
    ("days: 60", "day: 60", '"days" is missing in "contact_notes"'),
]


def test_what_is_decided_is_known_and_told_in_the_catalogue() -> None:
    town = read_town(DECIDED)
    assert town.retention == (Retention("contact_notes", 60, "KS 2026/123"), Retention("bookings", 30, "KS 2026/124"))
    found = catalogue_of(town, 1, "https://ko.ekvik.se").retention
    assert next((one.rule, one.days, one.decision) for one in found) == ("contact_notes", 60, "KS 2026/123")


def test_a_town_that_has_decided_nothing_sets_nothing() -> None:
    assert read_town(SMALL).retention == ()


@pytest.mark.parametrize(("was", "became", "fault"), ROWS)
def test_each_fault_is_named_with_its_line(was: str, became: str, fault: str) -> None:
    text = DECIDED.replace(was, became, 1)
    with pytest.raises(TownFaults) as raised:
        read_town(text)
    line = len(SMALL.splitlines()) + 2
    assert any(one.line == line and one.text.startswith(fault) for one in raised.value.faults)


def test_every_rule_that_can_be_set_is_one_and_knows_its_branch() -> None:
    assert {name for name in SETTABLE if name not in RULES} == set()
    assert all(not RULES[name].table.c.branch_id.nullable for name in SETTABLE)

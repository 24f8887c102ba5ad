# SPDX-License-Identifier: EUPL-1.2
"""Named officers in a town's file, and how what is wrong is told."""

import re
from pathlib import Path

import pytest

from kolapp_server.town import Town, TownFaults, read_town

EKVIK = Path("town/ekvik.yaml").read_text(encoding="utf-8")
BEFORE = re.sub("(?m)^languages: .*$", "languages: [sv, en, fi, ar]", EKVIK.partition("\nunits:")[0])
UNITS = "\nunits:\n  bygg: {sv: Bygg, en: Building, fi: Rakennus, ar: البناء}\n"
OFFICERS = """officers:
  handlaggare:
    unit: bygg
    function: {sv: Handläggare, en: Officer, fi: Käsittelijä, ar: موظف}
    errand: bygglov
"""


def with_officer(lines: str) -> Town:
    return read_town(BEFORE + UNITS + OFFICERS + lines)


def faults_of(lines: str) -> list[str]:
    with pytest.raises(TownFaults) as raised:
        with_officer(lines)
    return [fault.text for fault in raised.value.faults]


def test_the_towns_own_file_has_officers_without_a_name() -> None:
    town = read_town(EKVIK)
    assert len(town.officers) == 6
    assert {officer.unit_id for officer in town.officers} == {unit.unit_id for unit in town.units}
    assert all(not officer.name and not officer.is_name_shown for officer in town.officers)


def test_a_town_needs_no_officers() -> None:
    assert read_town(BEFORE + "\n").officers == ()


def test_what_is_left_out_is_as_little_as_can_be() -> None:
    (officer,) = with_officer("").officers
    assert (officer.answer_minutes, officer.is_name_shown, officer.deputy, officer.calendar) == (5, False, "", "")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("    deputy: nobody\n", "who is no other officer"),
        ("    deputy: handlaggare\n", "who is no other officer"),
        ("    show_name: yes\n", "has no name that could be shown"),
        ("    calendar: webcal://x\n", "is no good"),
        ("    email: nobody\n", "is no good"),
        ("    answer_minutes: 0\n", "whole number from 1 to 60"),
        ("    room: 12\n", 'unknown key "room"'),
    ],
)
def test_each_fault_is_told(lines: str, said: str) -> None:
    assert any(said in fault for fault in faults_of(lines))


def test_a_unit_and_an_errand_that_are_not_there_are_told_with_the_nearest() -> None:
    with pytest.raises(TownFaults) as raised:
        read_town(BEFORE + UNITS + OFFICERS.replace("unit: bygg", "unit: byg").replace("bygglov", "byglov"))
    told = [fault.text for fault in raised.value.faults]
    assert any('did you mean "bygg"' in each for each in told)
    assert any('did you mean "bygglov"' in each for each in told)

# SPDX-License-Identifier: EUPL-1.2
"""Another system's bookings: what is taken, what is dropped, and every fault with its line."""

import contextlib
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_server.town import TownFaults
from kolapp_server.town.booking_files import Foreign, read_bookings

ERRANDS, ZONE = frozenset({"bygglov", "forskola"}), ZoneInfo("Europe/Stockholm")
TEN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:abc-1
SUMMARY:Bygglov Anna
  Andersson
ATTENDEE;CN="Anna: Andersson":mailto:anna@example.org
CATEGORIES:bygglov
DTSTART;TZID=Europe/Stockholm:20261201T100000
END:VEVENT
BEGIN:VEVENT
UID:abc-2
X-KOLAPP-ERRAND:forskola
STATUS:CANCELLED
DTSTART:20261201T090000Z
END:VEVENT
END:VCALENDAR
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(TownFaults) as caught:
        read_bookings(text, ERRANDS, ZONE)
    return [str(fault) for fault in caught.value.faults]


def test_a_calendar_gives_errand_time_and_id_and_nothing_of_who() -> None:
    found = read_bookings(CALENDAR, ERRANDS, ZONE)
    assert found == (Foreign(3, "abc-1", "bygglov", TEN), Foreign(11, "abc-2", "forskola", TEN, True))
    assert "Anna" not in repr(found)


def test_json_gives_the_same_and_a_time_without_a_zone_is_the_branchs() -> None:
    one = {"id": "a", "errand": "bygglov", "at": "2026-12-01T10:00", "name": "Anna"}
    text = json.dumps([one, {**one, "id": "b", "at": "2026-12-01T09:00Z", "cancelled": True}], indent=1)
    found = read_bookings(text, ERRANDS, ZONE)
    assert [(each.line, each.key, each.at, each.is_cancelled) for each in found] == [(2, "a", TEN, False), (8, "b", TEN, True)]
    assert "Anna" not in repr(found)


def test_every_fault_of_a_calendar_is_named_by_its_line() -> None:
    text = CALENDAR.replace("UID:abc-2", "UID:abc-1").replace("CATEGORIES:bygglov", "CATEGORIES:bygg")
    text = text.replace("20261201T090000Z", "20261201\nRRULE:FREQ=DAILY")
    assert [fault.partition(":")[0] for fault in faults_of(text)] == ["line 3", "line 15", "line 16"]


def test_every_fault_of_json_is_named_by_its_line() -> None:
    assert faults_of('[\n{"id": "a", "errand": "annat", "at": "2026-12-01T10:00"},\n{"id": ""},\n7]') == [
        'line 2: "annat" is no errand here',
        'line 3: "at" is missing, or is no good "at"',
        'line 3: "errand" is missing, or is no good "errand"',
        'line 3: "id" is missing, or is no good "id"',
        "line 4: a booking is written in { }",
    ]


@given(st.text() | st.text().map(lambda text: f"BEGIN:VCALENDAR\n{text}") | st.text().map(lambda text: f"[{text}]"))
def test_whatever_else_the_file_holds_is_a_fault_or_nothing(text: str) -> None:
    with contextlib.suppress(TownFaults):
        assert read_bookings(text, ERRANDS, ZONE) == ()

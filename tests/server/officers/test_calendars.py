# SPDX-License-Identifier: EUPL-1.2
"""What is read of a calendar: times. What is refused: files that are none, that are too long, and rules that never end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kolapp_server.domain.officers import Stretch
from kolapp_server.services.calendars import NotACalendar, busy_in, fetch
from tests.support.calendar_server import event

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Europe/Stockholm")


def busy(written: str) -> tuple[Stretch, ...]:
    return busy_in(written.encode(), NOON - DAY, NOON + 7 * DAY, ZONE)


def of(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t//SV", *lines, "END:VCALENDAR", ""])


def test_a_meeting_is_two_times_and_nothing_else() -> None:
    assert busy(event("a", NOON, NOON + HOUR)) == (Stretch(NOON, NOON + HOUR),)


def test_a_whole_day_lasts_from_midnight_to_midnight_where_the_branch_is() -> None:
    written = of("BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126", "END:VEVENT")
    assert busy(written) == (Stretch(datetime(2026, 11, 24, tzinfo=ZONE), datetime(2026, 11, 26, tzinfo=ZONE)),)


def test_a_time_without_a_zone_is_the_branchs_own() -> None:
    written = of("BEGIN:VEVENT", "UID:a", "DTSTART:20261124T090000", "DTEND:20261124T100000", "END:VEVENT")
    assert busy(written)[0].begins == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_free_and_busy_without_meetings_is_enough() -> None:
    written = of(
        "BEGIN:VFREEBUSY", "UID:a", "DTSTAMP:20261123T000000Z",
        "FREEBUSY;FBTYPE=BUSY:20261123T120000Z/20261123T130000Z,20261123T140000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20261123T150000Z/20261123T160000Z", "END:VFREEBUSY",
    )  # fmt: skip
    assert busy(written) == (Stretch(NOON, NOON + HOUR), Stretch(NOON + 2 * HOUR, NOON + 2.5 * HOUR))


def test_a_series_that_is_broken_off_for_one_week_is_free_then() -> None:
    begins = NOON - 7 * DAY
    weekly = "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261123T120000Z"
    assert busy(event("a", begins, begins + HOUR, weekly)) == ()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hej",
        "BEGIN:VCALENDAR",
        of("BEGIN:VEVENT", "UID:a", "DTSTART:inte en tid", "END:VEVENT"),
        event("a", NOON, NOON + HOUR, "RRULE:FREQ=SECONDLY"),
        event("a", NOON, NOON + HOUR, "RRULE:FREQ=MINUTELY;INTERVAL=2"),
        of(*["BEGIN:VEVENT", "UID:a", "DTSTART:20261124T090000", "END:VEVENT"] * 2001),
    ],
)
def test_what_is_no_calendar_is_refused_or_says_nothing(written: str) -> None:
    try:
        assert busy(written) == ()
    except NotACalendar:
        return


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/a.ics", "https://", "nothing"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(NotACalendar):
        fetch(url)

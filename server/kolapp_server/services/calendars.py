# SPDX-License-Identifier: EUPL-1.2
"""Officers' calendars, read for when they are busy and for nothing else.

Asked for with a plain GET, so that any calendar that can be published will do (a CalDAV collection, a free/busy address). What a
meeting is about is in many such files; of each only the times leave this module, and nothing else is kept or logged. An address
that leads elsewhere, a file over 512 kB, and rules that repeat within the minute are refused: a calendar is somebody else's text.
"""

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener
from zoneinfo import ZoneInfo

import structlog

from kolapp_server.domain.officers import CALENDAR_IS_READ_AHEAD, Calendar, Stretch, joined
from kolapp_server.services.officers import OfficerBook
from kolapp_server.store import officers as rows
from kolapp_server.store.officers import CalendarRow, OfficerRow

WITHIN_S = 10.0
LARGEST_BYTES = 512 * 1024
MOST_EVENTS = 2000
MOST_STRETCHES = 500
READ_EVERY = timedelta(minutes=5)
LOOKS_BACK = timedelta(days=1)
AT_ONCE = 4
TOO_OFTEN = ("SECONDLY", "MINUTELY")
log = structlog.get_logger()


class NotACalendar(ValueError):
    """What came is no calendar that can be read."""


class _StayHere(HTTPRedirectHandler):
    """An address of the town's leads nowhere else."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:  # noqa: ANN401 (urllib's own)
        return None


def fetch(url: str) -> bytes:
    """What stands at `url`. Blocks for some ten seconds at most. Raises `OSError` or `NotACalendar`."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise NotACalendar()
    headers = {"Accept": "text/calendar"}
    if address.username is not None:
        who = f"{unquote(address.username)}:{unquote(address.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(who.encode()).decode()}"
    bare = address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()
    asked = Request(bare, headers=headers)  # noqa: S310 (http and https only, see above)
    with build_opener(ProxyHandler(), _StayHere()).open(asked, timeout=WITHIN_S) as answer:
        return _bounded(answer)


def _bounded(answer: IO[bytes]) -> bytes:
    text = answer.read(LARGEST_BYTES + 1)
    if len(text) > LARGEST_BYTES:
        raise NotACalendar()
    return text


def busy_in(text: bytes, begins: datetime, ends: datetime, zone: tzinfo) -> tuple[Stretch, ...]:
    """When the calendar is busy between two moments. Times without a zone are those of `zone`. Raises `NotACalendar`."""
    # Imported here: a server without officers reads no calendar.
    import icalendar

    try:
        calendar = icalendar.Calendar.from_ical(text)
        _refuse_endless(calendar)
        found = [*_meetings(calendar, begins, ends, zone), *_busy_periods(calendar)]
    except NotACalendar:
        raise
    except Exception as error:  # of somebody else's text and a library that reads it, any fault can come
        raise NotACalendar() from error
    inside = [Stretch(max(each.begins, begins), min(each.ends, ends)) for each in found]
    return joined(each for each in inside if each.begins < each.ends)[:MOST_STRETCHES]


def _refuse_endless(calendar: Any) -> None:  # noqa: ANN401 (the library's value)
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS or not calendar.name == "VCALENDAR":
        raise NotACalendar()
    for event in events:
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if any(str(how).upper() in TOO_OFTEN for how in rule.get("FREQ", [])):
                raise NotACalendar()


def _meetings(calendar: Any, begins: datetime, ends: datetime, zone: tzinfo) -> Iterator[Stretch]:  # noqa: ANN401 (as above)
    import recurring_ical_events  # type: ignore[import-untyped]  # it says nothing of its types

    for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(begins, ends):
        is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED"
        if not is_free:
            yield Stretch(_instant(event.start, zone), _instant(event.end, zone))


def _busy_periods(calendar: Any) -> Iterator[Stretch]:  # noqa: ANN401 (as above)
    for each in calendar.walk("VFREEBUSY"):
        said = each.get("FREEBUSY", [])
        for periods in said if isinstance(said, list) else [said]:
            if str(periods.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                yield from (Stretch(start, start + end if isinstance(end, timedelta) else end) for start, end in _pairs(periods))


def _pairs(periods: Any) -> Iterator[tuple[datetime, datetime | timedelta]]:  # noqa: ANN401 (as above)
    held = getattr(periods, "dts", None) or [periods]
    for each in held:
        yield each.dt if hasattr(each, "dt") else (each.start, each.end)


def _instant(when: date | datetime, zone: tzinfo) -> datetime:
    """A day without a time begins at midnight."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), zone)
    return when if when.tzinfo is not None else when.replace(tzinfo=zone)


@dataclass(slots=True)
class CalendarReader:
    """Reads every officer's calendar each five minutes. One that cannot be read keeps what it said before, until that is old."""

    book: OfficerBook

    async def look(self) -> None:
        """Every calendar that is due has been asked for."""
        now = self.book.branches.clock()
        due = [row for row in self.book.known.officers if row.calendar and self._is_due(row, now)]
        for place in range(0, len(due), AT_ONCE):
            found = await asyncio.gather(*(self._read(row, now) for row in due[place : place + AT_ONCE]))
            await self.book.branches.writer.run(partial(rows.put_calendars, rows=found))
        if due:
            await self.book.read()

    def _is_due(self, officer: OfficerRow, now: datetime) -> bool:
        tried = self.book.known.calendars.get((officer.branch_id, officer.officer_id))
        return tried is None or now - tried.tried_at >= READ_EVERY

    async def _read(self, officer: OfficerRow, now: datetime) -> CalendarRow:
        key = (officer.branch_id, officer.officer_id)
        zone = ZoneInfo(self.book.branches.day(officer.branch_id).rules.time_zone)
        try:
            text = await asyncio.to_thread(fetch, officer.calendar or "")
            busy = await asyncio.to_thread(busy_in, text, now - LOOKS_BACK, now + CALENDAR_IS_READ_AHEAD, zone)
        except (OSError, HTTPException, NotACalendar) as fault:
            log.warning("calendar_not_read", branch=officer.branch_id, officer=officer.officer_id, reason=_reason(fault))
            before = self.book.known.calendars.get(key)
            return CalendarRow(*key, now, before.calendar if before else Calendar(), _reason(fault))
        return CalendarRow(*key, now, Calendar(now, busy))


def _reason(fault: Exception) -> str:
    return f"http_{fault.code}" if isinstance(fault, HTTPError) else type(fault).__name__

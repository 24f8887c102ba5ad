# SPDX-License-Identifier: EUPL-1.2
"""Booked times of another system, from an iCalendar file (RFC 5545) or JSON: which errand, when, and the other system's id.

Nothing else is looked at. SUMMARY, DESCRIPTION, ATTENDEE, ORGANIZER and whatever JSON holds besides may name somebody, and
are dropped unread. Every fault is named by its line.

    iCalendar   UID, DTSTART, the errand's id in X-KOLAPP-ERRAND or else CATEGORIES, and STATUS:CANCELLED
    JSON        [{"id": "...", "errand": "bygglov", "at": "2026-12-01T10:00+01:00", "cancelled": false}, ...]
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kolapp_server.town.faults import Fault, TownFaults

LONGEST_KEY = 500
MOST_BOOKINGS = 20_000
Note = Callable[[Fault], None]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A booked time of another system. `key` is its id there; `line` where it begins in the file."""

    line: int
    key: str
    errand: str
    at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an iCalendar file, with what stood on the lines that continue it."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


def read_bookings(text: str, errands: frozenset[str], zone: tzinfo) -> tuple[Foreign, ...]:
    """Every booking of the file. A time without a zone is the branch's. Raises `TownFaults` with all its faults."""
    faults: list[Fault] = []
    begin = text.lstrip("\ufeff \r\n\t")[:15]
    read = _of_calendar if begin.upper() == "BEGIN:VCALENDAR" else _of_json
    found = list(read(text, zone, faults.append))
    faults.extend(Fault(one.line, f'"{one.errand}" is no errand here') for one in found if one.errand not in errands)
    faults.extend(_doubled(found))
    if len(found) > MOST_BOOKINGS:
        faults.append(Fault(1, f"{len(found)} bookings; {MOST_BOOKINGS} is the most at a time"))
    if faults:
        raise TownFaults(faults)
    return tuple(found)


def _doubled(found: list[Foreign]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for one in found:
        if first.setdefault(one.key, one.line) != one.line:
            yield Fault(one.line, f"this id stands twice, the first time on line {first[one.key]}")


def _of_json(text: str, zone: tzinfo, note: Note) -> Iterator[Foreign]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as fault:
        note(Fault(getattr(fault, "lineno", 1), "this is neither iCalendar nor JSON"))
        return
    if not isinstance(whole, list):
        note(Fault(1, "the file must be a list of bookings, written in [ ]"))
        return
    for line, one in _with_lines(text):
        found = _of_object(one, line, zone, note)
        if found is not None:
            yield found


def _with_lines(text: str) -> Iterator[tuple[int, Any]]:
    """Each thing of the outermost list, and the line where it begins."""
    decoder, place = json.JSONDecoder(), text.index("[") + 1
    while True:
        while text[place] in " \r\n\t,":
            place += 1
        if text[place] == "]":
            return
        one, end = decoder.raw_decode(text, place)
        yield text.count("\n", 0, place) + 1, one
        place = end


def _of_object(one: object, line: int, zone: tzinfo, note: Note) -> Foreign | None:
    if not isinstance(one, dict):
        note(Fault(line, "a booking is written in { }"))
        return None
    key, errand, written = (one.get(name) for name in ("id", "errand", "at"))
    at = _instant(written, zone) if isinstance(written, str) else None
    is_good = {"id": _is_key(key), "errand": isinstance(errand, str), "at": at is not None}
    faults = [name for name, good in is_good.items() if not good]
    for name in faults:
        note(Fault(line, f'"{name}" is missing, or is no good "{name}"'))
    return None if faults or at is None else Foreign(line, str(key), str(errand), at, one.get("cancelled") is True)


def _is_key(key: object) -> bool:
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY


def _instant(written: str, zone: tzinfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _of_calendar(text: str, zone: tzinfo, note: Note) -> Iterator[Foreign]:
    event: list[Said] | None = None
    begun = 0
    for said in _lines(text):
        match said.name, said.value.upper():
            case "BEGIN", "VEVENT":
                event, begun = [], said.line
            case "END", "VEVENT" if event is not None:
                found = _of_event(event, begun, zone, note)
                event = None
                if found is not None:
                    yield found
            case _ if event is not None:
                event.append(said)
    if event is not None:
        note(Fault(begun, "this event does not end"))


def _lines(text: str) -> Iterator[Said]:
    """The lines, each with those that continue it (they begin with a space)."""
    joined: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in (" ", "\t") and joined:
            joined[-1] = (joined[-1][0], joined[-1][1] + line[1:])
        elif line.strip():
            joined.append((number, line))
    for number, line in joined:
        head, _, value = line.partition(":")
        name, *parameters = head.lstrip("\ufeff").split(";")
        pairs = (parameter.partition("=") for parameter in parameters)
        yield Said(number, name.upper(), {key.upper(): word.strip('"') for key, _, word in pairs}, value.strip())


def _of_event(event: list[Said], line: int, zone: tzinfo, note: Note) -> Foreign | None:
    by_name = {said.name: said for said in event}
    key, begins = by_name.get("UID"), by_name.get("DTSTART")
    errand = by_name.get("X-KOLAPP-ERRAND") or by_name.get("CATEGORIES")
    at = _calendar_instant(begins, zone) if begins is not None else None
    faults = []
    if key is None or not _is_key(key.value):
        faults.append(Fault(line, "this event has no UID"))
    if at is None:
        faults.append(Fault(begins.line if begins else line, "this event has no DTSTART with a time of day"))
    if errand is None:
        faults.append(Fault(line, "this event names no errand: X-KOLAPP-ERRAND or CATEGORIES"))
    if "RRULE" in by_name:
        faults.append(Fault(by_name["RRULE"].line, "an event that comes again cannot be taken: write one for each time"))
    for fault in faults:
        note(fault)
    if faults or key is None or at is None or errand is None:
        return None
    status = by_name.get("STATUS")
    return Foreign(line, key.value, errand.value.lower(), at, status is not None and status.value.upper() == "CANCELLED")


def _calendar_instant(said: Said, zone: tzinfo) -> datetime | None:
    """20261201T090000Z, or with TZID or no zone at all without the Z."""
    try:
        if said.value.endswith("Z"):
            return datetime.strptime(said.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        named = said.parameters.get("TZID")
        at = datetime.strptime(said.value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(named) if named else zone)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None
    return at.astimezone(UTC)

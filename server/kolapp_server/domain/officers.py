# SPDX-License-Identifier: EUPL-1.2
"""Whether a named officer can be met, who is told that a visitor waits, and whom it goes to when nobody answers. Pure.

    set by hand                 holds until its time, or until the service day ends
    the calendar says busy      until the meeting ends; meetings with less than ten minutes between them are one
    the calendar says nothing   free
    no calendar, or an old one  unknown

A visitor is told of an officer at most once: when the officer cannot come, or has not answered in time, the deputy is told,
then the deputy's deputy, and nobody twice. What is answered late still counts: whoever says "coming" is coming.
"""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CALENDAR_IS_FRESH = timedelta(minutes=30)
CALENDAR_IS_OLD = timedelta(days=1)
CALENDAR_IS_READ_AHEAD = timedelta(days=22)
"""Three weeks: as far ahead as most errands can be booked."""
PAUSES_ARE_SHORTER_THAN = timedelta(minutes=10)
PROMPT = timedelta(minutes=2)
"""An answer within this is what the town promises its reception (O14)."""


class Presence(StrEnum):
    """Where an officer is, as far as it is known. `HERE` was said by somebody, `FREE` by the calendar alone."""

    HERE = "here"
    FREE = "free"
    BUSY = "busy"
    AWAY = "away"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """Why an officer is asked for. `MESSAGE` is a visitor's wish, for a guide; the last three are what a guide passes on."""

    WAIT = "wait"
    MESSAGE = "message"
    CALL_BACK = "call_back"
    COMES_BACK = "comes_back"
    PAPERS_LEFT = "papers_left"


class Answer(StrEnum):
    """`SILENT` is no answer in time; a true answer may still come after it."""

    COMING = "coming"
    CANNOT = "cannot"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of time in which a calendar is busy. Nothing is known of with what."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ByHand:
    """What somebody said of an officer; it holds until `ends`. `until` is what visitors are told."""

    presence: Presence
    until: datetime | None
    ends: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """What was last read of an officer's calendar, and when."""

    read_at: datetime | None = None
    busy: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How an officer stands now. `until` is when that ends, where it is known."""

    presence: Presence
    until: datetime | None = None
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One telling of one officer that a visitor is there. `officer` was told; `asked_for` is whom the visitor wanted."""

    call_id: str
    ticket_id: str
    officer: str
    asked_for: str
    unit: str
    purpose: Purpose
    told_at: datetime
    answer_by: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None
    coming_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How a unit's officers answered: of `told`, `prompt` answered within two minutes, `answered` at all."""

    unit: str
    told: int
    answered: int
    prompt: int
    median_seconds: float | None


def status(by_hand: ByHand | None, calendar: Calendar, now: datetime) -> Status:
    """How the officer stands now."""
    if by_hand is not None and now < by_hand.ends:
        return Status(by_hand.presence, by_hand.until, is_by_hand=True)
    if calendar.read_at is None or now - calendar.read_at > CALENDAR_IS_FRESH:
        return Status(Presence.UNKNOWN)
    busy = next((each for each in joined(calendar.busy) if each.begins <= now < each.ends), None)
    return Status(Presence.FREE) if busy is None else Status(Presence.BUSY, busy.ends)


def known_until(calendar: Calendar, now: datetime) -> datetime:
    """Until when it is known when the officer is busy; not at all from a calendar that nobody could read for a day."""
    if calendar.read_at is None or now - calendar.read_at > CALENDAR_IS_OLD:
        return now
    return calendar.read_at + CALENDAR_IS_READ_AHEAD


def joined(busy: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches in order, those with hardly a pause between them as one."""
    found: list[Stretch] = []
    for each in sorted(busy, key=lambda stretch: (stretch.begins, stretch.ends)):
        if found and each.begins - found[-1].ends < PAUSES_ARE_SHORTER_THAN:
            found[-1] = Stretch(found[-1].begins, max(found[-1].ends, each.ends))
        else:
            found.append(each)
    return tuple(found)


def latest(calls: Iterable[Call]) -> Call | None:
    """What is true of one visitor: somebody who is coming, else whoever was told last."""
    return max(calls, key=lambda call: (call.answer is Answer.COMING, call.told_at, call.call_id), default=None)


def overdue(calls: Iterable[Call], now: datetime) -> tuple[Call, ...]:
    """Those whose time to answer is over, the oldest first."""
    late = (call for call in calls if call.purpose is Purpose.WAIT and call.answer is None and call.answer_by <= now)
    return tuple(sorted(late, key=lambda call: (call.answer_by, call.call_id)))


def next_in_turn(deputies: Mapping[str, str | None], calls: Iterable[Call]) -> str | None:
    """Whom to tell when the last who was told does not come; None when nobody is left, or somebody is coming."""
    mine = [call for call in calls if call.purpose is Purpose.WAIT]
    last = latest(mine)
    if last is None or last.answer is Answer.COMING:
        return None
    told = {call.officer for call in mine}
    deputy = deputies.get(max(mine, key=lambda call: call.told_at).officer)
    return deputy if deputy in deputies and deputy not in told else None


def reachability(calls: Iterable[Call]) -> tuple[Reached, ...]:
    """Per unit. Only visitors who waited are counted; a silence that was answered later is an answer, if a slow one."""
    by_unit: dict[str, list[Call]] = {}
    for call in calls:
        if call.purpose is Purpose.WAIT:
            by_unit.setdefault(call.unit, []).append(call)
    return tuple(_reached(unit, found) for unit, found in sorted(by_unit.items()))


def _reached(unit: str, calls: list[Call]) -> Reached:
    took = [call.answered_at - call.told_at for call in calls if call.answered_at is not None]
    median = statistics.median(each.total_seconds() for each in took) if took else None
    return Reached(unit, len(calls), len(took), sum(each <= PROMPT for each in took), median)

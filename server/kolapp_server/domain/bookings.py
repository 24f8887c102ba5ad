# SPDX-License-Identifier: EUPL-1.2
"""Booked times: which can be had, and what it means when somebody comes with one. Pure; local time only where a day is cut.

    from 30 min before         the visitor checks in; earlier, they are told from when
    until 10 min late          counts as if come an hour before the booked time (`calling`)
    10 to 15 min late          still booked, but counted from the check-in
    later, the same day        first come, first served, and told so
    another day                nothing is checked in; the time is told

The ticket opens five minutes before the booked time, whoever checks in when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kolapp_server.domain import hours
from kolapp_server.domain.officers import Stretch
from kolapp_server.domain.rules import BOOKING_LATE_AFTER, OpenTime
from kolapp_server.domain.ticket import ErrandId

CHECK_IN_BEFORE = timedelta(minutes=30)
KEPT_FOR = timedelta(minutes=15)
ON_TIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Plan:
    """When an errand can be booked: times of `length` in `times` of the week, `capacity` visitors in each."""

    errand: ErrandId
    length: timedelta
    capacity: int
    lead: timedelta
    days_ahead: int
    times: tuple[OpenTime, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An officer whom a time is booked with: when they are busy, and until when that is known; None where no calendar says."""

    officer: str
    busy: tuple[Stretch, ...] = ()
    known_until: datetime | None = None


class Arrival(StrEnum):
    """What it means that somebody comes with a booked time now."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"
    TOO_LATE = "too_late"
    ANOTHER_DAY = "another_day"
    OVER = "over"


def slots_of(plan: Plan, day: date, time_zone: str) -> tuple[datetime, ...]:
    """Every time of that day, in UTC and in order. Each ends before its stretch closes; none is in an hour left out."""
    zone = ZoneInfo(time_zone)
    return tuple(
        sorted({slot for stretch in plan.times if stretch.day == day.weekday() for slot in _in(stretch, plan, day, zone)})
    )


def _in(stretch: OpenTime, plan: Plan, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    at, closes = datetime.combine(day, stretch.opens), datetime.combine(day, stretch.closes)
    while at + plan.length <= closes:
        slot = at.replace(tzinfo=zone).astimezone(UTC)
        if slot.astimezone(zone).replace(tzinfo=None) == at:
            yield slot
        at += plan.length


def bookable(plan: Plan, day: date, now: datetime, time_zone: str) -> tuple[datetime, ...]:
    """Those of the day's times that may be booked now: not too soon, and not too far ahead."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    if not timedelta() <= day - today <= timedelta(days=plan.days_ahead):
        return ()
    return tuple(slot for slot in slots_of(plan, day, time_zone) if slot >= now + plan.lead)


def may_book(plan: Plan, at: datetime, now: datetime, time_zone: str) -> bool:
    """Whether `at` is one of the times that may be booked now."""
    return at in bookable(plan, at.astimezone(ZoneInfo(time_zone)).date(), now, time_zone)


def can_meet(meeting: Meeting, at: datetime, length: timedelta) -> bool:
    """Whether the officer is free for the whole of that time, as far as anybody knows."""
    ends = at + length
    is_known = meeting.known_until is None or ends <= meeting.known_until
    return is_known and not any(busy.begins < ends and at < busy.ends for busy in meeting.busy)


def check_in_from(booked_at: datetime) -> datetime:
    """From when the visitor may check in."""
    return booked_at - CHECK_IN_BEFORE


def arrival(booked_at: datetime, now: datetime, time_zone: str) -> Arrival:
    """What it means to come at `now` for that time."""
    if hours.service_day(booked_at, time_zone) != hours.service_day(now, time_zone):
        return Arrival.OVER if booked_at < now else Arrival.ANOTHER_DAY
    if now < check_in_from(booked_at):
        return Arrival.EARLY
    if now <= booked_at + BOOKING_LATE_AFTER:
        return Arrival.IN_TIME
    return Arrival.LATE if now <= booked_at + KEPT_FOR else Arrival.TOO_LATE


def is_booked_still(found: Arrival) -> bool:
    """Whether the ticket has the head start of a booked time."""
    return found in (Arrival.IN_TIME, Arrival.LATE)


def may_check_in(found: Arrival) -> bool:
    """Whether a ticket is given at all."""
    return found in (Arrival.IN_TIME, Arrival.LATE, Arrival.TOO_LATE)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a booking went: when its visitor came, if they did, and when they were called."""

    booked_at: datetime
    arrived_at: datetime | None = None
    called_at: datetime | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Of the `booked` times that were not cancelled and are over: how many came, were late, never came, and were called on time.

    `called` is how many were called at all: what `on_time` (within five minutes of the booked time) is a part of.
    """

    booked: int = 0
    came: int = 0
    late: int = 0
    missed: int = 0
    called: int = 0
    on_time: int = 0
    cancelled: int = 0


def punctuality(bookings: list[Kept], now: datetime) -> Punctuality:
    """How booked times were kept, by visitors and by us. A time whose visitor may still come is not counted."""
    cancelled = sum(each.is_cancelled for each in bookings)
    held = [each for each in bookings if not each.is_cancelled and (each.arrived_at or now > each.booked_at + KEPT_FOR)]
    came = [each.arrived_at - each.booked_at for each in held if each.arrived_at is not None]
    called = [abs(each.called_at - each.booked_at) for each in held if each.called_at is not None]
    return Punctuality(
        booked=len(held),
        came=len(came),
        late=sum(late > BOOKING_LATE_AFTER for late in came),
        missed=len(held) - len(came),
        called=len(called),
        on_time=sum(off <= ON_TIME for off in called),
        cancelled=cancelled,
    )

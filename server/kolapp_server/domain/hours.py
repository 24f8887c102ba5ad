# SPDX-License-Identifier: EUPL-1.2
"""Opening hours and service days. Instants are UTC; the branch's wall clock is looked at only here.

A service day turns at 04:00 local time, when nobody waits anywhere, so that an evening past midnight stays one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from kolapp_server.domain.changing import made_at_once
from kolapp_server.domain.rules import OpenTime, Rules

DAY_TURNS_AT = time(4)
CLOSES_SOON = timedelta(minutes=20)
LOOK_AHEAD_DAYS = 8
MIDNIGHT_AS_WRITTEN = timedelta(minutes=1)
"""Many write midnight as 23:59."""
TODAY = timedelta(hours=24)


@made_at_once
@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the reception is open, and until or from when. Open without `closes_at`: it does not close within a day."""

    is_open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    return ZoneInfo(name)


@lru_cache(maxsize=100)
def service_day(now: datetime, time_zone: str) -> date:
    """The service day that `now` belongs to."""
    local = now.astimezone(zone(time_zone))
    return local.date() if local.time() >= DAY_TURNS_AT else local.date() - timedelta(days=1)


@lru_cache(maxsize=1000)
def day_ends_at(day: date, time_zone: str) -> datetime:
    """When that service day turns, in UTC."""
    return at_local(day + timedelta(days=1), DAY_TURNS_AT, time_zone)


def at_local(day: date, clock: time, time_zone: str) -> datetime:
    """The instant of a wall-clock time. A time that the spring change skips counts as the moment after the gap."""
    return datetime.combine(day, clock, tzinfo=zone(time_zone)).astimezone(UTC)


def stretches(rules: Rules, first: date) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from `first` on, in order, for the coming days. Those that meet are one."""
    current: tuple[datetime, datetime] | None = None
    for opens_at, closes_at in _written_stretches(rules, first):
        if current is not None and opens_at - current[1] <= MIDNIGHT_AS_WRITTEN:
            current = (current[0], max(current[1], closes_at))
            continue
        if current is not None:
            yield current
        current = (opens_at, closes_at)
    if current is not None:
        yield current


def _written_stretches(rules: Rules, first: date) -> Iterator[tuple[datetime, datetime]]:
    """Each stretch of the rules. One that closes before it opens lasts past midnight."""
    by_day: dict[int, list[OpenTime]] = {}
    for hours in sorted(rules.hours, key=lambda hours: hours.opens):
        by_day.setdefault(hours.day, []).append(hours)
    for offset in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        for hours in by_day.get(day.weekday(), ()):
            last_day = day if hours.closes > hours.opens else day + timedelta(days=1)
            yield at_local(day, hours.opens, rules.time_zone), at_local(last_day, hours.closes, rules.time_zone)


def opening(rules: Rules, now: datetime, open_until: datetime | None = None) -> Opening:
    """Whether the branch is open at `now`. `open_until` is a decision of today to stay open at least until then."""
    planned = _planned(rules, now)
    stays_open = planned.is_open and planned.closes_at is None
    if open_until is None or now >= open_until or stays_open:
        return planned
    return Opening(is_open=True, closes_at=max(open_until, planned.closes_at or open_until))


def _planned(rules: Rules, now: datetime) -> Opening:
    first = service_day(now, rules.time_zone)
    if first not in rules.planned:
        rules.planned[first] = tuple(stretches(rules, first))
    for opens_at, closes_at in rules.planned[first]:
        if opens_at <= now < closes_at:
            return Opening(is_open=True, closes_at=closes_at if closes_at - now <= TODAY else None)
        if now < opens_at:
            return Opening(is_open=False, opens_at=opens_at)
    return Opening(is_open=False)

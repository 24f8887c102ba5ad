# SPDX-License-Identifier: EUPL-1.2
"""Whether the reception is open while the server does not say: by what it said last, then by the catalogue's weekly hours.

What the server said holds until the moment that it named itself. Without hours nothing is closed: what is not known never
keeps anybody out. `now` is aware and in the branch's time zone.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from kolapp_contract.board import Opening
from kolapp_contract.catalogue import OpenTime
from kolapp_kiosk.flow.state import World

CLOSES_SOON = timedelta(minutes=20)
DAY_TURNS_AFTER = timedelta(hours=4)
DAYS_AHEAD = 9
TODAY = timedelta(hours=24)
MEETS_WITHIN = timedelta(minutes=1)
"""Many write midnight as 23:59."""

Stretch = tuple[datetime, datetime]


def without_server(world: World, now: datetime) -> World:
    """The world as the kiosk must take it to be while nothing is heard: hours go on, yesterday's decisions do not hold."""
    if world.catalogue is None:
        return world
    is_todays = world.told_at is not None and service_day(world.told_at.astimezone(now.tzinfo)) == service_day(now)
    told = world.told if is_todays else None
    opening = opening_now(told, stretches(world.catalogue.hours, now.date() - timedelta(days=1), now.tzinfo), now)
    waits = world.waits if is_todays else ()
    if (opening, waits) == (world.opening, world.waits):
        return world
    return replace(world, opening=opening, waits=waits, notice=world.notice if is_todays else None)


def service_day(local: datetime) -> date:
    """The day that a local time belongs to: it turns at 04:00."""
    return (local - DAY_TURNS_AFTER).date()


def opening_now(told: Opening | None, planned: tuple[Stretch, ...], now: datetime) -> Opening:
    """What holds now. `told` is what the server said earlier in this service day."""
    if told is not None and told.is_stopped:
        return told
    if told is not None and told.is_open and told.closes_at is not None:
        if now < told.closes_at:
            return told.model_copy(update={"closes_soon": told.closes_at - now <= CLOSES_SOON})
        return by_plan(tuple(one for one in planned if one[0] >= told.closes_at), now)
    if told is not None and told.opens_at is not None and now < told.opens_at:
        return told
    return by_plan(planned, now) if planned else Opening(is_open=True)


def by_plan(planned: tuple[Stretch, ...], now: datetime) -> Opening:
    """What the weekly hours say."""
    for opens_at, closes_at in planned:
        if opens_at <= now < closes_at:
            is_today = closes_at - now <= TODAY
            return Opening(is_open=True, closes_at=closes_at if is_today else None, closes_soon=closes_at - now <= CLOSES_SOON)
        if now < opens_at:
            return Opening(is_open=False, opens_at=opens_at)
    return Opening(is_open=False)


@lru_cache(maxsize=4)
def stretches(hours: tuple[OpenTime, ...], first: date, zone: tzinfo | None) -> tuple[Stretch, ...]:
    """The open stretches from `first` on, in order; those that meet are one."""
    joined: list[Stretch] = []
    for opens_at, closes_at in sorted(_written(hours, first, zone)):
        if joined and opens_at - joined[-1][1] <= MEETS_WITHIN:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes_at))
        else:
            joined.append((opens_at, closes_at))
    return tuple(joined)


def _written(hours: tuple[OpenTime, ...], first: date, zone: tzinfo | None) -> Iterator[Stretch]:
    """Each stretch of the plan. One that closes before it opens lasts past midnight."""
    for offset in range(DAYS_AHEAD):
        day = first + timedelta(days=offset)
        for one in hours:
            if one.day == day.weekday():
                last = day if one.closes > one.opens else day + timedelta(days=1)
                yield _at(day, one.opens, zone), _at(last, one.closes, zone)


def _at(day: date, clock: str, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)

# SPDX-License-Identifier: EUPL-1.2
"""Which errands have a desk, when one will, and when somebody should be asked to leave the phone and meet visitors.

    an errand's longest wait or forecast has been over its target for five minutes
        -> ask the desk that serves it and does something else (phone, back office)
    a desk that was asked, and nobody whom it serves waits longer than half the target, for five minutes
        -> it may go back

A desk that pauses for a moment still counts as one that is there; one that is at lunch, in a meeting or on the phone does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kolapp_server.domain import calling, hours
from kolapp_server.domain.day import Day, Desk
from kolapp_server.domain.folding import OTHER_DUTIES
from kolapp_server.domain.ticket import DeskId, ErrandId

AWAY = ("lunch", "meeting", *OTHER_DUTIES)
LASTS = timedelta(minutes=5)
CALM_SHARE = 0.5
"""Of the target: a queue that is shorter than this can do without the desk that was lent."""


class Advice(StrEnum):
    """What a supervisor may do about it."""

    ASK_TO_SERVE = "ask_to_serve"
    MAY_GO_BACK = "may_go_back"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ask `desk`, which does `duty`, to serve `errand`; or it may go back to `duty`."""

    advice: Advice
    desk: DeskId
    duty: str
    since: datetime
    errand: ErrandId | None = None


@dataclass(frozen=True, slots=True)
class Pressure:
    """Since when each errand has been over its target, and since when each lent desk could be spared."""

    over: Mapping[ErrandId, datetime]
    calm: Mapping[DeskId, datetime]


NO_PRESSURE = Pressure({}, {})


def staffed(day: Day) -> set[ErrandId]:
    """The errands that an open desk serves whose clerk is there, or back in a moment."""
    return {errand for desk in day.desks.values() if not is_away(desk) for errand in day.served_by(desk.desk_id)}


def is_away(desk: Desk) -> bool:
    """Whether nobody meets visitors there for a good while."""
    return not desk.is_open or (desk.is_paused and desk.pause_reason in AWAY)


def opens_at(day: Day, errand: ErrandId, now: datetime) -> datetime | None:
    """When a desk with that errand is planned to be there: opened, or back from its break; while the branch is closed, when it
    opens. None when nobody has said."""
    opening = hours.opening(day.rules, now, day.open_until)
    planned = [*_openings(day, errand, now), *_ends_of_breaks(day, errand, now)]
    if opening.is_open:
        return min(planned, default=None)
    return opening.opens_at


def _openings(day: Day, errand: ErrandId, now: datetime) -> Iterable[datetime]:
    profiles = day.rules.profile_by_id
    for planned in day.openings:
        rule = profiles.get(planned.profile)
        if rule is not None and errand in rule.errands and planned.opens_at > now:
            yield planned.opens_at


def _ends_of_breaks(day: Day, errand: ErrandId, now: datetime) -> Iterable[datetime]:
    for planned in day.breaks:
        if planned.begins_at <= now < planned.ends_at and errand in day.served_by(planned.desk):
            yield planned.ends_at


def unstaffed(day: Day, now: datetime) -> dict[ErrandId, datetime]:
    """The errands without a desk although the branch is open and somebody should know: since when they lost the last one
    today, or since when somebody waits in vain."""
    if not hours.opening(day.rules, now, day.open_until).is_open:
        return {}
    missing = day.rules.errand_by_id.keys() - staffed(day) - day.stops
    since: dict[ErrandId, datetime] = {}
    for errand in missing:
        line = day.lines.get(errand, ())
        begun = [*(entry.leg.arrived_at for entry in line[:1]), *_lost(day, errand)]
        if begun:
            since[errand] = min(begun)
    return since


def _lost(day: Day, errand: ErrandId) -> list[datetime]:
    if errand in day.unstaffed_since:
        return [day.unstaffed_since[errand]]
    return [desk.since for desk in day.desks.values() if desk.is_paused and errand in day.served_by(desk.desk_id)][:1]


def pressure(before: Pressure, day: Day, expected: Mapping[ErrandId, int], now: datetime) -> Pressure:
    """How the hall stands at `now`. `expected` is the forecast in minutes for a newcomer, where there is one."""
    over = {errand for errand in day.rules.errand_by_id if _minutes(day, errand, expected, now) > _target(day, errand)}
    lent = (desk for desk in day.desks.values() if desk.lent_from is not None and not desk.is_paused)
    calm = {desk.desk_id for desk in lent if _is_calm(day, desk.desk_id, expected, now)}
    return Pressure(
        {errand: before.over.get(errand, now) for errand in over}, {desk: before.calm.get(desk, now) for desk in calm}
    )


def suggestions(day: Day, felt: Pressure, now: datetime) -> tuple[Suggestion, ...]:
    """What lasts long enough to act on: one desk for the errand that has been over longest, and each that may go back."""
    back = [
        Suggestion(Advice.MAY_GO_BACK, desk, day.desks[desk].lent_from or "", since)
        for desk, since in felt.calm.items()
        if now - since >= LASTS
    ]
    pressed = sorted((since, errand) for errand, since in felt.over.items() if now - since >= LASTS)
    asked = (_asked(day, errand, since) for since, errand in pressed)
    return (*(suggestion for suggestion in list(filter(None, asked))[:1]), *back)


def _asked(day: Day, errand: ErrandId, since: datetime) -> Suggestion | None:
    elsewhere = (desk for desk in day.desks.values() if desk.is_paused and desk.pause_reason in OTHER_DUTIES)
    able = sorted(desk.desk_id for desk in elsewhere if errand in day.served_by(desk.desk_id))
    if not able:
        return None
    return Suggestion(Advice.ASK_TO_SERVE, able[0], day.desks[able[0]].pause_reason or "", since, errand)


def _minutes(day: Day, errand: ErrandId, expected: Mapping[ErrandId, int], now: datetime) -> float:
    line = day.lines.get(errand, ())
    longest = max(((now - entry.leg.arrived_at).total_seconds() / 60 for entry in line), default=0.0)
    return max(longest, expected.get(errand, 0) if line else 0.0)


def _target(day: Day, errand: ErrandId) -> int:
    return day.rules.errand_by_id[errand].target_minutes


def _is_calm(day: Day, desk: DeskId, expected: Mapping[ErrandId, int], now: datetime) -> bool:
    served = (errand for errand in day.served_by(desk) if errand in day.rules.errand_by_id)
    return all(_minutes(day, errand, expected, now) <= CALM_SHARE * _target(day, errand) for errand in served)


def idle_desks(day: Day, now: datetime) -> tuple[DeskId, ...]:
    """The desks that ended a visit, have pressed nothing since for as long as the branch allows, and have somebody to call."""
    after = day.rules.auto_call_after
    if after is None:
        return ()
    idle = [desk for desk in day.desks.values() if desk.ticket is None and not desk.is_paused]
    due = sorted((desk.finished_at, desk.desk_id) for desk in idle if desk.finished_at is not None)
    ready = (desk for finished_at, desk in due if finished_at + after <= now)
    return tuple(desk for desk in ready if calling.next_in_line(day, desk, now) is not None)

# SPDX-License-Identifier: EUPL-1.2
"""How long people waited, in figures that an office can read.

A wait is from the moment a leg comes into being to its call. A booked visitor who is early waits too; "on time" is to be called
within five minutes of the booked time, or of the arrival where that was later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, stdev

from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation.halls import Hall
from kolapp_server.simulation.living import LivedDay, waits_of

ON_TIME_S = 300


@dataclass(frozen=True, slots=True)
class Waits:
    """Minutes of some legs: how many they were, how long they waited on average, and so on."""

    count: int
    mean: float
    p50: float
    p90: float
    p95: float
    longest: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Some days in one hall. `load` is the share of the staffed time in which desks were busy."""

    days: int
    load: float
    all: Waits
    by_errand: dict[ErrandId, Waits]
    by_kind: dict[Kind, Waits]
    spread: float
    booked_on_time: float | None
    longest_of_day: float
    left_over: int


def waits(minutes: Iterable[float]) -> Waits:
    """What there is to say of those waits; zeros where nobody waited."""
    ordered = sorted(minutes)
    if not ordered:
        return Waits(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Waits(
        len(ordered), fmean(ordered), share_of(ordered, 0.5), share_of(ordered, 0.9), share_of(ordered, 0.95), ordered[-1]
    )


def share_of(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of them stay within, by nearest rank."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def summary(halls: Sequence[Hall], days: Sequence[LivedDay]) -> Summary:
    """All those days together, each with its hall."""
    legs = waits_of(days)
    by_errand: dict[ErrandId, list[float]] = {}
    by_kind: dict[Kind, list[float]] = {}
    for leg in legs:
        by_errand.setdefault(leg.errand, []).append(leg.minutes)
        by_kind.setdefault(leg.kind, []).append(leg.minutes)
    means = [fmean(each) for each in by_errand.values()]
    staffed_s = sum(seat.staffed_s(hall.open_s) for hall in halls for seat in hall.seats)
    return Summary(
        len(days),
        sum(sum(day.busy_s) for day in days) / staffed_s if staffed_s else 0.0,
        waits(leg.minutes for leg in legs),
        {errand: waits(each) for errand, each in by_errand.items()},
        {kind: waits(each) for kind, each in by_kind.items()},
        max(means) - min(means) if means else 0.0,
        booked_on_time(days),
        fmean([max((leg.minutes for leg in day.waits), default=0.0) for day in days]) if days else 0.0,
        sum(day.left_over for day in days),
    )


def booked_on_time(days: Sequence[LivedDay]) -> float | None:
    """The share of booked visitors who were called in time; None when nobody had booked."""
    in_time = []
    for day in days:
        for leg in day.waits:
            who = day.trace.visits[leg.visit]
            if leg.kind is Kind.BOOKED and who.booked_s is not None:
                in_time.append(leg.called_s <= max(who.booked_s, who.at_s) + ON_TIME_S)
    return fmean(in_time) if in_time else None


def mean_of_day(day: LivedDay) -> float:
    """Mean wait of one day; 0 when nobody came."""
    return fmean([leg.minutes for leg in day.waits]) if day.waits else 0.0


def standard_error(values: Sequence[float]) -> float:
    """Of their mean; 0 for fewer than two."""
    return stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0

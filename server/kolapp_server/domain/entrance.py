# SPDX-License-Identifier: EUPL-1.2
"""The way in, as figures: how straight it was to a specialist, whether an answer was enough, what digital help takes. Pure.

Minutes are nearest-rank percentiles of what was measured, and a number under five is not told: somebody might know who it was.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kolapp_server.domain.events import (
    Event,
    OfflineTicketTaken,
    ServingStarted,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketTransferred,
)
from kolapp_server.domain.explaining import FEWEST_TOLD, Told
from kolapp_server.domain.ticket import ErrandId, TicketId
from kolapp_server.domain.visit_events import LegFinished

ENOUGH_AFTER = timedelta(minutes=15)
"""An answer was enough where the kiosk gave no ticket for its errand in this time (L5)."""
MINUTE = timedelta(minutes=1)
Errands = frozenset[ErrandId]


@dataclass(frozen=True, slots=True)
class Waited:
    """A ticket that went straight to a specialist. `is_over`: nobody waits for it any more."""

    issued_at: datetime
    called_at: datetime | None
    is_over: bool
    target: timedelta


@dataclass(frozen=True, slots=True)
class Straightness:
    """How many went straight to a specialist, how many of those were called in time, and the minutes until the call."""

    tickets: Told
    ready: Told
    median_minutes: float | None
    p90_minutes: float | None


@dataclass(frozen=True, slots=True)
class Detours:
    """Visits that a specialist met; those that had been called for a guide's errand first, and the minutes that went before."""

    visits: Told
    by_guide: Told
    median_minutes_before: float | None


@dataclass(frozen=True, slots=True)
class DigitalHelp:
    """Visits whose errand was help with something digital, and the minutes at the desk."""

    visits: Told
    median_minutes: float | None


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody was called for an errand. `started_at` is when they were met, `until` when that leg ended."""

    errand: ErrandId
    called_at: datetime
    started_at: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Trace:
    """One ticket's way through the reception."""

    issued_at: datetime
    errand: ErrandId
    met: list[Met] = field(default_factory=list)


def told(count: int) -> Told:
    """The number, unless it is so small that somebody might know who it was."""
    return Told(None, is_few=True) if 0 < count < FEWEST_TOLD else Told(count)


def straightness(tickets: Sequence[Waited]) -> Straightness:
    """Who still waits within the target counts for nothing yet; who left after it, or waits beyond, was not met in time."""
    called = [ticket.called_at - ticket.issued_at for ticket in tickets if ticket.called_at is not None]
    ready = [t for t in tickets if t.called_at is not None and t.called_at - t.issued_at <= t.target]
    return Straightness(told(len(tickets)), told(len(ready)), minutes(called, 0.5), minutes(called, 0.9))


def traces(events: Iterable[Event]) -> dict[TicketId, Trace]:
    """Each ticket's way, out of a journal's events in their order."""
    found: dict[TicketId, Trace] = {}
    for event in events:
        match event:
            case TicketIssued():
                found[event.ticket_id] = Trace(event.at, event.errand)
            case OfflineTicketTaken():
                found[event.ticket_id] = Trace(event.arrived_at, event.errand)
            case TicketCalled() | ServingStarted() | LegFinished() | TicketFinished() | TicketTransferred():
                if (trace := found.get(event.ticket_id)) is not None:
                    _go_on(trace, event)
            case _:
                continue
    return found


def _go_on(trace: Trace, event: TicketCalled | ServingStarted | LegFinished | TicketFinished | TicketTransferred) -> None:
    match event:
        case TicketCalled():
            trace.met.append(Met(trace.errand, event.at))
        case ServingStarted() if trace.met:
            trace.met[-1] = replace(trace.met[-1], started_at=event.at)
        case LegFinished() | TicketFinished() | TicketTransferred() if trace.met and trace.met[-1].until is None:
            trace.met[-1] = replace(trace.met[-1], until=event.at)
        case _:
            pass
    if isinstance(event, TicketTransferred | LegFinished):
        trace.errand = event.errand


def detours(ways: Iterable[Trace], specialists: Errands) -> Detours:
    """Who had to pass a guide on the way to a specialist. The target is nobody who knew where to go."""
    before: list[timedelta] = []
    visits = 0
    for trace in ways:
        first = next((place for place, met in enumerate(trace.met) if met.errand in specialists), None)
        if first is None:
            continue
        visits += 1
        if first:
            before.append(trace.met[first].called_at - trace.issued_at)
    return Detours(told(visits), told(len(before)), minutes(before, 0.5))


def digital_help(ways: Iterable[Trace], errands: Errands) -> DigitalHelp:
    """Help with something digital: visits that were met for it, and the minutes of those that have ended."""
    met = [legs for trace in ways if (legs := [leg for leg in trace.met if leg.errand in errands])]
    lengths = [leg.until - (leg.started_at or leg.called_at) for legs in met for leg in legs if leg.until is not None]
    return DigitalHelp(told(len(met)), minutes(lengths, 0.5))


def minutes(lengths: Sequence[timedelta], share: float) -> float | None:
    """The nearest-rank percentile in minutes; None of so few that somebody might know who it was."""
    if len(lengths) < FEWEST_TOLD:
        return None
    return round(sorted(lengths)[math.ceil(share * len(lengths)) - 1] / MINUTE, 1)

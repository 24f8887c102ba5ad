# SPDX-License-Identifier: EUPL-1.2
"""What a branch learns from its own days: how long a visit with each errand takes, and how far estimates were from the wait.

Durations are drawn towards the catalogue's while few are known. Nothing of it ever decides whose turn it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from immutables import Map

from kolapp_server.domain import events as happened
from kolapp_server.domain import visit_events
from kolapp_server.domain.bands import NOTHING_SEEN, Ratios
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.ticket import ACTIVE, ErrandId, Ticket

PRIOR_WEIGHT = 10
"""The catalogue's expected minutes count as much as this many visits."""
FADES_AT = 500
"""As many visits of an errand are remembered in full; then all of them count half."""
SHORTEST_VISIT = timedelta(seconds=20)
LONGEST_VISIT = timedelta(hours=4)
WALK_AT_MOST = timedelta(minutes=3)
LONGEST_WAIT = timedelta(hours=6)
ENDS_A_LEG = (happened.TicketFinished, happened.TicketTransferred, visit_events.LegFinished)


@dataclass(frozen=True)
class Learned:
    """How many visits of each errand have been measured, their minutes together, and how waits compared with estimates."""

    counts: Map[ErrandId, int] = field(default_factory=Map)
    sums: Map[ErrandId, float] = field(default_factory=Map)
    ratios: Ratios = NOTHING_SEEN

    def minutes(self, errand: ErrandId, prior_minutes: float) -> float:
        """What a visit with that errand takes on average, drawn towards the prior while few are known."""
        return (self.sums.get(errand, 0.0) + PRIOR_WEIGHT * prior_minutes) / (self.counts.get(errand, 0) + PRIOR_WEIGHT)


@dataclass(frozen=True, slots=True)
class Told:
    """What the run of the rule said of somebody's wait, and when."""

    expected_min: float
    at: datetime


def learn(learned: Learned, ticket: Ticket, ended_at: datetime) -> Learned:
    """What is known after a visit. `ticket` is as it stood just before it was finished or handed over.

    A visit lasts from the call to its end, since the desk is taken all that time; after a pause on the way (parked, then
    resumed) from where it went on. A key pressed by mistake and a visit forgotten overnight teach nothing.
    """
    lasted = ended_at - _begun(ticket, ended_at)
    if not SHORTEST_VISIT <= lasted <= LONGEST_VISIT:
        return learned
    errand = ticket.leg.errand
    count = learned.counts.get(errand, 0) + 1
    total = learned.sums.get(errand, 0.0) + _in_minutes(lasted)
    if count > FADES_AT:
        count, total = count // 2, total * (count // 2) / count
    return replace(learned, counts=learned.counts.set(errand, count), sums=learned.sums.set(errand, total))


def learn_visits(learned: Learned, before: Day, events: Iterable[Event]) -> Learned:
    """What is known after `events`: every leg that ended at a desk teaches, finished or handed over. `before` is the day
    just before them; a visit that began and ended within them is too short to teach anything."""
    for event in events:
        if isinstance(event, ENDS_A_LEG):
            ticket = before.tickets.get(event.ticket_id)
            if ticket is not None and ticket.status in ACTIVE:
                learned = learn(learned, ticket, event.at)
    return learned


def learn_wait(learned: Learned, told: Told, called_at: datetime) -> Learned:
    """What is known after somebody, of whose wait that was said, is called for the first time."""
    waited = called_at - told.at
    if not timedelta() <= waited <= LONGEST_WAIT:
        return learned
    return replace(learned, ratios=learned.ratios.seen(told.expected_min, _in_minutes(waited)))


def _in_minutes(length: timedelta) -> float:
    return length.total_seconds() / 60


def _begun(ticket: Ticket, ended_at: datetime) -> datetime:
    if ticket.called_at is None:
        return ticket.since
    went_on_later = ticket.since < ended_at and ticket.since - ticket.called_at > WALK_AT_MOST
    return ticket.since if went_on_later else ticket.called_at

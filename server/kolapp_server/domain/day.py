# SPDX-License-Identifier: EUPL-1.2
"""One branch's day as a value: who holds which ticket, who waits for what, which desk stands where.

A `Day` is never changed; each event gives a new one that shares almost everything with the old. So a draft costs nothing,
throwing it away costs nothing, and whoever reads holds a day that was committed.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from immutables import Map

from kolapp_server.domain.assistance import Help
from kolapp_server.domain.changing import changed, made_at_once
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import (
    ACTIVE,
    ClerkId,
    DeskId,
    ErrandId,
    Leg,
    ProfileId,
    Status,
    Ticket,
    TicketId,
    TicketNumber,
    Turn,
)

WHOLE_KIOSK = ErrandId("")
"""Stands for "every errand" among the stops."""
NEAR_THE_END = 4
"""So many of a line are looked at one by one, from its end, before the rest is searched."""


@dataclass(frozen=True)
class Desk:
    """A desk. Closed while it has no clerk. `ready_since` while it waits for the next arrival.

    `finished_at` is when its last visit ended, while nothing has begun since; `lent_from` what it did (phone, back_office)
    before it was asked to meet visitors. `joined` is another desk's visit that it takes part in (`joining`).
    `languages` are what is spoken there besides Swedish.
    """

    desk_id: DeskId
    since: datetime
    clerk: ClerkId | None = None
    profile: ProfileId | None = None
    is_paused: bool = False
    ready_since: datetime | None = None
    ticket: TicketId | None = None
    pause_reason: str | None = None
    lent_from: str | None = None
    finished_at: datetime | None = None
    joined: TicketId | None = None
    languages: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a clerk is signed in here."""
        return self.clerk is not None

    @property
    def busy_with(self) -> TicketId | None:
        """The visit that keeps it busy: its own, or another desk's that it has joined."""
        return self.ticket or self.joined


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """A desk takes nobody then."""

    desk: DeskId
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedOpening:
    """A desk that is closed now opens then."""

    desk: DeskId
    profile: ProfileId
    opens_at: datetime


@made_at_once
@dataclass(frozen=True, slots=True)
class InLine:
    """A waiting leg in its errand's line, which is sorted by turn."""

    turn: Turn
    ticket_id: TicketId
    leg: Leg


@dataclass(frozen=True, slots=True)
class Offline:
    """What is known besides of a ticket that a kiosk gave out without the server.

    `paper` is the number on the slip. A placeholder is a number that a desk called before the kiosk told of it.
    """

    paper: TicketNumber
    is_placeholder: bool = False
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """`seq` is the last journal number folded in; `last_at` its time. `lines` holds who waits, per errand, by turn.

    `barred` are ids that never live, with the time of each; `aliases` lead from a second id to the ticket; `past` are
    tickets of earlier days that kiosks told of afterwards. `breaks` by when they begin, `openings` by when they are;
    `unstaffed_since` when an errand lost its last desk today.
    """

    branch_id: str
    rules: Rules
    service_day: date
    epoch: int
    seq: int
    last_at: datetime
    tickets: Map[TicketId, Ticket] = field(default_factory=Map)
    numbers: Map[TicketNumber, TicketId] = field(default_factory=Map)
    counts: Map[str, int] = field(default_factory=Map)
    lines: Map[ErrandId, tuple[InLine, ...]] = field(default_factory=Map)
    desks: Map[DeskId, Desk] = field(default_factory=Map)
    ready: tuple[DeskId, ...] = ()
    stops: frozenset[ErrandId] = frozenset()
    barred: Map[TicketId, datetime] = field(default_factory=Map)
    aliases: Map[TicketId, TicketId] = field(default_factory=Map)
    offline: Map[TicketId, Offline] = field(default_factory=Map)
    past: Map[TicketId, datetime] = field(default_factory=Map)
    open_until: datetime | None = None
    has_notice: bool = False
    breaks: tuple[PlannedBreak, ...] = ()
    openings: tuple[PlannedOpening, ...] = ()
    unstaffed_since: Map[ErrandId, datetime] = field(default_factory=Map)
    helps: tuple[Help, ...] = ()
    elsewhere: frozenset[TicketId] = frozenset()

    def served_by(self, desk: DeskId) -> tuple[ErrandId, ...]:
        """The errands that the desk serves now; none while it is closed."""
        profile = self.desks[desk].profile if desk in self.desks else None
        rule = self.rules.profile_by_id.get(profile) if profile else None
        return rule.errands if rule else ()

    def find(self, ticket_id: TicketId) -> Ticket | None:
        """The ticket with that id, or to which that id leads."""
        ticket = self.tickets.get(ticket_id)
        return ticket if ticket is not None or ticket_id not in self.aliases else self.tickets[self.aliases[ticket_id]]

    def waiting(self) -> int:
        """How many wait in the whole branch."""
        return sum(len(line) for line in self.lines.values())


def with_ticket(day: Day, ticket: Ticket, **also: Any) -> Day:  # noqa: ANN401 (as `changed`)
    """The day with that ticket in it, its errand's line and its desk kept true, and with `also`."""
    before = day.tickets.get(ticket.ticket_id)
    if ticket.joint is not None and ticket.status not in ACTIVE:
        day, ticket = _parted(day, ticket)
    lines = day.lines
    if before is not None and before.status is Status.WAITING:
        lines = _without(lines, before)
    if ticket.status is Status.WAITING:
        lines = _inserted(lines, ticket)
    return changed(
        day,
        tickets=day.tickets.set(ticket.ticket_id, ticket),
        lines=lines,
        desks=_desks_after(day.desks, before, ticket),
        **also,
    )


def with_desk(day: Day, desk: Desk) -> Day:
    """The day with that desk in it, and the order of the ready ones kept true."""
    ready = day.ready
    if desk.ready_since is None:
        ready = tuple(other for other in ready if other != desk.desk_id)
    elif desk.desk_id not in ready:
        ready = (*ready, desk.desk_id)
    return changed(day, desks=day.desks.set(desk.desk_id, desk), ready=ready)


def first_day(branch_id: str, rules: Rules, day: date, at: datetime) -> Day:
    """The day of a branch that has just been set up: journal number 0, every desk closed."""
    return Day(branch_id, rules, day, 1, 0, at, desks=Map({desk: Desk(desk, at) for desk in rules.desks}))


def place_in(line: tuple[InLine, ...], turn: Turn) -> int:
    """How many of a line come before `turn`. Most arrivals are its last, or among them."""
    place = len(line)
    if not place or line[-1].turn < turn:
        return place
    near = place - NEAR_THE_END if place > NEAR_THE_END else 0
    while place > near and not line[place - 1].turn < turn:
        place -= 1
    return place if place > near else bisect_left(line, turn, hi=near, key=lambda entry: entry.turn)


def _parted(day: Day, ticket: Ticket) -> tuple[Day, Ticket]:
    """Nobody takes part in a visit that is not at a desk any more."""
    desks = day.desks
    for desk in ticket.joint.desks if ticket.joint else ():
        desks = desks.set(desk, changed(desks[desk], joined=None, since=ticket.since))
    return changed(day, desks=desks), changed(ticket, joint=None)


def _inserted(lines: Map[ErrandId, tuple[InLine, ...]], ticket: Ticket) -> Map[ErrandId, tuple[InLine, ...]]:
    leg = ticket.leg
    line = lines.get(leg.errand, ())
    place = place_in(line, leg.turn)
    entry = (InLine(leg.turn, ticket.ticket_id, leg),)
    # Joining tuples copies a long line in a quarter of the time that unpacking them takes.
    return lines.set(leg.errand, line + entry if place == len(line) else line[:place] + entry + line[place:])


def _without(lines: Map[ErrandId, tuple[InLine, ...]], ticket: Ticket) -> Map[ErrandId, tuple[InLine, ...]]:
    line = lines[ticket.leg.errand]
    place = place_in(line, ticket.leg.turn)
    return lines.set(ticket.leg.errand, line[:place] + line[place + 1 :])


def _desks_after(desks: Map[DeskId, Desk], before: Ticket | None, ticket: Ticket) -> Map[DeskId, Desk]:
    was_at = before.desk if before is not None and before.status in ACTIVE else None
    is_at = ticket.desk if ticket.status in ACTIVE else None
    if was_at is not None and was_at != is_at:
        desks = desks.set(was_at, changed(desks[was_at], ticket=None, since=ticket.since))
    if is_at is not None:
        desks = desks.set(is_at, changed(desks[is_at], ticket=ticket.ticket_id, since=ticket.since))
    return desks

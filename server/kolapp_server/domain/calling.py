# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is: the calling rule, and why.

Every leg gets ONE fixed clock time when it comes into being:

    turn time = base - head start        walk-in: when it came; priority: 20 min earlier; returning: 10 min earlier;
                                         booked: an hour before the booked time

A desk gets the earliest one that it can serve and that is open; only when none is open, a checked-in booking ahead of its
time. The rule is blind to the errand: targets are measured, never part of the order. So "why was C007 called before A012?"
has exactly one answer, and equal treatment can be shown in figures. Over simulated town-hall days every sensible rule lies
within five per cent of first-come-first-served in mean wait, but the spread between errands differs sixfold.
Precedents: FCFS-ALIS (Adan & Weiss 2014), the routing age of Amazon Connect, the waiting credit of the Anonymous Bank.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from immutables import Map

from kolapp_server.domain.day import Day, Desk, InLine, place_in
from kolapp_server.domain.rules import BOOKING_LATE_AFTER, BOOKING_OPENS_BEFORE, HeadStarts
from kolapp_server.domain.speaking import needed_language, speaks
from kolapp_server.domain.ticket import DeskId, Kind, Leg, ProfileId, Ticket, TicketId, Turn


def turn_time(arrived_at: datetime, kind: Kind, head_starts: HeadStarts, *, has_priority: bool = False) -> datetime:
    """The clock time that a leg counts as having come: the largest head start that applies, never a sum."""
    head_start = head_starts.of(kind)
    return arrived_at - (max(head_start, head_starts.priority) if has_priority else head_start)


def booked_base(booked_at: datetime, arrived_at: datetime) -> datetime:
    """A booking counts from its booked time; from the check-in where that is more than ten minutes late."""
    return arrived_at if arrived_at > booked_at + BOOKING_LATE_AFTER else booked_at


def booking_opens_at(booked_at: datetime) -> datetime:
    """When a checked-in booking may be called."""
    return booked_at - BOOKING_OPENS_BEFORE


def next_in_line(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """Whom `desk` calls now, or None when nobody waits whom it can serve."""
    best: InLine | None = None
    early: InLine | None = None
    for errand in day.served_by(desk):
        for entry in day.lines.get(errand, ()):
            if entry.leg.is_open(desk, now):
                if best is None or entry.turn < best.turn:
                    best = entry
                break
            if entry.leg.may_be_early(desk, now) and (early is None or entry.turn < early.turn):
                early = entry
    return best or early


def next_for_ready(day: Day, now: datetime) -> tuple[DeskId, InLine] | None:
    """The first ready desk, longest-ready first, that somebody now waits for.

    Of several that would call the same visitor now, one where the visitor's language is spoken.
    """
    for desk in day.ready:
        entry = next_in_line(day, desk, now)
        if entry is not None:
            return _speaking(day, desk, entry, now), entry
    return None


def _speaking(day: Day, first: DeskId, entry: InLine, now: datetime) -> DeskId:
    """The ready desk that meets that visitor: the first, unless another that would call the same one now speaks the language."""
    needed = needed_language(day.tickets[entry.ticket_id].language)
    if needed is None or speaks(day, first, needed):
        return first
    others = (desk for desk in day.ready if speaks(day, desk, needed))
    return next((desk for desk in others if _calls(day, desk, entry, now)), first)


def _calls(day: Day, desk: DeskId, entry: InLine, now: datetime) -> bool:
    found = next_in_line(day, desk, now)
    return found is not None and found.ticket_id == entry.ticket_id


def next_opening(day: Day, now: datetime) -> datetime | None:
    """When, by time alone, somebody next may be called to a desk that stands ready: a binding ends, or a preparation."""
    legs = [entry.leg for desk in day.ready for errand in day.served_by(desk) for entry in day.lines.get(errand, ())]
    ends = [leg.bound_until for leg in legs if leg.bound_until is not None and leg.bound_until > now]
    prepared = [leg.opens_at for leg in legs if leg.opens_at is not None and leg.is_prepared_for(now)]
    return min((*ends, *prepared), default=None)


def passed_by(day: Day, desk: DeskId, ticket_id: TicketId, now: datetime) -> tuple[TicketId, ...]:
    """Who would have come before that ticket at that desk: those whom a call out of turn passes."""
    called = day.tickets[ticket_id].leg
    return tuple(
        entry.ticket_id
        for errand in day.served_by(desk)
        for entry in day.lines.get(errand, ())
        if entry.leg.is_open(desk, now) and not _has_right_of_way(day, desk, called, entry.turn, now)
    )


def _has_right_of_way(day: Day, desk: DeskId, leg: Leg, turn: Turn, now: datetime) -> bool:
    """Whether the rule lets that desk call `leg` no later than an open one with that turn."""
    return leg.turn <= turn and leg.is_open(desk, now) and leg.errand in day.served_by(desk)


class Reason(StrEnum):
    """The only answers there are to "why this one?" and "why not that one?"."""

    FIRST_COME = "first_come"
    PRIORITY = "priority"
    BOOKED = "booked"
    BOOKED_EARLY = "booked_early"
    RETURNING = "returning"
    MANUAL = "manual"
    NOT_SERVED = "not_served"
    NOT_WAITING = "not_waiting"
    NOT_YET_OPEN = "not_yet_open"
    BEING_PREPARED = "being_prepared"
    BOUND_ELSEWHERE = "bound_elsewhere"
    EARLIER_TURN = "earlier_turn"
    NEXT = "next"
    NOBODY_WAITING = "nobody_waiting"
    DESK_CLOSED = "desk_closed"
    CAME_LATER = "came_later"
    CALLED_ALREADY = "called_already"
    NOT_CALLED = "not_called"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason and the facts that a sentence needs. `first` is who comes before; `at` and `desk` of a call that was."""

    reason: Reason
    ticket: Ticket | None = None
    first: Ticket | None = None
    manual_reason: str | None = None
    until: datetime | None = None
    at: datetime | None = None
    desk: DeskId | None = None


def why_called(ticket: Ticket, now: datetime, manual_reason: str | None = None) -> Why:
    """Why `ticket` was called, in one reason."""
    if manual_reason is not None:
        return Why(Reason.MANUAL, ticket, manual_reason=manual_reason)
    match ticket.leg.kind:
        case Kind.WALK_IN:
            return Why(Reason.FIRST_COME, ticket)
        case Kind.PRIORITY:
            return Why(Reason.PRIORITY, ticket)
        case Kind.RETURNING:
            return Why(Reason.RETURNING, ticket)
        case Kind.BOOKED:
            is_early = ticket.leg.opens_at is not None and ticket.leg.opens_at > now
            return Why(Reason.BOOKED_EARLY if is_early else Reason.BOOKED, ticket)


def why_not(day: Day, desk: DeskId, ticket: Ticket, now: datetime) -> Why:
    """Why `desk` would not call `ticket` now. `Reason.NEXT` when it would."""
    first = next_in_line(day, desk, now)
    if first is not None and first.ticket_id == ticket.ticket_id:
        return Why(Reason.NEXT, ticket)
    hindrance = _hindrance(day, desk, ticket, now)
    if hindrance is not None:
        return hindrance
    return Why(Reason.EARLIER_TURN, ticket, first=day.tickets[first.ticket_id] if first else None)


def why_before(day: Day, desk: DeskId, called: Ticket, other: Ticket, now: datetime) -> Why:
    """Why `desk` called `called` while `other` waited; `day` is the day just before that call. Exactly one reason."""
    hindrance = _hindrance(day, desk, other, now)
    if hindrance is not None:
        return hindrance
    if _has_right_of_way(day, desk, called.leg, other.leg.turn, now):
        return Why(Reason.EARLIER_TURN, other, first=called)
    return Why(Reason.MANUAL, other, first=called)


def _hindrance(day: Day, desk: DeskId, ticket: Ticket, now: datetime) -> Why | None:
    """What keeps `desk` from calling `ticket` at all, if anything does."""
    if not day.desks[desk].is_open:
        return Why(Reason.DESK_CLOSED, ticket)
    if not any(entry.ticket_id == ticket.ticket_id for entry in day.lines.get(ticket.leg.errand, ())):
        return Why(Reason.NOT_WAITING, ticket)
    if ticket.leg.errand not in day.served_by(desk):
        return Why(Reason.NOT_SERVED, ticket)
    if not ticket.leg.is_free_for(desk, now):
        return Why(Reason.BOUND_ELSEWHERE, ticket, until=ticket.leg.bound_until)
    if ticket.leg.is_prepared_for(now):
        return Why(Reason.BEING_PREPARED, ticket, until=ticket.leg.opens_at)
    if not ticket.leg.is_open(desk, now):
        return Why(Reason.NOT_YET_OPEN, ticket, until=ticket.leg.opens_at)
    return None


def places_ahead(day: Day, ticket: Ticket) -> int:
    """How many waiting legs that some open desk shares with this ticket's errand have an earlier turn.

    Where no open desk has the errand, those of the same errand count.
    """
    turn, lines = ticket.leg.turn, day.lines
    return sum(
        [place_in(lines.get(errand, ()), turn) for errand in day.rules.served_with(ticket.leg.errand, _profiles(day.desks))]
    )


@lru_cache(maxsize=64)
def _profiles(desks: Map[DeskId, Desk]) -> frozenset[ProfileId]:
    """Of the desks that are open: asked for each who waits, and otherwise only when a desk is."""
    return frozenset(desk.profile for desk in desks.values() if desk.clerk is not None and desk.profile is not None)

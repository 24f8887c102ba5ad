# SPDX-License-Identifier: EUPL-1.2
"""Calling rules that somebody might think of, each unfair in its own way. A property that does not catch one proves nothing."""

from collections.abc import Callable
from datetime import datetime

from kolapp_server.domain import calling
from kolapp_server.domain.day import Day, InLine
from kolapp_server.domain.ticket import DeskId, Kind, Ticket
from tests.domain.properties import may_serve

Rule = Callable[[Day, DeskId, datetime], InLine | None]
RIGHT = calling.next_in_line


def _by(key: Callable[[Day, Ticket, datetime], object]) -> Rule:
    """The rule that calls whoever has the smallest key."""

    def rule(day: Day, desk: DeskId, now: datetime) -> InLine | None:
        found = min(may_serve(day, desk, now), key=lambda ticket: (key(day, ticket, now), ticket.leg.turn), default=None)
        return None if found is None else _entry(found)

    return rule


def _entry(ticket: Ticket) -> InLine:
    return InLine(ticket.leg.turn, ticket.ticket_id, ticket.leg)


def _minutes(day: Day, ticket: Ticket) -> int:
    return day.rules.errand_by_id[ticket.leg.errand].expected_minutes


def _share_of_target(day: Day, ticket: Ticket, now: datetime) -> float:
    waited = (now - ticket.leg.turn.time).total_seconds()
    return -waited / _minutes(day, ticket)


last_come_first = _by(lambda day, ticket, now: -ticket.leg.turn.seq)
priority_always = _by(lambda day, ticket, now: ticket.leg.kind is not Kind.PRIORITY)
booked_always = _by(lambda day, ticket, now: ticket.leg.kind is not Kind.BOOKED)
shortest_errand = _by(lambda day, ticket, now: _minutes(day, ticket))
errand_by_name = _by(lambda day, ticket, now: ticket.leg.errand)
longest_line = _by(lambda day, ticket, now: -len(day.lines.get(ticket.leg.errand, ())))
wait_by_target = _by(_share_of_target)
by_the_clock = _by(lambda day, ticket, now: ticket.leg.turn.seq * (-1 if now.minute % 2 else 1))
as_they_came = _by(lambda day, ticket, now: ticket.leg.turn.seq)


def never_early(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """A desk with nothing else to do lets a booked visitor sit and wait."""
    found = RIGHT(day, desk, now)
    return found if found is not None and found.leg.is_open(desk, now) else None


def booked_when_they_come(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """A booking may be called as soon as it has checked in."""
    free = (e for errand in day.served_by(desk) for e in day.lines.get(errand, ()) if e.leg.is_free_for(desk, now))
    return min(free, key=lambda entry: entry.turn, default=None)


def blind_to_bindings(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """Takes whoever was bound to another desk."""
    heads = [day.lines[errand][0] for errand in day.served_by(desk) if day.lines.get(errand)]
    return min(heads, key=lambda entry: entry.turn, default=None)


def first_errand_only(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """Forgets all but the first errand of the profile."""
    line = day.lines.get(day.served_by(desk)[0], ()) if day.served_by(desk) else ()
    return next((entry for entry in line if entry.leg.is_free_for(desk, now)), None)


def any_desk_does(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """Asks nobody what the desk can serve."""
    return min((entry for line in day.lines.values() for entry in line), key=lambda entry: entry.turn, default=None)


def called_again(day: Day, desk: DeskId, now: datetime) -> InLine | None:
    """Now and then calls somebody who sits at another desk already."""
    busy = [each.ticket for each in day.desks.values() if each.ticket is not None and each.desk_id != desk]
    return _entry(day.tickets[busy[0]]) if busy and now.minute % 3 == 0 else RIGHT(day, desk, now)


class TakesTurns:
    """Remembers what it was asked: every second time it takes the last."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, day: Day, desk: DeskId, now: datetime) -> InLine | None:
        self.asked += 1
        return (RIGHT if self.asked % 2 else last_come_first)(day, desk, now)

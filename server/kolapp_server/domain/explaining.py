# SPDX-License-Identifier: EUPL-1.2
"""Why was C007 called before A012? Worked out again from the journal, with exactly one of four answers:

    not_served     the desk does not serve A012's errand
    earlier_turn   C007's turn time is before A012's: it came earlier, is booked, has priority or is returning
    not_open       A012 could not be called then: booked later, prepared for, parked, absent or bound elsewhere
    manual         a call out of turn, with its reason

And how many calls of a day were out of turn, told so that nobody can be found out by a small number.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kolapp_server.domain import calling
from kolapp_server.domain.calling import Reason, Why
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event, TicketCalled
from kolapp_server.domain.folding import fold
from kolapp_server.domain.ticket import Status, Ticket, TicketNumber

FEWEST_TOLD = 5
"""Fewer are not told: somebody might know who it was."""


class Answer(StrEnum):
    """The four answers there are."""

    NOT_SERVED = "not_served"
    EARLIER_TURN = "earlier_turn"
    NOT_OPEN = "not_open"
    MANUAL = "manual"


_ANSWERS: dict[Reason, Answer] = {
    Reason.DESK_CLOSED: Answer.NOT_SERVED,
    Reason.NOT_SERVED: Answer.NOT_SERVED,
    Reason.EARLIER_TURN: Answer.EARLIER_TURN,
    Reason.CAME_LATER: Answer.EARLIER_TURN,
    Reason.NOT_YET_OPEN: Answer.NOT_OPEN,
    Reason.BEING_PREPARED: Answer.NOT_OPEN,
    Reason.BOUND_ELSEWHERE: Answer.NOT_OPEN,
    Reason.NOT_WAITING: Answer.NOT_OPEN,
    Reason.MANUAL: Answer.MANUAL,
}


def answer_of(reason: Reason) -> Answer | None:
    """Which of the four it is; None where nobody was passed."""
    return _ANSWERS.get(reason)


def why_called_before(start: Day, events: Iterable[Event], called: TicketNumber, other: TicketNumber) -> Why | None:
    """Why `called` was called before `other` on the day that began as `start`; None where the day has no such number.

    Where it was called more than once, the last call counts at which the other waited.
    """
    day, found, waited = start, None, None
    for event in events:
        if isinstance(event, TicketCalled) and day.tickets[event.ticket_id].number == called:
            found = (day, event)
            waited = found if _status(day, other) is Status.WAITING else waited
        day = fold(day, event)
    if called not in day.numbers or other not in day.numbers:
        return None
    if found is None:
        return Why(Reason.NOT_CALLED, day.tickets[day.numbers[called]])
    return _at_the_call(*(waited or found), latest=day.tickets[day.numbers[other]])


def _at_the_call(day: Day, event: TicketCalled, latest: Ticket) -> Why:
    called, other = day.tickets[event.ticket_id], day.tickets.get(latest.ticket_id)
    if other is None:
        why = Why(Reason.CAME_LATER, latest, first=called)
    elif _was_called(other, event.at):
        why = Why(Reason.CALLED_ALREADY, other, first=called)
    else:
        why = calling.why_before(day, event.desk, called, other, event.at)
    manual = event.reason if why.reason is Reason.MANUAL else None
    return replace(why, first=called, at=event.at, desk=event.desk, manual_reason=manual)


def _was_called(ticket: Ticket, at: datetime) -> bool:
    is_over = ticket.status in (Status.CALLED, Status.SERVING, Status.DONE)
    return is_over and ticket.first_called_at is not None and ticket.first_called_at <= at


def _status(day: Day, number: TicketNumber) -> Status | None:
    ticket_id = day.numbers.get(number)
    return None if ticket_id is None else day.tickets[ticket_id].status


@dataclass(frozen=True, slots=True)
class Told:
    """A number that may be told, or not: `is_few` when it is one to four, else hidden for another's sake."""

    count: int | None
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class ManualCalls:
    """A day's calls, and those out of turn by reason."""

    calls: int
    manual: Told
    by_reason: dict[str, Told]


def manual_calls(events: Iterable[Event]) -> ManualCalls:
    """How many calls there were, and how many out of turn. What must not be told cannot be worked out from the rest either."""
    calls = [event for event in events if isinstance(event, TicketCalled)]
    counts = Counter(event.reason for event in calls if event.reason is not None)
    by_reason = {reason: _told(count) for reason, count in sorted(counts.items())}
    if sum(told.is_few for told in by_reason.values()) == 1:
        large = [reason for reason, told in by_reason.items() if not told.is_few]
        if large:
            by_reason[min(large, key=lambda reason: (counts[reason], reason))] = Told(None)
    return ManualCalls(len(calls), _told(counts.total()), by_reason)


def _told(count: int) -> Told:
    return Told(None, is_few=True) if 0 < count < FEWEST_TOLD else Told(count)

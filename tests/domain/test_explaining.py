# SPDX-License-Identifier: EUPL-1.2
"""Why was C007 called before A012? From the journal, with exactly one of four answers; and how calls out of turn are told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_server.domain import calling, commands, explaining
from kolapp_server.domain.calling import Reason, Why
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.events import Event, TicketCalled
from kolapp_server.domain.explaining import Answer, Told, answer_of
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Outcome, Status, Ticket, TicketId
from tests.domain.halls import OPENING, call, calls_of, issue, new_day, sit_down, small_rules, trace_of

DESK, OTHER = DeskId("d0"), DeskId("d1")
MORNING = new_day(small_rules(errands=2, profiles=((0, 1), (1,))))


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def journal(*asked: tuple[float, Command]) -> list[Event]:
    day, events = MORNING, []
    for minutes, command in ((0, sit_down(0, 0)), (0, sit_down(1, 1)), *asked):
        draft = try_out(day, command, at(minutes))
        day = draft.day
        events.extend(draft.events)
    return events


def why(events: Iterable[Event], called: str, other: str) -> Why:
    events = list(events)
    numbers = {ticket.ticket_id: ticket.number for ticket in fold_all(MORNING, events).tickets.values()}
    found = explaining.why_called_before(MORNING, events, numbers[TicketId(called)], numbers[TicketId(other)])
    assert found is not None
    return found


STORIES: list[tuple[str, Reason, Answer | None, list[tuple[float, Command]]]] = [
    ("came earlier", Reason.EARLIER_TURN, Answer.EARLIER_TURN, [(1, issue("c")), (2, issue("a")), (3, call(0))]),
    (
        "has priority", Reason.EARLIER_TURN, Answer.EARLIER_TURN,
        [(1, issue("a")), (2, issue("c", kind=Kind.PRIORITY)), (3, call(0))],
    ),
    ("not served there", Reason.NOT_SERVED, Answer.NOT_SERVED, [(1, issue("a", 0)), (2, issue("c", 1)), (3, call(1))]),
    (
        "booked later", Reason.NOT_YET_OPEN, Answer.NOT_OPEN,
        [(1, issue("a", booked_at=at(50))), (2, issue("c")), (3, call(0))],
    ),
    (
        "parked", Reason.NOT_WAITING, Answer.NOT_OPEN,
        [(1, issue("a")), (2, call(0)), (3, commands.Start(TicketId("a"), DESK)), (4, commands.Park(TicketId("a"), DESK)),
         (5, issue("c")), (6, call(0))],
    ),
    (
        "out of turn", Reason.MANUAL, Answer.MANUAL,
        [(1, issue("a")), (2, issue("c")), (3, call(0, ticket_id=TicketId("c"), reason="frail"))],
    ),
    ("came later", Reason.CAME_LATER, Answer.EARLIER_TURN, [(1, issue("c")), (2, call(0)), (3, issue("a"))]),
    ("called before it", Reason.CALLED_ALREADY, None, [(1, issue("a", 1)), (2, call(1)), (3, issue("c")), (4, call(0))]),
    ("never called", Reason.NOT_CALLED, None, [(1, issue("a")), (2, issue("c"))]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "answer", "asked"), [story[1:] for story in STORIES], ids=[story[0] for story in STORIES])
def test_why_c_was_called_before_a(reason: Reason, answer: Answer | None, asked: list[tuple[float, Command]]) -> None:
    told = why(journal(*asked), "c", "a")
    assert (told.reason, answer_of(told.reason)) == (reason, answer)


def test_a_call_out_of_turn_is_told_with_its_reason_its_desk_and_its_time() -> None:
    told = why(journal((1, issue("a")), (2, issue("c")), (3, call(0, ticket_id=TicketId("c"), reason="frail"))), "c", "a")
    assert (told.manual_reason, told.desk, told.at) == ("frail", DESK, at(3))
    assert told.first is not None
    assert told.ticket is not None
    assert (told.first.ticket_id, told.ticket.ticket_id) == ("c", "a")


def test_of_two_calls_the_one_counts_at_which_the_other_waited() -> None:
    moved = commands.Transfer(TicketId("c"), DESK, ErrandId("e1"))
    story = [(1, issue("c")), (2, call(0)), (3, issue("a", 1)), (4, moved), (30, call(1)), (31, call(0))]
    events = journal(*story)
    assert [event.ticket_id for event in events if isinstance(event, TicketCalled)] == ["c", "c", "a"]
    assert why(events, "c", "a").reason is Reason.EARLIER_TURN


def test_a_number_that_the_day_does_not_have_has_no_answer() -> None:
    events = journal((1, issue("c")), (2, call(0)))
    assert explaining.why_called_before(MORNING, events, "A001", "A999") is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=160))
def test_every_pair_of_a_called_and_an_earlier_one_that_waits_has_exactly_one_of_the_four_answers(data: bytes) -> None:
    trace = trace_of(data)
    for day, event in calls_of(trace):
        called = day.tickets[event.ticket_id]
        for other in waiting_before(day, event):
            told = calling.why_before(day, event.desk, called, other, event.at)
            assert answer_of(told.reason) is not None
            assert (answer_of(told.reason) is Answer.MANUAL) <= (event.reason is not None)


def waiting_before(day: Day, event: TicketCalled) -> list[Ticket]:
    called = day.tickets[event.ticket_id]
    return [
        ticket
        for ticket in day.tickets.values()
        if ticket.status is Status.WAITING and ticket is not called and ticket.leg.arrived_at < called.leg.arrived_at
    ]


def calls(**by_reason: int) -> list[Event]:
    counted = [(None if reason == "in_turn" else reason, times) for reason, times in by_reason.items()]
    return [TicketCalled(at(0), TicketId("t"), DESK, reason) for reason, times in counted for _ in range(times)]


def test_a_small_number_of_calls_out_of_turn_is_not_told() -> None:
    told = explaining.manual_calls(calls(in_turn=90, frail=3))
    assert (told.calls, told.manual, told.by_reason) == (93, Told(None, is_few=True), {"frail": Told(None, is_few=True)})


def test_what_is_not_told_cannot_be_worked_out_from_the_rest() -> None:
    told = explaining.manual_calls(calls(in_turn=80, frail=3, language=7, safety=9))
    assert told.manual == Told(19)
    assert told.by_reason == {"frail": Told(None, is_few=True), "language": Told(None), "safety": Told(9)}
    two_small = explaining.manual_calls(calls(frail=3, language=2, safety=9)).by_reason
    assert [each.count for each in two_small.values()] == [None, None, 9]


def test_large_numbers_and_none_at_all_are_told() -> None:
    assert explaining.manual_calls(calls(in_turn=5)).manual == Told(0)
    assert explaining.manual_calls(calls(frail=5)).by_reason == {"frail": Told(5)}


def test_a_finished_visit_does_not_hide_that_its_call_was_earlier() -> None:
    finish = commands.Finish(TicketId("a"), OTHER, Outcome.SOLVED)
    assert (
        why(journal((1, issue("a", 1)), (2, call(1)), (3, finish), (4, issue("c")), (5, call(0))), "c", "a").reason
        is Reason.CALLED_ALREADY
    )

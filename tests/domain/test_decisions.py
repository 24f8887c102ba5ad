# SPDX-License-Identifier: EUPL-1.2
"""What commands make happen, by example: undo, absence, cancelling before issue, the day's turning, desks."""

from datetime import datetime, timedelta

import pytest

from kolapp_server.domain import commands, events, refusals
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import decide, next_due, try_out
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.ticket import ClerkId, DeskId, DeviceId, ErrandId, Kind, Outcome, ProfileId, Status, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

DESK, OTHER = DeskId("d0"), DeskId("d1")
WHO, NEXT = TicketId("visitor"), TicketId("next")
KIOSK = DeviceId("kiosk")


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def day_with(*asked: Command) -> Day:
    return after(new_day(small_rules()), OPENING, sit_down(), *asked)


def by_visitor(name: str = "visitor", errand: str = "e0") -> commands.IssueTicket:
    return commands.IssueTicket(TicketId(name), ErrandId(errand), Kind.WALK_IN, "sv", device=KIOSK)


def test_undo_gives_the_old_place_back() -> None:
    waiting = day_with(issue("visitor"), issue("next"))
    undone = after(waiting, at(5), call(), commands.Undo(WHO, DESK))
    assert undone.lines == waiting.lines
    assert undone.desks[DESK].ticket is None


def test_what_is_undone_stays_in_the_journal() -> None:
    draft = try_out(day_with(issue("visitor"), call()), commands.Undo(WHO, DESK), at(1))
    assert draft.events == [events.CallUndone(at(1), WHO)]


def test_absent_needs_two_calls() -> None:
    day = day_with(issue("visitor"), call())
    with pytest.raises(refusals.RecallFirst):
        decide(day, commands.MarkAbsent(WHO, DESK), at(1))
    assert after(day, at(1), commands.Recall(WHO, DESK), commands.MarkAbsent(WHO, DESK)).tickets[WHO].status is Status.ABSENT


def missed(day: Day, minutes: float) -> Day:
    return after(day, at(minutes), call(), commands.Recall(WHO, DESK), commands.MarkAbsent(WHO, DESK))


def test_whoever_comes_back_waits_from_then_with_ten_minutes_head_start() -> None:
    day = after(missed(day_with(issue("visitor")), 5), at(30), commands.Return(WHO))
    assert day.tickets[WHO].leg.turn.time == at(20)


def test_a_second_absence_ends_as_cancelled() -> None:
    day = after(missed(day_with(issue("visitor")), 5), at(30), commands.Return(WHO))
    assert missed(day, 40).tickets[WHO].status is Status.CANCELLED


def test_whoever_returns_to_the_same_desk_is_bound_to_it_for_ten_minutes() -> None:
    day = after(missed(day_with(issue("visitor")), 5), at(30), commands.Return(WHO, same_desk=True))
    assert (day.tickets[WHO].leg.bound_desk, day.tickets[WHO].leg.bound_until) == (DESK, at(40))


def test_a_ticket_cancelled_before_it_arrives_is_never_issued() -> None:
    day = day_with(commands.Cancel(WHO, is_by_device=True, device=KIOSK))
    with pytest.raises(refusals.TicketTaken):
        decide(day, by_visitor(), at(120))
    assert decide(day, commands.Cancel(WHO, is_by_device=True, device=KIOSK), at(1)) == ()


def test_a_kiosk_cancels_only_its_own() -> None:
    day = after(day_with(), at(120), by_visitor())
    with pytest.raises(refusals.UnknownTicket):
        decide(day, commands.Cancel(WHO, is_by_device=True, device=DeviceId("another")), at(121))
    cancel = commands.Cancel(WHO, is_by_device=True, device=KIOSK)
    cancelled = after(day, at(121), cancel)
    assert cancelled.tickets[WHO].status is Status.CANCELLED
    assert decide(cancelled, cancel, at(122)) == ()


def test_the_day_ends_for_everybody_who_is_still_here() -> None:
    day = day_with(*(issue(f"t{place}") for place in range(6)))
    day = after(day, at(1), call(), commands.Start(TicketId("t0"), DESK), commands.Park(TicketId("t0"), DESK))
    day = after(day, at(2), call(), commands.Recall(TicketId("t1"), DESK), commands.MarkAbsent(TicketId("t1"), DESK))
    day = after(day, at(3), call(), commands.Start(TicketId("t2"), DESK), sit_down(1), call(1))
    assert {ticket.status for ticket in day.tickets.values()} == {
        Status.WAITING, Status.CALLED, Status.SERVING, Status.PARKED, Status.ABSENT
    }  # fmt: skip
    turned = try_out(day, commands.Tick(), next_due(day, at(4)))
    left = fold_all(day, turned.events[:-1])
    assert {ticket.status for ticket in left.tickets.values()} == {Status.LEFT}
    assert isinstance(turned.events[-1], events.DayStarted)
    assert not turned.day.tickets
    assert not any(desk.is_open or desk.ticket for desk in turned.day.desks.values())


def test_the_day_turns_at_four_with_whatever_is_asked_next() -> None:
    day = after(day_with(issue("visitor")), at(26 * 60), issue("tomorrow"))
    assert day.tickets[TicketId("tomorrow")].number == "A001"
    assert WHO not in day.tickets
    assert day.seq == day_with(issue("visitor")).seq + 3


def test_after_a_long_weekend_the_day_is_today() -> None:
    day = after(day_with(), at(3 * 24 * 60), commands.Tick())
    assert day.service_day.isoformat() == "2026-03-05"


def test_no_event_is_earlier_than_the_one_before_it() -> None:
    day = after(day_with(), at(10), issue("visitor"))
    assert decide(day, call(), at(4))[0].at == at(10)


def test_the_next_is_not_called_while_the_visit_has_no_outcome() -> None:
    day = day_with(issue("visitor"), issue("next"), call())
    with pytest.raises(refusals.OutcomeNeeded):
        decide(day, call(), at(5))
    assert after(day, at(5), call(finish=Outcome.SOLVED)).desks[DESK].ticket == NEXT


def test_a_refused_call_after_a_finish_finishes_nothing() -> None:
    day = day_with(issue("visitor"), issue("next"), call())
    with pytest.raises(refusals.ReasonNeeded):
        decide(day, call(ticket_id=NEXT, finish=Outcome.SOLVED), at(5))
    assert day.tickets[WHO].status is Status.CALLED


def test_a_parked_visitor_keeps_the_turn_and_goes_on_at_the_same_desk() -> None:
    day = day_with(issue("visitor"), call(), commands.Start(WHO, DESK))
    turn = day.tickets[WHO].leg.turn
    parked = after(day, at(5), commands.Park(WHO, DESK))
    assert after(parked, at(9), commands.Resume(WHO, DESK)).desks[DESK].ticket == WHO
    elsewhere = after(parked, at(9), commands.Resume(WHO, OTHER)).tickets[WHO]
    assert (elsewhere.status, elsewhere.leg.turn) == (Status.WAITING, turn)


def test_nobody_goes_on_at_a_desk_that_pauses() -> None:
    day = day_with(issue("visitor"), call(), commands.Start(WHO, DESK), commands.Park(WHO, DESK), commands.PauseDesk(DESK))
    with pytest.raises(refusals.DeskPaused):
        decide(day, commands.Resume(WHO, DESK), at(5))


def test_a_desk_closes_and_pauses_only_without_a_visitor() -> None:
    day = day_with(issue("visitor"), call())
    for ask in (commands.CloseDesk(DESK), commands.PauseDesk(DESK)):
        with pytest.raises(refusals.VisitOpen):
            decide(day, ask, at(1))


def test_a_clerk_who_sits_down_elsewhere_has_left_the_first_desk() -> None:
    day = after(day_with(), at(1), commands.OpenDesk(OTHER, ProfileId("p0"), ClerkId("c0")))
    assert (day.desks[DESK].is_open, day.desks[OTHER].is_open) == (False, True)
    with pytest.raises(refusals.DeskTaken):
        decide(day, sit_down(1), at(2))


def test_a_desk_whose_console_is_silent_is_sent_nobody() -> None:
    day = after(day_with(call()), at(1), commands.EndReadiness(DESK), issue("visitor"))
    assert day.tickets[WHO].status is Status.WAITING


def test_visitors_are_taken_in_opening_hours_and_staff_may_always_issue() -> None:
    with pytest.raises(refusals.BranchClosed) as closed:
        decide(day_with(), by_visitor(), at(-30) + timedelta(days=1))
    assert closed.value.opens_at == OPENING + timedelta(days=1)
    assert decide(day_with(), issue("visitor"), at(-30) + timedelta(days=1))


def test_a_stopped_errand_is_refused_until_the_stop_is_lifted() -> None:
    day = day_with(commands.StopIssuing(ErrandId("e1")))
    with pytest.raises(refusals.ErrandStopped):
        decide(day, by_visitor(errand="e1"), at(60))
    assert decide(after(day, at(60), commands.LiftStop(ErrandId("e1"))), by_visitor(errand="e1"), at(60))


def test_the_whole_kiosk_may_stop() -> None:
    with pytest.raises(refusals.BranchClosed):
        decide(day_with(commands.StopIssuing(None)), by_visitor(), at(60))


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (call(1), refusals.DeskClosed),
        (call(7), refusals.UnknownDesk),
        (call(ticket_id=NEXT, reason="emergency"), refusals.UnknownTicket),
        (by_visitor("later still", errand="nothing"), refusals.UnknownErrand),
        (commands.OpenDesk(DESK, ProfileId("nobody"), ClerkId("c0")), refusals.UnknownProfile),
        (commands.ReportPrinted(NEXT, "failed"), refusals.UnknownTicket),
        (commands.StopIssuing(ErrandId("nothing")), refusals.UnknownErrand),
        (commands.Transfer(WHO, DESK, ErrandId("nothing")), refusals.UnknownErrand),
        (commands.Transfer(WHO, DESK, ErrandId("e1"), DeskId("d9")), refusals.UnknownDesk),
        (issue("visitor"), refusals.TicketTaken),
    ],
)
def test_each_refusal_says_what_would_have_to_be_otherwise(ask: Command, refusal: type[refusals.Refusal]) -> None:
    day = day_with(issue("visitor"), call(), issue("later"))
    day = day if not isinstance(ask, commands.CallNext) else day_with()
    with pytest.raises(refusal) as refused:
        decide(day, ask, at(60))
    assert refused.value.__doc__

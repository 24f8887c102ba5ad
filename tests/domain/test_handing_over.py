# SPDX-License-Identifier: EUPL-1.2
"""Handing over to a team, a person or a desk; preparing for the visitor; several errands on one number."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolapp_server.domain import commands, refusals, visit_commands
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import next_due, try_out
from kolapp_server.domain.estimate import forecast
from kolapp_server.domain.learning import Learned
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, HandOver, Kind, Outcome, Status, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

ME, GUIDE, SPECIALIST, OTHER = TicketId("me"), DeskId("d0"), DeskId("d1"), DeskId("d2")
ASKED, PERMIT = ErrandId("e0"), ErrandId("e1")
OURS = ClerkId("c1")
TEN_MINUTES = timedelta(minutes=10)


def at(minutes: float) -> object:
    return OPENING + timedelta(minutes=minutes)


def hall() -> Day:
    """A guide at d0, two specialists at d1 and d2; the specialists' errand has a checklist. A visitor is at the guide's."""
    rules = small_rules(errands=2, desks=3, profiles=((0,), (1,)))
    permit = replace(rules.errands[1], checklist=("drawing", "property"))
    day = new_day(replace(rules, errands=(rules.errands[0], permit)))
    return after(day, OPENING, sit_down(0), sit_down(1, 1), sit_down(2, 1), issue(ME), call(0), commands.Start(ME, GUIDE))


def handed_over(**more: object) -> Day:
    return after(hall(), at(5), replace(commands.Transfer(ME, GUIDE, PERMIT), **more))


def called_by(day: Day, minutes: float, desk: int) -> TicketId | None:
    return after(day, at(minutes), call(desk)).desks[DeskId(f"d{desk}")].ticket


def test_the_number_stays_and_the_next_leg_knows_what_came_along() -> None:
    before, now = hall().tickets[ME], handed_over(checked=("drawing",), has_note=True).tickets[ME]
    assert (now.number, now.legs, now.issued_at) == (before.number, 2, before.issued_at)
    assert now.leg.hand_over == HandOver(GUIDE, ("drawing",))
    assert now.has_note


def test_what_is_not_on_the_errands_list_cannot_be_ticked() -> None:
    with pytest.raises(refusals.UnknownItem):
        handed_over(checked=("passport",))


def test_language_and_needs_go_along_and_stay_where_nothing_is_said() -> None:
    told = handed_over(language="fi", needs=("interpreter",)).tickets[ME]
    assert (told.language, told.needs) == ("fi", ("interpreter",))
    assert handed_over().tickets[ME].language == "sv"


def test_a_team_is_any_desk_with_the_errand() -> None:
    assert called_by(handed_over(), 6, 1) == called_by(handed_over(), 6, 2) == ME


def test_a_person_is_called_by_alone_for_ten_minutes() -> None:
    day = handed_over(to_clerk=OURS)
    assert called_by(day, 6, 2) is None
    assert called_by(day, 6, 1) == ME
    assert called_by(day, 15, 2) == ME


def test_who_waits_for_a_person_follows_the_person_to_another_desk() -> None:
    moved = after(
        handed_over(to_clerk=OURS), at(6), commands.CloseDesk(OTHER), replace(sit_down(2, 1), clerk=OURS), sit_down(1, 1)
    )
    day = after(handed_over(to_clerk=OURS), at(6), commands.CloseDesk(OTHER), replace(sit_down(2, 1), clerk=OURS))
    assert called_by(day, 7, 2) == ME
    assert moved.desks[OTHER].clerk != OURS or called_by(moved, 7, 1) is None


def test_who_sits_down_where_the_person_sat_is_not_that_person() -> None:
    stranger = replace(sit_down(1, 1), clerk=ClerkId("stranger"))
    day = after(handed_over(to_clerk=OURS), at(6), commands.CloseDesk(SPECIALIST), stranger)
    assert day.tickets[ME].leg.bound_desk is None
    assert called_by(day, 7, 2) == ME


@pytest.mark.parametrize("clerk", ["nobody", "c0"])
def test_who_is_at_no_desk_with_the_errand_cannot_be_handed_to(clerk: str) -> None:
    with pytest.raises(refusals.ClerkAway):
        handed_over(to_clerk=ClerkId(clerk))


def test_nobody_calls_before_the_preparation_is_over_not_even_a_desk_that_stands_ready() -> None:
    ready = after(hall(), at(4), call(1))
    day = after(ready, at(5), commands.Transfer(ME, GUIDE, PERMIT, prepare=TEN_MINUTES))
    assert day.tickets[ME].status is Status.WAITING
    assert next_due(day, at(5)) == at(15)
    assert after(day, at(14), commands.Tick()).desks[SPECIALIST].ticket is None
    assert after(day, at(15), commands.Tick()).desks[SPECIALIST].ticket == ME


def test_the_wait_that_is_told_holds_the_preparation() -> None:
    assert forecast(handed_over(prepare=TEN_MINUTES), at(5), Learned()).by_ticket[ME].minutes == 10
    bound = handed_over(prepare=TEN_MINUTES, to_desk=SPECIALIST)
    assert forecast(bound, at(5), Learned()).by_ticket[ME].minutes == 10
    assert bound.tickets[ME].leg.bound_until == at(25)


def test_the_specialist_asks_for_time_and_may_be_ready_earlier() -> None:
    day = after(handed_over(), at(6), visit_commands.Prepare(ME, SPECIALIST, TEN_MINUTES))
    assert called_by(day, 10, 1) is None
    assert day.tickets[ME].leg.turn == handed_over().tickets[ME].leg.turn
    ready = after(day, at(11), visit_commands.Prepare(ME, SPECIALIST, timedelta()))
    assert called_by(ready, 11, 1) == ME


def test_nobody_prepares_for_longer_than_an_hour() -> None:
    day = after(handed_over(), at(60), visit_commands.Prepare(ME, SPECIALIST, TEN_MINUTES))
    assert day.tickets[ME].leg.opens_at == at(65)
    with pytest.raises(refusals.StepNotAllowed):
        try_out(day, visit_commands.Prepare(ME, SPECIALIST, TEN_MINUTES), at(65))


def test_only_a_desk_that_may_call_the_visitor_prepares_and_never_for_a_booked_time() -> None:
    with pytest.raises(refusals.WrongDesk):
        try_out(handed_over(), visit_commands.Prepare(ME, GUIDE, TEN_MINUTES), at(6))
    booked = after(hall(), at(1), issue("booked", 1, booked_at=at(30)))
    with pytest.raises(refusals.StepNotAllowed):
        try_out(booked, visit_commands.Prepare(TicketId("booked"), SPECIALIST, TEN_MINUTES), at(2))


def test_the_specialist_says_whether_all_was_there_and_the_last_word_counts() -> None:
    day = after(handed_over(), at(6), call(1), visit_commands.MarkHandOver(ME, SPECIALIST, is_complete=True))
    assert day.tickets[ME].leg.hand_over == HandOver(GUIDE, is_complete=True)
    again = after(day, at(7), visit_commands.MarkHandOver(ME, SPECIALIST, is_complete=False))
    assert again.tickets[ME].leg.hand_over == HandOver(GUIDE, is_complete=False)
    assert not try_out(again, visit_commands.MarkHandOver(ME, SPECIALIST, is_complete=False), at(8)).events


def test_nothing_is_judged_that_nobody_handed_over() -> None:
    with pytest.raises(refusals.StepNotAllowed):
        try_out(hall(), visit_commands.MarkHandOver(ME, GUIDE, is_complete=True), at(1))


def test_what_came_along_is_known_still_when_an_absent_visitor_returns() -> None:
    day = after(handed_over(checked=("property",)), at(6), call(1), commands.Recall(ME, SPECIALIST))
    back = after(day, at(7), commands.MarkAbsent(ME, SPECIALIST), commands.Return(ME))
    assert back.tickets[ME].leg.hand_over == HandOver(GUIDE, ("property",))


def test_the_next_errand_begins_by_itself_when_one_ends() -> None:
    planned = after(hall(), at(2), visit_commands.PlanErrands(ME, GUIDE, (PERMIT,)))
    day = after(planned, at(5), commands.Finish(ME, GUIDE, Outcome.SOLVED))
    now = day.tickets[ME]
    assert (now.status, now.leg.errand, now.leg.kind, now.legs, now.further) == (Status.WAITING, PERMIT, Kind.RETURNING, 2, ())
    assert now.leg.turn.time == at(-5)
    assert after(day, at(6), call(1), commands.Finish(ME, SPECIALIST, Outcome.SOLVED)).tickets[ME].status is Status.DONE


def test_further_errands_may_be_wanted_from_the_beginning() -> None:
    wanted = replace(issue("card", 0), further_errands=(PERMIT, ASKED))
    day = after(hall(), at(1), wanted, call(0, finish=Outcome.SOLVED))
    assert day.tickets[TicketId("card")].further == (PERMIT, ASKED)
    after_first = after(day, at(3), commands.Finish(TicketId("card"), GUIDE, Outcome.PROMISED))
    assert after_first.tickets[TicketId("card")].further == (ASKED,)


def test_who_leaves_leaves_with_all_errands() -> None:
    planned = after(hall(), at(2), visit_commands.PlanErrands(ME, GUIDE, (PERMIT,)))
    assert after(planned, at(5), commands.Finish(ME, GUIDE, Outcome.LEFT)).tickets[ME].status is Status.DONE


def test_a_number_has_room_for_six_known_errands() -> None:
    with pytest.raises(refusals.TooManyErrands):
        try_out(hall(), visit_commands.PlanErrands(ME, GUIDE, (PERMIT,) * 6), at(1))
    with pytest.raises(refusals.UnknownErrand):
        try_out(hall(), replace(issue("card"), further_errands=(ErrandId("none"),)), at(1))

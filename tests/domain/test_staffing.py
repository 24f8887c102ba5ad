# SPDX-License-Identifier: EUPL-1.2
"""Desks through the day: pauses with a reason, planned breaks and openings, errands without a desk, whom to ask, and the call
that comes by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kolapp_server.domain import commands, staffing
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.staffing import NO_PRESSURE, Advice
from kolapp_server.domain.ticket import DeskId, ErrandId, Outcome, ProfileId, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

DESK, OTHER = DeskId("d0"), DeskId("d1")
E0, E1 = ErrandId("e0"), ErrandId("e1")


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def hall(**more: object) -> Day:
    """Desk 0 serves both errands, desk 1 the second alone; both are open."""
    rules = replace(small_rules(errands=2, profiles=((0, 1), (1,))), **more)
    return after(new_day(rules), at(0), sit_down(0, 0), sit_down(1, 1))


def test_a_pause_has_a_reason_and_may_change_it() -> None:
    day = after(hall(), at(1), commands.PauseDesk(DESK, "phone"))
    assert day.desks[DESK].pause_reason == "phone"
    assert try_out(day, commands.PauseDesk(DESK, "phone"), at(2)).events == []
    assert after(day, at(2), commands.PauseDesk(DESK, "lunch")).desks[DESK].pause_reason == "lunch"


def test_a_desk_that_leaves_the_phone_for_visitors_is_lent_until_it_pauses_again() -> None:
    day = after(hall(), at(1), commands.PauseDesk(DESK, "phone"), commands.ResumeDesk(DESK))
    assert (day.desks[DESK].lent_from, day.desks[DESK].pause_reason) == ("phone", None)
    assert after(day, at(2), commands.PauseDesk(DESK, "break")).desks[DESK].lent_from is None
    assert after(hall(), at(1), commands.PauseDesk(DESK, "lunch"), commands.ResumeDesk(DESK)).desks[DESK].lent_from is None


def test_a_planned_break_replaces_what_it_overlaps_and_can_be_dropped() -> None:
    plan = [(30, 60), (90, 100), (55, 70)]
    day = after(hall(), at(0), *(commands.PlanBreak(DESK, at(one), at(other)) for one, other in plan))
    assert [(each.begins_at, each.ends_at) for each in day.breaks] == [(at(55), at(70)), (at(90), at(100))]
    assert len(after(day, at(0), commands.PlanBreak(OTHER, at(60), at(65))).breaks) == 3
    assert len(after(day, at(1), commands.DropBreak(DESK, at(55))).breaks) == 1


@pytest.mark.parametrize(
    "command",
    [
        commands.PlanBreak(DESK, at(20), at(20)),
        commands.PlanBreak(DESK, at(1), at(5)),
        commands.DropBreak(DESK, at(30)),
        commands.PlanOpening(DESK, ProfileId("p0"), at(30)),
        commands.PlanOpening(OTHER, ProfileId("p0"), at(3)),
        commands.DropOpening(DESK),
    ],
    ids=["no length", "over already", "never planned", "open already", "passed already", "no such plan"],
)
def test_a_plan_that_means_nothing_changes_nothing(command: Command) -> None:
    day = after(hall(), at(5), commands.CloseDesk(OTHER))
    assert try_out(day, command, at(10)).events == []


def test_plans_are_gone_when_the_day_turns() -> None:
    day = after(hall(), at(0), commands.PlanBreak(DESK, at(30), at(60)), commands.Tick())
    turned = after(day, at(24 * 60), commands.Tick())
    assert (turned.breaks, turned.openings, dict(turned.unstaffed_since)) == ((), (), {})


def test_an_errand_opens_when_the_first_desk_with_it_is_planned_to() -> None:
    day = after(hall(), at(0), commands.CloseDesk(DESK), commands.CloseDesk(OTHER))
    day = after(
        day, at(0), commands.PlanOpening(DESK, ProfileId("p0"), at(90)), commands.PlanOpening(OTHER, ProfileId("p1"), at(60))
    )
    assert [staffing.opens_at(day, errand, at(1)) for errand in (E0, E1)] == [at(90), at(60)]
    opened = after(day, at(5), sit_down(1, 1))
    assert [staffing.opens_at(opened, errand, at(6)) for errand in (E0, E1)] == [at(90), at(90)]
    assert staffing.staffed(opened) == {E1}
    assert staffing.opens_at(after(day, at(6), commands.DropOpening(DESK)), E0, at(7)) is None


def test_a_desk_at_lunch_is_away_and_comes_back_when_its_break_ends() -> None:
    day = after(hall(), at(0), commands.PlanBreak(DESK, at(10), at(40)), commands.PauseDesk(DESK, "lunch"))
    assert staffing.staffed(day) == {E1}
    assert staffing.opens_at(day, E0, at(12)) == at(40)
    assert staffing.staffed(after(hall(), at(0), commands.PauseDesk(DESK, "break"))) == {E0, E1}


def test_while_the_branch_is_closed_an_errand_opens_with_it() -> None:
    evening = OPENING + timedelta(hours=12)
    assert staffing.opens_at(hall(), E0, evening) == OPENING + timedelta(days=1)
    assert staffing.unstaffed(new_day(small_rules()), evening) == {}


def test_an_errand_that_loses_its_last_desk_is_alarmed_until_it_has_one() -> None:
    closed = after(hall(), at(5), commands.CloseDesk(DESK))
    assert staffing.unstaffed(hall(), at(6)) == {}
    assert staffing.unstaffed(closed, at(6)) == {E0: at(5)}
    assert staffing.unstaffed(after(closed, at(7), sit_down(0, 0)), at(8)) == {}
    changed_profile = after(hall(), at(5), sit_down(0, 1))
    assert staffing.unstaffed(changed_profile, at(6)) == {E0: at(5)}
    assert staffing.unstaffed(after(closed, at(7), commands.StopIssuing(E0)), at(8)) == {}


def test_an_errand_that_never_had_a_desk_is_alarmed_when_somebody_waits_with_it() -> None:
    day = new_day(small_rules())
    assert staffing.unstaffed(day, at(5)) == {}
    assert staffing.unstaffed(after(day, at(6), issue("visitor")), at(7)) == {E0: at(6)}


def test_the_phone_is_asked_for_help_when_a_wait_has_been_over_its_target_for_five_minutes_and_not_before() -> None:
    day = after(hall(), at(0), commands.PauseDesk(DESK, "phone"), issue("visitor", 0))
    felt, advised = NO_PRESSURE, []
    for minute in range(30):
        felt = staffing.pressure(felt, day, {}, at(minute))
        advised.extend((minute, each.advice, each.desk, each.errand) for each in staffing.suggestions(day, felt, at(minute)))
    assert advised[0] == (21, Advice.ASK_TO_SERVE, DESK, E0)
    assert len(advised) == 9


def test_a_forecast_over_the_target_counts_as_a_wait_but_only_while_somebody_waits() -> None:
    busy = after(hall(), at(0), commands.PauseDesk(DESK, "back_office"), issue("visitor", 0))
    quiet = after(hall(), at(0), commands.PauseDesk(DESK, "back_office"))
    for day, errands in ((busy, {E0}), (quiet, set())):
        assert set(staffing.pressure(NO_PRESSURE, day, {E0: 40}, at(1)).over) == errands


def test_nobody_is_asked_who_cannot_serve_or_only_pauses() -> None:
    day = after(hall(), at(0), commands.PauseDesk(OTHER, "phone"), commands.PauseDesk(DESK, "lunch"), issue("visitor", 0))
    felt = staffing.pressure(NO_PRESSURE, day, {}, at(20))
    assert staffing.suggestions(day, staffing.pressure(felt, day, {}, at(30)), at(30)) == ()


def test_a_lent_desk_may_go_back_when_it_has_been_calm_for_five_minutes() -> None:
    day = after(hall(), at(0), commands.PauseDesk(DESK, "phone"), commands.ResumeDesk(DESK))
    felt = staffing.pressure(NO_PRESSURE, day, {}, at(1))
    assert staffing.suggestions(day, staffing.pressure(felt, day, {}, at(5)), at(5)) == ()
    (advised,) = staffing.suggestions(day, staffing.pressure(felt, day, {}, at(6)), at(6))
    assert (advised.advice, advised.desk, advised.duty) == (Advice.MAY_GO_BACK, DESK, "phone")
    busy = after(day, at(1), issue("visitor"))
    assert staffing.pressure(felt, busy, {}, at(20)).calm == {}


def test_a_desk_calls_by_itself_only_where_the_branch_says_so_after_a_visit_and_with_somebody_waiting() -> None:
    story: tuple[Command, ...] = (issue("first"), call(0), commands.Finish(TicketId("first"), DESK, Outcome.SOLVED))
    never = after(after(hall(), at(0), *story), at(1), issue("second"))
    day = after(after(hall(auto_call_after=timedelta(minutes=1)), at(0), *story), at(1), issue("second"))
    assert staffing.idle_desks(never, at(9)) == ()
    assert staffing.idle_desks(day, at(0.9)) == ()
    assert staffing.idle_desks(day, at(1)) == (DESK,)
    assert staffing.idle_desks(after(day, at(1), commands.PauseDesk(DESK)), at(9)) == ()
    assert staffing.idle_desks(after(day, at(1), call(0)), at(9)) == ()
    assert staffing.idle_desks(after(day, at(1), call(0), commands.Undo(TicketId("second"), DESK)), at(9)) == ()


def test_desk_life_stands_in_the_journal_and_gives_the_same_day_again() -> None:
    asked = (
        commands.PlanBreak(DESK, at(30), at(60)),
        commands.PlanOpening(DeskId("d1"), ProfileId("p0"), at(90)),
        commands.CloseDesk(OTHER),
        commands.PlanOpening(OTHER, ProfileId("p0"), at(90)),
        commands.PauseDesk(DESK, "phone"),
        commands.ResumeDesk(DESK),
        commands.DropBreak(DESK, at(30)),
    )
    start, events, day = hall(), [], hall()
    for command in asked:
        draft = try_out(day, command, at(1))
        day = draft.day
        events.extend(draft.events)
    assert fold_all(start, events) == day


def test_plans_and_pauses_leave_every_turn_time_as_it_was() -> None:
    day = after(hall(), at(0), issue("first", 0), issue("second", 1))
    before = {ticket.number: ticket.leg.turn for ticket in day.tickets.values()}
    planned = after(
        day, at(1), commands.PlanBreak(DESK, at(30), at(60)), commands.PauseDesk(DESK, "lunch"), commands.CloseDesk(OTHER)
    )
    assert {ticket.number: ticket.leg.turn for ticket in planned.tickets.values()} == before

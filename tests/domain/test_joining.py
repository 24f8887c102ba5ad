# SPDX-License-Identifier: EUPL-1.2
"""Two desks with one visitor: one owns the visit, the other takes part and is busy."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kolapp_server.domain import commands, refusals, visit_commands
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.ticket import DeskId, ErrandId, Joint, Outcome, Status, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

ME, OURS, THEIRS, THIRD = TicketId("me"), DeskId("d0"), DeskId("d1"), DeskId("d2")
E0, E1 = ErrandId("e0"), ErrandId("e1")
NOW = OPENING + timedelta(minutes=5)
ASK = visit_commands.AskToJoin(ME, OURS, THEIRS)
ASK_ALL = visit_commands.AskToJoin(ME, OURS, errand=E1)
YES = visit_commands.JoinVisit(ME, THEIRS)


def hall() -> Day:
    """d0 meets a visitor with e0; d1 and d2 serve e1."""
    rules = small_rules(errands=2, desks=3, profiles=((0,), (1,)))
    seats = (sit_down(0), sit_down(1, 1), sit_down(2, 1))
    return after(new_day(rules), OPENING, *seats, issue(ME), call(0), commands.Start(ME, OURS))


def joined() -> Day:
    return after(hall(), NOW, ASK, YES)


def test_one_desk_owns_the_visit_and_the_other_is_busy_with_it() -> None:
    day = joined()
    assert (day.tickets[ME].desk, day.tickets[ME].joint) == (OURS, Joint((THEIRS,)))
    assert (day.desks[THEIRS].ticket, day.desks[THEIRS].joined, day.desks[THEIRS].busy_with) == (None, ME, ME)


def test_a_desk_that_takes_part_stands_not_ready_and_nobody_is_called_to_it() -> None:
    day = after(after(hall(), NOW, call(1), ASK, YES), NOW, issue("new", 1))
    assert day.desks[THEIRS].ready_since is None
    assert day.tickets[TicketId("new")].status is Status.WAITING


@pytest.mark.parametrize(
    "command",
    [call(1), call(1, finish=Outcome.SOLVED), commands.PauseDesk(THEIRS), commands.CloseDesk(THEIRS)],
)
def test_a_desk_that_takes_part_must_leave_before_it_does_something_else(command: Command) -> None:
    with pytest.raises((refusals.VisitJoined, refusals.VisitOpen)):
        try_out(joined(), command, NOW)
    assert try_out(after(joined(), NOW, visit_commands.LeaveVisit(ME, THEIRS)), command, NOW)


@pytest.mark.parametrize(
    "end",
    [
        commands.Finish(ME, OURS, Outcome.SOLVED),
        commands.Park(ME, OURS),
        commands.Transfer(ME, OURS, E1),
        call(0, finish=Outcome.SOLVED),
    ],
)
def test_all_who_take_part_are_free_when_the_visit_leaves_its_desk(end: Command) -> None:
    day = after(joined(), NOW, visit_commands.AskToJoin(ME, OURS, THIRD), end)
    assert [desk.joined for desk in day.desks.values()] == [None] * 3
    assert day.tickets[ME].joint is None


def test_nobody_takes_part_in_a_call_that_was_taken_back() -> None:
    called = after(new_day(hall().rules), OPENING, sit_down(0), sit_down(1, 1), issue(ME), call(0), ASK, YES)
    assert after(called, NOW, commands.Undo(ME, OURS)).desks[THEIRS].joined is None


def test_the_day_ends_for_all_of_them() -> None:
    assert after(joined(), NOW + timedelta(days=1), commands.Tick()).desks[THEIRS].joined is None


def test_of_many_who_are_asked_the_first_who_says_yes_takes_part() -> None:
    day = after(hall(), NOW, ASK_ALL, visit_commands.JoinVisit(ME, THIRD))
    assert day.tickets[ME].joint == Joint((THIRD,))
    with pytest.raises(refusals.NotAsked):
        try_out(day, YES, NOW)


def test_three_desks_can_meet_one_visitor() -> None:
    day = after(joined(), NOW, visit_commands.AskToJoin(ME, OURS, THIRD), visit_commands.JoinVisit(ME, THIRD))
    assert day.tickets[ME].joint == Joint((THEIRS, THIRD))


@pytest.mark.parametrize("who", [OURS, THEIRS])
def test_the_question_is_taken_back_or_answered_with_no(who: DeskId) -> None:
    day = after(hall(), NOW, ASK, visit_commands.EndAsking(ME, who))
    assert day.tickets[ME].joint is None
    with pytest.raises(refusals.NotAsked):
        try_out(day, YES, NOW)


def test_one_of_many_cannot_say_no_for_the_others() -> None:
    with pytest.raises(refusals.NotAsked):
        try_out(after(hall(), NOW, ASK_ALL), visit_commands.EndAsking(ME, THEIRS), NOW)


def test_a_desk_with_a_visitor_sees_the_question_and_comes_when_it_is_free() -> None:
    busy = after(hall(), OPENING, issue("other", 1), call(1))
    asked = after(busy, NOW, ASK)
    with pytest.raises(refusals.VisitOpen):
        try_out(asked, YES, NOW)
    free = after(asked, NOW, commands.Finish(TicketId("other"), THEIRS, Outcome.SOLVED))
    assert after(free, NOW, YES).desks[THEIRS].joined == ME


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda day: visit_commands.AskToJoin(ME, OURS, OURS), refusals.DeskBusy),
        (lambda day: visit_commands.AskToJoin(ME, OURS, DeskId("none")), refusals.UnknownDesk),
        (lambda day: visit_commands.AskToJoin(ME, OURS, errand=ErrandId("none")), refusals.UnknownErrand),
        (lambda day: visit_commands.AskToJoin(ME, THEIRS, THIRD), refusals.WrongDesk),
        (lambda day: visit_commands.JoinVisit(ME, THIRD), refusals.NotAsked),
        (lambda day: commands.Finish(ME, THEIRS, Outcome.SOLVED), refusals.WrongDesk),
    ],
)
def test_what_cannot_be_is_refused(change: Callable[[Day], Command], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        try_out(joined(), change(joined()), NOW)


def test_the_desk_stays_at_the_visit_when_its_clerk_takes_another_profile() -> None:
    assert after(joined(), NOW, sit_down(1, 0)).desks[THEIRS].joined == ME


def test_who_leaves_is_free_and_the_visit_goes_on() -> None:
    day = after(joined(), NOW, visit_commands.LeaveVisit(ME, THEIRS))
    assert (day.desks[THEIRS].joined, day.tickets[ME].joint, day.tickets[ME].desk) == (None, None, OURS)
    assert not try_out(day, visit_commands.LeaveVisit(ME, THEIRS), NOW).events

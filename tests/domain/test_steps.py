# SPDX-License-Identifier: EUPL-1.2
"""Each step from each state: either it leads where the design says, or it is refused and nothing has changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kolapp_server.domain import commands
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.refusals import NotWaiting, Refusal, StepNotAllowed
from kolapp_server.domain.ticket import STEPS, DeskId, ErrandId, Outcome, Status, Step, TicketId, is_allowed
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

NOW = OPENING + timedelta(minutes=30)
WHO, DESK, OTHER_DESK = TicketId("visitor"), DeskId("d0"), DeskId("d1")
RECALL, ABSENT = commands.Recall(WHO, DESK), commands.MarkAbsent(WHO, DESK)
FINISH, CANCEL = commands.Finish(WHO, DESK, Outcome.SOLVED), commands.Cancel(WHO)

WAYS_TO: dict[Status, tuple[Command, ...]] = {
    Status.WAITING: (),
    Status.CALLED: (call(),),
    Status.SERVING: (call(), commands.Start(WHO, DESK)),
    Status.PARKED: (call(), commands.Start(WHO, DESK), commands.Park(WHO, DESK)),
    Status.ABSENT: (call(), RECALL, ABSENT),
    Status.DONE: (call(), FINISH),
    Status.CANCELLED: (CANCEL,),
    Status.LEFT: (),
}
ASKING: dict[Step, Command] = {
    Step.CALL: call(1, ticket_id=WHO, reason="emergency"),
    Step.RECALL: RECALL,
    Step.START: commands.Start(WHO, DESK),
    Step.PARK: commands.Park(WHO, DESK),
    Step.RESUME: commands.Resume(WHO, DESK),
    Step.TRANSFER: commands.Transfer(WHO, DESK, ErrandId("e1")),
    Step.ABSENT: ABSENT,
    Step.RETURN: commands.Return(WHO),
    Step.FINISH: FINISH,
    Step.CANCEL: CANCEL,
    Step.UNDO: commands.Undo(WHO, DESK),
}
IN_THE_DESIGN = """
waiting call called · waiting cancel cancelled
called recall called · called start serving · called undo waiting · called absent absent · called finish done
called transfer waiting · called cancel cancelled
serving transfer waiting · serving park parked · serving finish done
parked resume serving · parked cancel cancelled · absent return waiting · absent cancel cancelled
"""
ROWS = [row.split() for row in IN_THE_DESIGN.replace("\n", "·").split("·") if row.strip()]
ALLOWED = {(Status(at), Step(step)): Status(to) for at, step, to in ROWS}


def day_with_visitor(status: Status) -> Day:
    day = after(new_day(small_rules()), OPENING, sit_down(), sit_down(1), issue(WHO), *WAYS_TO[status])
    if status is Status.CALLED:
        day = after(day, OPENING, RECALL)
    assert day.tickets[WHO].status is status
    return day


@pytest.mark.parametrize("step", ASKING)
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.LEFT])
def test_a_step_leads_where_the_design_says_or_is_refused(status: Status, step: Step) -> None:
    day = day_with_visitor(status)
    if (status, step) in ALLOWED:
        assert try_out(day, ASKING[step], NOW).day.tickets[WHO].status is ALLOWED[status, step]
        return
    with pytest.raises((StepNotAllowed, NotWaiting) if status in WAYS_TO else Refusal):
        try_out(day, ASKING[step], NOW)
    assert day == day_with_visitor(status)


def test_the_table_allows_exactly_what_the_design_says() -> None:
    assert {pair for pair in STEPS if pair[1] is not Step.END_DAY} == set(ALLOWED)
    assert all(is_allowed(*pair) for pair in ALLOWED)
    assert all(to in STEPS[pair] for pair, to in ALLOWED.items())


@pytest.mark.parametrize("status", [Status.WAITING, Status.CALLED, Status.SERVING, Status.PARKED, Status.ABSENT])
def test_the_day_may_end_wherever_a_visitor_stands(status: Status) -> None:
    assert STEPS[status, Step.END_DAY] == (Status.LEFT,)


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (Status.CALLED, lambda desk: commands.Recall(WHO, desk)),
        (Status.CALLED, lambda desk: commands.Start(WHO, desk)),
        (Status.CALLED, lambda desk: commands.MarkAbsent(WHO, desk)),
        (Status.CALLED, lambda desk: commands.Undo(WHO, desk)),
        (Status.SERVING, lambda desk: commands.Park(WHO, desk)),
        (Status.SERVING, lambda desk: commands.Finish(WHO, desk, Outcome.SOLVED)),
        (Status.SERVING, lambda desk: commands.Transfer(WHO, desk, ErrandId("e1"))),
    ],
)
def test_another_desk_cannot_take_a_step_with_my_visitor(status: Status, ask: Callable[[DeskId], Command]) -> None:
    with pytest.raises(Refusal):
        try_out(day_with_visitor(status), ask(OTHER_DESK), NOW)


@pytest.mark.parametrize("step", [step for step in ASKING if step is not Step.CANCEL])
def test_nobody_can_take_a_step_with_a_ticket_that_does_not_exist(step: Step) -> None:
    with pytest.raises(Refusal):
        try_out(after(new_day(small_rules()), OPENING, sit_down()), ASKING[step], NOW)

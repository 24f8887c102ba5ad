# SPDX-License-Identifier: EUPL-1.2
"""A desk that ended a visit and pressed nothing: the branch may let it call by itself, but never to a console that is asleep."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kolapp_server.domain import commands
from kolapp_server.domain.ticket import DeskId, Outcome
from kolapp_server.services.branches import Branches
from kolapp_server.services.housekeeping import Clockwork, Consoles
from kolapp_server.store.reading import Reader
from tests.support.small_branch import BRANCH, SmallBranch, small_branch, small_rules

DESK = DeskId("disk-1")


async def after_a_visit(branch: SmallBranch, seconds: int | None) -> Clockwork:
    """Somebody waits, and desk 1 has just ended a visit."""
    after = None if seconds is None else timedelta(seconds=seconds)
    await branch.ask(commands.Configure(replace(small_rules(), auto_call_after=after)))
    await branch.open_desks(1)
    first = await branch.issue()
    await branch.issue()
    await branch.call_next()
    await branch.ask(commands.Finish(first, DESK, Outcome.SOLVED))
    return Clockwork(Branches(branch.writer, Reader(branch.engine), branch.clock), Consoles())


def visitor_at_desk(branch: SmallBranch) -> str | None:
    return branch.writer.days()[BRANCH].desks[DESK].ticket


async def test_a_desk_calls_by_itself_when_its_seconds_are_over_and_its_console_is_awake(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        clockwork = await after_a_visit(branch, 20)
        branch.clock.forward(seconds=19)
        clockwork.consoles.hear(BRANCH, DESK, branch.clock())
        await clockwork._look()
        assert visitor_at_desk(branch) is None
        branch.clock.forward(seconds=1)
        await clockwork._look()
        assert visitor_at_desk(branch) is not None


async def test_a_console_that_is_asleep_is_sent_nobody(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        clockwork = await after_a_visit(branch, 20)
        branch.clock.forward(seconds=60)
        await clockwork._look()
        assert visitor_at_desk(branch) is None


async def test_a_branch_that_has_not_said_so_calls_nobody_by_itself(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        clockwork = await after_a_visit(branch, None)
        branch.clock.forward(minutes=5)
        clockwork.consoles.hear(BRANCH, DESK, branch.clock())
        await clockwork._look()
        assert visitor_at_desk(branch) is None

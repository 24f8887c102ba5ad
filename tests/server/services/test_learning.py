# SPDX-License-Identifier: EUPL-1.2
"""What a branch learns outlives the server, and comes from every visit that ended, and from the first thing that was said."""

from pathlib import Path

from kolapp_server.domain import commands
from kolapp_server.domain.estimate import forecast
from kolapp_server.domain.ticket import DeskId, ErrandId, Outcome
from kolapp_server.services.branches import Branches
from kolapp_server.services.learning import Learning
from kolapp_server.store.engine import database_url, open_reading
from kolapp_server.store.reading import Reader
from tests.support.small_branch import BRANCH, SmallBranch, small_branch

FRAGA, SKOLA = ErrandId("fraga"), ErrandId("skola")


def learning_of(where: Path, branch: SmallBranch) -> Learning:
    branches = Branches(branch.writer, Reader(open_reading(database_url(where))), branch.clock)
    learning = Learning(branches)
    branch.writer.listen(learning.committed)
    return learning


async def test_what_was_learned_is_there_after_a_restart(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        learning = learning_of(tmp_path, branch)
        await branch.open_desks(1)
        first, second = await branch.issue(), await branch.issue()
        await branch.call_next()
        learning.estimated(BRANCH, forecast(branch.writer.day(BRANCH), branch.clock.now, learning.of(BRANCH)), branch.clock.now)
        branch.clock.forward(minutes=7)
        await branch.call_next(finish=Outcome.SOLVED)
        assert learning.of(BRANCH).counts[FRAGA] == 1
        await learning.write_down()
        known = learning.of(BRANCH)
    assert (known.sums[FRAGA], known.ratios.known, first != second) == (7.0, 1.0, True)
    async with small_branch(tmp_path) as branch:
        again = learning_of(tmp_path, branch)
        await again.read()
        assert again.of(BRANCH) == known


async def test_a_visit_that_is_handed_over_teaches_of_the_first_errand(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        learning = learning_of(tmp_path, branch)
        await branch.open_desks(1)
        ticket = await branch.issue()
        await branch.call_next()
        branch.clock.forward(minutes=4)
        await branch.ask(commands.Transfer(ticket, DeskId("disk-1"), SKOLA))
        assert dict(learning.of(BRANCH).sums) == {FRAGA: 4.0}


async def test_who_leaves_before_the_call_teaches_nothing_of_waits(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        learning = learning_of(tmp_path, branch)
        await branch.open_desks(1)
        await branch.issue()
        ticket = await branch.issue()
        await branch.call_next()
        learning.estimated(BRANCH, forecast(branch.writer.day(BRANCH), branch.clock.now, learning.of(BRANCH)), branch.clock.now)
        await branch.ask(commands.Cancel(ticket))
        await learning.write_down()
        assert learning.of(BRANCH).ratios.known == 0

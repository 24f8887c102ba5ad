# SPDX-License-Identifier: EUPL-1.2
"""After pg_restore a PostgreSQL is carried on under a new epoch as well, its promises are kept and what is over goes."""

from pathlib import Path

import pytest

from kolapp_server.domain import commands, invariants
from kolapp_server.services.branches import Branches
from kolapp_server.services.restoring import begin_new_epochs
from kolapp_server.services.retention import Destroyer, terms
from kolapp_server.store.books import read_all_books
from kolapp_server.store.reading import Reader
from tests.support.postgres import postgres_server
from tests.support.small_branch import BRANCH, HandClock, small_branch

pytestmark = pytest.mark.slow


async def test_a_postgresql_is_carried_on_with_places_kept_and_numbers_skipped(tmp_path: Path) -> None:
    clock = HandClock()
    async with postgres_server() as server:
        url = server.new_database()
        async with small_branch(url, clock) as branch:
            waits = await branch.issue("skola")
        assert begin_new_epochs(url, {}, clock.now) == {BRANCH: 2}
        async with small_branch(url, clock) as branch:
            day = branch.writer.days()[BRANCH]
            assert (day.epoch, day.tickets[waits].number) == (2, "C001")
            later = await branch.issue("skola")
            assert branch.writer.days()[BRANCH].tickets[later].number == "C102"
            branches = Branches(branch.writer, Reader(branch.engine), clock)
            books = await branches.read(read_all_books)
            assert invariants.violations(books[BRANCH]) == ()
            clock.forward(days=8)
            await branch.ask(commands.Tick())
            destroyer = Destroyer(branches, tmp_path / "exports", terms({}, 3))
            done = {found.rule: found.count for found in await destroyer.destroy_what_is_over(clock.now)}
            assert done["requests"] > 0
            assert done["journal"] > 0
            assert invariants.violations((await branches.read(read_all_books))[BRANCH]) == ()

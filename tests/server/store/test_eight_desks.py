# SPDX-License-Identifier: EUPL-1.2
"""Eight desks press "next" on two thousand who wait. The same check is shown to catch a rule without a lock."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from kolapp_server.domain.ticket import Outcome
from kolapp_server.store.tables import tickets
from tests.support.small_branch import DESKS, small_branch

WAITING = 2000


@pytest.mark.slow
async def test_each_of_two_thousand_is_called_once_and_no_desk_is_told_that_nobody_waits(where: Path | str) -> None:
    async with small_branch(where) as branch:
        await branch.open_desks()
        await asyncio.gather(*(branch.issue() for _ in range(WAITING)))
        called: list[str] = []

        async def work(desk: str) -> int:
            empty = 0
            first = await branch.call_next(desk)
            called.extend([first.ticket_id] if first.ticket_id else [])
            while len(called) < WAITING:
                done = await branch.call_next(desk, Outcome.SOLVED)
                if done.ticket_id is None:
                    return empty + (len(called) < WAITING)
                called.append(done.ticket_id)
            return empty

        false_empties = sum(await asyncio.gather(*(work(desk) for desk in DESKS)))
        assert Counter(called).most_common(1)[0][1] == 1
        assert (len(called), false_empties) == (WAITING, 0)


async def test_a_rule_that_looks_first_and_writes_later_is_caught_calling_twice(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        await asyncio.gather(*(branch.issue() for _ in range(40)))
        barrier = asyncio.Barrier(len(DESKS))
        called = [found for desk in await asyncio.gather(*(naive(branch.engine, barrier) for _ in DESKS)) for found in desk]
        assert Counter(called).most_common(1)[0][1] > 1


async def naive(engine: Engine, barrier: asyncio.Barrier) -> list[str]:
    """SELECT the first that waits, then UPDATE it, as two transactions."""
    called = []
    for _ in range(5):
        with engine.connect() as connection:
            query = select(tickets.c.ticket_id).where(tickets.c.status == "waiting").order_by(tickets.c.turn_seq)
            found = connection.scalar(query.limit(1))
        await barrier.wait()
        with engine.begin() as connection:
            connection.execute(update(tickets).where(tickets.c.ticket_id == found).values(status="called"))
        called.append(str(found))
        await barrier.wait()
    return called

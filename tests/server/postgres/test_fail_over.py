# SPDX-License-Identifier: EUPL-1.2
"""The primary is killed and its standby takes over: whoever was answered keeps the ticket, whoever asks again gets one."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import select

from kolapp_server.store.faults import StoreFault
from kolapp_server.store.tables import tickets
from tests.support.postgres import postgres_pair
from tests.support.small_branch import SmallBranch, small_branch

pytestmark = pytest.mark.slow
FOUND_WITHIN_S = 30.0


async def test_the_new_primary_is_found_and_has_every_ticket_that_was_answered() -> None:
    with postgres_pair() as pair:
        async with small_branch(pair.url(pair.primary.create_database())) as branch:
            given: set[str] = set()
            asking = [asyncio.create_task(visit_for_ever(branch, given, kiosk)) for kiosk in range(8)]
            await until_more(given, 20)
            await asyncio.to_thread(pair.fail_over)
            await until_more(given, 20)
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)
            kept = await branch.writer.run(lambda connection: list(connection.scalars(select(tickets.c.ticket_id))))
            assert given <= set(kept)
            assert set(kept) == set(branch.writer.days()["ekvik"].tickets)


async def visit_for_ever(branch: SmallBranch, given: set[str], kiosk: int) -> None:
    """One visitor after the other, each asking with the same id until there is an answer."""
    serial = 0
    while True:
        with suppress(StoreFault):
            given.add(await branch.issue(ticket_id=f"ticket-{kiosk}-{serial}"))
            serial += 1
        await asyncio.sleep(0.01)


async def until_more(given: set[str], count: int) -> None:
    """So many more have been answered. Raises `TimeoutError`."""
    wanted = len(given) + count
    async with asyncio.timeout(FOUND_WITHIN_S):
        while len(given) < wanted:  # noqa: ASYNC110 (the kiosks count, and ring no bell)
            await asyncio.sleep(0.02)

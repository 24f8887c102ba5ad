# SPDX-License-Identifier: EUPL-1.2
"""Two servers on one PostgreSQL, one last place: exactly one visitor gets it."""

import asyncio
import uuid
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from kolapp_contract import paths
from tests.support.postgres import PostgresServer
from tests.support.running_server import Running, furnish, path, running

pytestmark = pytest.mark.slow
ERRAND, PLACES, EACH = "bygglov", 2, 6


async def book(server: Running, headers: dict[str, str], at: str) -> int:
    body = {"request_id": str(uuid.uuid4()), "errand_id": ERRAND, "at": at, "language": "sv"}
    return (await server.http.post(path(paths.BOOKINGS), json=body, headers=headers)).status_code


@pytest.mark.asyncio
async def test_of_many_at_two_servers_exactly_as_many_get_a_place_as_there_are(
    a_postgres: PostgresServer, tmp_path: Path
) -> None:
    url = a_postgres.new_database()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(running(tmp_path / "one", database_url=url))
        await furnish(one)
        two = await stack.enter_async_context(running(tmp_path / "two", database_url=url))
        headers = one.by_role["clerk"].headers
        asked = {"errand_id": ERRAND, "day": "2026-01-01"}
        days = (await one.http.get(path(paths.BOOKINGS), params=asked, headers=headers)).json()["days"]
        for day in days[-4:]:
            slots = (await two.http.get(path(paths.BOOKINGS), params=asked | {"day": day}, headers=headers)).json()["slots"]
            tries = [book(server, headers, slots[0]["at"]) for _ in range(EACH) for server in (one, two)]
            assert sorted(await asyncio.gather(*tries)) == [200] * PLACES + [409] * (2 * EACH - PLACES)

# SPDX-License-Identifier: EUPL-1.2
"""Real processes on one PostgreSQL: one is killed, one is told to stop, the database starts anew. Nobody's ticket is lost."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import websockets
from uuid_utils import uuid7

from kolapp_contract import paths
from tests.server.running.test_eight_desks_over_http import press_until_empty
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.replicas import DESKS, ERRAND, People, Replica, furnish_database, open_desks, replicas
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
WAITING = 240
TRIES_AGAIN_FOR_S, ENDS_WITHIN_S = 90.0, 60.0
LONG_DRAIN, SHORT_DRAIN = "60", "4"
"""For how long a server that is told to stop serves on, in seconds."""


@dataclass(slots=True)
class Reception:
    """Two servers, the PostgreSQL below them, and who may ask."""

    database: PostgresServer
    name: str
    two: tuple[Replica, ...]
    people: People
    http: httpx.AsyncClient
    news: asyncio.Event = field(default_factory=asyncio.Event)
    given: dict[str, str] = field(default_factory=dict)
    """The number of every ticket that was answered, by its id."""

    async def visit(self, first: int = 0) -> str:
        """A visitor takes a ticket, and asks the other server with the same id as long as there is no answer."""
        ticket_id, began_s = str(uuid7()), time.monotonic()
        while time.monotonic() - began_s < TRIES_AGAIN_FOR_S:
            with suppress(httpx.HTTPError):
                self.given[ticket_id] = await self.ask_for(self.two[first], ticket_id)
                self.news.set()
                return ticket_id
            first = 1 - first
            await asyncio.sleep(0.05)
        raise TimeoutError(ticket_id)

    async def ask_for(self, server: Replica, ticket_id: str) -> str:
        """The number that the server gives. Raises `httpx.HTTPError`."""
        body = {"errand_id": ERRAND, "language": "sv"}
        answer = await self.http.put(server.url + paths.TICKET.format(ticket_id=ticket_id), json=body)
        return str(answer.raise_for_status().json()["number"])

    async def until_given(self, count: int) -> None:
        """So many tickets have been answered. Raises `TimeoutError`."""
        async with asyncio.timeout(TRIES_AGAIN_FOR_S):
            while len(self.given) < count:
                self.news.clear()
                await self.news.wait()

    async def until_it_leaves(self, server: Replica) -> str:
        """What the server says when it no longer says that it is ready. Raises `TimeoutError`."""
        async with asyncio.timeout(ENDS_WITHIN_S):
            while (answer := await self.http.get(server.url + paths.READYZ)).status_code == 200:  # noqa: ASYNC110 (nobody rings)
                await asyncio.sleep(0.01)
        return str(answer.json()["title"])

    async def rush(self, count: int) -> None:
        """Eight kiosks at once serve so many visitors each."""

        async def serve(kiosk: int) -> None:
            for _ in range(count):
                await self.visit(kiosk % 2)

        await asyncio.gather(*(serve(kiosk) for kiosk in range(8)))

    def kept(self) -> dict[str, str]:
        """The number of every ticket in the database, by its id."""
        return dict(self.database.ask("SELECT ticket_id, number FROM tickets", self.name))


@asynccontextmanager
async def received(database: PostgresServer, folder: Path, **settings: str) -> AsyncIterator[Reception]:
    """Two servers on a new database of that PostgreSQL."""
    name = database.create_database()
    url = database.url(name)
    people = await furnish_database(url, folder)
    headers = people.by_role["kiosk"].headers
    async with (
        replicas(url, folder, 2, **settings) as two,
        httpx.AsyncClient(headers=headers, timeout=20, trust_env=False) as http,
    ):
        yield Reception(database, name, two, people, http)


@pytest.fixture
async def reception(a_postgres: PostgresServer, tmp_path: Path) -> AsyncIterator[Reception]:
    async with received(a_postgres, tmp_path) as found:
        yield found


async def test_each_visitor_is_called_once_by_eight_desks_at_two_replicas(reception: Reception) -> None:
    one, two = reception.two
    await open_desks(one.url, reception.people)
    await reception.rush(WAITING // 8)
    seats = [(desk, reception.people.seat(desk).headers) for desk in DESKS]
    half = len(seats) // 2
    # Each half counts only its own calls, so "nobody waits" is checked by the sum: nobody is left, nobody is called twice.
    (first, _), (second, _) = await asyncio.gather(
        press_until_empty(one.url, seats[:half], WAITING), press_until_empty(two.url, seats[half:], WAITING)
    )
    assert Counter([*first, *second]).most_common(1)[0][1] == 1
    assert len(first) + len(second) == WAITING


async def test_when_a_replica_is_killed_the_other_gives_the_same_ticket(reception: Reception) -> None:
    rush = asyncio.create_task(reception.rush(15))
    await reception.until_given(20)
    await asyncio.to_thread(reception.two[0].kill)
    await rush
    for ticket_id, number in list(reception.given.items())[:20]:
        assert await reception.ask_for(reception.two[1], ticket_id) == number
    assert reception.kept().items() >= reception.given.items()
    assert len(set(reception.kept().values())) == len(reception.kept()) == 8 * 15


async def test_no_ticket_is_lost_when_the_database_starts_anew(tmp_path: Path) -> None:
    async with postgres_server() as database, received(database, tmp_path) as reception:
        rush = asyncio.create_task(reception.rush(15))
        await reception.until_given(20)
        await asyncio.to_thread(database.kill)
        await asyncio.to_thread(database.start)
        await rush
        assert reception.kept() == reception.given
        assert len(set(reception.given.values())) == 8 * 15


async def test_a_server_that_is_told_to_stop_says_so_first_and_sends_its_listeners_elsewhere(
    a_postgres: PostgresServer, tmp_path: Path
) -> None:
    async with received(a_postgres, tmp_path, drain_s=SHORT_DRAIN) as reception:
        leaving = reception.two[0]
        address = leaving.url.replace("http", "ws") + paths.LIVE.format(branch_id=BRANCH)
        headers = reception.people.by_role["display"].headers
        async with websockets.connect(address, additional_headers=headers, proxy=None) as wire:
            await wire.send('{"type": "resume", "view": "board"}')
            await wire.recv()
            leaving.program.ask_to_end()
            assert await reception.until_it_leaves(leaving) == "The server is about to stop."
            assert await reception.ask_for(leaving, str(uuid7()))
            assert await code_of_closing(wire) == 1012
        assert leaving.program.ends_within(ENDS_WITHIN_S)
        assert leaving.program.code == 0
        reception.two[1].kill()


async def code_of_closing(wire: websockets.ClientConnection) -> int | None:
    """Why the other side closed."""
    async with asyncio.timeout(ENDS_WITHIN_S):
        with suppress(websockets.ConnectionClosed):
            async for _ in wire:
                continue
    return wire.close_code


async def test_a_server_that_is_told_twice_ends_long_before_it_would_have(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with received(a_postgres, tmp_path, drain_s=LONG_DRAIN) as reception:
        leaving, other = reception.two
        other.kill()
        leaving.program.ask_to_end()
        assert await reception.until_it_leaves(leaving) == "The server is about to stop."
        leaving.program.ask_to_end()
        assert leaving.program.ends_within(float(LONG_DRAIN) / 2)

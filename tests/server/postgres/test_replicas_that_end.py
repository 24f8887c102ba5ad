# SPDX-License-Identifier: EUPL-1.2
"""Real processes on one PostgreSQL: one is killed, one is told to stop, the database starts anew. Nobody's ticket is lost."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
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
TRIES_AGAIN_FOR_S = 45.0


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
        """So many tickets have been answered."""
        while len(self.given) < count:
            self.news.clear()
            await self.news.wait()

    async def rush(self, count: int) -> None:
        """Eight kiosks at once serve so many visitors each."""

        async def serve(kiosk: int) -> None:
            for _ in range(count):
                await self.visit(kiosk % 2)

        await asyncio.gather(*(serve(kiosk) for kiosk in range(8)))

    def kept(self) -> dict[str, str]:
        """The number of every ticket in the database, by its id."""
        return dict(self.database.ask("SELECT ticket_id, number FROM tickets", self.name))


@pytest.fixture
async def reception(tmp_path: Path) -> AsyncIterator[Reception]:
    async with postgres_server() as database:
        name = database.create_database()
        url = database.url(name)
        people = await furnish_database(url, tmp_path)
        headers = people.by_role["kiosk"].headers
        async with replicas(url, tmp_path, 2) as two, httpx.AsyncClient(headers=headers, timeout=5, trust_env=False) as http:
            yield Reception(database, name, two, people, http)


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


async def test_no_ticket_is_lost_when_the_database_starts_anew(reception: Reception) -> None:
    rush = asyncio.create_task(reception.rush(15))
    await reception.until_given(20)
    await asyncio.to_thread(reception.database.kill)
    await asyncio.to_thread(reception.database.start)
    await rush
    assert reception.kept() == reception.given
    assert len(set(reception.given.values())) == 8 * 15


async def test_a_server_that_is_told_to_stop_says_so_first_and_sends_its_listeners_elsewhere(reception: Reception) -> None:
    leaving = reception.two[0]
    address = leaving.url.replace("http", "ws") + paths.LIVE.format(branch_id=BRANCH)
    async with websockets.connect(address, additional_headers=reception.people.by_role["display"].headers, proxy=None) as wire:
        await wire.send('{"type": "resume", "view": "board"}')
        await wire.recv()
        leaving.program.ask_to_end()
        async with asyncio.timeout(10):
            while (answer := await reception.http.get(leaving.url + paths.READYZ)).status_code == 200:
                continue
        assert answer.json()["title"] == "The server is about to stop."
        assert await reception.ask_for(leaving, str(uuid7()))
        assert await code_of_closing(wire) == 1012
    assert leaving.program.ends_within(30)
    assert leaving.program.code == 0


async def code_of_closing(wire: websockets.ClientConnection) -> int | None:
    """Why the other side closed."""
    async with asyncio.timeout(30):
        with suppress(websockets.ConnectionClosed):
            async for _ in wire:
                continue
    return wire.close_code


async def test_a_server_that_is_told_twice_ends_at_once(reception: Reception) -> None:
    leaving = reception.two[0]
    leaving.program.ask_to_end()
    async with asyncio.timeout(10):
        while (await reception.http.get(leaving.url + paths.READYZ)).status_code == 200:
            continue
    leaving.program.ask_to_end()
    assert leaving.program.ends_within(1.5)

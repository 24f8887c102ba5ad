# SPDX-License-Identifier: EUPL-1.2
"""Two servers on one PostgreSQL look after one house: one of them tells, destroys and checks, and the other when it is gone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kolapp_contract import paths
from kolapp_server.foundation import now_utc
from kolapp_server.store.taken_alarms import all_taken
from tests.server.postgres.test_two_replicas import WITHIN_S, until
from tests.support.postgres import PostgresServer
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody waits for the next look; how often it looks is nothing that is shown here."""
    monkeypatch.setattr("kolapp_server.services.caretaker.LOOKS_EVERY_SECONDS", 0.5)


@dataclass(slots=True)
class Duty:
    """Whoever is told: listens for both servers, each of which has an address of its own."""

    port: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)
    """By which server, and of what: the alarm's key, or "alive"."""

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One line by HTTP."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(line.split()[1]) for line in head.splitlines() if line.lower().startswith("content-length:")), 0)
        body = json.loads(await reader.readexactly(length)) if length else {"key": "alive"}
        self.told.append((head.split()[1], body["key"]))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    def of(self, key: str) -> list[str]:
        """Which servers have told of it."""
        return [server for server, told in self.told if told == key]


@asynccontextmanager
async def duty() -> AsyncIterator[Duty]:
    """Somebody listens inside this."""
    found = Duty()
    async with await asyncio.start_server(found.hear, "127.0.0.1", 0) as server:
        found.port = server.sockets[0].getsockname()[1]
        yield found


def watched_by(name: str, heard_by: Duty) -> dict[str, object]:
    """The settings of a server that tells."""
    url = f"http://127.0.0.1:{heard_by.port}/{name}"
    return {"alarm_url": url, "dead_man_url": url}


async def says(server: Running, people: Running, role: str, printer: str) -> None:
    """The device tells `server` how its printer is, as soon as it is known there."""
    body = {"contract": 1, "program": "test", "printer": printer}
    headers = people.by_role[role].headers
    async with asyncio.timeout(WITHIN_S):
        while (await server.http.post(paths.HEARTBEAT, json=body, headers=headers)).status_code != 200:  # noqa: ASYNC110 (nobody rings)
            await asyncio.sleep(0.1)


async def runs_low(server: Running, people: Running, role: str) -> str:
    """The paper of that device runs low, as told to `server`; gives the alarm's key."""
    await says(server, people, role, "paper_low")
    return f"paper_low:{people.by_role[role].id}"


async def test_one_server_looks_after_the_house_and_the_other_when_it_is_gone(a_postgres: PostgresServer, tmp_path: Path) -> None:
    url = a_postgres.new_database()
    async with AsyncExitStack() as ends, duty() as heard:
        leading = AsyncExitStack()
        ends.push_async_callback(leading.aclose)
        first = await leading.enter_async_context(running(tmp_path / "a", database_url=url, **watched_by("a", heard)))
        await furnish(first, (BRANCH,))
        await first.app.state.caretaker.look()
        second = await ends.enter_async_context(running(tmp_path / "b", database_url=url, **watched_by("b", heard)))
        key = await runs_low(second, first, "kiosk")
        await until(lambda: heard.of(key) == ["/a"])
        await second.app.state.caretaker.look()
        assert (heard.of(key), second.app.state.caretaker.house.violations) == (["/a"], {})
        await leading.aclose()
        other = await runs_low(second, first, "printer")
        await until(lambda: heard.of(other) == ["/b"] and BRANCH in second.app.state.caretaker.house.violations)
        assert heard.of("alive").count("/b") <= 1


async def test_who_takes_an_alarm_at_one_server_is_known_at_the_other_until_it_is_mended(
    a_postgres: PostgresServer, tmp_path: Path
) -> None:
    url = a_postgres.new_database()
    async with running(tmp_path / "a", database_url=url) as one, running(tmp_path / "b", database_url=url) as two:
        await furnish(one, (BRANCH,))
        here, there = one.foundation.device_door.watch, two.foundation.device_door.watch
        await until(lambda: two.foundation.writer.day(BRANCH) is not None and bool(there.all()))
        key = await runs_low(one, one, "kiosk")
        staff = one.by_role["facility"].headers
        answer = await one.http.post(path(paths.ALARM_TAKE), json={"key": key}, headers=staff)
        assert answer.status_code == 204
        await until(lambda: there.taken == {(BRANCH, key): "ekvik facility"})
        await until(lambda: any(alarm.key == key for alarm in there.alarms(BRANCH, now_utc())))
        await says(two, one, "kiosk", "ok")
        await until(lambda: here.taken == there.taken == {})
        async with asyncio.timeout(WITHIN_S):
            while await two.foundation.branches.read(all_taken) != {}:  # noqa: ASYNC110 (a table wakes nobody)
                await asyncio.sleep(0.1)

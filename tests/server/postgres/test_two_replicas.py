# SPDX-License-Identifier: EUPL-1.2
"""Two servers on one PostgreSQL: what is done at one is known at the other, at once or, where nobody wakes it, within seconds."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from uuid_utils import uuid7

from kolapp_contract import paths
from kolapp_server.domain import commands
from kolapp_server.domain.ticket import DeskId
from kolapp_server.foundation import now_utc
from kolapp_server.services.branches import Branches
from kolapp_server.services.following import Follower
from kolapp_server.services.housekeeping import Clockwork, Consoles
from kolapp_server.services.watch import AlarmKind, Printer
from kolapp_server.store.engine import open_reading
from kolapp_server.store.leading import Lead
from kolapp_server.store.reading import Reader
from kolapp_server.store.tables import journal as journal_table
from tests.support.postgres import PostgresServer
from tests.support.running_server import BRANCH, Running, furnish, running
from tests.support.small_branch import BRANCH as SMALL
from tests.support.small_branch import HandClock, small_branch
from tests.support.watching import Display

pytestmark = pytest.mark.slow
WITHIN_S = 30.0


@asynccontextmanager
async def pair(server: PostgresServer, folder: Path) -> AsyncIterator[tuple[Running, Running]]:
    """Two servers in this process, and a town that the first one was given."""
    url = server.new_database()
    async with running(folder / "a", database_url=url) as one, running(folder / "b", database_url=url) as two:
        await furnish(one, (BRANCH,))
        await until(lambda: two.foundation.writer.day(BRANCH) is not None and BRANCH in two.foundation.branches.words)
        yield one, two


async def until(is_so: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """It has become so. Raises `TimeoutError`."""
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 (nobody rings when a state in another server is reached)
            await asyncio.sleep(0.02)


async def issue(server: Running, people: Running, ticket_id: str) -> int:
    """A visitor takes a ticket at `server`; gives the journal number."""
    body = {"errand_id": "bygglov", "language": "sv"}
    answer = await server.http.put(paths.TICKET.format(ticket_id=ticket_id), json=body, headers=people.by_role["kiosk"].headers)
    answer.raise_for_status()
    return int(answer.json()["seq"])


async def test_a_display_at_one_replica_shows_what_is_done_at_the_other(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        displays = [Display(name, at.url, one.by_role["display"].token) for name, at in (("one", one), ("two", two))]
        watching = [asyncio.create_task(display.watch()) for display in displays]
        try:
            seqs = [await issue((one, two)[number % 2], one, str(uuid7())) for number in range(20)]
            for display in displays:
                await display.until_at(1, max(seqs))
            assert displays[0].frames[-1].hash == displays[1].frames[-1].hash
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)


async def test_the_same_request_at_both_replicas_gives_one_ticket(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        ids = [str(uuid7()) for _ in range(30)]
        seqs = await asyncio.gather(*(issue(at, one, ticket_id) for ticket_id in ids for at in (one, two, one)))
        by_ticket = [set(seqs[start : start + 3]) for start in range(0, len(seqs), 3)]
        assert [len(seen) for seen in by_ticket] == [1] * len(ids)
        assert len({seq for seen in by_ticket for seq in seen}) == len(ids)


async def test_what_was_written_is_known_although_nobody_wakes_the_reader(a_postgres: PostgresServer) -> None:
    async with small_branch(url := a_postgres.new_database()) as one, small_branch(url) as deaf:
        following = asyncio.create_task(Follower(deaf.writer, deaf_ear).run())
        ticket = await one.issue()
        await until(lambda: ticket in deaf.writer.days()[SMALL].tickets)
        following.cancel()


async def deaf_ear(_wake: Callable[[str], None]) -> None:
    """Hears nothing."""


async def test_a_clerk_who_sat_down_at_one_replica_presses_next_at_the_other(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        await issue(one, one, str(uuid7()))
        headers, desk = one.by_role["clerk"].headers, paths.DESK_OPEN.format(desk_id="disk-1")
        body = {"request_id": str(uuid.uuid4()), "profile_id": "bygg-och-foretag"}
        assert (await one.http.post(desk, json=body, headers=headers)).status_code == 200
        press = {"request_id": str(uuid.uuid4())}
        answer = await two.http.post(paths.DESK_CALLS.format(desk_id="disk-1"), json=press, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()["ticket"] is not None


async def test_whoever_signs_out_or_is_turned_away_at_one_is_a_stranger_at_the_other(
    a_postgres: PostgresServer, tmp_path: Path
) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        clerk, kiosk = one.by_role["clerk"], one.by_role["kiosk"]
        there = two.foundation.credentials
        await until(lambda: there.of_session(clerk.token) is not None and there.of_device(kiosk.token) is not None)
        assert (await one.http.delete(paths.SESSIONS, headers=clerk.headers)).status_code == 204
        revoke = paths.DEVICE_REVOKE.format(device_id=kiosk.id)
        assert (await one.http.post(revoke, headers=one.by_role["manager"].headers)).status_code == 204
        await until(lambda: there.of_session(clerk.token) is None and there.of_device(kiosk.token) is None)


async def test_a_printer_that_one_replica_hears_is_seen_at_the_other(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        kiosk = one.by_role["kiosk"].id
        one.foundation.device_door.watch.hear(kiosk, now_utc(), Printer.PAPER_LOW, "kolapp-kiosk")
        there = two.foundation.device_door.watch
        await until(lambda: any(alarm.kind is AlarmKind.PAPER_LOW for alarm in there.alarms(BRANCH, now_utc())))


async def test_a_kiosk_that_only_one_replica_hears_is_silent_nowhere(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        kiosk, later = one.by_role["kiosk"].id, now_utc() + timedelta(minutes=5)
        one.foundation.device_door.watch.hear(kiosk, later, Printer.OK, "kolapp-kiosk")
        await one.foundation.sharing.share()
        await two.foundation.sharing.share()
        there = two.foundation.device_door.watch
        silent = {alarm.device_id for alarm in there.alarms(BRANCH, later + timedelta(seconds=30))}
        assert kiosk not in silent
        assert one.by_role["display"].id in silent


async def test_a_desk_stays_ready_while_any_replica_hears_its_console(a_postgres: PostgresServer, tmp_path: Path) -> None:
    async with pair(a_postgres, tmp_path) as (one, two):
        now, desk = now_utc(), DeskId("disk-1")
        one.foundation.consoles.hear(BRANCH, desk, now)
        await one.foundation.sharing.share()
        await two.foundation.sharing.share()
        ready_since = now - timedelta(minutes=1)
        assert not two.foundation.consoles.is_silent(BRANCH, desk, ready_since, now + timedelta(seconds=14))
        assert two.foundation.consoles.is_silent(BRANCH, desk, ready_since, now + timedelta(seconds=15))


async def test_the_day_turns_once_although_two_replicas_watch_the_clock(a_postgres: PostgresServer) -> None:
    clock, url = HandClock(), a_postgres.new_database()
    async with small_branch(url, clock) as one, small_branch(url, clock) as two:
        await one.issue()
        clock.forward(days=1)
        works = [Clockwork(Branches(each.writer, Reader(each.engine), clock), Consoles()) for each in (one, two)]
        turning = [asyncio.create_task(work.run()) for work in works]
        await until(lambda: all(not each.writer.days()[SMALL].tickets for each in (one, two)))
        for task in turning:
            task.cancel()
        with one.engine.connect() as connection:
            is_start = journal_table.c.kind == "DayStarted"
            started = connection.scalar(select(func.count()).select_from(journal_table).where(is_start))
        assert started == 2


async def test_what_happens_is_in_order_although_one_clock_is_an_hour_behind(a_postgres: PostgresServer) -> None:
    url = a_postgres.new_database()
    async with small_branch(url, ahead := HandClock()) as one, small_branch(url, HandClock()) as behind:
        ahead.forward(hours=1)
        for _ in range(5):
            await one.issue()
            await behind.issue("skola")
        await behind.ask(commands.Tick())
        with one.engine.connect() as connection:
            at = list(connection.scalars(select(journal_table.c.at).order_by(journal_table.c.seq)))
        assert at == sorted(at)


async def test_of_several_servers_one_leads_and_another_when_it_is_gone(a_postgres: PostgresServer) -> None:
    engines = [open_reading(url) for url in [a_postgres.new_database()] * 3]
    leads = [Lead(engine) for engine in engines]
    try:
        assert [lead.is_ours() for lead in (*leads, *leads)] == [True, False, False] * 2
        leads[0].give_up()
        assert [lead.is_ours() for lead in reversed(leads)] == [True, False, False]
    finally:
        for lead, engine in zip(leads, engines, strict=True):
            lead.give_up()
            engine.dispose()

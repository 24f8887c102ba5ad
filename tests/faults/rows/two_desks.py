# SPDX-License-Identifier: EUPL-1.2
"""Eight desks press "next" at once, and twice eight on two replicas: each visitor is called once; "nobody waits" is true."""

import asyncio
import tempfile
from pathlib import Path

import httpx

from kolapp_client.http import ServerHttp
from tests.faults.row import Row, Scale, judged
from tests.history.records import History, Operation
from tests.history.steps import WAITING, Standing
from tests.support.history import read_database, sqlite_url
from tests.support.postgres import postgres_server
from tests.support.server_process import Furnished, Seat, ServerProcess, furnish
from tests.support.visitors import Recorder, press_next, take_ticket

FAULT = "two desks press at once"
DESKS = 8
AT_ONCE = 16


def run(scale: Scale) -> Row:
    """The row, of both databases."""
    with tempfile.TemporaryDirectory(prefix="kolapp-desks-") as folder:
        alone = asyncio.run(one_server(Path(folder) / "server", scale.calls))
        together = asyncio.run(two_replicas(Path(folder), scale.calls))
    whole = History(together.operations, together.journal, together.tickets)
    row = judged(FAULT, 2, whole, longest_s(whole), sqlite_calls=calls_in(alone), replica_calls=calls_in(whole))
    first = judged(FAULT, 1, alone, longest_s(alone))
    empties = false_empties(alone) + false_empties(whole)
    wrong = [first.why, *empties[:3]]
    are_all_called = calls_in(alone) == calls_in(whole) == scale.calls
    return row.only_if(
        first.passed is True and not empties and are_all_called, "; ".join(filter(None, wrong)) or "not all called"
    )


async def one_server(var: Path, tickets: int) -> History:
    """Eight desks of one server on SQLite."""
    people = await furnish(var, DESKS)
    async with ServerProcess(var) as server:
        book = await issued_and_called([server.url], people, tickets)
        return History(tuple(book.operations), *read_database(sqlite_url(var)))


async def two_replicas(folder: Path, tickets: int) -> History:
    """Sixteen desks, eight at each of two servers on one PostgreSQL."""
    async with postgres_server() as database:
        url = await asyncio.to_thread(database.new_database)
        people = await furnish(folder / "furnishing", 2 * DESKS, database_url=url)
        settings = {"KOLAPP_SERVER_DATABASE_URL": url}
        async with (
            ServerProcess(folder / "one", more_settings=settings) as one,
            ServerProcess(folder / "two", more_settings=settings) as two,
        ):
            book = await issued_and_called([one.url, two.url], people, tickets)
            return History(tuple(book.operations), *await asyncio.to_thread(read_database, url))


async def issued_and_called(urls: list[str], people: Furnished, tickets: int) -> Recorder:
    """So many visitors come; then all desks press until nobody waits."""
    book = Recorder()

    async def come(url: str, count: int) -> None:
        async with ServerHttp(url, people.kiosk_token) as server:
            for _ in range(count):
                await take_ticket(server, book)

    shares = [tickets // AT_ONCE + (place < tickets % AT_ONCE) for place in range(AT_ONCE)]
    await asyncio.gather(*(come(urls[place % len(urls)], share) for place, share in enumerate(shares)))
    await asyncio.gather(*(work(urls[place % len(urls)], seat, book) for place, seat in enumerate(people.seats)))
    return book


async def work(url: str, seat: Seat, book: Recorder) -> None:
    """A desk presses until it is told that nobody waits."""
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        while (await press_next(http, book, seat)).ticket_id is not None:
            pass


def false_empties(history: History) -> list[str]:
    """Who was told that nobody waits while somebody did."""
    standing, waiting = Standing(), dict[int, int]()
    for row in history.journal:
        standing.after(row)
        waiting[row.seq] = sum(standing.status[ticket] == WAITING for ticket in standing.open) if is_asked(row.kind) else 0
    told = (one for one in history.operations if one.what == "call" and one.ticket_id is None)
    return [f"{one.who} heard that nobody waits, while {waiting[one.seq]} did" for one in told if one.seq and waiting[one.seq]]


def is_asked(kind: str) -> bool:
    """Whether it is a desk that found nobody."""
    return kind == "DeskStoodReady"


def calls_in(history: History) -> int:
    """How many visitors were called."""
    return len({one.ticket_id for one in history.operations if one.what == "call" and one.ticket_id})


def longest_s(history: History) -> float:
    """The longest that a desk or a visitor waited for an answer."""
    return max((one.ended_s - one.began_s for one in history.operations if isinstance(one, Operation)), default=0.0)

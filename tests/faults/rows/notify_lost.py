# SPDX-License-Identifier: EUPL-1.2
"""Nobody hears PostgreSQL's NOTIFY: every connection that listens for it is ended again and again. Displays are right still."""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.faults.row import Row, Scale, judged
from tests.faults.rows.display_wire import a_display, head
from tests.history.queueing import convergence_s
from tests.history.records import Expected, History
from tests.support.history import read_database
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import Recorder, Rush
from tests.support.watching import Display

FAULT = "NOTIFY lost"
DEAFEN = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
DEAFENED_EVERY_S, LISTENS_WITHIN_S = 0.2, 30.0
DISPLAYS, MOST_S = 4, 20.0


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-notify-") as folder:
        return asyncio.run(unheard(Path(folder), min(MOST_S, scale.display_s), scale.patience))


async def unheard(folder: Path, seconds: float, patience: float) -> Row:
    """Visitors and desks are at one replica, displays at the other, and no word goes between them."""
    async with postgres_server() as database:
        url = await asyncio.to_thread(database.new_database)
        people, book = await furnish(folder / "furnishing", database_url=url), Recorder()
        settings = {"KOLAPP_SERVER_DATABASE_URL": url}
        async with (
            ServerProcess(folder / "one", more_settings=settings) as one,
            ServerProcess(folder / "two", more_settings=settings) as two,
        ):
            displays, deafened = await watched(database, one, two.port, people, book, seconds)
        history = History(tuple(book.operations), *await asyncio.to_thread(read_database, url))
    frames = tuple(frame for display in displays for frame in display.frames)
    told = [one for one in book.operations if one.seq is not None and one.has_written]
    expected = tuple(Expected(display.name, one.ended_s, 1, one.seq or 0) for display in displays for one in told)
    seen = History(history.operations, history.journal, history.tickets, applied=frames, expected=expected)
    worst_s = max((lag for lag in convergence_s(seen) if lag is not None), default=0.0)
    return judged(FAULT, deafened, seen, worst_s, patience=patience).only_if(
        deafened > 0, "nobody listened for NOTIFY in the first place"
    )


async def watched(
    database: PostgresServer, one: ServerProcess, port: int, people: Furnished, book: Recorder, seconds: float
) -> tuple[list[Display], int]:
    """Some displays at the second replica, and how often somebody was made deaf."""
    async with AsyncExitStack() as wires:
        displays = [(await a_display(wires, port, people, f"display-{number}"))[0] for number in range(DISPLAYS)]
        watching = [asyncio.create_task(display.watch()) for display in displays]
        rush = Rush(one.url, people.kiosk_token, book, people.seats, kiosks=1, pause_s=0.3)
        await asyncio.gather(*(display.until_at(1, 1) for display in displays))
        rush.begin()
        deafened, began_s = 0, time.monotonic()
        while (took_s := time.monotonic() - began_s) < seconds or (not deafened and took_s < LISTENS_WITHIN_S):
            deafened += (await asyncio.to_thread(database.ask, DEAFEN))[0][0]
            await asyncio.sleep(DEAFENED_EVERY_S)
        await rush.finish()
        await asyncio.gather(*(display.until_at(1, head(book)) for display in displays), return_exceptions=True)
        for task in watching:
            task.cancel()
    return displays, deafened

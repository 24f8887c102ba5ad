# SPDX-License-Identifier: EUPL-1.2
"""The server's process is killed under load, before a commit, after it and before the answer, and at any moment; it starts again.

Kiosks and desks ask again with the same ids. Nobody may be lost, doubled or called twice.
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import Recorder, Rush

FAULT = "server killed in mid-request"
MOMENTS = ("before", "after", "any")
LIVES_PER_DAY = 40
"""A day of a real reception has some thousand tickets; then a new one begins, in a new folder."""


def run(scale: Scale) -> Row:
    """The row."""
    rows = []
    for begun in range(0, scale.kills, LIVES_PER_DAY):
        with tempfile.TemporaryDirectory(prefix="kolapp-kills-") as folder:
            kills = min(LIVES_PER_DAY, scale.kills - begun)
            rows.append(asyncio.run(one_day(Path(folder), kills, scale.tickets_between_kills)))
    return merged(rows)


async def one_day(folder: Path, kills: int, tickets: int) -> Row:
    """So many kills of one server, and what the book and the database say of them."""
    furnished, book, ready_s = await furnish(folder / "server"), Recorder(), [0.0]
    server = ServerProcess(folder / "server")
    rush = Rush(server.url, furnished.kiosk_token, book, furnished.seats)
    rush.begin()
    try:
        for count in range(kills):
            await one_life(server, MOMENTS[count % len(MOMENTS)], book, tickets, ready_s)
        await server.start()
        await rush.finish()
    finally:
        rush.abandon()
        await server.end()
    journal, rows = read_database(sqlite_url(folder / "server"))
    history = History(tuple(book.operations), journal, rows)
    calls = sum(one.what == "call" and one.ticket_id is not None for one in book.operations)
    return judged(FAULT, kills, history, book.worst_s(), calls=calls, start_worst_s=round(max(ready_s), 2))


async def one_life(server: ServerProcess, moment: str, book: Recorder, tickets: int, ready_s: list[float]) -> None:
    """The server starts, promises so many tickets, and dies at that moment of a commit."""
    arm = server.var / "arm"
    arm.unlink(missing_ok=True)
    began_s = time.monotonic()
    await server.start(("python", "-m", "tests.support.killed_server", moment, str(arm)))
    ready_s.append(time.monotonic() - began_s)
    await book.until(book.acknowledged + tickets)
    if moment == "any":
        await asyncio.sleep(random.random() / 20)
        await server.kill()
        return
    arm.touch()
    if not await server.has_died():
        raise AssertionError("the server did not die when it was told to: has its writer another name?")


def merged(rows: list[Row]) -> Row:
    """Several days as one row."""

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    more = {"calls": sum(row.more["calls"] for row in rows), "start_worst_s": max(row.more["start_worst_s"] for row in rows)}
    counts = [total(name) for name in ("rounds", "acknowledged", "lost", "doubled", "out_of_order")]
    worst_s, why = max(row.worst_s or 0.0 for row in rows), "; ".join(row.why for row in rows if row.why)
    return Row(FAULT, *counts, worst_s, all(row.passed for row in rows), why, more)

# SPDX-License-Identifier: EUPL-1.2
"""Somebody else holds the database. The server waits a moment, says 503 and when to come again; then the same id is served."""

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from tests.faults.asking import Kiosk, kiosk_at
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import new_id

FAULT = "database locked"
LONG_LOCK_S, ANSWERED_WITHIN_S = 4.0, 3.5
MOST_ROUNDS = 12


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-locked-") as folder:
        return asyncio.run(locked(Path(folder) / "server", min(MOST_ROUNDS, scale.rounds)))


async def locked(var: Path, rounds: int) -> Row:
    """Short locks are waited for; long ones are refused with a time to come again."""
    furnished, wrong = await furnish(var), []
    async with ServerProcess(var) as server, kiosk_at(server.url, furnished.kiosk_token) as kiosk:
        for count in range(rounds):
            wrong += await one_lock(kiosk, var, 0.5 if count % 2 else LONG_LOCK_S)
        history = History(tuple(kiosk.book.operations), *read_database(sqlite_url(var)))
        row = judged(FAULT, rounds, history, kiosk.book.worst_s())
    return row.only_if(not wrong, "; ".join(wrong))


async def one_lock(kiosk: Kiosk, var: Path, seconds: float) -> list[str]:
    """What was wrong with the answers while another program wrote for so long."""
    ticket_id, wrong = new_id(), []
    holder = sqlite3.connect(var / "kolapp.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began_s = time.monotonic()
    asked = asyncio.create_task(kiosk.ask(ticket_id))
    if await kiosk.board_status() != 200:
        wrong.append("nothing could be read meanwhile")
    await asyncio.wait([asked], timeout=seconds)
    holder.execute("ROLLBACK")
    holder.close()
    answer, took_s = await asked, time.monotonic() - began_s
    if seconds == LONG_LOCK_S and (answer.status_code != 503 or "Retry-After" not in answer.headers):
        wrong.append(f"a long lock was answered with {answer.status_code}")
    if seconds == LONG_LOCK_S and took_s > ANSWERED_WITHIN_S:
        wrong.append(f"it took {took_s:.1f} s to say so")
    again = await kiosk.ask(ticket_id)
    return wrong if again.is_success else [*wrong, f"afterwards {again.status_code}"]

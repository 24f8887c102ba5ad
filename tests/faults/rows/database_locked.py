# SPDX-License-Identifier: EUPL-1.2
"""Somebody else holds the database. The server waits a moment, says 503 and when to come again; then the same id is served."""

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx

from tests.faults.asking import Kiosk, kiosk_at
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import new_id

FAULT = "database locked"
LONG_LOCK_S, SHORT_LOCK_S, ANSWERED_WITHIN_S = 4.0, 0.5, 3.5
MOST_ROUNDS = 12


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-locked-") as folder:
        return asyncio.run(locked(Path(folder) / "server", min(MOST_ROUNDS, scale.rounds), scale.patience))


async def locked(var: Path, rounds: int, patience: float) -> Row:
    """Short locks are waited for; long ones are refused with a time to come again."""
    furnished, wrong = await furnish(var), []
    async with ServerProcess(var) as server, kiosk_at(server.url, furnished.kiosk_token) as kiosk:
        for count in range(rounds):
            wrong += await (short_lock(kiosk, var) if count % 2 else long_lock(kiosk, var, patience))
        history = History(tuple(kiosk.book.operations), *read_database(sqlite_url(var)))
        row = judged(FAULT, rounds, history, kiosk.book.worst_s())
    return row.only_if(not wrong, "; ".join(wrong))


async def short_lock(kiosk: Kiosk, var: Path) -> list[str]:
    """What was wrong with the answers while another program wrote for a moment."""
    ticket_id = new_id()
    _, wrong = await asked_while_held(kiosk, var, ticket_id, SHORT_LOCK_S)
    return [*wrong, *await asked_again(kiosk, ticket_id)]


async def long_lock(kiosk: Kiosk, var: Path, patience: float) -> list[str]:
    """What was wrong with the answers while another program wrote until the kiosk was told to come again."""
    ticket_id, began_s = new_id(), time.monotonic()
    answer, wrong = await asked_while_held(kiosk, var, ticket_id, LONG_LOCK_S * patience)
    took_s = time.monotonic() - began_s
    if answer.status_code != 503 or "Retry-After" not in answer.headers:
        wrong.append(f"a long lock was answered with {answer.status_code}")
    if took_s > ANSWERED_WITHIN_S * patience:
        wrong.append(f"it took {took_s:.1f} s to say so")
    return [*wrong, *await asked_again(kiosk, ticket_id)]


async def asked_while_held(kiosk: Kiosk, var: Path, ticket_id: UUID, seconds: float) -> tuple[httpx.Response, list[str]]:
    """The answer to one question while the database was held: until it was answered, and so long at most."""
    holder, wrong = sqlite3.connect(var / "kolapp.sqlite", isolation_level=None), []
    holder.execute("BEGIN IMMEDIATE")
    asked = asyncio.create_task(kiosk.ask(ticket_id))
    if await kiosk.board_status() != 200:
        wrong.append("nothing could be read meanwhile")
    await asyncio.wait([asked], timeout=seconds)
    holder.execute("ROLLBACK")
    holder.close()
    return await asked, wrong


async def asked_again(kiosk: Kiosk, ticket_id: UUID) -> list[str]:
    """What is wrong where the same id is not served now."""
    again = await kiosk.ask(ticket_id)
    return [] if again.is_success else [f"afterwards {again.status_code}"]

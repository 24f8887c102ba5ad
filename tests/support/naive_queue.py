# SPDX-License-Identifier: EUPL-1.2
"""A ticket server as one writes it in an afternoon: look who is first, then call. It shows that our checks can fail."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from kolapp_server.serving import IDLE_FOR_S
from tests.support.running_server import listening

FIRST = "SELECT ticket_id FROM tickets WHERE status = 'waiting' ORDER BY at LIMIT 1"
STARTS_WITHIN_S = 30


def naive_app(path: Path) -> FastAPI:
    """Takes what Kölapp takes of a ticket and a call, and nothing more."""
    app = FastAPI()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE tickets (ticket_id TEXT PRIMARY KEY, status TEXT, at INTEGER)")

    @app.put("/api/v1/tickets/{ticket_id}")
    def issue(ticket_id: str, body: dict[str, Any]) -> dict[str, str]:
        with sqlite3.connect(path, timeout=10) as connection:
            connection.execute("INSERT INTO tickets SELECT ?, 'waiting', count(*) FROM tickets", (ticket_id,))
        return {"ticket_id": ticket_id}

    @app.post("/api/v1/desks/{desk_id}/calls")
    def call(desk_id: str, body: dict[str, Any]) -> dict[str, Any]:
        with sqlite3.connect(path, timeout=10) as connection:
            found = connection.execute(FIRST).fetchone()
            if found is None:
                return {"ticket": None}
            connection.execute("UPDATE tickets SET status = 'called' WHERE ticket_id = ?", found)
        return {"ticket": {"ticket_id": found[0]}}

    return app


@asynccontextmanager
async def naive_server(folder: Path) -> AsyncIterator[str]:
    """It answers at that address."""
    with listening() as listener:
        server = uvicorn.Server(
            uvicorn.Config(naive_app(folder / "naive.sqlite"), log_config=None, lifespan="off", timeout_keep_alive=IDLE_FOR_S)
        )
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server._serve(sockets=[listener]))
        async with asyncio.timeout(STARTS_WITHIN_S):
            while not server.started:
                if serving.done():
                    serving.result()
                await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving

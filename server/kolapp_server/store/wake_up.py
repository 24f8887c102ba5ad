# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL's NOTIFY, which wakes whoever reads the journal. A word that is lost costs at most the reader's own patience."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from kolapp_server.store.engine import postgres_words
from kolapp_server.store.journal import CHANNEL

LISTENS_AGAIN_AFTER_S = 1.0
log = structlog.get_logger()
Wake = Callable[[str], None]


async def hear_wake_ups(database: str, wake: Wake) -> None:
    """`wake` gets "branch:seq" of every commit of any replica, until this is cancelled. A broken wire is taken up again."""
    while True:
        try:
            await _hear(database, wake)
        except psycopg.Error as error:
            log.warning("wake_ups_not_heard", reason=type(error).__name__)
        await asyncio.sleep(LISTENS_AGAIN_AFTER_S)


async def _hear(database: str, wake: Wake) -> None:
    url = make_url(database)
    _, where = PGDialect_psycopg().create_connect_args(url)  # type: ignore[no-untyped-call]  # SQLAlchemy does not say
    async with await psycopg.AsyncConnection.connect(**{**where, **postgres_words(url)}, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        async for word in connection.notifies():
            wake(word.payload)

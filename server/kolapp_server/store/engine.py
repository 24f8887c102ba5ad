# SPDX-License-Identifier: EUPL-1.2
"""How the database is opened: SQLite for one server on one machine, PostgreSQL for several.

SQLite with WAL, synchronous=FULL and BEGIN IMMEDIATE for whoever writes. FULL, because of power cuts: it lost an acknowledged
commit in 0 of 15, NORMAL in 8 of 15. IMMEDIATE, because a transaction that first reads and then writes meets "database is
locked" in the middle.

PostgreSQL with synchronous_commit=on. Nobody waits long for it: an address that does not answer within 2 s is given up for the
next one, a wire on which nothing comes through for 5 s is broken, and a server that stops in the middle of a transaction loses
its lock on the branch. No statement is ever cut short by a clock: a commit that waits for its standby would be said to be done.
"""

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

LOCK_WAIT_MS = 2000
SQLITE_SETTINGS = {"timeout": LOCK_WAIT_MS / 1000, "check_same_thread": False, "cached_statements": 512}
"""Kept are the statements of a batch's four tables, for each number of rows up to 64, and all others."""
CONNECTS_WITHIN_S = 2
WIRE_IS_BROKEN_AFTER_MS = 5000
POSTGRES_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "5s",
    "timezone": "UTC",
}


def database_url(folder: Path) -> str:
    """The address of the embedded database in that folder."""
    return f"sqlite:///{folder / 'kolapp.sqlite'}"


def is_postgres(engine: Engine) -> bool:
    """Whether other servers may write to the database too."""
    return engine.dialect.name == "postgresql"


def open_reading(url: str) -> Engine:
    """For questions: many connections, none of which holds up the writer."""
    return _opened(url, "BEGIN", asks_first=True)


def open_writing(url: str) -> Engine:
    """For the one writer: a transaction holds the write lock from its first moment."""
    return _opened(url, "BEGIN IMMEDIATE", asks_first=False)


def close_for_good(engine: Engine) -> None:
    """Nothing is open any more; what a thread is in the middle of asking is closed as soon as it has its answer."""
    event.listen(engine.pool, "checkin", _hang_up)
    engine.dispose()


def postgres_words(url: URL) -> dict[str, Any]:
    """What psycopg needs to connect, besides the address."""
    settings = " ".join(f"-c {name}={value}" for name, value in POSTGRES_SETTINGS.items())
    return {
        "connect_timeout": CONNECTS_WITHIN_S,
        "tcp_user_timeout": WIRE_IS_BROKEN_AFTER_MS,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "application_name": "kolapp",
        "options": settings,
        **({"target_session_attrs": "read-write"} if "target_session_attrs" not in url.query else {}),
    }


def _opened(url: str, begin: str, *, asks_first: bool) -> Engine:
    """`asks_first`: a connection is tried before it is used. The writer is not asked: it tries again instead."""
    if make_url(url).get_backend_name() == "postgresql":
        return create_engine(url, connect_args=postgres_words(make_url(url)), pool_pre_ping=asks_first)
    engine = create_engine(url, connect_args=SQLITE_SETTINGS)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _beginning_with(begin))
    return engine


def _hang_up(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.invalidate()


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, SqliteConnection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _beginning_with(begin: str) -> Callable[[Connection], None]:
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return start

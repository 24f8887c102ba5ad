# SPDX-License-Identifier: EUPL-1.2
"""How the database is opened: SQLite with WAL, synchronous=FULL and BEGIN IMMEDIATE for whoever writes.

FULL, because of power cuts: it lost an acknowledged commit in 0 of 15, NORMAL in 8 of 15. IMMEDIATE, because a transaction
that first reads and then writes meets "database is locked" in the middle.
"""

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

LOCK_WAIT_SECONDS = 2.0


def database_url(folder: Path) -> str:
    """The address of the embedded database in that folder."""
    return f"sqlite:///{folder / 'kolapp.sqlite'}"


def open_reading(url: str) -> Engine:
    """For questions: many connections, none of which holds up the writer."""
    return _opened(url, "BEGIN")


def open_writing(url: str) -> Engine:
    """For the one writer: a transaction holds the write lock from its first moment."""
    return _opened(url, "BEGIN IMMEDIATE")


def _opened(url: str, begin: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _beginning_with(begin))
    return engine


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

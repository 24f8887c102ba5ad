# SPDX-License-Identifier: EUPL-1.2
"""Whether something can be written: tried, not guessed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text


def write_something(connection: Connection) -> str | None:
    """Writes a row over itself and gives the migration that the database stands at."""
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def shorten_log(database: Path) -> bool:
    """The embedded database's log is folded in and empty; False where somebody still reads from it, or there is no room."""
    try:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=1)) as connection:
            (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not is_busy

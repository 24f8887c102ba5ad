# SPDX-License-Identifier: EUPL-1.2
"""Whether something can be written: tried, not guessed."""

from sqlalchemy import Connection, text


def write_something(connection: Connection) -> str | None:
    """Writes a row over itself and gives the migration that the database stands at."""
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found

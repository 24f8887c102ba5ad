# SPDX-License-Identifier: EUPL-1.2
"""When each desk's console was last heard, for the replicas to which it does not speak."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from kolapp_server.store.rows import put
from kolapp_server.store.tables import console_heard


@dataclass(frozen=True, slots=True)
class ConsoleRow:
    """A console that is awake."""

    branch_id: str
    desk_id: str
    at: datetime


def put_heard(connection: Connection, rows: list[ConsoleRow]) -> None:
    """Remembers when these consoles were last heard."""
    put(connection, console_heard, [asdict(row) for row in rows], ("branch_id", "desk_id"))


def heard_after(connection: Connection, at: datetime) -> list[ConsoleRow]:
    """The consoles that were heard after `at`."""
    return [ConsoleRow(**row._mapping) for row in connection.execute(select(console_heard).where(console_heard.c.at > at))]

# SPDX-License-Identifier: EUPL-1.2
"""What a database holds, read by plain questions and not through the server's own code, as records for the history checker."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from tests.history.records import JournalRow, TicketRow

TURN = "turn_time"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sqlite_url(folder: Path) -> str:
    """The address of the embedded database in that folder."""
    return f"sqlite:///{folder / 'kolapp.sqlite'}"


def read_database(url: str) -> tuple[tuple[JournalRow, ...], tuple[TicketRow, ...]]:
    """The journal and the tickets, as they stand."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return tuple(journal_of(connection)), tuple(tickets_of(connection))
    finally:
        engine.dispose()


def journal_of(connection: Connection) -> list[JournalRow]:
    """Every row of every branch's journal."""
    wanted = text("SELECT branch_id, epoch, seq, at, kind, body, actor FROM journal ORDER BY branch_id, epoch, seq")
    return [_row(*row) for row in connection.execute(wanted)]


def tickets_of(connection: Connection) -> list[TicketRow]:
    """Every ticket as it stands."""
    wanted = text("SELECT ticket_id, number, status, service_day, desk, branch_id FROM tickets")
    return [TicketRow(row[0], row[1], row[2], str(row[3]), row[4], row[5]) for row in connection.execute(wanted)]


def _row(branch: str, epoch: int, seq: int, at_us: int, kind: str, body: str, actor: str | None) -> JournalRow:
    said: dict[str, Any] = json.loads(body)
    return JournalRow(
        seq,
        kind,
        said.get("ticket_id"),
        said.get("desk"),
        said.get("number"),
        said.get("errand"),
        said.get("kind"),
        _microseconds(said.get(TURN)),
        is_bound=bool(said.get("bound_desk") or said.get("opens_at")),
        reason=said.get("reason"),
        actor=actor,
        other_id=said.get("uploaded_id"),
        paper=said.get("paper"),
        at_us=at_us,
        epoch=epoch,
        branch=branch,
    )


def _microseconds(instant: str | None) -> int | None:
    return None if instant is None else (datetime.fromisoformat(instant) - EPOCH) // timedelta(microseconds=1)

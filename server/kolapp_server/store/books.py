# SPDX-License-Identifier: EUPL-1.2
"""A branch's day as journal and tables have it, read at one moment, to be compared."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy import Row as SqlRow

from kolapp_server.domain.events import DayStarted, OfflineTicketTaken, TicketIssued
from kolapp_server.domain.invariants import Books, Given, Seat, Standing
from kolapp_server.store.tables import branches, desks, journal, tickets

GIVING = (TicketIssued.__name__, OfflineTicketTaken.__name__)
ROWS_OF_EARLIER_DAYS = 2000
"""So many rows before the present day are looked through for gaps as well."""


def read_books(connection: Connection, branch_id: str) -> Books | None:
    """The branch's present day; None for a branch without one."""
    head = connection.execute(select(branches).where(branches.c.branch_id == branch_id)).one_or_none()
    if head is None:
        return None
    is_ours = (journal.c.branch_id == branch_id) & (journal.c.epoch == head.epoch)
    began = connection.scalar(select(func.max(journal.c.seq)).where(is_ours, journal.c.kind == DayStarted.__name__))
    if began is None:
        return None
    started = connection.execute(select(journal).where(is_ours, journal.c.seq == began)).one()
    service_day = date.fromisoformat(json.loads(started.body)["service_day"])
    rows = select(journal.c.seq).where(is_ours, journal.c.seq > began - ROWS_OF_EARLIER_DAYS).order_by(journal.c.seq)
    given = connection.execute(select(journal.c.body).where(is_ours, journal.c.seq > began, journal.c.kind.in_(GIVING)))
    return Books(
        given=tuple(_given(row) for row in given),
        standing=_standing(connection, branch_id, service_day),
        seats=_seats(connection, branch_id),
        seqs=tuple(connection.scalars(rows)),
        head=head.seq,
    )


def _given(row: SqlRow[Any]) -> Given:
    said = json.loads(row.body)
    return Given(said["ticket_id"], said["number"])


def _standing(connection: Connection, branch_id: str, service_day: date) -> tuple[Standing, ...]:
    columns = (tickets.c.ticket_id, tickets.c.number, tickets.c.status, tickets.c.desk)
    is_it = (tickets.c.branch_id == branch_id) & (tickets.c.service_day == service_day)
    return tuple(Standing(*row) for row in connection.execute(select(*columns).where(is_it)))


def _seats(connection: Connection, branch_id: str) -> tuple[Seat, ...]:
    query = select(desks.c.desk_id, desks.c.ticket_id, desks.c.joined).where(desks.c.branch_id == branch_id)
    return tuple(Seat(*row) for row in connection.execute(query))


def read_all_books(connection: Connection) -> dict[str, Books]:
    """The present day of every branch."""
    if connection.dialect.name == "postgresql":
        # Else each question would see a later moment than the one before.
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    known = list(connection.scalars(select(branches.c.branch_id)))
    return {branch_id: books for branch_id in known if (books := read_books(connection, branch_id)) is not None}

# SPDX-License-Identifier: EUPL-1.2
"""Contacts and their records: found by a code's hash, read whole, closed; and counted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from kolapp_server.store.contact_tables import contact_notes, contact_readings, contact_records, contact_renewals, contacts
from kolapp_server.store.tables import tickets


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A matter. `code_hash` None: no receipt opens it."""

    contact_id: str
    branch_id: str
    code_hash: bytes | None
    errand: str
    language: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One contact in a matter. With `promise` (what), `due_on` and `owner` something was promised."""

    record_id: str
    contact_id: str
    branch_id: str
    at: datetime
    channel: str
    errand: str
    ticket_id: str | None = None
    desk_id: str | None = None
    outcome: str | None = None
    avoidable: str = ""
    is_repeat: int = 0
    promise: str | None = None
    due_on: date | None = None
    owner: str | None = None
    closed_at: datetime | None = None
    is_kept: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Somebody read the notes of a contact."""

    reading_id: str
    contact_id: str
    branch_id: str
    clerk_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """Somebody gave a contact another code."""

    renewal_id: str
    contact_id: str
    branch_id: str
    clerk_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """A contact with all of its records, oldest first, and the notes by the records' ids."""

    contact: ContactRow
    records: tuple[RecordRow, ...]
    notes: dict[str, str]


def by_code(connection: Connection, code_hash: bytes) -> ContactRow | None:
    """The contact that a code opens."""
    return _contact(connection, contacts.c.code_hash == code_hash)


def by_id(connection: Connection, branch_id: str, contact_id: str) -> ContactRow | None:
    """That contact of the branch."""
    return _contact(connection, and_(contacts.c.contact_id == contact_id, contacts.c.branch_id == branch_id))


def _contact(connection: Connection, is_it: ColumnElement[bool]) -> ContactRow | None:
    row = connection.execute(select(contacts).where(is_it)).one_or_none()
    return None if row is None else ContactRow(**row._mapping)


def last_at(connection: Connection, contact_id: str) -> datetime | None:
    """When the matter was last talked of."""
    found: datetime | None = connection.scalar(
        select(func.max(contact_records.c.at)).where(contact_records.c.contact_id == contact_id)
    )
    return found


def record_of(connection: Connection, record_id: str) -> RecordRow | None:
    """The record with that id."""
    row = connection.execute(select(contact_records).where(contact_records.c.record_id == record_id)).one_or_none()
    return None if row is None else _record(row)


def _record(row: Row[Any]) -> RecordRow:
    return RecordRow(**row._mapping)


def records_of(connection: Connection, contact_id: str) -> tuple[RecordRow, ...]:
    """All records of a contact, oldest first."""
    query = select(contact_records).where(contact_records.c.contact_id == contact_id)
    return tuple(_record(row) for row in connection.execute(query.order_by(contact_records.c.at)))


def matter(connection: Connection, branch_id: str, contact_id: str) -> Matter | None:
    """The contact with its records and what was said."""
    contact = by_id(connection, branch_id, contact_id)
    if contact is None:
        return None
    said = select(contact_notes.c.record_id, contact_notes.c.text).where(contact_notes.c.contact_id == contact_id)
    notes = {row.record_id: row.text for row in connection.execute(said)}
    return Matter(contact, records_of(connection, contact_id), notes)


def add_contact(connection: Connection, contact: ContactRow) -> None:
    """The contact is there."""
    connection.execute(insert(contacts).values(**asdict(contact)))


def add_record(connection: Connection, record: RecordRow, note: str | None) -> None:
    """The record is there, and what was said beside it."""
    connection.execute(insert(contact_records).values(**asdict(record)))
    if note:
        said = {"record_id": record.record_id, "contact_id": record.contact_id, "branch_id": record.branch_id}
        connection.execute(insert(contact_notes).values(**said, text=note, at=record.at))


def add_reading(connection: Connection, reading: ReadingRow) -> None:
    """It is known who read it."""
    connection.execute(insert(contact_readings).values(**asdict(reading)))


def is_renewed(connection: Connection, renewal_id: str) -> bool:
    """Whether that was done already."""
    asked = select(contact_renewals.c.renewal_id).where(contact_renewals.c.renewal_id == renewal_id)
    return connection.scalar(asked) is not None


def renew_code(connection: Connection, renewal: RenewalRow, code_hash: bytes) -> None:
    """Another code opens the contact from now on; it is known who gave it."""
    connection.execute(update(contacts).where(contacts.c.contact_id == renewal.contact_id).values(code_hash=code_hash))
    connection.execute(insert(contact_renewals).values(**asdict(renewal)))


def close_promise(connection: Connection, branch_id: str, record_id: str, is_kept: bool, now: datetime) -> RecordRow | None:
    """The record with its promise closed; None where nothing was promised. What is closed stays closed as it was first."""
    is_it = and_(contact_records.c.record_id == record_id, contact_records.c.branch_id == branch_id)
    is_open = and_(contact_records.c.promise.is_not(None), contact_records.c.closed_at.is_(None))
    connection.execute(update(contact_records).where(is_it, is_open).values(closed_at=now, is_kept=int(is_kept)))
    row = connection.execute(select(contact_records).where(is_it, contact_records.c.promise.is_not(None))).one_or_none()
    return None if row is None else _record(row)


def promises_of(connection: Connection, branch_id: str, closed_since: datetime) -> list[RecordRow]:
    """What was promised and is not answered yet, or was closed since then; the first due first."""
    is_shown = or_(contact_records.c.closed_at.is_(None), contact_records.c.closed_at >= closed_since)
    query = select(contact_records).where(
        contact_records.c.branch_id == branch_id, contact_records.c.promise.is_not(None), is_shown
    )
    return [_record(row) for row in connection.execute(query.order_by(contact_records.c.due_on, contact_records.c.at))]


def open_due_dates(connection: Connection, until: date) -> dict[str, list[date]]:
    """Of each branch, the days by which open promises fall due, up to `until`, the earliest first."""
    is_open = and_(contact_records.c.closed_at.is_(None), contact_records.c.due_on <= until)
    query = select(contact_records.c.branch_id, contact_records.c.due_on).where(contact_records.c.promise.is_not(None), is_open)
    found: dict[str, list[date]] = {}
    for row in connection.execute(query.order_by(contact_records.c.due_on)):
        found.setdefault(row.branch_id, []).append(row.due_on)
    return found


def finished_visits(connection: Connection, branch_id: str, since: datetime, until: datetime) -> dict[str, int]:
    """How many visits ended in that time, by their outcome."""
    is_over = and_(tickets.c.branch_id == branch_id, tickets.c.status == "done", tickets.c.outcome.is_not(None))
    query = select(tickets.c.outcome, func.count().label("n")).where(is_over, tickets.c.since >= since, tickets.c.since < until)
    return {row.outcome: row.n for row in connection.execute(query.group_by(tickets.c.outcome))}


def records_between(connection: Connection, branch_id: str, since: datetime, until: datetime) -> list[RecordRow]:
    """Every record of that time."""
    is_then = and_(contact_records.c.branch_id == branch_id, contact_records.c.at >= since, contact_records.c.at < until)
    return [_record(row) for row in connection.execute(select(contact_records).where(is_then))]


def finished_of(connection: Connection, ticket_ids: Iterable[str]) -> set[str]:
    """Those of the tickets whose visit was finished."""
    is_over = and_(tickets.c.ticket_id.in_(list(ticket_ids)), tickets.c.status == "done")
    return set(connection.scalars(select(tickets.c.ticket_id).where(is_over)))


def promised_between(connection: Connection, branch_id: str, since: date, until: date) -> list[tuple[date, bool | None]]:
    """The promises that fell due from one day up to and with another: the day, and whether it was kept, where that is known."""
    is_then = and_(contact_records.c.branch_id == branch_id, contact_records.c.due_on.between(since, until))
    found = connection.execute(
        select(contact_records.c.due_on, contact_records.c.is_kept).where(is_then, contact_records.c.promise.is_not(None))
    )
    return [(row.due_on, None if row.is_kept is None else bool(row.is_kept)) for row in found]

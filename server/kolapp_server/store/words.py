# SPDX-License-Identifier: EUPL-1.2
"""Words and secrets that come with a command. They lie beside the journal, in rows of their own that can be erased."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, delete, select

from kolapp_server.domain.changing import made_at_once
from kolapp_server.store.contact_tables import contact_records
from kolapp_server.store.contacts import RecordRow
from kolapp_server.store.officer_tables import officer_calls, officer_mail
from kolapp_server.store.officers import CallRow, MailRow, OfficerRow, put_officers
from kolapp_server.store.rows import Row, Sheet, Step
from kolapp_server.store.tables import branch_texts, catalogues, desk_answers, notes, secrets, ticket_ways


@made_at_once
@dataclass(frozen=True, slots=True)
class SecretRow:
    """What opens a visitor's own page, as SHA-256; it dies with the service day."""

    ticket_id: str
    branch_id: str
    secret_hash: bytes
    dies_at: datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What was said at a desk, for the next one."""

    note_id: str
    ticket_id: str
    branch_id: str
    desk_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text of the branch: `notice`, `stop:` and an errand. An empty one is taken away."""

    branch_id: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """A copy to be printed: the slip as JSON."""

    job_id: str
    branch_id: str
    device_id: str
    ticket_id: str | None
    slip: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class DeskAnswersRow:
    """The answers of that version of what the branch offers that are for staff alone, as JSON."""

    branch_id: str
    version: int
    body: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """A ticket that went straight to a specialist, and for which errand; `holder` is the kind of holder of a card."""

    ticket_id: str
    branch_id: str
    way: str
    holder: str | None
    errand: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A new version of what the branch offers, as JSON."""

    branch_id: str
    version: int
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfficersRow:
    """Exactly these officers belong to the branch."""

    branch_id: str
    officers: tuple[OfficerRow, ...]


Words = CatalogueRow | DeskAnswersRow | WayRow | SecretRow | NoteRow | TextRow | RecordRow | CallRow | MailRow | OfficersRow
_TABLES = {
    CatalogueRow: (catalogues, ("branch_id", "version")),
    DeskAnswersRow: (desk_answers, ("branch_id", "version")),
    WayRow: (ticket_ways, ("ticket_id",)),
    SecretRow: (secrets, ("ticket_id",)),
    NoteRow: (notes, ("note_id",)),
    TextRow: (branch_texts, ("branch_id", "key")),
    RecordRow: (contact_records, ("record_id",)),
    CallRow: (officer_calls, ("call_id",)),
    MailRow: (officer_mail, ("mail_id",)),
}


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _TABLES}


def _row(words: Words) -> Row:
    return {name: getattr(words, name) for name in _NAMES[type(words)]}


def put_words(sheet: Sheet, words: list[Words]) -> None:
    """Writes them, many rows a statement."""
    newest: dict[type, dict[object, Row]] = {}
    for said in words:
        if type(said) in _TABLES:
            _, key = _TABLES[type(said)]
            newest.setdefault(type(said), {})[tuple(getattr(said, name) for name in key)] = _row(said)
    # In the tables' order, whatever came first: two replicas must not lock the same rows crosswise.
    for kind, (table, key) in _TABLES.items():
        if kind in newest:
            sheet.put(table, newest[kind].values(), key)
    for row in words:
        if isinstance(row, TextRow) and not row.text:
            sheet.also(_taken_away(row))
        if isinstance(row, OfficersRow):
            sheet.also(_officers_put(row))


def _taken_away(row: TextRow) -> Step:
    is_it = (branch_texts.c.branch_id == row.branch_id) & (branch_texts.c.key == row.key)
    return lambda connection: connection.execute(delete(branch_texts).where(is_it))


def _officers_put(row: OfficersRow) -> Step:
    return lambda connection: put_officers(connection, row.branch_id, row.officers)


def notes_of(connection: Connection, ticket_id: str) -> list[NoteRow]:
    """What has been said about a visit, oldest first."""
    found = connection.execute(select(notes).where(notes.c.ticket_id == ticket_id).order_by(notes.c.at))
    return [NoteRow(**row._mapping) for row in found]


def texts_of(connection: Connection, branch_id: str) -> dict[str, str]:
    """The branch's texts of today, by key."""
    found = connection.execute(select(branch_texts.c.key, branch_texts.c.text).where(branch_texts.c.branch_id == branch_id))
    return {row.key: row.text for row in found}


def secret_of(connection: Connection, ticket_id: str) -> SecretRow | None:
    """What opens that visitor's page."""
    row = connection.execute(select(secrets).where(secrets.c.ticket_id == ticket_id)).one_or_none()
    return None if row is None else SecretRow(**row._mapping)

# SPDX-License-Identifier: EUPL-1.2
"""What is destroyed when its time is over: rows by rule, a handful at a time, so that the writer is never held for long.

What is written down before is enough to know that it was there, and never the thing itself where that is a secret or somebody's
words: of a note its id and its time, of the journal every row, which holds no word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, true, tuple_

from kolapp_server.domain.events import BranchConfigured, DayStarted, NoticePosted
from kolapp_server.store.booking_tables import bookings
from kolapp_server.store.contact_tables import contact_notes, contact_readings, contact_records, contact_renewals, contacts
from kolapp_server.store.incident_tables import incident_readings, incidents
from kolapp_server.store.officer_tables import officer_calls, officer_hands, officer_mail
from kolapp_server.store.tables import (
    answer_reads,
    branches,
    cards,
    journal,
    notes,
    pairing_codes,
    print_jobs,
    requests,
    secrets,
    sessions,
    ticket_ways,
    tickets,
)

ROWS_A_SLICE = 200
LASTING = (BranchConfigured.__name__, NoticePosted.__name__)
"""Events that hold on every later day: the journal is kept from the last of them that the present day stands on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of one table that are `is_over` at a moment. `kept` are the columns that are written down before."""

    name: str
    table: Table
    is_over: Callable[[datetime], ColumnElement[bool]]
    kept: tuple[str, ...]

    @property
    def key(self) -> tuple[ColumnElement[Any], ...]:
        """What tells one row from another."""
        return tuple(self.table.primary_key.columns)


@dataclass(frozen=True, slots=True)
class Among:
    """Whose rows are meant: those of one branch only, or of all but some."""

    only: str | None = None
    besides: frozenset[str] = frozenset()


EVERYBODY = Among()
RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("notes", notes, lambda at: notes.c.at < at, ("note_id", "ticket_id", "branch_id", "desk_id", "at")),
        Rule("secrets", secrets, lambda at: secrets.c.dies_at < at, ("ticket_id", "branch_id", "dies_at")),
        Rule("sessions", sessions, lambda at: sessions.c.ends_at < at, ("clerk_id", "began_at", "ends_at")),
        Rule("codes", pairing_codes, lambda at: pairing_codes.c.ends_at < at, ("branch_id", "kind", "ends_at", "used_at")),
        Rule(
            "print_jobs",
            print_jobs,
            lambda at: print_jobs.c.asked_at < at,
            ("job_id", "branch_id", "device_id", "ticket_id", "asked_at", "result"),
        ),
        Rule("contact_notes", contact_notes, lambda at: contact_notes.c.at < at, ("record_id", "contact_id", "branch_id", "at")),
        Rule(
            "contact_readings",
            contact_readings,
            lambda at: contact_readings.c.at < at,
            tuple(column.name for column in contact_readings.columns),
        ),
        Rule(
            "contact_renewals",
            contact_renewals,
            lambda at: contact_renewals.c.at < at,
            tuple(column.name for column in contact_renewals.columns),
        ),
        Rule(
            "contact_records",
            contact_records,
            lambda at: and_(contact_records.c.at < at, or_(contact_records.c.promise.is_(None), _is_closed())),
            tuple(column.name for column in contact_records.columns),
        ),
        Rule(
            "contacts",
            contacts,
            lambda at: and_(contacts.c.opened_at < at, ~_has_records()),
            ("contact_id", "branch_id", "opened_at"),
        ),
        Rule("incidents", incidents, lambda at: incidents.c.at < at, ("incident_id", "branch_id", "kind", "desk_id", "at")),
        Rule(
            "incident_readings",
            incident_readings,
            lambda at: incident_readings.c.at < at,
            tuple(column.name for column in incident_readings.columns),
        ),
        Rule(
            "officer_calls",
            officer_calls,
            lambda at: officer_calls.c.told_at < at,
            ("call_id", "branch_id", "ticket_id", "officer_id", "unit_id", "purpose", "told_at", "answer", "answered_at"),
        ),
        Rule("officer_mail", officer_mail, lambda at: officer_mail.c.made_at < at, ("mail_id", "call_id", "channel", "result")),
        Rule("officer_hands", officer_hands, lambda at: officer_hands.c.ends < at, ("branch_id", "officer_id", "ends")),
        Rule(
            "answer_reads", answer_reads, lambda at: answer_reads.c.at < at, tuple(column.name for column in answer_reads.columns)
        ),
        Rule("ticket_ways", ticket_ways, lambda at: ticket_ways.c.at < at, tuple(column.name for column in ticket_ways.columns)),
        Rule(
            "cards",
            cards,
            lambda at: cards.c.revoked_at < at,
            ("card_id", "branch_id", "number", "holder", "made_at", "made_by", "revoked_at", "revoked_by"),
        ),
        Rule(
            "bookings",
            bookings,
            lambda at: bookings.c.booked_at < at,
            ("booking_id", "branch_id", "errand", "booked_at", "channel", "made_at", "cancelled_at", "arrived_at"),
        ),
        Rule("requests", requests, lambda at: requests.c.at < at, ("branch_id", "request_id", "ticket_id", "at")),
        Rule(
            "tickets",
            tickets,
            lambda at: and_(tickets.c.since < at, tickets.c.issued_at < at, tickets.c.status.in_(("done", "cancelled", "left"))),
            tuple(column.name for column in tickets.columns),
        ),
        Rule("journal", journal, lambda at: _journal_is_over(at), tuple(column.name for column in journal.columns)),
    )
}


def _is_closed() -> ColumnElement[bool]:
    """A promise that nobody has answered stays on its list, however old."""
    return contact_records.c.closed_at.is_not(None)


def _has_records() -> ColumnElement[bool]:
    return select(contact_records.c.record_id).where(contact_records.c.contact_id == contacts.c.contact_id).exists()


def _journal_is_over(at: datetime) -> ColumnElement[bool]:
    """Rows before the present day, and before what the present day stands on; so what is left has no gap."""
    return and_(journal.c.at < at, or_(_is_of_earlier_epoch(), journal.c.seq < _first_needed()))


def _is_of_earlier_epoch() -> ColumnElement[bool]:
    epoch = select(branches.c.epoch).where(branches.c.branch_id == journal.c.branch_id).scalar_subquery()
    return journal.c.epoch < epoch


def _first_needed() -> ColumnElement[Any]:
    """The journal number of the oldest row that loading the present day asks for."""
    row, day = journal.alias(), journal.alias()
    began = (
        select(func.max(day.c.seq))
        .where(day.c.branch_id == journal.c.branch_id, day.c.epoch == journal.c.epoch, day.c.kind == DayStarted.__name__)
        .scalar_subquery()
    )
    newest = (
        select(func.max(row.c.seq).label("seq"))
        .where(row.c.branch_id == journal.c.branch_id, row.c.epoch == journal.c.epoch)
        .where(row.c.kind.in_(LASTING), row.c.seq < began)
        .group_by(row.c.kind)
        .correlate(journal)
        .subquery()
    )
    return select(func.min(newest.c.seq)).scalar_subquery()


def _is_among(rule: Rule, among: Among) -> ColumnElement[bool]:
    if among.only is not None:
        return rule.table.c.branch_id == among.only
    return rule.table.c.branch_id.not_in(among.besides) if among.besides else true()


def take_slice(connection: Connection, rule: Rule, before: datetime, among: Among = EVERYBODY) -> list[dict[str, Any]]:
    """The next rows that are over, whole; the oldest first."""
    is_it = and_(rule.is_over(before), _is_among(rule, among))
    query: Select[Any] = select(rule.table).where(is_it).order_by(*rule.key).limit(ROWS_A_SLICE)
    return [dict(row._mapping) for row in connection.execute(query)]


def destroy(connection: Connection, rule: Rule, rows: list[dict[str, Any]]) -> int:
    """Those rows are gone. Returns how many there were."""
    keys = [tuple(row[column.name] for column in rule.key) for row in rows]
    return connection.execute(delete(rule.table).where(tuple_(*rule.key).in_(keys))).rowcount


def oldest_configuration(connection: Connection, branch_id: str, epoch: int) -> datetime | None:
    """When the configuration or notice was written that the journal must be kept from."""
    is_it = and_(journal.c.branch_id == branch_id, journal.c.epoch == epoch, journal.c.kind.in_(LASTING))
    newest = select(func.max(journal.c.at).label("at")).where(is_it).group_by(journal.c.kind).subquery()
    found: datetime | None = connection.scalar(select(func.min(newest.c.at)))
    return found

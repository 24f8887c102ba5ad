# SPDX-License-Identifier: EUPL-1.2
"""Answers that staff alone read, how often a kiosk's answers were opened, and how the straight way to a specialist went."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, and_, exists, func, select, type_coerce

from kolapp_server.domain import events as happened
from kolapp_server.domain.events import Event
from kolapp_server.domain.ticket import Status
from kolapp_server.domain.visit_events import LegFinished
from kolapp_server.store.contact_tables import contact_records
from kolapp_server.store.journal import decode
from kolapp_server.store.rows import put
from kolapp_server.store.tables import answer_reads, branches, desk_answers, journal, ticket_ways, tickets

ON_THE_WAY = tuple(
    kind.__name__
    for kind in (
        happened.TicketIssued,
        happened.OfflineTicketTaken,
        happened.TicketCalled,
        happened.ServingStarted,
        LegFinished,
        happened.TicketTransferred,
        happened.TicketFinished,
    )
)
"""Of the journal, what tells where a visitor went."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An answer was opened at a kiosk; `has_ticket` where that visit at the glass ended with a ticket."""

    read_id: str
    branch_id: str
    device_id: str
    errand: str
    at: datetime
    has_ticket: bool


@dataclass(frozen=True, slots=True)
class CountedRead:
    """An answer that was opened; `is_enough` where no ticket came of it."""

    errand: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class WayTicket:
    """How a ticket that went straight to a specialist stands."""

    way: str
    holder: str | None
    errand: str
    is_over: bool
    issued_at: datetime
    first_called_at: datetime | None


def desk_answers_of(connection: Connection, branch_id: str, version: int) -> str | None:
    """The answers that are for staff alone, of that version, as JSON."""
    is_it = (desk_answers.c.branch_id == branch_id) & (desk_answers.c.version == version)
    return connection.scalar(select(desk_answers.c.body).where(is_it))


def put_read(connection: Connection, row: ReadRow) -> None:
    """It is counted, once."""
    put(connection, answer_reads, [asdict(row) | {"has_ticket": int(row.has_ticket)}], ("read_id",))


def reads_between(connection: Connection, branch_id: str, since: datetime, until: datetime, micros: int) -> Sequence[CountedRead]:
    """Every answer that was opened then. A ticket of that kiosk and errand within `micros` microseconds was its consequence."""
    came_back = exists().where(
        tickets.c.branch_id == answer_reads.c.branch_id,
        tickets.c.device == answer_reads.c.device_id,
        tickets.c.errand == answer_reads.c.errand,
        tickets.c.issued_at >= answer_reads.c.at,
        type_coerce(tickets.c.issued_at, BigInteger) - type_coerce(answer_reads.c.at, BigInteger) <= micros,
    )
    query = select(answer_reads.c.errand, answer_reads.c.has_ticket, came_back.label("came_back")).where(
        answer_reads.c.branch_id == branch_id, answer_reads.c.at >= since, answer_reads.c.at < until
    )
    return [CountedRead(row.errand, not row.has_ticket and not row.came_back) for row in connection.execute(query)]


def ways_between(connection: Connection, branch_id: str, since: datetime, until: datetime) -> Sequence[WayTicket]:
    """Every ticket that went straight to a specialist then."""
    joined = and_(tickets.c.ticket_id == ticket_ways.c.ticket_id, tickets.c.branch_id == ticket_ways.c.branch_id)
    query = (
        select(ticket_ways, tickets.c.status, tickets.c.issued_at, tickets.c.first_called_at)
        .join(tickets, joined)
        .where(ticket_ways.c.branch_id == branch_id, ticket_ways.c.at >= since, ticket_ways.c.at < until)
    )
    over = {Status.DONE, Status.CANCELLED, Status.LEFT}
    return [
        WayTicket(row.way, row.holder, row.errand, row.status in over, row.issued_at, row.first_called_at)
        for row in connection.execute(query)
    ]


def registered(connection: Connection, branch_id: str, since: datetime, until: datetime) -> dict[str, int]:
    """How many contacts without a ticket were registered then, by channel."""
    query = (
        select(contact_records.c.channel, func.count())
        .where(contact_records.c.branch_id == branch_id, contact_records.c.ticket_id.is_(None))
        .where(contact_records.c.at >= since, contact_records.c.at < until)
        .group_by(contact_records.c.channel)
    )
    return {row.channel: int(row[1]) for row in connection.execute(query)}


def on_the_way(connection: Connection, branch_id: str, since: datetime, until: datetime) -> list[Event]:
    """What happened to visitors then, in its order, as far as it tells where they went."""
    query = (
        select(journal.c.kind, journal.c.body)
        .join(branches, and_(branches.c.branch_id == journal.c.branch_id, branches.c.epoch == journal.c.epoch))
        .where(journal.c.branch_id == branch_id, journal.c.at >= since, journal.c.at < until, journal.c.kind.in_(ON_THE_WAY))
        .order_by(journal.c.seq)
    )
    return [decode(row.kind, row.body) for row in connection.execute(query)]

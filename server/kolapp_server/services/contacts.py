# SPDX-License-Identifier: EUPL-1.2
"""Contacts: a matter is recorded, found again by its code, read by whoever may, and what was promised in it is answered.

Whatever way somebody came, `record` keeps it. A finished visit needs none of this: its outcome stands in its ticket.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from kolapp_server.domain import contact as rules
from kolapp_server.domain import hours
from kolapp_server.domain.contact import Figures
from kolapp_server.domain.refusals import Refusal
from kolapp_server.services.branches import Branches
from kolapp_server.store import contacts as rows
from kolapp_server.store.contacts import ContactRow, Matter, ReadingRow, RecordRow, RenewalRow
from kolapp_server.store.faults import RequestReused
from kolapp_server.store.reading import Connection

VISIT = "visit"
CLOSED_STAY_LISTED = timedelta(days=7)
log = structlog.get_logger()


class UnknownContact(Refusal):
    """No contact is opened by that."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What, by the end of which day, and which function answers for it."""

    kind: str
    due_on: date
    owner: str


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What is to be kept. With `contact_id` in that matter, else in a new one, which the code of `code_hash` opens."""

    record_id: str
    errand: str
    channel: str = VISIT
    contact_id: str | None = None
    code_hash: bytes | None = None
    language: str = "sv"
    ticket_id: str | None = None
    desk_id: str | None = None
    note: str | None = None
    outcome: str | None = None
    avoidable: tuple[str, ...] = ()
    is_repeat: bool = False
    promise: Promised | None = None


async def record(branches: Branches, branch_id: str, new: NewRecord) -> RecordRow:
    """The contact is kept. Asked again with the same id nothing more is. Raises `UnknownContact` or `RequestReused`."""
    now = branches.clock()

    def work(connection: Connection) -> RecordRow:
        known = rows.record_of(connection, new.record_id)
        if known is not None:
            return _same(known, branch_id)
        contact = _contact_for(connection, branch_id, new, now)
        came_again = new.is_repeat or rules.is_repeat(rows.last_at(connection, contact.contact_id), now)
        made = _row(new, contact, now, is_repeat=came_again)
        rows.add_record(connection, made, new.note)
        return made

    return await branches.writer.run(work)


def _same(known: RecordRow, branch_id: str) -> RecordRow:
    if known.branch_id != branch_id:
        raise RequestReused()
    return known


def _contact_for(connection: Connection, branch_id: str, new: NewRecord, now: datetime) -> ContactRow:
    if new.contact_id is not None:
        found = rows.by_id(connection, branch_id, new.contact_id)
        if found is None:
            raise UnknownContact()
        return found
    if new.code_hash is not None and rows.by_code(connection, new.code_hash) is not None:
        raise RequestReused()
    made = ContactRow(new.record_id, branch_id, new.code_hash, new.errand, new.language, now)
    rows.add_contact(connection, made)
    return made


def _row(new: NewRecord, contact: ContactRow, now: datetime, *, is_repeat: bool) -> RecordRow:
    made = RecordRow(
        new.record_id,
        contact.contact_id,
        contact.branch_id,
        now,
        new.channel,
        new.errand,
        new.ticket_id,
        new.desk_id,
        new.outcome,
        " ".join(new.avoidable),
        int(is_repeat),
    )
    if new.promise is None:
        return made
    return replace(made, promise=new.promise.kind, due_on=new.promise.due_on, owner=new.promise.owner)


@dataclass(frozen=True, slots=True)
class OpenedContact:
    """What a contact's code opens, without a word of what was said. `owner` answered for the last promise, if there was one."""

    contact_id: str
    errand: str
    owner: str | None


async def opened(branches: Branches, branch_id: str, code_hash: bytes) -> OpenedContact | None:
    """The contact of the branch that a code opens; None for a wrong one."""
    found = await records_for(branches, code_hash)
    if found is None or found[0].branch_id != branch_id:
        return None
    contact, records = found
    owner = next((record.owner for record in reversed(records) if record.owner is not None), None)
    return OpenedContact(contact.contact_id, contact.errand, owner)


async def comes_back(branches: Branches, branch_id: str, code_hash: bytes, ticket_id: str) -> RecordRow | None:
    """The record that says that a visitor with that code has come back with the ticket; None where it opens nothing here."""
    now = branches.clock()

    def look(connection: Connection) -> RecordRow | None:
        contact = rows.by_code(connection, code_hash)
        if contact is None or contact.branch_id != branch_id:
            return None
        came_again = rules.is_repeat(rows.last_at(connection, contact.contact_id), now)
        return RecordRow(
            ticket_id, contact.contact_id, branch_id, now, VISIT, contact.errand, ticket_id, is_repeat=int(came_again)
        )

    return await branches.read(look)


async def read_matter(branches: Branches, branch_id: str, contact_id: str, clerk_id: str) -> Matter:
    """All that is kept of a contact; that it was read, by whom and when, is kept too. Raises `UnknownContact`."""
    reading = ReadingRow(str(uuid.uuid4()), contact_id, branch_id, clerk_id, branches.clock())

    def work(connection: Connection) -> Matter:
        found = rows.matter(connection, branch_id, contact_id)
        if found is None:
            raise UnknownContact()
        rows.add_reading(connection, reading)
        return found

    return await branches.writer.run(work)


async def renew_code(
    branches: Branches, branch_id: str, contact_id: str, renewal_id: str, code_hash: bytes, clerk_id: str
) -> None:
    """Another code opens the contact, and the old one opens nothing; who did it is kept. Asked again it is done once.

    Raises `UnknownContact`, or `RequestReused` for a code that opens something already.
    """
    renewal = RenewalRow(renewal_id, contact_id, branch_id, clerk_id, branches.clock())

    def work(connection: Connection) -> None:
        contact = rows.by_id(connection, branch_id, contact_id)
        if contact is None:
            raise UnknownContact()
        if rows.is_renewed(connection, renewal_id) and contact.code_hash == code_hash:
            return
        if rows.is_renewed(connection, renewal_id) or rows.by_code(connection, code_hash) is not None:
            raise RequestReused()
        rows.renew_code(connection, renewal, code_hash)

    await branches.writer.run(work)
    log.info("contact_code_renewed", branch=branch_id, contact=contact_id, clerk=clerk_id)


async def records_for(branches: Branches, code_hash: bytes) -> tuple[ContactRow, tuple[RecordRow, ...]] | None:
    """The contact that a code opens and its records, without what was said; None for a wrong code."""

    def look(connection: Connection) -> tuple[ContactRow, tuple[RecordRow, ...]] | None:
        contact = rows.by_code(connection, code_hash)
        return None if contact is None else (contact, rows.records_of(connection, contact.contact_id))

    return await branches.read(look)


async def promises(branches: Branches, branch_id: str) -> list[RecordRow]:
    """What the branch has promised and not answered, and what was closed in the last seven days."""
    since = branches.clock() - CLOSED_STAY_LISTED
    return await branches.read(lambda connection: rows.promises_of(connection, branch_id, since))


async def close_promise(branches: Branches, branch_id: str, record_id: str, *, is_kept: bool) -> RecordRow:
    """It is known whether the promise was kept; what was said first stays. Raises `UnknownContact`."""
    now = branches.clock()
    found = await branches.writer.run(lambda connection: rows.close_promise(connection, branch_id, record_id, is_kept, now))
    if found is None:
        raise UnknownContact()
    return found


def today(branches: Branches, branch_id: str) -> date:
    """The branch's service day now."""
    return hours.service_day(branches.clock(), branches.day(branch_id).rules.time_zone)


async def figures(branches: Branches, branch_id: str, since: date, until: date) -> Figures:
    """Contacts by outcome, how many came again, what would not have been needed, promises kept; from one day up to another."""
    zone, now = branches.day(branch_id).rules.time_zone, today(branches, branch_id)
    begins, ends = hours.day_ends_at(since - timedelta(days=1), zone), hours.day_ends_at(until, zone)

    def look(connection: Connection) -> Figures:
        kept = rows.records_between(connection, branch_id, begins, ends)
        visits = rows.finished_visits(connection, branch_id, begins, ends)
        finished = rows.finished_of(connection, {row.ticket_id for row in kept if row.ticket_id is not None and row.is_repeat})
        promised = rows.promised_between(connection, branch_id, since, until)
        return rules.figures(
            rules.Counted(
                Counter(visits) + Counter(row.outcome for row in _without_ticket(kept) if row.outcome is not None),
                len(finished) + sum(row.is_repeat for row in _without_ticket(kept)),
                Counter(why for row in kept for why in row.avoidable.split()),
                rules.promises_counted(promised, now),
            )
        )

    return await branches.read(look)


def _without_ticket(kept: Iterable[RecordRow]) -> list[RecordRow]:
    return [row for row in kept if row.ticket_id is None]

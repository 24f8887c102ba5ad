# SPDX-License-Identifier: EUPL-1.2
"""Named officers while the server runs: who they are, where they are, who was told of which visitor, and what they said.

What is known is read from the database: at once after what is done here, and every two seconds where other servers do it too.
An officer is told of a ticket once for each purpose, since a call's id is made of both: told again, nothing happens.
"""

import asyncio
import hmac
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from kolapp_server.auth.tokens import hashed
from kolapp_server.domain import hours, officers
from kolapp_server.domain.bookings import Meeting
from kolapp_server.domain.officers import Answer, ByHand, Calendar, Call, Presence, Purpose, Reached, Status, Stretch
from kolapp_server.domain.refusals import Refusal, UnknownTicket
from kolapp_server.domain.ticket import Status as Stands
from kolapp_server.domain.ticket import TicketId
from kolapp_server.services.branches import Branches
from kolapp_server.store import officers as rows
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.officers import CallRow, Known, MailRow, OfficerRow

REMEMBERED_FOR = timedelta(hours=20)
READS_EVERY_S = 2.0
READS_ALONE_EVERY_S = 30.0
LONGEST_AWAY = timedelta(days=60)
EMAIL, WEBHOOK = "email", "webhook"
CALLS = uuid.UUID("7d5f6d3e-4c1a-5b0e-9d64-0c7b5f0a9e11")
"""Where the ids of calls are made from tickets and officers."""
NOTHING_KNOWN = Known((), {}, {}, ())
log = structlog.get_logger()


class UnknownOfficer(Refusal):
    """There is no such officer."""


class NotInTime(Refusal):
    """A status holds until a time that is still to come, and not for more than sixty days."""


@dataclass(slots=True)
class OfficerBook:
    """What is known now. `calls_of` gives the same mapping until it has another content."""

    branches: Branches
    has_replicas: bool
    known: Known = NOTHING_KNOWN
    _calls: dict[str, Mapping[TicketId, Call]] = field(default_factory=dict)

    async def read(self) -> None:
        """All that is in the database is known here."""
        since = self.branches.clock() - REMEMBERED_FOR
        self.known = await self.branches.read(lambda connection: rows.read_known(connection, since))
        for branch_id in {row.branch_id for row in self.known.calls} | set(self._calls):
            found = self._latest(branch_id)
            if found != self._calls.get(branch_id):
                self._calls[branch_id] = found

    async def run(self) -> None:
        """Reads until it is cancelled."""
        while True:
            try:
                await self.read()
            except StoreFault as fault:
                log.warning("officers_not_read", reason=type(fault).__name__)
            await asyncio.sleep(READS_EVERY_S if self.has_replicas else READS_ALONE_EVERY_S)

    def _latest(self, branch_id: str) -> Mapping[TicketId, Call]:
        by_ticket: dict[TicketId, list[Call]] = {}
        for row in self.known.calls:
            if row.branch_id == branch_id:
                by_ticket.setdefault(TicketId(row.ticket_id), []).append(row.call())
        return {ticket: call for ticket, calls in by_ticket.items() if (call := officers.latest(calls)) is not None}

    def of(self, branch_id: str) -> tuple[OfficerRow, ...]:
        """The branch's officers, in the town's order."""
        return tuple(row for row in self.known.officers if row.branch_id == branch_id)

    def find(self, branch_id: str, officer_id: str) -> OfficerRow | None:
        """The officer of that id."""
        return next((row for row in self.of(branch_id) if row.officer_id == officer_id), None)

    def status_of(self, officer: OfficerRow) -> Status:
        """Where the officer is now."""
        key = (officer.branch_id, officer.officer_id)
        read = self.known.calendars.get(key)
        calendar = read.calendar if read is not None and officer.calendar else Calendar()
        return officers.status(self.known.hands.get(key), calendar, self.branches.clock())

    def calls_of(self, branch_id: str) -> Mapping[TicketId, Call]:
        """What is true of each visitor who asked for an officer today."""
        return self._calls.get(branch_id, {})

    def calls_about(self, branch_id: str, ticket_id: str) -> list[Call]:
        """Every telling of that ticket, the oldest first."""
        return [row.call() for row in self.known.calls if row.branch_id == branch_id and row.ticket_id == ticket_id]


def meeting_with(book: OfficerBook, branch_id: str, officer_id: str | None) -> Meeting | None:
    """The officer, as one whom a time can be booked with; None for one whom the town does not know.

    Whoever has a calendar can be booked as far ahead as it was read; whoever is said to be away, not before they are back.
    """
    officer = None if officer_id is None else book.find(branch_id, officer_id)
    if officer is None:
        return None
    now, key = book.branches.clock(), (officer.branch_id, officer.officer_id)
    hand, row = book.known.hands.get(key), book.known.calendars.get(key)
    away = (Stretch(now, hand.ends),) if hand is not None and hand.presence is Presence.AWAY and hand.ends > now else ()
    if not officer.calendar:
        return Meeting(officer.officer_id, away)
    read = Calendar() if row is None else row.calendar
    return Meeting(officer.officer_id, (*read.busy, *away), officers.known_until(read, now))


def words_for(
    book: OfficerBook, branch_id: str, ticket_id: TicketId, officer_id: str | None, purpose: Purpose
) -> tuple[CallRow | MailRow, ...]:
    """What is written down with a ticket whose visitor asks for an officer; nothing for one whom the town does not know."""
    officer = None if officer_id is None else book.find(branch_id, officer_id)
    if officer is None:
        return ()
    call, mails = telling(book, officer, ticket_id, officer.officer_id, purpose)
    return (call, *mails)


def telling(
    book: OfficerBook, officer: OfficerRow, ticket_id: str, asked_for: str, purpose: Purpose, desk_id: str | None = None
) -> tuple[CallRow, tuple[MailRow, ...]]:
    """The call, and what is sent with it. Only a wait can be answered; a message for a guide to write down is sent to nobody."""
    now = book.branches.clock()
    secret = secrets.token_urlsafe(32) if purpose is Purpose.WAIT else None
    call_id = str(uuid.uuid5(CALLS, f"{ticket_id} {officer.officer_id} {purpose}"))
    call = CallRow(
        call_id, officer.branch_id, ticket_id, officer.officer_id, asked_for, officer.unit_id, purpose.value, now,
        now + timedelta(seconds=officer.answer_within_s), link_hash=None if secret is None else hashed(secret),
    )  # fmt: skip
    channels = [name for name, address in ((EMAIL, officer.email), (WEBHOOK, officer.webhook)) if address]
    mails = (
        MailRow(str(uuid.uuid5(CALLS, f"{call_id} {channel}")), officer.branch_id, call_id, channel, desk_id, secret, now, now)
        for channel in channels
    )
    return call, () if purpose is Purpose.MESSAGE else tuple(mails)


async def tell(
    book: OfficerBook, branch_id: str, ticket_id: TicketId, officer_id: str, purpose: Purpose, desk_id: str | None
) -> str:
    """The officer is told of that ticket by a desk; the call's id. Raises `UnknownOfficer` or `UnknownTicket`."""
    officer = book.find(branch_id, officer_id)
    if officer is None:
        raise UnknownOfficer()
    if book.branches.day(branch_id).find(ticket_id) is None:
        raise UnknownTicket()
    call, mails = telling(book, officer, ticket_id, officer_id, purpose, desk_id)
    await book.branches.writer.run(lambda connection: rows.add_call(connection, call, mails))
    await book.read()
    return call.call_id


async def set_status(
    book: OfficerBook, branch_id: str, officer_id: str, presence: Presence | None, until: datetime | None
) -> None:
    """That is where the officer is; with None the calendar speaks again. Raises `UnknownOfficer` or `NotInTime`."""
    if book.find(branch_id, officer_id) is None:
        raise UnknownOfficer()
    now, zone = book.branches.clock(), book.branches.day(branch_id).rules.time_zone
    if until is not None and not now < until <= now + LONGEST_AWAY:
        raise NotInTime()
    ends = until or hours.day_ends_at(hours.service_day(now, zone), zone)
    said = None if presence is None else ByHand(presence, until, ends)
    await book.branches.writer.run(lambda connection: rows.put_hand(connection, branch_id, officer_id, said))
    await book.read()


async def answer(book: OfficerBook, row: CallRow, said: Answer, minutes: int, *, by_link: bool = False) -> bool:
    """The officer has answered, and the visitor sees it; who cannot come is passed on. False where the link was spent."""
    now = book.branches.clock()
    coming_at = now + timedelta(minutes=minutes) if said is Answer.COMING else None
    answered = replace(row.call(), answer=said, answered_at=now, coming_at=coming_at)
    if not await book.branches.writer.run(lambda connection: rows.answer_call(connection, answered, by_link=by_link)):
        return False
    await book.read()
    await pass_on(book, row.branch_id, row.ticket_id)
    return True


async def call_by_secret(book: OfficerBook, call_id: str, secret: str) -> CallRow | None:
    """The call that `secret` opens; None for a wrong one, a spent one, and one of another day alike."""
    row = await book.branches.read(lambda connection: rows.call_of(connection, call_id))
    if row is None or row.link_hash is None or book.branches.clock() - row.told_at > REMEMBERED_FOR:
        return None
    return row if hmac.compare_digest(row.link_hash, hashed(secret)) else None


async def call_in(book: OfficerBook, branch_id: str, call_id: str) -> CallRow | None:
    """The call of that branch, for one who sits at a desk there."""
    row = await book.branches.read(lambda connection: rows.call_of(connection, call_id))
    return row if row is not None and row.branch_id == branch_id else None


async def pass_on(book: OfficerBook, branch_id: str, ticket_id: str) -> None:
    """The next deputy is told, where there is one and the visitor waits still."""
    calls = book.calls_about(branch_id, ticket_id)
    deputies = {row.officer_id: row.deputy for row in book.of(branch_id)}
    deputy = officers.next_in_turn(deputies, calls)
    found = None if deputy is None else book.find(branch_id, deputy)
    if found is None or not _waits(book, branch_id, ticket_id):
        return
    call, mails = telling(book, found, ticket_id, calls[0].asked_for, Purpose.WAIT)
    await book.branches.writer.run(lambda connection: rows.add_call(connection, call, mails))
    await book.read()


async def pass_on_overdue(book: OfficerBook) -> None:
    """Whoever has not answered in time is counted as silent, and the deputies are told."""
    now = book.branches.clock()
    for row in book.known.calls:
        if not officers.overdue([row.call()], now) or not _waits(book, row.branch_id, row.ticket_id):
            continue
        await book.branches.writer.run(partial(rows.fall_silent, call_id=row.call_id))
        await book.read()
        await pass_on(book, row.branch_id, row.ticket_id)


def _waits(book: OfficerBook, branch_id: str, ticket_id: str) -> bool:
    ticket = book.branches.day(branch_id).find(TicketId(ticket_id))
    return ticket is not None and ticket.status is Stands.WAITING


async def reached(book: OfficerBook, branch_id: str, days: int) -> tuple[Reached, ...]:
    """How officers answered, unit by unit, over so many days."""
    since = book.branches.clock() - timedelta(days=days)
    found = await book.branches.read(lambda connection: rows.calls_since(connection, branch_id, since))
    return officers.reachability(row.call() for row in found)

# SPDX-License-Identifier: EUPL-1.2
"""What visitors wished for whom a kiosk gave a number by itself: a contact, a booked time, an officer, a straight way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kolapp_contract import offline as wire
from kolapp_contract.codes import hashed
from kolapp_server.domain import hours
from kolapp_server.domain.day import Day
from kolapp_server.domain.officers import Purpose
from kolapp_server.services import contacts, officers
from kolapp_server.services.bookings import BookingDesk, OpenedBooking
from kolapp_server.services.branches import Branches
from kolapp_server.services.officers import OfficerBook
from kolapp_server.services.offline import is_new
from kolapp_server.store import contacts as rows
from kolapp_server.store.contacts import RecordRow
from kolapp_server.store.officers import CallRow
from kolapp_server.store.words import Words
from kolapp_server.translate import entrance, orders


@dataclass(frozen=True, slots=True)
class Wishes:
    """Of the entries that nobody has told of before. `kept` is written down with the tickets, `straight` is recorded after."""

    returns: Mapping[UUID, RecordRow]
    booked: Mapping[UUID, OpenedBooking]
    kept: tuple[Words, ...]
    straight: tuple[wire.Issued, ...]

    def contact_of(self, ticket_id: UUID) -> str | None:
        """What that visitor goes on with."""
        found = self.returns.get(ticket_id)
        return None if found is None else found.contact_id


async def of_entries(desk: BookingDesk, book: OfficerBook, branch_id: str, entries: Iterable[wire.JournalEntry]) -> Wishes:
    """What is wished in a batch. An officer is told of those alone whom no desk has called yet."""
    branches = desk.branches
    day = branches.day(branch_id)
    issued = [entry for entry in entries if isinstance(entry, wire.Issued) and is_new(day, orders.ticket_id(entry.ticket_id))]
    found = {entry.ticket_id: await _came_back(branches, branch_id, entry) for entry in issued}
    returns = {ticket_id: row for ticket_id, row in found.items() if row is not None}
    opened = {entry.ticket_id: await _booked(desk, branch_id, entry) for entry in issued}
    booked = {ticket_id: booking for ticket_id, booking in opened.items() if booking is not None}
    kept: list[Words] = [*returns.values()]
    for entry in issued:
        way = entrance.way(entry.ticket_id, branch_id, entry, min(entry.issued_at, branches.clock()))
        kept.extend([] if way is None else [way])
        if _is_to_be_told(day, entry):
            ticket_id = orders.ticket_id(entry.ticket_id)
            meets = booked[entry.ticket_id].row.officer if entry.ticket_id in booked else None
            wish = Purpose.WAIT if meets else Purpose(entry.officer_wish)
            kept.extend(officers.words_for(book, branch_id, ticket_id, meets or entry.officer_id, wish))
    straight = tuple(entry for entry in issued if entry.way is not None and entry.ticket_id not in returns)
    return Wishes(returns, booked, tuple(kept), straight)


async def _booked(desk: BookingDesk, branch_id: str, entry: wire.Issued) -> OpenedBooking | None:
    """The booked time that the visitor came for, as it stood when they came."""
    if entry.booking_code is None:
        return None
    offline = entry if isinstance(entry, wire.IssuedOffline) else None
    heard_at, former = (offline.heard_at, offline.in_place_of) if offline else (None, None)
    at = min(max(entry.issued_at, heard_at or entry.issued_at), desk.branches.clock())
    came = at, None if former is None else orders.ticket_id(former)
    return await desk.check_in_later(branch_id, hashed(entry.booking_code), orders.ticket_id(entry.ticket_id), came)


async def _came_back(branches: Branches, branch_id: str, entry: wire.Issued) -> RecordRow | None:
    """The record of a return. A server that was restored may know it already, from before."""
    if entry.contact_code is None:
        return None
    ticket_id = orders.ticket_id(entry.ticket_id)
    known = await branches.read(lambda connection: rows.record_of(connection, ticket_id))
    return known or await contacts.comes_back(branches, branch_id, hashed(entry.contact_code), ticket_id)


def _is_to_be_told(day: Day, entry: wire.Issued) -> bool:
    is_of_today = hours.service_day(entry.issued_at, day.rules.time_zone) >= day.service_day
    return isinstance(entry, wire.IssuedOffline) and entry.number not in day.numbers and is_of_today


async def follow(branches: Branches, book: OfficerBook, branch_id: str, wishes: Wishes) -> None:
    """Who went straight to a specialist has left a record too (K13), and officers' consoles know who waits for them."""
    for entry in wishes.straight:
        if entry.errand_id is not None:
            ticket_id = str(entry.ticket_id)
            found = contacts.NewRecord(ticket_id, entry.errand_id, language=entry.language, ticket_id=ticket_id)
            await contacts.record(branches, branch_id, found)
    if any(isinstance(row, CallRow) for row in wishes.kept):
        await book.read()

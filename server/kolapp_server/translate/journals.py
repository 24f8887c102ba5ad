# SPDX-License-Identifier: EUPL-1.2
"""A kiosk's journal as commands of the domain, and what became of it on the wire."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never
from uuid import UUID

from kolapp_contract import offline as wire
from kolapp_server.domain import commands
from kolapp_server.domain.bookings import is_booked_still
from kolapp_server.domain.offline import Result
from kolapp_server.domain.ticket import ContactId, ErrandId, Kind, TicketId, TicketNumber
from kolapp_server.services.bookings import OpenedBooking


def entry(told: wire.JournalEntry, contact: str | None = None, booking: OpenedBooking | None = None) -> commands.JournalEntry:
    """One entry as the domain knows it, of a visitor who came back with `contact`, came for a booked time, or neither."""
    ticket_id = TicketId(str(told.ticket_id))
    match told:
        case wire.IssuedOffline() | wire.IssuedOnline():
            issued = _issued(ticket_id, told, None if contact is None else ContactId(contact))
            return issued if booking is None else _for_a_booked_time(issued, booking)
        case wire.Withdrawn():
            return commands.Withdrawn(ticket_id)
        case wire.PrintedOffline():
            return commands.PrintedOffline(ticket_id, told.result.value)
        case _ as never:
            assert_never(never)


def _issued(
    ticket_id: TicketId, told: wire.IssuedOffline | wire.IssuedOnline, contact: ContactId | None
) -> commands.IssuedOffline:
    """What the server itself once gave was given at the server's own time, in place of nothing."""
    offline = told if isinstance(told, wire.IssuedOffline) else None
    in_place_of = offline.in_place_of if offline else None
    return commands.IssuedOffline(
        ticket_id,
        TicketNumber(told.number),
        None if told.errand_id is None else ErrandId(told.errand_id),
        Kind(told.kind),
        told.language,
        told.issued_at,
        heard_at=offline.heard_at if offline else told.issued_at,
        needs=tuple(need.value for need in told.needs),
        in_place_of=None if in_place_of is None else TicketId(str(in_place_of)),
        contact=contact,
        further_errands=tuple(map(ErrandId, told.further_errands)),
    )


def _for_a_booked_time(issued: commands.IssuedOffline, booking: OpenedBooking) -> commands.IssuedOffline:
    """The errand is the booking's; who came too late for the time waits as if they had none."""
    is_kept = booking.arrival is not None and is_booked_still(booking.arrival)
    return replace(issued, errand=ErrandId(booking.row.errand), booked_at=booking.row.booked_at if is_kept else None)


def secrets(entries: Iterable[wire.JournalEntry]) -> dict[TicketId, str]:
    """What opens each visitor's own page. Where an id is told twice, the first counts."""
    found: dict[TicketId, str] = {}
    for told in entries:
        if isinstance(told, wire.Issued) and told.secret is not None:
            found.setdefault(TicketId(str(told.ticket_id)), told.secret)
    return found


def taken(results: Iterable[Result], seq: int) -> wire.JournalTaken:
    """What became of each entry."""
    return wire.JournalTaken(
        results=tuple(
            wire.EntryResult(ticket_id=UUID(result.ticket_id), became=result.became.value, number=result.number)
            for result in results
        ),
        seq=seq,
    )

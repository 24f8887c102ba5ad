# SPDX-License-Identifier: EUPL-1.2
"""A ticket as the one who asked may see it."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from kolapp_contract import desk as wire
from kolapp_contract.tickets import Estimate, Kind, Need, State, TicketView
from kolapp_server.domain import calling, estimate
from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import Kind as DomainKind
from kolapp_server.domain.ticket import Status, Ticket
from kolapp_server.store.words import NoteRow

STATES = {status: State(status) for status in Status}
KINDS = {kind: Kind(kind) for kind in DomainKind}


def ticket_view(day: Day, ticket: Ticket, ticket_id: UUID, seq: int, expected: Estimate | None) -> TicketView:
    """The ticket for the kiosk that issued it, under the id that was asked for. `expected` counts while it waits."""
    is_waiting = ticket.status is Status.WAITING
    return TicketView(
        ticket_id=ticket_id,
        number=ticket.number,
        state=STATES[ticket.status],
        errand_id=ticket.leg.errand,
        kind=KINDS[ticket.leg.kind],
        language=ticket.language,
        issued_at=ticket.issued_at,
        ahead=calling.places_ahead(day, ticket) if is_waiting else None,
        estimate=expected if is_waiting else None,
        desk_id=ticket.desk if ticket.status in (Status.CALLED, Status.SERVING) else None,
        seq=seq,
    )


def desk_ticket(ticket: Ticket, notes: Iterable[NoteRow] = ()) -> wire.DeskTicket:
    """The ticket for a clerk, with what was said and what came along."""
    handed = ticket.leg.hand_over
    return wire.DeskTicket(
        ticket_id=UUID(ticket.ticket_id),
        number=ticket.number,
        state=STATES[ticket.status],
        errand_id=ticket.leg.errand,
        kind=KINDS[ticket.leg.kind],
        language=ticket.language,
        needs=tuple(Need(need) for need in ticket.needs),
        desk_id=ticket.desk,
        issued_at=ticket.issued_at,
        since=ticket.since,
        turn_time=ticket.leg.turn.time,
        called_at=ticket.called_at,
        notes=notes_on_wire(notes),
        checked=handed.checked if handed else (),
        from_desk_id=handed.desk if handed else None,
        is_complete=handed.is_complete if handed else None,
        further_errand_ids=ticket.further,
        contact_id=None if ticket.contact is None else UUID(ticket.contact),
    )


def notes_on_wire(notes: Iterable[NoteRow]) -> tuple[wire.Note, ...]:
    """What was said, oldest first."""
    return tuple(wire.Note(text=note.text, desk_id=note.desk_id, at=note.at) for note in notes)


@lru_cache(maxsize=4096)
def expectation(told: estimate.Estimate | None) -> Estimate | None:
    """An estimate on the wire."""
    if told is None:
        return None
    return Estimate(minutes=told.minutes, low=told.low, high=told.high, opens_at=told.opens_at)

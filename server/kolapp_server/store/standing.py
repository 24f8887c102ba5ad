# SPDX-License-Identifier: EUPL-1.2
"""How tickets and desks stand, as rows: the journal's folding, kept for questions and guarded by unique indexes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import Connection, or_, select

from kolapp_server.domain.commands import EarlierTicket
from kolapp_server.domain.day import Day, Desk
from kolapp_server.domain.events import Event, OfflineTicketLeft, TicketLeft
from kolapp_server.domain.ticket import Leg, Status, Ticket, TicketId, TicketNumber, Turn
from kolapp_server.store.rows import Row, Sheet
from kolapp_server.store.tables import desks, tickets


def ticket_row(ticket: Ticket, branch_id: str, service_day: date) -> Row:
    """A ticket as its row."""
    return {
        "ticket_id": ticket.ticket_id,
        "branch_id": branch_id,
        "service_day": service_day,
        "number": ticket.number,
        "status": ticket.status.value,
        "errand": ticket.leg.errand,
        "kind": ticket.leg.kind.value,
        "language": ticket.language,
        "needs": " ".join(ticket.needs),
        "turn_time": ticket.leg.turn.time,
        "turn_seq": ticket.leg.turn.seq,
        "desk": ticket.desk,
        "device": ticket.device,
        "issued_at": ticket.issued_at,
        "since": ticket.since,
        "first_touch_at": ticket.first_touch_at,
        "first_called_at": ticket.first_called_at,
        "called_at": ticket.called_at,
        "times_called": ticket.times_called,
        "absences": ticket.absences,
        "legs": ticket.legs,
        "outcome": ticket.outcome.value if ticket.outcome else None,
    }


def desk_row(desk: Desk, branch_id: str) -> Row:
    """A desk as its row."""
    return {
        "branch_id": branch_id,
        "desk_id": desk.desk_id,
        "clerk": desk.clerk,
        "profile": desk.profile,
        "is_paused": int(desk.is_paused),
        "ready_since": desk.ready_since,
        "since": desk.since,
        "ticket_id": desk.ticket,
        "joined": desk.joined,
    }


def touched_tickets(before: Day, after: Day, events: Iterable[Event]) -> dict[TicketId, Callable[[], Row]]:
    """How to make the rows of the tickets that `events` changed between two days: in a batch only the last row of each is wanted.

    `events` are of one service day or turn it once.
    """
    rows: dict[TicketId, Callable[[], Row]] = {}
    for event in events:
        ticket_id: TicketId | None = getattr(event, "ticket_id", None)
        if isinstance(event, TicketLeft):
            left = replace(before.tickets[event.ticket_id], status=Status.LEFT, since=event.at, desk=None)
            rows[event.ticket_id] = partial(ticket_row, left, before.branch_id, before.service_day)
        elif isinstance(event, OfflineTicketLeft):
            rows[event.ticket_id] = partial(ticket_row, _left_before(event), after.branch_id, event.service_day)
        elif ticket_id is not None and ticket_id in after.tickets:
            rows[ticket_id] = partial(ticket_row, after.tickets[ticket_id], after.branch_id, after.service_day)
    return rows


def _left_before(event: OfflineTicketLeft) -> Ticket:
    leg = Leg(event.errand, event.kind, Turn(event.arrived_at, 0), event.arrived_at)
    return Ticket(
        event.ticket_id,
        event.number,
        Status.LEFT,
        leg,
        event.language,
        issued_at=event.arrived_at,
        since=event.at,
        needs=event.needs,
        device=event.device,
    )


def earlier_tickets(
    connection: Connection, branch_id: str, ids: list[TicketId], numbers: list[TicketNumber], since: date
) -> tuple[EarlierTicket, ...]:
    """The tickets that have one of these ids, in whatever branch, or in this one since that day one of these numbers."""
    is_numbered = (tickets.c.branch_id == branch_id) & (tickets.c.service_day >= since) & tickets.c.number.in_(numbers)
    columns = (tickets.c.ticket_id, tickets.c.number, tickets.c.service_day)
    found = connection.execute(select(*columns).where(or_(tickets.c.ticket_id.in_(ids), is_numbered)))
    return tuple(EarlierTicket(TicketId(row.ticket_id), TicketNumber(row.number), row.service_day) for row in found)


def touched_desks(before: Day, after: Day) -> list[Row]:
    """The rows of the desks that stand otherwise than before."""
    return [desk_row(desk, after.branch_id) for desk_id, desk in after.desks.items() if desk is not before.desks.get(desk_id)]


def put_tickets(sheet: Sheet, rows: list[Row]) -> None:
    """Writes them over what stood. Raises `IntegrityError` where a number or an active desk would be doubled."""
    # An active ticket leaves its desk before another takes it, or the unique index would meet both.
    sheet.put(tickets, sorted(rows, key=lambda row: row["status"] in ("called", "serving")), ("ticket_id",))


def put_desks(sheet: Sheet, rows: list[Row]) -> None:
    """Writes them over what stood."""
    sheet.put(desks, rows, ("branch_id", "desk_id"))

# SPDX-License-Identifier: EUPL-1.2
"""Booked times: taken place by place, so that whoever comes second to the last place is told so; moved, cancelled, checked in."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kolapp_server.domain.bookings import Kept
from kolapp_server.domain.estimate import Booking
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.store.booking_tables import bookings
from kolapp_server.store.tables import tickets

PLACE = ["branch_id", "errand", "booked_at", "place"]


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booked time. `place` is one of its slot's; None once it is cancelled. `source_key`: another system's id, hashed.

    With `officer` it is that officer's, who meets one visitor at a time.
    """

    booking_id: str
    branch_id: str
    errand: str
    booked_at: datetime
    code_hash: bytes
    language: str
    channel: str
    made_at: datetime
    place: int | None = None
    cancelled_at: datetime | None = None
    ticket_id: str | None = None
    arrived_at: datetime | None = None
    source_key: bytes | None = None
    officer: str | None = None


def take_place(connection: Connection, row: BookingRow, capacity: int) -> bool:
    """The booking stands in the first free place of its slot. False where all are taken; then nothing is written."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(bookings)
    for place in range(1, capacity + 1):
        # An officer's time can be taken too, though a place is free.
        taken_by = PLACE if row.officer is None else None
        asked = insert.values(**asdict(replace(row, place=place))).on_conflict_do_nothing(index_elements=taken_by)
        # PostgreSQL's driver does not tell of an insert how many rows there were; what came back does.
        if connection.execute(asked.returning(bookings.c.place)).first() is not None:
            return True
    return False


def with_code(row: BookingRow, code_hash: bytes) -> BookingRow:
    """The same booking, opened by that code."""
    return replace(row, code_hash=code_hash)


def move(connection: Connection, row: BookingRow, booked_at: datetime, capacity: int, errand: str | None = None) -> bool:
    """The booking stands in another slot, with its code. False where that is full; then it stands where it stood."""
    connection.execute(delete(bookings).where(bookings.c.booking_id == row.booking_id))
    if take_place(connection, replace(row, booked_at=booked_at, errand=errand or row.errand), capacity):
        return True
    connection.execute(bookings.insert().values(**asdict(row)))
    return False


def cancel(connection: Connection, booking_id: str, at: datetime) -> bool:
    """The place is free again. False where the visitor has come already, or it was cancelled before."""
    is_it = and_(bookings.c.booking_id == booking_id, bookings.c.cancelled_at.is_(None), bookings.c.ticket_id.is_(None))
    return connection.execute(update(bookings).where(is_it).values(place=None, cancelled_at=at)).rowcount == 1


def give_code(connection: Connection, booking_id: str, code_hash: bytes) -> None:
    """Another code opens the booking from now on."""
    connection.execute(update(bookings).where(bookings.c.booking_id == booking_id).values(code_hash=code_hash))


def check_in(connection: Connection, row: BookingRow, ticket_id: str, at: datetime) -> bool:
    """The booking is that ticket's. False where somebody else has used it since `row` was read."""
    before = bookings.c.ticket_id.is_(None) if row.ticket_id is None else bookings.c.ticket_id == row.ticket_id
    is_it = and_(bookings.c.booking_id == row.booking_id, bookings.c.cancelled_at.is_(None), before)
    return connection.execute(update(bookings).where(is_it).values(ticket_id=ticket_id, arrived_at=at)).rowcount == 1


def let_go(connection: Connection, ticket_id: str) -> None:
    """No ticket came of it after all: the booking can be used again."""
    connection.execute(update(bookings).where(bookings.c.ticket_id == ticket_id).values(ticket_id=None, arrived_at=None))


def by_code(connection: Connection, code_hash: bytes) -> BookingRow | None:
    """The booking that the code opens."""
    found = connection.execute(select(bookings).where(bookings.c.code_hash == code_hash)).one_or_none()
    return None if found is None else BookingRow(**found._mapping)


def by_id(connection: Connection, booking_id: str) -> BookingRow | None:
    """The booking of that id."""
    found = connection.execute(select(bookings).where(bookings.c.booking_id == booking_id)).one_or_none()
    return None if found is None else BookingRow(**found._mapping)


def by_source(connection: Connection, branch_id: str, source_key: bytes) -> BookingRow | None:
    """The booking that was taken over from another system under that key."""
    is_it = and_(bookings.c.branch_id == branch_id, bookings.c.source_key == source_key)
    found = connection.execute(select(bookings).where(is_it)).one_or_none()
    return None if found is None else BookingRow(**found._mapping)


def taken(connection: Connection, branch_id: str, errand: str, since: datetime, until: datetime) -> dict[datetime, int]:
    """How many places are taken in each slot from `since` until before `until`."""
    is_it = and_(bookings.c.branch_id == branch_id, bookings.c.errand == errand, bookings.c.place.is_not(None))
    within = and_(bookings.c.booked_at >= since, bookings.c.booked_at < until)
    asked = select(bookings.c.booked_at, func.count().label("places")).where(is_it, within).group_by(bookings.c.booked_at)
    return {row.booked_at: row.places for row in connection.execute(asked)}


def taken_of(connection: Connection, branch_id: str, officer: str, since: datetime, until: datetime) -> frozenset[datetime]:
    """The times from `since` until before `until` at which the officer has a visitor."""
    is_it = and_(bookings.c.branch_id == branch_id, bookings.c.officer == officer, bookings.c.place.is_not(None))
    within = and_(bookings.c.booked_at >= since, bookings.c.booked_at < until)
    return frozenset(connection.scalars(select(bookings.c.booked_at).where(is_it, within)))


def coming(connection: Connection, branch_id: str, since: datetime, until: datetime) -> tuple[Booking, ...]:
    """The bookings between those moments whose visitors have not checked in."""
    is_it = and_(bookings.c.branch_id == branch_id, bookings.c.place.is_not(None), bookings.c.ticket_id.is_(None))
    asked = select(bookings.c.errand, bookings.c.booked_at).where(is_it, bookings.c.booked_at.between(since, until))
    return tuple(Booking(ErrandId(errand), at) for errand, at in connection.execute(asked.order_by(bookings.c.booked_at)))


def kept(connection: Connection, branch_id: str, since: datetime, until: datetime) -> list[Kept]:
    """How each booking between those moments went."""
    asked = (
        select(bookings.c.booked_at, bookings.c.arrived_at, tickets.c.first_called_at, bookings.c.cancelled_at)
        .outerjoin(tickets, tickets.c.ticket_id == bookings.c.ticket_id)
        .where(bookings.c.branch_id == branch_id, bookings.c.booked_at.between(since, until))
    )
    return [Kept(at, came, called, is_cancelled=gone is not None) for at, came, called, gone in connection.execute(asked)]

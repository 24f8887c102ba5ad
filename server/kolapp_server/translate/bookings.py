# SPDX-License-Identifier: EUPL-1.2
"""Booked times as they are told on the wire."""

from datetime import date

from kolapp_contract import bookings as wire
from kolapp_server.domain import bookings as rules
from kolapp_server.domain.bookings import Arrival, Punctuality
from kolapp_server.services.bookings import FreeSlot, OpenedBooking

STATES = {
    Arrival.IN_TIME: wire.BookingState.READY,
    Arrival.LATE: wire.BookingState.LATE,
    Arrival.TOO_LATE: wire.BookingState.TOO_LATE,
    Arrival.EARLY: wire.BookingState.EARLY,
    Arrival.ANOTHER_DAY: wire.BookingState.ANOTHER_DAY,
    Arrival.OVER: wire.BookingState.OVER,
}


def opens(found: OpenedBooking, branch_id: str) -> wire.BookingOpens:
    """The booking as a kiosk of that branch shows it."""
    row = found.row
    state = wire.BookingState.USED if found.arrival is None else STATES[found.arrival]
    return wire.BookingOpens(
        state=state if row.branch_id == branch_id else wire.BookingState.ANOTHER_BRANCH,
        errand_id=row.errand,
        booked_at=row.booked_at,
        from_at=rules.check_in_from(row.booked_at),
        branch_id=row.branch_id,
        number=found.number,
    )


def free_slots(errand: str, day: date, slots: tuple[FreeSlot, ...], days: tuple[date, ...]) -> wire.FreeSlots:
    """What can be booked."""
    told = tuple(wire.FreeSlot(at=slot.at, free=slot.free) for slot in slots)
    return wire.FreeSlots(errand_id=errand, day=day, slots=told, days=days)


def figures(days: int, found: Punctuality) -> wire.BookingFigures:
    """How booked times were kept."""
    return wire.BookingFigures(
        days=days,
        booked=found.booked,
        came=found.came,
        late=found.late,
        missed=found.missed,
        called=found.called,
        on_time=found.on_time,
        cancelled=found.cancelled,
    )

# SPDX-License-Identifier: EUPL-1.2
"""Booked times, over the wire. Nobody is named in any of it; the code is the only key, and it is told once."""

from datetime import date
from enum import StrEnum

from kolapp_contract.codes import ReferenceCode
from kolapp_contract.wire import Code, Id, Instant, Language, TicketNumber, Wire


class BookingState(StrEnum):
    """What a booking's code opens at a kiosk now. The first three give a ticket, the third one as first come, first served."""

    READY = "ready"
    LATE = "late"
    TOO_LATE = "too_late"
    EARLY = "early"
    ANOTHER_DAY = "another_day"
    OVER = "over"
    USED = "used"
    ANOTHER_BRANCH = "another_branch"


class BookingOpens(Wire):
    """A booked time. `from_at` is when the visitor may check in; `number` of today's ticket where it has been used."""

    state: BookingState
    errand_id: Code
    booked_at: Instant
    from_at: Instant
    branch_id: Code
    number: TicketNumber | None = None


class FreeSlot(Wire):
    at: Instant
    free: int


class FreeSlots(Wire):
    """GET /api/v1/branches/{branch_id}/bookings: a day's free times, and the days on which something is free."""

    errand_id: Code
    day: date
    slots: tuple[FreeSlot, ...]
    days: tuple[date, ...]


class MakeBooking(Wire):
    """POST /api/v1/branches/{branch_id}/bookings. Asked again with the same id at once, it is the same booking.

    With `officer_id` the time is that officer's; at the check-in they are told that their visitor is there.
    """

    request_id: Id
    errand_id: Code
    at: Instant
    language: Language
    officer_id: Code | None = None


class BookingMade(Wire):
    """The code is said here and nowhere else."""

    code: ReferenceCode
    errand_id: Code
    booked_at: Instant


class CancelBooking(Wire):
    """POST .../bookings/cancel."""

    code: ReferenceCode


class MoveBooking(Wire):
    """POST .../bookings/move: the same code, another time."""

    code: ReferenceCode
    at: Instant


class PrintBooking(Wire):
    """POST .../bookings/receipt: a slip on `device_id`, or on the first printer that can. Only who brings the code can ask."""

    request_id: Id
    code: ReferenceCode
    device_id: Id | None = None


class BookingStands(Wire):
    """What was changed."""

    errand_id: Code
    booked_at: Instant


class BookingFigures(Wire):
    """Of the `booked` times that are over and were not cancelled. `on_time` of the `called`: within five minutes of the time."""

    days: int
    booked: int
    came: int
    late: int
    missed: int
    called: int
    on_time: int
    cancelled: int

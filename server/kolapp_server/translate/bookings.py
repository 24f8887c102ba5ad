# SPDX-License-Identifier: EUPL-1.2
"""Booked times as they are told on the wire."""

import json
from datetime import date, datetime
from uuid import UUID

from kolapp_contract import bookings as wire
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.own_text import on_slips
from kolapp_contract.paths import booked_url
from kolapp_contract.slip import Slip, SlipKind
from kolapp_server.domain import bookings as rules
from kolapp_server.domain.bookings import Arrival, Punctuality
from kolapp_server.domain.hours import zone
from kolapp_server.services.bookings import FreeSlot, OpenedBooking
from kolapp_server.store.bookings import BookingRow
from kolapp_server.store.officers import OfficerRow
from kolapp_words.languages import in_language

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


def receipt(code: str, row: BookingRow, officer: OfficerRow | None, catalogue: Catalogue, slip_id: UUID, now: datetime) -> Slip:
    """The visitor's slip of a booked time, in the visitor's language. Of an officer the function alone: no name is printed."""
    language, clock = row.language, zone(catalogue.time_zone)
    errand = next((one for group in catalogue.groups for one in group.errands if one.errand_id == row.errand), None)
    is_named = errand is not None and not errand.is_sensitive
    return Slip(
        kind=SlipKind.BOOKING,
        slip_id=slip_id,
        language=language,
        town=in_language(catalogue.town, language),
        place=in_language(catalogue.names, language),
        errand_name=in_language(errand.names, language) if errand is not None and is_named else None,
        owner=None if officer is None else in_language(json.loads(officer.function), language),
        booked_at=row.booked_at.astimezone(clock),
        code=code,
        page_url=booked_url(catalogue.public_url, row.branch_id, code, language),
        local_time=now.astimezone(clock),
        texts=on_slips(catalogue.texts, language),
    )


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

# SPDX-License-Identifier: EUPL-1.2
"""What a desk asks of booked times: what is free, and a booking made, moved or cancelled while the visitor is there."""

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from kolapp_contract import bookings as wire
from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.codes import CodeKind, hashed
from kolapp_contract.wire import Code
from kolapp_server.api import slips
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.bookings import Meeting
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import officers
from kolapp_server.services.bookings import BookingDesk, UnknownBooking
from kolapp_server.services.officers import OfficerBook
from kolapp_server.store.bookings import BookingRow
from kolapp_server.translate import bookings
from kolapp_server.translate.codes import new_code

STAFF = "staff"
router = json_router()
Booker = Annotated[Caller, Depends(require(Action.BOOK))]
InCharge = Annotated[Caller, Depends(require(Action.OPEN_OFFICE_PAGE))]


def desk_of(request: Request) -> BookingDesk:
    """Whoever keeps the booked times."""
    found: BookingDesk = request.app.state.booking_desk
    return found


def _book(request: Request) -> OfficerBook:
    found: OfficerBook = request.app.state.officers
    return found


def _meeting(request: Request, branch_id: str, officer_id: str | None) -> Meeting | None:
    """The officer whom a time is booked with; None where nobody is named. Raises `UnknownOfficer`."""
    meeting = officers.meeting_with(_book(request), branch_id, officer_id)
    if officer_id is not None and meeting is None:
        raise officers.UnknownOfficer()
    return meeting


@router.get(paths.BOOKINGS, responses={200: {"model": wire.FreeSlots}})
async def free_slots(
    branch_id: str, errand_id: Code, day: date, request: Request, _caller: Booker, officer_id: Code | None = None
) -> Response:
    """The free times of that day, and the days on which there are any; those of an officer where one is named."""
    desk, meeting = desk_of(request), _meeting(request, branch_id, officer_id)
    slots, days = await desk.free(branch_id, errand_id, day, meeting), await desk.days(branch_id, errand_id, meeting)
    return json_of(bookings.free_slots(errand_id, day, slots, days))


@router.post(paths.BOOKINGS, responses={200: {"model": wire.BookingMade}})
async def make_booking(branch_id: str, body: wire.MakeBooking, request: Request, _caller: Booker) -> Response:
    """The time is booked; the code is told here alone."""
    desk = desk_of(request)
    code, code_hash = new_code(CodeKind.BOOKING)
    now = desk.branches.clock()
    row = BookingRow(
        str(body.request_id), branch_id, body.errand_id, body.at, code_hash, body.language, STAFF, now, officer=body.officer_id
    )
    await desk.book(row, _meeting(request, branch_id, body.officer_id))
    return json_of(wire.BookingMade(code=code, errand_id=body.errand_id, booked_at=body.at))


@router.post(paths.BOOKINGS_CANCEL, responses={200: {"model": wire.BookingStands}})
async def cancel_booking(branch_id: str, body: wire.CancelBooking, request: Request, _caller: Booker) -> Response:
    """The place is free for another."""
    row = await desk_of(request).cancel(branch_id, hashed(body.code))
    return json_of(wire.BookingStands(errand_id=row.errand, booked_at=row.booked_at))


@router.post(paths.BOOKINGS_MOVE, responses={200: {"model": wire.BookingStands}})
async def move_booking(branch_id: str, body: wire.MoveBooking, request: Request, _caller: Booker) -> Response:
    """The same code, another time."""
    row = await desk_of(request).move(
        branch_id, hashed(body.code), body.at, partial(officers.meeting_with, _book(request), branch_id)
    )
    return json_of(wire.BookingStands(errand_id=row.errand, booked_at=body.at))


@router.post(paths.BOOKINGS_RECEIPT, status_code=202)
async def print_receipt(branch_id: str, body: wire.PrintBooking, request: Request, _caller: Booker) -> Response:
    """The visitor's slip: when, where, and the code. 404 for a code that can no longer be used, 409 where no printer can."""
    house, desk = inside(request), desk_of(request)
    row = await desk.changeable(branch_id, hashed(body.code))
    if row is None:
        raise UnknownBooking()
    officer = _book(request).find(branch_id, row.officer or "")
    catalogue = Catalogue.model_validate_json(house.branches.words_of(branch_id).catalogue)
    slip = bookings.receipt(body.code, row, officer, catalogue, body.request_id, house.branches.clock())
    await slips.send_receipt(house, branch_id, slip, body.device_id)
    return Response(status_code=202)


@router.get(paths.BOOKING_FIGURES, responses={200: {"model": wire.BookingFigures}})
async def figures(
    branch_id: str, request: Request, _caller: InCharge, days: Annotated[int, Query(ge=1, le=400)] = 30
) -> Response:
    """How booked times were kept: who came, who was late, who never came, and who was called on time."""
    return json_of(bookings.figures(days, await desk_of(request).figures(branch_id, days)))

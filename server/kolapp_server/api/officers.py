# SPDX-License-Identifier: EUPL-1.2
"""What is asked about named officers: by a kiosk for a visitor, by a desk, and by the link in an officer's mail."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Request, Response

from kolapp_contract import officers as wire
from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.officers import Answer, Presence, Purpose
from kolapp_server.guards import Caller, TurnedAway, require
from kolapp_server.live.inside import inside
from kolapp_server.services import officers as service
from kolapp_server.services.bookings import plans_of
from kolapp_server.services.officers import OfficerBook
from kolapp_server.store.officers import CallRow
from kolapp_server.translate import officers as translate
from kolapp_server.translate import orders

router = json_router()
Seeker = Annotated[Caller, Depends(require(Action.SEE_OFFICERS))]
AtDesk = Annotated[Caller, Depends(require(Action.SPEAK_FOR_OFFICERS))]
WithLink = Annotated[Caller, Depends(require(Action.ANSWER_BY_LINK))]
Secret = Annotated[str, Header(alias=wire.OFFICER_SECRET_HEADER)]


@router.get(paths.OFFICERS, responses={200: {"model": wire.OfficerDirectory}})
async def see_officers(branch_id: str, request: Request, caller: Seeker) -> Response:
    """Everybody who can be asked for, and where they are. To a kiosk, names only as the town allows."""
    inside(request).branches.day(branch_id)
    return json_of(officers_of(request, branch_id, caller.name if caller.clerk_id is not None else None))


def officers_of(request: Request, branch_id: str, asker: str | None = None) -> wire.OfficerDirectory:
    """Everybody who can be asked for, as a kiosk may know them, or as that member of staff may."""
    book = _book(request)
    bookable = frozenset(plans_of(book.branches, branch_id))
    return translate.directory([(row, book.status_of(row)) for row in book.of(branch_id)], asker, bookable)


@router.post(paths.OFFICER_STATUS, status_code=204)
async def set_status(branch_id: str, officer_id: str, body: wire.SetOfficerStatus, request: Request, _caller: AtDesk) -> None:
    """Somebody says where the officer is; without a presence the calendar speaks again."""
    presence = None if body.presence is None else Presence(body.presence)
    await service.set_status(_book(request), branch_id, officer_id, presence, body.until)


@router.post(paths.OFFICER_CALLS, status_code=204)
async def tell_officer(branch_id: str, body: wire.TellOfficer, request: Request, _caller: AtDesk) -> None:
    """The officer is told that a visitor is there, or of a message that a guide has taken."""
    ticket_id, purpose = orders.ticket_id(body.ticket_id), Purpose(body.purpose)
    await service.tell(_book(request), branch_id, ticket_id, body.officer_id, purpose, body.desk_id)


@router.post(paths.OFFICER_ANSWER, status_code=204)
async def answer_at_desk(branch_id: str, call_id: UUID, body: wire.OfficerReply, request: Request, _caller: AtDesk) -> None:
    """The officer answers on the console, or a colleague for them."""
    book = _book(request)
    row = await service.call_in(book, branch_id, str(call_id))
    if row is None:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    await service.answer(book, row, Answer(body.answer), body.minutes)


@router.get(paths.OFFICER_FIGURES, responses={200: {"model": wire.OfficerFigures}})
async def see_figures(
    branch_id: str, request: Request, _caller: AtDesk, days: Annotated[int, Query(ge=1, le=90)] = 30
) -> Response:
    """How officers answered, unit by unit, and of how many times they were asked."""
    return json_of(translate.figures(days, await service.reached(_book(request), branch_id, days)))


@router.get(paths.OFFICER_LINK, responses={200: {"model": wire.OfficerCallView}})
async def see_call(call_id: UUID, request: Request, _caller: WithLink, secret: Secret = "") -> Response:
    """What the link in a mail is about. To look changes nothing; a wrong secret and a spent one get the same 404."""
    return json_of(_view(request, await _opened(request, call_id, secret)))


@router.post(paths.OFFICER_REPLY, responses={200: {"model": wire.OfficerCallView}})
async def answer_by_link(
    call_id: UUID, body: wire.OfficerReply, request: Request, _caller: WithLink, secret: Secret = ""
) -> Response:
    """The officer has answered. The link answers once."""
    row, book = await _opened(request, call_id, secret), _book(request)
    if not await service.answer(book, row, Answer(body.answer), body.minutes, by_link=True):
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    answered = await service.call_in(book, row.branch_id, row.call_id)
    return json_of(_view(request, answered or row))


async def _opened(request: Request, call_id: UUID, secret: str) -> CallRow:
    row = await service.call_by_secret(_book(request), str(call_id), secret)
    if row is None or inside(request).branches.day(row.branch_id).find(orders.ticket_id(UUID(row.ticket_id))) is None:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    return row


def _view(request: Request, row: CallRow) -> wire.OfficerCallView:
    day = inside(request).branches.day(row.branch_id)
    ticket = day.find(orders.ticket_id(UUID(row.ticket_id)))
    assert ticket is not None
    return wire.OfficerCallView(
        number=ticket.number,
        told_at=row.told_at,
        answer=None if row.answer is None else wire.OfficerAnswer(row.answer),
        coming_at=row.coming_at,
        is_open=row.link_hash is not None,
        time_zone=day.rules.time_zone,
    )


def _book(request: Request) -> OfficerBook:
    book: OfficerBook = request.app.state.officers
    return book

# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk asks for: a ticket for a visitor, and how its paper went."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.codes import hashed
from kolapp_contract.errors import ErrorCode
from kolapp_contract.offline import JournalTaken, UploadJournal
from kolapp_contract.tickets import SECRET_HEADER, IssueTicket, PrintReport, PrintReportAnswer, TicketView
from kolapp_server.api import offline_wishes, slips
from kolapp_server.api.answering import json_of
from kolapp_server.api.bookings import desk_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action, Role
from kolapp_server.domain.commands import ReportPrinted, TakeJournal
from kolapp_server.domain.officers import Purpose
from kolapp_server.domain.refusals import UnknownTicket
from kolapp_server.domain.ticket import DeviceId
from kolapp_server.guards import Caller, TurnedAway, require
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import contacts, devices, officers, offline, printing, reception
from kolapp_server.services.checking_in import issue_booked
from kolapp_server.services.officers import OfficerBook
from kolapp_server.store.contacts import RecordRow
from kolapp_server.store.words import Words
from kolapp_server.translate import answers, entrance, journals, orders
from kolapp_server.translate.officers import officer_line

router = json_router()
Issuer = Annotated[Caller, Depends(require(Action.ISSUE_TICKET))]
Looker = Annotated[Caller, Depends(require(Action.SEE_TICKET))]
Printer = Annotated[Caller, Depends(require(Action.REPORT_PRINTED))]
Copier = Annotated[Caller, Depends(require(Action.REPORT_JOB))]
Teller = Annotated[Caller, Depends(require(Action.UPLOAD_JOURNAL))]


@router.put(paths.TICKET, responses={200: {"model": TicketView}, 201: {"model": TicketView}})
async def issue_ticket(ticket_id: UUID, body: IssueTicket, request: Request, caller: Issuer) -> Response:
    """The visitor has a number: 201 for a new one, 200 when it was asked for before. The answer may say "go to desk 3"."""
    house = inside(request)
    came_back = None if body.contact_code is None else await _came_back(house, ticket_id, body.contact_code, caller)
    contact = None if came_back is None else came_back.contact_id
    command = orders.issue(ticket_id, body, caller.device_id, is_by_staff=caller.device_id is None, contact=contact)
    also = _also_kept(request, ticket_id, body, caller)
    also = also if came_back is None else (came_back, *also)
    if body.booking_code is None:
        done = await reception.issue_ticket(house.branches, caller.branch_id, command, body.secret, caller.actor, also)
    else:
        given = (body.secret, caller.actor, also)
        words_of = partial(officers.words_for, _book(request), caller.branch_id, command.ticket_id, purpose=Purpose.WAIT)
        done = await issue_booked(desk_of(request), caller.branch_id, hashed(body.booking_code), command, given, words_of)
    ticket = done.day.tickets.get(command.ticket_id)
    if ticket is None:
        # The same request as on an earlier day: it was answered then, and that visit is over.
        raise UnknownTicket()
    if body.way is not None and came_back is None:
        await _recorded(house, ticket_id, body, caller)
    expected = house.newsroom.expected(caller.branch_id, command.ticket_id)
    view = answers.ticket_view(done.day, ticket, ticket_id, done.seq, expected)
    if body.officer_id is not None or body.booking_code is not None:
        await _book(request).read()
        view = _with_officer(request, caller.branch_id, view)
    return json_of(view, 200 if done.is_repeat else 201)


def _also_kept(request: Request, ticket_id: UUID, body: IssueTicket, caller: Caller) -> tuple[Words, ...]:
    """What is written down with the ticket of one who went straight to a specialist, or asks for an officer."""
    kept: tuple[Words, ...] = ()
    if body.way is not None:
        way = entrance.way(ticket_id, caller.branch_id, body, inside(request).branches.clock())
        kept = () if way is None else (way,)
    if body.officer_id is not None:
        book, purpose = _book(request), Purpose(body.officer_wish)
        kept += officers.words_for(book, caller.branch_id, orders.ticket_id(ticket_id), body.officer_id, purpose)
    return kept


def _with_officer(request: Request, branch_id: str, view: TicketView) -> TicketView:
    """The ticket with what its officer has answered."""
    call = _book(request).calls_of(branch_id).get(orders.ticket_id(view.ticket_id))
    return view if call is None else view.model_copy(update={"officer": officer_line(ViewName.VISITOR, call)})


def _book(request: Request) -> OfficerBook:
    book: OfficerBook = request.app.state.officers
    return book


async def _came_back(house: Inside, ticket_id: UUID, code: str, caller: Caller) -> RecordRow | None:
    """The record of a return, for a visitor with that code; None for a code that opens nothing."""
    return await contacts.comes_back(house.branches, caller.branch_id, hashed(code), orders.ticket_id(ticket_id))


async def _recorded(house: Inside, ticket_id: UUID, body: IssueTicket, caller: Caller) -> None:
    """Who goes straight to a specialist leaves a record too, though no guide wrote one: the topic and the time (K13)."""
    if body.errand_id is not None:
        found = contacts.NewRecord(str(ticket_id), body.errand_id, language=body.language, ticket_id=str(ticket_id))
        await contacts.record(house.branches, caller.branch_id, found)


@router.get(paths.TICKET, responses={200: {"model": TicketView}})
async def see_ticket(
    ticket_id: UUID,
    request: Request,
    caller: Looker,
    secret: Annotated[str | None, Header(alias=SECRET_HEADER)] = None,
) -> Response:
    """How the ticket stands now. A visitor shows its secret; a wrong one and an old one get the same 404."""
    house, found = inside(request), orders.ticket_id(ticket_id)
    branch_id: str | None = caller.branch_id
    if caller.role is Role.VISITOR:
        branch_id = await reception.opens_page(house.branches, found, secret or "", house.branches.clock())
    if branch_id is not None and house.branches.day(branch_id).find(found) is None:
        await house.branches.look()
    if branch_id is None or (ticket := house.branches.day(branch_id).find(found)) is None:
        raise UnknownTicket()
    day = house.branches.day(branch_id)
    view = answers.ticket_view(day, ticket, ticket_id, day.seq, house.newsroom.expected(branch_id, found))
    return json_of(_with_officer(request, branch_id, view))


@router.post(paths.TICKET_PRINTED, status_code=204, responses={200: {"model": PrintReportAnswer}})
async def report_printed(ticket_id: UUID, body: PrintReport, request: Request, caller: Printer) -> Response:
    """It is known how the printing went, or that nobody knows. 200 names the device that prints what this one could not."""
    house, command = inside(request), ReportPrinted(orders.ticket_id(ticket_id), body.result.value)
    done = await reception.report_printed(house.branches, caller.branch_id, command, str(body.request_id), caller.actor)
    ticket = done.day.find(command.ticket_id)
    if ticket is None or caller.device_id is None:
        return Response(status_code=204)
    name = await slips.send_fallback(house, caller.branch_id, ticket, caller.device_id, body.result.value)
    return json_of(PrintReportAnswer(fallback=name)) if name else Response(status_code=204)


@router.post(paths.PRINT_JOB_PRINTED, status_code=204)
async def report_job(job_id: UUID, body: PrintReport, request: Request, caller: Copier) -> None:
    """How a copy went that this device was sent."""
    await printing.finish_job(inside(request).branches, caller.branch_id, str(job_id), body.result.value)


@router.post(paths.KIOSK_JOURNAL, responses={200: {"model": JournalTaken}})
async def take_journal(device_id: UUID, body: UploadJournal, request: Request, caller: Teller) -> Response:
    """What the kiosk did by itself is in the journal, all of it or nothing. A manager may bring what a revoked kiosk kept."""
    if caller.device_id not in (None, str(device_id)):
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    last_sign_at = await devices.last_sign_of_kiosk(request.app.state.device_door, caller.branch_id, str(device_id))
    if last_sign_at is None:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    wishes = await offline_wishes.of_entries(desk_of(request), _book(request), caller.branch_id, body.entries)
    known = ((entry, wishes.contact_of(entry.ticket_id), wishes.booked.get(entry.ticket_id)) for entry in body.entries)
    entries = tuple(journals.entry(entry, contact, booking) for entry, contact, booking in known)
    command = TakeJournal(DeviceId(str(device_id)), entries, last_sign_at)
    branches, secrets = inside(request).branches, journals.secrets(body.entries)
    taken = await offline.take_journal(branches, caller.branch_id, command, secrets, caller.actor, wishes.kept)
    await offline_wishes.follow(branches, _book(request), caller.branch_id, wishes)
    return json_of(journals.taken(taken.results, taken.seq))

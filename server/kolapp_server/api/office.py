# SPDX-License-Identifier: EUPL-1.2
"""What concerns the whole reception: stops, notices, opening, copies of slips, and finding a number."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kolapp_contract import desk as wire
from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.devices import PrinterState
from kolapp_contract.slip import PrintJob
from kolapp_contract.wire import TicketNumber
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain import commands
from kolapp_server.domain.refusals import UnknownTicket
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import desk as desk_service
from kolapp_server.services import office, printing
from kolapp_server.store.batch import Done
from kolapp_server.store.words import PrintJobRow
from kolapp_server.translate import answers, orders, slips, views

router = json_router()
Finder = Annotated[Caller, Depends(require(Action.FIND_TICKET))]
Copier = Annotated[Caller, Depends(require(Action.REPRINT))]
Steward = Annotated[Caller, Depends(require(Action.STOP_ISSUING))]
Herald = Annotated[Caller, Depends(require(Action.POST_NOTICE))]
CAN_PRINT = (PrinterState.OK, PrinterState.PAPER_LOW)


def _answer(done: Done) -> Response:
    return json_of(wire.DeskAnswer(seq=done.seq))


@router.get(paths.FIND_TICKET, responses={200: {"model": wire.DeskTicket}})
async def find_ticket(branch_id: str, number: TicketNumber, request: Request, _caller: Finder) -> Response:
    """The ticket with that number today, also one that is finished, with what was said."""
    branches = inside(request).branches
    ticket = views.ticket_of(branches.day(branch_id), number)
    if ticket is None:
        raise UnknownTicket()
    return json_of(answers.desk_ticket(ticket, await desk_service.notes_of(branches, ticket.ticket_id)))


@router.post(paths.STOPS, responses={200: {"model": wire.DeskAnswer}})
async def stop_issuing(branch_id: str, body: wire.StopIssuing, request: Request, caller: Steward) -> Response:
    """An errand, or the whole kiosk, takes no more visitors today; the kiosk shows the text."""
    command = commands.StopIssuing(None if body.errand_id is None else ErrandId(body.errand_id))
    branches = inside(request).branches
    return _answer(await office.stop_issuing(branches, branch_id, command, body.text, str(body.request_id), caller.actor))


@router.post(paths.STOPS_LIFT, responses={200: {"model": wire.DeskAnswer}})
async def lift_stop(branch_id: str, body: wire.LiftStop, request: Request, caller: Steward) -> Response:
    """Visitors are taken again."""
    command = commands.LiftStop(None if body.errand_id is None else ErrandId(body.errand_id))
    return _answer(await office.lift_stop(inside(request).branches, branch_id, command, str(body.request_id), caller.actor))


@router.post(paths.NOTICE, responses={200: {"model": wire.DeskAnswer}})
async def post_notice(branch_id: str, body: wire.PostNotice, request: Request, caller: Herald) -> Response:
    """One message on every screen at once; without a text it is gone."""
    branches = inside(request).branches
    return _answer(await office.post_notice(branches, branch_id, body.text, str(body.request_id), caller.actor))


@router.post(paths.OPENING, responses={200: {"model": wire.DeskAnswer}})
async def stay_open(branch_id: str, body: wire.StayOpen, request: Request, caller: Steward) -> Response:
    """Open today until then, whatever the hours say."""
    branches = inside(request).branches
    return _answer(await office.stay_open(branches, branch_id, body.until, str(body.request_id), caller.actor))


@router.post(paths.TICKET_REPRINT, status_code=202)
async def reprint(ticket_id: UUID, body: wire.Reprint, request: Request, caller: Copier) -> Response:
    """A copy of the slip, marked as one, on the printer asked for or the first that can. 409 where none can."""
    house = inside(request)
    device_id = str(body.device_id) if body.device_id else _first_printer(house, caller.branch_id)
    day = house.branches.day(caller.branch_id)
    ticket = day.tickets.get(orders.ticket_id(ticket_id))
    if ticket is None or device_id is None:
        raise UnknownTicket() if ticket is None else office.NoPrinter()
    now = house.branches.clock()
    catalogue = Catalogue.model_validate_json(house.branches.words_of(caller.branch_id).catalogue)
    job = PrintJob(job_id=body.request_id, slip=slips.copy_of(day, ticket, catalogue, body.request_id, now))
    row = PrintJobRow(str(job.job_id), caller.branch_id, device_id, ticket.ticket_id, job.slip.model_dump_json(), asked_at=now)
    await printing.ask_for_copy(house.branches, row)
    house.newsroom.send_job(caller.branch_id, device_id, job)
    return Response(status_code=202)


def _first_printer(house: Inside, branch_id: str) -> str | None:
    devices = house.newsroom.snapshot(branch_id, ViewName.FACILITY).devices
    able = (device for device in devices if device.is_heard and device.printer in CAN_PRINT)
    return next((str(device.device_id) for device in able), None)

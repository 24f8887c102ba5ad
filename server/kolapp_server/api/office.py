# SPDX-License-Identifier: EUPL-1.2
"""What concerns the whole reception: stops, notices, opening, copies of slips, and finding a number."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kolapp_contract import desk as wire
from kolapp_contract import paths
from kolapp_contract.counting import ReasonCount
from kolapp_contract.slip import PrintJobStanding
from kolapp_contract.tickets import PrintResult
from kolapp_contract.wire import TicketNumber
from kolapp_server.api import slips
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain import commands
from kolapp_server.domain.refusals import UnknownTicket
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import desk as desk_service
from kolapp_server.services import office, printing
from kolapp_server.store.batch import Done
from kolapp_server.translate import answers, orders, sentences, views

router = json_router()
Finder = Annotated[Caller, Depends(require(Action.FIND_TICKET))]
InCharge = Annotated[Caller, Depends(require(Action.OPEN_OFFICE_PAGE))]
Copier = Annotated[Caller, Depends(require(Action.REPRINT))]
Steward = Annotated[Caller, Depends(require(Action.STOP_ISSUING))]
Herald = Annotated[Caller, Depends(require(Action.POST_NOTICE))]


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


@router.get(paths.NUMBER_WHY, responses={200: {"model": wire.WhyNot}})
async def why_before(branch_id: str, number: TicketNumber, before: TicketNumber, request: Request, _caller: Finder) -> Response:
    """Why that number was called before another one today, worked out again from the journal."""
    branches = inside(request).branches
    why = await desk_service.why_called_before(branches, branch_id, number, before)
    if why is None:
        raise UnknownTicket()
    time_zone = branches.day(branch_id).rules.time_zone
    return json_of(wire.WhyNot(why=sentences.sentence(why, time_zone), reason=sentences.facts(why)))


@router.get(paths.MANUAL_CALLS, responses={200: {"model": wire.ManualCalls}})
async def manual_calls(branch_id: str, request: Request, _caller: InCharge, day: date | None = None) -> Response:
    """How many calls of a service day were out of turn, by reason; without a day, of today."""
    branches = inside(request).branches
    service_day = day or branches.day(branch_id).service_day
    told = await office.manual_calls(branches, branch_id, service_day)
    by_reason = [ReasonCount(reason=key, count=one.count, is_few=one.is_few) for key, one in told.by_reason.items()]
    return json_of(
        wire.ManualCalls(
            day=service_day.isoformat(),
            calls=told.calls,
            manual=told.manual.count,
            is_few=told.manual.is_few,
            by_reason=tuple(by_reason),
        )
    )


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
    first = slips.printer_for(house, caller.branch_id)
    device_id = str(body.device_id or (first.device_id if first else "")) or None
    day = house.branches.day(caller.branch_id)
    ticket = day.tickets.get(orders.ticket_id(ticket_id))
    if ticket is None or device_id is None:
        raise UnknownTicket() if ticket is None else office.NoPrinter()
    await slips.send_copy(house, caller.branch_id, ticket, device_id, body.request_id)
    return Response(status_code=202)


@router.get(paths.PRINT_JOB, responses={200: {"model": PrintJobStanding}})
async def see_print_job(job_id: UUID, request: Request, caller: Copier) -> Response:
    """Whether the copy came out, as far as is known."""
    found = await printing.standing_of(inside(request).branches, caller.branch_id, str(job_id))
    if found is None:
        raise UnknownTicket()
    result, is_expired = found
    return json_of(PrintJobStanding(result=None if result is None else PrintResult(result), is_expired=is_expired))

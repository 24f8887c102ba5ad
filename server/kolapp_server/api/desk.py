# SPDX-License-Identifier: EUPL-1.2
"""What a clerk asks for: the next visitor, the steps of a visit, the desk itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError

from kolapp_contract import desk as wire
from kolapp_contract import paths
from kolapp_contract.tickets import SECRET_HEADER
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain import calling, commands
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import TicketCalled
from kolapp_server.domain.refusals import UnknownDesk, UnknownTicket
from kolapp_server.domain.ticket import DeskId, Ticket, TicketId
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import desk as service
from kolapp_server.services import reception
from kolapp_server.store.batch import Done
from kolapp_server.translate import answers, orders, sentences

router = json_router()
Clerk = Annotated[Caller, Depends(require(Action.SERVE))]
Stepper = Annotated[Caller, Depends(require(Action.CANCEL_TICKET))]


@router.post(paths.DESK_CALLS, responses={200: {"model": wire.CallAnswer}})
async def call_next(desk_id: str, body: wire.CallNext, request: Request, caller: Clerk) -> Response:
    """The next visitor, or the desk stands ready. With `finish` the visit at the desk ends in the same transaction."""
    branches = inside(request).branches
    await service.must_sit_at(branches, caller.branch_id, DeskId(desk_id), caller.clerk_id)
    command = orders.call_next(desk_id, body)
    done = await service.call_next(branches, caller.branch_id, command, str(body.request_id), caller.actor)
    ticket = done.day.tickets.get(done.ticket_id) if done.ticket_id else None
    if ticket is None:
        return json_of(
            wire.CallAnswer(ticket=None, why=sentences.nobody_waits(), reason=sentences.nobody_waiting(), seq=done.seq)
        )
    notes = await service.notes_of(branches, ticket.ticket_id) if ticket.legs > 1 else []
    why = calling.why_called(ticket, ticket.called_at or done.day.last_at, _manual_reason(done))
    line = sentences.sentence(why, done.day.rules.time_zone)
    return json_of(
        wire.CallAnswer(ticket=answers.desk_ticket(ticket, notes), why=line, reason=sentences.facts(why), seq=done.seq)
    )


def _manual_reason(done: Done) -> str | None:
    calls = (event for event in done.events if isinstance(event, TicketCalled) and event.ticket_id == done.ticket_id)
    return next((event.reason for event in calls), None)


@router.get(paths.DESK_WHY, responses={200: {"model": wire.WhyNot}})
async def why_not(desk_id: str, ticket_id: UUID, request: Request, caller: Clerk) -> Response:
    """Why that ticket is not the next at this desk, in one line."""
    branches = inside(request).branches
    day, found = branches.day(caller.branch_id), orders.ticket_id(ticket_id)
    if DeskId(desk_id) not in day.desks:
        raise UnknownDesk()
    why = calling.why_not(day, DeskId(desk_id), _known(day, found), branches.clock())
    return json_of(wire.WhyNot(why=sentences.sentence(why, day.rules.time_zone), reason=sentences.facts(why)))


def _known(day: Day, ticket_id: TicketId) -> Ticket:
    ticket = day.tickets.get(ticket_id)
    if ticket is None:
        raise UnknownTicket()
    return ticket


@router.post(paths.TICKET_STEP, responses={200: {"model": wire.StepAnswer}})
async def take_step(
    ticket_id: UUID,
    step: wire.Step,
    body: wire.StepRequest,
    request: Request,
    caller: Stepper,
    secret: Annotated[str | None, Header(alias=SECRET_HEADER)] = None,
) -> Response:
    """One step of a visit. Cancel is open to the kiosk that issued the ticket, and to whoever holds its secret."""
    house = inside(request)
    if caller.clerk_id is None:
        return await _cancelled_by_visitor(house, ticket_id, step, body, caller, secret)
    with _whole_body():
        command = orders.step(ticket_id, step, body)
    done = await _carried_out(house, command, body, caller)
    ticket = _known(done.day, orders.ticket_id(ticket_id))
    notes = await service.notes_of(house.branches, ticket.ticket_id) if ticket.legs > 1 else []
    return json_of(wire.StepAnswer(ticket=answers.desk_ticket(ticket, notes), seq=done.seq))


async def _carried_out(
    house: Inside, command: commands.TicketCommand | commands.Cancel, body: wire.StepRequest, caller: Caller
) -> Done:
    branches, request_id = house.branches, str(body.request_id)
    if body.desk_id is not None:
        await service.must_sit_at(branches, caller.branch_id, DeskId(body.desk_id), caller.clerk_id)
    if isinstance(command, commands.Cancel):
        return await reception.cancel_ticket(branches, caller.branch_id, command, request_id, caller.actor)
    if isinstance(command, commands.Transfer):
        return await service.hand_over(branches, caller.branch_id, command, body.note, request_id, caller.actor)
    return await service.take_step(branches, caller.branch_id, command, request_id, caller.actor)


async def _cancelled_by_visitor(
    house: Inside, given: UUID, step: wire.Step, body: wire.StepRequest, caller: Caller, secret: str | None
) -> Response:
    """The kiosk cancels its own, even an id that never arrived; a visitor's page with its secret."""
    found, branches = orders.ticket_id(given), house.branches
    branch_id: str | None = caller.branch_id
    command = commands.Cancel(found, is_by_device=True, device=orders.device_id(caller.device_id))
    if caller.device_id is None:
        branch_id = await reception.opens_page(branches, found, secret or "", branches.clock())
        command = commands.Cancel(found)
    if step is not wire.Step.CANCEL or branch_id is None:
        raise UnknownTicket()
    await reception.cancel_ticket(branches, branch_id, command, str(body.request_id), caller.actor)
    return Response(status_code=204)


@router.post(paths.DESK_OPEN, responses={200: {"model": wire.DeskAnswer}})
async def open_desk(desk_id: str, body: wire.OpenDesk, request: Request, caller: Clerk) -> Response:
    """The clerk sits down here; a desk left elsewhere is closed."""
    clerk_id = caller.clerk_id or ""
    spoken = await service.spoken_by(inside(request).branches, clerk_id, body.languages)
    return await _changed(request, orders.open_desk(desk_id, body, clerk_id, spoken), str(body.request_id), caller)


@router.post(paths.DESK_PAUSE, responses={200: {"model": wire.DeskAnswer}})
async def pause_desk(desk_id: str, body: wire.PauseDesk, request: Request, caller: Clerk) -> Response:
    """The desk takes nobody for a while."""
    command = commands.PauseDesk(DeskId(desk_id), None if body.reason is None else body.reason.value)
    return await _changed(request, command, str(body.request_id), caller)


@router.post(paths.DESK_RESUME, responses={200: {"model": wire.DeskAnswer}})
async def resume_desk(desk_id: str, body: wire.PauseDesk, request: Request, caller: Clerk) -> Response:
    """The pause is over."""
    return await _changed(request, commands.ResumeDesk(DeskId(desk_id)), str(body.request_id), caller)


@router.post(paths.DESK_CLOSE, responses={200: {"model": wire.DeskAnswer}})
async def close_desk(desk_id: str, body: wire.PauseDesk, request: Request, caller: Clerk) -> Response:
    """The clerk has left the desk."""
    return await _changed(request, commands.CloseDesk(DeskId(desk_id)), str(body.request_id), caller)


@router.post(paths.DESK_BREAKS, responses={200: {"model": wire.DeskAnswer}})
async def plan_break(desk_id: str, body: wire.PlanBreak, request: Request, caller: Clerk) -> Response:
    """The desk takes nobody then, today; a colleague may say so too."""
    with _whole_body():
        command = orders.plan_break(desk_id, body)
    return await _planned(request, command, str(body.request_id), caller)


@router.post(paths.DESK_BREAKS_DROP, responses={200: {"model": wire.DeskAnswer}})
async def drop_break(desk_id: str, body: wire.DropBreak, request: Request, caller: Clerk) -> Response:
    """The break that begins then is off."""
    return await _planned(request, commands.DropBreak(DeskId(desk_id), body.begins_at), str(body.request_id), caller)


@router.post(paths.DESK_PLAN, responses={200: {"model": wire.DeskAnswer}})
async def plan_opening(desk_id: str, body: wire.PlanOpening, request: Request, caller: Clerk) -> Response:
    """The closed desk opens then: visitors with its errands are told so. Without a time it does not open after all."""
    with _whole_body():
        command = orders.plan_opening(desk_id, body)
    return await _planned(request, command, str(body.request_id), caller)


async def _planned(request: Request, command: commands.PlanCommand, request_id: str, caller: Caller) -> Response:
    done = await service.change_desk(inside(request).branches, caller.branch_id, command, request_id, caller.actor)
    return json_of(wire.DeskAnswer(seq=done.seq))


@contextmanager
def _whole_body() -> Iterator[None]:
    """A field that is needed and is not there, or cannot be so, is the sender's fault: 422 with a pointer to it."""
    try:
        yield
    except orders.MissingField as missing:
        raise RequestValidationError([{"loc": ("body", missing.field), "type": "missing", "msg": "is needed"}]) from None


async def _changed(request: Request, command: commands.DeskCommand, request_id: str, caller: Caller) -> Response:
    branches = inside(request).branches
    if not isinstance(command, commands.OpenDesk):
        await service.must_sit_at(branches, caller.branch_id, command.desk, caller.clerk_id)
    done = await service.change_desk(branches, caller.branch_id, command, request_id, caller.actor)
    return json_of(wire.DeskAnswer(seq=done.seq))

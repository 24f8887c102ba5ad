# SPDX-License-Identifier: EUPL-1.2
"""Help at a desk and at a kiosk, and the visitors who wait elsewhere."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response

from kolapp_contract import helps as wire
from kolapp_contract import paths
from kolapp_contract.tickets import SECRET_HEADER
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action, Role
from kolapp_server.domain import commands
from kolapp_server.domain.assistance import HelpKind
from kolapp_server.domain.refusals import UnknownDesk, UnknownTicket
from kolapp_server.domain.ticket import DeskId
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import desk as desk_service
from kolapp_server.services import helping, reception
from kolapp_server.translate import helps, orders

router = json_router()
Asker = Annotated[Caller, Depends(require(Action.ASK_FOR_HELP))]
Comer = Annotated[Caller, Depends(require(Action.COME_TO_HELP))]
Leaver = Annotated[Caller, Depends(require(Action.WAIT_ELSEWHERE))]
InCharge = Annotated[Caller, Depends(require(Action.OPEN_OFFICE_PAGE))]


@router.put(paths.HELP, responses={200: {"model": wire.HelpAnswer}})
async def ask_for_help(help_id: UUID, body: wire.AskForHelp, request: Request, caller: Asker) -> Response:
    """The help stands. A kiosk asks for its visitor; a clerk for the own desk, and nobody else's."""
    if caller.role is Role.KIOSK:
        command = commands.AskForHelp(str(help_id), HelpKind.VISITOR, device=orders.device_id(caller.device_id))
    else:
        if body.kind is wire.HelpKind.VISITOR:
            raise UnknownDesk()
        desk = await _own_desk(inside(request), body.desk_id, caller)
        command = commands.AskForHelp(str(help_id), HelpKind(body.kind), desk=desk)
    return await _carried_out(request, command, str(help_id), caller)


@router.post(paths.HELP_COMING, responses={200: {"model": wire.HelpAnswer}})
async def come_to_help(help_id: UUID, body: wire.ComeToHelp, request: Request, caller: Comer) -> Response:
    """Whoever asked sees that this desk comes."""
    desk = await _own_desk(inside(request), body.desk_id, caller)
    return await _carried_out(request, commands.ComeToHelp(str(help_id), desk), str(body.request_id), caller)


@router.post(paths.HELP_END, responses={200: {"model": wire.HelpAnswer}})
async def end_help(help_id: UUID, body: wire.EndHelp, request: Request, caller: Asker) -> Response:
    """It is over."""
    if caller.role is Role.KIOSK:
        command = commands.EndHelp(str(help_id), device=orders.device_id(caller.device_id))
    else:
        command = commands.EndHelp(str(help_id), desk=await _own_desk(inside(request), body.desk_id, caller))
    return await _carried_out(request, command, str(body.request_id), caller)


@router.get(paths.HELP_FIGURES, responses={200: {"model": wire.HelpFigures}})
async def help_figures(branch_id: str, request: Request, _caller: InCharge, day: date | None = None) -> Response:
    """How visitors at kiosks were answered on a service day; without a day, today."""
    branches = inside(request).branches
    service_day = day or branches.day(branch_id).service_day
    times = await helping.times_of(branches, branch_id, service_day)
    return json_of(helps.figures(service_day.isoformat(), times))


@router.post(paths.TICKET_ELSEWHERE, responses={200: {"model": wire.HelpAnswer}})
async def wait_elsewhere(
    ticket_id: UUID,
    body: wire.WaitElsewhere,
    request: Request,
    caller: Leaver,
    secret: Annotated[str | None, Header(alias=SECRET_HEADER)] = None,
) -> Response:
    """The visitor is not in the room, and keeps the place. A visitor shows the ticket's secret."""
    house, found = inside(request), orders.ticket_id(ticket_id)
    branch_id: str | None = caller.branch_id
    if caller.role is Role.VISITOR:
        branch_id = await reception.opens_page(house.branches, found, secret or "", house.branches.clock())
    if branch_id is None:
        raise UnknownTicket()
    command = commands.WaitElsewhere(found, body.is_elsewhere)
    done = await helping.wait_elsewhere(house.branches, branch_id, command, str(body.request_id), caller.actor)
    return json_of(wire.HelpAnswer(seq=done.seq))


async def _own_desk(house: Inside, desk_id: str | None, caller: Caller) -> DeskId:
    desk = DeskId(desk_id or "")
    await desk_service.must_sit_at(house.branches, caller.branch_id, desk, caller.clerk_id)
    return desk


async def _carried_out(request: Request, command: commands.HelpCommand, request_id: str, caller: Caller) -> Response:
    branches = inside(request).branches
    done = await helping.help_command(branches, caller.branch_id, command, request_id, caller.actor)
    return json_of(wire.HelpAnswer(seq=done.seq))

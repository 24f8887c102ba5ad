# SPDX-License-Identifier: EUPL-1.2
"""What clerks ask of a visit that goes on: judged, prepared for, with further errands, with a second desk at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from kolapp_contract import desk as desk_wire
from kolapp_contract import paths
from kolapp_contract import visits as wire
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.ticket import DeskId
from kolapp_server.domain.visit_commands import VisitCommand
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import desk as desk_service
from kolapp_server.services import visits as service
from kolapp_server.translate import answers, orders
from kolapp_server.translate import visits as translate

router = json_router()
Clerk = Annotated[Caller, Depends(require(Action.SERVE))]
Reader = Annotated[Caller, Depends(require(Action.READ_HAND_OVER))]
InCharge = Annotated[Caller, Depends(require(Action.OPEN_OFFICE_PAGE))]
Days = Annotated[int, Query(ge=1, le=366)]


@router.get(paths.TICKET_HAND_OVER, responses={200: {"model": wire.HandOverSheet}})
async def read_hand_over(ticket_id: UUID, request: Request, caller: Reader) -> Response:
    """The note, the checklist and what the visitor needs, before the call or at it. The reading is logged."""
    branches, found = inside(request).branches, orders.ticket_id(ticket_id)
    ticket, notes = await service.read_hand_over(branches, caller.branch_id, found, caller.actor)
    return json_of(translate.sheet(ticket, notes))


@router.post(paths.TICKET_HAND_OVER, responses={200: {"model": desk_wire.StepAnswer}})
async def mark_hand_over(ticket_id: UUID, body: wire.MarkHandOver, request: Request, caller: Clerk) -> Response:
    """Complete, or something was missing."""
    return await _taken(request, translate.mark(ticket_id, body), body.request_id, caller)


@router.post(paths.TICKET_PREPARATION, responses={200: {"model": desk_wire.StepAnswer}})
async def prepare(ticket_id: UUID, body: wire.Prepare, request: Request, caller: Clerk) -> Response:
    """Nobody calls the visitor before the desk has prepared; the visitor is told so."""
    return await _taken(request, translate.prepare(ticket_id, body), body.request_id, caller)


@router.post(paths.TICKET_ERRANDS, responses={200: {"model": desk_wire.StepAnswer}})
async def plan_errands(ticket_id: UUID, body: wire.PlanErrands, request: Request, caller: Clerk) -> Response:
    """What comes after the errand that is met now, on the same number."""
    return await _taken(request, translate.plan_errands(ticket_id, body), body.request_id, caller)


@router.post(paths.TICKET_JOINT, responses={200: {"model": desk_wire.StepAnswer}})
async def join_visit(ticket_id: UUID, body: wire.JoinVisit, request: Request, caller: Clerk) -> Response:
    """A call of two desks: asked for, joined, left."""
    with _whole_body():
        command = translate.join(ticket_id, body)
    return await _taken(request, command, body.request_id, caller)


@contextmanager
def _whole_body() -> Iterator[None]:
    try:
        yield
    except orders.MissingField as missing:
        raise RequestValidationError([{"loc": ("body", missing.field), "type": "missing", "msg": "is needed"}]) from None


async def _taken(request: Request, command: VisitCommand, request_id: UUID, caller: Caller) -> Response:
    branches = inside(request).branches
    await desk_service.must_sit_at(branches, caller.branch_id, DeskId(command.desk), caller.clerk_id)
    done = await service.take_visit_step(branches, caller.branch_id, command, str(request_id), caller.actor)
    ticket = done.day.tickets[command.ticket_id]
    notes = await desk_service.notes_of(branches, ticket.ticket_id) if ticket.has_note else []
    return json_of(desk_wire.StepAnswer(ticket=answers.desk_ticket(ticket, notes), seq=done.seq))


@router.get(paths.HAND_OVERS, responses={200: {"model": wire.HandOverFigures}})
async def hand_overs(branch_id: str, request: Request, _caller: InCharge, days: Days = 28) -> Response:
    """How many of the hand-overs that specialists judged were complete, and how many errands a visit had."""
    return json_of(translate.figures(*await service.hand_overs(inside(request).branches, branch_id, days)))


@router.get(paths.LANGUAGES_MET, responses={200: {"model": wire.LanguagesMet}})
async def languages_met(branch_id: str, request: Request, _caller: InCharge, days: Days = 28) -> Response:
    """Per language how many were met at a desk, and how many of them by somebody who speaks it."""
    return json_of(translate.languages_met(*await service.languages_met(inside(request).branches, branch_id, days)))

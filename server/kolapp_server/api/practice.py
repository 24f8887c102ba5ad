# SPDX-License-Identifier: EUPL-1.2
"""Practice: where it is, the way there and back, and the switch in the office."""

from typing import Annotated

from fastapi import Depends, Request, Response

from kolapp_contract import helps as wire
from kolapp_contract import paths
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import practising as service
from kolapp_server.services.branches import PRACTICE
from kolapp_server.translate.practice import practice_catalogue

router = json_router()
Learner = Annotated[Caller, Depends(require(Action.PRACTISE))]
InCharge = Annotated[Caller, Depends(require(Action.SWITCH_PRACTICE))]


def _standing(request: Request, branch_id: str) -> Response:
    home_id = branch_id.removesuffix(PRACTICE)
    is_on = service.is_open(service.practice_of(inside(request).branches, home_id))
    return json_of(wire.Practice(branch_id=home_id + PRACTICE if is_on else None, is_here=branch_id != home_id, is_on=is_on))


@router.get(paths.PRACTICE, responses={200: {"model": wire.Practice}})
async def see_practice(request: Request, caller: Learner) -> Response:
    """Whether there is a practice to go to, and whether one is there."""
    return _standing(request, caller.branch_id)


@router.post(paths.PRACTICE, responses={200: {"model": wire.Practice}})
async def turn_practice(body: wire.TurnPractice, request: Request, caller: Learner) -> Response:
    """The clerk's session goes to the practice, or home again. The page is then loaded anew."""
    branches, door = inside(request).branches, request.app.state.staff_door
    key, clerk = caller.key or b"", caller.clerk_id or ""
    return _standing(request, await service.turn(branches, door, key, clerk, caller.branch_id, is_here=body.is_here))


@router.post(paths.PRACTICE_SWITCH, responses={200: {"model": wire.Practice}})
async def switch_practice(body: wire.SwitchPractice, request: Request, caller: InCharge) -> Response:
    """The practice begins, or is over for everybody in it."""
    home_id = caller.branch_id.removesuffix(PRACTICE)
    await service.switch(inside(request).branches, home_id, practice_catalogue, caller.actor, is_on=body.is_on)
    return _standing(request, caller.branch_id)

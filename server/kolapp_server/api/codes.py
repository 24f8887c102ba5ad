# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk or a desk asks of a code that a visitor has on paper."""

from typing import Annotated

from fastapi import Depends, Request, Response

from kolapp_contract import paths
from kolapp_contract.code_look import CodeOpens, LookAtCode
from kolapp_contract.errors import ErrorCode
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, TurnedAway, require
from kolapp_server.services.codes import CodeDoor
from kolapp_server.translate import codes

router = json_router()
Looker = Annotated[Caller, Depends(require(Action.LOOK_AT_CODE))]


@router.post(paths.CODE_LOOK, responses={200: {"model": CodeOpens}})
async def look_at_code(branch_id: str, body: LookAtCode, request: Request, caller: Looker) -> Response:
    """What the code opens here and now. A wrong one and an unknown one get the same 404; who guesses waits."""
    door: CodeDoor = request.app.state.code_door
    found = await door.look(branch_id, caller.actor, codes.asked(body.code))
    if found is None:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    return json_of(codes.opens(found, branch_id))

# SPDX-License-Identifier: EUPL-1.2
"""Staff sign in and out, for programs; browsers use the sign-in page."""

from typing import Annotated

from fastapi import Depends, Request, Response

from kolapp_contract import paths
from kolapp_contract.desk import Session, SignIn
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, give_cookie, refuse_insecure, require
from kolapp_server.live.inside import inside
from kolapp_server.services import staff as service
from kolapp_server.services.staff import StaffDoor

router = json_router()
Anybody = Annotated[Caller, Depends(require(Action.SIGN_IN))]
Clerk = Annotated[Caller, Depends(require(Action.SIGN_OUT))]


@router.post(paths.SESSIONS, responses={200: {"model": Session}})
async def sign_in(body: SignIn, request: Request, _caller: Anybody) -> Response:
    """The clerk is signed in: a cookie, and the CSRF token that every order carries."""
    refuse_insecure(request)
    source = request.client.host if request.client else ""
    signed_in = await service.sign_in(_door(request), body.name, body.password, source)
    who = signed_in.identity
    ends_at = who.ends_at or inside(request).branches.clock()
    answer = json_of(Session(name=who.name, role=who.role, branch_id=who.branch_id, csrf=who.csrf, ends_at=ends_at))
    give_cookie(request, answer, signed_in.token, int(_door(request).session_lasts.total_seconds()))
    return answer


@router.delete(paths.SESSIONS, status_code=204)
async def sign_out(request: Request, caller: Clerk) -> Response:
    """The session is over."""
    await service.sign_out(_door(request), caller.key or b"")
    answer = Response(status_code=204)
    give_cookie(request, answer, "", 0)
    return answer


def _door(request: Request) -> StaffDoor:
    door: StaffDoor = request.app.state.staff_door
    return door

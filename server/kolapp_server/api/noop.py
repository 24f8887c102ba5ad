# SPDX-License-Identifier: EUPL-1.2
"""Routes that pass all that a real one passes and do nothing: what speed is measured against. Mounted only when asked for."""

from functools import lru_cache
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kolapp_contract import paths
from kolapp_contract.desk import CallNext
from kolapp_contract.tickets import IssueTicket
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, require

NOOP_ISSUE = paths.API + "/noop/tickets/{ticket_id}"
NOOP_CALL = paths.API + "/noop/desks/{desk_id}/calls"
LARGEST_BYTES = 65536
router = json_router()
Measurer = Annotated[Caller, Depends(require(Action.MEASURE))]


@router.put(NOOP_ISSUE)
async def issue_nothing(ticket_id: UUID, body: IssueTicket, request: Request, _caller: Measurer) -> Response:
    """Takes what an issue takes and answers as many bytes as `size` says."""
    return _so_many(request, ticket_id, body)


@router.post(NOOP_CALL)
async def call_nobody(desk_id: str, body: CallNext, request: Request, _caller: Measurer) -> Response:
    """Takes what a call takes and answers as many bytes as `size` says."""
    return _so_many(request, desk_id, body)


def _so_many(request: Request, *_passed: object) -> Response:
    return Response(_body(request.scope["query_string"]), media_type="application/json")


@lru_cache(maxsize=64)
def _body(query: bytes) -> bytes:
    said = query.removeprefix(b"size=")
    size = min(int(said), LARGEST_BYTES) if said.isdigit() and len(said) < 7 else 2
    return b" " * max(size - 2, 0) + b"{}"

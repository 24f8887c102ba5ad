# SPDX-License-Identifier: EUPL-1.2
"""Incidents: noted at a desk, read in the office."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kolapp_contract import helps as wire
from kolapp_contract import paths
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.refusals import UnknownDesk
from kolapp_server.domain.ticket import DeskId
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import incidents as service
from kolapp_server.store.incidents import IncidentRow

router = json_router()
Witness = Annotated[Caller, Depends(require(Action.NOTE_INCIDENT))]
InCharge = Annotated[Caller, Depends(require(Action.READ_INCIDENTS))]


@router.post(paths.INCIDENTS, status_code=204)
async def note_incident(branch_id: str, body: wire.NoteIncident, request: Request, _caller: Witness) -> None:
    """What happened is noted, for managers."""
    branches = inside(request).branches
    if body.desk_id is not None and DeskId(body.desk_id) not in branches.day(branch_id).desks:
        raise UnknownDesk()
    row = IncidentRow(str(body.request_id), branch_id, body.kind.value, body.desk_id, body.text, branches.clock())
    await service.note(branches, row)


@router.get(paths.INCIDENTS, responses={200: {"model": wire.Incidents}})
async def read_incidents(branch_id: str, request: Request, caller: InCharge) -> Response:
    """The last incidents, the newest first; and it is written down who read them."""
    found = await service.read(inside(request).branches, branch_id, caller.clerk_id or "")
    lines = (
        wire.IncidentLine(
            incident_id=UUID(row.incident_id), kind=wire.IncidentKind(row.kind), at=row.at, desk_id=row.desk_id, text=row.text
        )
        for row in found
    )
    return json_of(wire.Incidents(incidents=tuple(lines)))

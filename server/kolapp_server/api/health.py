# SPDX-License-Identifier: EUPL-1.2
"""How the server is, for those who watch over it; and the description of all routes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode
from kolapp_server.api.problems import problem_response
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, require
from kolapp_server.metrics import Metrics
from kolapp_server.services.fitness import Doctor

router = APIRouter()
Watcher = Annotated[Caller, Depends(require(Action.SEE_HEALTH))]
Counter = Annotated[Caller, Depends(require(Action.SEE_FIGURES))]


@router.get(paths.LIVEZ)
async def livez(_caller: Watcher) -> dict[str, str]:
    """The process runs."""
    return {"status": "alive"}


@router.get(paths.READYZ)
async def readyz(request: Request, _caller: Watcher) -> Response:
    """Visitors can be served: a write was tried, the tables are the right ones, the disk has room. Else 503."""
    doctor: Doctor = request.app.state.doctor
    fitness = await doctor.examine()
    if fitness.is_ready:
        return Response('{"status":"ready"}', media_type="application/json")
    if not fitness.has_room:
        return problem_response(503, ErrorCode.DISK_FULL, title="The disk has no room.", headers={"Retry-After": "60"})
    if not fitness.is_staying:
        return problem_response(503, ErrorCode.BUSY, title="The server is about to stop.", headers={"Retry-After": "5"})
    title = "The tables are of another release." if fitness.can_write else "The database cannot be written to."
    return problem_response(503, ErrorCode.BUSY, title=title, headers={"Retry-After": "5"})


@router.get(paths.METRICS)
async def metrics(request: Request, _caller: Counter) -> Response:
    """Figures for Prometheus."""
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), media_type=CONTENT_TYPE_LATEST)


@router.get(paths.OPENAPI)
async def openapi(request: Request, _caller: Watcher) -> Response:
    """Every route, described (OpenAPI 3.1)."""
    described: bytes = request.app.state.described()
    return Response(described, media_type="application/json")

# SPDX-License-Identifier: EUPL-1.2
"""Every no as application/problem+json (RFC 9457): a stable code, a title for humans, never what was sent."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from kolapp_contract import paths
from kolapp_contract.errors import PROBLEM_MEDIA_TYPE, ErrorCode, Problem
from kolapp_contract.version import OLDEST_CONTRACT
from kolapp_server.domain import refusals
from kolapp_server.domain.refusals import Refusal
from kolapp_server.guards import TurnedAway
from kolapp_server.services.bookings import SlotTaken, UnknownBooking
from kolapp_server.services.contacts import UnknownContact
from kolapp_server.services.devices import CodeRefused
from kolapp_server.services.entrance import UnknownCard
from kolapp_server.services.office import NoPrinter
from kolapp_server.services.officers import NotInTime, UnknownOfficer
from kolapp_server.services.practising import NoPractice
from kolapp_server.services.staff import SignInRefused, TooManyTries
from kolapp_server.store import faults
from kolapp_server.store.faults import StoreFault

BUSY_SECONDS = "1"
ANSWERS: dict[type[Exception], tuple[int, ErrorCode]] = {
    refusals.StepNotAllowed: (409, ErrorCode.STEP_NOT_ALLOWED),
    refusals.RecallFirst: (409, ErrorCode.RECALL_FIRST),
    refusals.OutcomeNeeded: (409, ErrorCode.OUTCOME_NEEDED),
    refusals.VisitOpen: (409, ErrorCode.VISIT_OPEN),
    refusals.NotWaiting: (409, ErrorCode.NOT_WAITING),
    refusals.ReasonNeeded: (409, ErrorCode.REASON_NEEDED),
    refusals.WrongDesk: (409, ErrorCode.WRONG_DESK),
    refusals.DeskClosed: (409, ErrorCode.DESK_CLOSED),
    refusals.DeskTaken: (409, ErrorCode.DESK_TAKEN),
    refusals.DeskPaused: (409, ErrorCode.DESK_PAUSED),
    refusals.ClerkAway: (409, ErrorCode.CLERK_AWAY),
    refusals.TooManyErrands: (409, ErrorCode.TOO_MANY_ERRANDS),
    refusals.NotAsked: (409, ErrorCode.NOT_ASKED),
    refusals.VisitJoined: (409, ErrorCode.VISIT_JOINED),
    refusals.DeskBusy: (409, ErrorCode.DESK_BUSY),
    refusals.UnknownItem: (422, ErrorCode.UNKNOWN_ITEM),
    refusals.UnknownTicket: (404, ErrorCode.NOT_FOUND),
    refusals.UnknownErrand: (422, ErrorCode.UNKNOWN_ERRAND),
    refusals.UnknownDesk: (404, ErrorCode.UNKNOWN_DESK),
    refusals.UnknownProfile: (422, ErrorCode.UNKNOWN_PROFILE),
    refusals.UnknownHelp: (404, ErrorCode.NOT_FOUND),
    refusals.TicketTaken: (409, ErrorCode.TICKET_CANCELLED),
    refusals.ErrandStopped: (409, ErrorCode.ERRAND_STOPPED),
    refusals.BranchClosed: (409, ErrorCode.BRANCH_CLOSED),
    refusals.SeriesFull: (409, ErrorCode.SERIES_FULL),
    faults.StoreBusy: (503, ErrorCode.BUSY),
    faults.DiskFull: (507, ErrorCode.DISK_FULL),
    faults.OutcomeUnknown: (503, ErrorCode.BUSY),
    faults.RequestReused: (422, ErrorCode.ID_REUSED),
    faults.UnknownBranch: (404, ErrorCode.NOT_FOUND),
    SlotTaken: (409, ErrorCode.SLOT_TAKEN),
    UnknownBooking: (404, ErrorCode.NOT_FOUND),
    UnknownCard: (404, ErrorCode.NOT_FOUND),
    NoPrinter: (409, ErrorCode.NO_PRINTER),
    NoPractice: (404, ErrorCode.NOT_FOUND),
    UnknownOfficer: (404, ErrorCode.UNKNOWN_OFFICER),
    NotInTime: (422, ErrorCode.NOT_IN_TIME),
    UnknownContact: (404, ErrorCode.NOT_FOUND),
    CodeRefused: (403, ErrorCode.NOT_ALLOWED),
    SignInRefused: (401, ErrorCode.NOT_SIGNED_IN),
    TooManyTries: (429, ErrorCode.TOO_FAST),
}
"""What each expected no is on the wire. Its title is the exception's docstring."""
POINTERS: dict[type[Exception], tuple[str, ...]] = {
    refusals.UnknownErrand: ("/errand_id",),
    refusals.UnknownProfile: ("/profile_id",),
    refusals.UnknownItem: ("/checked",),
}
TITLES: dict[ErrorCode, str] = {
    ErrorCode.NOT_JSON: "The body is not JSON that can be trusted.",
    ErrorCode.WRONG_MEDIA_TYPE: "The body must be application/json.",
    ErrorCode.TOO_LARGE: "The body is too large.",
    ErrorCode.INVALID: "The body does not follow the agreement.",
    ErrorCode.NOT_SIGNED_IN: "Sign in, or pair the device, first.",
    ErrorCode.NOT_ALLOWED: "That is not allowed.",
    ErrorCode.INSECURE: "A password is not taken over an open wire.",
    ErrorCode.NOT_FOUND: "There is no such thing here.",
    ErrorCode.WRONG_METHOD: "That cannot be done here.",
    ErrorCode.TOO_OLD: "This program is too old for the server. Update it.",
    ErrorCode.TOO_FAST: "Too many tries. Wait a moment.",
    ErrorCode.UNEXPECTED: "Something went wrong in the server. It has been noted.",
    ErrorCode.NO_VOICE: "There is no voice in that language.",
    ErrorCode.NO_SPEECH: "The server cannot speak. Install espeak-ng on it (Debian: apt install espeak-ng).",
}
CODES: dict[int, ErrorCode] = {
    400: ErrorCode.NOT_JSON,
    401: ErrorCode.NOT_SIGNED_IN,
    403: ErrorCode.NOT_ALLOWED,
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.WRONG_METHOD,
    413: ErrorCode.TOO_LARGE,
    415: ErrorCode.WRONG_MEDIA_TYPE,
    422: ErrorCode.INVALID,
    429: ErrorCode.TOO_FAST,
    503: ErrorCode.BUSY,
}
PAGES = (paths.DESK_PAGE, paths.MONITOR_PAGE, paths.OFFICE_PAGE, paths.PROMISES_PAGE)
log = structlog.get_logger()


def problem_response(status: int, code: ErrorCode, headers: dict[str, str] | None = None, **more: Any) -> Response:  # noqa: ANN401 (a Problem's fields)
    """The answer that says no. `more` are further fields of `Problem`; without a `title` it is that of the code."""
    problem = Problem(status=status, code=code, **{"title": TITLES.get(code, "That could not be done."), **more})
    return Response(problem.model_dump_json(exclude_none=True), status, headers, PROBLEM_MEDIA_TYPE)


def too_old() -> TurnedAway:
    """The no to a program whose agreement has been taken away."""
    return TurnedAway(426, ErrorCode.TOO_OLD, headers={"Upgrade": f"kolapp-contract/{OLDEST_CONTRACT}"})


def install(app: FastAPI) -> None:
    """Every exception of this application gets an answer."""
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(WebSocketRequestValidationError, _of_socket_validation)
    app.add_exception_handler(ClientDisconnect, _of_hung_up)
    for kind in (Refusal, StoreFault, CodeRefused, SignInRefused, TooManyTries):
        app.add_exception_handler(kind, _of_expected)


async def _of_http(asking: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error, TurnedAway):
        if error.status_code == 401 and _wants_page(asking):
            return RedirectResponse(f"{paths.SIGN_IN_PAGE}?next={quote(asking.scope['path'])}", 303)
        return problem_response(
            error.status_code,
            error.code,
            detail=error.detail or None,
            pointers=error.pointers,
            headers=dict(error.headers or {}),
        )
    if error.status_code == 405:
        return _of_wrong_method(asking)
    return problem_response(
        error.status_code, CODES.get(error.status_code, ErrorCode.UNEXPECTED), headers=dict(error.headers or {})
    )


async def _of_expected(_asking: HTTPConnection, error: Exception) -> Response:
    status, code = next((ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS), (500, ErrorCode.UNEXPECTED))
    headers = {"Retry-After": BUSY_SECONDS} if status == 503 else {}
    if isinstance(error, TooManyTries):
        headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return problem_response(
        status,
        code,
        title=(type(error).__doc__ or "").strip(),
        pointers=POINTERS.get(type(error), ()),
        opens_at=getattr(error, "opens_at", None),
        headers=headers,
    )


async def _of_validation(_asking: HTTPConnection, error: Exception) -> Response:
    """422 with pointers to what is wrong in the body; 404 where the address itself cannot exist."""
    assert isinstance(error, RequestValidationError)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return problem_response(404, ErrorCode.NOT_FOUND)
    pointers = {pointer(known_steps(fault)) for fault in error.errors()}
    return problem_response(422, ErrorCode.INVALID, pointers=tuple(sorted(pointers)))


async def _of_hung_up(asking: HTTPConnection, _error: Exception) -> Response:
    """Whoever asked hung up before the question ended. Nobody reads the answer; it is counted as a body that was none."""
    log.info("hung_up", method=asking.scope["method"], route=getattr(asking.scope.get("route"), "path", "unknown"))
    return problem_response(400, ErrorCode.NOT_JSON)


async def _of_socket_validation(_asking: HTTPConnection, _error: Exception) -> Response:
    return problem_response(404, ErrorCode.NOT_FOUND)


def known_steps(fault: dict[str, Any]) -> tuple[Any, ...]:
    """Where the fault is. Of a field that nobody knows only the parent is told, since its name is what was sent."""
    steps: tuple[Any, ...] = fault["loc"][1:]
    return steps[:-1] if fault["type"] == "extra_forbidden" else steps


def pointer(steps: Iterable[Any]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _wants_page(asking: HTTPConnection) -> bool:
    is_get = asking.scope.get("method") == "GET"
    return is_get and asking.scope["path"].startswith(PAGES)


def _of_wrong_method(asking: HTTPConnection) -> Response:
    allow = {"Allow": ", ".join(sorted(methods_at(asking)))}
    if asking.scope["method"] == "OPTIONS":
        return Response(status_code=204, headers=allow)
    return problem_response(405, ErrorCode.WRONG_METHOD, headers=allow)


def methods_at(asking: HTTPConnection) -> set[str]:
    """Every method that the address knows."""
    known = {"OPTIONS"}
    for route in asking.app.routes:
        if route.matches(asking.scope)[0] is not Match.NONE:
            known |= getattr(route, "methods", None) or {"GET"}
    return known | ({"HEAD"} if "GET" in known else set())

# SPDX-License-Identifier: EUPL-1.2
"""What every request passes, whatever it asks for: a request id, security headers on every answer, a limit of the body,
and, outermost, the one place that catches everything.

Plain ASGI, since it runs for each of thousands of requests a second.
"""

import re
import secrets
import time
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode
from kolapp_contract.version import CONTRACT_HEADER, OLDEST_CONTRACT, REQUEST_ID_HEADER
from kolapp_server import logs
from kolapp_server.api.problems import problem_response, too_old
from kolapp_server.api.strictness import LARGEST_BODY_BYTES, LARGEST_JOURNAL_BYTES
from kolapp_server.guards import TurnedAway

REQUEST_ID = REQUEST_ID_HEADER.lower().encode()
CONTRACT = CONTRACT_HEADER.lower().encode()
LOOKS_LIKE_AN_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
OVER_TLS = [*ALWAYS, (b"strict-transport-security", b"max-age=31536000")]
NOT_KEPT = (b"cache-control", b"no-store")
STARTS = ("http.response.start", "websocket.http.response.start")
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
REFUSED = frozenset({409, 422, 426, 503, 507})
"""What one of ours was refused; not what strangers try, who could fill a disk with it."""
TOLD = frozenset({paths.TICKET_PRINTED, paths.PRINT_JOB_PRINTED, paths.KIOSK_JOURNAL})
"""Of these a line stands in the log although all is well: they tell how a slip that somebody asks for has fared."""
Timing = Callable[[str, str, int, float], None]
log = structlog.get_logger()


class Edge:
    """The outermost layer of the application. `timing` gets method, route, status and seconds of each answer."""

    def __init__(self, app: ASGIApp, timing: Timing) -> None:
        self.app = app
        self.timing = timing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = _request_id(headers)
        logs.REQUEST_ID.set(request_id.decode())
        answer = Answer(scope, send, request_id)
        if scope["type"] == "http":
            await self._http(scope, receive, answer, headers)
        else:
            await self._socket(scope, receive, answer)

    async def _http(self, scope: Scope, receive: Receive, answer: "Answer", headers: dict[bytes, bytes]) -> None:
        began_s = time.perf_counter()
        method = scope["method"]
        if method == "HEAD":
            # A copy: the web server must go on knowing that the body is to be left out.
            scope = {**scope, "method": "GET"}
        try:
            _refuse_too_old(headers)
            if method in WITH_BODY:
                receive = _limited(scope, receive, headers)
            await self.app(scope, receive, answer)
        except TurnedAway as no:
            await problem_response(no.status_code, no.code, dict(no.headers or {}))(scope, receive, answer)
        except Exception:
            log.exception("unexpected", method=method, route=route_of(scope))
            if not answer.status:
                await problem_response(500, ErrorCode.UNEXPECTED)(scope, receive, answer)
        route = route_of(scope)
        if answer.status in REFUSED or route in TOLD:
            log.info("answered", method=method, route=route, status=answer.status)
        self.timing(method, route, answer.status, time.perf_counter() - began_s)

    async def _socket(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        try:
            await self.app(scope, receive, answer)
        except Exception:
            log.exception("unexpected", route=route_of(scope))
            await answer({"type": "websocket.close", "code": 1011})


class Answer:
    """The way out: adds the headers that every answer has."""

    __slots__ = ("_headers", "_is_api", "_send", "status")

    def __init__(self, scope: Scope, send: Send, request_id: bytes) -> None:
        always = OVER_TLS if scope["scheme"] in ("https", "wss") else ALWAYS
        self._headers = [*always, (REQUEST_ID, request_id)]
        self._is_api = scope["path"].startswith("/api/")
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        """Sends `message`."""
        if message["type"] in STARTS:
            self.status = message["status"]
            headers = list(message["headers"])
            if self._is_api and all(name != b"cache-control" for name, _ in headers):
                headers.append(NOT_KEPT)
            message["headers"] = headers + self._headers
        await self._send(message)


def route_of(scope: Scope) -> str:
    """The address as a pattern, which holds nobody's id; "unknown" where no route matched."""
    return getattr(scope.get("route"), "path", "unknown")


def _request_id(headers: dict[bytes, bytes]) -> bytes:
    said = headers.get(REQUEST_ID)
    if said is not None and LOOKS_LIKE_AN_ID.fullmatch(said):
        return said
    return secrets.token_hex(8).encode()


def _refuse_too_old(headers: dict[bytes, bytes]) -> None:
    """Raises 426 where a device says that it speaks an agreement of which nothing is left."""
    said = headers.get(CONTRACT)
    if said is not None and said.isdigit() and int(said[:6]) < OLDEST_CONTRACT:
        raise too_old()


def _limited(scope: Scope, receive: Receive, headers: dict[bytes, bytes]) -> Receive:
    """`receive`, which stops when the body is too large. Raises 413 at once where the length is told."""
    largest = LARGEST_JOURNAL_BYTES if "/kiosks/" in scope["path"] else LARGEST_BODY_BYTES
    told = headers.get(b"content-length")
    if told is not None:
        if not told.isdigit() or int(told[:12]) > largest:
            raise TurnedAway(413, ErrorCode.TOO_LARGE)
        return receive
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise TurnedAway(413, ErrorCode.TOO_LARGE)
        return message

    return counted

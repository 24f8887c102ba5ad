# SPDX-License-Identifier: EUPL-1.2
"""Who may come in: every route says which action it is, and whoever may not do it is turned away before anything is read.

    no credential, or one that is worth nothing   401
    a role that may not                           403
    a page of another site, a missing CSRF token  403
    another branch                                404, as if it did not exist

Devices show a token (Authorization: Bearer), browsers a cookie. A cookie goes with every request that a browser makes,
whoever told it to; so an order that comes with a cookie must also carry the header Kolapp-CSRF, which only our own pages
can know, and an Origin that is ours.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request, WebSocket
from starlette.requests import HTTPConnection
from starlette.responses import Response

from kolapp_contract.errors import ErrorCode
from kolapp_server.auth.credentials import Credentials, Identity
from kolapp_server.auth.permissions import Action, Role, is_allowed

CSRF_HEADER = "kolapp-csrf"
SECURE_COOKIE = "__Host-kolapp"
LOOPBACK_COOKIE = "kolapp-loopback"
"""Browsers keep no Secure cookie from plain http; this one is only given to, and taken from, this machine itself."""
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
HOW_TO_MEND = (
    "Open this page over https, through a proxy with a certificate (KOLAPP_SERVER_PUBLIC_URL, KOLAPP_SERVER_TRUSTED_PROXIES), "
    "or on the server itself as http://localhost."
)


class TurnedAway(HTTPException):
    """The edge says no. `code` is stable; `pointers` say where in the body."""

    def __init__(
        self,
        status: int,
        code: ErrorCode,
        detail: str | None = None,
        pointers: tuple[str, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.code = code
        self.pointers = pointers


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. A visitor has no branch; everybody else has one. `key` is what an open websocket asks validity of."""

    role: Role
    branch_id: str
    name: str = ""
    device_id: str | None = None
    clerk_id: str | None = None
    csrf: str = ""
    key: bytes | None = None
    pairing_number: int | None = None

    @property
    def actor(self) -> str:
        """Who it was, in the journal: an id, never a name."""
        return self.clerk_id or self.device_id or self.role.value


VISITOR = Caller(Role.VISITOR, "")
Guard = Callable[[Request], Awaitable[Caller]]


class Gate:
    """What the guards know: the valid credentials, and the origins whose pages are ours."""

    def __init__(self, credentials: Credentials, origins: frozenset[str]) -> None:
        self._credentials = credentials
        self._origins = origins

    async def caller(self, asking: HTTPConnection) -> Caller:
        """Who asks. Raises 401 for a token that is worth nothing; a cookie that is, makes a visitor."""
        headers = asking.headers
        authorization = headers.get("authorization")
        if authorization is not None:
            return _caller(await self._device(authorization))
        cookie = headers.get("cookie")
        if cookie is None or "kolapp" not in cookie:
            return VISITOR
        identity = await self._clerk(asking)
        return _caller(identity) if identity is not None else VISITOR

    async def _device(self, authorization: str) -> Identity:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer":
            identity = self._credentials.of_device(token)
            if identity is None and await self._credentials.look_again():
                identity = self._credentials.of_device(token)
            if identity is not None:
                return identity
        raise not_signed_in()

    async def _clerk(self, asking: HTTPConnection) -> Identity | None:
        token = asking.cookies.get(cookie_name(asking))
        if not token:
            return None
        identity = self._credentials.of_session(token)
        if identity is None and await self._credentials.look_again():
            identity = self._credentials.of_session(token)
        return identity

    def is_own_origin(self, asking: HTTPConnection) -> bool:
        """Whether the page that asks is ours. Programs that are no browsers send no Origin."""
        origin = asking.headers.get("origin")
        if origin == "null":
            # A form of a page with no-referrer says so; the browser itself then tells whether the page was ours.
            return asking.headers.get("sec-fetch-site") == "same-origin"
        return origin is None or origin in self._origins or origin == _origin_of_host(asking)

    def refuse_forged(self, request: Request, caller: Caller) -> None:
        """Raises 403 for an order that a foreign page may have made the browser send."""
        if request.method in HARMLESS:
            return
        if not self.is_own_origin(request):
            raise TurnedAway(403, ErrorCode.NOT_ALLOWED, "Another site's page may not ask that.")
        if caller.clerk_id is not None and not is_csrf_right(caller, request.headers.get(CSRF_HEADER, "")):
            raise TurnedAway(403, ErrorCode.NOT_ALLOWED, "The page is out of date. Load it again.")

    def is_valid(self, caller: Caller) -> bool:
        """Whether the caller's credential is still worth something."""
        return caller.key is None or self._credentials.is_valid(caller.key)


def require(action: Action) -> Guard:
    """The guard of a route that is `action`. Where the path names a branch, the caller must belong to it."""
    return _guard(action, forgery_of=lambda caller: caller)


def require_with_form_token(action: Action) -> Guard:
    """As `require`, but the route itself checks the CSRF token, which a form without script sends as a field."""
    return _guard(action, forgery_of=lambda _caller: VISITOR)


def _guard(action: Action, forgery_of: Callable[[Caller], Caller]) -> Guard:
    async def guard(request: Request) -> Caller:
        gate: Gate = request.app.state.gate
        caller = await gate.caller(request)
        refuse_if_not_allowed(caller, action, request.path_params)
        gate.refuse_forged(request, forgery_of(caller))
        return caller

    guard.action = action  # type: ignore[attr-defined]  # read by the test that walks all routes
    return guard


def refuse_if_not_allowed(caller: Caller, action: Action, path: dict[str, Any]) -> None:
    """Raises 401, 403 or 404 for a caller who may not."""
    if not is_allowed(caller.role, action):
        if caller.role is Role.VISITOR:
            raise not_signed_in()
        raise TurnedAway(403, ErrorCode.NOT_ALLOWED)
    branch_id = path.get("branch_id")
    if branch_id is not None and caller.role is not Role.VISITOR and branch_id != caller.branch_id:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)


def refuse_visitor(caller: Caller) -> None:
    """Raises 401 for whoever shows no credential: a branch may close what is otherwise public."""
    if caller.role is Role.VISITOR:
        raise not_signed_in()


async def caller_of_socket(websocket: WebSocket) -> Caller:
    """Who wants to listen, before the socket is accepted. Raises 403 for a foreign page, 401 and 404 as everywhere."""
    gate: Gate = websocket.app.state.gate
    if not gate.is_own_origin(websocket):
        raise TurnedAway(403, ErrorCode.NOT_ALLOWED, "Another site's page may not listen.")
    caller = await gate.caller(websocket)
    refuse_if_not_allowed(caller, Action.LISTEN, websocket.path_params)
    return caller


caller_of_socket.action = Action.LISTEN  # type: ignore[attr-defined]  # read by the test that walks all routes
SocketCaller = Annotated[Caller, Depends(caller_of_socket)]


def not_signed_in() -> TurnedAway:
    """401, and what to show."""
    return TurnedAway(401, ErrorCode.NOT_SIGNED_IN, headers={"WWW-Authenticate": "Bearer"})


def is_csrf_right(caller: Caller, said: str) -> bool:
    """Whether `said` is the token of the caller's session."""
    return hmac.compare_digest(caller.csrf.encode(), said.encode())


def is_secure(asking: HTTPConnection) -> bool:
    """Whether it came over https; a proxy's word is taken where the proxy is trusted."""
    return asking.scope["scheme"] in ("https", "wss")


def is_this_machine(asking: HTTPConnection) -> bool:
    """Whether the browser runs on the server itself: its address, and the name by which it asks."""
    host = urlsplit(f"//{asking.headers.get('host', '')}").hostname or ""
    return asking.client is not None and is_loopback(asking.client.host) and (host == "localhost" or is_loopback(host))


def is_loopback(address: str) -> bool:
    """Whether the address is one that never leaves the machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def refuse_insecure(request: Request) -> None:
    """Raises 403 `insecure` where a password would be sent in the clear."""
    if not is_secure(request) and not is_this_machine(request):
        raise TurnedAway(403, ErrorCode.INSECURE, HOW_TO_MEND)


def cookie_name(asking: HTTPConnection) -> str:
    """The cookie that is taken here; none from another machine over plain http."""
    if is_secure(asking):
        return SECURE_COOKIE
    return LOOPBACK_COOKIE if is_this_machine(asking) else ""


def give_cookie(request: Request, response: Response, token: str, lasts_s: int) -> None:
    """The browser keeps the session. An empty `token` takes it away."""
    response.set_cookie(
        cookie_name(request), token, max_age=lasts_s, path="/", secure=is_secure(request), httponly=True, samesite="strict"
    )


def _caller(identity: Identity) -> Caller:
    return Caller(
        identity.role,
        identity.branch_id,
        identity.name,
        identity.device_id,
        identity.clerk_id,
        identity.csrf,
        identity.key,
        identity.pairing_number,
    )


def _origin_of_host(asking: HTTPConnection) -> str:
    scheme = {"ws": "http", "wss": "https"}.get(asking.scope["scheme"], asking.scope["scheme"])
    return f"{scheme}://{asking.headers.get('host', '')}"

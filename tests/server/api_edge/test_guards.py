# SPDX-License-Identifier: EUPL-1.2
"""Every route has a rule, and the rule holds: each route, for each role, here and in another branch."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute, Match
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from kolapp_contract import paths
from kolapp_server import app as application
from kolapp_server import guards
from kolapp_server.auth.permissions import ALLOWED, Action, Role, is_allowed
from kolapp_server.guards import Caller, require
from kolapp_server.live import socket
from kolapp_server.services import devices, staff
from tests.support.running_server import BRANCH, OTHER_BRANCH, Running, add_clerk, add_device, path

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROLES = [role.value for role in Role]
BODIES = {"POST", "PUT"}
WITHIN_S = 30.0


def actions_of(dependant: Dependant) -> Iterator[Action]:
    """Every action that a guard of the route asks for."""
    for inner in dependant.dependencies:
        if hasattr(inner.call, "action"):
            yield inner.call.action
        yield from actions_of(inner)


def unguarded(routes: list[BaseRoute]) -> list[str]:
    """The routes without exactly one rule."""
    return [
        getattr(route, "path", repr(route))
        for route in routes
        if not isinstance(route, APIRoute | APIWebSocketRoute) or len(set(actions_of(route.dependant))) != 1
    ]


async def test_every_route_says_which_action_it_is(server: Running) -> None:
    assert len(server.app.routes) >= 30
    assert unguarded(server.app.routes) == []


async def test_a_route_without_a_rule_is_found() -> None:
    planted = FastAPI(openapi_url=None)

    @planted.get("/planted")
    async def planted_route() -> None:
        """Open to all by mistake."""

    @planted.get("/guarded")
    async def guarded_route(_caller: Annotated[Caller, Depends(require(Action.SERVE))]) -> None:
        """As it should be."""

    planted.mount("/folder", FastAPI())
    assert unguarded(planted.routes) == ["/planted", "/folder"]


async def test_every_action_says_who_may() -> None:
    assert set(ALLOWED) == set(Action)
    assert all(ALLOWED.values())


async def test_no_route_hides_another(server: Running) -> None:
    for route in server.app.routes:
        if isinstance(route, APIRoute):
            scope = {"type": "http", "method": min(route.methods), "path": path(route.path, step="recall"), "headers": []}
            first = next(other for other in server.app.routes if other.matches(scope)[0] is Match.FULL)
            assert first is route, route.path


def http_routes() -> list[APIRoute]:
    routes = [route for router in application.ROUTERS for route in router.routes]
    return [route for route in routes if isinstance(route, APIRoute)]


async def asked(server: Running, route: APIRoute, who: str, branch_id: str) -> int:
    """The status when `who` asks for `route` in that branch, with a body that says nothing."""
    method = min(route.methods)
    given = dict(server.by_role[who].headers) if who in server.by_role else {}
    if method in BODIES:
        is_form = not route.path.startswith("/api/")
        given["Content-Type"] = "application/x-www-form-urlencoded" if is_form else "application/json"
    content = b"{}" if method in BODIES else None
    response = await server.http.request(method, path(route.path, branch_id=branch_id), headers=given, content=content)
    assert response.status_code < 500, (method, route.path, who, response.text)
    return response.status_code


def expected(route: APIRoute, role: str) -> set[int]:
    """The statuses that mean "turned away" for that role; empty when it may come in."""
    (action,) = set(actions_of(route.dependant))
    if is_allowed(Role(role), action):
        return set()
    is_page = not route.path.startswith("/api/")
    return ({303} if is_page and min(route.methods) == "GET" else {401}) if role == "visitor" else {403}


async def wrongs_at_home(server: Running, role: str, who: str = "") -> dict[str, int]:
    """The routes that let in who may not, or turn away who may; `who` of that role asks, or the one whom everybody knows."""
    wrong = {}
    for route in http_routes():
        if route.path == paths.SESSIONS and "DELETE" in route.methods and role in ("clerk", "manager", "facility", "admin"):
            continue
        status, turned_away = await asked(server, route, who or role, BRANCH), expected(route, role)
        if (status not in turned_away) if turned_away else (status in (401, 403) and not _is_own_answer(route, status)):
            wrong[f"{min(route.methods)} {route.path}"] = status
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
async def test_the_whole_matrix_in_ones_own_branch(server: Running, role: str) -> None:
    assert await wrongs_at_home(server, role) == {}


@pytest.mark.slow
@pytest.mark.parametrize("answer", [True, False])
async def test_the_matrix_sees_guards_that_let_everybody_in_or_nobody(
    server: Running, monkeypatch: pytest.MonkeyPatch, answer: bool
) -> None:
    """Where everybody may do everything, a printer signs itself out too: one that no other test needs."""
    spare = f"printer-{answer}"
    server.by_role[spare] = await add_device(server, BRANCH, spare)
    monkeypatch.setattr(guards, "is_allowed", lambda _role, _action: answer)
    assert len(await wrongs_at_home(server, "printer", spare)) > 4


NEVER = [
    ("display", paths.TICKET, "PUT"),
    ("facility_device", paths.TICKET, "PUT"),
    ("kiosk", paths.DESK_CALLS, "POST"),
    ("printer", paths.TICKET_PRINTED, "POST"),
    ("facility", paths.DESK_CALLS, "POST"),
    ("facility", paths.FIND_TICKET, "GET"),
    ("clerk", paths.DEVICE_REVOKE, "POST"),
    ("clerk", paths.OFFICE_PAGE, "GET"),
    ("kiosk", paths.DESK_PAGE, "GET"),
    ("clerk", paths.HEARTBEAT, "POST"),
]
"""Written by hand, so that a slip in the table of permissions is seen too."""


@pytest.mark.parametrize(("role", "pattern", "method"), NEVER)
async def test_what_a_role_must_never_do(server: Running, role: str, pattern: str, method: str) -> None:
    headers = {**server.by_role[role].headers, "Content-Type": "application/json"}
    answer = await server.http.request(method, path(pattern), headers=headers, content=None if method == "GET" else b"{}")
    assert answer.status_code == 403


def _is_own_answer(route: APIRoute, status: int) -> bool:
    """Forms answer 401 and 403 themselves: a wrong password, a missing token."""
    return route.path in (paths.SIGN_IN_PAGE, paths.SIGN_OUT) and status in (401, 403)


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
async def test_the_whole_matrix_in_another_branch(server: Running, role: str) -> None:
    """What lies in another branch does not exist."""
    wrong = {}
    for route in http_routes():
        if "{branch_id}" in route.path:
            status, turned_away = await asked(server, route, role, OTHER_BRANCH), expected(route, role) or {404}
            if status not in turned_away:
                wrong[f"{min(route.methods)} {route.path}"] = status
    assert wrong == {}


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer", "Basic YTpi", "", "Bearer \xe5", "Bearer " + "a" * 5000])
async def test_a_token_that_is_worth_nothing_gets_401_even_where_anybody_may(server: Running, authorization: str) -> None:
    headers = {"Authorization": authorization.encode("latin-1")}
    for address in (paths.MYSELF, path(paths.BOARD), paths.LIVEZ):
        assert (await server.http.get(address, headers=headers)).status_code == 401


async def test_a_cookie_that_is_worth_nothing_makes_a_visitor(server: Running) -> None:
    headers = {"Cookie": "kolapp-loopback=wrong"}
    assert (await server.http.get(path(paths.BOARD), headers=headers)).status_code == 200
    assert (await server.http.get(path(paths.FIND_TICKET), headers=headers)).status_code == 401


async def test_a_device_token_is_no_session_and_a_session_no_device_token(server: Running) -> None:
    kiosk, clerk = server.by_role["kiosk"], server.by_role["clerk"]
    as_session = {"Cookie": f"kolapp-loopback={kiosk.token}"}
    as_device = {"Authorization": f"Bearer {clerk.token}"}
    assert (await server.http.get(paths.MYSELF, headers=as_session)).status_code == 401
    assert (await server.http.get(path(paths.FIND_TICKET), headers=as_device)).status_code == 401


async def test_the_secure_cookies_name_is_not_taken_from_plain_http(server: Running) -> None:
    headers = {"Cookie": f"__Host-kolapp={server.by_role['clerk'].token}"}
    assert (await server.http.get(path(paths.FIND_TICKET), headers=headers)).status_code == 401


async def test_the_loopback_cookie_is_not_taken_when_another_name_is_asked_for(server: Running) -> None:
    headers = {"Cookie": f"kolapp-loopback={server.by_role['clerk'].token}", "Host": "ko.example.se"}
    assert (await server.http.get(path(paths.FIND_TICKET), headers=headers)).status_code == 401


async def order(server: Running, **headers: str) -> int:
    clerk = server.by_role["clerk"]
    given = {**clerk.headers, **{key.replace("_", "-"): value for key, value in headers.items()}}
    body = {"request_id": path("{ticket_id}")}
    given = {key: value.encode("latin-1") for key, value in given.items() if value != "none"}
    return (await server.http.post(path(paths.NOTICE), headers=given, json=body)).status_code


async def test_an_order_from_our_own_page_is_taken(server: Running) -> None:
    assert await order(server, Origin=server.url) == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "", "file://"])
async def test_an_order_from_a_foreign_page_is_refused(server: Running, origin: str) -> None:
    assert await order(server, Origin=origin) == 403


@pytest.mark.parametrize("token", ["none", "wrong", "\xe5"])
async def test_an_order_with_a_cookie_and_without_the_right_token_is_refused(server: Running, token: str) -> None:
    assert await order(server, Kolapp_CSRF=token) == 403


async def test_a_foreign_page_cannot_sign_anybody_in(server: Running) -> None:
    body = {"name": "anna", "password": "hemligt123456"}
    answer = await server.http.post(paths.SESSIONS, json=body, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def live_address(server: Running, branch_id: str = BRANCH) -> str:
    return server.url.replace("http", "ws") + path(paths.LIVE, branch_id=branch_id)


async def refused_with(server: Running, branch_id: str = BRANCH, **more: object) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        await connect(live_address(server, branch_id), proxy=None, **more)
    assert b"frame-ancestors 'none'" in refusal.value.response.headers["content-security-policy"].encode()
    return refusal.value.response.status_code


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize("role", ["visitor", "display", "clerk"])
async def test_a_foreign_page_may_not_listen(server: Running, origin: str, role: str) -> None:
    headers = dict(server.by_role[role].headers) if role in server.by_role else {}
    assert await refused_with(server, origin=origin, additional_headers=headers) == 403


async def test_a_socket_with_a_token_that_is_worth_nothing_gets_401(server: Running) -> None:
    assert await refused_with(server, additional_headers={"Authorization": "Bearer wrong"}) == 401


async def test_a_socket_in_another_branch_gets_404(server: Running) -> None:
    assert await refused_with(server, OTHER_BRANCH, additional_headers=server.by_role["display"].headers) == 404


async def test_our_own_page_may_listen(server: Running) -> None:
    async with connect(live_address(server), origin=server.url, proxy=None) as wire:
        await wire.send('{"type": "resume", "view": "board"}')
        assert '"hello"' in str(await asyncio.wait_for(wire.recv(), WITHIN_S))


async def closed_with(server: Running, frame: str | bytes) -> int | None:
    async with connect(live_address(server), proxy=None) as wire:
        await wire.send(frame)
        await asyncio.wait_for(wire.wait_closed(), WITHIN_S)
        return wire.close_code


@pytest.mark.parametrize(
    "frame", ["hej", "{}", b"\xff", '{"type": "resume", "view": "desk"}', '{"type": "resume", "view": "board", "x": 1}']
)
async def test_a_frame_that_is_no_wish_ends_the_socket(server: Running, frame: str | bytes) -> None:
    assert await closed_with(server, frame) == 1008


async def test_a_frame_of_more_than_16_kb_ends_the_socket(server: Running) -> None:
    assert await closed_with(server, "a" * 16_385) == 1009


async def until_cut(server: Running, headers: dict[str, str]) -> "asyncio.Task[int | None]":
    """Listens; the task ends with the code by which the socket is closed."""
    wire = await connect(live_address(server), additional_headers=headers, proxy=None)
    await wire.send('{"type": "resume", "view": "board"}')
    await asyncio.wait_for(wire.recv(), WITHIN_S)

    async def follow() -> int | None:
        with contextlib.suppress(ConnectionClosedError):
            async for _ in wire:
                pass
        return wire.close_code

    return asyncio.create_task(follow())


async def test_a_listener_is_asked_more_often_than_every_five_seconds_whether_it_may_still_listen() -> None:
    assert socket.CREDENTIAL_ASKED_EVERY_S < 5


@pytest.mark.slow
async def test_a_device_that_is_turned_away_is_cut_when_it_is_asked_next(server: Running) -> None:
    device = await add_device(server, BRANCH, "display-2")
    cut = await until_cut(server, device.headers)
    assert await devices.revoke(server.foundation.device_door, BRANCH, device.id)
    assert await asyncio.wait_for(cut, WITHIN_S) == 1008
    assert (await server.http.get(paths.MYSELF, headers=device.headers)).status_code == 401


@pytest.mark.slow
async def test_a_clerk_who_signs_out_is_cut_when_asked_next(server: Running) -> None:
    clerk = await add_clerk(server, BRANCH, "clerk-2")
    cut = await until_cut(server, clerk.headers)
    identity = server.foundation.credentials.of_session(clerk.token)
    await staff.sign_out(server.foundation.staff_door, identity.key)
    assert await asyncio.wait_for(cut, WITHIN_S) == 1008

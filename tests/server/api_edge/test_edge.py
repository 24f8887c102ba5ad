# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries, also where nothing was found and where something broke."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog
from fastapi import FastAPI

from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode, Problem
from kolapp_server.api import problems
from kolapp_server.api.edge import ALWAYS, Edge
from kolapp_server.api.strictness import json_router
from kolapp_server.domain import refusals
from kolapp_server.domain.refusals import Refusal
from kolapp_server.services.staff import TooManyTries
from kolapp_server.store import faults
from kolapp_server.store.faults import StoreFault
from tests.support.running_server import Running, path

pytestmark = pytest.mark.asyncio(loop_scope="module")
ADDRESSES = [
    paths.LIVEZ,
    paths.READYZ,
    paths.METRICS,
    paths.OPENAPI,
    path(paths.BOARD),
    "/nowhere",
    paths.SIGN_IN_PAGE,
    paths.MYSELF,
    "/desk",
]


def kinds_of(kind: type[Exception]) -> list[type[Exception]]:
    return [found for inner in kind.__subclasses__() for found in (inner, *kinds_of(inner))]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE"])
async def test_every_answer_carries_the_security_headers_and_an_id(server: Running, address: str, method: str) -> None:
    answer = await server.http.request(method, address)
    assert answer.status_code < 500
    for name, value in ALWAYS:
        assert answer.headers[name.decode()] == value.decode(), name
    assert answer.headers["kolapp-request-id"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("said", "kept"),
    [("kiosk-1_7", True), ("a" * 64, True), ("a" * 65, False), ("å".encode().decode("latin-1"), False), ("a b", False)],
)
async def test_a_request_keeps_the_id_that_it_came_with_if_it_looks_like_one(server: Running, said: str, kept: bool) -> None:
    answer = await server.http.get(paths.LIVEZ, headers={"Kolapp-Request-Id": said.encode("latin-1")})
    assert (answer.headers["kolapp-request-id"] == said) is kept


async def test_what_the_api_answers_is_kept_by_no_browser(server: Running) -> None:
    assert (await server.http.get(path(paths.BOARD))).headers["cache-control"] == "no-store"


async def test_a_head_is_the_get_without_its_body(server: Running) -> None:
    head, get = await server.http.head(paths.OPENAPI), await server.http.get(paths.OPENAPI)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(get.content))


async def test_options_tell_what_can_be_done(server: Running) -> None:
    answer = await server.http.options(path(paths.TICKET))
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, PUT")
    assert "access-control-allow-origin" not in answer.headers


async def test_a_wrong_method_is_told_the_right_ones(server: Running) -> None:
    answer = await server.http.patch(path(paths.TICKET))
    assert (answer.status_code, answer.json()["code"]) == (405, "wrong_method")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, PUT"


async def test_a_slash_too_many_is_not_found_rather_than_sent_elsewhere(server: Running) -> None:
    assert (await server.http.get(paths.LIVEZ + "/")).status_code == 404


async def test_the_descriptions_of_all_routes_is_one_file_and_no_page_loads_from_elsewhere(server: Running) -> None:
    described = (await server.http.get(paths.OPENAPI)).json()
    assert set(described["paths"]) >= {paths.TICKET, paths.PAIR, paths.BOARD}
    assert (await server.http.get("/docs")).status_code == 404


async def test_whoever_opens_a_staff_page_signs_in_first(server: Running) -> None:
    answer = await server.http.get(paths.DESK_PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(paths.SIGN_IN_PAGE)


CANARY = "kanariefågel"


def breaking_app(error: Exception) -> FastAPI:
    """An application whose only route raises `error`."""
    app, router = FastAPI(openapi_url=None), json_router()

    @router.get("/api/broken")
    async def broken() -> None:
        raise error

    app.router.routes.extend(router.routes)
    problems.install(app)
    app.add_middleware(Edge, timing=lambda *_: None)
    return app


async def answer_to(error: Exception) -> httpx.Response:
    transport = httpx.ASGITransport(breaking_app(error))
    async with httpx.AsyncClient(transport=transport, base_url="http://ko.test") as http:
        return await http.get("/api/broken")


@pytest.mark.parametrize("kind", [*kinds_of(Refusal), *kinds_of(StoreFault)], ids=lambda kind: kind.__name__)
async def test_every_expected_no_has_a_place_in_the_table_and_its_sentence_as_title(kind: type[Exception]) -> None:
    assert kind in problems.ANSWERS
    answer = await answer_to(kind())
    problem = Problem.model_validate_json(answer.content)
    assert (answer.status_code, problem.code) == problems.ANSWERS[kind]
    assert problem.title == (kind.__doc__ or "").strip()
    assert len(problem.title) > 10


async def test_a_refusal_that_nobody_has_placed_is_found() -> None:
    class Unplaced(Refusal):
        """Nobody thought of this."""

    assert Unplaced in kinds_of(Refusal)
    assert Unplaced not in problems.ANSWERS
    assert (await answer_to(Unplaced())).status_code == 500
    del Unplaced


async def test_a_closed_branch_says_when_it_opens() -> None:
    opens_at = datetime(2026, 11, 23, 7, tzinfo=UTC)
    answer = Problem.model_validate_json((await answer_to(refusals.BranchClosed(opens_at))).content)
    assert answer.opens_at == opens_at


async def test_busy_says_when_to_come_again() -> None:
    assert (await answer_to(faults.StoreBusy())).headers["retry-after"] == "1"


async def test_too_fast_says_how_long_to_wait() -> None:
    answer = await answer_to(TooManyTries(timedelta(seconds=7.5)))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "8")


@pytest.fixture
def logged() -> Iterator[list[dict[str, object]]]:
    with structlog.testing.capture_logs() as found:
        yield found


async def test_what_nobody_expected_is_a_500_without_a_word_of_it_and_logged_once(logged: list[dict[str, object]]) -> None:
    answer = await answer_to(ValueError(CANARY))
    problem = Problem.model_validate_json(answer.content)
    assert (answer.status_code, problem.code) == (500, ErrorCode.UNEXPECTED)
    assert CANARY not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [(entry["event"], entry["route"]) for entry in logged] == [("unexpected", "/api/broken")]


async def test_over_tls_browsers_are_told_to_stay_there() -> None:
    transport = httpx.ASGITransport(breaking_app(faults.StoreBusy()))
    async with httpx.AsyncClient(transport=transport, base_url="https://ko.test") as http:
        assert "strict-transport-security" in (await http.get("/api/broken")).headers
    assert "strict-transport-security" not in (await answer_to(faults.StoreBusy())).headers


async def test_whoever_hangs_up_in_the_middle_of_a_question_is_one_quiet_line_in_the_log(server: Running) -> None:
    headers = {**server.by_role["kiosk"].headers, "Host": "ko", "Content-Type": "application/json", "Content-Length": "500"}
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with structlog.testing.capture_logs() as lines:
        _, wire = await asyncio.open_connection("127.0.0.1", server.port)
        wire.write(f'PUT {path(paths.TICKET)} HTTP/1.1\r\n{said}\r\n{{"errand_id": '.encode())
        await wire.drain()
        assert (await server.http.get(paths.LIVEZ)).status_code == 200
        wire.close()
        async with asyncio.timeout(20):
            while not lines:  # noqa: ASYNC110 (the server's log wakes nobody)
                await asyncio.sleep(0.01)
    assert lines == [{"event": "hung_up", "method": "PUT", "route": paths.TICKET, "log_level": "info"}]

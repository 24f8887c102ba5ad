# SPDX-License-Identifier: EUPL-1.2
"""What a device asks for, and the three ways in which a server can fail it."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from kolapp_client.enrolment import pair, written
from kolapp_client.http import ServerBroken, ServerHttp, ServerRefused, ServerSilent
from kolapp_contract.devices import Heartbeat
from kolapp_contract.errors import ErrorCode
from kolapp_contract.tickets import IssueTicket, PrintReport, PrintResult, VisitorCancel

TICKET = UUID("01920000-0000-7000-8000-000000000001")
VIEW = {
    "ticket_id": str(TICKET), "number": "A042", "state": "waiting", "errand_id": "bygglov", "kind": "walk_in",
    "language": "sv", "issued_at": "2026-10-14T10:24:00Z", "seq": 7,
}  # fmt: skip
PAIRED = {"device_id": str(TICKET), "branch_id": "ekvik", "kind": "display", "name": "Skärm 1", "token": "hemlig"}
Handler = Callable[[httpx.Request], httpx.Response]


def server(handler: Handler, token: str | None = "hemlig") -> ServerHttp:
    return ServerHttp("http://ko.test", token, httpx.MockTransport(handler))


async def test_a_ticket_is_asked_for_by_the_devices_own_id_and_with_its_token() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json=VIEW)

    ticket = await server(handler).issue(TICKET, IssueTicket(errand_id="bygglov", language="sv"))
    assert ticket.number == "A042"
    assert (seen[0].method, seen[0].url.path) == ("PUT", f"/api/v1/tickets/{TICKET}")
    assert seen[0].headers["authorization"] == "Bearer hemlig"
    assert seen[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize("raises", [httpx.ConnectError("no"), httpx.ReadTimeout("no"), httpx.RemoteProtocolError("no")])
async def test_a_wire_that_breaks_is_a_silent_server(raises: Exception) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise raises

    with pytest.raises(ServerSilent):
        await server(handler).ticket(TICKET)


async def test_an_answer_that_comes_too_late_is_no_answer() -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        return httpx.Response(200)

    late = ServerHttp("http://ko.test", "hemlig", httpx.MockTransport(handler))
    with pytest.raises(ServerSilent):
        await late.issue(TICKET, IssueTicket(errand_id=None, language="sv"), within_s=0.01)


async def test_a_refusal_carries_its_problem() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(409, json={"title": "Stängt", "status": 409, "code": "branch_closed"})

    with pytest.raises(ServerRefused) as refused:
        await server(handler).issue(TICKET, IssueTicket(errand_id="bygglov", language="sv"))
    assert refused.value.problem.code is ErrorCode.BRANCH_CLOSED


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text="Bad Gateway"), httpx.Response(200, json={})]
)
async def test_an_answer_that_cannot_be_understood_is_a_broken_server(answer: httpx.Response) -> None:
    with pytest.raises(ServerBroken):
        await server(lambda _: answer).ticket(TICKET)


async def test_reports_and_signs_of_life_go_where_the_contract_says() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.path}")
        if request.url.path.endswith(".wav"):
            return httpx.Response(200, content=b"RIFF")
        return httpx.Response(200, json={"seq": 1, "at": "2026-10-14T10:24:00Z", "catalogue_version": 1, "oldest_contract": 1})

    async with server(handler) as ask:
        await ask.report_printed(TICKET, PrintReport(result=PrintResult.UNKNOWN, request_id=TICKET))
        await ask.report_job(TICKET, PrintReport(result=PrintResult.CONFIRMED, request_id=TICKET))
        await ask.cancel(TICKET, VisitorCancel(request_id=TICKET))
        await ask.heartbeat(Heartbeat(contract=1, program="kolapp-display 0.1.0"))
        assert await ask.speech("ekvik", "sv", "A042", "disk-3") == b"RIFF"
    assert seen == [
        f"POST /api/v1/tickets/{TICKET}/printed",
        f"POST /api/v1/print-jobs/{TICKET}/printed",
        f"POST /api/v1/tickets/{TICKET}/cancel",
        "POST /api/v1/devices/heartbeat",
        "GET /api/v1/branches/ekvik/speech/sv/A042/disk-3.wav",
    ]


@pytest.mark.parametrize("typed", ["abcd-efgh2", "ABCDEFGH2", " abcd efgh2 "])
async def test_a_device_is_paired_by_a_code_however_it_is_typed(typed: str) -> None:
    assert written(typed) == "ABCD-EFGH2"
    paired = await pair("http://ko.test", typed, httpx.MockTransport(lambda _: httpx.Response(201, json=PAIRED)))
    assert (paired.name, paired.token) == ("Skärm 1", "hemlig")


async def test_what_cannot_be_a_code_is_never_sent() -> None:
    with pytest.raises(ValueError, match="code"):
        await pair("http://ko.test", "1234", httpx.MockTransport(lambda _: httpx.Response(500)))

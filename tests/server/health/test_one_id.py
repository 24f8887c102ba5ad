# SPDX-License-Identifier: EUPL-1.2
"""One id from the kiosk to the printer: what is said about a ticket has the ticket's id in every log."""

from pathlib import Path
from uuid import UUID

import httpx
from structlog.testing import capture_logs

from kolapp_client.http import ServerHttp
from kolapp_contract.tickets import IssueTicket, PrintReport, PrintResult
from kolapp_server.logs import with_request_id
from tests.support.running_server import furnish, running

TICKET = UUID("01920000-0000-7000-8000-000000000001")
JOB = UUID("01920000-0000-7000-8000-000000000002")


async def test_a_ticket_and_its_slip_have_one_id_in_the_log_of_the_server(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        await furnish(server, ("ekvik",))
        async with ServerHttp(server.url, server.by_role["kiosk"].token) as kiosk:
            with capture_logs(processors=[lambda *line: with_request_id(*line)]) as lines:
                await kiosk.issue(TICKET, IssueTicket(errand_id="bygglov", language="sv"), 10.0)
                await kiosk.report_printed(TICKET, PrintReport(result=PrintResult.CONFIRMED, request_id=JOB))
    answered = [line for line in lines if line["event"] == "answered"]
    assert [(line["request_id"], line["status"]) for line in answered] == [(str(TICKET), 204)]


async def test_each_word_about_a_ticket_or_a_job_carries_its_id_and_others_none() -> None:
    carried: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        carried.append(request.headers.get("Kolapp-Request-Id"))
        return httpx.Response(204)

    async with ServerHttp("http://server", transport=httpx.MockTransport(answer)) as http:
        report = PrintReport(result=PrintResult.UNKNOWN, request_id=JOB)
        await http.report_printed(TICKET, report)
        await http.report_job(JOB, report)
        await http.speech("ekvik", "sv", "A001", "disk-1")
    assert carried == [str(TICKET), str(JOB), None]

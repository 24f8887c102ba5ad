# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk proved that it could not print comes out elsewhere, once; for everything else staff ask, and it says "kopia"."""

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.slip import Slip
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.services import printing
from kolapp_server.store import print_jobs
from kolapp_server.store.words import PrintJobRow
from tests.support.running_server import BRANCH, Running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def send(server: Running, role: str, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return await server.http.request(method, path, json=body, headers=server.by_role[role].headers)


async def heard(server: Running, role: str, printer: str | None) -> None:
    """That device has said how its printer is."""
    body = {"contract": CONTRACT_VERSION, "program": "test", "printer": printer}
    (await send(server, role, "POST", paths.HEARTBEAT, body)).raise_for_status()


async def a_ticket(server: Running) -> str:
    ticket_id = str(uuid7())
    body = {"errand_id": "bygglov", "language": "sv", "kind": "walk_in"}
    (await send(server, "kiosk", "PUT", paths.TICKET.format(ticket_id=ticket_id), body)).raise_for_status()
    return ticket_id


async def report(server: Running, ticket_id: str, result: str, request_id: str | None = None) -> httpx.Response:
    body = {"result": result, "request_id": request_id or str(uuid7())}
    return await send(server, "kiosk", "POST", paths.TICKET_PRINTED.format(ticket_id=ticket_id), body)


async def copy(server: Running, ticket_id: str, request_id: str) -> httpx.Response:
    return await send(server, "clerk", "POST", paths.TICKET_REPRINT.format(ticket_id=ticket_id), {"request_id": request_id})


async def jobs_of(server: Running, role: str, ticket_id: str) -> list[Slip]:
    rows = await printing.waiting_for(server.foundation.branches, server.by_role[role].id)
    return [Slip.model_validate_json(row.slip) for row in rows if row.ticket_id == ticket_id]


async def test_what_was_never_sent_to_the_kiosks_printer_comes_out_at_the_printer_host_and_is_no_copy(server: Running) -> None:
    await heard(server, "printer", "ok")
    ticket_id = await a_ticket(server)
    answer = await report(server, ticket_id, "failed")
    assert (answer.status_code, answer.json()) == (200, {"fallback": "printer"})
    (slip,) = await jobs_of(server, "printer", ticket_id)
    assert not slip.is_copy
    assert slip.page_url is None


async def test_however_often_it_is_reported_it_comes_out_once(server: Running) -> None:
    await heard(server, "printer", "ok")
    ticket_id, request_id = await a_ticket(server), str(uuid7())
    for _ in range(3):
        await report(server, ticket_id, "failed", request_id)
    await report(server, ticket_id, "failed")
    await asyncio.gather(*(report(server, ticket_id, "failed") for _ in range(5)))
    assert len(await jobs_of(server, "printer", ticket_id)) == 1


@pytest.mark.parametrize("first", ["unknown", "confirmed"])
async def test_what_may_have_come_is_printed_again_by_nobody(server: Running, first: str) -> None:
    await heard(server, "printer", "ok")
    ticket_id = await a_ticket(server)
    assert (await report(server, ticket_id, first)).status_code == 204
    assert (await report(server, ticket_id, "failed")).status_code == 204
    assert await jobs_of(server, "printer", ticket_id) == []


async def test_a_report_that_comes_late_prints_nothing(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await heard(server, "printer", "ok")
    ticket_id = await a_ticket(server)
    monkeypatch.setattr(printing, "JOBS_LAST", timedelta(0))
    assert (await report(server, ticket_id, "failed")).status_code == 204
    monkeypatch.undo()
    assert await jobs_of(server, "printer", ticket_id) == []


async def test_where_no_other_printer_can_nothing_is_promised(server: Running) -> None:
    await heard(server, "printer", "paper_out")
    await heard(server, "kiosk", "ok")
    ticket_id = await a_ticket(server)
    assert (await report(server, ticket_id, "failed")).status_code == 204
    await heard(server, "printer", "ok")
    assert (await report(server, ticket_id, "failed")).status_code == 204
    assert await jobs_of(server, "printer", ticket_id) == []
    assert await jobs_of(server, "kiosk", ticket_id) == []


async def test_a_slip_that_staff_ask_for_says_copy_and_staff_learn_how_it_went(server: Running) -> None:
    await heard(server, "printer", "ok")
    ticket_id, job_id = await a_ticket(server), str(uuid7())
    for _ in range(2):
        assert (await copy(server, ticket_id, job_id)).status_code == 202
    (slip,) = await jobs_of(server, "printer", ticket_id)
    assert slip.is_copy
    asked = paths.PRINT_JOB.format(job_id=job_id)
    assert (await send(server, "clerk", "GET", asked)).json() == {"is_expired": False}
    body = {"result": "unknown", "request_id": job_id}
    await send(server, "printer", "POST", paths.PRINT_JOB_PRINTED.format(job_id=job_id), body)
    assert (await send(server, "clerk", "GET", asked)).json() == {"result": "unknown", "is_expired": False}
    assert (await send(server, "lunda:clerk", "GET", asked)).status_code == 404


async def test_a_slip_that_nobody_fetched_within_two_minutes_is_given_up(server: Running) -> None:
    branches, now = server.foundation.branches, server.foundation.branches.clock()
    late = PrintJobRow(str(uuid.uuid4()), BRANCH, server.by_role["printer"].id, None, "{}", now - timedelta(seconds=121))
    await branches.writer.run(lambda connection: print_jobs.put_once(connection, late))
    assert late.job_id not in [row.job_id for row in await printing.waiting_for(branches, late.device_id)]
    assert (await send(server, "clerk", "GET", paths.PRINT_JOB.format(job_id=late.job_id))).json() == {"is_expired": True}
    await copy(server, await a_ticket(server), str(uuid7()))
    assert (await send(server, "clerk", "GET", paths.PRINT_JOB.format(job_id=late.job_id))).json() == {"is_expired": True}

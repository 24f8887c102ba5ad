# SPDX-License-Identifier: EUPL-1.2
"""A booked time's slip at the desk: when, where, with which function, and the code; never a name; only by the code itself."""

import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from kolapp_contract import paths
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.control import carry_out
from kolapp_server.services import printing
from tests.support.officers import FIRST, SHOWN, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
ERRAND = "bygglov"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """A branch with named officers and a printer that can."""
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        await carry_out(found.foundation, {"do": "import", "text": town_with_officers()})
        alive = {"contract": CONTRACT_VERSION, "program": "test", "printer": "ok"}
        assert (await found.http.post(paths.HEARTBEAT, json=alive, headers=found.by_role["printer"].headers)).is_success
        yield found


async def post(server: Running, address: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = await server.http.post(path(address), json=body, headers=server.by_role["clerk"].headers)
    return answer.status_code, answer.json() if answer.content else {}


async def booked(server: Running, language: str) -> dict[str, Any]:
    asked = {"errand_id": ERRAND, "day": "2026-01-01", "officer_id": FIRST}
    headers = server.by_role["clerk"].headers
    day = (await server.http.get(path(paths.BOOKINGS), params=asked, headers=headers)).json()["days"][-1]
    slots = (await server.http.get(path(paths.BOOKINGS), params={**asked, "day": day}, headers=headers)).json()["slots"]
    wish = {"errand_id": ERRAND, "at": slots[0]["at"], "language": language, "officer_id": FIRST}
    status, made = await post(server, paths.BOOKINGS, request_id=str(uuid.uuid4()), **wish)
    assert status == 200
    return made


async def test_the_slip_says_when_where_and_with_which_function_in_the_visitors_language_and_no_name(server: Running) -> None:
    made, job_id = await booked(server, "fi"), str(uuid.uuid4())
    for _ in range(2):
        assert (await post(server, paths.BOOKINGS_RECEIPT, request_id=job_id, code=made["code"]))[0] == 202
    jobs = await printing.waiting_for(server.foundation.branches, server.by_role["printer"].id)
    (slip,) = [Slip.model_validate_json(job.slip) for job in jobs if job.job_id == job_id]
    assert (slip.kind, slip.code, slip.language, slip.errand_name) == (SlipKind.BOOKING, made["code"], "fi", "Rakennuslupa")
    assert slip.booked_at == datetime.fromisoformat(made["booked_at"])
    assert slip.booked_at.utcoffset(), "the time of the branch's own clock"
    assert slip.place
    assert slip.owner == f"Funktion {FIRST}"
    assert str(slip.page_url).endswith(f"language=fi#{made['code']}")
    assert SHOWN not in slip.model_dump_json()


async def test_a_cancelled_time_and_a_code_that_opens_nothing_get_no_slip(server: Running) -> None:
    made = await booked(server, "sv")
    assert (await post(server, paths.BOOKINGS_CANCEL, code=made["code"]))[0] == 200
    status, _ = await post(server, paths.BOOKINGS_RECEIPT, request_id=str(uuid.uuid4()), code=made["code"])
    assert status == 404

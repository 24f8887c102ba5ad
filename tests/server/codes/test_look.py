# SPDX-License-Identifier: EUPL-1.2
"""A code is asked after by a kiosk or a desk; who guesses learns nothing and waits."""

import pytest
import pytest_asyncio

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind
from kolapp_server.services import codes as service
from kolapp_server.translate.codes import asked, new_code
from tests.support.running_server import Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
LOOK = path(paths.CODE_LOOK)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _nobody_has_guessed(server: Running) -> None:
    server.app.state.code_door = service.CodeDoor(server.foundation.branches)


async def test_a_mistyped_an_unknown_and_a_senseless_code_get_the_same_answer(server: Running) -> None:
    unknown, _ = new_code(CodeKind.CONTACT)
    mistyped = unknown[:-1] + ("2" if unknown[-1] != "2" else "3")
    headers = server.by_role["kiosk"].headers
    answers = [
        await server.http.post(LOOK, json={"code": code}, headers=headers)
        for code in (unknown, mistyped, new_code(CodeKind.BOOKING)[0], "hej", "", "A" * 200, "<script>", "\x00\x1b@")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


async def test_who_guesses_waits_and_nobody_else_does(server: Running) -> None:
    kiosk, clerk = server.by_role["kiosk"].headers, server.by_role["clerk"].headers
    for _ in range(service.GUESSES.free):
        assert (await server.http.post(LOOK, json={"code": "X"}, headers=kiosk)).status_code == 404
    slowed = await server.http.post(LOOK, json={"code": "X"}, headers=kiosk)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1
    assert (await server.http.post(LOOK, json={"code": "X"}, headers=clerk)).status_code == 404


async def test_nobody_but_a_kiosk_and_a_desk_may_ask(server: Running) -> None:
    for role in ("display", "facility_device", "printer", "facility"):
        assert (await server.http.post(LOOK, json={"code": "X"}, headers=server.by_role[role].headers)).status_code == 403
    assert (await server.http.post(LOOK, json={"code": "X"})).status_code == 401


async def test_a_new_code_is_found_by_its_hash_however_it_is_typed() -> None:
    code, kept = new_code(CodeKind.BOOKING)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert asked(typed) == (CodeKind.BOOKING.value, kept)

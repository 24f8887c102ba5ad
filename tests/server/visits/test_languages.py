# SPDX-License-Identifier: EUPL-1.2
"""Over HTTP: a clerk says which languages are spoken at the desk, colleagues see it, and the office reads how often it helped."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils

from kolapp_contract import paths
from kolapp_contract import visits as wire
from kolapp_contract.board import ViewName
from kolapp_server.translate import views
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
GUIDE, SPEAKER = {"who": "clerk", "desk_id": "disk-1"}, {"who": "manager", "desk_id": "disk-2"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        await post(found, paths.DESK_OPEN, {"profile_id": "vagledare"}, **GUIDE)
        await post(found, paths.DESK_OPEN, {"profile_id": "vagledare", "languages": ["fi", "sv"]}, **SPEAKER)
        yield found


async def post(server: Running, pattern: str, body: dict[str, Any], who: str, **more: str) -> Any:
    body = {"request_id": str(uuid_utils.uuid7()), **body}
    answer = await server.http.post(path(pattern, **more), json=body, headers=server.by_role[who].headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def spoken_at(server: Running, desk_id: str, view: ViewName = ViewName.DESK) -> tuple[str, ...] | None:
    branches = server.app.state.inside.branches
    day = branches.day(BRANCH)
    return views.desk_line(view, day, day.desks[desk_id], branches.words_of(BRANCH)).languages


async def met(server: Running, language: str) -> str:
    """At which of two ready desks a visitor with that language was met."""
    for desk in (GUIDE, SPEAKER):
        await post(server, paths.DESK_CALLS, {}, **desk)
    ticket_id = str(uuid_utils.uuid7())
    body = {"errand_id": "snabb-fraga", "language": language}
    kiosk = server.by_role["kiosk"].headers
    issued = (await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=kiosk)).json()
    who = GUIDE if issued["desk_id"] == GUIDE["desk_id"] else SPEAKER
    for step, said in (("start", {}), ("finish", {"outcome": "solved"})):
        told = {"desk_id": who["desk_id"], **said}
        await post(server, paths.TICKET_STEP, told, who["who"], ticket_id=ticket_id, step=step)
    return str(issued["desk_id"])


async def test_what_a_clerk_speaks_is_seen_by_colleagues_alone(server: Running) -> None:
    assert spoken_at(server, "disk-2") == ("fi",)
    assert spoken_at(server, "disk-1") is None
    assert {spoken_at(server, "disk-2", view) for view in ViewName if view is not ViewName.DESK} == {None}


async def test_what_was_told_once_is_known_the_next_time(server: Running) -> None:
    await post(server, paths.DESK_OPEN, {"profile_id": "vagledare"}, **SPEAKER)
    assert spoken_at(server, "disk-2") == ("fi",)
    await post(server, paths.DESK_OPEN, {"profile_id": "vagledare", "languages": []}, **SPEAKER)
    assert spoken_at(server, "disk-2") is None
    await post(server, paths.DESK_OPEN, {"profile_id": "vagledare", "languages": ["fi"]}, **SPEAKER)


async def test_the_office_reads_how_often_somebody_spoke_the_visitors_language(server: Running) -> None:
    assert await met(server, "sv") == "disk-1"
    assert [await met(server, "fi") for _ in range(5)] == ["disk-2"] * 5
    await met(server, "so")
    headers = server.by_role["manager"].headers
    told = wire.LanguagesMet.model_validate((await server.http.get(path(paths.LANGUAGES_MET), headers=headers)).json())
    assert told.by_language == (
        wire.LanguageMet(language="fi", visits=5, met=5),
        wire.LanguageMet(language="so", is_few=True),
    )
    clerk = await server.http.get(path(paths.LANGUAGES_MET), headers=server.by_role["clerk"].headers)
    assert clerk.status_code == 403

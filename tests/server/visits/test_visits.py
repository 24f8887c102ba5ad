# SPDX-License-Identifier: EUPL-1.2
"""Over HTTP: a hand-over with note and checklist, read before the call and judged; further errands; a call of two desks."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils

from kolapp_contract import desk as desk_wire
from kolapp_contract import paths
from kolapp_contract import visits as wire
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
GUIDE, SPECIALIST = {"who": "clerk", "desk_id": "disk-1"}, {"who": "manager", "desk_id": "disk-2"}
NOTE = "Har ritningen med sig."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        await post(found, paths.DESK_OPEN, {"profile_id": "vagledare"}, **GUIDE)
        await post(found, paths.DESK_OPEN, {"profile_id": "bygg-och-foretag"}, **SPECIALIST)
        yield found


def uuid7() -> str:
    """An id as devices make them."""
    return str(uuid_utils.uuid7())


async def post(server: Running, pattern: str, body: dict[str, Any], who: str = "clerk", wants: int = 200, **more: str) -> Any:
    body = {"request_id": uuid7(), **body}
    answer = await server.http.post(path(pattern, **more), json=body, headers=server.by_role[who].headers)
    assert answer.status_code == wants, answer.text
    return answer.json()


async def at_the_guide(server: Running, **wishes: Any) -> str:
    """A visitor whom the guide meets."""
    ticket_id, kiosk = uuid7(), server.by_role["kiosk"].headers
    body = {"errand_id": "snabb-fraga", "language": "sv", **wishes}
    issued = await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=kiosk)
    assert issued.status_code == 201, issued.text
    called = await post(server, paths.DESK_CALLS, {}, **GUIDE)
    assert called["ticket"]["ticket_id"] == ticket_id
    return ticket_id


async def step(server: Running, ticket_id: str, which: str, body: dict[str, Any], who: dict[str, str], **more: Any) -> Any:
    told = {"desk_id": who["desk_id"], **body}
    return await post(server, paths.TICKET_STEP, told, who["who"], ticket_id=ticket_id, step=which, **more)


async def visit(server: Running, pattern: str, ticket_id: str, body: dict[str, Any], who: dict[str, str], **more: Any) -> Any:
    told = {"desk_id": who["desk_id"], **body}
    return await post(server, pattern, told, who["who"], ticket_id=ticket_id, **more)


async def board(server: Running) -> dict[str, Any]:
    return dict((await server.http.get(path(paths.BOARD))).json())


async def test_a_hand_over_is_read_before_the_call_prepared_for_and_judged(server: Running) -> None:
    ticket_id = await at_the_guide(server)
    handed = {"errand_id": "bygglov", "note": NOTE, "checked": ["fastighet"], "prepare_minutes": 10, "needs": ["interpreter"]}
    told = await step(server, ticket_id, "transfer", handed, GUIDE)
    assert told["ticket"]["checked"] == ["fastighet"]
    read = await server.http.get(path(paths.TICKET_HAND_OVER, ticket_id=ticket_id), headers=server.by_role["manager"].headers)
    sheet = wire.HandOverSheet.model_validate(read.json())
    assert (sheet.from_desk_id, sheet.checked, sheet.needs) == ("disk-1", ("fastighet",), ("interpreter",))
    assert [note.text for note in sheet.notes] == [NOTE]
    assert sheet.opens_at is not None
    assert "ticket" not in await post(server, paths.DESK_CALLS, {}, **SPECIALIST)  # and stands ready from now on
    ready = await visit(server, paths.TICKET_PREPARATION, ticket_id, {"minutes": 0}, SPECIALIST)
    assert ready["ticket"]["state"] == "called"
    judged = await visit(server, paths.TICKET_HAND_OVER, ticket_id, {"is_complete": True}, SPECIALIST)
    assert desk_wire.StepAnswer.model_validate(judged).ticket.is_complete is True
    await step(server, ticket_id, "finish", {"outcome": "solved"}, SPECIALIST)


@pytest.mark.parametrize(("role", "status"), [("kiosk", 403), ("facility", 403), ("display", 403), (None, 401), ("clerk", 200)])
async def test_what_was_written_is_read_by_those_at_desks_alone(server: Running, role: str | None, status: int) -> None:
    ticket_id = await at_the_guide(server)
    headers = server.by_role[role].headers if role else {}
    read = await server.http.get(path(paths.TICKET_HAND_OVER, ticket_id=ticket_id), headers=headers)
    assert read.status_code == status
    await step(server, ticket_id, "finish", {"outcome": "solved"}, GUIDE)


async def test_a_person_who_sits_at_no_desk_and_an_item_that_nobody_knows_are_refused(server: Running) -> None:
    ticket_id = await at_the_guide(server)
    away = await step(server, ticket_id, "transfer", {"errand_id": "bygglov", "to_clerk_id": "nobody"}, GUIDE, wants=409)
    assert away["code"] == "clerk_away"
    unknown = await step(server, ticket_id, "transfer", {"errand_id": "bygglov", "checked": ["pass"]}, GUIDE, wants=422)
    assert (unknown["code"], unknown["pointers"]) == ("unknown_item", ["/checked"])
    await step(server, ticket_id, "transfer", {"errand_id": "bygglov", "to_clerk_id": server.by_role["manager"].id}, GUIDE)
    called = await post(server, paths.DESK_CALLS, {}, **SPECIALIST)
    assert called["ticket"]["ticket_id"] == ticket_id
    await step(server, ticket_id, "finish", {"outcome": "solved"}, SPECIALIST)


async def test_errands_follow_one_another_on_one_number(server: Running) -> None:
    ticket_id = await at_the_guide(server, further_errands=["bygglov"])
    await visit(server, paths.TICKET_ERRANDS, ticket_id, {"errand_ids": ["bygglov", "snabb-fraga"]}, GUIDE)
    told = await step(server, ticket_id, "finish", {"outcome": "solved"}, GUIDE)
    ticket = told["ticket"]
    assert (ticket["state"], ticket["errand_id"], ticket["further_errand_ids"]) == ("waiting", "bygglov", ["snabb-fraga"])
    await post(server, paths.DESK_CALLS, {}, **SPECIALIST)
    await step(server, ticket_id, "finish", {"outcome": "left"}, SPECIALIST)


async def test_two_desks_meet_one_visitor_and_the_waiting_room_sees_both(server: Running) -> None:
    ticket_id = await at_the_guide(server)
    refused = await visit(server, paths.TICKET_JOINT, ticket_id, {"what": "ask"}, GUIDE, wants=422)
    assert refused["pointers"] == ["/to_desk_id"]
    await visit(server, paths.TICKET_JOINT, ticket_id, {"what": "ask", "errand_id": "bygglov"}, GUIDE)
    joined = await visit(server, paths.TICKET_JOINT, ticket_id, {"what": "join"}, SPECIALIST)
    number = joined["ticket"]["number"]
    seen = await board(server)
    line = next(line for line in seen["tickets"] if line["number"] == number)
    assert (line["desk_id"], line["joined_desk_ids"]) == ("disk-1", ["disk-2"])
    theirs = next(desk for desk in seen["desks"] if desk["desk_id"] == "disk-2")
    assert (theirs["number"], theirs["takes_part"]) == (number, True)
    busy = await post(server, paths.DESK_CALLS, {}, wants=409, **SPECIALIST)
    assert busy["code"] == "visit_joined"
    await step(server, ticket_id, "finish", {"outcome": "solved"}, GUIDE)
    assert not any(desk.get("takes_part") for desk in (await board(server))["desks"])
    assert (await server.http.get("/metrics")).status_code == 200


async def test_the_office_reads_how_many_of_those_judged_were_complete(server: Running) -> None:
    for turn in range(6):
        ticket_id = await at_the_guide(server)
        await step(server, ticket_id, "transfer", {"errand_id": "bygglov"}, GUIDE)
        await post(server, paths.DESK_CALLS, {}, **SPECIALIST)
        await visit(server, paths.TICKET_HAND_OVER, ticket_id, {"is_complete": turn > 1}, SPECIALIST)
        await step(server, ticket_id, "finish", {"outcome": "solved"}, SPECIALIST)
    told = await server.http.get(path(paths.HAND_OVERS), headers=server.by_role["manager"].headers)
    figures = wire.HandOverFigures.model_validate(told.json())
    assert (figures.handed_over or 0) >= 6
    assert (figures.judged or 0) - (figures.complete or 0) == 2
    assert figures.legs > figures.visits
    assert datetime.now(figures.since.tzinfo) - figures.since < timedelta(days=29)
    assert [each.errand_id for each in figures.by_errand] == ["bygglov"]

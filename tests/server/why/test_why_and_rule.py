# SPDX-License-Identifier: EUPL-1.2
"""Over HTTP: why, as facts; the public rule in each language; calls out of turn; breaks and openings of desks."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils

from kolapp_contract import desk as wire
from kolapp_contract import paths
from kolapp_server.foundation import now_utc
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        yield found


def uuid7() -> str:
    """An id as devices make them."""
    return str(uuid_utils.uuid7())


async def post(server: Running, pattern: str, body: dict[str, Any], who: str = "clerk", **more: str) -> Any:
    answer = await server.http.post(
        path(pattern, **more), json={"request_id": uuid7(), **body}, headers=server.by_role[who].headers
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def visitor(server: Running, errand_id: str) -> dict[str, Any]:
    body = {"errand_id": errand_id, "language": "sv"}
    answer = await server.http.put(path(paths.TICKET, ticket_id=uuid7()), json=body, headers=server.by_role["kiosk"].headers)
    return dict(answer.json())


async def test_why_is_given_as_facts_and_worked_out_again_from_the_journal(server: Running) -> None:
    await post(server, paths.DESK_OPEN, {"profile_id": "bygg-och-foretag"})
    first, second, elsewhere = [await visitor(server, errand) for errand in ("bygglov", "bygglov", "snabb-fraga")]
    headers = server.by_role["clerk"].headers
    asked = {ticket["number"]: path(paths.DESK_WHY, ticket_id=ticket["ticket_id"]) for ticket in (first, second, elsewhere)}
    told = {number: (await server.http.get(address, headers=headers)).json()["reason"] for number, address in asked.items()}
    assert [(why["code"], why.get("answer")) for why in told.values()] == [
        ("next", None), ("earlier_turn", "earlier_turn"), ("not_served", "not_served"),
    ]  # fmt: skip
    assert (told[second["number"]]["first"], told[second["number"]]["first_kind"]) == (first["number"], "walk_in")
    called = await post(server, paths.DESK_CALLS, {"ticket_id": second["ticket_id"], "reason": "frail"})
    assert (called["reason"]["code"], called["reason"]["manual_reason"]) == ("manual", "frail")
    address = path(paths.NUMBER_WHY, number=second["number"])
    before = await server.http.get(address, params={"before": first["number"]}, headers=headers)
    reason = wire.WhyNot.model_validate(before.json()).reason
    assert reason is not None
    assert (reason.answer, reason.manual_reason, reason.desk_id, reason.first) == (
        wire.WhyAnswer.MANUAL, "frail", "disk-1", second["number"],
    )  # fmt: skip
    assert (await server.http.get(address, params={"before": "Z999"}, headers=headers)).status_code == 404


async def test_the_share_of_calls_out_of_turn_is_for_the_office_and_small_numbers_are_not_told(server: Running) -> None:
    headers = server.by_role["manager"].headers
    told = wire.ManualCalls.model_validate((await server.http.get(path(paths.MANUAL_CALLS), headers=headers)).json())
    assert told.manual is None or told.manual >= 5 or told.manual == 0
    assert (await server.http.get(path(paths.MANUAL_CALLS), headers=server.by_role["clerk"].headers)).status_code == 403
    other_day = await server.http.get(path(paths.MANUAL_CALLS), params={"day": "2001-01-01"}, headers=headers)
    assert other_day.json()["calls"] == 0


@pytest.mark.parametrize(
    ("language", "minutes"), [("sv", "20 minuter"), ("en", "20 minutes"), ("fi", "20 minuuttia"), ("ar", "20")]
)
async def test_the_rule_is_for_anybody_and_says_the_settings_in_force(server: Running, language: str, minutes: str) -> None:
    answer = await server.http.get(path(paths.RULE), params={"language": language})
    rule = wire.Rule.model_validate(answer.json())
    assert rule.language == language
    assert any(minutes in line.replace("\u2068", "").replace("\u2069", "") for line in rule.lines)
    assert len(rule.hours) == 7
    page = await server.http.get(path(paths.RULE_PAGE), params={"language": language})
    assert page.status_code == 200
    assert all(line in page.text for line in (rule.title, *rule.hours))
    assert (await server.http.get(paths.RULE_PAGE.format(branch_id="nowhere"))).status_code == 404


def soon(**length: float) -> str:
    return (now_utc() + timedelta(**length)).isoformat()


async def desk_line(server: Running, desk_id: str) -> dict[str, Any]:
    view = server.app.state.inside.newsroom.snapshot(BRANCH, "desk")
    return next(line.model_dump() for line in view.desks if line.desk_id == desk_id)


async def test_a_break_is_planned_shown_to_staff_and_dropped_and_a_wrong_one_refused(server: Running) -> None:
    begins_at, ends_at = soon(minutes=30), soon(minutes=60)
    await post(server, paths.DESK_BREAKS, {"begins_at": begins_at, "ends_at": ends_at}, desk_id="disk-2")
    (planned,) = (await desk_line(server, "disk-2"))["breaks"]
    assert planned["begins_at"] == datetime.fromisoformat(begins_at)
    await post(server, paths.DESK_BREAKS_DROP, {"begins_at": begins_at}, desk_id="disk-2")
    assert (await desk_line(server, "disk-2"))["breaks"] is None
    wrong = {"request_id": uuid7(), "begins_at": ends_at, "ends_at": begins_at}
    answer = await server.http.post(path(paths.DESK_BREAKS), json=wrong, headers=server.by_role["clerk"].headers)
    assert (answer.status_code, answer.json()["pointers"]) == (422, ["/ends_at"])


async def test_an_errand_without_a_desk_says_when_one_opens_on_every_view(server: Running) -> None:
    opens_at = soon(hours=1)
    await post(server, paths.DESK_PLAN, {"profile_id": "vagledare", "opens_at": opens_at}, "manager", desk_id="disk-4")
    view = server.app.state.inside.newsroom.snapshot(BRANCH, "facility")
    line = next(line for line in view.waits if line.key == "snabb-fraga")
    assert (line.is_staffed, line.opens_at) == (False, datetime.fromisoformat(opens_at))
    assert line.estimate is not None
    assert (line.estimate.minutes, line.estimate.opens_at) == (None, line.opens_at)
    await post(server, paths.DESK_PLAN, {}, "manager", desk_id="disk-4")
    assert (await desk_line(server, "disk-4"))["opens_at"] is None


async def test_a_desk_on_the_phone_says_so_and_its_errands_are_alarmed(server: Running) -> None:
    await post(server, paths.DESK_OPEN, {"profile_id": "vagledare"}, "manager", desk_id="disk-3")
    await post(server, paths.DESK_PAUSE, {"reason": "phone"}, "manager", desk_id="disk-3")
    assert (await desk_line(server, "disk-3"))["pause_reason"] == "phone"
    alarms = server.app.state.inside.newsroom.snapshot(BRANCH, "facility").alarms
    assert "errand_unstaffed:snabb-fraga" in {alarm.key for alarm in alarms}
    board = server.app.state.inside.newsroom.snapshot(BRANCH, "board")
    assert all(line.pause_reason is None for line in board.desks)

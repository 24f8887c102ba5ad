# SPDX-License-Identifier: EUPL-1.2
"""Times are booked at the desk, moved, cancelled, and used at the kiosk."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, hashed
from kolapp_server.foundation import now_utc
from kolapp_server.services.codes import CodeDoor
from kolapp_server.store import bookings as rows
from kolapp_server.store.bookings import BookingRow
from kolapp_server.translate.codes import new_code
from tests.support.running_server import BRANCH, OTHER_BRANCH, Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
ERRAND = "bygglov"
PLACES = 2
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _nobody_has_guessed(server: Running) -> None:
    server.app.state.code_door = CodeDoor(server.foundation.branches)


async def free(server: Running, day: str | None = None) -> dict[str, object]:
    today = now_utc().date().isoformat()
    asked = {"errand_id": ERRAND, "day": day or today}
    answer = await server.http.get(path(paths.BOOKINGS), params=asked, headers=server.by_role["clerk"].headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def a_free_time(server: Running, which: int = -1) -> str:
    """The last time of the last day; each test takes another day."""
    days = (await free(server))["days"]
    assert isinstance(days, list)
    slots = (await free(server, days[which]))["slots"]
    assert isinstance(slots, list)
    at: str = slots[-1]["at"]
    return at


async def book(server: Running, at: str, request_id: str | None = None) -> httpx.Response:
    body = {"request_id": request_id or str(uuid.uuid4()), "errand_id": ERRAND, "at": at, "language": "sv"}
    return await server.http.post(path(paths.BOOKINGS), json=body, headers=server.by_role["clerk"].headers)


async def change(server: Running, where: str, **body: str) -> httpx.Response:
    return await server.http.post(path(where), json=body, headers=server.by_role["clerk"].headers)


async def stands(server: Running, booked_at: datetime, branch_id: str = BRANCH) -> str:
    """The code of a booking that was made some time ago."""
    code, code_hash = new_code(CodeKind.BOOKING)
    row = BookingRow(str(uuid.uuid4()), branch_id, ERRAND, booked_at, code_hash, "sv", "staff", now_utc())
    assert await server.foundation.writer.run(lambda connection: rows.take_place(connection, row, 1000))
    return code


async def look(server: Running, code: str) -> dict[str, object]:
    answer = await server.http.post(path(paths.CODE_LOOK), json={"code": code}, headers=server.by_role["kiosk"].headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()["booking"]
    return found


async def come(server: Running, code: str, ticket_id: uuid.UUID | None = None) -> dict[str, object]:
    """The ticket that the kiosk is given for that code."""
    where = paths.TICKET.format(ticket_id=ticket_id or uuid7())
    body = {"errand_id": ERRAND, "language": "sv", "booking_code": code}
    answer = await server.http.put(where, json=body, headers=server.by_role["kiosk"].headers)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, object] = answer.json()
    return found


async def test_a_time_is_booked_and_its_code_opens_it(server: Running) -> None:
    at = await a_free_time(server)
    made = await book(server, at)
    assert made.status_code == 200
    opened = await look(server, made.json()["code"])
    assert (opened["state"], opened["errand_id"], opened["booked_at"]) == ("another_day", ERRAND, at)


async def test_the_code_stands_nowhere_in_the_database(server: Running) -> None:
    code = (await book(server, await a_free_time(server, -2))).json()["code"]
    row = await server.foundation.branches.read(lambda connection: rows.by_code(connection, hashed(code)))
    assert row is not None
    assert code.encode() not in repr(row).encode()


async def test_of_many_who_want_the_last_places_exactly_as_many_get_one(server: Running) -> None:
    at = await a_free_time(server, -3)
    answers = await asyncio.gather(*(book(server, at) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * PLACES + [409] * (8 - PLACES)
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"slot_taken"}


async def test_asked_again_it_is_the_same_booking_and_the_last_code_holds(server: Running) -> None:
    at, request_id = await a_free_time(server, -4), str(uuid.uuid4())
    first, again = await book(server, at, request_id), await book(server, at, request_id)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (await look(server, again.json()["code"]))["booked_at"] == at
    gone = {"code": first.json()["code"]}
    assert (await server.http.post(path(paths.CODE_LOOK), json=gone, headers=server.by_role["kiosk"].headers)).status_code == 404
    assert (await book(server, await a_free_time(server, -5), request_id)).status_code == 422


async def test_no_time_can_be_had_that_was_not_offered(server: Running) -> None:
    night = (now_utc() + timedelta(days=3)).replace(hour=1, minute=7, second=0, microsecond=0)
    assert (await book(server, night.isoformat())).status_code == 409
    body = {"request_id": str(uuid.uuid4()), "errand_id": "annat", "at": night.isoformat(), "language": "sv"}
    answer = await server.http.post(path(paths.BOOKINGS), json=body, headers=server.by_role["clerk"].headers)
    assert answer.status_code == 422


async def test_a_cancelled_place_is_free_for_another_and_its_code_opens_nothing(server: Running) -> None:
    at = await a_free_time(server, -6)
    codes = [(await book(server, at)).json()["code"] for _ in range(PLACES)]
    assert (await book(server, at)).status_code == 409
    assert (await change(server, paths.BOOKINGS_CANCEL, code=codes[0])).status_code == 200
    assert (await change(server, paths.BOOKINGS_CANCEL, code=codes[0])).status_code == 404
    assert (await book(server, at)).status_code == 200


async def test_a_moved_booking_keeps_its_code_and_frees_its_place(server: Running) -> None:
    at, other = await a_free_time(server, -7), await a_free_time(server, -8)
    code = (await book(server, at)).json()["code"]
    assert (await change(server, paths.BOOKINGS_MOVE, code=code, at=other)).status_code == 200
    assert (await look(server, code))["booked_at"] == other
    assert [(await book(server, at)).status_code for _ in range(PLACES)] == [200] * PLACES


async def test_who_moves_to_a_full_time_keeps_the_old_one(server: Running) -> None:
    at, full = await a_free_time(server, -9), await a_free_time(server, -10)
    code = (await book(server, at)).json()["code"]
    assert [(await book(server, full)).status_code for _ in range(PLACES)] == [200] * PLACES
    assert (await change(server, paths.BOOKINGS_MOVE, code=code, at=full)).status_code == 409
    assert (await look(server, code))["booked_at"] == at


@pytest.mark.parametrize(("minutes", "state", "kind"), [(-20, "ready", "booked"), (5, "ready", "booked"), (12, "late", "booked")])
async def test_who_comes_in_time_or_a_little_late_is_booked(server: Running, minutes: int, state: str, kind: str) -> None:
    code = await stands(server, now_utc() - minutes * MINUTE)
    assert (await look(server, code))["state"] == state
    assert (await come(server, code))["kind"] == kind


async def test_who_comes_too_late_waits_as_if_they_had_not_booked(server: Running) -> None:
    code = await stands(server, now_utc() - 20 * MINUTE)
    if (await look(server, code))["state"] == "over":
        pytest.skip("the service day has just turned")
    assert (await look(server, code))["state"] == "too_late"
    assert (await come(server, code))["kind"] == "walk_in"


async def test_a_code_is_used_once_and_then_says_by_which_number(server: Running) -> None:
    code = await stands(server, now_utc() + 5 * MINUTE)
    ticket = await come(server, code)
    opened = await look(server, code)
    assert (opened["state"], opened["number"]) == ("used", ticket["number"])
    assert (await come(server, code))["kind"] == "walk_in"


async def test_of_many_kiosks_with_one_code_exactly_one_gives_the_booked_ticket(server: Running) -> None:
    code = await stands(server, now_utc() + 6 * MINUTE)
    tickets = await asyncio.gather(*(come(server, code) for _ in range(6)))
    assert sorted(str(ticket["kind"]) for ticket in tickets) == ["booked"] + ["walk_in"] * 5


async def test_the_same_request_again_is_the_same_booked_ticket(server: Running) -> None:
    code, ticket_id = await stands(server, now_utc() + 7 * MINUTE), uuid7()
    first, again = await come(server, code, ticket_id), await come(server, code, ticket_id)
    assert (first["number"], first["kind"]) == (again["number"], again["kind"])
    assert again["kind"] == "booked"


async def test_a_ticket_that_was_taken_back_leaves_the_booking_to_be_used(server: Running) -> None:
    code = await stands(server, now_utc() + 8 * MINUTE)
    ticket = await come(server, code)
    where = paths.TICKET_STEP.format(ticket_id=ticket["ticket_id"], step="cancel")
    body = {"request_id": str(uuid.uuid4())}
    assert (await server.http.post(where, json=body, headers=server.by_role["kiosk"].headers)).status_code == 204
    assert (await look(server, code))["state"] == "ready"
    assert (await come(server, code))["kind"] == "booked"


async def test_another_branchs_code_says_so_and_gives_no_booked_ticket(server: Running) -> None:
    code = await stands(server, now_utc() + 5 * MINUTE, OTHER_BRANCH)
    opened = await look(server, code)
    assert (opened["state"], opened["branch_id"]) == ("another_branch", OTHER_BRANCH)
    assert (await come(server, code))["kind"] == "walk_in"


async def test_who_is_early_is_told_from_when(server: Running) -> None:
    at = (now_utc() + 45 * MINUTE).replace(microsecond=0)
    opened = await look(server, await stands(server, at))
    if opened["state"] == "another_day":
        pytest.skip("the service day turns before that")
    assert opened["state"] == "early"
    assert datetime.fromisoformat(str(opened["from_at"])).astimezone(UTC) == at - 30 * MINUTE


async def test_those_who_have_not_come_are_foreseen_and_those_who_have_are_not(server: Running) -> None:
    desk = server.foundation.booking_desk
    code = await stands(server, (now_utc() + 9 * MINUTE).replace(microsecond=0))
    await desk.look(BRANCH)
    before = len(desk.coming(BRANCH))
    await come(server, code)
    assert len(desk.coming(BRANCH)) == before - 1


async def test_the_office_reads_how_times_were_kept(server: Running) -> None:
    headers = server.by_role["manager"].headers
    before = (await server.http.get(path(paths.BOOKING_FIGURES), headers=headers)).json()
    await stands(server, now_utc() - 40 * MINUTE)
    after = (await server.http.get(path(paths.BOOKING_FIGURES), headers=headers)).json()
    assert after["missed"] == before["missed"] + 1
    assert (await server.http.get(path(paths.BOOKING_FIGURES), headers=server.by_role["clerk"].headers)).status_code == 403

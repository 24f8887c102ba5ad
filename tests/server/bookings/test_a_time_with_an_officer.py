# SPDX-License-Identifier: EUPL-1.2
"""A time is booked with a named officer: one visitor at a time, never in a meeting, and the officer is told at the check-in."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.codes import hashed
from kolapp_server.control import carry_out
from kolapp_server.domain.officers import Calendar, Stretch
from kolapp_server.foundation import now_utc
from kolapp_server.store import officers as officer_rows
from kolapp_server.store.officers import CalendarRow
from tests.support.officers import DEPUTY, FIRST, HIDDEN, OTHER, SHOWN, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
ERRAND = "bygglov"
CODE = re.compile(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """The deputy has a calendar, which is read for them here and by nobody else."""
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        town = town_with_officers(deputy={"calendar": "https://kalender.ekvik.example/deputy.ics"})
        await carry_out(found.foundation, {"do": "import", "text": town})
        found.app.state.caretaker.leads = lambda: False
        found.app.state.caretaker.is_leading = False
        yield found


async def free(server: Running, officer: str | None, day: str = "2026-01-01") -> dict[str, Any]:
    more = {} if officer is None else {"officer_id": officer}
    asked = {"errand_id": ERRAND, "day": day, **more}
    answer = await server.http.get(path(paths.BOOKINGS), params=asked, headers=server.by_role["clerk"].headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def times(server: Running, officer: str | None, which: int) -> list[str]:
    """The free times of one of the days on which the errand can be booked."""
    days = (await free(server, None))["days"]
    return [slot["at"] for slot in (await free(server, officer, days[which]))["slots"]]


async def book(server: Running, at: str, officer: str | None) -> tuple[int, dict[str, Any]]:
    more = {} if officer is None else {"officer_id": officer}
    body = {"request_id": str(uuid.uuid4()), "errand_id": ERRAND, "at": at, "language": "sv", **more}
    answer = await server.http.post(path(paths.BOOKINGS), json=body, headers=server.by_role["clerk"].headers)
    return answer.status_code, answer.json()


async def test_an_officer_meets_one_visitor_at_a_time_though_the_errand_has_more_places(server: Running) -> None:
    at = (await times(server, FIRST, -1))[0]
    tries = [book(server, at, FIRST) for _ in range(4)]
    assert sorted([status for status, _ in await asyncio.gather(*tries)]) == [200, 409, 409, 409]
    assert at not in await times(server, FIRST, -1)
    assert (await book(server, at, None))[0] == 200
    assert at not in await times(server, None, -1)


async def test_where_the_errand_has_no_place_left_the_officer_has_none_either(server: Running) -> None:
    at = (await times(server, None, -2))[0]
    assert [(await book(server, at, None))[0] for _ in range(2)] == [200, 200]
    assert at not in await times(server, FIRST, -2)
    assert (await book(server, at, FIRST))[0] == 409


async def test_nobody_is_booked_into_a_meeting_nor_where_the_calendar_has_not_been_read(server: Running) -> None:
    book_of_officers, now = server.foundation.officers, now_utc()
    assert await times(server, DEPUTY, 0) == []
    every = await times(server, None, 1)
    meeting = datetime.fromisoformat(every[0])
    row = CalendarRow(BRANCH, DEPUTY, now, Calendar(now, (Stretch(meeting - MINUTE, meeting + MINUTE),)))
    await server.foundation.writer.run(lambda connection: officer_rows.put_calendars(connection, [row]))
    await book_of_officers.read()
    assert await times(server, DEPUTY, 1) == every[1:]
    assert (await book(server, every[0], DEPUTY))[0] == 409


async def test_an_officer_who_is_not_known_books_nothing(server: Running) -> None:
    (at, *_) = await times(server, None, -3)
    assert (await book(server, at, "nobody"))[0] == 404


async def test_a_kiosk_knows_with_whom_a_time_can_be_booked(server: Running) -> None:
    found = await server.http.get(path(paths.OFFICERS), headers=server.by_role["kiosk"].headers)
    assert {each["officer_id"]: each["can_book"] for each in found.json()["officers"]} == {
        FIRST: True,
        DEPUTY: True,
        OTHER: False,
    }


async def test_the_page_books_with_the_officer_and_names_only_whom_the_town_shows(server: Running) -> None:
    page = await server.http.get(path(paths.BOOK_PAGE), params={"officer_id": FIRST, "language": "sv"})
    assert SHOWN in page.text
    (day, *_) = re.findall(rf"officer_id={FIRST}&amp;day=(\d{{4}}-\d\d-\d\d)", page.text)
    page = await server.http.get(path(paths.BOOK_PAGE), params={"officer_id": FIRST, "day": day, "language": "sv"})
    at = re.findall(r'name="at" value="([^"]+)"', page.text)[-1]
    form = {"errand_id": ERRAND, "at": at, "request_id": str(uuid.uuid4()), "language": "sv", "officer_id": FIRST}
    made = await server.http.post(path(paths.BOOK_PAGE), data=form)
    assert made.status_code == 200, made.text
    assert SHOWN in made.text
    assert at not in await times(server, FIRST, 0)
    hidden = await server.http.get(path(paths.BOOK_PAGE), params={"officer_id": DEPUTY, "language": "sv"})
    assert HIDDEN not in hidden.text


async def test_a_booking_keeps_its_officer_when_it_is_moved(server: Running) -> None:
    first, second = (await times(server, FIRST, -4))[:2]
    code = (await book(server, first, FIRST))[1]["code"]
    assert (await book(server, second, FIRST))[0] == 200
    headers = server.by_role["clerk"].headers
    taken = await server.http.post(path(paths.BOOKINGS_MOVE), json={"code": code, "at": second}, headers=headers)
    assert taken.status_code == 409
    page = await server.http.post(path(paths.BOOK_CODE), data={"code": code, "act": "see", "language": "sv"})
    assert SHOWN in page.text


async def test_the_officer_is_told_when_their_visitor_checks_in(server: Running) -> None:
    at = (await times(server, FIRST, -5))[0]
    code = (await book(server, at, FIRST))[1]["code"]
    sooner = text("UPDATE bookings SET booked_at = :at WHERE code_hash = :code")
    soon = int(now_utc().timestamp() * 1_000_000)
    await server.foundation.writer.run(lambda connection: connection.execute(sooner.bindparams(at=soon, code=hashed(code))))
    ticket_id, kiosk = str(uuid7()), server.by_role["kiosk"].headers
    body = {"errand_id": ERRAND, "language": "sv", "booking_code": code}
    for status in (201, 200):
        answer = await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=kiosk)
        assert answer.status_code == status, answer.text
        assert answer.json()["officer"]["purpose"] == "wait"
    calls = [row for row in server.foundation.officers.known.calls if row.ticket_id == ticket_id]
    assert [call.officer_id for call in calls] == [FIRST]

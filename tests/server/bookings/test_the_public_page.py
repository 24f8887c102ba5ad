# SPDX-License-Identifier: EUPL-1.2
"""Anybody books on the page: without a name, an account, a cookie or a script."""

import re
import uuid
from datetime import datetime

import icalendar
import pytest
import pytest_asyncio

from kolapp_contract import paths
from kolapp_server.auth.slowing import Slowing
from kolapp_server.console.booking_pages import BOOKINGS
from kolapp_server.services.codes import GUESSES, CodeDoor
from tests.support.running_server import Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
PAGE, BY_CODE = path(paths.BOOK_PAGE), path(paths.BOOK_CODE)
CODE = re.compile(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _nobody_has_come_before(server: Running) -> None:
    server.app.state.code_door = CodeDoor(server.foundation.branches)
    server.app.state.booking_slowing = Slowing(BOOKINGS)


async def days(server: Running) -> list[str]:
    page = await server.http.get(PAGE, params={"errand_id": "bygglov"})
    return re.findall(r"day=(\d{4}-\d\d-\d\d)", page.text)


async def a_time(server: Running, which: int) -> str:
    """The first time of one of the days."""
    page = await server.http.get(PAGE, params={"errand_id": "bygglov", "day": (await days(server))[which]})
    return re.findall(r'name="at" value="([^"]+)"', page.text)[0]


async def booked(server: Running, which: int) -> tuple[str, str]:
    """A time that was booked on the page, and its code."""
    at = await a_time(server, which)
    form = {"errand_id": "bygglov", "at": at, "request_id": str(uuid.uuid4()), "language": "sv"}
    page = await server.http.post(PAGE, data=form)
    assert page.status_code == 200, page.text
    return at, CODE.findall(page.text)[0]


async def ask(server: Running, code: str, act: str, **more: str) -> str:
    page = await server.http.post(BY_CODE, data={"code": code, "act": act, **more})
    assert page.status_code == 200, page.text
    return page.text


async def test_a_time_is_booked_and_nothing_is_kept_in_the_browser_or_an_address(server: Running) -> None:
    at = await a_time(server, -1)
    form = {"errand_id": "bygglov", "at": at, "request_id": str(uuid.uuid4()), "language": "en"}
    page = await server.http.post(PAGE, data=form)
    (code,) = set(CODE.findall(page.text))
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert "<script>" not in page.text
    assert not re.findall(rf'(?:href|action)="[^"]*{code}', page.text)


async def test_the_calendar_file_is_one_that_other_programs_read(server: Running) -> None:
    at, code = await booked(server, -2)
    file = await server.http.post(BY_CODE, data={"code": code, "act": "calendar", "language": "ar"})
    assert file.headers["content-type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(file.text).walk("VEVENT")
    assert event["DTSTART"].dt == datetime.fromisoformat(at)
    assert not {"ATTENDEE", "ORGANIZER", "CONTACT"} & set(event)
    assert max(len(line.encode()) for line in file.text.split("\r\n")) <= 75
    assert "bygglov" not in file.text.lower()


async def test_by_its_code_a_time_is_seen_moved_and_cancelled(server: Running) -> None:
    at, code = await booked(server, -3)
    other = await a_time(server, -4)
    assert code in await ask(server, code, "see")
    assert other not in await ask(server, code, "move")
    assert code in await ask(server, code, "move", at=other)
    assert "avbokad" in await ask(server, code, "cancel", language="sv")
    assert (await server.http.post(BY_CODE, data={"code": code})).status_code == 404
    assert await a_time(server, -3) == at


async def test_a_time_that_is_full_is_said_to_be_taken_and_others_are_offered(server: Running) -> None:
    at, _ = await booked(server, -5)
    await booked(server, -5)
    form = {"errand_id": "bygglov", "at": at, "request_id": str(uuid.uuid4()), "language": "sv"}
    page = await server.http.post(PAGE, data=form)
    assert page.status_code == 409
    assert at not in page.text
    assert 'name="at"' in page.text


async def test_who_guesses_codes_waits(server: Running) -> None:
    for _ in range(GUESSES.free):
        assert (await server.http.post(BY_CODE, data={"code": "T-AAAA"})).status_code == 404
    assert (await server.http.post(BY_CODE, data={"code": "T-AAAA"})).status_code == 429


async def test_who_books_very_much_waits(server: Running) -> None:
    for which in range(BOOKINGS.free):
        await booked(server, which % 5)
    form = {"errand_id": "bygglov", "at": await a_time(server, -1), "request_id": str(uuid.uuid4()), "language": "sv"}
    assert (await server.http.post(PAGE, data=form)).status_code == 429


async def test_another_sites_form_books_nothing(server: Running) -> None:
    form = {"errand_id": "bygglov", "at": await a_time(server, -1), "request_id": str(uuid.uuid4())}
    assert (await server.http.post(PAGE, data=form, headers={"Origin": "https://evil.example"})).status_code == 403


async def test_what_is_sent_is_never_echoed(server: Running) -> None:
    page = await server.http.post(BY_CODE, data={"code": "<b>hej</b>"})
    assert "<b>hej" not in page.text
    assert (await server.http.get(PAGE, params={"errand_id": "<b>hej</b>"})).status_code == 200


async def test_a_branch_that_is_not_there_has_no_page(server: Running) -> None:
    assert (await server.http.get(path(paths.BOOK_PAGE, branch_id="finns-inte"))).status_code == 404

# SPDX-License-Identifier: EUPL-1.2
"""A real mail server and a real calendar server run beside ours: what an officer is sent, and what is read of a calendar."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.officers import OFFICER_SECRET_HEADER
from kolapp_server.control import carry_out
from kolapp_server.domain.officers import Presence
from kolapp_server.services.calendars import CalendarReader
from tests.support.calendar_server import CalendarServer, calendar_server
from tests.support.mail_server import MailServer, mail_server
from tests.support.officers import DEPUTY, FIRST, HIDDEN, SHOWN, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, running
from tools.house import free_port

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
WITHIN_S = 30.0
MAIL = {"email": "bygglov@ekvik.example"}


@dataclass(frozen=True, slots=True)
class House:
    """Three programs."""

    server: Running
    mail: MailServer
    calendars: CalendarServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("officers")
    async with AsyncExitStack() as ends:
        mail = await ends.enter_async_context(mail_server(folder))
        calendars = await ends.enter_async_context(calendar_server(folder))
        await calendars.make("first")
        more = {"mail_url": mail.url, "mail_from": "kolapp@ekvik.example", "public_url": "https://ko.ekvik.example"}
        server = await ends.enter_async_context(running(folder / "var", **more))
        await furnish(server)
        first = {**MAIL, "calendar": f'"{calendars.url("first")}"'}
        await carry_out(server.foundation, {"do": "import", "text": town_with_officers(first, MAIL)})
        yield House(server, mail, calendars)


async def asked(server: Running) -> dict[str, Any]:
    """A ticket of one who waits for the first officer."""
    body = {"errand_id": "bygglov", "language": "sv", "officer_id": FIRST}
    headers = server.by_role["kiosk"].headers
    answer = await server.http.put(paths.TICKET.format(ticket_id=uuid7()), json=body, headers=headers)
    answer.raise_for_status()
    return answer.json()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await is_so():  # noqa: ASYNC110 (other programs are waited for, which ring no bell)
            await asyncio.sleep(0.05)


def subject_of(letter: Message) -> str:
    """As a person reads it."""
    return str(make_header(decode_header(str(letter["Subject"]))))


async def letters_about(mail: MailServer, number: str, count: int = 1) -> list[str]:
    """What came about that number: subject and words together."""
    found: list[str] = []

    async def are_there() -> bool:
        found[:] = [
            f"{subject_of(letter)}\n{letter.get_payload(decode=True).decode()}"
            for letter in mail.letters()
            if number in str(letter["Subject"])
        ]
        return len(found) >= count

    await until(are_there)
    return found


async def test_the_officer_gets_one_letter_with_a_number_and_a_link_and_no_name(house: House) -> None:
    ticket = await asked(house.server)
    (letter,) = await letters_about(house.mail, ticket["number"])
    assert letter.startswith(f"{ticket['number']} väntar på dig i receptionen")
    assert not any(name in letter for name in (SHOWN, HIDDEN, "clerk"))
    call_id, secret = re.search(r"https://ko\.ekvik\.example/o#([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})", letter).groups()
    body = {"request_id": str(uuid7()), "answer": "coming", "minutes": 5}
    address = paths.OFFICER_REPLY.format(call_id=call_id)
    answer = await house.server.http.post(address, json=body, headers={OFFICER_SECRET_HEADER: secret})
    assert answer.json()["answer"] == "coming"
    assert len(await letters_about(house.mail, ticket["number"])) == 1


async def test_the_secret_of_a_sent_letter_is_not_kept(house: House) -> None:
    ticket = await asked(house.server)
    await letters_about(house.mail, ticket["number"])

    async def is_forgotten() -> bool:
        query = text("SELECT count(*) FROM officer_mail WHERE secret IS NOT NULL")
        return not await house.server.foundation.branches.read(lambda connection: connection.scalar(query))

    await until(is_forgotten)


async def test_who_cannot_come_sends_a_letter_to_the_deputy(house: House) -> None:
    ticket = await asked(house.server)
    await letters_about(house.mail, ticket["number"])
    call = house.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]]
    body = {"request_id": str(uuid7()), "answer": "cannot"}
    address = paths.OFFICER_ANSWER.format(branch_id=BRANCH, call_id=call.call_id)
    (await house.server.http.post(address, json=body, headers=house.server.by_role["clerk"].headers)).raise_for_status()
    await letters_about(house.mail, ticket["number"], 2)
    assert house.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]].officer == DEPUTY


async def test_a_letter_that_could_not_be_sent_goes_out_after_a_restart_and_once(tmp_path: Path) -> None:
    port = free_port()
    more = {"mail_url": f"smtp://127.0.0.1:{port}"}
    async with running(tmp_path / "var", **more) as server:
        await furnish(server)
        await carry_out(server.foundation, {"do": "import", "text": town_with_officers(MAIL)})
        ticket = await asked(server)
        query = text("SELECT tries FROM officer_mail")

        async def is_tried() -> bool:
            return bool(await server.foundation.branches.read(lambda connection: connection.scalar(query)))

        await until(is_tried)
        await server.foundation.writer.run(lambda connection: connection.execute(text("UPDATE officer_mail SET due_at = 0")))
    async with mail_server(tmp_path, port) as mail, running(tmp_path / "var", **more) as server:
        (letter,) = await mail.until(1)
        assert ticket["number"] in str(letter["Subject"])

        async def is_ended() -> bool:
            ended = text("SELECT result FROM officer_mail")
            return await server.foundation.branches.read(lambda connection: connection.scalar(ended)) == "sent"

        await until(is_ended)
        assert len(mail.letters()) == 1


async def read_anew(house: House) -> Presence:
    """Where the first officer is, by a calendar that is read now."""
    book = house.server.foundation.officers
    await house.server.foundation.writer.run(lambda connection: connection.execute(text("DELETE FROM officer_calendars")))
    await book.read()
    await CalendarReader(book).look()
    officer = book.find(BRANCH, FIRST)
    assert officer is not None
    return book.status_of(officer).presence


async def test_a_meeting_in_the_calendar_makes_the_officer_busy_until_it_ends_and_nothing_is_known_of_it(house: House) -> None:
    now = house.server.foundation.branches.clock().replace(microsecond=0)
    await house.calendars.meet("first", "mote", now - timedelta(minutes=30), now + timedelta(minutes=75))
    assert await read_anew(house) is Presence.BUSY
    headers = house.server.by_role["kiosk"].headers
    found = (await house.server.http.get(paths.OFFICERS.format(branch_id=BRANCH), headers=headers)).json()
    (first,) = [each for each in found["officers"] if each["officer_id"] == FIRST]
    assert datetime.fromisoformat(first["until"]) == now + timedelta(minutes=75)
    kept = await house.server.foundation.branches.read(
        lambda connection: connection.execute(text("SELECT busy, fault FROM officer_calendars")).all()
    )
    assert all("Kanarie" not in str(row) for row in kept)
    await house.calendars.drop("first", "mote")
    assert await read_anew(house) is Presence.FREE


async def test_a_meeting_that_repeats_a_cancelled_one_and_a_free_one_are_understood(house: House) -> None:
    now = house.server.foundation.branches.clock().replace(microsecond=0)
    begins = now - timedelta(days=14, minutes=10)
    long = timedelta(minutes=45)
    await house.calendars.meet("first", "fri", now - long, now + long, "TRANSP:TRANSPARENT")
    await house.calendars.meet("first", "instalt", now - long, now + long, "STATUS:CANCELLED")
    assert await read_anew(house) is Presence.FREE
    await house.calendars.meet("first", "vecka", begins, begins + long, "RRULE:FREQ=WEEKLY")
    assert await read_anew(house) is Presence.BUSY
    for uid in ("fri", "instalt", "vecka"):
        await house.calendars.drop("first", uid)

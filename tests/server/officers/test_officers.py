# SPDX-License-Identifier: EUPL-1.2
"""A visitor asks for an officer; the officer is told, answers, and the visitor sees it by number."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.officers import OFFICER_SECRET_HEADER
from kolapp_contract.tickets import SECRET_HEADER
from kolapp_server.control import carry_out
from kolapp_server.services import officers as service
from kolapp_server.store import officers as rows
from kolapp_server.store.officers import CallRow, MailRow
from tests.support.officers import DEPUTY, FIRST, HIDDEN, OTHER, SHOWN, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
SECRET = "AAAAAAAAAAAAAAAAAAAAAA"
SOON = timedelta(minutes=10)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("officers") / "var") as found:
        await furnish(found)
        town = town_with_officers({"sign_in": f"{BRANCH} clerk", "email": "bygglov@ekvik.example"})
        await carry_out(found.foundation, {"do": "import", "text": town})
        # Nothing is sent while these tests look at what there is to send.
        found.app.state.caretaker.leads = lambda: False
        found.app.state.caretaker.is_leading = False
        yield found


async def send(server: Running, who: str, method: str, address: str, body: dict[str, Any] | None = None) -> httpx.Response:
    headers = server.by_role[who].headers if who else {}
    return await server.http.request(method, address, json=body, headers=headers)


async def asked(server: Running, officer: str | None = FIRST, wish: str = "wait", ticket_id: str = "") -> dict[str, Any]:
    """A ticket of one who asks for that officer."""
    errand = "bygglov" if wish == "wait" else None
    body = {"errand_id": errand, "language": "sv", "officer_id": officer, "officer_wish": wish, "secret": SECRET}
    answer = await send(server, "kiosk", "PUT", paths.TICKET.format(ticket_id=ticket_id or uuid7()), body)
    assert answer.is_success, answer.text
    return answer.json()


async def seen_by_visitor(server: Running, ticket_id: str) -> dict[str, Any]:
    answer = await server.http.get(paths.TICKET.format(ticket_id=ticket_id), headers={SECRET_HEADER: SECRET})
    return answer.json().get("officer", {})


async def line(server: Running, view: str, number: str) -> dict[str, Any]:
    found = server.app.state.inside.newsroom.snapshot(BRANCH, ViewName(view))
    (one,) = [each for each in found.tickets if each.number == number]
    return one.model_dump(mode="json", exclude_none=True)


async def calls(server: Running, ticket_id: str) -> list[CallRow]:
    await server.foundation.officers.read()
    return [row for row in server.foundation.officers.known.calls if row.ticket_id == ticket_id]


async def mails(server: Running, call_id: str) -> list[MailRow]:
    later = server.foundation.branches.clock() + timedelta(hours=1)
    due = await server.foundation.branches.read(lambda connection: rows.due_mail(connection, later, 500))
    return [row for row in due if row.call_id == call_id]


async def answer(server: Running, call_id: str, said: str, minutes: int = 5, who: str = "clerk") -> httpx.Response:
    body = {"request_id": str(uuid7()), "answer": said, "minutes": minutes}
    return await send(server, who, "POST", paths.OFFICER_ANSWER.format(branch_id=BRANCH, call_id=call_id), body)


async def directory(server: Running, who: str) -> dict[str, Any]:
    found = (await send(server, who, "GET", path(paths.OFFICERS))).json()
    return {each["officer_id"]: each for each in found["officers"]}


async def say(server: Running, officer: str, presence: str | None, until: datetime | None = None) -> httpx.Response:
    when = None if until is None else until.isoformat()
    body = {"request_id": str(uuid7()), "presence": presence, "until": when}
    return await send(server, "clerk", "POST", paths.OFFICER_STATUS.format(branch_id=BRANCH, officer_id=officer), body)


async def test_a_kiosk_knows_names_only_as_the_town_allows_and_a_desk_all(server: Running) -> None:
    at_kiosk, at_desk = await directory(server, "kiosk"), await directory(server, "clerk")
    assert (at_kiosk[FIRST]["name"], at_kiosk[DEPUTY].get("name")) == (SHOWN, None)
    assert (at_desk[DEPUTY]["name"], at_desk[FIRST]["is_me"], at_desk[DEPUTY]["is_me"]) == (HIDDEN, True, False)
    for who in ("", "display", "printer"):
        assert (await send(server, who, "GET", path(paths.OFFICERS))).status_code in (401, 403)


async def test_a_status_set_by_hand_says_when_the_officer_is_back_and_can_be_taken_away(server: Running) -> None:
    until = server.foundation.branches.clock() + SOON
    assert (await say(server, OTHER, "away", until)).status_code == 204
    found = (await directory(server, "kiosk"))[OTHER]
    assert (found["presence"], datetime.fromisoformat(found["until"])) == ("away", until)
    await say(server, OTHER, None)
    assert (await directory(server, "kiosk"))[OTHER]["presence"] == "unknown"


async def test_a_status_that_is_over_before_it_begins_is_refused(server: Running) -> None:
    assert (await say(server, OTHER, "away", server.foundation.branches.clock() - SOON)).status_code == 422
    assert (await say(server, "nobody", "away")).json()["code"] == "unknown_officer"


async def test_who_waits_for_an_officer_waits_in_the_officers_queue_and_the_officer_is_told_once(server: Running) -> None:
    ticket = await asked(server)
    again = await asked(server, ticket_id=ticket["ticket_id"])
    assert again["number"] == ticket["number"]
    assert ticket["errand_id"] == "bygglov"
    (call,) = await calls(server, ticket["ticket_id"])
    (mail,) = await mails(server, call.call_id)
    assert (call.officer_id, mail.channel, call.answer) == (FIRST, "email", None)


async def test_nothing_of_the_officer_stands_in_the_waiting_room_before_somebody_is_coming(server: Running) -> None:
    ticket = await asked(server)
    assert "officer" not in await line(server, "board", ticket["number"])
    assert (await line(server, "desk", ticket["number"]))["officer"]["officer_id"] == FIRST
    assert await seen_by_visitor(server, ticket["ticket_id"]) == {"purpose": "wait", "is_deputy": False}


async def test_coming_in_five_minutes_is_seen_by_number_and_says_of_whom_to_staff_alone(server: Running) -> None:
    ticket = await asked(server)
    (call,) = await calls(server, ticket["ticket_id"])
    assert (await answer(server, call.call_id, "coming", 5)).status_code == 204
    seen = await seen_by_visitor(server, ticket["ticket_id"])
    assert seen["answer"] == "coming"
    wait = datetime.fromisoformat(seen["coming_at"]) - server.foundation.branches.clock()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)
    assert (await line(server, "board", ticket["number"]))["officer"].keys() == {"answer", "coming_at", "is_deputy"}
    assert (await line(server, "desk", ticket["number"]))["officer"]["answer"] == "coming"


async def test_who_cannot_come_is_passed_on_to_the_deputy_and_then_to_nobody(server: Running) -> None:
    ticket = await asked(server)
    (first,) = await calls(server, ticket["ticket_id"])
    await answer(server, first.call_id, "cannot")
    first, deputy = await calls(server, ticket["ticket_id"])
    assert (deputy.officer_id, deputy.asked_for) == (DEPUTY, FIRST)
    assert (await seen_by_visitor(server, ticket["ticket_id"]))["is_deputy"]
    await answer(server, deputy.call_id, "cannot")
    assert len(await calls(server, ticket["ticket_id"])) == 2
    assert (await seen_by_visitor(server, ticket["ticket_id"]))["answer"] == "cannot"


async def test_silence_goes_to_the_deputy_and_a_late_answer_counts_still(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await asked(server)
    book, now = server.foundation.officers, server.foundation.branches.clock()
    await service.pass_on_overdue(book)
    assert len(await calls(server, ticket["ticket_id"])) == 1
    with monkeypatch.context() as clock:
        clock.setattr(server.foundation.branches, "clock", lambda: now + timedelta(minutes=5, seconds=1))
        await service.pass_on_overdue(book)
        await service.pass_on_overdue(book)
    first, deputy = await calls(server, ticket["ticket_id"])
    assert (first.answer, deputy.officer_id) == ("silent", DEPUTY)
    await answer(server, first.call_id, "coming", 1)
    assert (await seen_by_visitor(server, ticket["ticket_id"]))["answer"] == "coming"


async def test_a_message_is_a_guides_ticket_and_goes_to_the_officer_as_a_code(server: Running) -> None:
    ticket = await asked(server, wish="message")
    assert ticket["errand_id"] == "prata-med-oss"
    (wish,) = await calls(server, ticket["ticket_id"])
    assert await mails(server, wish.call_id) == []
    body = {"request_id": str(uuid7()), "ticket_id": ticket["ticket_id"], "officer_id": FIRST, "purpose": "call_back"}
    for _ in range(2):
        assert (await send(server, "clerk", "POST", path(paths.OFFICER_CALLS), body)).status_code == 204
    _, told = await calls(server, ticket["ticket_id"])
    (mail,) = await mails(server, told.call_id)
    assert (told.purpose, mail.secret, told.link_hash) == ("call_back", None, None)


async def link(server: Running) -> tuple[str, str, str]:
    """A ticket, and what stands in the mail's link."""
    ticket = await asked(server)
    (call,) = await calls(server, ticket["ticket_id"])
    (mail,) = await mails(server, call.call_id)
    assert mail.secret is not None
    return ticket["ticket_id"], call.call_id, mail.secret


async def by_link(server: Running, call_id: str, secret: str, *, look: bool = False) -> httpx.Response:
    pattern = paths.OFFICER_LINK if look else paths.OFFICER_REPLY
    body = None if look else {"request_id": str(uuid7()), "answer": "coming", "minutes": 10}
    address, headers = pattern.format(call_id=call_id), {OFFICER_SECRET_HEADER: secret}
    return await server.http.request("GET" if look else "POST", address, json=body, headers=headers)


async def test_to_look_at_the_link_answers_nothing_and_to_use_it_answers_once(server: Running) -> None:
    ticket_id, call_id, secret = await link(server)
    for _ in range(2):
        assert (await by_link(server, call_id, secret, look=True)).json()["is_open"]
    assert (await calls(server, ticket_id))[0].answer is None
    assert (await by_link(server, call_id, secret)).json()["answer"] == "coming"
    assert (await by_link(server, call_id, secret)).status_code == 404
    assert (await by_link(server, call_id, secret, look=True)).status_code == 404


async def test_a_wrong_secret_and_a_wrong_call_get_the_same_answer(server: Running) -> None:
    _, call_id, secret = await link(server)
    _, other, _ = await link(server)
    wrong = [await by_link(server, call_id, "A" * 43), await by_link(server, other, secret), await by_link(server, call_id, "")]
    wrong.append(await by_link(server, str(uuid7()), secret))
    assert {(found.status_code, found.text) for found in wrong} == {(404, wrong[0].text)}


async def test_an_officer_whom_the_town_does_not_know_changes_nothing(server: Running) -> None:
    ticket = await asked(server, "nobody")
    assert "officer" not in ticket
    assert await calls(server, ticket["ticket_id"]) == []


async def test_another_branch_answers_for_nobody_here(server: Running) -> None:
    ticket = await asked(server)
    (call,) = await calls(server, ticket["ticket_id"])
    assert (await answer(server, call.call_id, "coming", who="lunda:clerk")).status_code == 404
    address = paths.OFFICER_ANSWER.format(branch_id="lunda", call_id=call.call_id)
    body = {"request_id": str(uuid7()), "answer": "coming"}
    assert (await send(server, "lunda:clerk", "POST", address, body)).status_code == 404


async def test_the_figures_say_of_how_many(server: Running) -> None:
    await asked(server)
    found = (await send(server, "manager", "GET", path(paths.OFFICER_FIGURES))).json()
    (bygg,) = [unit for unit in found["units"] if unit["unit_id"] == "bygg"]
    assert bygg["told"] >= bygg["answered"] >= bygg["prompt"]


async def test_a_name_that_the_town_takes_away_is_gone_from_the_database(server: Running) -> None:
    async def names() -> set[str | None]:
        since = server.foundation.branches.clock()
        known = await server.foundation.branches.read(lambda connection: rows.read_known(connection, since))
        return {row.name for row in known.officers if row.branch_id == "lunda"}

    await carry_out(server.foundation, {"do": "import", "text": town_with_officers(branch_id="lunda")})
    assert {SHOWN, HIDDEN} <= await names()
    bare = town_with_officers(branch_id="lunda").partition("\nunits:")[0] + "\n"
    await carry_out(server.foundation, {"do": "import", "text": bare})
    assert await names() == set()

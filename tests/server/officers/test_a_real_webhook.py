# SPDX-License-Identifier: EUPL-1.2
"""An officer is told by a webhook: a small HTTP program stands for the town's chat, and sometimes it is broken."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.officers import OFFICER_SECRET_HEADER
from kolapp_server.control import carry_out
from tests.support.officers import DEPUTY, FIRST, HIDDEN, SHOWN, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, running
from tests.support.small_http import SmallHttp, small_http

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class House:
    """Two programs."""

    server: Running
    chat: SmallHttp


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("webhook")
    async with small_http(folder / "chat") as chat, running(folder / "var", public_url="https://ko.ekvik.example") as server:
        await furnish(server, (BRANCH,))
        town = town_with_officers({"webhook": f"{chat.url}/first"}, {"webhook": f"{chat.url}/deputy"})
        await carry_out(server.foundation, {"do": "import", "text": town})
        yield House(server, chat)


async def asked(server: Running, wish: str = "wait") -> dict[str, Any]:
    """A ticket of one who asks for the first officer."""
    body = {"errand_id": "bygglov", "language": "sv", "officer_id": FIRST, "officer_wish": wish}
    headers = server.by_role["kiosk"].headers
    answer = await server.http.put(paths.TICKET.format(ticket_id=uuid7()), json=body, headers=headers)
    answer.raise_for_status()
    return answer.json()


def about(chat: SmallHttp, number: str) -> list[dict[str, Any]]:
    """What the chat was told of that number."""
    return [each for each in chat.told() if each["body"]["number"] == number]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not is_so():  # noqa: ASYNC110 (another program is waited for, which rings no bell)
            await asyncio.sleep(0.05)


async def test_the_officer_is_told_once_by_number_and_answers_through_the_address(house: House) -> None:
    ticket = await asked(house.server)
    await until(lambda: bool(about(house.chat, ticket["number"])))
    (told,) = about(house.chat, ticket["number"])
    assert (told["path"], told["type"]) == ("/first", "application/json")
    body = told["body"]
    assert (body["branch"], body["purpose"]) == (BRANCH, "wait")
    assert not any(name in str(body) for name in (SHOWN, HIDDEN))
    call_id, secret = body["answer_url"].partition("https://ko.ekvik.example/o#")[2].split(".")
    said = {"request_id": str(uuid7()), "answer": "coming", "minutes": 5}
    address = paths.OFFICER_REPLY.format(call_id=call_id)
    answer = await house.server.http.post(address, json=said, headers={OFFICER_SECRET_HEADER: secret})
    assert answer.json()["answer"] == "coming"
    assert len(about(house.chat, ticket["number"])) == 1


async def test_who_cannot_come_is_followed_by_the_deputys_own_address(house: House) -> None:
    ticket = await asked(house.server)
    call = house.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]]
    body = {"request_id": str(uuid7()), "answer": "cannot"}
    address = paths.OFFICER_ANSWER.format(branch_id=BRANCH, call_id=call.call_id)
    (await house.server.http.post(address, json=body, headers=house.server.by_role["clerk"].headers)).raise_for_status()
    await until(lambda: any(each["path"] == "/deputy" for each in about(house.chat, ticket["number"])))
    assert house.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]].officer == DEPUTY


async def test_a_broken_chat_is_told_again_later_under_the_same_id(house: House) -> None:
    house.chat.be_broken(is_broken=True)
    ticket = await asked(house.server)
    call = house.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]]
    mail = text("SELECT mail_id, result FROM officer_mail WHERE call_id = :call").bindparams(call=call.call_id)
    read = house.server.foundation.branches.read

    async def kept() -> Any:
        return await read(lambda connection: connection.execute(mail).one())

    await until(lambda: any(each["body"]["number"] == ticket["number"] for each in house.chat.refused()))
    assert (await kept()).result is None
    house.chat.be_broken(is_broken=False)
    due = text("UPDATE officer_mail SET due_at = 0 WHERE result IS NULL")
    await house.server.foundation.writer.run(lambda connection: connection.execute(due))
    await until(lambda: bool(about(house.chat, ticket["number"])))
    (told,) = about(house.chat, ticket["number"])
    assert told["body"]["id"] == (await kept()).mail_id


async def test_a_message_that_a_guide_writes_down_is_sent_to_nobody(house: House) -> None:
    silent = await asked(house.server, "message")
    after = await asked(house.server)
    await until(lambda: bool(about(house.chat, after["number"])))
    assert about(house.chat, silent["number"]) == []

# SPDX-License-Identifier: EUPL-1.2
"""What a visitor wished for at a kiosk without the server is true once the kiosk has told of it, and true once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils
from sqlalchemy import func, select

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of
from kolapp_server.control import carry_out
from kolapp_server.foundation import now_utc
from kolapp_server.store.contact_tables import contact_records
from kolapp_server.store.officer_tables import officer_calls
from kolapp_server.store.tables import ticket_ways
from tests.support.officers import FIRST, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
CODE = code_of(CodeKind.CONTACT, b"told later on")
COUNTED = (contact_records, officer_calls, ticket_ways)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """A contact with that code is known, and an officer."""
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        await carry_out(found.foundation, {"do": "import", "text": town_with_officers()})
        await post(found, path(paths.CONTACTS), {"code": CODE, "errand_id": "bygglov", "outcome": "promised"})
        yield found


def uuid7() -> str:
    return str(uuid_utils.uuid7())


async def post(server: Running, address: str, body: dict[str, Any], role: str = "clerk") -> Any:
    headers = server.by_role[role].headers
    answer = await server.http.post(address, json={"request_id": uuid7(), **body}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(server: Running, number: str, issued_at: datetime | None = None, **wishes: object) -> tuple[str, str]:
    """The ticket's id and what became of it; it is told twice, as over a bad wire."""
    when = issued_at or now_utc()
    entry = {"entry": "issued", "ticket_id": uuid7(), "number": number, "errand_id": "bygglov", "language": "sv"}
    body = {"entries": [{**entry, "issued_at": when.isoformat(), "heard_at": when.isoformat(), **wishes}]}
    kiosk = server.by_role["kiosk"]
    for _ in range(2):
        answer = await server.http.post(path(paths.KIOSK_JOURNAL, device_id=kiosk.id), json=body, headers=kiosk.headers)
        assert answer.status_code == 200, answer.text
    return str(entry["ticket_id"]), answer.json()["results"][0]["became"]


async def counts(server: Running, ticket_id: str) -> list[int]:
    """How many contacts, calls of officers and ways are written down for that ticket."""
    queries = [select(func.count()).select_from(table).where(table.c.ticket_id == ticket_id) for table in COUNTED]
    read = server.foundation.branches.read
    return [await read(lambda connection, query=query: connection.scalar(query)) for query in queries]


async def test_who_came_back_with_a_code_is_known_again(server: Running) -> None:
    ticket_id, became = await told(server, "K1-01", contact_code=CODE)
    assert became == "known"
    assert await counts(server, ticket_id) == [1, 0, 0]
    assert server.foundation.branches.day(BRANCH).tickets[ticket_id].contact is not None


async def test_the_officer_is_told_of_one_who_waits(server: Running) -> None:
    ticket_id, _ = await told(server, "K1-02", officer_id=FIRST)
    assert await counts(server, ticket_id) == [0, 1, 0]
    assert server.foundation.officers.calls_of(BRANCH)[ticket_id].officer == FIRST


async def test_of_one_who_came_yesterday_no_officer_is_told(server: Running) -> None:
    ticket_id, _ = await told(server, "K1-03", now_utc() - timedelta(days=2), officer_id=FIRST)
    assert await counts(server, ticket_id) == [0, 0, 0]


async def test_of_one_whom_a_desk_has_called_already_no_officer_is_told(server: Running) -> None:
    await post(server, path(paths.DESK_OPEN), {"profile_id": "vagledare"})
    await post(server, path(paths.DESK_CALLS), {"offline_number": "K1-04"})
    ticket_id, _ = await told(server, "K1-04", officer_id=FIRST)
    assert await counts(server, ticket_id) == [0, 0, 0]


async def test_the_straight_way_with_a_card_and_its_further_errands_are_kept(server: Running) -> None:
    ticket_id, _ = await told(server, "K1-05", way="card", holder_id="god-man", further_errands=["avfall", "gone"])
    assert await counts(server, ticket_id) == [1, 0, 1]
    assert server.foundation.branches.day(BRANCH).tickets[ticket_id].further == ("avfall",)


async def test_a_wrong_code_and_an_unknown_officer_change_nothing(server: Running) -> None:
    wrong = code_of(CodeKind.CONTACT, b"never was made")
    ticket_id, became = await told(server, "K1-06", contact_code=wrong, officer_id="nobody")
    assert (became, await counts(server, ticket_id)) == ("known", [0, 0, 0])

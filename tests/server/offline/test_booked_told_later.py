# SPDX-License-Identifier: EUPL-1.2
"""A booked visitor who checked in without the server is known by the code once the kiosk has told of it, and known once."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of, hashed
from kolapp_server.control import carry_out
from kolapp_server.domain.ticket import Kind, Ticket
from kolapp_server.foundation import now_utc
from kolapp_server.store import bookings as rows
from kolapp_server.store.bookings import BookingRow
from kolapp_server.translate.codes import new_code
from tests.support.officers import FIRST, town_with_officers
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
ERRAND = "bygglov"
WRONG = code_of(CodeKind.BOOKING, b"never was made")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, (BRANCH,))
        await carry_out(found.foundation, {"do": "import", "text": town_with_officers()})
        yield found


async def booked(server: Running, minutes: int, officer: str | None = None) -> tuple[str, datetime]:
    """The code and the time of a booking, so many minutes from now, whatever can be booked at this hour."""
    code, code_hash = new_code(CodeKind.BOOKING)
    now = now_utc()
    at = now + timedelta(minutes=minutes)
    row = BookingRow(str(uuid.uuid4()), BRANCH, ERRAND, at, code_hash, "sv", "staff", now, officer=officer)
    assert await server.foundation.branches.writer.run(lambda connection: rows.take_place(connection, row, 9))
    return code, at


async def told(server: Running, number: str, code: str, **more: Any) -> Ticket:
    """The ticket that the kiosk tells of; it is told twice, as over a bad wire."""
    now = now_utc().isoformat()
    ticket_id = str(uuid_utils.uuid7())
    entry = {"entry": "issued", "ticket_id": ticket_id, "number": number, "errand_id": None, "language": "sv", **more}
    body = {"entries": [{**entry, "issued_at": now, "heard_at": now, "booking_code": code}]}
    kiosk = server.by_role["kiosk"]
    for _ in range(2):
        answer = await server.http.post(path(paths.KIOSK_JOURNAL, device_id=kiosk.id), json=body, headers=kiosk.headers)
        assert answer.status_code == 200, answer.text
    found = server.foundation.branches.day(BRANCH).find(ticket_id)
    assert found is not None
    return found


async def used_by(server: Running, code: str) -> str | None:
    row = await server.foundation.branches.read(lambda connection: rows.by_code(connection, hashed(code)))
    assert row is not None
    return row.ticket_id


async def test_who_came_in_time_has_the_booked_time_and_its_errand(server: Running) -> None:
    code, at = await booked(server, 2)
    ticket = await told(server, "K1-01", code)
    assert (ticket.leg.kind, ticket.leg.errand) == (Kind.BOOKED, ERRAND)
    assert ticket.leg.booked_at is not None
    assert abs(ticket.leg.booked_at - at) < timedelta(seconds=1)
    assert ticket.leg.turn.time < datetime.now(UTC)
    assert await used_by(server, code) == ticket.ticket_id


async def test_one_code_gives_one_booked_ticket(server: Running) -> None:
    code, _ = await booked(server, 3)
    first = await told(server, "K1-02", code)
    second = await told(server, "K1-03", code)
    assert (first.leg.kind, second.leg.kind) == (Kind.BOOKED, Kind.WALK_IN)
    assert await used_by(server, code) == first.ticket_id


async def test_a_check_in_whose_answer_never_came_goes_on_with_the_kiosks_own_number(server: Running) -> None:
    code, _ = await booked(server, 4)
    lost = str(uuid_utils.uuid7())
    wish = {"errand_id": ERRAND, "language": "sv", "booking_code": code}
    answer = await server.http.put(path(paths.TICKET, ticket_id=lost), json=wish, headers=server.by_role["kiosk"].headers)
    assert answer.status_code == 201
    ticket = await told(server, "K1-04", code, in_place_of=lost)
    assert (ticket.leg.kind, await used_by(server, code)) == (Kind.BOOKED, ticket.ticket_id)
    former = server.foundation.branches.day(BRANCH).find(lost)
    assert former is None or not former.is_open


async def test_who_was_far_too_late_and_who_has_a_wrong_code_wait_as_if_they_had_none(server: Running) -> None:
    code, _ = await booked(server, -20)
    late = await told(server, "K1-05", code, errand_id=ERRAND)
    assert late.leg.kind is Kind.WALK_IN
    unknown = await told(server, "K1-06", WRONG, errand_id="avfall")
    assert (unknown.leg.kind, unknown.leg.errand) == (Kind.WALK_IN, "avfall")


async def test_the_officer_whose_time_it_is_is_told(server: Running) -> None:
    code, _ = await booked(server, 5, FIRST)
    ticket = await told(server, "K1-07", code)
    assert server.foundation.officers.calls_of(BRANCH)[ticket.ticket_id].officer == FIRST


async def test_who_has_priority_keeps_it(server: Running) -> None:
    code, _ = await booked(server, 6)
    ticket = await told(server, "K1-08", code, kind="priority")
    assert (ticket.leg.kind, ticket.has_priority) == (Kind.BOOKED, True)

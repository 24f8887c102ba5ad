# SPDX-License-Identifier: EUPL-1.2
"""A kiosk tells what it did while the server was away, on the real server with a real database."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils
from sqlalchemy import select

from kolapp_contract import paths
from kolapp_contract.offline import LARGEST_BATCH, JournalTaken
from kolapp_server.foundation import now_utc
from kolapp_server.services import devices
from kolapp_server.store.tables import tickets
from tests.support.running_server import BRANCH, Running, add_device, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
SECRET = "offline-page-secret-22"
JSON = {"Content-Type": "application/json"}


def uuid7() -> str:
    return str(uuid_utils.uuid7())


def issued(number: str, **more: Any) -> dict[str, Any]:
    """Given out two seconds ago, after a last contact three seconds ago."""
    now = now_utc()
    told = {
        "entry": "issued",
        "ticket_id": uuid7(),
        "number": number,
        "errand_id": "snabb-fraga",
        "language": "fi",
        "issued_at": (now - timedelta(seconds=2)).isoformat(),
        "heard_at": (now - timedelta(seconds=3)).isoformat(),
    }
    return {**told, **more}


async def upload(server: Running, entries: list[dict[str, Any]], who: str = "kiosk", kiosk: str | None = None) -> tuple[int, Any]:
    credential = server.by_role[who]
    address = path(paths.KIOSK_JOURNAL, device_id=kiosk or server.by_role["kiosk"].id)
    answer = await server.http.post(address, headers={**credential.headers, **JSON}, content=json.dumps({"entries": entries}))
    return answer.status_code, answer.json()


async def told(server: Running, *entries: dict[str, Any], by: str = "kiosk") -> list[tuple[str, str | None]]:
    status, said = await upload(server, list(entries), by, server.by_role[by].id)
    assert status == 200, said
    return [(result.became, result.number) for result in JournalTaken.model_validate(said).results]


async def fresh_kiosk(server: Running, name: str) -> str:
    """Another kiosk of the branch, so that its numbers are its own."""
    server.by_role[name] = await add_device(server, BRANCH, name)
    return server.by_role[name].id


async def open_desk(server: Running, desk: str = "disk-1", who: str = "clerk") -> dict[str, str]:
    headers = server.by_role[who].headers
    body = {"request_id": uuid7(), "profile_id": "vagledare"}
    assert (await server.http.post(path(paths.DESK_OPEN, desk_id=desk), json=body, headers=headers)).status_code == 200
    return headers


async def call_number(server: Running, number: str, desk: str = "disk-1", who: str = "clerk") -> tuple[int, Any]:
    body = {"request_id": uuid7(), "offline_number": number, "finish": "solved"}
    answer = await server.http.post(path(paths.DESK_CALLS, desk_id=desk), json=body, headers=server.by_role[who].headers)
    if answer.status_code == 409 and answer.json()["code"] == "step_not_allowed":
        raise AssertionError(answer.text)
    return answer.status_code, answer.json()


async def test_a_batch_is_taken_and_taken_again_without_effect(server: Running) -> None:
    batch = [issued("K1-01"), issued("K1-02")]
    batch.append({"entry": "printed", "ticket_id": batch[0]["ticket_id"], "result": "unknown", "request_id": uuid7()})
    assert await told(server, *batch) == [("taken", "K1-01"), ("taken", "K1-02"), ("taken", "K1-01")]
    seq = server.foundation.writer.day(BRANCH).seq
    assert await told(server, *batch) == [("known", "K1-01"), ("known", "K1-02"), ("known", "K1-01")]
    assert server.foundation.writer.day(BRANCH).seq == seq


async def test_two_uploads_of_the_same_batch_at_once_take_it_once(server: Running) -> None:
    batch = [issued(f"K1-{count}") for count in range(20, 60)]
    answers = await asyncio.gather(*(told(server, *batch) for _ in range(3)))
    assert sorted(answer[0][0] for answer in answers) == ["known", "known", "taken"]
    assert {became for answer in answers for became, _ in answer} == {"known", "taken"}


async def test_the_rows_of_offline_tickets_stand_in_the_database(server: Running) -> None:
    entry = issued("K1-61", needs=["sitting"])
    await told(server, entry)
    query = select(tickets).where(tickets.c.ticket_id == entry["ticket_id"])
    row = await server.foundation.branches.read(lambda connection: connection.execute(query).one())
    assert (row.number, row.status, row.needs, row.device) == ("K1-61", "waiting", "sitting", server.by_role["kiosk"].id)


async def test_the_visitors_page_opens_with_the_secret_that_the_kiosk_made(server: Running) -> None:
    entry = issued("K1-62", secret=SECRET)
    await told(server, entry)
    address, headers = path(paths.TICKET, ticket_id=entry["ticket_id"]), {"Kolapp-Ticket-Secret": SECRET}
    said = (await server.http.get(address, headers=headers)).json()
    assert (said["number"], said["ticket_id"], said["state"]) == ("K1-62", entry["ticket_id"], "waiting")


async def test_an_entry_that_is_refused_takes_over_no_page(server: Running) -> None:
    entry = issued("K1-63", secret=SECRET)
    await told(server, entry)
    assert (await told(server, {**entry, "number": "K1-64", "secret": "B" * 22}))[0][0] == "refused"
    address = path(paths.TICKET, ticket_id=entry["ticket_id"])
    assert (await server.http.get(address, headers={"Kolapp-Ticket-Secret": SECRET})).status_code == 200
    assert (await server.http.get(address, headers={"Kolapp-Ticket-Secret": "B" * 22})).status_code == 404


async def test_a_late_request_meets_its_tombstone(server: Running) -> None:
    former = uuid7()
    await told(server, issued("K1-65", in_place_of=former))
    body = {"errand_id": "snabb-fraga", "language": "fi"}
    answer = await server.http.put(path(paths.TICKET, ticket_id=former), json=body, headers=server.by_role["kiosk"].headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_cancelled")


async def test_a_request_that_arrived_unanswered_is_cancelled(server: Running) -> None:
    former, kiosk = uuid7(), server.by_role["kiosk"].headers
    address = path(paths.TICKET, ticket_id=former)
    assert (await server.http.put(address, json={"errand_id": "bygglov", "language": "fi"}, headers=kiosk)).status_code == 201
    assert await told(server, issued("K1-66", errand_id="bygglov", in_place_of=former)) == [("taken", "K1-66")]
    assert (await server.http.get(address, headers=kiosk)).json()["state"] == "cancelled"


async def test_a_number_called_before_it_was_told_is_one_ticket_and_its_page_leads_there(server: Running) -> None:
    headers = await open_desk(server)
    status, said = await call_number(server, "K1-70")
    assert (status, said["ticket"]["number"], said["ticket"]["state"]) == (200, "K1-70", "called")
    assert "utan förbindelse" in said["why"]
    board = (await server.http.get(path(paths.BOARD))).json()
    assert {"number": "K1-70", "state": "called", "desk_id": "disk-1"}.items() <= next(
        line for line in board["tickets"] if line["number"] == "K1-70"
    ).items()
    entry = issued("K1-70", errand_id="bygglov", secret=SECRET)
    assert await told(server, entry) == [("matched", "K1-70")]
    address = path(paths.TICKET, ticket_id=entry["ticket_id"])
    page = (await server.http.get(address, headers={"Kolapp-Ticket-Secret": SECRET})).json()
    assert (page["ticket_id"], page["state"], page["desk_id"]) == (entry["ticket_id"], "called", "disk-1")
    found = (await server.http.get(path(paths.FIND_TICKET, number="K1-70"), headers=headers)).json()
    assert (found["ticket_id"], found["errand_id"], found["language"]) == (said["ticket"]["ticket_id"], "bygglov", "fi")


async def test_two_desks_that_call_the_same_number_at_once_get_one_visitor(server: Running) -> None:
    await open_desk(server)
    await open_desk(server, "disk-2", "manager")
    answers = await asyncio.gather(call_number(server, "K1-71"), call_number(server, "K1-71", "disk-2", "manager"))
    assert sorted(status for status, _ in answers) == [200, 409]
    assert next(said["code"] for status, said in answers if status == 409) == "not_waiting"


async def test_the_same_call_sent_twice_makes_one_ticket(server: Running) -> None:
    headers = await open_desk(server)
    body = {"request_id": uuid7(), "offline_number": "K1-72", "finish": "solved"}
    said = [
        (await server.http.post(path(paths.DESK_CALLS, desk_id="disk-1"), json=body, headers=headers)).json() for _ in range(2)
    ]
    assert said[0]["ticket"]["ticket_id"] == said[1]["ticket"]["ticket_id"]


async def test_only_the_kiosk_itself_tells(server: Running) -> None:
    await fresh_kiosk(server, "kiosk-other")
    entry = issued("K1-73")
    assert (await upload(server, [entry], "kiosk-other"))[0] == 404
    assert (await upload(server, [entry], "lunda:kiosk"))[0] == 404
    assert (await upload(server, [entry], "clerk"))[0] == 403
    assert (await upload(server, [entry], "display"))[0] == 403
    assert (await upload(server, [entry], "lunda:manager"))[0] == 404
    assert (await upload(server, [entry], "manager", uuid7()))[0] == 404
    assert (await upload(server, [entry], "manager", server.by_role["display"].id))[0] == 404


async def test_a_manager_brings_what_a_revoked_kiosk_kept(server: Running) -> None:
    kiosk = await fresh_kiosk(server, "kiosk-revoked")
    await devices.revoke(server.foundation.device_door, BRANCH, kiosk)
    entry = issued("K9-01")
    assert (await upload(server, [entry], "kiosk-revoked", kiosk))[0] == 401
    status, said = await upload(server, [entry], "manager", kiosk)
    assert (status, said["results"][0]["became"], said["results"][0]["number"]) == (200, "taken", "K9-01")
    day = server.foundation.writer.day(BRANCH)
    assert day.tickets[entry["ticket_id"]].device == kiosk


async def test_a_kiosk_that_never_heard_the_server_counts_from_its_last_sign_of_life(server: Running) -> None:
    kiosk = await fresh_kiosk(server, "kiosk-silent")
    entry = issued("K8-01", heard_at=None, issued_at=(now_utc() - timedelta(days=1)).isoformat())
    before = now_utc()
    await upload(server, [entry], "kiosk-silent", kiosk)
    came = server.foundation.writer.day(BRANCH).tickets[entry["ticket_id"]].issued_at
    assert before - timedelta(minutes=1) <= came <= now_utc()


async def test_yesterdays_tickets_are_recorded_once_as_left(server: Running) -> None:
    yesterday = now_utc() - timedelta(days=1)
    old = {"issued_at": yesterday.isoformat(), "heard_at": (yesterday - timedelta(hours=1)).isoformat()}
    first, copied = issued("K1-80", **old), issued("K1-80", **old)
    kiosk = await fresh_kiosk(server, "kiosk-old")
    assert await told(server, first, by="kiosk-old") == [("taken", None)]
    assert await told(server, copied, first, by="kiosk-old") == [("taken", None), ("known", None)]
    query = select(tickets).where(tickets.c.ticket_id.in_([first["ticket_id"], copied["ticket_id"]])).order_by(tickets.c.number)
    found = await server.foundation.branches.read(lambda connection: connection.execute(query).all())
    assert [(row.number, row.status) for row in found] == [("K1-80", "left"), ("K901-80", "left")]
    assert {row.service_day for row in found} != {server.foundation.writer.day(BRANCH).service_day}
    assert {row.device for row in found} == {kiosk}
    assert await told(server, issued("K1-80"), by="kiosk-old") == [("taken", "K1-80")]


async def test_an_id_of_another_branch_is_left_alone(server: Running) -> None:
    theirs = issued("K1-01")
    status, _ = await upload(server, [theirs], "lunda:kiosk", server.by_role["lunda:kiosk"].id)
    assert status == 200
    assert (await told(server, {**theirs, "number": "K1-90"}))[0][0] == "known"
    assert server.foundation.writer.day(BRANCH).find(theirs["ticket_id"]) is None


async def test_a_whole_batch_or_nothing(server: Running) -> None:
    seq = server.foundation.writer.day(BRANCH).seq
    status, said = await upload(server, [issued("K1-95"), issued("Q1-96")])
    assert (status, said["pointers"]) == (422, ["/entries/1/issued/number"])
    assert server.foundation.writer.day(BRANCH).seq == seq
    assert (await upload(server, [issued("K1-95") for _ in range(LARGEST_BATCH + 1)]))[0] == 422
    assert (await upload(server, []))[0] == 422


async def test_a_journal_may_be_256_kilobytes_and_nothing_else_may(server: Running) -> None:
    kiosk = server.by_role["kiosk"].headers
    address = path(paths.KIOSK_JOURNAL, device_id=server.by_role["kiosk"].id)
    padded = b'{"entries": [' + b" " * 200_000 + b"]}"
    for content, where, status in (
        (padded, address, 422),
        (padded + b" " * 62_200, address, 413),
        (padded, path(paths.TICKET, ticket_id=uuid7()), 413),
    ):
        method = "POST" if where == address else "PUT"
        assert (await server.http.request(method, where, headers={**kiosk, **JSON}, content=content)).status_code == status


async def test_a_thousand_tickets_of_a_long_day_are_taken_in_order(server: Running) -> None:
    kiosk = await fresh_kiosk(server, "kiosk-long")
    began = now_utc() - timedelta(seconds=3)
    entries = [
        issued(f"K7-{count:02d}", issued_at=(began + timedelta(milliseconds=count)).isoformat(), heard_at=began.isoformat())
        for count in range(1, 1001)
    ]
    for first in range(0, len(entries), LARGEST_BATCH):
        status, said = await upload(server, entries[first : first + LARGEST_BATCH], "kiosk-long", kiosk)
        assert status == 200, said
    line = server.foundation.writer.day(BRANCH).lines["snabb-fraga"]
    own = [entry.ticket_id for entry in line if server.foundation.writer.day(BRANCH).tickets[entry.ticket_id].device == kiosk]
    assert own == [entry["ticket_id"] for entry in entries]

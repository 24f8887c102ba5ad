# SPDX-License-Identifier: EUPL-1.2
"""An upgrade in the middle of a day: yesterday's program made this database, and its kiosks go on speaking as they did.

`kolapp-0.1.sql` and `.json` were made by that release itself with `python -m tests.support.record_release`. A change of the
agreement that a kiosk in the field would not survive fails here; the remedy is never to record anew, but to add beside.
"""

import itertools
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from kolapp_client.http import ServerHttp
from kolapp_client.live import read_frame
from kolapp_contract import paths
from kolapp_contract.tickets import IssueTicket
from kolapp_server import foundation
from kolapp_server.store import journal
from kolapp_server.store.engine import database_url, open_writing
from kolapp_server.store.schema import bring_up_to_date, is_up_to_date
from kolapp_server.store.standing import ticket_row
from kolapp_server.store.tables import tickets
from tests.support.record_release import DEVICES, listen, ticket_id
from tests.support.running_server import BRANCH, Running, running

HERE = Path(__file__).parent
RELEASE = "0.1"
SAID = json.loads((HERE / f"kolapp-{RELEASE}.json").read_text(encoding="utf-8"))
THAT_DAY = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
KEPT = {"A001": "waiting", "A002": "waiting", "G001": "done", "A003": "cancelled", "A004": "waiting", "A005": "waiting"}
_further = itertools.count(100)


def old_database(folder: Path) -> None:
    """The database that the release left in `folder`."""
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "kolapp.sqlite")) as connection:
        connection.executescript((HERE / f"kolapp-{RELEASE}.sql").read_text(encoding="utf-8"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """This release, begun on that database on that day."""
    var, began_s = tmp_path_factory.mktemp("upgraded"), time.monotonic()
    old_database(var)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foundation, "now_utc", lambda: THAT_DAY + timedelta(seconds=time.monotonic() - began_s))
        async with running(var) as found:
            yield found


def headers(role: str) -> dict[str, str]:
    return {"Kolapp-Contract": "1", "Authorization": f"Bearer {DEVICES[role]}"}


async def say(server: Running, wanted: dict[str, Any]) -> tuple[int, Any]:
    body = {} if wanted["body"] is None else {"json": wanted["body"]}
    answer = await server.http.request(wanted["method"], wanted["path"], headers=headers(wanted["role"]), **body)
    return answer.status_code, answer.json() if answer.content else None


def missed(before: Any, now: Any, at: str = "") -> list[str]:
    """What a reader of `before` would look for in `now` and not find, or find as something else. More is no harm."""
    if isinstance(before, dict) and isinstance(now, dict):
        return [fault for key in before for fault in (missed(before[key], now[key], f"{at}/{key}") if key in now else [at + key])]
    if isinstance(before, list) and isinstance(now, list):
        return missed(before[0], now[0], f"{at}/0") if before and now else []
    is_number = isinstance(before, int | float) and isinstance(now, int | float)
    return [] if is_number or type(before) is type(now) else [at]


def test_the_database_of_the_release_before_is_brought_up_and_folds_to_what_its_tables_say(tmp_path: Path) -> None:
    old_database(tmp_path)
    engine = open_writing(database_url(tmp_path))
    bring_up_to_date(engine)
    assert is_up_to_date(engine)
    with engine.begin() as connection:
        day = journal.load_day(connection, BRANCH)
        rows = {row.ticket_id: dict(row._mapping) for row in connection.execute(select(tickets))}
    engine.dispose()
    assert day is not None
    assert {ticket.number: str(ticket.status) for ticket in day.tickets.values()} == KEPT
    folded = {found: ticket_row(ticket, BRANCH, day.service_day) for found, ticket in day.tickets.items()}
    assert {found: {key: row[key] for key in rows[found]} for found, row in folded.items()} == rows


@pytest.mark.asyncio(loop_scope="module")
async def test_everybody_who_waits_is_on_the_board_and_a_kiosk_that_asks_again_gets_the_same_ticket(server: Running) -> None:
    status, board = await say(
        server, {"role": "display", "method": "GET", "path": paths.BOARD.format(branch_id=BRANCH), "body": None}
    )
    assert status == 200
    assert {"A001", "A002", "A004", "A005"} <= {line["number"] for line in board["tickets"]}
    for wanted in (said for said in SAID["said"] if said["method"] == "PUT" and said["status"] < 300):
        status, again = await say(server, wanted)
        assert (status, again["number"]) == (200, wanted["answer"]["number"])


@pytest.mark.asyncio(loop_scope="module")
async def test_all_that_a_kiosk_of_the_release_before_asks_is_answered_as_it_knows_it(server: Running) -> None:
    fresh = {ticket_id(number): ticket_id(next(_further)) for number in range(1, 8)}
    for wanted in SAID["said"]:
        text = json.dumps(wanted)
        for old, new in fresh.items():
            text = text.replace(old, new)
        asked = json.loads(text)
        if asked["body"] and "request_id" in asked["body"]:
            asked["body"]["request_id"] = f"01920000-0000-7000-9000-{next(_further):012d}"
        status, answer = await say(server, asked)
        assert (status, asked["path"]) == (wanted["status"], asked["path"]), answer
        assert missed(wanted["answer"], answer) == []


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("view", "role"), [("kiosk", "kiosk"), ("board", "display")])
async def test_whoever_listens_as_the_release_before_did_hears_what_it_understands(server: Running, view: str, role: str) -> None:
    happens = next(dict(said) for said in SAID["said"] if said["status"] == 201)
    happens["path"] = paths.TICKET.format(ticket_id=ticket_id(next(_further)))
    now = {frame["type"]: frame for frame in await listen(server, view, DEVICES[role], happens)}
    for frame in SAID["live"][view]:
        assert missed(frame, now[frame["type"]]) == []


@pytest.mark.parametrize(
    ("now", "faults"),
    [
        ({"a": 1, "b": [{"c": "x"}], "more": True}, []),
        ({"b": [{"c": "x"}]}, ["a"]),
        ({"a": "1", "b": [{"c": "x"}]}, ["/a"]),
        ({"a": 1, "b": [{}]}, ["/b/0c"]),
    ],
)
def test_the_comparison_sees_what_is_gone_or_other_and_forgives_what_is_new(now: Any, faults: list[str]) -> None:
    assert missed({"a": 1.5, "b": [{"c": "y"}]}, now) == faults


@pytest.mark.asyncio(loop_scope="module")
async def test_only_an_agreement_that_was_taken_away_is_too_old(server: Running) -> None:
    path = paths.MYSELF
    for said, status in (("1", 200), ("2", 200), ("0", 426), ("no number", 200)):
        answer = await server.http.get(path, headers={**headers("kiosk"), "Kolapp-Contract": said})
        assert answer.status_code == status
        if status == 426:
            assert answer.json()["code"] == "too_old"
            assert answer.headers["upgrade"] == "kolapp-contract/1"


async def test_a_device_of_this_release_understands_what_the_next_one_adds() -> None:
    ticket = next(said for said in SAID["said"] if said["status"] == 201)
    wire = httpx.MockTransport(lambda _request: httpx.Response(201, json={**ticket["answer"], "added_later": 1}))
    async with ServerHttp("http://server", transport=wire) as http:
        issued = await http.issue(UUID(ticket["answer"]["ticket_id"]), IssueTicket(errand_id="bygglov", language="sv"), 5.0)
    assert issued.number == ticket["answer"]["number"]
    for frame in SAID["live"]["board"]:
        assert read_frame(json.dumps({**frame, "added_later": 1})).type == frame["type"]

# SPDX-License-Identifier: EUPL-1.2
"""Every field that somebody can write in is filled with canaries, and they are looked for everywhere (I12).

Everywhere is: what each display, kiosk and visitor is sent; every slip; the log; the metrics; the public pages; each address
that was made or asked for; what an officer's webhook is told; the journal; and every file besides the database.
"""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.contacts import CODE_HEADER
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.store.booking_tables import bookings
from kolapp_server.store.officer_tables import officer_calendars, officer_calls
from kolapp_server.store.tables import journal, print_jobs, requests, tickets
from tests.support.canaries import (
    ANSWERED,
    CANARY,
    CONTACT_CODE,
    CONTACT_ID,
    FIELDS,
    OFFICER_TICKET_ID,
    PIECES,
    Room,
    post,
    read,
)
from tests.support.running_server import BRANCH, Running, furnish, path, running
from tests.support.small_http import small_http

pytestmark = pytest.mark.slow
PUBLIC = (
    paths.METRICS,
    paths.READYZ,
    paths.LIVEZ,
    paths.OPENAPI,
    paths.RULE_PAGE,
    paths.RULE,
    paths.VISITOR_PAGE,
    paths.OFFICER_PAGE,
    paths.CONTACT_PAGE,
    paths.BOOK_PAGE,
    paths.ACCESSIBILITY_PAGE,
    paths.SIGN_IN_PAGE,
    paths.BOARD_PAGE,
    paths.BOARD,
    paths.CATALOGUE,
    paths.BOOKINGS + f"?errand_id={ANSWERED}",
)
OF_A_KIOSK = (paths.OFFICERS, paths.TICKET, paths.CATALOGUE)
PUBLIC_VIEWS = (ViewName.BOARD, ViewName.KIOSK, ViewName.FACILITY, ViewName.PRINTER, ViewName.VISITOR)
WRITTEN = (journal, requests, print_jobs, tickets, bookings, officer_calls, officer_calendars)
"""Tables that hold ids, codes and times, and never a word that somebody wrote."""
Said = list[tuple[str, str]]


def found_in(where: str, said: str) -> list[str]:
    return [f"{where}: {piece}" for piece in PIECES if piece in said]


async def public_pages(server: Running) -> Said:
    return [(address, (await server.http.get(path(address))).text) for address in PUBLIC]


async def of_a_kiosk(server: Running) -> Said:
    ticket = {"ticket_id": OFFICER_TICKET_ID}
    return [(address, await read(server, path(address, **ticket), "kiosk")) for address in OF_A_KIOSK]


def views(server: Running) -> Said:
    newsroom = server.app.state.inside.newsroom
    return [(view, newsroom.snapshot(BRANCH, view).model_dump_json()) for view in PUBLIC_VIEWS]


async def kept(server: Running) -> Said:
    """What the journal, the answered requests and the slips say, with the addresses that stand on slips."""
    queries = [(table.name, select(table)) for table in WRITTEN]
    ask = server.foundation.branches.read
    return [(name, str(await ask(lambda connection, query=query: connection.execute(query).all()))) for name, query in queries]


async def everywhere(room: Room) -> Said:
    """All that can be seen while the server answers."""
    server = room.server
    told = [("webhook", json.dumps(each, ensure_ascii=False)) for each in room.other.told()]
    return [*await public_pages(server), *await of_a_kiosk(server), *views(server), *await kept(server), *told]


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[tuple[Room, Said]]:
    """A room whose fields are empty, and the addresses that are asked for in it."""
    asked: Said = []

    async def note(request: httpx.Request) -> None:
        asked.append(("address", str(request.url)))

    async with small_http(folder / "other") as other, running(folder / "var") as server:
        await furnish(server, (BRANCH,))
        server.http.event_hooks["request"].append(note)
        await post(server, paths.HEARTBEAT, {"contract": CONTRACT_VERSION, "program": "x", "printer": "ok"}, role="printer")
        yield Room(server, other), asked


async def receipt(server: Running) -> str:
    """A receipt of the contact is printed, and its holder looks at how it stands."""
    body = {"request_id": "01920000-0000-7000-8000-0000000c0de2", "code": CONTACT_CODE}
    await post(server, path(paths.CONTACT_RECEIPT, contact_id=CONTACT_ID), body)
    state = await server.http.get(paths.CONTACT_STATE, headers={CODE_HEADER: CONTACT_CODE})
    assert state.status_code == 200
    return state.text


async def test_no_canary_is_seen_heard_or_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with furnished(tmp_path) as (room, asked):
        for field in FIELDS:
            await field.fill(room)
        said = [("state", await receipt(room.server)), *await everywhere(room), *asked]
    log = capfd.readouterr()
    said += [("log", log.out + log.err), *exported(tmp_path / "var")]
    assert list(itertools.chain.from_iterable(found_in(*each) for each in said)) == []


async def test_a_canary_that_flew_is_seen_wherever_it_sits(tmp_path: Path) -> None:
    """What is meant to be read by all is read by all, so the eyes are open."""
    async with furnished(tmp_path) as (room, _):
        await post(
            room.server, path(paths.STOPS), {"request_id": CONTACT_ID, "errand_id": "bygglov", "text": CANARY}, role="manager"
        )
        await post(room.server, path(paths.NOTICE), {"request_id": OFFICER_TICKET_ID, "text": CANARY}, role="manager")
        seen = {
            where for each in [*await public_pages(room.server), *views(room.server)] for where in [each[0]] if found_in(*each)
        }
    assert seen >= {paths.BOARD, ViewName.BOARD, ViewName.KIOSK}


def exported(folder: Path) -> Said:
    """Every file that the server wrote besides its database."""
    files = (file for file in folder.rglob("*") if file.is_file() and "sqlite" not in file.name)
    return [(file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files]


def test_each_piece_of_a_canary_is_known_alone() -> None:
    assert found_in("a slip", f"… {PIECES[1]} …") == [f"a slip: {PIECES[1]}"]

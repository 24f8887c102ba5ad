# SPDX-License-Identifier: EUPL-1.2
"""Eight desks press "next" from eight connections on two thousand who wait. The same check catches a server without a lock."""

import asyncio
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from uuid_utils import uuid7

from kolapp_contract import paths
from kolapp_server.control import carry_out
from tests.support.naive_queue import naive_server
from tests.support.running_server import BRANCH, Running, add_clerk, add_device, always_open, running

pytestmark = pytest.mark.slow
WAITING = 2000
DESKS = tuple(f"disk-{number}" for number in range(1, 9))
ERRAND, PROFILE = "bygglov", "bygg-och-foretag"
Headers = dict[str, str]


async def test_each_of_two_thousand_is_called_once_and_no_desk_hears_falsely_that_nobody_waits(tmp_path: Path) -> None:
    async with running(tmp_path / "var") as server:
        seats = await eight_seats(server)
        await issue_all(server.url, server.by_role["kiosk"].headers)
        called, false_empties = await press_until_empty(server.url, seats)
    assert Counter(called).most_common(1)[0][1] == 1
    assert (len(called), false_empties) == (WAITING, 0)


async def test_a_server_that_looks_first_and_writes_later_is_caught(tmp_path: Path) -> None:
    async with naive_server(tmp_path) as url:
        await issue_all(url, {}, 400)
        called, _ = await press_until_empty(url, [(desk, {}) for desk in DESKS], 400)
    assert Counter(called).most_common(1)[0][1] > 1


async def eight_seats(server: Running) -> list[tuple[str, Headers]]:
    """Ekvik with eight desks, a clerk at each, all of whom take building permits."""
    desk = "  disk-{n}: {{sign: {n}, direction: left, names: {{sv: Disk {n}, en: Desk {n}, fi: Piste {n}, ar: مكتب {n}}}}}\n"
    desks = "desks:\n" + "".join(desk.format(n=number) for number in range(1, 9))
    text = re.sub(r"^desks:\n(?:  .*\n)+", desks, always_open(BRANCH), flags=re.MULTILINE)
    await carry_out(server.foundation, {"do": "import", "text": text})
    server.by_role["kiosk"] = await add_device(server, BRANCH, "kiosk")
    seats = []
    for desk_id in DESKS:
        clerk = await add_clerk(server, BRANCH, f"clerk-{desk_id}")
        body = {"request_id": str(uuid.uuid4()), "profile_id": PROFILE}
        answer = await server.http.post(paths.DESK_OPEN.format(desk_id=desk_id), json=body, headers=clerk.headers)
        assert answer.status_code == 200, answer.text
        seats.append((desk_id, clerk.headers))
    return seats


async def issue_all(url: str, headers: Headers, count: int = WAITING) -> None:
    """So many visitors take a ticket."""
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30, trust_env=False) as http:

        async def issue(times: int) -> None:
            for _ in range(times):
                body = {"errand_id": ERRAND, "language": "sv"}
                (await http.put(paths.TICKET.format(ticket_id=uuid7()), json=body)).raise_for_status()

        await asyncio.gather(*(issue(count // 16) for _ in range(16)))


async def press_until_empty(url: str, seats: Sequence[tuple[str, Headers]], count: int = WAITING) -> tuple[list[str], int]:
    """Who was called, in all; and how often a desk heard that nobody waits although somebody did."""
    called: list[str] = []
    false_empties = 0

    async def work(desk_id: str, headers: Headers) -> None:
        nonlocal false_empties
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30, trust_env=False) as http:
            while len(called) < count:
                under_way = len(called)
                body = {"request_id": str(uuid.uuid4()), "finish": "solved"}
                answer = await http.post(paths.DESK_CALLS.format(desk_id=desk_id), json=body)
                ticket = answer.raise_for_status().json().get("ticket")
                if ticket is None:
                    # Seven others may have a call under way that has not been counted yet.
                    false_empties += under_way < count - len(seats)
                    return
                called.append(ticket["ticket_id"])

    await asyncio.gather(*(work(desk_id, headers) for desk_id, headers in seats))
    return called, false_empties

# SPDX-License-Identifier: EUPL-1.2
"""A desk's computer dies in the middle of an order, before the server has it or before the answer is back.

The visitor stays at the desk, on the board too; a new computer goes on from there, and nobody loses their place. (What a console
shows that has lost its server is seen in `tests/browser/test_a_bad_wire.py`.)
"""

import asyncio
import itertools
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from kolapp_client.http import ServerHttp
from kolapp_contract import paths
from tests.faults.calling import call_all
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.fault_proxy import Fault, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.running_server import BRANCH
from tests.support.server_process import Furnished, Seat, ServerProcess, furnish
from tests.support.visitors import Recorder, take_ticket

FAULT = "desk computer dies, or the console loses the server"
DEATHS = (Fault.CUT_AFTER, Fault.CUT_BEFORE, Fault.LATE)
ARRIVES = {Fault.CUT_AFTER, Fault.LATE}
"""Where the order comes to the server, only its answer to nobody."""
CARRIED_OUT_WITHIN_S = 30.0


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-desk-") as folder:
        return asyncio.run(died(Path(folder) / "server", scale.rounds))


async def died(var: Path, rounds: int) -> Row:
    """So many deaths of the first desk's computer, among visitors whom another desk calls in the end."""
    people, book = await furnish(var), Recorder()
    async with ServerProcess(var) as server:
        async with ServerHttp(server.url, people.kiosk_token) as kiosk:
            issued = [(await take_ticket(kiosk, book)).number for _ in range(2 * rounds + 2)]
        wrong, met = await deaths(server, people, rounds)
        called = await call_all(server.url, people.seats[1], book)
        history = History(tuple(book.operations), *read_database(sqlite_url(var)))
    row = judged(FAULT, rounds, history, book.worst_s("call"))
    are_all_met = sorted(filter(None, met + called)) == sorted(filter(None, issued))
    return row.only_if(not wrong, "; ".join(wrong[:3])).only_if(are_all_met, "somebody lost their place")


async def deaths(server: ServerProcess, people: Furnished, rounds: int) -> tuple[list[str], list[str]]:
    """What was wrong after each death, and whom the desk met."""
    kinds, wrong, met = itertools.cycle(DEATHS), list[str](), list[str]()
    seat, last = people.seats[0], None
    async with fault_proxy(server.port, choose=lambda: kind) as wire:
        for kind in itertools.islice(kinds, rounds):
            await dies_pressing(wire.url, seat)
            now, began_s = await at_desk(server, people, seat[0]), time.monotonic()
            while kind in ARRIVES and now == last and time.monotonic() - began_s < CARRIED_OUT_WITHIN_S:
                await asyncio.sleep(0.1)
                now = await at_desk(server, people, seat[0])
            if last is not None and now is None:
                wrong.append(f"{last} was at the desk and is there no more")
            if now is not None and now != last:
                met.append(now)
            last = now
    return wrong, met


async def dies_pressing(url: str, seat: Seat) -> None:
    """A computer presses "next" and is gone; the order may still be on its way."""
    desk, headers = seat
    body = {"request_id": str(uuid.uuid4()), "finish": "solved"}
    async with httpx.AsyncClient(base_url=url, timeout=5, trust_env=False) as http:
        with suppress(httpx.TransportError):
            await http.post(paths.DESK_CALLS.format(desk_id=desk), json=body, headers=headers)


async def at_desk(server: ServerProcess, people: Furnished, desk: str) -> str | None:
    """The number that stands on the board beside that desk."""
    headers = {"Authorization": f"Bearer {people.display_token}"}
    async with httpx.AsyncClient(base_url=server.url, timeout=20, trust_env=False, headers=headers) as http:
        board: dict[str, Any] = (await http.get(paths.BOARD.format(branch_id=BRANCH))).raise_for_status().json()
    return next((line.get("number") for line in board["desks"] if line["desk_id"] == desk), None)

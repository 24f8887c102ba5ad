# SPDX-License-Identifier: EUPL-1.2
"""A kiosk without its server for hours gives numbers of its own; it is rebooted twice, its clock a day wrong in both directions.
A desk calls one of its numbers before the server has heard of it. When the wire is back, all is told, in order.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kolapp_client.http import ServerHttp
from kolapp_kiosk.recorder import Clocks
from tests.faults.calling import call_all, call_offline
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.fault_proxy import Fault, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import Recorder, take_ticket
from tests.support.windowless_kiosk import WindowlessKiosk

FAULT = "kiosk offline for hours"
TOLD_WITHIN_S = 10.0
WRONG_BY = (timedelta(), timedelta(days=1), -timedelta(days=1))
EARLY = 1
"""Which offline visitor of the first stretch is called before the kiosk has told of anybody."""


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-offline-") as folder:
        return asyncio.run(offline(Path(folder), scale.offline_tickets, TOLD_WITHIN_S * scale.patience))


async def offline(folder: Path, tickets: int, within_s: float) -> Row:
    """So many tickets without a server, in three lives of the kiosk."""
    people, book, wrong = await furnish(folder / "server"), Recorder(), []
    began = datetime.now(UTC)
    async with ServerProcess(folder / "server") as server:
        before = [(await in_person(server, people, book)) for _ in range(2)]
        told_s, numbers = await without_server(server, folder / "kiosk", people, book, tickets)
        called = await call_all(server.url, people.seats[1], book)
        history = History(tuple(book.operations), *read_database(sqlite_url(folder / "server")))
    of_kiosk = [number for number in called if number.startswith("K")]
    if of_kiosk != numbers[:EARLY] + numbers[EARLY + 1 :]:
        wrong.append(f"the kiosk's visitors were called in another order than they came: {of_kiosk[:8]}")
    if called[: len(before)] != before:
        wrong.append("a wrong clock jumped the queue")
    wrong += unclamped(history, began)
    row = judged(FAULT, len(WRONG_BY), history, told_s, offline=len(numbers))
    return row.only_if(not wrong, "; ".join(wrong[:3])).only_if(told_s <= within_s, f"told in {told_s:.1f} s")


async def in_person(server: ServerProcess, people: Furnished, book: Recorder) -> str:
    """The number of a visitor whose device has the server."""
    async with ServerHttp(server.url, people.kiosk_token) as http:
        return (await take_ticket(http, book)).number or ""


async def without_server(
    server: ServerProcess, folder: Path, people: Furnished, book: Recorder, tickets: int
) -> tuple[float, list[str]]:
    """Seconds until all was told, and the kiosk's own numbers in the order in which they were given."""
    numbers: list[str] = []
    is_gone = False
    async with fault_proxy(server.port, choose=lambda: Fault.RESET if is_gone else Fault.NONE) as wire:
        for life, wrong_by in enumerate(WRONG_BY):
            async with WindowlessKiosk(wire.url, folder, people.kiosk, book, clocks(wrong_by)) as kiosk:
                is_gone = True
                wire.cut()
                numbers += [(await kiosk.tap()).number or "" for _ in range(tickets // len(WRONG_BY))]
                if life == 0 and await call_offline(server.url, people.seats[0], numbers[EARLY]) != 200:
                    raise AssertionError("a number on a slip could not be called before it was told")
        is_gone = False
        async with WindowlessKiosk(wire.url, folder, people.kiosk, book) as kiosk:
            return await kiosk.until_told(), numbers


def clocks(wrong_by: timedelta) -> Clocks:
    """A machine's clock that is wrong by so much; the steady one begins anew with each life."""
    began_s = time.monotonic()
    own: Callable[[], datetime] = lambda: datetime.now(UTC) + wrong_by  # noqa: E731 (a clock is a value here)
    return Clocks(own, lambda: time.monotonic() - began_s)


def unclamped(history: History, began: datetime) -> list[str]:
    """Which turns lie before the last contact or after the present."""
    least, most = began.timestamp() * 1e6, datetime.now(UTC).timestamp() * 1e6
    rows = [row for row in history.journal if row.kind.startswith("Offline") and row.turn_us is not None]
    return [
        f"{row.number or row.ticket_id} came at an impossible time" for row in rows if not least <= (row.turn_us or 0) <= most
    ]

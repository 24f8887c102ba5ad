# SPDX-License-Identifier: EUPL-1.2
"""A kiosk comes back again and again, on a wire that loses many an answer: what it tells twice is taken once, in its order."""

import asyncio
import itertools
import tempfile
from pathlib import Path

from tests.faults.calling import call_all
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.fault_proxy import Fault, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import Recorder
from tests.support.windowless_kiosk import WindowlessKiosk

FAULT = "reconnect"
VISITORS_EACH = 3
MOST_ROUNDS = 30


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-back-") as folder:
        return asyncio.run(came_back(Path(folder), min(MOST_ROUNDS, scale.rounds)))


async def came_back(folder: Path, rounds: int) -> Row:
    """So many times the kiosk is away, serves some visitors, and comes back on a bad wire."""
    people, book = await furnish(folder / "server"), Recorder()
    async with ServerProcess(folder / "server") as server:
        worst_s, given = await away_and_back(server.port, folder / "kiosk", people, book, rounds)
        called = await call_all(server.url, people.seats[0], book)
        history = History(tuple(book.operations), *read_database(sqlite_url(folder / "server")))
    row = judged(FAULT, rounds, history, worst_s)
    row = row.only_if(len(history.tickets) == len(given), f"{len(history.tickets)} tickets for {len(given)} visitors")
    return row.only_if(called == given, f"called in another order: {called[:6]}")


async def away_and_back(port: int, folder: Path, people: Furnished, book: Recorder, rounds: int) -> tuple[float, list[str]]:
    """The longest that it took to tell everything, and the numbers in the order in which they were given."""
    away, answers = Fault.RESET, itertools.cycle((Fault.CUT_AFTER, Fault.NONE, Fault.CUT_BEFORE, Fault.NONE))
    is_away, worst_s, given = False, 0.0, list[str]()
    async with (
        fault_proxy(port, choose=lambda: away if is_away else next(answers)) as wire,
        WindowlessKiosk(wire.url, folder, people.kiosk, book) as kiosk,
    ):
        for _ in range(rounds):
            is_away = True
            wire.cut()
            given += [(await kiosk.tap()).number or "" for _ in range(VISITORS_EACH)]
            is_away = False
            worst_s = max(worst_s, await kiosk.until_told())
    return worst_s, given

# SPDX-License-Identifier: EUPL-1.2
"""The wire breaks while a visitor waits for a number: before the server, after it, in pieces, late, and swallowed without a sign.

Each visitor has one number within a second, of the server's or of the kiosk's own; what was sent and not answered is barred, even
where it arrives afterwards. A device that makes a new id to ask again is shown to give places twice.
"""

import asyncio
import itertools
import random
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kolapp_client.http import ServerHttp
from tests.faults.row import Row, Scale, judged
from tests.faults.silence import dropped
from tests.history.checker import check
from tests.history.records import History, Operation
from tests.support.dropping_wire import NoWire
from tests.support.fault_proxy import LATE_S, Fault, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import Recorder, new_id, take_ticket
from tests.support.windowless_kiosk import WindowlessKiosk

FAULT = "network lost in mid-issue"
TAP_P99_S = 1.0
MOST_SILENT = 120
BROKEN = (Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.SPLIT, Fault.DELAY, Fault.LATE, Fault.SILENT)
CUTS = (Fault.CUT_BEFORE, Fault.CUT_AFTER)


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-wire-") as folder:
        row = asyncio.run(broken(Path(folder) / "proxy", scale.visitors, TAP_P99_S * scale.patience))
        return with_silence(row, Path(folder) / "drop", min(MOST_SILENT, scale.visitors), TAP_P99_S * scale.patience)


def with_silence(row: Row, folder: Path, visitors: int, within_s: float) -> Row:
    """The row, and what became of visitors whose packets were dropped by the network itself."""
    try:
        history = asyncio.run(dropped(folder, visitors))
    except NoWire as why:
        return replace(row, more={**row.more, "dropped_tap_p99_s": None, "dropped_why": str(why)})
    verdict, p99_s = check(history), tap_p99_s(history.operations)
    more = {"dropped_visitors": verdict.acknowledged, "dropped_tap_p99_s": round(p99_s, 3)}
    row = replace(row, more={**row.more, **more}).only_if(verdict.is_good, verdict.words())
    return row.only_if(p99_s <= within_s, f"with packets dropped one visitor of a hundred waited {p99_s:.2f} s")


async def broken(folder: Path, visitors: int, within_s: float) -> Row:
    """So many visitors at a kiosk on a bad wire, and a few at one that makes new ids."""
    people, book = await furnish(folder / "server"), Recorder()
    async with ServerProcess(folder / "server") as server:
        faults, offline = await at_the_kiosk(server.port, folder / "kiosk", people, book, visitors)
        history = History(tuple(book.operations), *read_database(sqlite_url(folder / "server")))
        doubled = await with_new_ids(server.port, people, folder / "server", max(10, visitors // 10))
    p99_s = tap_p99_s(book.operations)
    more = {"tap_p99_s": round(p99_s, 3), "offline": offline, "wires": faults, "doubled_with_new_ids": doubled}
    row = judged(FAULT, visitors, history, taps_s(book.operations)[-1], **more)
    row = row.only_if(p99_s <= within_s, f"one visitor of a hundred waited {p99_s:.2f} s")
    return row.only_if(doubled > 0, "a device that makes new ids was not caught, so the check proves nothing")


def taps_s(operations: Iterable[Operation]) -> list[float]:
    """From tap to number, the quickest first."""
    return sorted(one.ended_s - one.began_s for one in operations if one.answer == "done")


def tap_p99_s(operations: Iterable[Operation]) -> float:
    """What all but one visitor of a hundred waited at most; of fewer than a hundred, what all did."""
    taps = taps_s(operations)
    return taps[min(len(taps) - 1, int(0.99 * len(taps)))]


async def at_the_kiosk(port: int, folder: Path, people: Furnished, book: Recorder, visitors: int) -> tuple[dict[str, int], int]:
    """What became of the questions, and how many visitors got a number of the kiosk's own."""
    is_bad = True
    async with (
        fault_proxy(port, choose=lambda: random.choice((*BROKEN, Fault.NONE)) if is_bad else Fault.NONE) as wire,
        WindowlessKiosk(wire.url, folder, people.kiosk, book) as kiosk,
    ):
        for _ in range(visitors):
            await kiosk.tap()
        is_bad = False
        wire.cut()
        await kiosk.until_told()
        await asyncio.sleep(2 * LATE_S)
        return {str(fault): count for fault, count in wire.counts.items()}, kiosk.offline


async def with_new_ids(port: int, people: Furnished, var: Path, visitors: int) -> int:
    """How many visitors have two places where the device makes a new id to ask again."""
    book = Recorder()
    # The first answer is always lost: with chance alone, now and then none is.
    faults = itertools.chain((Fault.CUT_AFTER,), iter(lambda: random.choice((*CUTS, Fault.NONE)), None))
    async with fault_proxy(port, choose=lambda: next(faults)) as wire, ServerHttp(wire.url, people.kiosk_token) as server:
        for _ in range(visitors):
            await take_ticket(server, book, next_id=lambda _: new_id())
    journal, tickets = read_database(sqlite_url(var))
    return check(History(tuple(book.operations), journal, tickets)).count("I11")

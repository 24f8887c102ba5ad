# SPDX-License-Identifier: EUPL-1.2
"""Displays whose wires are cut or held up at random while visitors come and are called.

Each shows the queue as it was at some moment, one after the other, none left out; and soon after its wire is whole, as it is.
One wire stays dead until its display says that it may be wrong.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from kolapp_contract.live import STALE_SECONDS
from tests.faults.row import Row, Scale, judged
from tests.history.queueing import convergence_s
from tests.history.records import Expected, History
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import Recorder, Rush
from tests.support.watching import Display

FAULT = "display loses the wire"
SOON_S = 30.0
LONGEST_OUTAGE_S, SHORTEST_PEACE_S, LONGEST_PEACE_S = 2.0, 3.0, 8.0


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-displays-") as folder:
        return asyncio.run(lost(Path(folder) / "server", scale))


async def lost(var: Path, scale: Scale) -> Row:
    """So many displays, each on a wire of its own, for so long."""
    people, book = await furnish(var), Recorder()
    async with ServerProcess(var) as server, AsyncExitStack() as wires:
        pairs = [await a_display(wires, server.port, people, f"display-{number}") for number in range(scale.displays)]
        rush = Rush(server.url, people.kiosk_token, book, people.seats, kiosks=1, pause_s=0.2)
        tasks = [asyncio.create_task(display.watch()) for display, _ in pairs]
        rush.begin()
        await asyncio.gather(*(display.until_at(1, 1) for display, _ in pairs))
        says_so, *outages = await asyncio.gather(
            stale(*pairs[0], book), *(disturbed(*pair, scale.display_s) for pair in pairs[1:])
        )
        await rush.finish()
        await asyncio.gather(*(display.until_at(1, head(book)) for display, _ in pairs), return_exceptions=True)
        for task in tasks:
            task.cancel()
    frames = tuple(frame for display, _ in pairs for frame in display.frames)
    expected = tuple(one for display, _ in pairs for one in expectations(display, book))
    history = History(tuple(book.operations), *read_database(sqlite_url(var)), applied=frames, expected=expected)
    lags = sorted(lag for lag in convergence_s(history) if lag is not None)
    p99_s = lags[int(0.99 * (len(lags) - 1))]
    more = {"displays": scale.displays, "p99_s": round(p99_s, 3), "frames": len(frames)}
    row = judged(FAULT, sum(outages), history, lags[-1], patience=scale.patience, **more)
    return row.only_if(says_so, "a display on a dead wire did not say that it may be wrong")


async def a_display(wires: AsyncExitStack, port: int, people: Furnished, name: str) -> tuple[Display, FaultProxy]:
    """A display, and the wire on which it hangs."""
    wire = await wires.enter_async_context(fault_proxy(port))
    return Display(name, wire.url, people.display_token), wire


async def disturbed(display: Display, wire: FaultProxy, seconds: float) -> int:
    """How often the wire was cut, or held up and then whole again."""
    until_s, outages = time.monotonic() + seconds, 0
    while time.monotonic() < until_s:
        await asyncio.sleep(random.uniform(SHORTEST_PEACE_S, LONGEST_PEACE_S))
        if random.random() < 0.5:
            wire.whole.clear()
            await asyncio.sleep(random.random() * LONGEST_OUTAGE_S)
            wire.whole.set()
        else:
            wire.cut()
        outages += 1
        display.healed_s.append(time.monotonic())
    return outages


async def stale(display: Display, wire: FaultProxy, book: Recorder) -> bool:
    """Whether the display says that it may be wrong while its wire is dead, and no longer when it is whole."""
    wire.whole.clear()
    await asyncio.sleep(STALE_SECONDS)
    said_so = await is_soon(lambda: display.is_stale)
    wire.whole.set()
    await display.until_at(1, head(book))
    return said_so and await is_soon(lambda: not display.is_stale)


async def is_soon(holds: Callable[[], bool]) -> bool:
    """Whether it has become so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SOON_S):
            while not holds():  # noqa: ASYNC110 (it becomes so by time that passes, which rings no bell)
                await asyncio.sleep(0.05)
    return holds()


def expectations(display: Display, book: Recorder) -> Iterator[Expected]:
    """What happened first after each outage is shown soon; and what happened last."""
    told = sorted((one for one in book.operations if one.seq is not None), key=lambda one: one.ended_s)
    for healed_s in display.healed_s:
        first = next((one for one in told if one.ended_s >= healed_s), told[-1])
        yield Expected(display.name, max(healed_s, first.ended_s), 1, first.seq or 0)
    yield Expected(display.name, told[-1].ended_s, 1, head(book))


def head(book: Recorder) -> int:
    """As far as anybody was told that the journal goes."""
    return max((one.seq or 0 for one in book.operations), default=0)

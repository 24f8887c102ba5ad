# SPDX-License-Identifier: EUPL-1.2
"""One of two replicas is killed every few seconds. Behind a proxy that takes whichever listens, nobody sees more than a pause."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.fault_proxy import fault_proxy
from tests.support.history import read_database
from tests.support.postgres import postgres_server
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import Recorder, Rush

FAULT = "one of two replicas dies"
KILLED_EVERY_S, SERVED_WITHIN_S = 5.0, 3.0


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-replicas-") as folder:
        return asyncio.run(died(Path(folder), scale.replica_s, SERVED_WITHIN_S * scale.patience))


async def died(folder: Path, seconds: float, within_s: float) -> Row:
    """For so long, one after the other is killed and started again under load."""
    async with postgres_server() as database:
        url = await asyncio.to_thread(database.new_database)
        people, book = await furnish(folder / "furnishing", database_url=url), Recorder()
        settings = {"KOLAPP_SERVER_DATABASE_URL": url}
        two = [ServerProcess(folder / name, more_settings=settings) for name in ("one", "two")]
        try:
            await asyncio.gather(*(replica.start() for replica in two))
            async with fault_proxy(*(replica.port for replica in two)) as wire:
                rush = Rush(wire.url, people.kiosk_token, book, people.seats, kiosks=4, pause_s=0.02)
                rush.begin()
                kills = await killed_in_turn(two, seconds)
                await rush.finish()
        finally:
            await asyncio.gather(*(replica.end() for replica in two))
        history = History(tuple(book.operations), *await asyncio.to_thread(read_database, url))
    worst_s = max(book.worst_s(), book.worst_s("call"))
    refused = [one for one in book.operations if one.answer == "refused"]
    row = judged(FAULT, kills, history, worst_s, refused=len(refused))
    row = row.only_if(not refused, f"{len(refused)} were refused")
    return row.only_if(worst_s <= within_s, f"somebody waited {worst_s:.1f} s")


async def killed_in_turn(two: list[ServerProcess], seconds: float) -> int:
    """How often one was killed; the other was always ready then."""
    began_s, kills = time.monotonic(), 0
    while True:
        next_s = time.monotonic() + KILLED_EVERY_S
        await asyncio.sleep(0.5)
        victim = two[kills % 2]
        await victim.kill()
        kills += 1
        await victim.start()
        if next_s - began_s > seconds:
            return kills
        await asyncio.sleep(max(0.0, next_s - time.monotonic()))

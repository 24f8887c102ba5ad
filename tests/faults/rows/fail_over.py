# SPDX-License-Identifier: EUPL-1.2
"""The database's primary is killed under load; its synchronous standby takes over. The servers go on, and nothing is lost."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.history import read_database
from tests.support.postgres import PostgresPair, postgres_pair
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import Recorder, Rush

FAULT = "database fail-over"
SERVED_WITHIN_S = 30.0
TICKETS_BETWEEN = 40


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-fail-over-") as folder, postgres_pair() as pair:
        return asyncio.run(failed_over(Path(folder), pair, scale.fail_overs, SERVED_WITHIN_S * scale.patience))


async def failed_over(folder: Path, pair: PostgresPair, fail_overs: int, within_s: float) -> Row:
    """So many fail-overs under the load of kiosks and desks."""
    url = pair.url(await asyncio.to_thread(pair.primary.create_database))
    people, book = await furnish(folder / "furnishing", database_url=url), Recorder()
    settings, gaps_s = {"KOLAPP_SERVER_DATABASE_URL": url}, [0.0]
    async with ServerProcess(folder / "server", more_settings=settings) as server:
        rush = Rush(server.url, people.kiosk_token, book, people.seats, kiosks=4, pause_s=0.02)
        rush.begin()
        try:
            for count in range(fail_overs):
                gaps_s.append(await one_fail_over(pair, book))
                if count < fail_overs - 1:
                    await asyncio.to_thread(pair.heal)
            await rush.finish()
        finally:
            rush.abandon()
        history = History(tuple(book.operations), *await asyncio.to_thread(read_database, url))
    row = judged(FAULT, fail_overs, history, book.worst_s(), longest_without_a_ticket_s=round(max(gaps_s), 2))
    return row.only_if(book.worst_s() <= within_s, f"somebody waited {book.worst_s():.1f} s")


async def one_fail_over(pair: PostgresPair, book: Recorder) -> float:
    """Seconds from the primary's death to the next ticket."""
    await book.until(book.acknowledged + TICKETS_BETWEEN)
    await asyncio.to_thread(pair.primary.kill)
    began_s, before = time.monotonic(), book.acknowledged
    await asyncio.to_thread(pair.take_over)
    # One answer may have been under way when the primary died.
    await book.until(before + 5)
    return time.monotonic() - began_s

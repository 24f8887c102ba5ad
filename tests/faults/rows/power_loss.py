# SPDX-License-Identifier: EUPL-1.2
"""The power goes at any moment while kiosks are served. What was promised before is on the disk when the power is back.

The same check is made of a server whose database waits less for the disk (synchronous=NORMAL), and must find something there.
"""

import asyncio
import random
import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.faults.row import Row, Scale, judged, not_run
from tests.history.checker import LOST, check
from tests.history.records import DiskImage, History
from tests.support.history import read_database, sqlite_url
from tests.support.power_cut import CannotCut, CutDisk, cut_disk
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import Recorder, Rush

FAULT = "power loss"
WEAK_CUTS, MOST_WEAK_CUTS = 6, 20
"""So many of the weaker server, and more while nothing was found: a cut just after a checkpoint finds nothing."""
OWN = ("kolapp-server", "serve")
LONGEST_WAIT_S = 0.6


def run(scale: Scale) -> Row:
    """The row; null where no power can be cut."""
    with tempfile.TemporaryDirectory(prefix="kolapp-power-") as folder, ExitStack() as ends:
        try:
            disk = ends.enter_context(cut_disk(Path(folder)))
        except CannotCut as why:
            return not_run(FAULT, str(why))
        history, worst_s = asyncio.run(served_and_cut(disk, "FULL", scale.power_cuts, scale.power_cuts))
        weak, _ = asyncio.run(served_and_cut(disk, "NORMAL", min(WEAK_CUTS, scale.power_cuts), MOST_WEAK_CUTS))
    lost_when_weak = check(replace(weak, journal=())).count(*LOST)
    row = judged(FAULT, scale.power_cuts, history, worst_s, lost_with_synchronous_normal=lost_when_weak)
    return row.only_if(lost_when_weak > 0, "the check found nothing wrong with synchronous=NORMAL, so it proves nothing")


async def served_and_cut(disk: CutDisk, synchronous: str, cuts: int, most: int) -> tuple[History, float]:
    """So many cuts under load, and up to `most` until one finds a loss; then what clients and each disk say."""
    var, book, images = disk.folder / "server", Recorder(), list[DiskImage]()
    furnished = await furnish(var)
    weak = ("python", "-m", "tests.support.killed_server", "never", str(disk.folder / "never"), synchronous)
    async with ServerProcess(var, OWN if synchronous == "FULL" else weak) as server:
        rush = Rush(server.url, furnished.kiosk_token, book, kiosks=6)
        rush.begin()
        try:
            while len(images) < cuts or (len(images) < most and not is_lost(book, images)):
                await book.until(book.acknowledged + 5)
                await asyncio.sleep(random.random() * LONGEST_WAIT_S)
                images.append(await asyncio.to_thread(cut_and_read, disk))
            await rush.finish()
        finally:
            rush.abandon()
    journal, tickets = read_database(sqlite_url(var))
    shutil.rmtree(var)
    return History(tuple(book.operations), journal, tickets, images=tuple(images)), book.worst_s()


def is_lost(book: Recorder, images: list[DiskImage]) -> bool:
    """Whether something that was promised before a cut is not on its disk."""
    return check(History(tuple(book.operations), images=tuple(images))).count("I10") > 0


def cut_and_read(disk: CutDisk) -> DiskImage:
    """The power goes, and comes back: which tickets are there."""
    cut_s = time.monotonic()
    copy = disk.cut()
    with disk.after(copy) as folder:
        _, tickets = read_database(sqlite_url(folder / "server"))
    return DiskImage(copy.stem, cut_s, frozenset(ticket.ticket_id for ticket in tickets))

# SPDX-License-Identifier: EUPL-1.2
"""The disk is full. Reading goes on; issuing is refused with 507; when there is room again, the same id is served."""

import asyncio
import os
import subprocess
import tempfile
import time
from pathlib import Path
from uuid import UUID

from tests.faults.asking import Kiosk, kiosk_at
from tests.faults.row import Row, Scale, judged, not_run
from tests.history.records import History
from tests.support.history import read_database, sqlite_url
from tests.support.power_cut import mounted
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import new_id

FAULT = "disk full"
DISK_MB = 320
REFUSED_WITHIN_S, SERVED_WITHIN_S = 60.0, 30.0
MOST_ROUNDS = 5
BUSY = 503
"""No answer to a full disk, but to a slow one; the next one tells."""


def run(scale: Scale) -> Row:
    """The row; null where no small disk can be had."""
    if os.geteuid() != 0:
        return not_run(FAULT, "needs root, to have a small disk")
    with tempfile.TemporaryDirectory(prefix="kolapp-full-") as folder:
        image, disk = Path(folder) / "disk.img", Path(folder) / "disk"
        disk.mkdir()
        with image.open("wb") as made:
            made.truncate(DISK_MB * 2**20)
        try:
            subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True, capture_output=True)
            with mounted("-o", "loop", str(image), folder=disk):
                return asyncio.run(filled(disk, min(MOST_ROUNDS, scale.rounds)))
        except (subprocess.CalledProcessError, FileNotFoundError) as fault:
            return not_run(FAULT, f"no small disk: {fault}")


async def filled(disk: Path, rounds: int) -> Row:
    """The disk is filled and emptied so many times."""
    furnished, wrong = await furnish(disk / "server"), []
    async with ServerProcess(disk / "server") as server, kiosk_at(server.url, furnished.kiosk_token) as kiosk:
        for _ in range(rounds):
            wrong += await one_filling(kiosk, disk)
        history = History(tuple(kiosk.book.operations), *read_database(sqlite_url(disk / "server")))
        served = [one.ended_s - one.began_s for one in kiosk.book.operations]
    row = judged(FAULT, rounds, history, min(served, default=0.0), refused_with_507=not wrong)
    return row.only_if(not wrong, "; ".join(wrong))


async def one_filling(kiosk: Kiosk, disk: Path) -> list[str]:
    """What was wrong while the disk was full, and when it no longer was."""
    filler, wrong = disk / "filler", []
    await asyncio.to_thread(fill, filler)
    refused = await asked_until_full(kiosk)
    if refused is None:
        wrong.append("a full disk was not answered with 507")
    if await kiosk.board_status() != 200:
        wrong.append("nothing could be read on a full disk")
    await asyncio.to_thread(filler.unlink)
    deadline, ticket_id = time.monotonic() + SERVED_WITHIN_S, refused or new_id()
    while not (await kiosk.ask(ticket_id)).is_success:
        if time.monotonic() > deadline:
            return [*wrong, "with room again, tickets were still refused"]
        await asyncio.sleep(0.2)
    return wrong


async def asked_until_full(kiosk: Kiosk) -> UUID | None:
    """The id that was refused with 507; what room is left in the database's own files is used up first."""
    deadline = time.monotonic() + REFUSED_WITHIN_S
    while time.monotonic() < deadline:
        ticket_id = new_id()
        status = (await kiosk.ask(ticket_id)).status_code
        if status == 507:
            return ticket_id
        if status not in (200, 201, BUSY):
            return None
    return None


def fill(filler: Path) -> None:
    """No byte is free on the disk of that file."""
    with filler.open("wb", buffering=0) as file:
        for size in (2**22, 2**16, 2**12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue

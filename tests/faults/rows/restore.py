# SPDX-License-Identifier: EUPL-1.2
"""A backup is put back while visitors hold tickets that came after it: no number is used again, no ticket is lost."""

import asyncio
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.faults.row import Row, Scale, judged
from tests.history.records import History, JournalRow
from tests.support.fault_proxy import Fault, fault_proxy
from tests.support.history import read_database, sqlite_url
from tests.support.running_server import BRANCH
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import Recorder
from tests.support.windowless_kiosk import WindowlessKiosk
from tools.programs import BIN

FAULT = "restore of a backup"
EACH = 3
MOST_ROUNDS = 4


def run(scale: Scale) -> Row:
    """The row."""
    rows = []
    for _ in range(min(MOST_ROUNDS, max(1, scale.rounds // 2))):
        with tempfile.TemporaryDirectory(prefix="kolapp-restore-") as folder:
            rows.append(asyncio.run(restored(Path(folder))))
    first, *others = rows
    for row in others:
        counts = {name: getattr(first, name) + getattr(row, name) for name in ("rounds", "acknowledged", "lost", "doubled")}
        first = replace(first, **counts, passed=first.passed and row.passed, why=first.why or row.why)
    return first


async def restored(folder: Path) -> Row:
    """Visitors come before the backup, after it, and after it has been put back; some of each while the kiosk is alone."""
    var, file = folder / "server", folder / "saved.sqlite"
    people, book = await furnish(var), Recorder()
    server, is_away, before = ServerProcess(var), False, 0
    async with fault_proxy(server.port, choose=lambda: Fault.RESET if is_away else Fault.NONE) as wire:
        await server.start()
        async with WindowlessKiosk(wire.url, folder / "kiosk", people.kiosk, book) as kiosk:
            for stretch in range(3):
                await kiosk.see_epoch(BRANCH)
                for _ in range(EACH):
                    await kiosk.tap()
                is_away = True
                wire.cut()
                await kiosk.tap()
                is_away = False
                worst_s = await kiosk.until_told()
                if stretch == 0:
                    await command(var, "backup", str(file))
                if stretch == 1:
                    before = len(book.operations)
                    await server.end()
                    await command(var, "restore", str(file))
                    await server.start()
        await server.end()
    journal, tickets = read_database(sqlite_url(var))
    told = [replace(one, epoch=1 if place < before else 2) for place, one in enumerate(book.operations)]
    row = judged(FAULT, 1, History(tuple(told), newest(journal), tickets), worst_s)
    return row.only_if(max(one.epoch for one in journal) == 2, "the epoch is the one of before")


def newest(journal: tuple[JournalRow, ...]) -> tuple[JournalRow, ...]:
    """The rows that count: those of the highest epoch, in which the day has been written once more."""
    highest = max(row.epoch for row in journal)
    return tuple(row for row in journal if row.epoch == highest)


async def command(var: Path, *words: str) -> None:
    """`kolapp-server WORDS` was carried out. Raises `RuntimeError` with its complaint."""
    settings = {**os.environ, "KOLAPP_SERVER_VAR": str(var)}
    process = await asyncio.create_subprocess_exec(
        BIN / "kolapp-server", *words, env=settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{words[0]}: {said.decode(errors='replace')[-300:]}")

# SPDX-License-Identifier: EUPL-1.2
"""Visitors at a kiosk whose packets are dropped without a sign, now and then, before or in the middle of an issue."""

import asyncio
import json
import random
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.history.records import History, Operation
from tests.support.dropping_wire import SERVER_ADDRESS, DroppingWire, dropping_wire
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess, furnish
from tools.programs import BIN, ROOT

PORT = 8080
ASKS_FOR_S, ANSWERED_WITHIN_S = 5.0, 60.0
IS_READY = f"""
import http.client, threading, time
until_s = time.monotonic() + {ASKS_FOR_S}
while time.monotonic() < until_s:
    wire = http.client.HTTPConnection("{SERVER_ADDRESS}", {PORT}, timeout=2)
    try:
        wire.request("GET", "/readyz")
        if wire.getresponse().status == 200:
            raise SystemExit(0)
    except OSError:
        threading.Event().wait(0.1)
raise SystemExit(1)
"""
"""Asked again and again by one program: to start one for each question takes longer than the server takes to start."""


@dataclass(slots=True)
class FarServer(ServerProcess):
    """A server at its end of the wire, where nobody else reaches it."""

    wire: DroppingWire | None = None

    def is_ready(self) -> bool:
        """Whether it says so to somebody beside it."""
        assert self.wire is not None
        asked = self.wire.in_server(sys.executable, "-c", IS_READY)
        return subprocess.run(asked, capture_output=True, timeout=ANSWERED_WITHIN_S).returncode == 0


async def dropped(folder: Path, visitors: int) -> History:
    """So many visitors, half of whom meet a wire that drops what is sent. Raises `NoWire`."""
    people = await furnish(folder / "server")
    with dropping_wire() as wire:
        command = wire.in_server(str(BIN / "kolapp-server"), "serve")
        settings = {"KOLAPP_SERVER_HOST": SERVER_ADDRESS}
        server = FarServer(folder / "server", command, settings, PORT, wire=wire)
        async with server:
            url, paired = f"http://{SERVER_ADDRESS}:{PORT}", people.kiosk.model_dump_json()
            words = wire.in_kiosk(sys.executable, "-m", "tests.support.tapping", url, str(folder / "kiosk"), paired)
            kiosk = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdin=PIPE, stdout=PIPE)
            try:
                operations = [one for _ in range(visitors) for one in await one_visitor(kiosk, wire)]
                await said(kiosk, "tell")
            finally:
                assert kiosk.stdin is not None
                kiosk.stdin.close()
                await kiosk.wait()
    return History(tuple(operations), *read_database(sqlite_url(folder / "server")))


async def one_visitor(kiosk: Process, wire: DroppingWire) -> list[Operation]:
    """What a visitor was told; the wire is whole again afterwards."""
    drops = random.choice((None, None, 0.0, random.random() / 50))
    if drops == 0.0:
        await asyncio.to_thread(wire.drop)
    tapped = asyncio.create_task(said(kiosk, "tap"))
    if drops:
        await asyncio.sleep(drops)
        await asyncio.to_thread(wire.drop)
    told = await tapped
    if drops is not None:
        await asyncio.to_thread(wire.mend)
    return [Operation(**one) for one in told]


async def said(kiosk: Process, word: str) -> Any:
    """The kiosk's answer to a word. Raises `TimeoutError`."""
    assert kiosk.stdin is not None
    assert kiosk.stdout is not None
    kiosk.stdin.write(f"{word}\n".encode())
    async with asyncio.timeout(ANSWERED_WITHIN_S):
        return json.loads(await kiosk.stdout.readline())

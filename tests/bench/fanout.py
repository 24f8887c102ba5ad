# SPDX-License-Identifier: EUPL-1.2
"""How long until the last of a thousand, and of three thousand, sees a change, against a bare broadcast of the same bytes.

Ours begins when a ticket is asked for, and goes through the commit; the bare one begins when the words are sent to be said. Both
have the same listeners, which do nothing but look at the clock. Rounds alternate.
"""

import asyncio
import base64
import json
import os
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httpx
from websockets.asyncio.client import connect

from kolapp_contract import paths
from tests.bench import figures
from tests.bench.bare_broadcast import SAY
from tests.bench.figures import Figure
from tests.support.running_server import BRANCH
from tests.support.server_process import Furnished, ServerProcess, furnish
from tests.support.visitors import WANTED, new_id
from tools.house import free_port, listens
from tools.programs import Program

LISTENERS = ((1000, 1.5), (3000, 2.0))
ROUNDS, SHOTS = 7, 10
SEEN_WITHIN_S, OPENED_AT_ONCE = 30.0, 50
RESUME = json.dumps({"type": "resume", "view": "board"}).encode()


@dataclass(slots=True)
class Shot:
    """One change: what is looked for, and when each listener saw it."""

    marker: bytes
    wanted: int
    seen_s: list[float] = field(default_factory=list)
    all_seen: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self) -> None:
        """One more has seen it."""
        self.seen_s.append(time.perf_counter())
        if len(self.seen_s) == self.wanted:
            self.all_seen.set()


class Listener(asyncio.Protocol):
    """One who looks. It speaks just enough of the websocket protocol to be told."""

    def __init__(self, crowd: "Crowd", path: str, token: str) -> None:
        self._crowd, self._path, self._token = crowd, path, token
        self._last: Shot | None = None
        self.is_greeted = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks to listen."""
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {self._path} HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Authorization: Bearer {self._token}"]
        self._transport.write("\r\n".join(lines).encode() + b"\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        """A greeting, a frame, or part of one: what is looked for is short and at a frame's beginning."""
        if not self.is_greeted.is_set():
            self.is_greeted.set()
            # A mask of zeros is a mask too.
            self._transport.write(bytes([0x81, 0x80 | len(RESUME), 0, 0, 0, 0]) + RESUME)
        shot = self._crowd.shot
        if shot is not None and shot is not self._last and shot.marker in data:
            self._last = shot
            shot.see()


@dataclass(slots=True)
class Crowd:
    """Everybody who listens to one server."""

    port: int
    path: str
    token: str
    size: int
    shot: Shot | None = None
    listeners: list[Listener] = field(default_factory=list)

    async def gather(self) -> None:
        """All of them are connected."""
        loop = asyncio.get_running_loop()
        for begun in range(0, self.size, OPENED_AT_ONCE):
            new = [Listener(self, self.path, self.token) for _ in range(min(OPENED_AT_ONCE, self.size - begun))]
            await asyncio.gather(*(loop.create_connection(lambda one=one: one, "127.0.0.1", self.port) for one in new))  # type: ignore[misc]
            async with asyncio.timeout(SEEN_WITHIN_S):
                await asyncio.gather(*(one.is_greeted.wait() for one in new))
            self.listeners += new

    async def seen(self, shot: Shot, began_s: float) -> list[float]:
        """Seconds until each has seen it."""
        async with asyncio.timeout(SEEN_WITHIN_S):
            await shot.all_seen.wait()
        self.shot = None
        return [at - began_s for at in shot.seen_s]


async def ours(crowd: Crowd, http: httpx.AsyncClient, seq: int) -> tuple[list[float], int]:
    """A visitor takes a ticket, and everybody sees it. The journal goes one further."""
    shot = crowd.shot = Shot(f'"to_seq":{seq + 1},'.encode(), crowd.size)
    began_s = time.perf_counter()
    (await http.put(paths.TICKET.format(ticket_id=new_id()), json=WANTED.model_dump(mode="json"))).raise_for_status()
    return await crowd.seen(shot, began_s), seq + 1


async def bare(crowd: Crowd, frame: str, count: int) -> list[float]:
    """The same words, said to everybody."""
    shot = crowd.shot = Shot(f'"to_seq":{count},'.encode(), crowd.size)
    async with connect(f"ws://127.0.0.1:{crowd.port}/", compression=None, proxy=None) as wire:
        began_s = time.perf_counter()
        await wire.send(SAY + frame.replace('"to_seq":0,', f'"to_seq":{count},'))
        return await crowd.seen(shot, began_s)


async def a_frame(server: ServerProcess, people: Furnished, http: httpx.AsyncClient) -> tuple[str, int]:
    """What a display is sent when somebody comes, with 0 as its number; and how far the journal goes then."""
    url = f"ws://127.0.0.1:{server.port}{paths.LIVE.format(branch_id=BRANCH)}"
    headers = {"Authorization": f"Bearer {people.display_token}"}
    async with connect(url, additional_headers=headers, compression=None, proxy=None) as wire:
        await wire.send(RESUME.decode())
        answer = await http.put(paths.TICKET.format(ticket_id=new_id()), json=WANTED.model_dump(mode="json"))
        seq = answer.raise_for_status().json()["seq"]
        while f'"to_seq":{seq},' not in (frame := str(await wire.recv())):
            pass
        return frame.replace(f'"to_seq":{seq},', '"to_seq":0,'), seq


async def rounds_of(listeners: int, rounds: int, shots: int, folder: Path) -> list[tuple[float, float]]:
    """The p99 of ours and of the bare one, round by round."""
    people = await furnish(folder / "server")
    port, found = free_port(), list[tuple[float, float]]()
    plain = Program("bare", ("python", "-m", "tests.bench.bare_broadcast", str(port)), {}, folder / "bare.log")
    plain.start()
    try:
        await asyncio.to_thread(plain.wait_until, lambda: listens(port), SEEN_WITHIN_S)
        headers = {"Authorization": f"Bearer {people.kiosk_token}"}
        async with (
            ServerProcess(folder / "server") as server,
            httpx.AsyncClient(base_url=server.url, headers=headers, timeout=SEEN_WITHIN_S, trust_env=False) as http,
        ):
            frame, seq = await a_frame(server, people, http)
            live = paths.LIVE.format(branch_id=BRANCH)
            hall = Crowd(server.port, live, people.display_token, listeners)
            field_ = Crowd(port, "/", "none", listeners)
            await hall.gather()
            await field_.gather()
            for number in range(rounds):
                slow, quick = list[float](), list[float]()
                for shot in range(shots):
                    seconds, seq = await ours(hall, http, seq)
                    slow += seconds
                    quick += await bare(field_, frame, 1 + number * shots + shot)
                found.append((p99_s(slow), p99_s(quick)))
    finally:
        plain.kill()
    return found


def p99_s(seconds: list[float]) -> float:
    """What all but one of a hundred stay under, by nearest rank."""
    return sorted(seconds)[int(0.99 * (len(seconds) - 1))]


def measure(crowds: tuple[tuple[int, float], ...] = LISTENERS, rounds: int = ROUNDS, shots: int = SHOTS) -> bool:
    """Whether both targets were met. Writes var/bench/fanout.json."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    told, details = [], {}
    for listeners, target in crowds:
        with tempfile.TemporaryDirectory(prefix="kolapp-fanout-") as folder:
            found = asyncio.run(rounds_of(listeners, rounds, shots, Path(folder)))
        details[listeners] = [{"ours_ms": 1000 * slow, "bare_ms": 1000 * quick} for slow, quick in found]
        told.append(Figure(f"p99_to_broadcast_{listeners}", tuple(slow / quick for slow, quick in found), target, "lower"))
    figures.write("fanout", told, details)
    return all(figure.is_met for figure in told)

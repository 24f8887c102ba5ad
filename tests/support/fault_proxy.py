# SPDX-License-Identifier: EUPL-1.2
"""A wire that breaks on purpose, between a device and the server.

    async with fault_proxy(server_port, choose=lambda: Fault.CUT_AFTER) as wire: ask(wire.url)

`choose` is asked anew for everything that the device sends, so that each question of a lasting connection meets its own fault.
Of several servers it takes the next that listens, as a proxy before replicas does.
"""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

DELAY_S, LATE_S = 0.3, 0.5
PIECE_BYTES = 7
METHODS = (b"GET", b"PUT", b"POST")
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Fault(StrEnum):
    """What becomes of a question."""

    NONE = "none"
    CUT_BEFORE = "cut before the server"
    CUT_AFTER = "cut after the server"
    SPLIT = "split"
    DELAY = "delay"
    LATE = "delivered when nobody waits for the answer any more"
    SILENT = "swallowed"
    RESET = "reset"


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class FaultProxy:
    """The wire. While it is not `whole`, what is sent either way lies waiting, and nobody is told."""

    server_ports: tuple[int, ...]
    choose: Callable[[], Fault]
    port: int = 0
    whole: asyncio.Event = field(default_factory=asyncio.Event)
    counts: dict[Fault, int] = field(default_factory=dict)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where the device believes that the server is."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection breaks now; new ones can be made."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a device."""
        self._writers.add(writer)
        server: Streams | None = None
        try:
            server = await self._server()
            self._writers.add(server[1])
            self._begin(self._answers(server[0], writer))
            while data := await _question(reader):
                if not await self._carried(data, writer, server[1]):
                    break
        except OSError:
            pass
        finally:
            for one in (writer, server[1]) if server else (writer,):
                self._writers.discard(one)
                one.transport.abort()

    async def _server(self) -> Streams:
        first = next(self._turn)
        for place in range(len(self.server_ports)):
            port = self.server_ports[(first + place) % len(self.server_ports)]
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError

    async def _carried(self, data: bytes, device: asyncio.StreamWriter, server: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on after what was sent."""
        await self.whole.wait()
        fault = self.choose()
        self.counts[fault] = self.counts.get(fault, 0) + 1
        match fault:
            case Fault.SILENT:
                return True
            case Fault.CUT_BEFORE | Fault.RESET:
                return False
            case Fault.CUT_AFTER | Fault.LATE:
                self._begin(self._delivered_alone(data, LATE_S if fault is Fault.LATE else 0.0))
                await asyncio.sleep(0 if fault is Fault.LATE else DELAY_S / 3)
                return False
            case Fault.DELAY:
                await asyncio.sleep(DELAY_S)
        pieces = PIECE_BYTES if fault is Fault.SPLIT else len(data)
        for at in range(0, len(data), pieces):
            server.write(data[at : at + pieces])
            await asyncio.sleep(0)
        await server.drain()
        return True

    async def _delivered_alone(self, data: bytes, after_s: float) -> None:
        """The server gets the question and answers it to nobody."""
        await asyncio.sleep(after_s)
        with suppress(OSError, TimeoutError):
            reader, writer = await self._server()
            writer.write(data)
            async with asyncio.timeout(5):
                await reader.read(65536)
            writer.transport.abort()

    async def _answers(self, server: asyncio.StreamReader, device: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await server.read(65536):
                await self.whole.wait()
                device.write(data)
                await device.drain()
        device.transport.abort()

    def _begin(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Nothing is under way any more, and every question that had been taken was delivered."""
        self.whole.set()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _question(reader: asyncio.StreamReader) -> bytes:
    """The next that the device sends; a question of HTTP whole, with its body."""
    data = await reader.read(65536)
    while data.split(b" ", 1)[0] in METHODS and _lacks(data) and (more := await reader.read(65536)):
        data += more
    return data


def _lacks(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    length = CONTENT_LENGTH.search(head)
    return not end or (length is not None and len(body) < int(length[1]))


@asynccontextmanager
async def fault_proxy(*server_ports: int, choose: Callable[[], Fault] = lambda: Fault.NONE) -> AsyncIterator[FaultProxy]:
    """A wire to those ports of this machine, inside this."""
    wire = FaultProxy(server_ports, choose)
    listener = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    wire.whole.set()
    wire.port = listener.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        listener.close()
        await wire.end()
        await listener.wait_closed()

# SPDX-License-Identifier: EUPL-1.2
"""Many keep-alive connections on loopback, each with one request under way: bounded in count, and light enough that the
server is what is measured."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

CONTENT_LENGTH = b"content-length: "


@dataclass(slots=True)
class Load:
    """What came of a round: seconds per request, and how often each status was answered."""

    seconds: float = 0.0
    latencies_s: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    answer_bytes: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies_s) / self.seconds

    def latency_ms(self, share: float) -> float:
        """The latency that `share` of the requests stay under, by nearest rank."""
        ordered = sorted(self.latencies_s)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks again."""

    def __init__(self, requests: Iterator[bytes], load: Load, ended: Callable[[], None]) -> None:
        self._requests = requests
        self._load = load
        self._ended = ended
        self._buffer = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """A part of an answer."""
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        at = head.lower().find(CONTENT_LENGTH)
        length = int(head[at + len(CONTENT_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(body) < length:
            return
        self._note(int(head[9:12]), len(self._buffer))
        self._buffer = b""
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """The server hung up, or the work is done."""
        self._ended()

    def _note(self, status: int, size: int) -> None:
        load = self._load
        load.latencies_s.append(time.perf_counter() - self._began)
        load.statuses[status] = load.statuses.get(status, 0) + 1
        load.answer_bytes += size

    def _ask(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


def request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A whole HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def run(port: int, per_client: list[list[bytes]]) -> Load:
    """Every client sends its requests one after the other; all clients at once."""
    load, loop = Load(), asyncio.get_running_loop()
    left, all_ended = len(per_client), asyncio.Event()

    def ended() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            all_ended.set()

    began = time.perf_counter()
    for requests in per_client:
        await loop.create_connection(lambda requests=requests: Client(iter(requests), load, ended), "127.0.0.1", port)  # type: ignore[misc]
    async with asyncio.timeout(120):
        await all_ended.wait()
    load.seconds = time.perf_counter() - began
    return load

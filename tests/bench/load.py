# SPDX-License-Identifier: EUPL-1.2
"""Many keep-alive connections on loopback, each with one request under way: bounded in count, and light enough that the
server is what is measured. The clock runs from when all of them are there: a busy event loop takes in one newcomer a turn."""

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
    """One connection: asks once and is `there`; from `begin` on it asks, waits for the whole answer, asks again."""

    def __init__(self, requests: Iterator[bytes], load: Load, there: Callable[[], None], ended: Callable[[], None]) -> None:
        self._requests = requests
        self._load = load
        self._there = there
        self._ended = ended
        self._has_begun = False
        self._buffer = b""
        self._asked_at_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the first time."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def begin(self) -> None:
        """What is asked from now on counts."""
        self._has_begun = True
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
        size, self._buffer = len(self._buffer), b""
        if not self._has_begun:
            self._there()
            return
        self._note(int(head[9:12]), size)
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """The server hung up, or the work is done."""
        self._ended()

    def _note(self, status: int, size: int) -> None:
        load = self._load
        load.latencies_s.append(time.perf_counter() - self._asked_at_s)
        load.statuses[status] = load.statuses.get(status, 0) + 1
        load.answer_bytes += size

    def _ask(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._asked_at_s = time.perf_counter()
        self._transport.write(request)


def request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A whole HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def run(port: int, per_client: list[list[bytes]], begun: Callable[[], None]) -> Load:
    """Every client sends its requests one after the other; all clients at once.

    The first of each does not count. When all have been answered, `begun` is told, and the clock runs.
    """
    load, loop = Load(), asyncio.get_running_loop()
    missing, all_there = len(per_client), asyncio.Event()
    left, all_ended = len(per_client), asyncio.Event()

    def there() -> None:
        nonlocal missing
        missing -= 1
        if missing == 0:
            all_there.set()

    def ended() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            all_ended.set()

    async with asyncio.timeout(120):
        made = [Client(iter(requests), load, there, ended) for requests in per_client]
        for client in made:
            await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
        await all_there.wait()
        begun()
        began_s = time.perf_counter()
        for client in made:
            client.begin()
        await all_ended.wait()
    load.seconds = time.perf_counter() - began_s
    return load

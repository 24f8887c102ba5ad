# SPDX-License-Identifier: EUPL-1.2
"""How a command reaches the running server: one JSON line through the socket in `var/`.

Imports nothing but Python's own, so that a command is as quick as the server.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

SOCKET_FILE = "control.sock"
LONGEST_LINE_BYTES = 4 * 2**20
LONGEST_SOCKET_PATH = 100
ANSWERS_WITHIN_S = 30.0
Order = dict[str, str]
Told = Callable[[str], None]


class OrderRefused(Exception):
    """What was asked cannot be done; the text says why."""


class NoServer(Exception):
    """No server listens in this folder."""


def unheard(_words: str) -> None:
    """Nobody listens to what is told on the way."""


async def ask_server(folder: Path, order: Order, told: Told = unheard) -> str:
    """What the running server says to `order`; `told` what it says meanwhile. Raises `NoServer` or `OrderRefused`."""
    if not (folder / SOCKET_FILE).exists():
        raise NoServer()
    try:
        with short_path(folder) as path:
            reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE_BYTES)
    except OSError:
        raise NoServer() from None
    try:
        writer.write(json.dumps(order).encode() + b"\n")
        answer = await _answer(reader, told)
    except (OSError, TimeoutError):
        raise OrderRefused("The running server did not answer. Whether it was done is not known.") from None
    finally:
        writer.close()
    if "fault" in answer:
        raise OrderRefused(answer["fault"])
    return answer["said"]


async def _answer(reader: asyncio.StreamReader, told: Told) -> Order:
    """The server's last word; whatever it tells before gives it more time."""
    while True:
        line = await asyncio.wait_for(reader.readline(), ANSWERS_WITHIN_S)
        answer: Order = json.loads(line or b'{"fault": "The running server hung up. Whether it was done is not known."}')
        if "told" not in answer:
            return answer
        told(answer["told"])


@contextlib.contextmanager
def short_path(folder: Path) -> Iterator[str]:
    """The socket's path in few enough letters: Linux takes 107. A long one is reached through the open folder."""
    path = str(folder / SOCKET_FILE)
    if len(path.encode()) <= LONGEST_SOCKET_PATH:
        yield path
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{opened}/{SOCKET_FILE}"
    finally:
        os.close(opened)

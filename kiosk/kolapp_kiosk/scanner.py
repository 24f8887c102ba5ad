# SPDX-License-Identifier: EUPL-1.2
"""Lines from a scanner that is no keyboard: a serial or USB device file, one line for each paper held in front of it."""

import asyncio
import os
import termios
import tty
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from kolapp_kiosk.flow.scans import LONGEST_BYTES

READ_AT_ONCE = 4096
ENDS = b"\r\n"


async def scans(device: Path) -> AsyncIterator[str]:
    """What was scanned, each time. Of a line that is too long nothing is kept. Raises `OSError` when it is unplugged."""
    opened = os.open(device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        with suppress(termios.error):
            tty.setraw(opened)
        lines = Lines()
        while True:
            for line in lines.with_more(await _some(opened)):
                yield line
    finally:
        os.close(opened)


class Lines:
    """Bytes as they come, cut into lines; an empty one stands for a line that was too long."""

    def __init__(self) -> None:
        self._begun = b""
        self._is_too_long = False

    def with_more(self, more: bytes) -> list[str]:
        """The lines that end in `more`."""
        found = []
        for byte in more:
            if byte not in ENDS:
                self._is_too_long = self._is_too_long or len(self._begun) >= LONGEST_BYTES
                self._begun += b"" if self._is_too_long else bytes([byte])
            elif self._begun:
                found.append("" if self._is_too_long else self._begun.decode(errors="replace"))
                self._begun, self._is_too_long = b"", False
        return found


async def _some(opened: int) -> bytes:
    loop, is_there = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(opened, is_there.set)
    try:
        await is_there.wait()
    finally:
        loop.remove_reader(opened)
    found = os.read(opened, READ_AT_ONCE)
    if not found:
        raise OSError("the scanner has hung up")
    return found

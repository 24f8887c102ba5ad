# SPDX-License-Identifier: EUPL-1.2
"""A loopback mirror of a running display: its picture and what it knows, for tests and for machines without a screen.

A plugin of the display (KOLAPP_DISPLAY_PLUGIN=tests.support.display_mirror), never in the wheel. KOLAPP_MIRROR_PORT says which
port of 127.0.0.1 it listens on (0: any); KOLAPP_MIRROR_FILE names a file that then holds the port.

    GET /picture.png   what the screen shows now
    GET /state.json    shown numbers, earlier calls, stale or not, announcements with their start and end
"""

import asyncio
import json
import os
from pathlib import Path
from typing import Protocol

ASKED_WITHIN_S = 30.0
"""Long enough for a machine that does much else; whoever asks would take an early end for a display that is gone."""
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Shown(Protocol):
    """What a mirror needs of a display."""

    def state(self) -> dict[str, object]:
        """What the screen shows, in facts."""

    def picture_png(self) -> bytes:
        """What the screen shows, as a PNG."""


class Mirror:
    """Answers one question a connection."""

    def __init__(self, display: Shown) -> None:
        self.display = display
        self.server: asyncio.Server | None = None

    async def open(self, port: int, port_file: Path | None) -> None:
        """The mirror can be asked; its port stands in `port_file`."""
        self.server = await asyncio.start_server(self._answer, "127.0.0.1", port)
        if port_file is not None:
            unfinished = port_file.with_suffix(".part")
            unfinished.write_text(str(self.server.sockets[0].getsockname()[1]))
            unfinished.replace(port_file)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), ASKED_WITHIN_S)
            writer.write(self._page(request.split(b" ")[1].decode()))
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    def _page(self, path: str) -> bytes:
        if path == "/picture.png":
            return _ok("image/png", self.display.picture_png())
        if path == "/state.json":
            return _ok("application/json", json.dumps(self.display.state(), ensure_ascii=False).encode())
        return NOT_FOUND


def _ok(kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def attach(display: Shown) -> None:
    """The mirror of `display` opens; called by the display within its running loop."""
    mirror = Mirror(display)
    port_file = os.environ.get("KOLAPP_MIRROR_FILE")
    opening = mirror.open(int(os.environ.get("KOLAPP_MIRROR_PORT", "0")), Path(port_file) if port_file else None)
    # The loop holds its tasks weakly, so the mirror is kept by what it shows.
    vars(display)["mirror"] = (mirror, asyncio.get_running_loop().create_task(opening))

# SPDX-License-Identifier: EUPL-1.2
"""A small HTTP server as a program of its own: it hands out the files of a folder, and keeps every word that it is told.

    python small_http.py PORT FOLDER

What is told (POST) lies in FOLDER/told.jsonl, one line each: {"path", "type", "body"}. While FOLDER/broken is there, it
answers 503, and what it was told lies in FOLDER/refused.jsonl instead.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOLD, REFUSED, BROKEN = "told.jsonl", "refused.jsonl", "broken"


@dataclass(frozen=True, slots=True)
class SmallHttp:
    """Where it answers, and where its files lie."""

    url: str
    folder: Path

    def hand_out(self, name: str, text: str) -> str:
        """The address at which `text` stands from now on."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return f"{self.url}/{name}"

    def told(self) -> list[dict[str, Any]]:
        """Everything that it was told, the first first."""
        return self._lines(TOLD)

    def refused(self) -> list[dict[str, Any]]:
        """Everything that it was told while it was broken."""
        return self._lines(REFUSED)

    def _lines(self, name: str) -> list[dict[str, Any]]:
        file = self.folder / name
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    def be_broken(self, *, is_broken: bool) -> None:
        """It answers 503, or well again."""
        (self.folder / BROKEN).touch() if is_broken else (self.folder / BROKEN).unlink()


@asynccontextmanager
async def small_http(folder: Path) -> AsyncIterator[SmallHttp]:
    """A server that answers inside this."""
    # Imported here: the program itself is started without the tests beside it.
    from tests.support.mail_server import program
    from tools.house import free_port

    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    port = free_port()
    async with program(sys.executable, __file__, str(port), str(folder), port=port):
        yield SmallHttp(f"http://127.0.0.1:{port}", folder)


class Listener(BaseHTTPRequestHandler):
    """One request."""

    folder: Path

    def do_GET(self) -> None:
        """A file of the folder."""
        file = self.folder / self.path.strip("/")
        self._answer(200 if file.is_file() else 404, file.read_bytes() if file.is_file() else b"")

    def do_POST(self) -> None:
        """Keeps it."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        is_broken = (self.folder / BROKEN).exists()
        line = json.dumps({"path": self.path, "type": self.headers.get("Content-Type"), "body": json.loads(body)})
        with (self.folder / (REFUSED if is_broken else TOLD)).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self._answer(503 if is_broken else 204, b"")

    def log_message(self, *_args: object) -> None:
        """It says nothing."""

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    Listener.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Listener).serve_forever()

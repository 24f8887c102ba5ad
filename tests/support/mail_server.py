# SPDX-License-Identifier: EUPL-1.2
"""A real mail server as a program of its own: what it takes lies as files in a Maildir."""

import asyncio
import contextlib
import mailbox
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tools.house import free_port

STARTS_WITHIN_S = 60.0
COMES_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and where it lies."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """As KOLAPP_SERVER_MAIL_URL has it."""
        return f"smtp://127.0.0.1:{self.port}"

    def letters(self) -> list[Message]:
        """Everything that has come."""
        return list(mailbox.Maildir(self.folder, create=False)) if self.folder.exists() else []

    async def until(self, count: int) -> list[Message]:
        """The letters, once there are so many."""
        async with asyncio.timeout(COMES_WITHIN_S):
            while len(found := self.letters()) < count:  # noqa: ASYNC110 (another program, which rings no bell)
                await asyncio.sleep(0.05)
        return found


async def until_it_listens(port: int, process: asyncio.subprocess.Process) -> None:
    """Somebody answers on that port, and the program still runs."""
    async with asyncio.timeout(STARTS_WITHIN_S):
        while True:
            assert process.returncode is None, "the program ended before it began"
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def program(*command: str, port: int) -> AsyncIterator[None]:
    """A program that listens on `port` inside this."""
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    try:
        await until_it_listens(port, process)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def mail_server(folder: Path, port: int | None = None) -> AsyncIterator[MailServer]:
    """A mail server that takes everything."""
    found = MailServer(port or free_port(), folder / "mail")
    handler = ("-c", "aiosmtpd.handlers.Mailbox", str(found.folder))
    async with program(sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{found.port}", *handler, port=found.port):
        yield found

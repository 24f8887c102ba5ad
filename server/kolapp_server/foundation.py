# SPDX-License-Identifier: EUPL-1.2
"""What the server and its commands stand on: the folder, its lock, the database, the writer, and who may come in.

Whoever writes holds `var/server.lock`, in which its process id stands; a second server on the same folder is told so at once.
"""

import asyncio
import fcntl
import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from kolapp_server.auth.credentials import Credentials
from kolapp_server.services.bookings import BookingDesk
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceDoor
from kolapp_server.services.following import Follower
from kolapp_server.services.housekeeping import Consoles
from kolapp_server.services.officers import OfficerBook
from kolapp_server.services.sharing import Sharing
from kolapp_server.services.staff import StaffDoor
from kolapp_server.settings import Settings
from kolapp_server.store.engine import close_for_good, open_reading, open_writing
from kolapp_server.store.leading import Lead
from kolapp_server.store.reading import Reader
from kolapp_server.store.schema import bring_up_to_date
from kolapp_server.store.unit_of_work import Writer
from kolapp_server.store.wake_up import hear_wake_ups

LOCK_FILE = "server.lock"


class AlreadyRunning(Exception):
    """Another kolapp-server uses this folder. End it first, or set KOLAPP_SERVER_VAR to another folder."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(
            f"Another kolapp-server (process {pid or 'unknown'}) uses the folder {folder}. End it first, or set "
            "KOLAPP_SERVER_VAR to another folder. Several servers for one reception need a PostgreSQL: set "
            "KOLAPP_SERVER_DATABASE_URL."
        )


def now_utc() -> datetime:
    """The one clock of the server."""
    return datetime.now(UTC)


class Foundation:
    """Wired when it is made; `open` touches the disk. It is opened once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._writing = open_writing(settings.database)
        self._reading = open_reading(settings.database)
        self.writer = Writer(self._writing, now_utc)
        reader = Reader(self._reading)
        self.branches = Branches(self.writer, reader, now_utc)
        self.credentials = Credentials(reader, now_utc, has_replicas=not settings.is_sqlite)
        session_lasts = timedelta(hours=settings.session_hours)
        self.staff_door = StaffDoor(self.writer, reader, self.credentials, now_utc, session_lasts)
        self.device_door = DeviceDoor(self.writer, reader, self.credentials, now_utc)
        self.consoles = Consoles()
        self.booking_desk = BookingDesk(self.branches)
        self.follower = Follower(self.writer, partial(hear_wake_ups, settings.database))
        self.sharing = Sharing(self.writer, reader, now_utc, self.consoles, self.device_door)
        self.lead = Lead(self._reading)
        self.officers = OfficerBook(self.branches, has_replicas=not settings.is_sqlite)
        self._held = ExitStack()

    async def open(self) -> None:
        """The tables are up to date and the writer writes. Raises `AlreadyRunning`."""
        self.settings.var.mkdir(parents=True, exist_ok=True)
        self._held.enter_context(take_lock(self.settings))
        try:
            await asyncio.to_thread(bring_up_to_date, self._writing)
            await asyncio.to_thread(self.writer.start)
        except BaseException:
            self._let_go()
            raise
        await self.branches.read_all_words()
        await self.credentials.read()
        await self.officers.read()
        await self.device_door.start()

    async def close(self) -> None:
        """All that was asked is on disk, and the folder is free."""
        await self.device_door.write_down()
        await asyncio.to_thread(self.writer.stop)
        self._let_go()

    def _let_go(self) -> None:
        self.lead.give_up()
        close_for_good(self._writing)
        close_for_good(self._reading)
        self._held.close()


def take_lock(settings: Settings) -> IO[str]:
    """The folder is ours until the file is closed. Raises `AlreadyRunning`."""
    settings.var.mkdir(parents=True, exist_ok=True)
    file = (settings.var / LOCK_FILE).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        pid = file.read().strip()
        file.close()
        raise AlreadyRunning(settings.var, pid) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file

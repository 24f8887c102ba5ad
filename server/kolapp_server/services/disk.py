# SPDX-License-Identifier: EUPL-1.2
"""Room on the disk: how much there is, when staff are told, and the ballast that is thrown out when there is none.

On a full disk even deleting fails, since the database writes down first what it will delete. So a file of some size lies beside
it that means nothing. When the disk is full it goes; then what may be destroyed can be, the log is folded in, and the ballast is
laid again as soon as it has room. Reading goes on all the time, and issuing begins again by itself.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from kolapp_server.store.fitness import shorten_log

BALLAST_FILE = "ballast"
LOG_ENDING = "-wal"
LONGEST_LOG_BYTES = 32 * 2**20
WARNED_AT = (0.90, 0.80)
FULL_BELOW = 1 / 4
"""The disk counts as full when less is free than this share of the ballast."""
LAID_AGAIN_ABOVE = 2.0
"""The ballast is laid when so many times its size is free."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is on the disk."""

    total_bytes: int
    free_bytes: int

    @property
    def used_share(self) -> float:
        """Between 0 and 1."""
        return 1 - self.free_bytes / max(self.total_bytes, 1)

    @property
    def warning(self) -> float | None:
        """The share that staff must be told of: 0.9, 0.8, or none."""
        return next((share for share in WARNED_AT if self.used_share >= share), None)


def room_on(folder: Path) -> Room:
    """The room there is where `folder` lies. Raises `OSError`."""
    found = shutil.disk_usage(folder)
    return Room(found.total, found.free)


@dataclass(slots=True)
class Ballast:
    """A file of that size beside the database. A size of 0: none."""

    folder: Path
    size_bytes: int

    @property
    def file(self) -> Path:
        """Where it lies."""
        return self.folder / BALLAST_FILE

    @property
    def is_laid(self) -> bool:
        """Whether all of it is there."""
        try:
            return self.file.stat().st_size >= self.size_bytes
        except OSError:
            return False

    def lay(self) -> bool:
        """It takes up its room on the disk; False where there is not enough, and then it takes up none."""
        try:
            with self.file.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self.size_bytes)
        except OSError:
            self.throw_out()
            return False
        return True

    def throw_out(self) -> None:
        """Its room is free."""
        self.file.unlink(missing_ok=True)


@dataclass(slots=True)
class DiskWatch:
    """Looks after the disk on which `database` lies. `room` is asked each time."""

    ballast: Ballast
    database: Path | None
    room: Callable[[Path], Room] = room_on
    found: Room | None = None

    def look(self) -> Room:
        """How much room there is, once what could be done for it was done. Raises `OSError`."""
        size = self.ballast.size_bytes
        room = self.room(self.ballast.folder)
        if size and self.ballast.is_laid and room.free_bytes < size * FULL_BELOW:
            self.ballast.throw_out()
            self._fold_log_in()
            log.error("disk_full", free_bytes=room.free_bytes)
        elif size and not self.ballast.is_laid and room.free_bytes >= size * LAID_AGAIN_ABOVE and self.ballast.lay():
            log.info("ballast_laid", bytes=size)
        elif self._log_bytes() > LONGEST_LOG_BYTES:
            self._fold_log_in()
        self.found = self.room(self.ballast.folder)
        return self.found

    def _log_bytes(self) -> int:
        if self.database is None:
            return 0
        try:
            return self.database.with_name(self.database.name + LOG_ENDING).stat().st_size
        except OSError:
            return 0

    def _fold_log_in(self) -> None:
        if self.database is not None and not shorten_log(self.database):
            log.warning("log_not_folded_in", bytes=self._log_bytes())

# SPDX-License-Identifier: EUPL-1.2
"""Whether this server can do its work: it can write, its tables are the right ones, and the disk has room."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kolapp_server.store.faults import StoreFault
from kolapp_server.store.fitness import write_something
from kolapp_server.store.schema import migrations, works_on
from kolapp_server.store.unit_of_work import Writer

LEAST_FREE_BYTES = 64 * 2**20
ASKED_AGAIN_SECONDS = 1.0
WRITES_WITHIN_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Fitness:
    """What holds. `is_ready` when all of it does."""

    can_write: bool
    is_migrated: bool
    has_room: bool
    is_staying: bool = True

    @property
    def is_ready(self) -> bool:
        """Whether visitors can be served."""
        return self.can_write and self.is_migrated and self.has_room and self.is_staying


@dataclass(slots=True)
class Doctor:
    """Finds out how fit the server is, at most once a second however often it is asked."""

    writer: Writer
    var: Path
    clock_s: Callable[[], float]
    _found: Fitness | None = None
    _asked_at_s: float = 0.0
    _is_leaving: bool = False

    def leave(self) -> None:
        """The server has been told to stop: whoever sends visitors here should send them elsewhere."""
        self._is_leaving = True

    async def examine(self) -> Fitness:
        """How fit it is now."""
        if self._found is None or self.clock_s() - self._asked_at_s >= ASKED_AGAIN_SECONDS:
            self._asked_at_s = self.clock_s()
            self._found = await self._examined()
        return replace(self._found, is_staying=False) if self._is_leaving else self._found

    async def _examined(self) -> Fitness:
        has_room = shutil.disk_usage(self.var).free >= LEAST_FREE_BYTES
        try:
            revision = await asyncio.wait_for(self.writer.run(write_something), WRITES_WITHIN_SECONDS)
        except (StoreFault, TimeoutError):
            return Fitness(can_write=False, is_migrated=False, has_room=has_room)
        return Fitness(can_write=True, is_migrated=works_on(revision, migrations()), has_room=has_room)

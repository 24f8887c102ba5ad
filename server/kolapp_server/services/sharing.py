# SPDX-License-Identifier: EUPL-1.2
"""What replicas tell each other besides the journal: which devices and consoles they hear, and who took which alarm.

A console and a heartbeat reach one replica only. The others must neither ring a bell for a silent kiosk nor end the readiness
of a desk whose clerk sits there. So each writes down every two seconds whom it has heard since, and reads what the others
wrote: nobody's word is older than 15 s when it counts, with a console's every 5 s.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from kolapp_server.domain.ticket import DeskId
from kolapp_server.services.devices import DeviceDoor
from kolapp_server.services.housekeeping import Consoles
from kolapp_server.store import consoles as console_rows
from kolapp_server.store import devices as device_rows
from kolapp_server.store.consoles import ConsoleRow
from kolapp_server.store.devices import DeviceRow, SeenRow
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.reading import Connection, Reader
from kolapp_server.store.taken_alarms import all_taken
from kolapp_server.store.unit_of_work import Writer

SHARES_EVERY_S = 2.0
COUNTS_FOR = timedelta(minutes=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heard:
    """What all replicas together know."""

    paired: list[DeviceRow]
    seen: dict[str, SeenRow]
    consoles: list[ConsoleRow]
    taken: dict[tuple[str, str], str]


@dataclass(slots=True)
class Sharing:
    """Tells and asks. `_told` is how each console stood when the others were last told."""

    writer: Writer
    reader: Reader
    clock: Callable[[], datetime]
    consoles: Consoles
    door: DeviceDoor
    _told: dict[tuple[str, DeskId], datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Shares every two seconds until it is cancelled."""
        while True:
            await asyncio.sleep(SHARES_EVERY_S)
            try:
                await self.share()
            except StoreFault as fault:
                log.warning("not_shared", reason=type(fault).__name__)

    async def share(self) -> None:
        """What was heard here is known to the others; what they heard is known here. Raises `StoreFault`."""
        await self.door.write_down()
        await self._tell_consoles()
        since, changes = self.clock() - COUNTS_FOR, self._changes()
        heard = await asyncio.to_thread(self.reader.read, lambda connection: _heard(connection, since))
        for row in heard.consoles:
            key = (row.branch_id, DeskId(row.desk_id))
            if row.at > self.consoles.heard.get(key, row.at - COUNTS_FOR):
                self._told[key] = self.consoles.heard[key] = row.at
        if changes == self._changes():
            self.door.watch.follow(heard.paired, heard.seen, self.clock())
            self.door.watch.taking.follow(heard.taken, self.clock())
            self.door.watch.look(self.clock())

    def _changes(self) -> tuple[int, int]:
        return self.door.watch.changes, self.door.watch.taking.changes

    async def _tell_consoles(self) -> None:
        news = {key: at for key, at in self.consoles.heard.items() if self._told.get(key) != at}
        if news:
            rows = [ConsoleRow(branch_id, desk, at) for (branch_id, desk), at in news.items()]
            await self.writer.run(lambda connection: console_rows.put_heard(connection, rows))
            self._told |= news


def _heard(connection: Connection, since: datetime) -> Heard:
    paired, seen = device_rows.live_devices(connection), device_rows.all_seen(connection)
    return Heard(paired, seen, console_rows.heard_after(connection, since), all_taken(connection))

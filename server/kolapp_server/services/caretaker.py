# SPDX-License-Identifier: EUPL-1.2
"""Looks after the house while the server runs: room on the disk, backups, what may never be otherwise, what is over, and whether
somebody has been told. Each look is guarded, so that one that fails does not end the others.

    every 5 s      disk and backups; alarms are told and repeated
    every minute   the invariants; a sign of life to whoever would miss it (a dead man's switch: silence is the alarm)
    every hour     what is over is destroyed

Where several servers use one database, one of them leads and does this; another follows it within some seconds when it is
gone, and tells anew of what lasts and nobody has taken. The others look at their own disk alone, and tell of that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from kolapp_server.domain.invariants import Violation, violations
from kolapp_server.domain.refusals import Refusal
from kolapp_server.services import restoring
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.disk import DiskWatch, Room
from kolapp_server.services.fitness import Doctor
from kolapp_server.services.restoring import LastBackup
from kolapp_server.services.retention import Destroyer
from kolapp_server.services.telling import Bell, Ringing, ring
from kolapp_server.services.watch import Alarm, AlarmKind
from kolapp_server.store.books import read_all_books
from kolapp_server.store.faults import StoreFault

LOOKS_EVERY_SECONDS = 5.0
EVERY_MINUTE = timedelta(minutes=1)
EVERY_HOUR = timedelta(hours=1)
Send = Callable[[str, dict[str, Any] | None], None]
Leads = Callable[[], bool]
"""Whether this server, of several on one database, is the one that does what is to be done once."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Orders:
    """What the house's owner has set. `backup_within` None: no backup is waited for. Empty addresses: nobody is asked."""

    backup_within: timedelta | None
    alarm_url: str
    dead_man_url: str


@dataclass(frozen=True, slots=True)
class House:
    """How the house stands, for whoever counts."""

    room: Room | None = None
    last_backup: LastBackup | None = None
    violations: dict[str, tuple[Violation, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Caretaker:
    """`send` asks an address, with a body or without; it may take its time, and raises `OSError`."""

    branches: Branches
    watch: DeviceWatch
    doctor: Doctor
    disk: DiskWatch
    destroyer: Destroyer
    var: Path
    orders: Orders
    bell: Bell
    send: Send
    leads: Leads
    house: House = field(default_factory=House)
    is_leading: bool = False
    _since: dict[str, datetime] = field(default_factory=dict)
    _done_at: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EVERY_SECONDS)

    async def look(self) -> None:
        """Everything that is due has been done, or has said in the log why not."""
        now = self.branches.clock()
        await self._guarded("disk", self._look_at_the_disk(now))
        self.is_leading = is_leading = await asyncio.to_thread(self.leads)
        await self._guarded("alarms", self._tell(now, is_leading=is_leading))
        if is_leading:
            await self._do_what_is_due(now)
        elif self.house.violations:
            # Whoever leads knows it now; what was true here may be mended long since.
            self.house = replace(self.house, violations={})

    async def _do_what_is_due(self, now: datetime) -> None:
        for name, work, every in (
            ("invariants", self.check, EVERY_MINUTE),
            ("sign_of_life", self._give_sign_of_life, EVERY_MINUTE),
            ("retention", self._destroy, EVERY_HOUR),
        ):
            if now - self._done_at.get(name, now - every) >= every:
                self._done_at[name] = now
                await self._guarded(name, work(now))

    async def _guarded(self, name: str, work: Awaitable[None]) -> None:
        try:
            await work
        except (OSError, StoreFault, Refusal) as fault:
            log.warning("not_looked_after", what=name, reason=type(fault).__name__)

    async def _look_at_the_disk(self, now: datetime) -> None:
        room = await asyncio.to_thread(self.disk.look)
        backup = await asyncio.to_thread(self._last_backup, now)
        self.house = House(room, backup, self.house.violations)
        wrong = tuple(self._alarms(room, backup, now))
        self._since = {alarm.key: alarm.since for alarm in wrong}
        self.watch.say_of_the_house(wrong, now)

    def _last_backup(self, now: datetime) -> LastBackup | None:
        if self.orders.backup_within is None:
            return None
        last = restoring.last_backup(self.var)
        if last is None:
            last = LastBackup(now)
            restoring.remember(self.var, last)
        return last

    def _alarms(self, room: Room, backup: LastBackup | None, now: datetime) -> Iterator[Alarm]:
        if room.warning is not None:
            key = f"{AlarmKind.DISK}:{room.warning:.0%}"
            yield Alarm(key, AlarmKind.DISK, None, self._since.get(key, now))
        if backup is not None and self.orders.backup_within is not None and now - backup.at > self.orders.backup_within:
            yield Alarm(f"{AlarmKind.BACKUP}", AlarmKind.BACKUP, None, backup.at + self.orders.backup_within)

    async def _tell(self, now: datetime, *, is_leading: bool) -> None:
        taken = frozenset(self.watch.taken)
        ringing = [alarm for alarm in self._ringing(now) if is_leading or alarm.key in self._since]
        self.bell, telling = ring(self.bell, ringing, taken, now)
        for alarm in telling:
            told = self.bell.told[alarm.branch_id, alarm.key]
            said = {"branch": alarm.branch_id, "key": alarm.key, "kind": alarm.kind, "since": alarm.since.isoformat()}
            log.warning("alarm", **said, device=alarm.device_id, times=told.times)
            if self.orders.alarm_url:
                await asyncio.to_thread(self.send, self.orders.alarm_url, {**said, "times": told.times})

    def _ringing(self, now: datetime) -> Iterator[Ringing]:
        for branch_id, day in self.branches.writer.days().items():
            for alarm in () if day.rules.is_practice else self.watch.alarms(branch_id, now):
                yield Ringing(alarm.key, branch_id, alarm.kind, alarm.since, alarm.device_id, day.rules.time_zone)

    async def check(self, _now: datetime) -> None:
        """It is known, and in the log, what is otherwise than it may be."""
        books = await self.branches.read(read_all_books)
        days = self.branches.writer.days().items()
        pretended = {branch_id for branch_id, day in days if day.rules.is_practice}
        found = {branch_id: violations(read) for branch_id, read in books.items() if branch_id not in pretended}
        self.house = House(self.house.room, self.house.last_backup, found)
        for branch_id, violation in ((branch_id, each) for branch_id, all_ in found.items() for each in all_):
            log.error("invariant_violated", branch=branch_id, invariant=violation.invariant, what=violation.what)

    async def _give_sign_of_life(self, _now: datetime) -> None:
        """Only while all is well: visitors can be served, the disk has room, nothing is otherwise than it may be."""
        room_warns = self.house.room is None or self.house.room.warning is not None
        if not self.orders.dead_man_url or room_warns or any(self.house.violations.values()):
            return
        if (await self.doctor.examine()).is_ready:
            await asyncio.to_thread(self.send, self.orders.dead_man_url, None)

    async def _destroy(self, now: datetime) -> None:
        await self.destroyer.destroy_what_is_over(now)

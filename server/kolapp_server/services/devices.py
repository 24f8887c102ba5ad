# SPDX-License-Identifier: EUPL-1.2
"""Devices are paired, heard, watched and turned away."""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from kolapp_server.auth import slowing
from kolapp_server.auth.credentials import DEVICE_ROLES, Credentials, identity_of_device
from kolapp_server.auth.slowing import Slowing
from kolapp_server.auth.tokens import hashed, new_pairing_code, new_token
from kolapp_server.domain.numbering import FIRST_DISPLACED
from kolapp_server.services import watch
from kolapp_server.services.staff import TooManyTries
from kolapp_server.services.taking import Taken
from kolapp_server.services.watch import Alarm, DeviceSeen, Printer, Watched
from kolapp_server.store import devices as rows
from kolapp_server.store.devices import CodeRow, DeviceRow, SeenRow
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.reading import Connection, Reader
from kolapp_server.store.taken_alarms import all_taken, forget_taken, put_taken
from kolapp_server.store.unit_of_work import Writer

CODE_LASTS = timedelta(minutes=10)
WRITTEN_EVERY = timedelta(minutes=1)
LOOKS_EVERY_SECONDS = 1.0
KIOSK = "kiosk"
HIGHEST_PAIRING_NUMBER = FIRST_DISPLACED - 1
NUMBERS_REST_FOR = timedelta(days=7)
"""A kiosk that was turned away may still hold numbers which it gave without the server; they are uploaded within days."""
log = structlog.get_logger()


class CodeRefused(Exception):
    """That code is not valid: it is mistyped, used, or older than ten minutes. Ask for a new one."""


class NoPairingNumber(CodeRefused):
    """All 899 kiosk numbers of the branch are in use. Revoke kiosks that are gone; a week later their numbers are free."""


class NotADevice(ValueError):
    """The kinds of devices are kiosk, display, facility and printer."""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device that has just been paired. `token` is shown once."""

    token: str
    row: DeviceRow


class DeviceWatch:
    """Every paired device as it was last heard. `listen` to know when what staff see of a branch has changed."""

    def __init__(self) -> None:
        self._devices: dict[str, Watched] = {}
        self._told: dict[str, object] = {}
        self._listeners: list[Callable[[str], None]] = []
        self._unwritten: set[str] = set()
        self.changes = 0
        """How often a device came or went here: what was read before that is not to be followed."""
        self._house: tuple[Alarm, ...] = ()
        self._desks: dict[str, tuple[Alarm, ...]] = {}
        self._promises: dict[str, tuple[Alarm, ...]] = {}
        self._rooms: dict[str, tuple[Alarm, ...]] = {}
        self.taking = Taken()

    @property
    def taken(self) -> Mapping[tuple[str, str], str]:
        """Who looks after which alarm of which branch, by its key."""
        return self.taking.who

    def listen(self, listener: Callable[[str], None]) -> None:
        """`listener` gets the branch whose devices or alarms are otherwise than before."""
        self._listeners.append(listener)

    def follow(self, paired: list[DeviceRow], last_heard: dict[str, SeenRow], now: datetime) -> None:
        """Watches exactly the `paired` devices. Whoever is new here is waited for from `now`."""
        watched = {}
        for row in paired:
            before, last = self._devices.get(row.device_id), last_heard.get(row.device_id)
            is_fresh = last is not None and now - last.at <= watch.UNAVAILABLE_AFTER
            known = before or _watched(row, None if is_fresh else last, now)
            watched[row.device_id] = _heard_elsewhere(known, last) if before or is_fresh else known
        self._devices = watched

    def add(self, row: DeviceRow, now: datetime) -> None:
        """A device has been paired."""
        self.changes += 1
        self._devices[row.device_id] = _watched(row, None, now)
        self.look(now)

    def drop(self, device_id: str, now: datetime) -> None:
        """A device has been turned away."""
        self.changes += 1
        self._devices.pop(device_id, None)
        self.look(now)

    def hear(self, device_id: str, now: datetime, printer: Printer | None, program: str) -> None:
        """The device has said how it is."""
        device = self._devices.get(device_id)
        if device is not None:
            self._devices[device_id] = watch.heard(device, now, printer, program)
            self._unwritten.add(device_id)
            self.look(now)

    def lines(self, branch_id: str, now: datetime) -> tuple[DeviceSeen, ...]:
        """The branch's devices, by name."""
        found = (watch.seen(device, now) for device in self._of(branch_id))
        return tuple(sorted(found, key=lambda line: (line.kind, line.name, line.device_id)))

    def alarms(self, branch_id: str, now: datetime) -> tuple[Alarm, ...]:
        """What is to be mended in the branch, the oldest first."""
        found = (alarm for device in self._of(branch_id) for alarm in watch.alarms_of(device, now))
        of_desks, of_the_room = self._desks.get(branch_id, ()), self._rooms.get(branch_id, ())
        said = (*of_desks, *of_the_room, *self._promises.get(branch_id, ()), *self._house)
        return tuple(sorted((*found, *said), key=lambda alarm: (alarm.since, alarm.key)))

    def say_of_the_house(self, alarms: tuple[Alarm, ...], now: datetime) -> None:
        """What is to be mended at the server itself concerns every branch."""
        self._house = alarms
        self.look(now)

    def say_of_desks(self, branch_id: str, alarms: tuple[Alarm, ...], now: datetime) -> None:
        """What is to be asked about the branch's desks. Said again unchanged, nobody is told."""
        if alarms != self._desks.get(branch_id, ()):
            self._desks[branch_id] = alarms
            self.look(now)

    def say_of_the_room(self, branch_id: str, alarms: tuple[Alarm, ...], now: datetime) -> None:
        """What is to be done about the branch's waiting room and its kiosks' visitors. Said again unchanged, nobody is told."""
        if alarms != self._rooms.get(branch_id, ()):
            self._rooms[branch_id] = alarms
            self.look(now)

    def say_of_promises(self, branch_id: str, alarms: tuple[Alarm, ...], now: datetime) -> None:
        """Which promises staff are to be reminded of. Said again unchanged, nobody is told."""
        if alarms != self._promises.get(branch_id, ()):
            self._promises[branch_id] = alarms
            self.look(now)

    def take(self, branch_id: str, key: str, who: str, now: datetime) -> bool:
        """Somebody looks after that alarm, and nobody is told of it again. False where there is no such alarm."""
        if all(alarm.key != key for alarm in self.alarms(branch_id, now)):
            return False
        self.taking.put((branch_id, key), who)
        self.look(now)
        return True

    def last_sign_of(self, device_id: str) -> datetime | None:
        """When that device was last heard before it was away; None for one that is not watched."""
        device = self._devices.get(device_id)
        return None if device is None else watch.last_sign_of(device)

    def all(self) -> tuple[Watched, ...]:
        """Every device of every branch."""
        return tuple(self._devices.values())

    def look(self, now: datetime) -> None:
        """Tells the listeners of every branch where something is otherwise; that a device was heard again is nothing new."""
        branches = {device.branch_id for device in self._devices.values()} | {branch_id for branch_id, _ in self.taken}
        for branch_id in branches | {*self._told, *self._desks, *self._rooms, *self._promises}:
            alarms = self.alarms(branch_id, now)
            self.taking.look(branch_id, {alarm.key for alarm in alarms}, now)
            standing = (
                tuple((line.device_id, line.name, line.is_heard, line.printer) for line in self.lines(branch_id, now)),
                alarms,
                tuple(self.taken.get((branch_id, alarm.key)) for alarm in alarms),
            )
            if self._told.get(branch_id) != standing:
                self._told[branch_id] = standing
                for listener in self._listeners:
                    listener(branch_id)

    def take_unwritten(self) -> list[SeenRow]:
        """What has been heard since this was last asked."""
        found = [self._devices[device_id] for device_id in self._unwritten if device_id in self._devices]
        self._unwritten.clear()
        return [
            SeenRow(device.device_id, device.last_seen_at, device.printer, device.program)
            for device in found
            if device.last_seen_at is not None
        ]

    def _of(self, branch_id: str) -> list[Watched]:
        return [device for device in self._devices.values() if device.branch_id == branch_id]


def _heard_elsewhere(device: Watched, last: SeenRow | None) -> Watched:
    """Another replica may have heard it since."""
    if last is None or (device.last_seen_at is not None and last.at <= device.last_seen_at):
        return device
    return watch.heard(device, last.at, Printer(last.printer) if last.printer else None, last.program or "")


def _watched(row: DeviceRow, last: SeenRow | None, now: datetime) -> Watched:
    return Watched(row.device_id, row.branch_id, row.kind, row.name, now, last.at if last else None)


@dataclass(slots=True)
class DeviceDoor:
    """What letting devices in needs."""

    writer: Writer
    reader: Reader
    credentials: Credentials
    clock: Callable[[], datetime]
    watch: DeviceWatch = field(default_factory=DeviceWatch)
    tries: Slowing = field(default_factory=lambda: Slowing(slowing.PAIRING))

    async def start(self) -> None:
        """Watches every device that is paired."""
        paired, last_heard, taken = await asyncio.to_thread(self.reader.read, _paired_heard_and_taken)
        self.watch.follow(paired, last_heard, self.clock())
        self.watch.taking.follow(taken, self.clock())

    async def run(self) -> None:
        """Looks at the devices every second and writes down once a minute who was heard, until it is cancelled."""
        written_at = self.clock()
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            now = self.clock()
            self.watch.look(now)
            await self.forget_mended()
            if now - written_at >= WRITTEN_EVERY:
                written_at = now
                await self.write_down()

    async def write_down(self) -> None:
        """When each device was last heard is on disk. Where that fails the next minute tries again."""
        seen = self.watch.take_unwritten()
        if not seen:
            return
        try:
            await self.writer.run(lambda connection: rows.put_seen(connection, seen))
        except StoreFault as fault:
            log.warning("last_seen_not_written", reason=type(fault).__name__)

    async def forget_mended(self) -> None:
        """Who took an alarm that is mended now stands nowhere. Where that fails the next second tries again."""
        mended = tuple(self.watch.taking.mended)
        if not mended:
            return
        try:
            await self.writer.run(lambda connection: forget_taken(connection, mended))
        except StoreFault as fault:
            log.warning("taken_not_forgotten", reason=type(fault).__name__)
        else:
            self.watch.taking.forgotten(mended)


Standing = tuple[list[DeviceRow], dict[str, SeenRow], dict[tuple[str, str], str]]


def _paired_heard_and_taken(connection: Connection) -> Standing:
    return rows.live_devices(connection), rows.all_seen(connection), all_taken(connection)


async def take_alarm(door: DeviceDoor, branch_id: str, key: str, who: str) -> bool:
    """`who` looks after that alarm: every server knows it, and after a restart too. False where there is no such alarm."""
    if all(alarm.key != key for alarm in door.watch.alarms(branch_id, door.clock())):
        return False
    door.watch.taking.mended.discard((branch_id, key))
    try:
        await door.writer.run(lambda connection: put_taken(connection, (branch_id, key), who))
    except StoreFault as fault:
        # The alarm may be that of a full disk; whoever mends it must not be held up by that.
        log.warning("taken_not_written", reason=type(fault).__name__)
    return door.watch.take(branch_id, key, who, door.clock())


async def make_code(door: DeviceDoor, branch_id: str, kind: str, name: str) -> str:
    """A code by which one device of that kind can be paired, once, within ten minutes.

    Raises `NotADevice`, and `NoPairingNumber` for a kiosk that could not be numbered.
    """
    if kind not in DEVICE_ROLES:
        raise NotADevice()
    code, now = new_pairing_code(), door.clock()
    row = CodeRow(hashed(code), branch_id, kind, name, now + CODE_LASTS)
    await door.writer.run(lambda connection: _add_code(connection, row, now))
    return code


def _add_code(connection: Connection, code: CodeRow, now: datetime) -> None:
    _number_for(connection, code, now)
    rows.add_code(connection, code, now)


def _number_for(connection: Connection, code: CodeRow, now: datetime) -> int | None:
    """The pairing number of a kiosk, none of another device. Raises `NoPairingNumber`."""
    if code.kind != KIOSK:
        return None
    number = rows.next_pairing_number(connection, code.branch_id, HIGHEST_PAIRING_NUMBER, now - NUMBERS_REST_FOR)
    if number is None:
        raise NoPairingNumber()
    return number


async def pair(door: DeviceDoor, code: str, source: str) -> NewDevice:
    """The code is used up and a device is let in. Raises `CodeRefused`, `NoPairingNumber` or `TooManyTries`."""
    now, tried_from = door.clock(), slowing.source_of(source)
    wait = door.tries.wait(tried_from, now)
    if wait:
        raise TooManyTries(wait)
    # Counted before it is known, or many tries at once would all be the first.
    door.tries.failed(tried_from, now)
    device = await door.writer.run(lambda connection: _paired(connection, hashed(code), now))
    if device is None:
        raise CodeRefused()
    door.tries.succeeded(tried_from)
    door.credentials.add(identity_of_device(device.row))
    door.watch.add(device.row, now)
    log.info("device_paired", device=device.row.device_id, kind=device.row.kind)
    return device


def _paired(connection: Connection, code_hash: bytes, now: datetime) -> NewDevice | None:
    code = rows.use_code(connection, code_hash, now)
    if code is None:
        return None
    token = new_token()
    number = _number_for(connection, code, now)
    row = DeviceRow(str(uuid.uuid4()), code.branch_id, code.kind, code.name, hashed(token), number, now)
    rows.add_device(connection, row)
    return NewDevice(token, row)


async def last_sign_of_kiosk(door: DeviceDoor, branch_id: str, device_id: str) -> datetime | None:
    """When that kiosk was last heard before it was away. None where the branch never had such a kiosk."""
    known = await asyncio.to_thread(
        door.reader.read, lambda connection: rows.last_sign_of_kiosk(connection, branch_id, device_id)
    )
    return None if known is None else door.watch.last_sign_of(device_id) or known


async def revoke(door: DeviceDoor, branch_id: str, device_id: str) -> bool:
    """The device is turned away at once; its open websocket is cut at the next pulse. False where there is no such device."""
    now = door.clock()
    is_done = await door.writer.run(lambda connection: rows.revoke_device(connection, branch_id, device_id, now))
    if is_done:
        door.credentials.forget_device(device_id)
        door.watch.drop(device_id, now)
        log.info("device_revoked", device=device_id)
    return is_done

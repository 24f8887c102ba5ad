# SPDX-License-Identifier: EUPL-1.2
"""What is known of each device, and when staff must be told. Pure.

A device says how it is every 10 seconds, and at once when its printer changes. Staff shall know of an empty paper roll
within 15 seconds and of anything else within a minute, the way to the server included.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

UNAVAILABLE_AFTER = timedelta(seconds=30)
SILENT_AFTER = timedelta(seconds=60)
PAPER_OUT_LASTS = timedelta(seconds=4)
"""With a heartbeat every 10 s, staff know within 15 s; a roll that is changed at once rings no bell."""
FAULT_LASTS = timedelta(seconds=45)


class Printer(StrEnum):
    """What a printer says of itself."""

    OK = "ok"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class AlarmKind(StrEnum):
    """What staff should mend."""

    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PRINTER_FAULT = "printer_fault"
    DEVICE_SILENT = "device_silent"
    DESK_ABANDONED = "desk_abandoned"
    DISK = "disk"
    BACKUP = "backup"
    PROMISE_DUE = "promise_due"
    PROMISE_OVERDUE = "promise_overdue"
    ROOM_FULL = "room_full"
    HELP_WAITING = "help_waiting"


_ALARMS: dict[Printer, tuple[AlarmKind, timedelta]] = {
    Printer.PAPER_LOW: (AlarmKind.PAPER_LOW, timedelta()),
    Printer.PAPER_OUT: (AlarmKind.PAPER_OUT, PAPER_OUT_LASTS),
    Printer.COVER_OPEN: (AlarmKind.COVER_OPEN, FAULT_LASTS),
    Printer.CUTTER_JAM: (AlarmKind.PRINTER_FAULT, FAULT_LASTS),
    Printer.OFFLINE: (AlarmKind.PRINTER_FAULT, FAULT_LASTS),
    Printer.UNKNOWN: (AlarmKind.PRINTER_FAULT, FAULT_LASTS),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A device as it was last heard. `waiting_since` is when one began to wait for its next word."""

    device_id: str
    branch_id: str
    kind: str
    name: str
    waiting_since: datetime
    last_seen_at: datetime | None = None
    printer: Printer | None = None
    printer_since: datetime | None = None
    program: str | None = None
    before_silence_at: datetime | None = None
    """When it was last heard before it was away for a while."""


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """A device as facility staff see it."""

    device_id: str
    kind: str
    name: str
    is_heard: bool
    last_seen_at: datetime | None
    printer: Printer | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to mend. `key` stays the same while it lasts. Without a device it is of a desk, or of the server itself."""

    key: str
    kind: AlarmKind
    device_id: str | None
    since: datetime
    desk_id: str | None = None


def heard(device: Watched, now: datetime, printer: Printer | None, program: str) -> Watched:
    """The device after its word of `now`."""
    since = device.printer_since if printer is device.printer else now
    last = device.last_seen_at
    was_away = last is not None and now - last > UNAVAILABLE_AFTER
    return replace(
        device,
        waiting_since=now,
        last_seen_at=now,
        printer=printer,
        printer_since=since,
        program=program,
        before_silence_at=last if was_away else device.before_silence_at,
    )


def last_sign_of(device: Watched) -> datetime:
    """When it was last heard before whatever it did by itself, as far as is known."""
    return device.before_silence_at or device.last_seen_at or device.waiting_since


def seen(device: Watched, now: datetime) -> DeviceSeen:
    """How the device stands. A printer is only as good as the last word that was heard of it."""
    is_heard = device.last_seen_at is not None and now - device.last_seen_at <= UNAVAILABLE_AFTER
    printer = device.printer if is_heard or device.printer is None else Printer.UNKNOWN
    return DeviceSeen(device.device_id, device.kind, device.name, is_heard, device.last_seen_at, printer)


def alarms_of(device: Watched, now: datetime) -> tuple[Alarm, ...]:
    """What is wrong with the device now. Of a silent device nothing else is known, so nothing else is said."""
    if now - device.waiting_since >= SILENT_AFTER:
        return (_alarm(device, AlarmKind.DEVICE_SILENT, device.waiting_since),)
    if device.printer not in _ALARMS or device.printer_since is None:
        return ()
    kind, lasts = _ALARMS[device.printer]
    return (_alarm(device, kind, device.printer_since),) if now - device.printer_since >= lasts else ()


def _alarm(device: Watched, kind: AlarmKind, since: datetime) -> Alarm:
    return Alarm(f"{kind}:{device.device_id}", kind, device.device_id, since)

# SPDX-License-Identifier: EUPL-1.2
"""How a device is let in, and what it says of itself every 10 seconds."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from kolapp_contract.wire import Code, Id, Instant, PlainText, Seq, Wire


class DeviceKind(StrEnum):
    KIOSK = "kiosk"
    DISPLAY = "display"
    FACILITY = "facility"
    PRINTER = "printer"


class PrinterState(StrEnum):
    """What a printer says of itself. Any silence, any byte that is not in the manual: unknown."""

    OK = "ok"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class AlarmKind(StrEnum):
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PRINTER_FAULT = "printer_fault"
    DEVICE_SILENT = "device_silent"
    DESK_ABANDONED = "desk_abandoned"
    DISK = "disk"
    BACKUP = "backup"
    ERRAND_UNSTAFFED = "errand_unstaffed"
    DESK_NEEDED = "desk_needed"
    DESK_SPARE = "desk_spare"
    ROOM_FULL = "room_full"
    HELP_WAITING = "help_waiting"
    PROMISE_DUE = "promise_due"
    PROMISE_OVERDUE = "promise_overdue"


PairingCode = Annotated[str, StringConstraints(pattern=r"^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{5}$")]
"""Nine of 32 letters: 45 bits; valid 10 minutes, once, five tries. Typed with or without the hyphen."""


class Pair(Wire):
    """POST /api/v1/devices/pair."""

    code: PairingCode
    contract: int


class Paired(Wire):
    """The token (256 bits) is shown once. `pairing_number` names a kiosk's offline series: 1 gives K1-01, K1-02 ..."""

    device_id: Id
    branch_id: Code
    kind: DeviceKind
    name: PlainText
    token: str = Field(max_length=100)
    pairing_number: int | None = None


class Heartbeat(Wire):
    """POST /api/v1/devices/heartbeat. `printer` None: this device has none."""

    contract: int
    program: PlainText
    printer: PrinterState | None = None
    unsent: int = Field(default=0, ge=0)
    stale_s: float | None = None


class HeartbeatAnswer(Wire):
    seq: Seq
    at: Instant
    catalogue_version: int
    oldest_contract: int


class Myself(Wire):
    """GET /api/v1/devices/me: what a paired device is."""

    device_id: Id
    branch_id: Code
    kind: DeviceKind
    name: PlainText
    pairing_number: int | None = None


class TakeAlarm(Wire):
    """POST .../alarms/take: somebody looks after the alarm with that key."""

    key: str = Field(min_length=1, max_length=100)

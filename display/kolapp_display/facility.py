# SPDX-License-Identifier: EUPL-1.2
"""What the facility screen shows, in facts and without words: view + catalogue + time -> picture. Pure.

A catalogue has more errands than a wall has room: those with somebody waiting come first into the table, the most pressing
before the others, and stand there in the catalogue's order. What did not get a row is counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kolapp_client.stream import is_stale, silent_s
from kolapp_contract.board import AlarmLine, DeskLine, DeskState, DeviceLine, View, WaitLine
from kolapp_contract.catalogue import Catalogue, Errand
from kolapp_contract.devices import AlarmKind, DeviceKind, PrinterState
from kolapp_contract.wire import Language
from kolapp_display.board import Board
from kolapp_display.picture import Moment, desk_of, wall

NEAR_TARGET = 0.9
FULL_BAR_MINUTES = 25


class Pressure(StrEnum):
    """How the longest wait of an errand stands to its target."""

    CALM = "calm"
    NEAR = "near"
    OVER = "over"
    UNSTAFFED = "unstaffed"


@dataclass(frozen=True, slots=True)
class ErrandRow:
    """One errand: who waits, how long the longest has, and the target, in whole minutes."""

    name: str
    waiting: int
    longest_minutes: int | None
    target_minutes: int
    pressure: Pressure
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class DeskCell:
    """One desk and how long it has been so."""

    sign: str
    state: DeskState
    number: str | None = None
    since_s: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceCell:
    """One device. `silent_s` is None while it is heard."""

    name: str
    kind: DeviceKind
    printer: PrinterState | None = None
    silent_s: int | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to mend. `where` is the device's name or the desk's sign."""

    kind: AlarmKind
    where: str
    since_s: int
    taken_by: str | None = None

    @property
    def is_grave(self) -> bool:
        """Whether visitors notice it already."""
        return self.kind not in {
            AlarmKind.PAPER_LOW,
            AlarmKind.DESK_ABANDONED,
            AlarmKind.DESK_NEEDED,
            AlarmKind.DESK_SPARE,
            AlarmKind.PROMISE_DUE,
        }


@dataclass(frozen=True, slots=True)
class FacilityPicture:
    """The screen of those who keep the place running. `full_minutes` is the whole length of a bar."""

    clock: str
    branch: str
    alarms: tuple[Alarm, ...]
    errands: tuple[ErrandRow, ...]
    desks: tuple[DeskCell, ...]
    devices: tuple[DeviceCell, ...]
    waiting: int
    full_minutes: float
    silent_s: int | None = None


def facility_picture(board: Board, catalogue: Catalogue, now: Moment, code: Language) -> FacilityPicture:
    """The screen at `now`, with the catalogue's own names in the language `code`."""
    zone = ZoneInfo(catalogue.time_zone)
    view = board.view
    errands = tuple(_errand_row(errand, view, now.at, zone, code) for group in catalogue.groups for errand in group.errands)
    alarms = tuple(_alarm(line, view, catalogue, now.at) for line in (view.alarms if view else ()))
    stale = is_stale(board.stream, now.s)
    return FacilityPicture(
        clock=wall(now.at, zone),
        branch=catalogue.names.get(code) or catalogue.names["sv"],
        alarms=tuple(sorted(alarms, key=lambda alarm: (not alarm.is_grave, -alarm.since_s))),
        errands=errands,
        desks=tuple(_desk_cell(desk.desk_id, view, catalogue, now.at) for desk in catalogue.desks),
        devices=tuple(_device_cell(line, now.at) for line in (view.devices if view else ())),
        waiting=sum(row.waiting for row in errands),
        full_minutes=_full_minutes(errands),
        silent_s=int(silent_s(board.stream, now.s)) if stale else None,
    )


def rows_that_fit(rows: tuple[ErrandRow, ...], room: int) -> tuple[ErrandRow, ...]:
    """At most `room` of the rows: the most pressing ones, in the catalogue's order."""
    pressing = sorted(range(len(rows)), key=lambda place: (-_press(rows[place]), place))
    chosen = sorted(pressing[:room])
    return tuple(rows[place] for place in chosen)


def _press(row: ErrandRow) -> float:
    if not row.waiting:
        return 0.0
    return 1.0 + (row.longest_minutes or 0) / row.target_minutes


def _full_minutes(rows: tuple[ErrandRow, ...]) -> float:
    longest = max((row.longest_minutes or 0 for row in rows), default=0)
    target = max((row.target_minutes for row in rows), default=0)
    return max(FULL_BAR_MINUTES, longest * 1.1, target / 0.6)


def _errand_row(errand: Errand, view: View | None, now: datetime, zone: ZoneInfo, code: Language) -> ErrandRow:
    lines = {line.key: line for line in view.waits} if view else {}
    line = lines.get(errand.errand_id) or WaitLine(key=errand.errand_id, waiting=0)
    longest = _since_s(line.longest_since, now)
    minutes = None if longest is None or not line.waiting else longest // 60
    return ErrandRow(
        name=errand.names.get(code) or errand.names["sv"],
        waiting=line.waiting,
        longest_minutes=minutes,
        target_minutes=errand.target_minutes,
        pressure=_pressure(line, minutes, errand.target_minutes),
        opens=wall(line.opens_at, zone) if line.opens_at else None,
    )


def _pressure(line: WaitLine, minutes: int | None, target_minutes: int) -> Pressure:
    if minutes is not None and minutes >= target_minutes:
        return Pressure.OVER
    if minutes is not None and minutes >= NEAR_TARGET * target_minutes:
        return Pressure.NEAR
    return Pressure.CALM if line.is_staffed and not line.is_stopped else Pressure.UNSTAFFED


def _desk_cell(desk_id: str, view: View | None, catalogue: Catalogue, now: datetime) -> DeskCell:
    lines = {line.desk_id: line for line in view.desks} if view else {}
    line = lines.get(desk_id) or DeskLine(desk_id=desk_id, state=DeskState.CLOSED)
    return DeskCell(desk_of(catalogue, desk_id).sign, line.state, line.number, _since_s(line.since, now))


def _device_cell(line: DeviceLine, now: datetime) -> DeviceCell:
    silent = None if line.is_heard else _since_s(line.last_seen_at, now) or 0
    return DeviceCell(line.name, line.kind, line.printer, silent)


def _alarm(line: AlarmLine, view: View | None, catalogue: Catalogue, now: datetime) -> Alarm:
    names = {device.device_id: device.name for device in view.devices} if view else {}
    desk = desk_of(catalogue, line.desk_id).sign if line.desk_id else ""
    errand = _errand_name(line.errand_id, catalogue) if line.errand_id else ""
    where = names.get(line.device_id, "") if line.device_id else desk or errand
    return Alarm(line.kind, where, _since_s(line.since, now) or 0, line.taken_by)


def _errand_name(errand_id: str, catalogue: Catalogue) -> str:
    errands = (errand for group in catalogue.groups for errand in group.errands)
    return next((errand.names["sv"] for errand in errands if errand.errand_id == errand_id), errand_id)


def _since_s(at: datetime | None, now: datetime) -> int | None:
    return None if at is None else max(timedelta(0), now - at) // timedelta(seconds=1)

# SPDX-License-Identifier: EUPL-1.2
"""An invented branch to look at: six groups, six desks, and views of it at 10:24 on a Wednesday."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kolapp_client import stream as rules
from kolapp_client.stream import Stream, Update
from kolapp_contract.board import (
    AlarmLine,
    Call,
    DeskLine,
    DeskState,
    DeviceLine,
    Opening,
    TicketLine,
    View,
    ViewName,
    WaitLine,
)
from kolapp_contract.catalogue import Catalogue, DeskInfo, Direction, Errand, Group, Lane, OpenTime, Profile
from kolapp_contract.devices import AlarmKind, DeviceKind, PrinterState
from kolapp_contract.live import Snapshot, digest
from kolapp_contract.tickets import Estimate, State
from kolapp_display.board import Board, followed

NOW = datetime(2026, 10, 14, 8, 24, tzinfo=UTC)
DESKS = tuple(f"disk-{number}" for number in range(1, 7))
DIRECTIONS = [Direction.LEFT, Direction.RIGHT, Direction.RIGHT, Direction.AHEAD, Direction.RIGHT, Direction.LEFT]
GROUPS = {
    "A": ("bygga", ["Bygglov och plan", "Rita och mäta", "Bostadsanpassning"]),
    "C": ("barn", ["Barn och skola", "Plats i förskola"]),
    "D": ("stod", ["Stöd och omsorg", "Färdtjänst"]),
    "E": ("pengar", ["Ekonomiskt bistånd", "Budget- och skuldrådgivning"]),
    "F": ("foretag", ["Företag", "Serveringstillstånd", "Livsmedel och miljö"]),
    "G": ("fraga", ["Snabb fråga", "Hjälp med digitala tjänster", "Överförmyndare"]),
}


def _errands(group_id: str, series: str, names: list[str]) -> tuple[Errand, ...]:
    return tuple(
        Errand(
            errand_id=f"{group_id}-{place}", names={"sv": name}, icon="house", series=series, lane=Lane.SPECIALIST,
            expected_minutes=10, target_minutes=5 if name == "Snabb fråga" else 15,
        )
        for place, name in enumerate(names)
    )  # fmt: skip


CATALOGUE = Catalogue(
    version=1, branch_id="ekvik", town={"sv": "Ekviks kommun"}, names={"sv": "Medborgarservice Ekvik"},
    time_zone="Europe/Stockholm", public_url="http://127.0.0.1", languages=("sv", "en", "fi", "ar"),
    where_to_sit={"sv": "Sitt gärna ner."}, human_errand_id="fraga-0",
    groups=tuple(
        Group(group_id=group_id, names={"sv": names[0]}, icon="house", series=series, errands=_errands(group_id, series, names))
        for series, (group_id, names) in GROUPS.items()
    ),
    desks=tuple(
        DeskInfo(desk_id=desk_id, sign=desk_id[-1], direction=direction)
        for desk_id, direction in zip(DESKS, DIRECTIONS, strict=True)
    ),
    profiles=(Profile(profile_id="alla", names={"sv": "Alla"}, errands=("fraga-0",)),),
    hours=(OpenTime(day=2, opens="08:00", closes="16:00"),),
)  # fmt: skip

BOARD_WAITS = (
    WaitLine(key="bygga", waiting=4, estimate=Estimate(minutes=12, low=8, high=17)),
    WaitLine(key="barn", waiting=2, estimate=Estimate(minutes=8, low=5, high=12)),
    WaitLine(key="stod", waiting=1, estimate=Estimate(minutes=5, low=3, high=8)),
    WaitLine(key="pengar", waiting=3, estimate=Estimate(minutes=14, low=9, high=20)),
    WaitLine(key="foretag", waiting=0, is_staffed=False, opens_at=NOW + timedelta(hours=2, minutes=36)),
    WaitLine(key="fraga", waiting=0),
)


def call(number: str, desk: int, seq: int, *, seconds_ago: float = 0, language: str = "sv", again: bool = False) -> Call:
    at = NOW - timedelta(seconds=seconds_ago)
    return Call(number=number, desk_id=f"disk-{desk}", language=language, at=at, again=again, seq=seq)


EARLIER = (
    call("A039", 2, 11, seconds_ago=900),
    call("D008", 1, 12, seconds_ago=700),
    call("A040", 3, 13, seconds_ago=600),
    call("C017", 5, 14, seconds_ago=400),
    call("A041", 2, 15, seconds_ago=200),
)


def lines(calls: tuple[Call, ...], state: State = State.CALLED) -> tuple[TicketLine, ...]:
    return tuple(TicketLine(number=one.number, state=state, desk_id=one.desk_id, called_at=one.at) for one in calls)


@dataclass(frozen=True)
class Scene:
    """A view that can be altered by a word."""

    calls: tuple[Call, ...] = ()
    tickets: tuple[TicketLine, ...] = ()
    waits: tuple[WaitLine, ...] = BOARD_WAITS
    desks: tuple[DeskLine, ...] = ()
    devices: tuple[DeviceLine, ...] = ()
    alarms: tuple[AlarmLine, ...] = ()
    opening: Opening = field(default_factory=lambda: Opening(is_open=True))
    notice: str | None = None
    seq: int = 20
    epoch: int = 1
    name: ViewName = ViewName.BOARD

    def view(self) -> View:
        return View(
            view=self.name, branch_id="ekvik", epoch=self.epoch, seq=self.seq, at=NOW, hash=digest(self.tickets),
            tickets=self.tickets, desks=self.desks, waits=self.waits, devices=self.devices, alarms=self.alarms,
            recent_calls=self.calls, opening=self.opening, notice=self.notice, catalogue_version=1,
        )  # fmt: skip


def fresh(name: ViewName = ViewName.BOARD) -> Board:
    return Board(Stream(name, since_s=0.0))


def heard(board: Board, scene: Scene, now_s: float, calls: tuple[Call, ...] | None = None) -> Board:
    """The board after the scene has come: as a snapshot, or with `calls` as the outcome of a change."""
    update = rules.received(board.stream, Snapshot(view=scene.view()), now_s)
    if calls is not None:
        update = Update(update.stream, calls=calls)
    return followed(board, update, now_s)


def called(*new: Call, before: tuple[Call, ...] = EARLIER, now_s: float = 100.0, **changes: object) -> Board:
    """A board that has seen `before`, and then these calls in the same second."""
    first = heard(fresh(), Scene(before, lines(before, State.SERVING)), now_s - 60)
    after = Scene((*before, *new), lines(new), seq=30, **changes)
    return heard(first, after, now_s, calls=new)


def wait(key: str, waiting: int, minutes: int | None, **rest: object) -> WaitLine:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    return WaitLine(key=key, waiting=waiting, longest_since=since, **rest)


def device(number: int, kind: DeviceKind, name: str, printer: PrinterState | None = None, silent_s: int = 0) -> DeviceLine:
    seen = NOW - timedelta(seconds=silent_s)
    return DeviceLine(device_id=UUID(int=number), kind=kind, name=name, is_heard=not silent_s, last_seen_at=seen, printer=printer)


FACILITY = Scene(
    name=ViewName.FACILITY,
    waits=(
        wait("bygga-0", 4, 12),
        wait("barn-0", 2, 8),
        wait("stod-0", 1, 5),
        wait("pengar-0", 3, 14),
        wait("fraga-2", 1, 22),
        wait("fraga-0", 2, 3),
        wait("foretag-0", 0, None, is_staffed=False, opens_at=NOW + timedelta(hours=2, minutes=36)),
    ),
    desks=(
        DeskLine(desk_id="disk-1", state=DeskState.READY, since=NOW),
        DeskLine(desk_id="disk-2", state=DeskState.CALLING, number="E006", since=NOW - timedelta(seconds=20)),
        DeskLine(desk_id="disk-3", state=DeskState.SERVING, number="A042", since=NOW - timedelta(minutes=4)),
        DeskLine(desk_id="disk-4", state=DeskState.PAUSED, since=NOW - timedelta(minutes=6)),
        DeskLine(desk_id="disk-5", state=DeskState.SERVING, number="C017", since=NOW - timedelta(minutes=18)),
        DeskLine(desk_id="disk-6", state=DeskState.CLOSED),
    ),
    devices=(
        device(1, DeviceKind.KIOSK, "Kiosk entré", PrinterState.OK),
        device(2, DeviceKind.PRINTER, "Skrivare entré", PrinterState.OK),
        device(3, DeviceKind.DISPLAY, "Skärm 1"),
        device(4, DeviceKind.DISPLAY, "Skärm 2", silent_s=14),
        device(5, DeviceKind.PRINTER, "Skrivare disk", PrinterState.PAPER_LOW),
        device(6, DeviceKind.FACILITY, "Driftskärm"),
    ),
)
ALARMS = (
    AlarmLine(key="paper", kind=AlarmKind.PAPER_OUT, device_id=UUID(int=2), since=NOW - timedelta(minutes=3), taken_by="Disk 2"),
    AlarmLine(key="silent", kind=AlarmKind.DEVICE_SILENT, device_id=UUID(int=4), since=NOW - timedelta(seconds=14)),
)
PAPER_OUT = device(2, DeviceKind.PRINTER, "Skrivare entré", PrinterState.PAPER_OUT)

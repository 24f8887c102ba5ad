# SPDX-License-Identifier: EUPL-1.2
"""What the waiting-room screen shows, in facts and without words: board + catalogue + time -> picture. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kolapp_client.stream import is_stale, silent_s
from kolapp_contract.board import Call, Opening, View, WaitLine
from kolapp_contract.catalogue import Catalogue, DeskInfo, Direction, Group
from kolapp_contract.live import STALE_SECONDS
from kolapp_contract.tickets import State
from kolapp_contract.wire import Code, Language
from kolapp_display.board import SHOWN_AT_LEAST_S, Board, FieldCall, earlier_calls

PULSES = 3
PULSE_S = 1.0


MOST_COMING = 3
"""As many as a line has room for."""


@dataclass(frozen=True, slots=True)
class DeskCall:
    """A number and where to go with it. `language` is the caller's own. `is_lit`: its border stands out just now.
    `at` is when it was called. To one who `is_fetched` somebody comes. `colour` is the desk's own.
    """

    number: str
    sign: str
    direction: Direction
    language: Language = "sv"
    is_again: bool = False
    is_lit: bool = False
    at: str = ""
    is_fetched: bool = False
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class WaitRow:
    """How many wait for a group, known in the room by its letter only. With `low` and `high` alone its errands differ."""

    series: str
    waiting: int
    minutes: int | None = None
    is_staffed: bool = True
    opens: str | None = None
    low: int | None = None
    high: int | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A waiting room's screen. Times are the branch's wall clock ("10:24"). `silent_s` is None while it is fresh."""

    clock: str
    field: tuple[DeskCall, ...]
    earlier: tuple[DeskCall, ...]
    waits: tuple[WaitRow, ...]
    is_open: bool = True
    opens: str | None = None
    closes_soon_at: str | None = None
    notice: str | None = None
    is_full: bool = False
    full_wait: tuple[int, int] | None = None
    coming: str | None = None
    silent_s: int | None = None
    heard: str | None = None
    has_loop: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, by the clock on the wall and by the one that never jumps."""

    at: datetime
    s: float


def waiting_picture(board: Board, catalogue: Catalogue, now: Moment, has_motion: bool = True) -> WaitingPicture:
    """The screen at `now`. Without motion no border pulses."""
    zone = ZoneInfo(catalogue.time_zone)
    view = board.view
    stale = is_stale(board.stream, now.s)
    opening = view.opening if view else Opening(is_open=True)
    return WaitingPicture(
        clock=wall(now.at, zone),
        field=tuple(
            _with_others(_shown(shown, catalogue, now.s, has_motion), view, catalogue)
            for shown in (board.field if _has_calls(view) else ())
        ),
        earlier=tuple(_desk_call(call, catalogue, zone) for call in earlier_calls(board)),
        waits=tuple(_wait_row(group, view, zone) for group in catalogue.groups),
        is_open=opening.is_open,
        opens=wall(opening.opens_at, zone) if opening.opens_at else None,
        closes_soon_at=wall(opening.closes_at, zone) if opening.closes_soon and opening.closes_at else None,
        notice=(view.notice if view else None) or opening.stop_text,
        is_full=bool(view and view.room and view.room.is_full),
        full_wait=_full_wait(view),
        coming=_coming(view, zone),
        silent_s=int(silent_s(board.stream, now.s)) if stale else None,
        heard=wall(view.at, zone) if view else None,
    )


def _full_wait(view: View | None) -> tuple[int, int] | None:
    """The wait, from the shortest to the longest, that goes with the invitation to wait elsewhere."""
    estimate = view.room.estimate if view and view.room and view.room.is_full else None
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def _coming(view: View | None, zone: ZoneInfo) -> str | None:
    """Numbers to whom an officer is coming, with the time, the soonest first: "A042 10:20". Never who is coming."""
    lines = [(t.officer.coming_at, t.number) for t in (view.tickets if view else ()) if t.officer and t.officer.coming_at]
    return ", ".join(f"{number} {wall(at, zone)}" for at, number in sorted(lines)[:MOST_COMING]) or None


def before_contact(now: Moment, since_s: float) -> WaitingPicture:
    """The screen of a display that has never heard of its branch."""
    silent = int(now.s - since_s)
    return WaitingPicture(
        clock=now.at.astimezone().strftime("%H:%M"),
        field=(),
        earlier=(),
        waits=(),
        silent_s=silent if silent >= STALE_SECONDS else None,
    )


def wall(at: datetime, zone: ZoneInfo) -> str:
    """The wall clock of the branch: "10:24"."""
    return at.astimezone(zone).strftime("%H:%M")


def desk_of(catalogue: Catalogue, desk_id: Code) -> DeskInfo:
    """The desk with that id; one that the catalogue does not know yet is signed by its own number."""
    known = {desk.desk_id: desk for desk in catalogue.desks}
    sign = desk_id.rpartition("-")[2].upper()[:2]
    return known.get(desk_id) or DeskInfo(desk_id=desk_id, sign=sign)


def is_lit(shown: FieldCall, now_s: float) -> bool:
    """Whether the border of a new call stands out: three pulses of a second, half of each lit, then still."""
    age_s = now_s - shown.shown_at_s
    return shown.is_new and 0 <= age_s < PULSES * PULSE_S and age_s % PULSE_S < PULSE_S / 2


def next_look_s(board: Board, now_s: float) -> float:
    """Seconds until the picture changes by itself: a pulse, a place in the field, or the next second."""
    ages = [now_s - shown.shown_at_s for shown in board.field]
    if any(0 <= age < PULSES * PULSE_S for age in ages):
        return 0.05
    return min([1.0, *(SHOWN_AT_LEAST_S - age for age in ages if board.queue and age < SHOWN_AT_LEAST_S)])


def _has_calls(view: View | None) -> bool:
    """Once the reception has closed, its last call goes off when nobody is being called or met."""
    if view is None or view.opening.is_open:
        return True
    return any(line.state in {State.CALLED, State.SERVING} for line in view.tickets)


def _shown(shown: FieldCall, catalogue: Catalogue, now_s: float, has_motion: bool) -> DeskCall:
    call = _desk_call(shown.call, catalogue, ZoneInfo(catalogue.time_zone))
    return replace(call, is_again=shown.call.again, is_lit=has_motion and is_lit(shown, now_s))


def _with_others(call: DeskCall, view: View | None, catalogue: Catalogue) -> DeskCall:
    """Where other desks take part in the visit, their signs stand beside that of the desk that has it: "2+4"."""
    line = next((line for line in view.tickets if line.number == call.number), None) if view else None
    others = [desk_of(catalogue, desk_id).sign for desk_id in line.joined_desk_ids or ()] if line else []
    return replace(call, sign="+".join([call.sign, *others])) if others else call


def _desk_call(call: Call, catalogue: Catalogue, zone: ZoneInfo) -> DeskCall:
    desk = desk_of(catalogue, call.desk_id)
    at, is_fetched = wall(call.at, zone), bool(call.is_fetched)
    told = DeskCall(call.number, desk.sign, desk.direction, call.language, at=at, is_fetched=is_fetched)
    return replace(told, colour=desk.colour)


def _wait_row(group: Group, view: View | None, zone: ZoneInfo) -> WaitRow:
    lines = {line.key: line for line in view.waits} if view else {}
    line = lines.get(group.group_id) or WaitLine(key=group.group_id, waiting=0)
    estimate = line.estimate
    opens_at = line.opens_at or (estimate.opens_at if estimate else None)
    return WaitRow(
        series=group.series,
        waiting=line.waiting,
        minutes=estimate.minutes if estimate else None,
        is_staffed=line.is_staffed,
        opens=wall(opens_at, zone) if opens_at else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        is_stopped=line.is_stopped,
    )

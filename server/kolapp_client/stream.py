# SPDX-License-Identifier: EUPL-1.2
"""What a listener knows of a live view, and what it does next. Pure: the wire and the clock belong to `live`.

    opened(stream)             the wire stands: send this Resume
    received(stream, message)  a frame came: the view is followed, or must be asked for anew
    closed(stream)             the wire broke: try again at `reconnect_at_s`

A change follows on the view only if it begins where the view ends and gives the hash that the server has. Everything else
(a gap, another epoch, another hash, a pulse that promises changes which never come) ends in the same way: hang up, connect
again and ask for the whole. What was last known to be true stays in sight meanwhile, and says how old it is.

`now_s` is seconds of a clock that never jumps; only differences of it mean anything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, assert_never

from kolapp_contract.board import Call, View, ViewName
from kolapp_contract.live import STALE_SECONDS, Change, Hello, Pulse, Resume, Snapshot, digest
from kolapp_contract.slip import PrintJob
from kolapp_contract.wire import Code, Seq

Line = TypeVar("Line")

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 5.0
RECENT_CALLS = 10
"""How many calls a followed view remembers: the five that a board shows, also when some of them are recalls."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What is known. `view` is the last that was known to be true; `promised_seq` how far the last pulse said it goes."""

    view_name: ViewName
    since_s: float
    desk_id: Code | None = None
    view: View | None = None
    is_open: bool = False
    wants_whole: bool = True
    heard_at_s: float | None = None
    promised_seq: Seq = 0
    failures: int = 0
    reconnect_at_s: float | None = None
    refused_status: int | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A stream after something happened to it. `calls` and `jobs` came with this very message; `told_at` is a pulse's time."""

    stream: Stream
    calls: tuple[Call, ...] = ()
    jobs: tuple[PrintJob, ...] = ()
    is_whole: bool = False
    must_hang_up: bool = False
    told_at: datetime | None = None

    @property
    def view(self) -> View | None:
        """The view as it now stands."""
        return self.stream.view


def opened(stream: Stream) -> tuple[Stream, Resume]:
    """The wire stands: the first frame to send. It asks to go on from what is known, or for the whole."""
    known = None if stream.wants_whole else stream.view
    resume = Resume(
        view=stream.view_name,
        epoch=known.epoch if known else None,
        seq=known.seq if known else None,
        desk_id=stream.desk_id,
    )
    return replace(stream, is_open=True, reconnect_at_s=None, refused_status=None, promised_seq=0), resume


def received(stream: Stream, message: Hello | Snapshot | Change | Pulse, now_s: float) -> Update:
    """The stream after a frame of the server's. Whatever came, the server was heard."""
    heard = replace(stream, heard_at_s=now_s)
    match message:
        case Hello():
            return _greeted(heard, message)
        case Snapshot():
            return _replaced(heard, message)
        case Change():
            return _changed(heard, message)
        case Pulse():
            return _pulsed(heard, message)
    assert_never(message)


def closed(stream: Stream, now_s: float, jitter: float, refused_status: int | None = None) -> Stream:
    """The wire is gone, or never came up. `jitter` is a number from 0 up to 1, another one for each listener and time."""
    return replace(
        stream,
        is_open=False,
        failures=stream.failures + 1,
        reconnect_at_s=now_s + delay_s(stream.failures, jitter),
        refused_status=refused_status,
    )


def delay_s(failures: int, jitter: float) -> float:
    """Seconds until the next try: doubling from 0.2 to 5, spread so that a hundred displays do not come back as one."""
    longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * float(1 << min(failures, 16)))
    return max(FIRST_DELAY_S, longest * (0.5 + jitter / 2))


def silent_s(stream: Stream, now_s: float) -> float:
    """Seconds since the server was last heard, or since listening began."""
    return max(0.0, now_s - (stream.since_s if stream.heard_at_s is None else stream.heard_at_s))


def is_stale(stream: Stream, now_s: float) -> bool:
    """Whether what is shown may no longer be true: nothing heard for 10 s."""
    return silent_s(stream, now_s) >= STALE_SECONDS


def apply(view: View, change: Change) -> View:
    """`view` as it is after `change`. Whether it may be applied is asked before."""
    return view.model_copy(
        update={
            "seq": change.to_seq,
            "at": change.at,
            "hash": change.hash,
            "tickets": _merged(view.tickets, change.tickets, lambda line: line.number, change.gone),
            "desks": _merged(view.desks, change.desks, lambda line: line.desk_id),
            "waits": _merged(view.waits, change.waits, lambda line: line.key),
            "devices": _merged(view.devices, change.devices, lambda line: str(line.device_id)),
            "alarms": _merged(view.alarms, change.alarms, lambda line: line.key, change.mended),
            "recent_calls": _recent(view.recent_calls, change.calls),
            "opening": change.opening or view.opening,
            "helps": view.helps if change.helps is None else change.helps,
            "room": change.room or view.room,
            "notice": change.notice if change.notice_changed else view.notice,
            "catalogue_version": view.catalogue_version if change.catalogue_version is None else change.catalogue_version,
        }
    )


def _greeted(stream: Stream, hello: Hello) -> Update:
    if stream.view is not None and hello.epoch != stream.view.epoch:
        return Update(replace(stream, wants_whole=True))
    return Update(stream)


def _replaced(stream: Stream, snapshot: Snapshot) -> Update:
    view = snapshot.view
    if digest(view.tickets) != view.hash:
        return _ask_anew(stream)
    ordered = view.model_copy(update={"recent_calls": _recent((), view.recent_calls)})
    return Update(replace(stream, view=ordered, wants_whole=False, promised_seq=0), jobs=snapshot.jobs, is_whole=True)


def _changed(stream: Stream, change: Change) -> Update:
    """A change that begins and ends where the view stands is no step of the queue: estimates, devices, a job to print."""
    view = stream.view
    if view is None or stream.wants_whole or change.from_seq > view.seq:
        return _ask_anew(stream)
    if change.from_seq < view.seq and change.to_seq <= view.seq:
        return Update(stream, jobs=change.jobs)
    after = apply(view, change)
    if change.from_seq != view.seq or digest(after.tickets) != change.hash:
        return _ask_anew(stream)
    return Update(replace(stream, view=after, failures=0), calls=change.calls, jobs=change.jobs)


def _pulsed(stream: Stream, pulse: Pulse) -> Update:
    view = stream.view
    if view is None or stream.wants_whole or pulse.epoch != view.epoch:
        return _ask_anew(stream)
    if view.seq < stream.promised_seq or (pulse.seq == view.seq and pulse.hash != view.hash):
        return _ask_anew(stream)
    return Update(replace(stream, promised_seq=pulse.seq, failures=0), told_at=pulse.at)


def _ask_anew(stream: Stream) -> Update:
    return Update(replace(stream, wants_whole=True), must_hang_up=True)


def _merged(
    before: Iterable[Line], now: Iterable[Line], key: Callable[[Line], str], gone: Iterable[str] = ()
) -> tuple[Line, ...]:
    lines = {key(line): line for line in before} | {key(line): line for line in now}
    for name in gone:
        lines.pop(name, None)
    return tuple(lines.values())


def _recent(before: tuple[Call, ...], now: tuple[Call, ...]) -> tuple[Call, ...]:
    by_call = {(call.seq, call.number): call for call in before + now}
    return tuple(sorted(by_call.values(), key=lambda call: call.seq))[-RECENT_CALLS:]

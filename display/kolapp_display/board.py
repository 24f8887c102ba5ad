# SPDX-License-Identifier: EUPL-1.2
"""What the waiting room sees and hears: board + what the server tells -> board. Pure.

The field holds one call, or two when a second desk calls within 20 s. A call stands there for 20 s at least, and then until
the next one takes its place, that of a visitor who has arrived before that of one who has not; a third waits its turn, and
stands among the earlier calls meanwhile. Of the earlier calls those whose visitor has not arrived stay longest: nobody's number
is out of sight while the desk waits. Everything that is called is also said, one after the other, and said twice when nobody
else waits to be called. Who asked for a discreet call is not called out: the number stands among the earlier ones while the desk
waits, and no longer.

A call is forgotten only when its ticket waits again (the clerk has undone it, or the visitor came back after an absence) and
after 8 hours. It goes unsaid only when the voice is a minute behind and the visitor has been met meanwhile.
`now_s` is seconds of a clock that never jumps.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from kolapp_client.stream import Stream, Update
from kolapp_contract.board import Call, TicketLine, View
from kolapp_contract.tickets import State
from kolapp_contract.wire import Seq

SHOWN_AT_LEAST_S = 20.0
SHARED_BY = 2
EARLIER_CALLS, EARLIER_KEPT = 5, 40
SAID_WITHIN = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(hours=8)
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class FieldCall:
    """A call in the field. `is_new` is False for what was called before this screen began to look."""

    call: Call
    shown_at_s: float
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call to be said, for the `spoken`th time plus one."""

    call: Call
    spoken: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """What is shown, what waits to be shown, what waits to be said."""

    stream: Stream
    field: tuple[FieldCall, ...] = ()
    queue: tuple[Call, ...] = ()
    earlier: tuple[Call, ...] = ()
    to_say: tuple[Announcement, ...] = ()
    saying: Announcement | None = None
    epoch: int | None = None
    last_seq: Seq = 0

    @property
    def view(self) -> View | None:
        """What was last known to be true."""
        return self.stream.view


def followed(board: Board, update: Update, now_s: float) -> Board:
    """The board after something was heard of the server."""
    view = update.view
    if view is None:
        return replace(board, stream=update.stream)
    calls = _new_calls(board, update, view)
    if board.epoch is None:
        return _begun(replace(board, stream=update.stream), view, now_s)
    heard = replace(board, stream=update.stream, epoch=view.epoch, last_seq=_newest(view, board.last_seq))
    return ticked(_called(_without_forgotten(heard, view), calls, now_s), now_s)


def ticked(board: Board, now_s: float) -> Board:
    """The board at `now_s`: calls that waited for the field have come into it as soon as there was room."""
    while board.queue and len(_standing(board, now_s)) < SHARED_BY:
        first, *rest = board.queue
        standing = _staying(board, now_s)
        left = tuple(shown.call for shown in board.field if shown not in standing)
        board = replace(
            board,
            field=(*standing, FieldCall(first, now_s)),
            queue=tuple(rest),
            earlier=_each_once(left + board.earlier)[:EARLIER_KEPT],
        )
    return board


def next_to_say(board: Board) -> Board:
    """The board when its voice is free: `saying` is what it says now, None when nobody waits to be called."""
    waiting = tuple(waiting for waiting in board.to_say if _is_worth_saying(board, waiting.call))
    if board.saying is not None or not waiting:
        return replace(board, to_say=waiting)
    return replace(board, saying=waiting[0], to_say=waiting[1:])


def said(board: Board) -> Board:
    """The voice has finished a round. It repeats it once, unless somebody else waits to be called."""
    done = board.saying
    if done is None:
        return board
    again = replace(done, spoken=done.spoken + 1)
    repeats = not board.to_say and again.spoken < ROUNDS
    return replace(board, saying=again if repeats else None)


def earlier_calls(board: Board) -> tuple[Call, ...]:
    """Five calls that are not in the field, newest first: those whose visitor is still awaited, and then the last others.

    One that waits for the field is among them.
    """
    in_field = {shown.call.number for shown in board.field}
    quiet = discreet_calls(board.view) if board.view else ()
    out_of_field = (call for call in tuple(reversed(board.queue)) + board.earlier if call.number not in in_field)
    newest_first = _each_once((*quiet, *out_of_field))
    awaited = _still_called(board.view) if board.view else frozenset()
    stay = {call.number for call in sorted(newest_first, key=lambda call: call.number not in awaited)[:EARLIER_CALLS]}
    return tuple(call for call in newest_first if call.number in stay)


def discreet_calls(view: View) -> tuple[Call, ...]:
    """Whoever is called discreetly now, the newest first: without the field and the voice, and gone when the visitor has come."""
    lines = [line for line in view.tickets if line.is_discreet and line.state is State.CALLED and line.desk_id]
    newest_first = sorted(lines, key=lambda line: (line.called_at or view.at, line.number), reverse=True)
    return tuple(_discreet(line, view) for line in newest_first)


def _discreet(line: TicketLine, view: View) -> Call:
    at = line.called_at or view.at
    return Call(number=line.number, desk_id=line.desk_id or "", language="sv", at=at, is_fetched=line.is_fetched, seq=0)


def _begun(board: Board, view: View, now_s: float) -> Board:
    newest_first = _each_once(tuple(call for call in reversed(view.recent_calls) if not _is_forgotten(call, view)))
    called = _still_called(view)
    shared = newest_first[:1] + tuple(call for call in newest_first[1:SHARED_BY] if call.number in called)
    return replace(
        board,
        field=tuple(FieldCall(call, now_s, is_new=False) for call in reversed(shared)),
        earlier=newest_first[len(shared) :][:EARLIER_KEPT],
        epoch=view.epoch,
        last_seq=_newest(view, 0),
    )


def _new_calls(board: Board, update: Update, view: View) -> tuple[Call, ...]:
    """What must be called now. After a gap only those whose visitor has not been met meanwhile."""
    if not update.is_whole:
        return update.calls
    called = _still_called(view)
    known = {(shown.call.number, shown.call.at) for shown in board.field}
    known |= {(call.number, call.at) for call in board.queue + board.earlier}
    is_same = board.epoch == view.epoch
    return tuple(
        call
        for call in view.recent_calls
        if call.number in called and (call.seq > board.last_seq if is_same else (call.number, call.at) not in known)
    )


def _called(board: Board, calls: tuple[Call, ...], now_s: float) -> Board:
    for call in calls:
        board = _recalled(board, call, now_s) if _is_in_field(board, call) else _queued(board, call)
        others = tuple(waiting for waiting in board.to_say if waiting.call.number != call.number)
        board = replace(board, to_say=(*others, Announcement(call)))
    return board


def _is_in_field(board: Board, call: Call) -> bool:
    return any(shown.call.number == call.number for shown in board.field)


def _recalled(board: Board, call: Call, now_s: float) -> Board:
    field = tuple(FieldCall(call, now_s) if shown.call.number == call.number else shown for shown in board.field)
    return replace(board, field=field)


def _queued(board: Board, call: Call) -> Board:
    others = tuple(waiting for waiting in board.queue if waiting.number != call.number)
    earlier = tuple(old for old in board.earlier if old.number != call.number)
    return replace(board, queue=(*others, call), earlier=earlier)


def _without_forgotten(board: Board, view: View) -> Board:
    return replace(
        board,
        field=tuple(shown for shown in board.field if not _is_forgotten(shown.call, view)),
        queue=tuple(call for call in board.queue if not _is_forgotten(call, view)),
        earlier=tuple(call for call in board.earlier if not _is_forgotten(call, view)),
        to_say=tuple(waiting for waiting in board.to_say if not _is_forgotten(waiting.call, view)),
    )


def _is_forgotten(call: Call, view: View) -> bool:
    return call.number in _waiting_again(view) or view.at - call.at > FORGOTTEN_AFTER


def _is_worth_saying(board: Board, call: Call) -> bool:
    view = board.view
    return view is None or view.at - call.at <= SAID_WITHIN or call.number in _still_called(view)


def _still_called(view: View) -> frozenset[str]:
    return frozenset(line.number for line in view.tickets if line.state is State.CALLED)


def _waiting_again(view: View) -> frozenset[str]:
    return frozenset(line.number for line in view.tickets if line.state is State.WAITING)


def _standing(board: Board, now_s: float) -> tuple[FieldCall, ...]:
    return tuple(shown for shown in board.field if now_s - shown.shown_at_s < SHOWN_AT_LEAST_S)


def _staying(board: Board, now_s: float) -> tuple[FieldCall, ...]:
    """The calls that leave one place free for the next: what is new stays, then whose visitor has not arrived, the latest."""
    awaited = _still_called(board.view) if board.view else frozenset()
    standing = _standing(board, now_s)
    waited_for = tuple(shown for shown in board.field if shown not in standing and shown.call.number in awaited)
    room = SHARED_BY - 1 - len(standing)
    kept = waited_for[-room:] if room > 0 else ()
    return tuple(shown for shown in board.field if shown in standing or shown in kept)


def _each_once(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """The first of each number."""
    by_number: dict[str, Call] = {}
    for call in calls:
        by_number.setdefault(call.number, call)
    return tuple(by_number.values())


def _newest(view: View, so_far: Seq) -> Seq:
    return max([so_far if so_far <= view.seq else 0, *(call.seq for call in view.recent_calls)])

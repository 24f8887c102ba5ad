# SPDX-License-Identifier: EUPL-1.2
"""Who listens, what each must be sent, and who is too slow. Pure: frames are put in outboxes, sockets empty them.

A frame is encoded once, whoever listens. The last frames of a view are kept, so that a listener who lost the wire for a
moment gets what it missed and nothing else. A visitor's page sees one ticket, so it gets frames of its own.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kolapp_contract.board import Call, TicketLine, View, ViewName
from kolapp_contract.live import Change, Hello, Pulse, Snapshot, digest
from kolapp_contract.slip import PrintJob
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.domain import events as happened
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.ticket import TicketId
from kolapp_server.live.feed import Feed, empty_change, fresh_feed
from kolapp_server.translate import views
from kolapp_server.translate.views import Surroundings

LONGEST_OUTBOX = 256
CALLS = (happened.TicketCalled, happened.TicketRecalled)


class Bell(Protocol):
    """What wakes the one who empties the outbox."""

    def set(self) -> None:
        """There is something."""

    def clear(self) -> None:
        """It was seen."""

    async def wait(self) -> object:
        """Until there is something."""


@dataclass(eq=False, slots=True)
class Listener:
    """One who looks. `awake` is set when there is something in the outbox; `is_too_slow` ends it."""

    branch_id: str
    view: ViewName
    awake: Bell
    ticket_id: TicketId | None = None
    device_id: str | None = None
    outbox: deque[str] = field(default_factory=deque)
    is_too_slow: bool = False
    last_line: TicketLine | None = None

    def offer(self, frame: str) -> None:
        """Puts a frame in the outbox, or gives the listener up."""
        if len(self.outbox) >= LONGEST_OUTBOX:
            self.is_too_slow = True
        elif not self.is_too_slow:
            self.outbox.append(frame)
        self.awake.set()

    def own_digest(self) -> int:
        """The hash of a visitor's view: the one ticket."""
        return digest((self.last_line,) if self.last_line else ())


@dataclass(slots=True)
class Room:
    """Those who look at one view of one branch."""

    feed: Feed
    listeners: set[Listener] = field(default_factory=set)

    def tell(self, change: Change) -> None:
        """Everybody in the room gets `change`."""
        frame = self.feed.keep(change)
        for listener in self.listeners:
            listener.offer(frame)


class Hub:
    """Every branch's listeners. A room is made when the first one comes, and forgotten when the last one goes."""

    def __init__(self) -> None:
        self._rooms: dict[tuple[str, ViewName], Room] = {}
        self._calls: dict[str, deque[Call]] = {}

    def listeners(self) -> int:
        """How many look now."""
        return sum(len(room.listeners) for room in self._rooms.values())

    def join(self, listener: Listener, day: Day, around: Surroundings, resume: tuple[int, int] | None) -> None:
        """`listener` gets hello, then what it missed since `resume` (epoch, seq), or the whole view."""
        room = self._rooms.setdefault((listener.branch_id, listener.view), Room(fresh_feed(listener.view, day, around)))
        room.listeners.add(listener)
        shown = room.feed.shown
        listener.offer(Hello(contract=CONTRACT_VERSION, view=listener.view, epoch=shown.epoch, seq=shown.seq).model_dump_json())
        missed = room.feed.missed_since(*resume) if resume and listener.view is not ViewName.VISITOR else None
        for frame in missed or ():
            listener.offer(frame.text)
        if missed is None:
            whole = self._whole(listener, room.feed, day, around)
            listener.offer(Snapshot(view=whole).model_dump_json(exclude_none=True))

    def leave(self, listener: Listener) -> None:
        """`listener` is gone."""
        key = (listener.branch_id, listener.view)
        room = self._rooms.get(key)
        if room is not None:
            room.listeners.discard(listener)
            if not room.listeners:
                del self._rooms[key]

    def snapshot(self, view: ViewName, day: Day, around: Surroundings) -> View:
        """The whole view, for one who asks once."""
        room = self._rooms.get((day.branch_id, view))
        feed = room.feed if room else fresh_feed(view, day, around)
        return feed.whole(self._recent_calls(day))

    def committed(self, day: Day, events: tuple[Event, ...], around: Surroundings) -> None:
        """Something happened: every view of the branch gets a change, empty where its role sees nothing."""
        calls = self._new_calls(day, events)
        for view, room in self._rooms_of(day.branch_id):
            change = room.feed.advance(day, events, calls, around)
            if view is ViewName.VISITOR:
                _tell_visitors(room, day, change, around)
            else:
                room.tell(change)

    def has_visitors(self, branch_id: str) -> bool:
        """Whether a visitor has the own page of a ticket of that branch open."""
        return (branch_id, ViewName.VISITOR) in self._rooms

    def has_listeners(self, branch_id: str) -> bool:
        """Whether anybody looks at that branch."""
        return any(branch == branch_id for branch, _ in self._rooms)

    def unseen(self, day: Day, events: tuple[Event, ...]) -> None:
        """Something happened while nobody looked: only the calls are kept, for whoever comes."""
        if day.branch_id in self._calls:
            self._new_calls(day, events)

    def looked_anew(self, day: Day, around: Surroundings) -> None:
        """Nothing happened in the queue, but devices, estimates, words or opening may be otherwise now."""
        for view, room in self._rooms_of(day.branch_id):
            if room.feed.shown.seq != day.seq:
                continue
            change = room.feed.look_anew(day, around)
            if view is ViewName.VISITOR:
                _tell_visitors(room, day, change, around)
            elif change is not None:
                room.tell(change)

    def send_job(self, branch_id: str, device_id: str, job: PrintJob, now: datetime) -> bool:
        """Gives `job` to the listening device. False when it does not listen now."""
        is_given = False
        for _, room in self._rooms_of(branch_id):
            change = empty_change(room.feed.shown, now).model_copy(update={"jobs": (job,)})
            for listener in room.listeners:
                if listener.device_id == device_id:
                    listener.offer(change.model_dump_json(exclude_none=True))
                    is_given = True
        return is_given

    def pulse(self, now: datetime) -> None:
        """Every listener hears that the server is there, and what it should have seen."""
        for (_, view), room in self._rooms.items():
            if view is not ViewName.VISITOR:
                frame = _pulse_of(room, now).model_dump_json(exclude_none=True)
                for listener in room.listeners:
                    listener.offer(frame)

    def pulse_visitors(self, now: datetime, estimated_at: dict[str, datetime]) -> None:
        """Every visitor's page hears that the server is there, and for which moment its estimate holds."""
        for (branch_id, view), room in self._rooms.items():
            if view is ViewName.VISITOR:
                pulse = _pulse_of(room, now).model_copy(update={"estimates_at": estimated_at.get(branch_id)})
                for listener in room.listeners:
                    own = pulse.model_copy(update={"hash": listener.own_digest()})
                    listener.offer(own.model_dump_json(exclude_none=True))

    def _rooms_of(self, branch_id: str) -> Iterator[tuple[ViewName, Room]]:
        return ((view, room) for (branch, view), room in self._rooms.items() if branch == branch_id)

    def _whole(self, listener: Listener, feed: Feed, day: Day, around: Surroundings) -> View:
        if listener.view is not ViewName.VISITOR:
            return feed.whole(self._recent_calls(day))
        ticket = day.tickets.get(listener.ticket_id) if listener.ticket_id else None
        listener.last_line = views.ticket_line(listener.view, day, ticket, around) if ticket else None
        tickets = (listener.last_line,) if listener.last_line else ()
        return feed.shown.model_copy(update={"tickets": tickets, "hash": listener.own_digest()})

    def _recent_calls(self, day: Day) -> deque[Call]:
        if day.branch_id not in self._calls:
            self._calls[day.branch_id] = deque(views.recent_calls(day), maxlen=views.RECENT_CALLS)
        return self._calls[day.branch_id]

    def _new_calls(self, day: Day, events: tuple[Event, ...]) -> tuple[Call, ...]:
        calls = []
        for seq, event in enumerate(events, start=day.seq - len(events) + 1):
            if isinstance(event, CALLS) and event.ticket_id in day.tickets:
                again = isinstance(event, happened.TicketRecalled)
                call = views.call(day.tickets[event.ticket_id], event.at, again=again, seq=seq)
                calls.extend([call] if call else [])
        if day.branch_id in self._calls:
            self._calls[day.branch_id].extend(calls)
        return tuple(calls)


def _pulse_of(room: Room, now: datetime) -> Pulse:
    shown = room.feed.shown
    return Pulse(epoch=shown.epoch, seq=shown.seq, hash=shown.hash, at=now)


def _tell_visitors(room: Room, day: Day, change: Change | None, around: Surroundings) -> None:
    """Each visitor's page gets the change with its own ticket in it; without one, only those whose ticket is otherwise."""
    for listener in room.listeners:
        ticket = day.tickets.get(listener.ticket_id) if listener.ticket_id else None
        line = views.ticket_line(listener.view, day, ticket, around) if ticket else None
        is_same = line is None or line == listener.last_line
        listener.last_line = line or listener.last_line
        if is_same and change is None:
            continue
        tickets = () if is_same or line is None else (line,)
        own = (change or empty_change(room.feed.shown, around.now)).model_copy(
            update={"tickets": tickets, "hash": listener.own_digest()}
        )
        listener.offer(own.model_dump_json(exclude_none=True))

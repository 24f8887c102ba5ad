# SPDX-License-Identifier: EUPL-1.2
"""One view of one branch as it was last sent, and what has become different since. Pure.

After a commit only the tickets that its events touched are drawn again; desks and waits are few and are compared. The
digest is computed once a change, and not at all while nobody looks.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from kolapp_contract.board import Call, TicketLine, View, ViewName
from kolapp_contract.live import Change, digest
from kolapp_contract.tickets import State
from kolapp_contract.wire import Wire
from kolapp_server.domain import events as happened
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.officers import Call as OfficerCall
from kolapp_server.domain.ticket import TicketId
from kolapp_server.translate import views
from kolapp_server.translate.helps import room_line, seen_helps
from kolapp_server.translate.views import Surroundings

FRAMES_KEPT = 400
HEARS_CALLS = (ViewName.BOARD, ViewName.FACILITY, ViewName.MONITOR, ViewName.DESK)
STAFF_HEARS = (ViewName.MONITOR, ViewName.DESK)
Line = TypeVar("Line", bound=Wire)


@dataclass(frozen=True, slots=True)
class Frame:
    """An encoded change, kept for those who missed it."""

    from_seq: int
    text: str


@dataclass(slots=True)
class Feed:
    """`shown` is the view as last sent, but for its tickets, which are `lines` by number."""

    shown: View
    lines: dict[str, TicketLine]
    frames: deque[Frame] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))
    waits: object = None
    officers: Mapping[TicketId, OfficerCall] = field(default_factory=dict)

    def whole(self, calls: Iterable[Call]) -> View:
        """The whole view."""
        heard = heard_by(self.shown.view, calls)
        return self.shown.model_copy(update={"tickets": tuple(self.lines.values()), "recent_calls": heard})

    def missed_since(self, epoch: int, seq: int) -> list[Frame] | None:
        """The changes after `seq`, or None when they are not all kept."""
        if epoch != self.shown.epoch or not self.frames:
            return None
        missed = [frame for frame in self.frames if frame.from_seq >= seq]
        return missed if missed and missed[0].from_seq == seq else None

    def advance(self, day: Day, events: tuple[Event, ...], calls: Iterable[Call], around: Surroundings) -> Change:
        """The change that `events` make, whose last left `day`. Empty where the role sees nothing."""
        tickets, gone = self._tickets_changed(day, events, around)
        hash_ = digest(self.lines.values())
        return self._changed(day, around, tickets=tickets, gone=gone, hash=hash_, calls=heard_by(self.shown.view, calls))

    def look_anew(self, day: Day, around: Surroundings) -> Change | None:
        """What is otherwise although nothing happened in the queue: devices, words, estimates; None for nothing."""
        change = self._changed(day, around, hash=self.shown.hash, tickets=self._looked_at_anew(day, around))
        return change if _says_something(change) else None

    def keep(self, change: Change) -> str:
        """The change, encoded once for all who listen, and kept for those who missed it."""
        text = change.model_dump_json(exclude_none=True)
        self.frames.append(Frame(change.from_seq, text))
        return text

    def _looked_at_anew(self, day: Day, around: Surroundings) -> tuple[TicketLine, ...]:
        drawn = (*self._waits_changed(day, around), *self._officers_changed(day, around))
        return tuple({line.number: line for line in drawn}.values())

    def _officers_changed(self, day: Day, around: Surroundings) -> tuple[TicketLine, ...]:
        """The tickets of which an officer was told, or for which one has answered, since they were last drawn."""
        before, now = self.officers, around.officers
        if before is now or not views.sees_tickets(self.shown.view):
            return ()
        self.officers, drawn = now, []
        for ticket_id in {*before, *now}:
            ticket = day.tickets.get(ticket_id) if before.get(ticket_id) != now.get(ticket_id) else None
            if ticket is None or ticket.number not in self.lines:
                continue
            line = views.ticket_line(self.shown.view, day, ticket, around)
            if line != self.lines[ticket.number]:
                drawn.append(line)
        self.lines.update({line.number: line for line in drawn})
        return tuple(drawn)

    def _waits_changed(self, day: Day, around: Surroundings) -> tuple[TicketLine, ...]:
        """The tickets whose expected wait is another since the last forecast, for those who see it."""
        if self.shown.view is not ViewName.DESK or around.waits is self.waits:
            return ()
        self.waits = around.waits
        drawn = []
        for line in self.lines.values():
            ticket = views.ticket_of(day, line.number) if line.state is State.WAITING else None
            if ticket is not None and (estimate := around.foreseen(day, ticket)) != line.estimate:
                drawn.append(line.model_copy(update={"estimate": estimate}))
        self.lines.update({line.number: line for line in drawn})
        return tuple(drawn)

    def _tickets_changed(
        self, day: Day, events: tuple[Event, ...], around: Surroundings
    ) -> tuple[tuple[TicketLine, ...], tuple[str, ...]]:
        view = self.shown.view
        if not views.sees_tickets(view):
            return (), ()
        if any(isinstance(event, happened.DayStarted) for event in events):
            touched = {*self.lines, *(ticket.number for ticket in day.tickets.values())}
        else:
            ids = {found for event in events if (found := getattr(event, "ticket_id", None)) is not None}
            touched = {day.tickets[found].number for found in ids if found in day.tickets}
        drawn, gone = [], []
        for number in touched:
            ticket = views.ticket_of(day, number)
            if ticket is not None and ticket.is_open:
                self.lines[number] = views.ticket_line(view, day, ticket, around)
                drawn.append(self.lines[number])
            elif self.lines.pop(number, None) is not None:
                gone.append(number)
        return tuple(drawn), tuple(gone)

    def _changed(self, day: Day, around: Surroundings, **given: Any) -> Change:  # noqa: ANN401 (the change's own fields)
        before, now = self.shown, drawn_apart_from_tickets(self.shown.view, day, around)
        self.shown = before.model_copy(update={**now, "seq": day.seq, "epoch": day.epoch, "hash": given["hash"]})
        return Change(
            from_seq=before.seq,
            to_seq=day.seq,
            at=around.now,
            desks=_other_lines(before.desks, now["desks"]),
            waits=_other_lines(before.waits, now["waits"]),
            devices=_other_lines(before.devices, now["devices"]),
            alarms=_other_lines(before.alarms, now["alarms"]),
            mended=tuple(sorted({line.key for line in before.alarms} - {line.key for line in now["alarms"]})),
            opening=now["opening"] if now["opening"] != before.opening else None,
            notice=now["notice"],
            notice_changed=now["notice"] != before.notice,
            helps=now["helps"] if now["helps"] != before.helps else None,
            room=now["room"] if now["room"] != before.room else None,
            catalogue_version=day.rules.version if day.rules.version != before.catalogue_version else None,
            **given,
        )


def fresh_feed(view: ViewName, day: Day, around: Surroundings) -> Feed:
    """A feed on which nothing has been sent yet."""
    lines: dict[str, TicketLine] = {}
    if views.sees_tickets(view):
        lines = {number: views.ticket_line(view, day, ticket, around) for number, ticket in views.open_tickets(day)}
    head = {"view": view, "branch_id": day.branch_id, "epoch": day.epoch, "seq": day.seq, "at": around.now}
    shown = View(**head, hash=digest(lines.values()), **drawn_apart_from_tickets(view, day, around))
    return Feed(shown, lines, officers=around.officers)


def drawn_apart_from_tickets(view: ViewName, day: Day, around: Surroundings) -> dict[str, Any]:
    """All of a view but its tickets, head and calls."""
    is_staff = view in views.OF_THE_HOUSE
    desks = () if view in (ViewName.KIOSK, ViewName.PRINTER) else day.desks.values()
    return {
        "desks": tuple(sorted((views.desk_line(view, day, desk, around.words) for desk in desks), key=lambda line: line.desk_id)),
        "waits": views.wait_lines(view, day, around),
        "devices": around.devices if is_staff else (),
        "alarms": around.alarms if is_staff else (),
        "opening": views.opening(day, around),
        "notice": around.words.notice,
        "helps": seen_helps(view, day),
        "room": room_line(view, day, around),
        "catalogue_version": day.rules.version,
    }


def heard_by(view: ViewName, calls: Iterable[Call]) -> tuple[Call, ...]:
    """The calls, for a role that shows them. A discreet one is not called out in the room."""
    if view not in HEARS_CALLS:
        return ()
    return tuple(calls) if view in STAFF_HEARS else tuple(call for call in calls if not call.is_discreet)


def empty_change(shown: View, now: datetime) -> Change:
    """A change that changes nothing, to carry something along."""
    return Change(from_seq=shown.seq, to_seq=shown.seq, at=now, hash=shown.hash)


def _other_lines(before: tuple[Line, ...], now: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in now if line not in before) if now != before else ()


def _says_something(change: Change) -> bool:
    parts = (change.tickets, change.desks, change.waits, change.devices, change.alarms, change.mended, change.opening)
    is_otherwise = change.helps is not None or change.room is not None
    return any(parts) or is_otherwise or change.notice_changed or change.catalogue_version is not None

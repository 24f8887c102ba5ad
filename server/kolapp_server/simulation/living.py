# SPDX-License-Identifier: EUPL-1.2
"""A day passes: people come, desks call, visits end, breaks begin. Whose turn it is, a `Reception` decides.

The same day can so be lived with the project's own rule (`reception`), and in the bench with every rival.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation.halls import ABSENT_S, Hall, Seat
from kolapp_server.simulation.traces import DayTrace, Visit

Called = Iterable[tuple[int, int]]
"""Which visit is called to which desk, both by their place."""


class Reception(Protocol):
    """Whose turn it is. Visits and desks are known by their place in the day and in the hall; times are seconds after opening."""

    def arrives(self, visit: int, who: Visit, at_s: int) -> Called:
        """Somebody takes a ticket; it may be called at once to a desk that stands ready."""

    def returns(self, visit: int, at_s: int) -> Called:
        """Somebody who was not there has come after all."""

    def calls(self, desk: int, at_s: int, *, ends_visit: bool) -> Called:
        """A desk asks for the next one, and stands ready when there is none."""

    def hands_over(self, desk: int, errand: ErrandId, at_s: int) -> Called:
        """The visitor at the desk waits anew, with another errand. The desk calls nobody yet."""

    def misses(self, desk: int, at_s: int) -> None:
        """Who was called to the desk is not there."""

    def sits_down(self, desk: int, at_s: int) -> None:
        """A desk opens, or is back from a break; it calls nobody yet."""

    def rests(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        """A desk begins a break."""

    def leaves(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        """A desk closes."""


class Waited(NamedTuple):
    """One leg that was called: which stretch of the visit, since when it waited, when and where it was called."""

    visit: int
    stretch: int
    errand: ErrandId
    kind: Kind
    came_s: int
    called_s: int
    desk: int

    @property
    def minutes(self) -> float:
        """How long it waited."""
        return (self.called_s - self.came_s) / 60


@dataclass(slots=True)
class LivedDay:
    """What a day came to. `busy_s` per desk; whom no open desk could serve are left over."""

    trace: DayTrace
    waits: list[Waited] = field(default_factory=list)
    busy_s: list[int] = field(default_factory=list)
    left_over: int = 0


class _At:
    """What is due at a moment. Where two are, the one that was noted first comes first."""

    ARRIVAL, END, BREAK, BACK, OPEN, CLOSE, RETURN = range(7)


@dataclass(slots=True)
class _Desk:
    seat: Seat
    is_there: bool = False
    visit: int | None = None
    is_missing: bool = False
    breaks_due: list[int] = field(default_factory=list)
    is_to_close: bool = False


@dataclass(slots=True)
class _Visitor:
    who: Visit
    stretch: int = 0
    waits_since_s: int | None = None
    kind: Kind = Kind.WALK_IN
    was_missed: bool = False


def live(hall: Hall, trace: DayTrace, reception: Reception) -> LivedDay:
    """The day from the first visitor until nobody is left whom a desk can serve."""
    return _Living(hall, trace, reception).through()


class _Living:
    """One day under way."""

    def __init__(self, hall: Hall, trace: DayTrace, reception: Reception) -> None:
        self.reception = reception
        self.day = LivedDay(trace, busy_s=[0] * len(hall.seats))
        self.desks = [_Desk(seat) for seat in hall.seats]
        self.visitors = [_Visitor(who, kind=who.kind) for who in trace.visits]
        self.due: list[tuple[int, int, int, int]] = []
        self.noted = 0
        for place, seat in enumerate(hall.seats):
            self._note(seat.opens_s, _At.OPEN, place)
            if seat.closes_s is not None:
                self._note(seat.closes_s, _At.CLOSE, place)
        for place, who in enumerate(trace.visits):
            self._note(who.at_s, _At.ARRIVAL, place)

    def _note(self, at_s: int, what: int, subject: int) -> None:
        self.noted += 1
        heappush(self.due, (at_s, self.noted, what, subject))

    def through(self) -> LivedDay:
        steps = {
            _At.ARRIVAL: self._arrives,
            _At.END: self._ends,
            _At.BREAK: self._break_begins,
            _At.BACK: self._comes_back,
            _At.OPEN: self._opens,
            _At.CLOSE: self._closes,
            _At.RETURN: self._returns,
        }
        while self.due:
            at_s, _, what, subject = heappop(self.due)
            steps[what](subject, at_s)
        self.day.left_over = sum(visitor.waits_since_s is not None for visitor in self.visitors)
        return self.day

    def _arrives(self, place: int, at_s: int) -> None:
        visitor = self.visitors[place]
        visitor.waits_since_s = at_s
        self._called(self.reception.arrives(place, visitor.who, at_s), at_s)

    def _returns(self, place: int, at_s: int) -> None:
        visitor = self.visitors[place]
        visitor.waits_since_s, visitor.kind = at_s, Kind.RETURNING
        self._called(self.reception.returns(place, at_s), at_s)

    def _called(self, called: Called, at_s: int) -> None:
        for place, desk_place in called:
            visitor, desk = self.visitors[place], self.desks[desk_place]
            since, stretch = visitor.waits_since_s, visitor.who.stretches[visitor.stretch]
            assert since is not None, "called, but does not wait"
            waited = Waited(place, visitor.stretch, stretch.errand, visitor.kind, since, at_s, desk_place)
            self.day.waits.append(waited)
            visitor.waits_since_s = None
            desk.visit = place
            desk.is_missing = visitor.who.is_absent and not visitor.was_missed
            lasts = ABSENT_S if desk.is_missing else max(1, round(stretch.seconds * desk.seat.speed))
            self.day.busy_s[desk_place] += lasts
            self._note(at_s + lasts, _At.END, desk_place)

    def _ends(self, place: int, at_s: int) -> None:
        desk, is_to_finish = self.desks[place], True
        assert desk.visit is not None
        visitor_place, visitor = desk.visit, self.visitors[desk.visit]
        desk.visit = None
        if desk.is_missing:
            is_to_finish, visitor.was_missed = False, True
            self.reception.misses(place, at_s)
            if visitor.who.returns_s >= 0:
                self._note(at_s + visitor.who.returns_s, _At.RETURN, visitor_place)
        elif visitor.stretch + 1 < len(visitor.who.stretches):
            is_to_finish = False
            visitor.stretch += 1
            visitor.waits_since_s, visitor.kind = at_s, Kind.RETURNING
            errand = visitor.who.stretches[visitor.stretch].errand
            self._called(self.reception.hands_over(place, errand, at_s), at_s)
        self._goes_on(place, at_s, ends_visit=is_to_finish)

    def _goes_on(self, place: int, at_s: int, *, ends_visit: bool) -> None:
        """A desk without a visitor: closes, rests, or calls."""
        desk = self.desks[place]
        if desk.is_to_close:
            desk.is_there = False
            self.reception.leaves(place, at_s, ends_visit=ends_visit)
        elif desk.breaks_due:
            desk.is_there = False
            self.reception.rests(place, at_s, ends_visit=ends_visit)
            self._note(at_s + desk.breaks_due.pop(), _At.BACK, place)
        else:
            self._called(self.reception.calls(place, at_s, ends_visit=ends_visit), at_s)

    def _opens(self, place: int, at_s: int) -> None:
        for each in self.desks[place].seat.breaks:
            self._note(each.begins_s, _At.BREAK, place)
        self._comes_back(place, at_s)

    def _comes_back(self, place: int, at_s: int) -> None:
        self.desks[place].is_there = True
        self.reception.sits_down(place, at_s)
        self._goes_on(place, at_s, ends_visit=False)

    def _break_begins(self, place: int, at_s: int) -> None:
        desk = self.desks[place]
        lengths = [each.length_s for each in desk.seat.breaks if each.begins_s == at_s]
        desk.breaks_due.extend(lengths)
        if desk.is_there and desk.visit is None:
            self._goes_on(place, at_s, ends_visit=False)

    def _closes(self, place: int, at_s: int) -> None:
        desk = self.desks[place]
        desk.is_to_close = True
        if desk.is_there and desk.visit is None:
            self._goes_on(place, at_s, ends_visit=False)


def waits_of(days: Sequence[LivedDay]) -> list[Waited]:
    """Every leg of those days."""
    return [waited for day in days for waited in day.waits]

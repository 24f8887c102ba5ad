# SPDX-License-Identifier: EUPL-1.2
"""How long somebody will wait: the calling rule run forward in one pass, and a number that is rounded honestly.

Each open desk becomes free when the visit at it is expected to end, takes the next in line by the same rule as `calling`, and
is busy for what that errand takes on average; all starts are read off on the way. On simulated town-hall days this misses by
6 of 22 minutes on average, a third of what "the queue times the mean, by the desks" misses by, since a specialist's queue moves
otherwise than a generalist's.

Also read off: when a walk-in of each errand would be called who came this moment. Such a visitor takes nobody's time in the run.

What is not in a `Day` is not in the run: planned breaks, bookings that have not checked in, and whoever comes later.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush, heapreplace
from math import ceil
from operator import attrgetter

from immutables import Map

from kolapp_server.domain import hours
from kolapp_server.domain.day import Day, Desk, InLine
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import DeskId, ErrandId, Ticket, TicketId, Turn

PRIOR_WEIGHT = 10
"""The catalogue's expected minutes count as much as this many visits."""
PRIOR_MINUTES = 10
"""For an errand that has left the catalogue while somebody still waits with it."""
REST_AT_LEAST = 0.35
"""Of the mean: what is left of a visit that has lasted longer than expected."""
PAUSE = timedelta(minutes=15)
PAUSE_REST = timedelta(minutes=5)
"""A pause is expected to last a quarter of an hour, and five minutes more when it has."""

BAND_LOW, BAND_HIGH = 0.65, 1.55
"""Eight in ten of (wait + 2)/(estimate + 2) lie between: log-normal with a spread of 0.34, which a mean absolute error of
6.1 in 22 minutes comes to. A prior, for a branch without a history of its own."""
BAND_SHIFT = 2.0

SHORTEST_VISIT = timedelta(seconds=20)
LONGEST_VISIT = timedelta(hours=4)
WALK_AT_MOST = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Estimate:
    """About `minutes`, eight times in ten between `low` and `high`. Without a number no open desk has the errand."""

    minutes: int | None = None
    low: int | None = None
    high: int | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """How many visits of each errand have been measured, and their minutes together."""

    counts: Map[ErrandId, int] = field(default_factory=Map)
    sums: Map[ErrandId, float] = field(default_factory=Map)

    def minutes(self, errand: ErrandId, prior_minutes: float) -> float:
        """What a visit with that errand takes on average, drawn towards the prior while few are known."""
        return (self.sums.get(errand, 0.0) + PRIOR_WEIGHT * prior_minutes) / (self.counts.get(errand, 0) + PRIOR_WEIGHT)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The estimates of one moment: for each that waits, and for a walk-in of each errand who came now."""

    by_ticket: dict[TicketId, Estimate]
    by_errand: dict[ErrandId, Estimate]


def learn(learned: Learned, ticket: Ticket, finished_at: datetime) -> Learned:
    """What is known after that visit. `ticket` is as it stood just before its `TicketFinished`.

    A visit lasts from the call to the finish, since the desk is taken all that time; after a pause on the way (parked, then
    resumed) from where it went on. A key pressed by mistake and a visit forgotten overnight teach nothing.
    """
    lasted = finished_at - _begun(ticket, finished_at)
    if not SHORTEST_VISIT <= lasted <= LONGEST_VISIT:
        return learned
    errand = ticket.leg.errand
    return Learned(
        learned.counts.set(errand, learned.counts.get(errand, 0) + 1),
        learned.sums.set(errand, learned.sums.get(errand, 0.0) + _in_minutes(lasted)),
    )


def estimates(day: Day, now: datetime, learned: Learned) -> dict[ErrandId, Estimate]:
    """How long a walk-in of each errand would wait who came now."""
    return forecast(day, now, learned).by_errand


def estimate_for(day: Day, ticket: Ticket, now: datetime, learned: Learned) -> Estimate | None:
    """How much longer that ticket waits; None when it does not wait. For more than one ticket ask `forecast`."""
    return forecast(day, now, learned).by_ticket.get(ticket.ticket_id)


def forecast(day: Day, now: datetime, learned: Learned) -> Forecast:
    """Every estimate of this moment, from one run."""
    run = _Run(day, now, learned)
    run.to_the_end()
    nobody_serves = Estimate(opens_at=hours.opening(day.rules, now, day.open_until).opens_at)
    by_ticket = {
        entry.ticket_id: nobody_serves if start is None else _told((start + 30) // 60)
        for entry, start in zip(run.entries, run.starts, strict=True)
    }
    by_errand = {
        errand: _told((run.newcomers[errand] + 30) // 60) if errand in run.newcomers else nobody_serves
        for errand in day.rules.errand_by_id
    }
    return Forecast(by_ticket, by_errand)


def rounded(minutes: float) -> int:
    """As finely as anybody can know it: whole minutes to ten, then by two, from twenty by five, from an hour by ten."""
    step = 1 if minutes < 10 else 2 if minutes < 20 else 5 if minutes < 60 else 10
    return int(minutes / step + 0.5) * step


@cache
def _told(whole_minutes: int) -> Estimate:
    """What is said of an expected wait: the number and its band."""
    shifted = whole_minutes + BAND_SHIFT
    low = max(0.0, shifted * BAND_LOW - BAND_SHIFT)
    return Estimate(rounded(whole_minutes), rounded(low), rounded(shifted * BAND_HIGH - BAND_SHIFT))


def _in_minutes(length: timedelta) -> float:
    return length.total_seconds() / 60


def _begun(ticket: Ticket, finished_at: datetime) -> datetime:
    if ticket.called_at is None:
        return ticket.since
    went_on_later = ticket.since < finished_at and ticket.since - ticket.called_at > WALK_AT_MOST
    return ticket.since if went_on_later else ticket.called_at


def _prior_minutes(rules: Rules, errand: ErrandId) -> float:
    rule = rules.errand_by_id.get(errand)
    return PRIOR_MINUTES if rule is None else rule.expected_minutes


class _Queue:
    """Who waits for one set of errands, by place in the branch's whole order. Others may take from it too."""

    __slots__ = ("at", "early", "errands", "opened", "places", "unserved")

    def __init__(self, errands: tuple[ErrandId, ...]) -> None:
        self.errands = errands
        self.unserved = set(errands)
        self.places: list[int] = []
        self.at = 0
        self.opened: list[int] = []
        self.early: list[int] = []

    def first(self, taken: bytearray) -> int:
        """The place of the first open one not taken yet; the end mark when there is none."""
        places, at = self.places, self.at
        if taken[places[at]]:
            while taken[places[at]]:
                at += 1
            self.at = at
        opened = self.opened
        while opened and taken[opened[0]]:
            heappop(opened)
        return opened[0] if opened and opened[0] < places[at] else places[at]

    def first_early(self, taken: bytearray) -> int | None:
        """The place of the first booking ahead of its time."""
        while self.early and taken[self.early[0]]:
            del self.early[0]
        return self.early[0] if self.early else None


class _Run:
    """The rule run forward from one moment. Times are whole seconds from then; a visitor is a place in the order of turns."""

    def __init__(self, day: Day, now: datetime, learned: Learned) -> None:
        self.day, self.now = day, now
        self.entries = _in_order(day)
        self.nobody = len(self.entries)
        self.newcomer = bisect_left(self.entries, Turn(now, day.seq + 1), key=attrgetter("turn"))
        self.starts: list[int | None] = [None] * self.nobody
        self.newcomers: dict[ErrandId, int] = {}
        self.taken = bytearray(self.nobody + 1)
        errands = {*day.lines, *day.rules.errand_by_id}
        self.means = {errand: round(60 * learned.minutes(errand, _prior_minutes(day.rules, errand))) for errand in errands}
        self.opening: list[tuple[int, int]] = []
        self.bound: dict[int, list[int]] = {}
        self._seat_desks()
        self._queue_up()

    def _seat_desks(self) -> None:
        desks = sorted(self.day.desks.values(), key=_standing_order)
        self.desks = [desk.desk_id for desk in desks if desk.is_open and self.day.served_by(desk.desk_id)]
        by_errands: dict[tuple[ErrandId, ...], _Queue] = {}
        self.queues = [by_errands.setdefault(errands, _Queue(errands)) for errands in map(self.day.served_by, self.desks)]
        self.queues_of: dict[ErrandId, list[_Queue]] = {errand: [] for errand in self.means}
        for queue in by_errands.values():
            for errand in queue.unserved:
                self.queues_of.setdefault(errand, []).append(queue)

    def _queue_up(self) -> None:
        now, queues_of = self.now, self.queues_of
        for place, entry in enumerate(self.entries):
            leg = entry.leg
            if leg.opens_at is not None and leg.opens_at > now:
                self._queue_up_booked(place, leg.errand, leg.opens_at)
            elif leg.bound_desk is not None and (leg.bound_until is None or leg.bound_until > now):
                self._queue_up_bound(place, leg.errand, leg.bound_desk, leg.bound_until)
            else:
                for queue in queues_of[leg.errand]:
                    queue.places.append(place)
        heapify(self.opening)
        for queue in self.queues:
            queue.places.append(self.nobody)

    def _queue_up_booked(self, place: int, errand: ErrandId, opens_at: datetime) -> None:
        for queue in self.queues_of[errand]:
            queue.early.append(place)
        self.opening.append((self._seconds_to(opens_at), place))

    def _queue_up_bound(self, place: int, errand: ErrandId, desk: DeskId, until: datetime | None) -> None:
        number = self.desks.index(desk) if desk in self.desks else None
        if number is not None and errand in self.queues[number].errands:
            self.bound.setdefault(number, []).append(place)
        if until is not None:
            self.opening.append((self._seconds_to(until), place))

    def to_the_end(self) -> None:
        """Desks take visitors until nobody is left whom an open desk can serve."""
        desks = [(free_at, free_at, number) for number, free_at in enumerate(map(self._free_at, self.desks))]
        heapify(desks)
        starts, taken, newcomer, bound = self.starts, self.taken, self.newcomer, self.bound
        seconds = [self.means[entry.leg.errand] for entry in self.entries]
        while desks:
            at, idle_since, number = desks[0]
            if self.opening and self.opening[0][0] <= at:
                self._open_until(at)
            place = self.queues[number].first(taken)
            if place >= newcomer or number in bound:
                place = self._slow_choice(number, place, at)
            if place != self.nobody:
                starts[place] = at
                taken[place] = 1
                free_at = at + seconds[place]
                heapreplace(desks, (free_at, free_at, number))
            elif self.opening:
                heapreplace(desks, (self.opening[0][0], idle_since, number))
            else:
                heappop(desks)

    def _slow_choice(self, number: int, place: int, at: int) -> int:
        """Whom the desk takes where `place` is first in its queue, but bindings, newcomers or early bookings may matter."""
        queue = self.queues[number]
        place = min(place, self._first_bound(number))
        if place >= self.newcomer and queue.unserved:
            self._take_newcomers(queue, at)
        early = queue.first_early(self.taken) if place == self.nobody else None
        return place if early is None else early

    def _first_bound(self, number: int) -> int:
        return next((place for place in self.bound.get(number, ()) if not self.taken[place]), self.nobody)

    def _open_until(self, at: int) -> None:
        while self.opening and self.opening[0][0] <= at:
            place = heappop(self.opening)[1]
            leg = self.entries[place].leg
            for queue in self.queues_of[leg.errand]:
                heappush(queue.opened, place)
            if leg.bound_desk is not None:
                self._unbind(place)

    def _unbind(self, place: int) -> None:
        for number in [number for number, places in self.bound.items() if place in places]:
            self.bound[number].remove(place)
            if not self.bound[number]:
                del self.bound[number]

    def _take_newcomers(self, queue: _Queue, at: int) -> None:
        for errand in queue.unserved:
            self.newcomers.setdefault(errand, at)
        queue.unserved.clear()

    def _free_at(self, desk_id: DeskId) -> int:
        desk = self.day.desks[desk_id]
        if desk.ticket is not None:
            ticket = self.day.tickets[desk.ticket]
            mean = self.means.get(ticket.leg.errand, PRIOR_MINUTES * 60)
            return max(mean + self._seconds_to(ticket.since), round(REST_AT_LEAST * mean))
        return max(self._seconds_to(desk.since + PAUSE), _seconds(PAUSE_REST)) if desk.is_paused else 0

    def _seconds_to(self, moment: datetime) -> int:
        return _seconds(moment - self.now)


def _seconds(length: timedelta) -> int:
    return ceil(length.total_seconds())


def _in_order(day: Day) -> list[InLine]:
    """All that wait, by turn: by time, and by number where times are the same. A sort keeps the order of equals."""
    entries = sorted((entry for line in day.lines.values() for entry in line), key=attrgetter("turn.seq"))
    entries.sort(key=attrgetter("turn.time"))
    return entries


def _standing_order(desk: Desk) -> tuple[bool, datetime, DeskId]:
    """Whoever has stood ready longest comes first, then the other desks."""
    return desk.ready_since is None, desk.ready_since or desk.since, desk.desk_id

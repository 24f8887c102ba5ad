# SPDX-License-Identifier: EUPL-1.2
"""How long somebody will wait: the calling rule run forward in one pass, and a number that is rounded honestly.

Each open desk becomes free when the visit at it is expected to end, takes the next in line by the same rule as `calling`, and
is busy for what that errand takes on average; all starts are read off on the way. On simulated town-hall days this misses by
6 of 22 minutes on average, a third of what "the queue times the mean, by the desks" misses by, since a specialist's queue moves
otherwise than a generalist's. Planned breaks and openings of desks are in the run, and bookings of the next ninety minutes.

Also read off: when a walk-in of each errand would be called who came this moment. Such a visitor takes nobody's time in the run.

Whoever comes later is not in the run. What that does, and all else that makes a number wrong, is learned (`bands`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush, heapreplace
from itertools import chain
from math import ceil
from operator import attrgetter

from kolapp_server.domain import staffing
from kolapp_server.domain.bands import Estimate as Estimate
from kolapp_server.domain.bands import rounded as rounded
from kolapp_server.domain.calling import booking_opens_at, turn_time
from kolapp_server.domain.day import Day, Desk, InLine, PlannedBreak
from kolapp_server.domain.folding import OTHER_DUTIES
from kolapp_server.domain.learning import Learned as Learned
from kolapp_server.domain.learning import learn as learn
from kolapp_server.domain.rules import BOOKING_LATE_AFTER, Rules
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Leg, Ticket, TicketId, Turn

PRIOR_MINUTES = 10
"""For an errand that has left the catalogue while somebody still waits with it."""
REST_AT_LEAST = 0.35
"""Of the mean: what is left of a visit that has lasted longer than expected."""
PAUSE = timedelta(minutes=15)
LUNCH = timedelta(minutes=45)
PAUSE_REST = timedelta(minutes=5)
"""A pause that nobody planned is expected to last a quarter of an hour, a lunch three, and five minutes more when it has."""
BREAK_TAKEN_EARLY = timedelta(minutes=15)
"""Who pauses so shortly before a planned break has begun it."""
ELSEWHERE = ("meeting", *OTHER_DUTIES)
"""Pauses of which nobody knows when they end: such a desk is not in the run."""
BOOKINGS_AHEAD = timedelta(minutes=90)
NOT_CHECKED_IN = TicketId("")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The estimates of one moment: for each that waits, and for a walk-in of each errand who came now."""

    by_ticket: dict[TicketId, Estimate]
    by_errand: dict[ErrandId, Estimate]


@dataclass(frozen=True, slots=True)
class Booking:
    """A booked time whose visitor has not checked in yet."""

    errand: ErrandId
    booked_at: datetime


def estimates(day: Day, now: datetime, learned: Learned) -> dict[ErrandId, Estimate]:
    """How long a walk-in of each errand would wait who came now."""
    return forecast(day, now, learned).by_errand


def estimate_for(day: Day, ticket: Ticket, now: datetime, learned: Learned) -> Estimate | None:
    """How much longer that ticket waits; None when it does not wait. For more than one ticket ask `forecast`."""
    return forecast(day, now, learned).by_ticket.get(ticket.ticket_id)


def forecast(day: Day, now: datetime, learned: Learned, bookings: Sequence[Booking] = ()) -> Forecast:
    """Every estimate of this moment, from one run. `bookings` are those of today that have not checked in."""
    run = _Run(day, now, learned, _within_reach(day, bookings, now))
    run.to_the_end()
    nobody, told = _Nobody(day, now), learned.ratios.telling
    waits = {
        entry.ticket_id: nobody.serves(entry.leg.errand) if start is None else told[(start + 30) // 60]
        for entry, start in zip(run.entries, run.starts, strict=True)
    }
    waits.pop(NOT_CHECKED_IN, None)
    coming = {errand: told[(start + 30) // 60] for errand, start in run.newcomers.items() if errand in day.rules.errand_by_id}
    # A desk that only will be there is in the run, since it takes from the others' queues; but no number is said for it.
    staffed = staffing.staffed(day)
    for errand in (*day.lines, *day.rules.errand_by_id):
        if errand not in staffed:
            waits.update((entry.ticket_id, nobody.serves(errand)) for entry in day.lines.get(errand, ()))
            coming.pop(errand, None)
    return Forecast(waits, {errand: coming.get(errand) or nobody.serves(errand) for errand in day.rules.errand_by_id})


def _prior_minutes(rules: Rules, errand: ErrandId) -> float:
    rule = rules.errand_by_id.get(errand)
    return PRIOR_MINUTES if rule is None else rule.expected_minutes


def _within_reach(day: Day, bookings: Sequence[Booking], now: datetime) -> list[InLine]:
    """Bookings that may come in the next ninety minutes, as if they stood in line."""
    head_starts, coming = day.rules.head_starts, []
    for booking in bookings:
        if now - BOOKING_LATE_AFTER <= booking.booked_at <= now + BOOKINGS_AHEAD:
            turn = Turn(turn_time(booking.booked_at, Kind.BOOKED, head_starts), day.seq)
            opens_at = max(booking_opens_at(booking.booked_at), now)
            leg = Leg(booking.errand, Kind.BOOKED, turn, now, opens_at=opens_at, booked_at=booking.booked_at)
            coming.append(InLine(turn, NOT_CHECKED_IN, leg))
    return coming


class _Nobody:
    """What is said where no open desk has the errand: when one will."""

    def __init__(self, day: Day, now: datetime) -> None:
        self.day, self.now = day, now
        self.known: dict[ErrandId, Estimate] = {}

    def serves(self, errand: ErrandId) -> Estimate:
        if errand not in self.known:
            self.known[errand] = Estimate(opens_at=staffing.opens_at(self.day, errand, self.now))
        return self.known[errand]


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

    def __init__(self, day: Day, now: datetime, learned: Learned, bookings: list[InLine]) -> None:
        self.day, self.now = day, now
        self.entries = _in_order(day, bookings)
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
        day = self.day
        desks = sorted(day.desks.values(), key=_standing_order)
        here = [desk.desk_id for desk in desks if desk.is_open and not _is_elsewhere(desk) and day.served_by(desk.desk_id)]
        self.desks, served = here, [day.served_by(desk) for desk in here]
        self.free_at = [self._free_at(desk) for desk in here]
        profiles = day.rules.profile_by_id
        for planned in day.openings:
            if planned.desk not in self.desks and not day.desks[planned.desk].is_open and planned.profile in profiles:
                self.desks.append(planned.desk)
                served.append(profiles[planned.profile].errands)
                self.free_at.append(max(0, self._seconds_to(planned.opens_at)))
        by_errands: dict[tuple[ErrandId, ...], _Queue] = {}
        self.queues = [by_errands.setdefault(errands, _Queue(errands)) for errands in served]
        self.queues_of: dict[ErrandId, list[_Queue]] = {errand: [] for errand in self.means}
        for queue in by_errands.values():
            for errand in queue.unserved:
                self.queues_of.setdefault(errand, []).append(queue)
        self.breaks = self._breaks_to_come() if day.breaks else {}

    def _breaks_to_come(self) -> dict[int, list[tuple[int, int]]]:
        """By desk, in how many seconds its breaks begin and how long they last, the next one last."""
        to_come: dict[int, list[tuple[int, int]]] = {}
        for planned in sorted(self.day.breaks, key=attrgetter("begins_at"), reverse=True):
            if planned.desk in self.desks and self._is_to_come(planned):
                length = _seconds(planned.ends_at - planned.begins_at)
                to_come.setdefault(self.desks.index(planned.desk), []).append((self._seconds_to(planned.begins_at), length))
        return to_come

    def _is_to_come(self, planned: PlannedBreak) -> bool:
        """A break is late while the visit before it lasts; who called somebody after it should have begun works through it."""
        desk = self.day.desks[planned.desk]
        if planned.begins_at > self.now:
            return not (desk.is_paused and _has_begun(planned, desk))
        return planned.ends_at > self.now and desk.ticket is not None and desk.since < planned.begins_at

    def _queue_up(self) -> None:
        now, queues_of = self.now, self.queues_of
        for place, entry in enumerate(self.entries):
            leg = entry.leg
            if leg.opens_at is not None and leg.opens_at > now:
                self._queue_up_booked(place, entry, leg.opens_at)
            elif leg.bound_desk is not None and (leg.bound_until is None or leg.bound_until > now):
                self._queue_up_bound(place, leg.errand, leg.bound_desk, leg.bound_until)
            else:
                for queue in queues_of[leg.errand]:
                    queue.places.append(place)
        heapify(self.opening)
        for queue in self.queues:
            queue.places.append(self.nobody)

    def _queue_up_booked(self, place: int, entry: InLine, opens_at: datetime) -> None:
        """A desk with nothing else takes somebody ahead of the booked time, but only who is there."""
        is_here = entry.ticket_id != NOT_CHECKED_IN and entry.leg.booked_at is not None
        for queue in self.queues_of[entry.leg.errand] if is_here else ():
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
        desks = [(free_at, free_at, number) for number, free_at in enumerate(self.free_at)]
        heapify(desks)
        starts, taken, newcomer, bound, breaks = self.starts, self.taken, self.newcomer, self.bound, self.breaks
        seconds = [self.means[entry.leg.errand] for entry in self.entries]
        while desks:
            at, idle_since, number = desks[0]
            if number in breaks and breaks[number] and breaks[number][-1][0] <= at:
                ends_at = at + breaks[number].pop()[1]
                heapreplace(desks, (ends_at, ends_at, number))
                continue
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
            if leg.bound_desk is not None and leg.bound_until is not None and self._seconds_to(leg.bound_until) > at:
                self._open_for_one(place, leg.errand, leg.bound_desk, leg.bound_until)
                continue
            for queue in self.queues_of[leg.errand]:
                heappush(queue.opened, place)
            if leg.bound_desk is not None:
                self._unbind(place)

    def _open_for_one(self, place: int, errand: ErrandId, desk: DeskId, until: datetime) -> None:
        """Prepared for, and still bound to one desk."""
        number = self.desks.index(desk) if desk in self.desks else None
        if number is not None and errand in self.queues[number].errands:
            self.bound.setdefault(number, []).append(place)
        heappush(self.opening, (self._seconds_to(until), place))

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
        if desk.busy_with is not None:
            ticket = self.day.tickets[desk.busy_with]
            mean = self.means.get(ticket.leg.errand, PRIOR_MINUTES * 60)
            return max(mean + self._seconds_to(ticket.since), round(REST_AT_LEAST * mean))
        return max(self._seconds_to(self._pause_ends_at(desk)), 0) if desk.is_paused else 0

    def _pause_ends_at(self, desk: Desk) -> datetime:
        """A planned break lasts as long as it was planned, also where it began late."""
        planned = [each for each in self.day.breaks if each.desk == desk.desk_id and _has_begun(each, desk)]
        usual = LUNCH if desk.pause_reason == "lunch" else PAUSE
        lasts = planned[-1].ends_at - planned[-1].begins_at if planned else usual
        return max(desk.since + lasts, self.now + PAUSE_REST if not planned else self.now)

    def _seconds_to(self, moment: datetime) -> int:
        return _seconds(moment - self.now)


def _seconds(length: timedelta) -> int:
    return ceil(length.total_seconds())


def _has_begun(planned: PlannedBreak, desk: Desk) -> bool:
    """Whether the pause that the desk makes is that break."""
    return planned.begins_at - BREAK_TAKEN_EARLY <= desk.since < planned.ends_at


def _is_elsewhere(desk: Desk) -> bool:
    return desk.is_paused and desk.pause_reason in ELSEWHERE


def _in_order(day: Day, bookings: list[InLine]) -> list[InLine]:
    """All that wait, by turn: by time, and by number where times are the same. A sort keeps the order of equals."""
    entries = sorted(chain(*day.lines.values(), bookings), key=attrgetter("turn.seq"))
    entries.sort(key=attrgetter("turn.time"))
    return entries


def _standing_order(desk: Desk) -> tuple[bool, datetime, DeskId]:
    """Whoever has stood ready longest comes first, then the other desks."""
    return desk.ready_since is None, desk.ready_since or desk.since, desk.desk_id

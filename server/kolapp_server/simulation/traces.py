# SPDX-License-Identifier: EUPL-1.2
"""Who comes in a day, with what, and how long each visit takes: made from a seed, so that every rule and every "what if" meets
the same people.

Times are whole seconds after opening. A visit's minutes are those of an average clerk; a desk's speed comes on top.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log, sqrt
from random import Random

from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation.halls import (
    ABSENT_SHARE,
    BOOKED_SHARE,
    COME_BACK_LENGTH,
    COME_BACK_SHARE,
    HALF_HOUR_S,
    HALF_HOURS,
    PRIORITY_SHARE,
    TRANSFER_SHARE,
    WEEKDAYS,
    ErrandModel,
    Hall,
)

QUARTER_S = 900
EARLY_S, EARLY_SPREAD_S = 7 * 60, 6 * 60
"""Who has booked comes seven minutes early, give or take six."""
SHORTEST_VISIT_S = 30
RETURNS_SHARE = 0.5
RETURNS_AFTER_S = (300, 900)
"""Half of those who were not there come back, five to fifteen minutes later."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One errand of a visit at one desk."""

    errand: ErrandId
    seconds: int


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who comes. More than one stretch: handed over. `returns_s` after being marked absent; -1 never."""

    at_s: int
    kind: Kind
    stretches: tuple[Stretch, ...]
    booked_s: int | None = None
    is_absent: bool = False
    returns_s: int = -1


@dataclass(frozen=True, slots=True)
class DayTrace:
    """Everybody of one day, in the order in which they come. `weekday` 0 is Monday."""

    weekday: int
    visits: tuple[Visit, ...]


def days(hall: Hall, count: int, seed: int = 1) -> list[DayTrace]:
    """`count` working days from a Monday on. The same seed gives the same days, whatever the desks serve."""
    return [day(hall, number, seed) for number in range(count)]


def day(hall: Hall, number: int, seed: int) -> DayTrace:
    """Working day `number` of that seed."""
    random = Random(f"{seed}/{number}")  # noqa: S311 (chance that makes visitors keeps no secret)
    weekday = number % len(WEEKDAYS)
    total = hall.visits_a_day() * WEEKDAYS[weekday] / (sum(WEEKDAYS) / len(WEEKDAYS))
    return DayTrace(weekday, _people(hall, random, arrivals(random, total, hall.open_s)))


def at_the_times(hall: Hall, weekday: int, times_s: Sequence[int], seed: str) -> DayTrace:
    """A day on which somebody comes at each of these times, with errands, lengths and kinds as in that hall."""
    return DayTrace(weekday, _people(hall, Random(seed), sorted(times_s)))  # noqa: S311 (as above)


def arrivals(random: Random, expected: float, open_s: int) -> list[int]:
    """When people come: as many as chance will have it, about `expected`, more of them in the morning and at lunch."""
    weights = list(
        accumulate(HALF_HOURS[place * len(HALF_HOURS) * HALF_HOUR_S // open_s] for place in range(open_s // HALF_HOUR_S))
    )
    times, count = [], _poisson(random, expected)
    for _ in range(count):
        half_hour = bisect(weights, random.random() * weights[-1])
        times.append(half_hour * HALF_HOUR_S + random.randrange(HALF_HOUR_S))
    return sorted(times)


def _poisson(random: Random, expected: float) -> int:
    count, passed = 0, random.expovariate(1.0)
    while passed < expected:
        count += 1
        passed += random.expovariate(1.0)
    return count


def _people(hall: Hall, random: Random, times: Sequence[int]) -> tuple[Visit, ...]:
    draw = _Draw(hall, random)
    return tuple(sorted((draw.visit(at) for at in times), key=lambda visit: visit.at_s))


class _Draw:
    """What chance gives each visitor. As many numbers are drawn for each, so that one does not move the next."""

    def __init__(self, hall: Hall, random: Random) -> None:
        self.hall, self.random = hall, random
        self.shares = list(accumulate(each.share for each in hall.errands))
        self.shapes = {each.errand_id: _log_normal(each) for each in hall.errands}

    def visit(self, at_s: int) -> Visit:
        """One visitor who comes about `at_s`."""
        random = self.random
        first, second = self._errand(), self._errand()
        lengths = (self._seconds(first), self._seconds(second), round(COME_BACK_LENGTH * self._seconds(first)))
        kind, early = random.random(), random.gauss(EARLY_S, EARLY_SPREAD_S)
        handed_over, back, absent, returns = (random.random() for _ in range(4))
        after = random.randint(*RETURNS_AFTER_S)
        stretches = [Stretch(first, lengths[0])]
        if handed_over < TRANSFER_SHARE and second != first:
            stretches.append(Stretch(second, lengths[1]))
            if back < COME_BACK_SHARE:
                stretches.append(Stretch(first, lengths[2]))
        is_absent = absent < ABSENT_SHARE
        returns_s = after if returns < RETURNS_SHARE else -1
        if kind < BOOKED_SHARE:
            booked = max(QUARTER_S, at_s // QUARTER_S * QUARTER_S)
            return Visit(max(0, round(booked - early)), Kind.BOOKED, tuple(stretches), booked, is_absent, returns_s)
        told = Kind.PRIORITY if kind < BOOKED_SHARE + PRIORITY_SHARE else Kind.WALK_IN
        return Visit(at_s, told, tuple(stretches), None, is_absent, returns_s)

    def _errand(self) -> ErrandId:
        place = bisect(self.shares, self.random.random() * self.shares[-1])
        return self.hall.errands[min(place, len(self.shares) - 1)].errand_id

    def _seconds(self, errand: ErrandId) -> int:
        centre, spread = self.shapes[errand]
        return max(SHORTEST_VISIT_S, round(60 * exp(self.random.gauss(centre, spread))))


def _log_normal(errand: ErrandModel) -> tuple[float, float]:
    """Centre and spread of the logarithm of the minutes."""
    variance = log(1 + errand.variation**2)
    return log(errand.minutes) - variance / 2, sqrt(variance)

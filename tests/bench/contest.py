# SPDX-License-Identifier: EUPL-1.2
"""All rules on the same days, and what came of it. TURN is the project's own domain code; only the rivals are written anew."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import TicketCalled
from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation.living import LivedDay, live
from kolapp_server.simulation.measures import ON_TIME_S
from kolapp_server.simulation.reception import DomainReception
from tests.bench.grounds import Ground, spread_out
from tests.bench.rivals import RIVALS, Fifo, PooledFifo, StrictPriority

TURN = "Kölapp's rule"
FIFO, POOLED, STRICT = Fifo.name, PooledFifo.name, StrictPriority.name
TENTH_S = 6
"""A tenth of a minute: as finely as waits are counted."""
BLOCK = 20
"""Days that one process takes at a time."""
Total = tuple[int, float]


class WatchedReception(DomainReception):
    """The domain, each of its calls held against the rule as `turn.md` words it, in other code than the rule's own."""

    skips: int = 0

    def ask(self, command: Command, at_s: int) -> Iterator[tuple[int, int]]:
        """As the domain, and counts the unjustified."""
        before = len(self.happened)
        called = super().ask(command, at_s)
        for event in self.happened[before:]:
            if isinstance(event, TicketCalled):
                self.skips += unjustified(self.day, event)
        return called


def unjustified(after: Day, call: TicketCalled) -> int:
    """How many wait on who were open to that desk and had an earlier turn than the one who was called."""
    called = after.tickets[call.ticket_id].leg
    was_early = called.opens_at is not None and called.opens_at > call.at
    return sum(
        entry.leg.errand in after.served_by(call.desk)
        and (entry.leg.opens_at is None or entry.leg.opens_at <= call.at)
        and (was_early or (entry.leg.turn.time, entry.leg.turn.seq) < (called.turn.time, called.turn.seq))
        for line in after.lines.values()
        for entry in line
    )


@dataclass(slots=True)
class Tally:
    """What one rule did on some days of one ground. Waits in minutes; by errand and kind as (how many, together)."""

    day_means: list[float] = field(default_factory=list)
    day_longest: list[float] = field(default_factory=list)
    tenths: Counter[int] = field(default_factory=Counter)
    by_errand: dict[ErrandId, Total] = field(default_factory=dict)
    by_kind: dict[Kind, Total] = field(default_factory=dict)
    booked_on_time: int = 0
    skips: int = 0

    def add(self, day: LivedDay) -> None:
        """One more day."""
        minutes = [leg.minutes for leg in day.waits]
        self.day_means.append(fmean(minutes) if minutes else 0.0)
        self.day_longest.append(max(minutes, default=0.0))
        self.tenths.update((leg.called_s - leg.came_s) // TENTH_S for leg in day.waits)
        for leg in day.waits:
            self.by_errand[leg.errand] = _more(self.by_errand.get(leg.errand), 1, leg.minutes)
            self.by_kind[leg.kind] = _more(self.by_kind.get(leg.kind), 1, leg.minutes)
            if leg.kind is Kind.BOOKED:
                who = day.trace.visits[leg.visit]
                self.booked_on_time += leg.called_s <= max(who.booked_s or 0, who.at_s) + ON_TIME_S

    def join(self, other: "Tally") -> None:
        """The days of `other` come after these."""
        self.day_means += other.day_means
        self.day_longest += other.day_longest
        self.tenths += other.tenths
        for errand, (count, total) in other.by_errand.items():
            self.by_errand[errand] = _more(self.by_errand.get(errand), count, total)
        for kind, (count, total) in other.by_kind.items():
            self.by_kind[kind] = _more(self.by_kind.get(kind), count, total)
        self.booked_on_time += other.booked_on_time
        self.skips += other.skips

    @property
    def mean(self) -> float:
        """Over all legs."""
        return sum(total for _, total in self.by_kind.values()) / sum(count for count, _ in self.by_kind.values())

    @property
    def p95(self) -> float:
        """Nineteen in twenty waited no longer."""
        left = 0.05 * self.tenths.total()
        for tenth in sorted(self.tenths, reverse=True):
            left -= self.tenths[tenth]
            if left < 0:
                return tenth / 10
        return 0.0

    @property
    def longest(self) -> float:
        """The longest wait of a day, on average."""
        return fmean(self.day_longest)

    @property
    def spread(self) -> float:
        """The mean wait of the errand that waits longest, less that of the one that waits shortest."""
        means = [total / count for count, total in self.by_errand.values()]
        return max(means) - min(means)

    @property
    def booked_share(self) -> float:
        """Of the booked, who were called within five minutes."""
        return self.booked_on_time / self.by_kind[Kind.BOOKED][0]

    def mean_of(self, kind: Kind) -> float:
        """Over the legs of that kind."""
        count, total = self.by_kind[kind]
        return total / count


Scores = dict[str, Tally]


def _more(before: Total | None, count: int, minutes: float) -> Total:
    return (count, minutes) if before is None else (before[0] + count, before[1] + minutes)


def contest(grounds: Sequence[Ground], days: int) -> dict[str, Scores]:
    """By ground, what each rule did on the same `days` days."""
    blocks = [(ground, first, min(first + BLOCK, days)) for ground in grounds for first in range(0, days, BLOCK)]
    told: dict[str, Scores] = {}
    for (ground, first, _), found in zip(blocks, spread_out(_block, blocks), strict=True):
        if first == 0:
            print(f"   {ground.name}", flush=True)
        scores = told.setdefault(ground.name, {})
        for rule, tally in found.items():
            scores.setdefault(rule, Tally()).join(tally)
    return told


def _block(piece: tuple[Ground, int, int]) -> Scores:
    ground, first, end = piece
    scores = {name: Tally() for name in (TURN, *(rival.name for rival in RIVALS))}
    for number in range(first, end):
        trace = ground.day(number)
        own = WatchedReception(ground.hall, trace.weekday)
        scores[TURN].add(live(ground.hall, trace, own))
        scores[TURN].skips += own.skips
        for rival in RIVALS:
            scores[rival.name].add(live(ground.hall, trace, rival(ground.hall)))
    return scores


def ratio_error(one: Tally, other: Tally) -> float:
    """Standard error of the ratio of their mean waits, as a share of it, the days compared in pairs."""
    days, below = len(one.day_means), fmean(other.day_means)
    ratio = fmean(one.day_means) / below
    rest = [mine - ratio * its for mine, its in zip(one.day_means, other.day_means, strict=True)]
    return stdev(rest) / days**0.5 / below / ratio if days > 1 else 0.0


def averaged(values: Iterable[float]) -> float:
    """Their mean: each ground counts the same."""
    return fmean(list(values))

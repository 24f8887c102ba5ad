# SPDX-License-Identifier: EUPL-1.2
"""Other ways to choose whose turn it is, each as small as it can be, to be met by the same people on the same days.

A rival keeps a line per errand and kind, each in the order of arrival. A desk that asks gets the first of the line that scores
lowest; who arrives goes to the desk that has stood ready longest. Whoever has booked may be called on arrival.
"""

from collections import deque
from dataclasses import dataclass

from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation.halls import Hall, pooled
from kolapp_server.simulation.living import Called
from kolapp_server.simulation.traces import Visit

Score = tuple[float, ...]
STRICT_RANK = {Kind.PRIORITY: 0, Kind.BOOKED: 1, Kind.RETURNING: 2, Kind.WALK_IN: 3}
SLOPE = {Kind.PRIORITY: 2.0, Kind.BOOKED: 2.0, Kind.RETURNING: 1.5, Kind.WALK_IN: 1.0}
"""How fast somebody's claim grows with each minute of waiting, beside that of a walk-in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who waits: since when, as the how manieth, and which visit it is."""

    since_s: int
    seq: int
    visit: int


Line = deque[Standing]


class Rival:
    """What all have in common. `name` is what the picture calls it."""

    name = ""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.served = [frozenset(seat.errands) for seat in self.staffed(hall).seats]
        self.lines: dict[tuple[ErrandId, Kind], Line] = {}
        self.ready: list[int] = []
        self.errands: dict[int, ErrandId] = {}
        self.at_desk: dict[int, int] = {}
        self.seq = 0

    def staffed(self, hall: Hall) -> Hall:
        """Who serves what under this rival."""
        return hall

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        """Of the first in a line: the lowest is called."""
        raise NotImplementedError

    def arrives(self, visit: int, who: Visit, at_s: int) -> Called:
        """As `Reception`, and so are the six below."""
        self.errands[visit] = who.stretches[0].errand
        return self._joins(visit, who.kind, at_s)

    def returns(self, visit: int, at_s: int) -> Called:
        return self._joins(visit, Kind.RETURNING, at_s)

    def calls(self, desk: int, at_s: int, *, ends_visit: bool) -> Called:
        called = self._call(desk, at_s)
        if not called:
            self.ready.append(desk)
        return called

    def hands_over(self, desk: int, errand: ErrandId, at_s: int) -> Called:
        visit = self.at_desk[desk]
        self.errands[visit] = errand
        return self._joins(visit, Kind.RETURNING, at_s)

    def misses(self, desk: int, at_s: int) -> None:
        pass

    def sits_down(self, desk: int, at_s: int) -> None:
        pass

    def rests(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        if desk in self.ready:
            self.ready.remove(desk)

    def leaves(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        self.rests(desk, at_s, ends_visit=ends_visit)

    def _joins(self, visit: int, kind: Kind, at_s: int) -> Called:
        self.seq += 1
        self.lines.setdefault((self.errands[visit], kind), deque()).append(Standing(at_s, self.seq, visit))
        for desk in self.ready:
            if called := self._call(desk, at_s):
                self.ready.remove(desk)
                return called
        return ()

    def _call(self, desk: int, at_s: int) -> Called:
        served, best, lowest = self.served[desk], None, None
        for (errand, kind), line in self.lines.items():
            if line and errand in served:
                score = self.score(errand, kind, line, at_s)
                if lowest is None or score < lowest:
                    best, lowest = line, score
        if best is None:
            return ()
        self.at_desk[desk] = best.popleft().visit
        return ((self.at_desk[desk], desk),)


class Fifo(Rival):
    """Whoever came first of those whom the desk may serve."""

    name = "First come, first served"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        return line[0].since_s, line[0].seq


class PooledFifo(Fifo):
    """The same where every desk serves everything: the yardstick that no rule can reach without more skills."""

    name = "Every desk serves everything"

    def staffed(self, hall: Hall) -> Hall:
        return pooled(hall)


class StrictPriority(Rival):
    """Every priority before every booked before every returning before every walk-in."""

    name = "Strict priority"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        return STRICT_RANK[kind], line[0].since_s, line[0].seq


class AccumulatingPriority(Rival):
    """Everybody's claim grows while they wait, faster for some."""

    name = "Accumulating priority"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        return -SLOPE[kind] * (at_s - line[0].since_s), line[0].seq


class LongestQueue(Rival):
    """The first of the errand for which most wait."""

    name = "Longest queue"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        waiting = sum(len(other) for (same, _), other in self.lines.items() if same == errand)
        return -waiting, line[0].since_s, line[0].seq


class WaitByTarget(Rival):
    """Whoever has waited the largest share of the time that the errand promises."""

    name = "Wait by target"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        return -(at_s - line[0].since_s) / self.hall.errand_by_id[errand].target_minutes, line[0].seq


class GeneralisedCMu(Rival):
    """The claim grows with the wait, faster for what is quickly done (van Mieghem 1995, with costs that grow as the square)."""

    name = "Generalised c-mu"

    def score(self, errand: ErrandId, kind: Kind, line: Line, at_s: int) -> Score:
        return -(at_s - line[0].since_s) / self.hall.errand_by_id[errand].minutes, line[0].seq


class OwnQueues(Rival):
    """A queue at each desk: who comes stands where fewest do, of the desks with the errand, and stays there."""

    name = "Own queue at each desk"

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self.queues: list[deque[int]] = [deque() for _ in hall.seats]
        self.is_away = [True] * len(hall.seats)
        self.is_busy = [False] * len(hall.seats)

    def _joins(self, visit: int, kind: Kind, at_s: int) -> Called:
        errand = self.errands[visit]
        able = [desk for desk, served in enumerate(self.served) if errand in served]
        free = [desk for desk in self.ready if desk in able]
        desk = free[0] if free else min(able, key=lambda each: (len(self.queues[each]) + self.is_busy[each], self.is_away[each]))
        self.queues[desk].append(visit)
        if not free:
            return ()
        self.ready.remove(desk)
        return self._call(desk, at_s)

    def _call(self, desk: int, at_s: int) -> Called:
        self.is_busy[desk], self.is_away[desk] = bool(self.queues[desk]), False
        if not self.queues[desk]:
            return ()
        self.at_desk[desk] = self.queues[desk].popleft()
        return ((self.at_desk[desk], desk),)

    def rests(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        super().rests(desk, at_s, ends_visit=ends_visit)
        self.is_busy[desk], self.is_away[desk] = False, True


RIVALS: tuple[type[Rival], ...] = (
    Fifo,
    PooledFifo,
    StrictPriority,
    AccumulatingPriority,
    LongestQueue,
    WaitByTarget,
    GeneralisedCMu,
    OwnQueues,
)

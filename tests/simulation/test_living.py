# SPDX-License-Identifier: EUPL-1.2
"""The simulator held against a formula, against the rule written anew, and against the journal that it leaves."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import ClassVar

import pytest

from kolapp_server.domain.calling import next_in_line
from kolapp_server.domain.day import first_day
from kolapp_server.domain.events import TicketCalled
from kolapp_server.domain.folding import fold
from kolapp_server.domain.ticket import ErrandId, Kind
from kolapp_server.simulation import traces
from kolapp_server.simulation.halls import HALLS, LOADS, SMALL, Hall
from kolapp_server.simulation.living import Called, LivedDay, live
from kolapp_server.simulation.reception import A_MONDAY, DomainReception
from kolapp_server.simulation.traces import Visit
from tests.bench import erlang
from tests.bench.rivals import RIVALS, Fifo, Rival

HEAD_START_S = {Kind.WALK_IN: 0, Kind.PRIORITY: 1200, Kind.BOOKED: 3600, Kind.RETURNING: 600}
SETTLED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """Who waits, as `turn.md` words it."""

    turn_s: int
    seq: int
    visit: int
    errand: ErrandId
    opens_s: int


@dataclass
class RuleWrittenAnew:
    """The rule as one list that is searched from end to end."""

    hall: Hall
    waiting: list[Claim] = field(default_factory=list)
    ready: list[int] = field(default_factory=list)
    at_desk: dict[int, int] = field(default_factory=dict)
    errands: dict[int, ErrandId] = field(default_factory=dict)
    priority: set[int] = field(default_factory=set)
    seq: int = 0

    def arrives(self, visit: int, who: Visit, at_s: int) -> Called:
        self.errands[visit] = who.stretches[0].errand
        if who.kind is Kind.PRIORITY:
            self.priority.add(visit)
        base = at_s if who.booked_s is None or at_s > who.booked_s + 600 else who.booked_s
        return self._joins(visit, base - HEAD_START_S[who.kind], (who.booked_s or 0) - 300, at_s)

    def returns(self, visit: int, at_s: int) -> Called:
        return self._joins(visit, at_s - (1200 if visit in self.priority else 600), 0, at_s)

    def hands_over(self, desk: int, errand: ErrandId, at_s: int) -> Called:
        self.errands[self.at_desk[desk]] = errand
        return self.returns(self.at_desk[desk], at_s)

    def calls(self, desk: int, at_s: int, *, ends_visit: bool) -> Called:
        called = self._call(desk, at_s)
        if not called:
            self.ready.append(desk)
        return called

    def misses(self, desk: int, at_s: int) -> None:
        pass

    def sits_down(self, desk: int, at_s: int) -> None:
        pass

    def rests(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        self.ready = [each for each in self.ready if each != desk]

    def leaves(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        self.rests(desk, at_s, ends_visit=ends_visit)

    def _joins(self, visit: int, turn_s: int, opens_s: int, at_s: int) -> Called:
        self.seq += 1
        self.waiting.append(Claim(turn_s, self.seq, visit, self.errands[visit], opens_s))
        for desk in self.ready:
            if called := self._call(desk, at_s):
                self.ready.remove(desk)
                return called
        return ()

    def _call(self, desk: int, at_s: int) -> Called:
        able = [claim for claim in self.waiting if claim.errand in self.hall.seats[desk].errands]
        first = min(able, key=lambda claim: (claim.opens_s > at_s, claim.turn_s, claim.seq), default=None)
        if first is None:
            return ()
        self.waiting.remove(first)
        self.at_desk[desk] = first.visit
        return ((first.visit, desk),)


@pytest.mark.parametrize("name", sorted(HALLS))
@pytest.mark.parametrize("load", LOADS)
def test_the_domain_calls_whom_the_rule_written_anew_calls(name: str, load: float) -> None:
    hall = replace(HALLS[name], load=load)
    trace = traces.day(hall, 0, seed=7)
    own, anew = live(hall, trace, DomainReception(hall)), live(hall, trace, RuleWrittenAnew(hall))
    assert own.waits == anew.waits
    assert own.left_over == 0


def test_folding_a_day_s_journal_gives_the_same_day_and_each_call_is_decided_the_same_again() -> None:
    reception = DomainReception(SMALL)
    live(SMALL, traces.day(SMALL, 0, seed=3), reception)
    day, calls = first_day("simulated", SMALL.rules, A_MONDAY, reception.opening), 0
    for event in reception.happened:
        if isinstance(event, TicketCalled):
            again = next_in_line(day, event.desk, event.at)
            assert again is not None
            assert again.ticket_id == event.ticket_id
            calls += 1
        day = fold(day, event)
    assert day == reception.day
    assert calls > 100


@cache
def lived(rule: type[Rival]) -> LivedDay:
    return live(SMALL, traces.day(SMALL, 0, seed=5), rule(SMALL))


@pytest.mark.parametrize("rule", RIVALS)
def test_under_every_rule_everybody_is_served_with_all_they_came_for(rule: type[Rival]) -> None:
    day = lived(rule)
    called = {(leg.visit, leg.stretch) for leg in day.waits}
    wanted = {
        (place, stretch)
        for place, who in enumerate(day.trace.visits)
        for stretch in range(len(who.stretches))
        if not who.is_absent or who.returns_s >= 0
    }
    assert wanted <= called
    assert day.left_over == 0


def test_the_same_seed_brings_the_same_people_whatever_desks_serve() -> None:
    other = replace(SMALL, seats=tuple(replace(seat, errands=SMALL.seats[0].errands) for seat in SMALL.seats))
    assert traces.days(SMALL, 3, seed=2) == traces.days(other, 3, seed=2)
    assert traces.days(SMALL, 3, seed=2) != traces.days(SMALL, 3, seed=4)


@pytest.mark.slow
def test_a_hall_with_one_errand_waits_as_long_as_erlang_says() -> None:
    expected = erlang.erlang_c_wait_s(erlang.DESKS, erlang.LOAD, erlang.VISIT_S)
    assert erlang.mean_wait_s(Fifo, SETTLED_DAYS) == pytest.approx(expected, rel=0.05)


class Forgetful(Fifo):
    """Who arrives wakes no desk that stands ready, unless others wait already."""

    slept: ClassVar[int] = 0

    def _joins(self, visit: int, kind: Kind, at_s: int) -> Called:
        ready, self.ready = self.ready, self.ready[1:]
        called = super()._joins(visit, kind, at_s)
        self.ready = [desk for desk in ready if desk not in {place for _, place in called}]
        return called


@pytest.mark.slow
def test_a_simulator_that_leaves_a_desk_asleep_is_caught() -> None:
    expected = erlang.erlang_c_wait_s(erlang.DESKS, erlang.LOAD, erlang.VISIT_S)
    assert erlang.mean_wait_s(Forgetful, 20) > 1.2 * expected

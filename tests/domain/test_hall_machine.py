# SPDX-License-Identifier: EUPL-1.2
"""A hall where anything may be asked in any order; what must always be true is checked after each step."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kolapp_server.domain.commands import Command, Tick
from kolapp_server.domain.decisions import next_due
from kolapp_server.domain.folding import fold_all
from tests.domain import properties
from tests.domain.halls import OPENING, PASSING_MINUTES, Done, Trace, after, asked, command_from, new_day, rules_from, sit_down

small = st.integers(0, 255)
ISSUE, CALL, STEP, MANUAL, DESK, TOGETHER = range(0, 5), range(5, 9), range(9, 13), (13,), (14,), (16, 17)


class Hall(RuleBasedStateMachine):
    """A day in a random hall."""

    @initialize(header=st.binary(min_size=12, max_size=12))
    def opens(self, header: bytes) -> None:
        rules = rules_from(header)
        self.now = OPENING
        seats = [sit_down(place, header[8 + place % 4] % len(rules.profiles)) for place in range(len(rules.desks))]
        self.start = after(new_day(rules), self.now, *seats)
        self.day, self.done = self.start, Done(self.start, Tick(), self.now, (), self.start)
        self.events: list[object] = []

    def _ask(self, command: Command) -> None:
        self.done = asked(self.day, command, self.now)
        self.day = self.done.after
        self.events.extend(self.done.events)

    @rule(what=st.sampled_from(ISSUE), which=small, other=small)
    def somebody_comes(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @rule(what=st.sampled_from(CALL), which=small, other=small)
    def a_desk_calls(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @precondition(lambda self: self.day.tickets)
    @rule(what=st.sampled_from(STEP), which=small, other=small)
    def a_visit_goes_on(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @precondition(lambda self: self.day.waiting())
    @rule(what=st.sampled_from(MANUAL), which=small, other=small)
    def somebody_is_called_out_of_turn(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @precondition(lambda self: self.day.tickets)
    @rule(what=st.sampled_from(TOGETHER), which=small, other=small)
    def a_visit_is_prepared_or_joined(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @rule(what=st.sampled_from(DESK), which=small, other=small)
    def a_desk_opens_pauses_or_closes(self, what: int, which: int, other: int) -> None:
        self._ask(command_from(self.day, self.now, what, which, other))

    @rule(minutes=st.sampled_from(PASSING_MINUTES))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self._ask(Tick())

    @precondition(lambda self: self.day.ready)
    @rule()
    def the_next_moment_comes(self) -> None:
        self.now = next_due(self.day, self.now)
        self._ask(Tick())

    @invariant()
    def the_last_step_was_fair(self) -> None:
        trace = Trace(self.start, (self.done,))
        for holds in properties.OF_A_TRACE:
            if holds not in (properties.p7_the_journal_gives_the_same_day_and_calls, properties.time_never_goes_back):
                holds(trace)

    def teardown(self) -> None:
        if hasattr(self, "day"):
            assert fold_all(self.start, self.events) == self.day


Hall.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestHall = Hall.TestCase

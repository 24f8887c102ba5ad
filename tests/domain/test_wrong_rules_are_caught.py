# SPDX-License-Identifier: EUPL-1.2
"""Each property shown to fail: `test_turn_properties` holds with the right rule, and does not with a wrong one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from kolapp_server.domain import calling, folding
from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import Ticket
from tests.domain import properties, wrong_rules
from tests.domain.halls import Trace, trace_of
from tests.domain.wrong_rules import Rule

DAYS = 60
LENGTH = 300

CAUGHT: tuple[tuple[properties.TraceProperty, Rule], ...] = (
    (properties.p1_the_earliest_turn_is_called, wrong_rules.last_come_first),
    (properties.p1_the_earliest_turn_is_called, wrong_rules.booked_when_they_come),
    (properties.p1_the_earliest_turn_is_called, wrong_rules.shortest_errand),
    (properties.p1_the_earliest_turn_is_called, wrong_rules.priority_always),
    (properties.p1_the_earliest_turn_is_called, wrong_rules.as_they_came),
    (properties.p2_alike_are_called_as_they_came, wrong_rules.last_come_first),
    (properties.p2_alike_are_called_as_they_came, wrong_rules.by_the_clock),
    (properties.p3_nobody_starves, wrong_rules.priority_always),
    (properties.p3_nobody_starves, wrong_rules.booked_always),
    (properties.p3_nobody_starves, wrong_rules.shortest_errand),
    (properties.p5_no_desk_stands_ready_while_it_could_serve, wrong_rules.first_errand_only),
    (properties.p5_no_desk_stands_ready_while_it_could_serve, wrong_rules.never_early),
    (properties.p8_an_earlier_turn_is_never_worse, wrong_rules.longest_line),
    (properties.p9_every_passing_has_one_true_reason, wrong_rules.last_come_first),
    (properties.p9_every_passing_has_one_true_reason, wrong_rules.priority_always),
    (properties.p10_nobody_is_lost_called_twice_or_moved, wrong_rules.called_again),
)
CAUGHT_TOLD_OTHERWISE: tuple[tuple[Callable[[bytes], None], Rule], ...] = (
    (properties.p4_the_rule_is_blind_to_the_errand, wrong_rules.shortest_errand),
    (properties.p4_the_rule_is_blind_to_the_errand, wrong_rules.errand_by_name),
    (properties.p4_the_rule_is_blind_to_the_errand, wrong_rules.first_errand_only),
    (properties.p6_the_order_of_two_never_flips, wrong_rules.wait_by_target),
    (properties.p6_the_order_of_two_never_flips, wrong_rules.by_the_clock),
)


def some_days() -> Iterator[bytes]:
    return (Random(seed).randbytes(LENGTH) for seed in range(DAYS))


def _is_caught(holds: Callable[[bytes], object]) -> bool:
    for data in some_days():
        try:
            holds(data)
        except (AssertionError, ValueError):
            return True
    return False


@pytest.mark.parametrize(("holds", "rule"), CAUGHT)
def test_an_unfair_rule_is_caught(holds: properties.TraceProperty, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "next_in_line", rule)
    assert _is_caught(lambda data: holds(trace_of(data)))


@pytest.mark.parametrize(("holds", "rule"), CAUGHT_TOLD_OTHERWISE)
def test_a_rule_that_looks_at_the_errand_or_the_clock_is_caught(
    holds: Callable[[bytes], None], rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "next_in_line", rule)
    assert _is_caught(holds)


@pytest.mark.parametrize("rule", [wrong_rules.blind_to_bindings, wrong_rules.any_desk_does])
def test_a_rule_that_calls_whom_the_desk_may_not_serve_is_caught(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "next_in_line", rule)
    assert _is_caught(lambda data: properties.p1_the_earliest_turn_is_called(trace_of(data)))


def test_a_rule_that_remembers_is_caught_when_the_journal_is_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "next_in_line", wrong_rules.TakesTurns())
    assert _is_caught(lambda data: properties.p7_the_journal_gives_the_same_day_and_calls(trace_of(data)))


def test_whoever_calls_the_desk_that_came_ready_last_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = calling.next_for_ready
    monkeypatch.setattr(calling, "next_for_ready", lambda day, now: right(replace(day, ready=day.ready[::-1]), now))
    assert _is_caught(lambda data: properties.longest_ready_is_called_first(trace_of(data)))


def test_a_step_that_moves_somebody_else_is_caught() -> None:
    def careless(trace: Trace) -> Trace:
        return replace(trace, steps=tuple(replace(step, after=_with_all_later(step.after)) for step in trace.steps))

    assert _is_caught(lambda data: properties.p10_nobody_is_lost_called_twice_or_moved(careless(trace_of(data))))


def _with_all_later(day: Day) -> Day:
    tickets = {name: replace(each, leg=properties.later(each.leg)) for name, each in day.tickets.items()}
    return replace(day, tickets=day.tickets.update(tickets))


def test_a_folding_that_forgets_who_sits_where_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = folding.with_ticket

    def forgets(day: Day, ticket: Ticket, **also: Any) -> Day:
        return replace(right(day, ticket, **also), desks=day.desks)

    monkeypatch.setattr(folding, "with_ticket", forgets)
    assert _is_caught(lambda data: properties.every_day_is_consistent(trace_of(data)))


def test_a_clock_that_goes_back_is_caught() -> None:
    def turned_back(trace: Trace) -> Trace:
        return replace(trace, steps=trace.steps[::-1])

    assert _is_caught(lambda data: properties.time_never_goes_back(turned_back(trace_of(data))))

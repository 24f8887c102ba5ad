# SPDX-License-Identifier: EUPL-1.2
"""Whatever arrives in which order, each visitor has one ticket. Many more days of it: `pytest -m slow tests/domain`."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kolapp_server.domain import offline
from tests.domain.offline_hall import OfflineHall

FEW = settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=60, stateful_step_count=50)
UNTIL_IT_FAILS = settings(MANY, max_examples=400, phases=(Phase.generate,), database=None, derandomize=True)
"""The same days each time: what is planted is found among the first ten, and never by luck."""
WRONG = {
    "_withdraw_former": lambda *_: None,
    "_called_before_it_came": lambda *_: None,
    "_is_known": lambda *_: False,
    "_is_told": lambda *_: False,
    "arrival": lambda entry, *_: entry.issued_at,
}
"""A part of the decision, done wrongly."""


def test_each_visitor_has_one_ticket_whatever_arrives_in_which_order() -> None:
    run_state_machine_as_test(OfflineHall, settings=FEW)


@pytest.mark.slow
def test_each_visitor_has_one_ticket_on_many_long_days() -> None:
    run_state_machine_as_test(OfflineHall, settings=MANY)


@pytest.mark.slow
@pytest.mark.parametrize("part", sorted(WRONG))
def test_a_wrong_decision_is_caught(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, part, WRONG[part])
    with pytest.raises((AssertionError, KeyError)):
        run_state_machine_as_test(OfflineHall, settings=UNTIL_IT_FAILS)

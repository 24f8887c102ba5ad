# SPDX-License-Identifier: EUPL-1.2
"""Whatever arrives in which order, each visitor has one ticket. Many more days of it: `pytest -m slow tests/domain`."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.offline_hall import OfflineHall

FEW = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=300, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_each_visitor_has_one_ticket_whatever_arrives_in_which_order() -> None:
    run_state_machine_as_test(OfflineHall, settings=FEW)


@pytest.mark.slow
def test_each_visitor_has_one_ticket_on_many_long_days() -> None:
    run_state_machine_as_test(OfflineHall, settings=MANY)

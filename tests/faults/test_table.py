# SPDX-License-Identifier: EUPL-1.2
"""The table of faults: each has a module, and what broke or could not be played is never told as passed."""

from importlib.util import find_spec

import pytest

from tests.faults import table
from tests.faults.row import SHORT, Row, Scale, judged, not_run
from tests.history.planted import a_ticket_is_gone, good_day, one_visitor_is_called_to_two_desks


@pytest.mark.parametrize("fault", table.MODULES)
def test_each_fault_has_a_module(fault: str) -> None:
    assert find_spec(f"tests.faults.rows.{table.MODULES[fault]}")


def test_a_row_that_could_not_be_run_stands_as_null() -> None:
    row = not_run("power loss", "needs root").as_json()
    assert (row["passed"], row["lost"], row["why"]) == (None, None, "needs root")


def test_a_row_that_breaks_has_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_scale: Scale) -> Row:
        raise TimeoutError("the server was not ready")

    monkeypatch.setattr("tests.faults.rows.two_taps.run", broken)
    row = table.play("two quick taps", SHORT)
    assert (row.passed, row.why) == (False, "TimeoutError: the server was not ready")


def test_a_row_counts_what_was_lost_doubled_and_out_of_order() -> None:
    good = judged("two quick taps", 1, good_day(), 0.5)
    assert (good.passed, good.acknowledged, good.lost, good.doubled, good.out_of_order) == (True, 24, 0, 0, 0)
    lost = judged("two quick taps", 1, a_ticket_is_gone(good_day()), 0.5)
    assert (lost.passed, lost.lost) == (False, 1)
    doubled = judged("two quick taps", 1, one_visitor_is_called_to_two_desks(good_day()), 0.5)
    assert doubled.passed is False
    assert doubled.doubled


def test_a_row_of_nobody_has_not_passed() -> None:
    assert judged("two quick taps", 1, type(good_day())(), 0.5).passed is False

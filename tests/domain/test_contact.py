# SPDX-License-Identifier: EUPL-1.2
"""When a contact is a repeat, how a promise stands, and which figures may be told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_server.domain.contact import Counted, PromiseState, figures, is_repeat, parts_told, promise_state, told

FRIDAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_before", "state"),
    [(2, PromiseState.OPEN), (1, PromiseState.DUE), (0, PromiseState.DUE), (-1, PromiseState.OVERDUE)],
)
def test_a_promise_is_reminded_of_the_day_before_and_late_the_day_after(days_before: int, state: PromiseState) -> None:
    assert promise_state(FRIDAY, None, FRIDAY - timedelta(days=days_before)) is state


@given(days=st.integers(-400, 400), is_kept=st.booleans())
def test_what_somebody_has_answered_no_day_changes(days: int, is_kept: bool) -> None:
    answered = PromiseState.KEPT if is_kept else PromiseState.BROKEN
    assert promise_state(FRIDAY, is_kept, FRIDAY + timedelta(days=days)) is answered


def test_a_contact_is_a_repeat_for_fourteen_days() -> None:
    assert is_repeat(NOW - timedelta(days=14), NOW)
    assert not is_repeat(NOW - timedelta(days=14, seconds=1), NOW)
    assert not is_repeat(None, NOW)


@given(counts=st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=6))
def test_no_small_number_is_told_and_none_can_be_worked_out_from_the_whole(counts: dict[str, int]) -> None:
    parts = parts_told(counts)
    assert all(part.count is None or part.count == 0 or part.count >= 5 for part in parts.values())
    hidden = [name for name, part in parts.items() if part.count is None]
    others = [count for count in counts.values() if count >= 5]
    assert len(hidden) != 1 or not others


def test_of_few_contacts_no_figure_is_told() -> None:
    few = figures(Counted({"solved": 2, "promised": 1}, 1, {"form": 1}, {"kept": 1}))
    assert few.contacts == 0
    assert few.repeats == told(1)
    assert few.repeats.is_few
    assert all(part.count is None for part in (*few.by_outcome.values(), *few.avoidable.values(), *few.promises.values()))

# SPDX-License-Identifier: EUPL-1.2
"""A letter and three digits, four after 999."""

import pytest

from kolapp_server.domain.numbering import HIGHEST, SERIES, ticket_number
from kolapp_server.domain.refusals import SeriesFull
from tests.domain.halls import OPENING, after, issue, new_day, small_rules


@pytest.mark.parametrize(("count", "number"), [(1, "A001"), (42, "A042"), (999, "A999"), (1000, "A1000"), (9999, "A9999")])
def test_numbers_have_three_digits_and_four_after_999(count: int, number: str) -> None:
    assert ticket_number("A", count) == number


def test_a_series_has_an_end() -> None:
    with pytest.raises(SeriesFull):
        ticket_number("A", HIGHEST + 1)


def test_no_two_numbers_of_a_day_are_alike() -> None:
    numbers = {ticket_number(series, count) for series in SERIES for count in range(1, HIGHEST + 1, 7)}
    assert len(numbers) == len(SERIES) * len(range(1, HIGHEST + 1, 7))


def test_letters_that_look_like_digits_and_the_offline_letter_are_left_out() -> None:
    assert not set("BIOK") & set(SERIES)


def test_errands_of_one_series_share_its_numbers() -> None:
    rules = small_rules(errands=8)
    day = after(new_day(rules), OPENING, issue("first", 0), issue("second", 7), issue("third", 1))
    assert [day.tickets[name].number for name in ("first", "second", "third")] == ["A001", "A002", "C001"]

# SPDX-License-Identifier: EUPL-1.2
"""What is learned from a branch's own days: how long visits take, and what a band must be to hold eight waits in ten."""

from datetime import timedelta
from math import exp
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_server.domain import commands
from kolapp_server.domain.bands import KNOWN_AT_LEAST, NOTHING_SEEN, Ratios, quantile
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.learning import FADES_AT, Learned, Told, learn, learn_visits, learn_wait
from kolapp_server.domain.ticket import DeskId, ErrandId, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

E0, ME, DESK = ErrandId("e0"), TicketId("me"), DeskId("d0")


def taught(waits: int, factor: float, spread: float = 0.3, seed: int = 1) -> Ratios:
    """Waits that are `factor` times what was said, more or less, for estimates of 2 to 60 minutes."""
    random, ratios = Random(seed), NOTHING_SEEN
    for _ in range(waits):
        expected = random.uniform(2, 60)
        ratios = ratios.seen(expected, max(0.0, (expected + 2) * factor * random.lognormvariate(0, spread) - 2))
    return ratios


def test_until_two_hundred_waits_are_known_the_band_is_the_prior_s() -> None:
    assert taught(KNOWN_AT_LEAST - 1, 2.0).band(20) == NOTHING_SEEN.band(20)
    assert taught(KNOWN_AT_LEAST, 2.0).band(20) != NOTHING_SEEN.band(20)


def test_about_seven_minutes_four_to_twelve() -> None:
    said = NOTHING_SEEN.telling[7]
    assert (said.minutes, said.low, said.high, said.expected) == (7, 4, 12, 7)


def test_a_branch_whose_waits_are_longer_than_the_run_says_tells_longer_ones() -> None:
    low, middle, high = taught(2000, 1.5).band(20)
    assert 0.9 < (middle + 2) / (22 * 1.5) < 1.1
    assert low < middle < high


def test_the_band_holds_eight_in_ten_of_the_waits_that_come_after() -> None:
    ratios, random = taught(3000, 1.2), Random(2)
    held = 0
    for _ in range(2000):
        expected = random.uniform(5, 45)
        wait = (expected + 2) * 1.2 * random.lognormvariate(0, 0.3) - 2
        low, _, high = ratios.band(expected)
        held += low <= wait <= high
    assert 0.77 <= held / 2000 <= 0.83


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.2, 4), st.floats(0, 1.5))
def test_whatever_was_seen_a_longer_wait_is_never_told_as_a_shorter_one(seed: int, factor: float, spread: float) -> None:
    ratios = taught(KNOWN_AT_LEAST + 10, factor, spread, seed)
    told = [ratios.telling[minutes] for minutes in range(1, 200)]
    assert [each.minutes for each in told] == sorted(each.minutes for each in told)
    assert all(each.low <= each.minutes <= each.high for each in told)


def test_last_year_says_less_than_last_month() -> None:
    ratios = taught(6000, 1.0)
    for _ in range(3000):
        ratios = ratios.seen(20, 42)
    assert ratios.band(18.5)[1] > 35


def test_the_middle_of_what_was_counted_is_found_within_a_slot() -> None:
    assert abs(quantile([0.0] * 60 + [10.0] + [0.0] * 59, 0.5) - exp(0.025)) < 1e-9


def test_old_visits_fade() -> None:
    day = after(new_day(small_rules()), OPENING, sit_down(), issue("me"), call())
    learned = Learned()
    for _ in range(FADES_AT + 1):
        learned = learn(learned, day.tickets[ME], OPENING + timedelta(minutes=5))
    assert learned.counts[E0] == (FADES_AT + 1) // 2
    assert abs(learned.sums[E0] / learned.counts[E0] - 5) < 1e-9


def test_a_visit_that_was_handed_over_teaches_of_its_first_errand() -> None:
    day = after(new_day(small_rules()), OPENING, sit_down(), issue("me"), call())
    handed_over = try_out(day, commands.Transfer(ME, DESK, ErrandId("e1")), OPENING + timedelta(minutes=6))
    assert dict(learn_visits(Learned(), day, handed_over.events).sums) == {E0: 6.0}


def test_a_clock_that_went_back_and_a_wait_overnight_teach_nothing() -> None:
    learned = Learned()
    assert learn_wait(learned, Told(5, OPENING), OPENING - timedelta(minutes=1)) is learned
    assert learn_wait(learned, Told(5, OPENING), OPENING + timedelta(hours=9)) is learned
    assert learn_wait(learned, Told(5, OPENING), OPENING + timedelta(minutes=9)).ratios.known == 1

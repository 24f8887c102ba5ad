# SPDX-License-Identifier: EUPL-1.2
"""P1 to P10 on random days, and many more of them when time allows: `pytest -m slow tests/domain`."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.domain import properties
from tests.domain.halls import HEADER, trace_of

MANY = 100
LONG_DAY = 240
PAIRS_AT_LEAST = 100_000

long_days = st.integers(0, 2**32).map(lambda seed: Random(seed).randbytes(LONG_DAY))
days_told_in_bytes = st.one_of(st.binary(min_size=12, max_size=LONG_DAY), long_days)
often = settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(days_told_in_bytes)
def test_every_property_holds_on_every_day(data: bytes) -> None:
    trace = trace_of(data)
    for holds in properties.OF_A_TRACE:
        note(holds.__name__)
        holds(trace)


@often
@given(days_told_in_bytes)
def test_the_rule_is_blind_to_the_errand(data: bytes) -> None:
    properties.p4_the_rule_is_blind_to_the_errand(data)


@often
@given(days_told_in_bytes)
def test_the_order_of_two_never_flips(data: bytes) -> None:
    properties.p6_the_order_of_two_never_flips(data)


@pytest.mark.slow
def test_all_of_it_holds_for_a_hundred_thousand_pairs_of_somebody_called_and_somebody_who_waits_on() -> None:
    pairs, seed = 0, 0
    while pairs < PAIRS_AT_LEAST:
        pairs += _everything_holds(_full_hall(seed))
        seed += 1


def _full_hall(seed: int) -> bytes:
    """A day on which fifty come before much else is done."""
    random = Random(seed)
    coming = b"".join(bytes((0, random.randrange(256), random.randrange(256), random.randrange(5))) for _ in range(50))
    return random.randbytes(HEADER) + coming + random.randbytes(400)


def _everything_holds(data: bytes) -> int:
    trace = trace_of(data)
    for holds in properties.OF_A_TRACE:
        holds(trace)
    for told in properties.OF_BYTES:
        told(data)
    return properties.p1_the_earliest_turn_is_called(trace)

# SPDX-License-Identifier: EUPL-1.2
"""Who guesses waits; nobody else does, and nobody for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from kolapp_server.auth.slowing import KEYS_KEPT, SIGN_IN, Slowing, source_of

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def failed(times: int, key: str = "street anna") -> Slowing:
    slowing = Slowing(SIGN_IN)
    for _ in range(times):
        slowing.failed(key, NOON)
    return slowing


def test_five_mistakes_cost_nothing() -> None:
    assert failed(4).wait("street anna", NOON) == timedelta()


def test_then_the_wait_doubles_up_to_a_minute() -> None:
    waits = [failed(times).wait("street anna", NOON).total_seconds() for times in range(5, 13)]
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_million_failures_are_still_a_minute() -> None:
    slowing = failed(1)
    slowing.failures["street anna"] = type(slowing.failures["street anna"])(1_000_000, NOON)
    assert slowing.wait("street anna", NOON) == timedelta(minutes=1)


def test_the_same_name_from_the_desk_does_not_wait() -> None:
    assert failed(100).wait("desk anna", NOON) == timedelta()


def test_a_quarter_of_an_hour_forgets_and_so_does_success() -> None:
    assert failed(100).wait("street anna", NOON + timedelta(minutes=15)) == timedelta()
    slowing = failed(100)
    slowing.succeeded("street anna")
    assert slowing.wait("street anna", NOON) == timedelta()


def test_endless_names_do_not_fill_the_memory() -> None:
    slowing = Slowing(SIGN_IN)
    for number in range(KEYS_KEPT + 50):
        slowing.failed(str(number), NOON)
    assert len(slowing.failures) == KEYS_KEPT


@pytest.mark.parametrize(
    ("address", "source"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::"), ("", "")],
)
def test_whoever_has_a_whole_network_counts_as_one(address: str, source: str) -> None:
    assert source_of(address) == source

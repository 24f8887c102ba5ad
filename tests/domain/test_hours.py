# SPDX-License-Identifier: EUPL-1.2
"""Opening hours and service days, over midnight, four in the morning and the nights when the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_server.domain.hours import Opening, at_local, day_ends_at, opening, service_day
from kolapp_server.domain.rules import OpenTime, Rules
from tests.domain.halls import small_rules

STOCKHOLM = "Europe/Stockholm"
ZONES = (STOCKHOLM, "Europe/Helsinki", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")
moments = st.integers(0, 6 * 366 * 24 * 60).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def open_at(*stretches: OpenTime) -> Rules:
    return replace(small_rules(), hours=stretches)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_service_day_turns_at_four_in_the_morning() -> None:
    assert service_day(utc("2026-03-03T02:59"), STOCKHOLM) == date(2026, 3, 2)
    assert service_day(utc("2026-03-03T03:00"), STOCKHOLM) == date(2026, 3, 3)


def test_midnight_turns_nothing() -> None:
    assert service_day(utc("2026-03-02T23:30"), STOCKHOLM) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 6, 1), 24)],
    ids=["spring change", "autumn change", "any other day"],
)
def test_a_service_day_with_a_clock_change_in_it_has_an_hour_less_or_more(day: date, hours: int) -> None:
    length = day_ends_at(day, STOCKHOLM) - day_ends_at(day - timedelta(days=1), STOCKHOLM)
    assert length == timedelta(hours=hours)


@given(moments, st.sampled_from(ZONES))
def test_every_moment_lies_within_its_service_day(now: datetime, zone: str) -> None:
    day = service_day(now, zone)
    assert day_ends_at(day - timedelta(days=1), zone) <= now < day_ends_at(day, zone)


@pytest.mark.parametrize(("day", "instant"), [("2026-03-27", "07:00"), ("2026-03-30", "06:00"), ("2026-10-26", "07:00")])
def test_eight_o_clock_is_eight_o_clock_in_summer_and_winter(day: str, instant: str) -> None:
    assert at_local(date.fromisoformat(day), time(8), STOCKHOLM) == utc(f"{day}T{instant}")


def test_a_time_that_the_spring_change_skips_counts_as_after_the_gap() -> None:
    assert at_local(date(2026, 3, 29), time(2, 30), STOCKHOLM) == utc("2026-03-29T01:30")


WEEKDAYS = tuple(OpenTime(day, time(8), time(12)) for day in range(5)) + tuple(
    OpenTime(day, time(13), time(16, 30)) for day in range(5)
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-03-02T06:59", Opening(is_open=False, opens_at=utc("2026-03-02T07:00"))),
        ("2026-03-02T07:00", Opening(is_open=True, closes_at=utc("2026-03-02T11:00"))),
        ("2026-03-02T11:00", Opening(is_open=False, opens_at=utc("2026-03-02T12:00"))),
        ("2026-03-02T15:29", Opening(is_open=True, closes_at=utc("2026-03-02T15:30"))),
        ("2026-03-06T15:30", Opening(is_open=False, opens_at=utc("2026-03-09T07:00"))),
        ("2026-03-27T16:00", Opening(is_open=False, opens_at=utc("2026-03-30T06:00"))),
    ],
    ids=["before", "opens", "lunch", "last minute", "over a weekend", "over the spring change"],
)
def test_whether_it_is_open_and_until_or_from_when(now: str, said: Opening) -> None:
    assert opening(open_at(*WEEKDAYS), utc(now)) == said


def test_a_branch_without_hours_is_closed_and_nobody_knows_until_when() -> None:
    assert opening(open_at(), utc("2026-03-02T10:00")) == Opening(is_open=False)


@pytest.mark.parametrize("closes", [time(0), time(1, 30)], ids=["at midnight", "past midnight"])
def test_an_evening_may_last_past_midnight(closes: time) -> None:
    rules = open_at(OpenTime(0, time(18), closes))
    closes_at = at_local(date(2026, 3, 3), closes, STOCKHOLM)
    assert opening(rules, utc("2026-03-02T20:00")) == Opening(is_open=True, closes_at=closes_at)
    assert opening(rules, closes_at - timedelta(minutes=1)) == Opening(is_open=True, closes_at=closes_at)
    assert not opening(rules, closes_at).is_open


def test_staying_open_late_is_a_decision_of_today() -> None:
    rules, until = open_at(*WEEKDAYS), utc("2026-03-02T18:00")
    assert opening(rules, utc("2026-03-02T17:00"), until) == Opening(is_open=True, closes_at=until)
    assert not opening(rules, until, until).is_open


def test_staying_open_until_earlier_than_the_hours_say_closes_nothing_earlier() -> None:
    said = opening(open_at(*WEEKDAYS), utc("2026-03-02T12:30"), utc("2026-03-02T14:00"))
    assert said == Opening(is_open=True, closes_at=utc("2026-03-02T15:30"))


@given(moments, st.sampled_from(ZONES))
def test_what_is_said_of_the_hours_comes_true(now: datetime, zone: str) -> None:
    rules = replace(open_at(*WEEKDAYS), time_zone=zone)
    said = opening(rules, now)
    if said.is_open:
        assert said.closes_at is not None
        assert opening(rules, said.closes_at - timedelta(seconds=1)).is_open
        assert not opening(rules, said.closes_at).is_open
    else:
        assert said.opens_at is not None
        assert not opening(rules, said.opens_at - timedelta(seconds=1)).is_open
        assert opening(rules, said.opens_at).is_open


def test_stretches_that_meet_are_one_and_nobody_is_told_that_it_closes_between_them() -> None:
    whole_week = tuple(OpenTime(day, *span) for day in range(7) for span in ((time(0), time(4)), (time(4), time(23, 59))))
    rules = open_at(*whole_week)
    for minute in (3 * 60 + 50, 12 * 60, 23 * 60 + 50, 23 * 60 + 59):
        now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minute)
        assert opening(rules, now) == Opening(is_open=True, closes_at=None)


def test_a_lunch_that_is_closed_stays_closed() -> None:
    day = tuple(OpenTime(day, *span) for day in range(5) for span in ((time(8), time(12)), (time(13), time(17))))
    rules = open_at(*day)
    found = opening(rules, datetime(2026, 3, 2, 11, 30, tzinfo=UTC))
    assert (found.is_open, found.opens_at) == (False, datetime(2026, 3, 2, 12, tzinfo=UTC))

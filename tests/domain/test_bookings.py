# SPDX-License-Identifier: EUPL-1.2
"""Which times can be booked, and what it means to come with one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_server.domain import bookings
from kolapp_server.domain.bookings import Arrival, Kept, Plan
from kolapp_server.domain.officers import Stretch
from kolapp_server.domain.rules import OpenTime
from kolapp_server.domain.ticket import ErrandId

ZONE = "Europe/Stockholm"
STOCKHOLM = ZoneInfo(ZONE)
TEN = datetime(2026, 10, 14, 10, 0, tzinfo=STOCKHOLM).astimezone(UTC)
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
STRETCHES = st.builds(OpenTime, st.integers(0, 6), CLOCKS, CLOCKS)
PLANS = st.builds(
    Plan,
    st.just(ErrandId("bygglov")),
    st.integers(5, 240).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 5),
    st.integers(0, 48).map(lambda hours: timedelta(hours=hours)),
    st.integers(1, 60),
    st.lists(STRETCHES, max_size=8).map(tuple),
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: TEN + timedelta(minutes=minutes))


def plan(*times: OpenTime, minutes: int = 30, lead: timedelta = timedelta(0)) -> Plan:
    return Plan(ErrandId("bygglov"), timedelta(minutes=minutes), 1, lead, 30, times)


@settings(max_examples=40, deadline=None)
@given(PLANS, DAYS)
def test_every_time_lies_whole_in_a_stretch_of_its_own_weekday(made: Plan, day: date) -> None:
    for slot in bookings.slots_of(made, day, ZONE):
        local = slot.astimezone(STOCKHOLM).replace(tzinfo=None)
        assert local.date() == day
        assert any(
            one.day == day.weekday()
            and one.opens <= local.time()
            and local + made.length <= datetime.combine(day, one.closes, tzinfo=STOCKHOLM).replace(tzinfo=None)
            for one in made.times
        )


@settings(max_examples=40, deadline=None)
@given(PLANS, DAYS)
def test_the_times_of_a_stretch_follow_each_other_and_none_stands_twice(made: Plan, day: date) -> None:
    slots = bookings.slots_of(made, day, ZONE)
    assert list(slots) == sorted(set(slots))


@settings(max_examples=40, deadline=None)
@given(PLANS, MOMENTS, DAYS)
def test_nothing_can_be_booked_too_soon_or_too_far_ahead(made: Plan, now: datetime, day: date) -> None:
    for slot in bookings.bookable(made, day, now, ZONE):
        assert slot >= now + made.lead
        assert slot.astimezone(STOCKHOLM).date() <= now.astimezone(STOCKHOLM).date() + timedelta(days=made.days_ahead)
        assert bookings.may_book(made, slot, now, ZONE)
        assert not bookings.may_book(made, slot + timedelta(seconds=1), now, ZONE)


def test_an_hour_that_the_clocks_leave_out_holds_no_time() -> None:
    night = plan(OpenTime(6, time(1), time(5)))
    slots = bookings.slots_of(night, date(2026, 3, 29), ZONE)
    assert [slot.astimezone(STOCKHOLM).hour for slot in slots] == [1, 1, 3, 3, 4, 4]


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(-3000, 3000))
def test_coming_means_exactly_one_thing_and_only_the_same_day_checks_in(booked_at: datetime, minutes: int) -> None:
    now = booked_at + timedelta(minutes=minutes)
    found = bookings.arrival(booked_at, now, ZONE)
    if bookings.may_check_in(found):
        assert minutes >= -30
    if bookings.is_booked_still(found):
        assert -30 <= minutes <= 15
    assert (found is Arrival.OVER) <= (minutes > 0)
    assert (found is Arrival.ANOTHER_DAY) <= (minutes < 0)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(-600, 600), st.integers(0, 600))
def test_who_comes_later_never_counts_as_earlier(booked_at: datetime, minutes: int, further: int) -> None:
    order = [Arrival.ANOTHER_DAY, Arrival.EARLY, Arrival.IN_TIME, Arrival.LATE, Arrival.TOO_LATE, Arrival.OVER]
    first = bookings.arrival(booked_at, booked_at + timedelta(minutes=minutes), ZONE)
    later = bookings.arrival(booked_at, booked_at + timedelta(minutes=minutes + further), ZONE)
    assert order.index(first) <= order.index(later)


def test_twelve_minutes_late_is_booked_still_and_sixteen_is_not() -> None:
    for minutes, expected in ((-31, Arrival.EARLY), (-30, Arrival.IN_TIME), (10, Arrival.IN_TIME), (12, Arrival.LATE)):
        assert bookings.arrival(TEN, TEN + timedelta(minutes=minutes), ZONE) is expected
    assert bookings.arrival(TEN, TEN + timedelta(minutes=16), ZONE) is Arrival.TOO_LATE
    assert bookings.arrival(TEN, TEN + timedelta(days=1), ZONE) is Arrival.OVER
    assert bookings.arrival(TEN, TEN - timedelta(days=1), ZONE) is Arrival.ANOTHER_DAY


def test_how_times_were_kept_is_counted_with_what_it_is_a_part_of() -> None:
    minute = timedelta(minutes=1)
    kept = [
        Kept(TEN, TEN - 5 * minute, TEN + 4 * minute),
        Kept(TEN, TEN + 12 * minute, TEN + 20 * minute),
        Kept(TEN),
        Kept(TEN, is_cancelled=True),
        Kept(TEN + 60 * minute),
    ]
    found = bookings.punctuality(kept, TEN + 30 * minute)
    assert (found.booked, found.came, found.late, found.missed) == (3, 2, 1, 1)
    assert (found.called, found.on_time, found.cancelled) == (2, 1, 1)


@pytest.mark.parametrize(
    ("starts_after_min", "is_met"), [(-60, True), (-30, True), (-29, False), (0, False), (59, False), (60, True), (600, False)]
)
def test_an_officer_meets_nobody_while_a_meeting_lasts_nor_beyond_what_is_known(starts_after_min: int, is_met: bool) -> None:
    begins = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    hour = timedelta(hours=1)
    meeting = bookings.Meeting("bygglov", (Stretch(begins, begins + hour),), begins + 10 * hour)
    assert bookings.can_meet(meeting, begins + timedelta(minutes=starts_after_min), timedelta(minutes=30)) is is_met

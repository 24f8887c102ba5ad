# SPDX-License-Identifier: EUPL-1.2
"""Who is told of an alarm, when, and how often; with a clock that is moved by hand."""

from datetime import UTC, datetime, time, timedelta

import pytest

from kolapp_server.services.telling import Bell, NotQuietHours, QuietHours, Ringing, quiet_hours, ring

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
NIGHT = quiet_hours("22:00-06:00")
EMPTY = Ringing("paper_out:k1", "ekvik", "paper_out", NOON, "k1", "Europe/Stockholm")
NOBODY = frozenset()
TAKEN = frozenset({("ekvik", "paper_out:k1")})


def rings(quiet: QuietHours | None, moments: list[tuple[float, list[Ringing], frozenset]]) -> list[int]:
    """How many are told of at each moment, in minutes from noon."""
    bell, heard = Bell(timedelta(minutes=10), quiet), []
    for minutes, alarms, taken in moments:
        bell, telling = ring(bell, alarms, taken, NOON + timedelta(minutes=minutes))
        heard.append(len(telling))
    return heard


def test_an_alarm_is_told_at_once_and_again_until_somebody_takes_it() -> None:
    moments = [(0, NOBODY), (0.1, NOBODY), (9.9, NOBODY), (10, NOBODY), (12, TAKEN), (40, TAKEN)]
    assert rings(None, [(minutes, [EMPTY], taken) for minutes, taken in moments]) == [1, 0, 0, 1, 0, 0]


def test_what_was_taken_before_it_was_told_is_not_told() -> None:
    assert rings(None, [(0, [EMPTY], TAKEN), (30, [EMPTY], TAKEN)]) == [0, 0]


def test_what_was_mended_and_comes_back_is_told_anew() -> None:
    assert rings(None, [(0, [EMPTY], NOBODY), (1, [], NOBODY), (2, [EMPTY], NOBODY)]) == [1, 0, 1]


def test_the_night_is_quiet_by_the_branchs_own_clock_and_the_morning_tells_what_lasts() -> None:
    hour = 60
    moments = [(9.9 * hour, [EMPTY]), (10.1 * hour, [EMPTY]), (17.9 * hour, [EMPTY]), (18 * hour, [EMPTY])]
    assert rings(NIGHT, [(minutes, alarms, NOBODY) for minutes, alarms in moments]) == [1, 0, 0, 1]


def test_what_began_and_was_mended_in_the_night_wakes_nobody() -> None:
    assert rings(NIGHT, [(11 * 60, [EMPTY], NOBODY), (12 * 60, [], NOBODY), (19 * 60, [], NOBODY)]) == [0, 0, 0]


def test_two_branches_ring_each_for_itself() -> None:
    other = Ringing("paper_out:k1", "lunda", "paper_out", NOON)
    assert rings(None, [(0, [EMPTY], NOBODY), (1, [EMPTY, other], NOBODY)]) == [1, 1]


def test_quiet_hours_are_two_times_of_the_clock_or_nothing() -> None:
    assert quiet_hours("") is None
    assert quiet_hours("12:00-13:30") == QuietHours(time(12), time(13, 30))
    for wrong in ("22", "22:00", "25:00-06:00", "a-b", "1-2-3"):
        with pytest.raises(NotQuietHours):
            quiet_hours(wrong)

# SPDX-License-Identifier: EUPL-1.2
"""Whether an officer can be met, and whom a visitor's wait goes to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kolapp_server.domain.officers import (
    Answer,
    ByHand,
    Calendar,
    Call,
    Presence,
    Purpose,
    Stretch,
    joined,
    known_until,
    latest,
    next_in_turn,
    overdue,
    reachability,
    status,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOBODY_SAID = None
DEPUTIES = {"one": "two", "two": "three", "three": "one"}


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def busy(*stretches: tuple[float, float]) -> Calendar:
    return Calendar(NOON, tuple(Stretch(NOON + minutes(begins), NOON + minutes(ends)) for begins, ends in stretches))


def told(officer: str, at: float = 0, answer: Answer | None = None, after_s: float | None = None, unit: str = "bygg") -> Call:
    began = NOON + minutes(at)
    answered = None if after_s is None else began + timedelta(seconds=after_s)
    return Call(f"{officer}-{at}", "ticket", officer, "one", unit, Purpose.WAIT, began, began + minutes(5), answer, answered)


def test_a_meeting_tells_when_the_officer_is_back() -> None:
    found = status(NOBODY_SAID, busy((-30, 75)), NOON)
    assert (found.presence, found.until) == (Presence.BUSY, NOON + minutes(75))


def test_meetings_with_hardly_a_pause_are_one() -> None:
    assert status(NOBODY_SAID, busy((-30, 15), (20, 75), (90, 120)), NOON).until == NOON + minutes(75)
    assert len(joined(busy((0, 60), (10, 20), (69, 70), (80, 90)).busy)) == 2


def test_between_meetings_the_officer_is_free() -> None:
    assert status(NOBODY_SAID, busy((-60, 0), (30, 60)), NOON).presence is Presence.FREE


def test_what_was_said_by_hand_goes_before_the_calendar_until_its_time() -> None:
    said = ByHand(Presence.AWAY, NOON + minutes(75), NOON + minutes(75))
    assert status(said, busy(), NOON).until == NOON + minutes(75)
    assert status(said, replace(busy(), read_at=NOON + minutes(70)), NOON + minutes(75)).presence is Presence.FREE


def test_an_old_calendar_and_none_at_all_say_nothing() -> None:
    assert status(NOBODY_SAID, busy((-30, 75)), NOON + minutes(31)).presence is Presence.UNKNOWN
    assert status(NOBODY_SAID, Calendar(), NOON).presence is Presence.UNKNOWN


def test_a_wait_goes_from_deputy_to_deputy_and_to_nobody_twice() -> None:
    calls = [told("one", 0, Answer.SILENT)]
    assert next_in_turn(DEPUTIES, calls) == "two"
    calls.append(told("two", 5, Answer.CANNOT, 30))
    assert next_in_turn(DEPUTIES, calls) == "three"
    calls.append(told("three", 6, Answer.SILENT))
    assert next_in_turn(DEPUTIES, calls) is None


def test_nobody_further_is_told_when_somebody_is_coming() -> None:
    assert next_in_turn(DEPUTIES, [told("one", 0, Answer.COMING, 30), told("two", 5, Answer.SILENT)]) is None


def test_a_deputy_who_has_left_the_towns_file_is_not_told() -> None:
    assert next_in_turn({"one": "gone"}, [told("one", 0, Answer.SILENT)]) is None


def test_whoever_is_coming_is_what_the_visitor_sees_however_late_it_was_said() -> None:
    late, deputy = told("one", 0, Answer.COMING, 480), told("two", 5)
    assert latest([late, deputy]) is late
    assert latest([told("one", 0, Answer.SILENT), deputy]) is deputy
    assert latest([]) is None


def test_only_an_unanswered_wait_becomes_overdue() -> None:
    calls = [told("one"), told("two", 0, Answer.CANNOT, 20), replace(told("three"), purpose=Purpose.CALL_BACK)]
    assert overdue(calls, NOON + minutes(4.9)) == ()
    assert [call.officer for call in overdue(calls, NOON + minutes(5))] == ["one"]


def test_reachability_counts_prompt_answers_by_unit_and_shows_of_how_many() -> None:
    calls = [
        told("one", 0, Answer.COMING, 60),
        told("one", 9, Answer.CANNOT, 120),
        told("two", 20, Answer.COMING, 600),
        told("two", 40, Answer.SILENT),
        told("skola", 0, Answer.SILENT, unit="skola"),
        replace(told("one", 50), purpose=Purpose.MESSAGE),
    ]
    bygg, skola = reachability(calls)
    assert (bygg.unit, bygg.told, bygg.answered, bygg.prompt, bygg.median_seconds) == ("bygg", 4, 3, 2, 120.0)
    assert (skola.told, skola.answered, skola.median_seconds) == (1, 0, None)


def test_an_old_calendar_says_nothing_of_the_days_to_come() -> None:
    now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert known_until(Calendar(), now) == now
    assert known_until(Calendar(now - timedelta(hours=25)), now) == now
    assert known_until(Calendar(now - timedelta(minutes=5)), now) > now + timedelta(days=21)

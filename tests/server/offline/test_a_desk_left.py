# SPDX-License-Identifier: EUPL-1.2
"""A desk whose console is silent with a visit open: staff are asked, and nothing is closed by itself."""

from datetime import datetime, timedelta

from kolapp_server.domain import commands
from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import DeskId, Outcome, TicketId
from kolapp_server.services.attendance import ASKED_AFTER, left_desks
from kolapp_server.services.devices import DeviceWatch
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

SECOND = timedelta(seconds=1)
DESK = DeskId("d0")


def with_visit() -> Day:
    return after(new_day(small_rules()), OPENING, sit_down(0), sit_down(1), issue("visitor"), call())


def asked_about(day: Day, last_word: datetime, now: datetime) -> list[str | None]:
    return [alarm.desk_id for alarm in left_desks(day, lambda _desk: last_word, now)]


def test_after_two_minutes_of_silence_it_is_asked() -> None:
    day = with_visit()
    assert asked_about(day, OPENING, OPENING + ASKED_AFTER - SECOND) == []
    assert asked_about(day, OPENING, OPENING + ASKED_AFTER) == ["d0"]
    assert asked_about(day, OPENING + SECOND, OPENING + ASKED_AFTER) == []


def test_a_step_at_the_desk_is_a_word_too() -> None:
    day = after(with_visit(), OPENING + timedelta(minutes=3), commands.Start(TicketId("visitor"), DESK))
    assert asked_about(day, OPENING, OPENING + timedelta(minutes=4)) == []


def test_a_desk_without_a_visit_is_left_in_peace() -> None:
    day = after(with_visit(), OPENING + SECOND, commands.Finish(TicketId("visitor"), DESK, Outcome.SOLVED))
    assert asked_about(day, OPENING, OPENING + timedelta(hours=1)) == []


def test_staff_are_told_once_and_again_when_somebody_is_back() -> None:
    watch, told = DeviceWatch(), list[str]()
    watch.listen(told.append)
    now = OPENING + ASKED_AFTER
    for alarms in ((), left_desks(with_visit(), lambda _: OPENING, now)):
        watch.say_of_desks("ekvik", alarms, now)
        watch.say_of_desks("ekvik", alarms, now)
    assert [alarm.desk_id for alarm in watch.alarms("ekvik", now)] == ["d0"]
    assert watch.alarms("lunda", now) == ()
    assert told == ["ekvik"]
    watch.say_of_desks("ekvik", (), now)
    assert told == ["ekvik", "ekvik"]

# SPDX-License-Identifier: EUPL-1.2
"""Help: asked once, answered by name of desk, ended by the one who asked; and how a day's visitors were answered."""

from datetime import timedelta

import pytest

from kolapp_server.domain import commands, events, refusals
from kolapp_server.domain.assistance import HelpKind
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.helping import HelpTimes, help_times, unanswered
from kolapp_server.domain.ticket import ClerkId, DeskId, DeviceId, ProfileId
from tests.support.small_branch import DESKS, MONDAY_MORNING, small_rules

ONE, TWO, THREE = map(DeskId, DESKS[:3])
KIOSK = DeviceId("kiosk")


class Hall:
    """A branch with three open desks, on which things are asked one second after the other."""

    def __init__(self) -> None:
        self.now = MONDAY_MORNING
        self.day: Day = first_day("ekvik", small_rules(), self.now.date(), self.now)
        self.told: list[events.Event] = []
        for desk in (ONE, TWO, THREE):
            self.asks(commands.OpenDesk(desk, ProfileId("alla"), ClerkId(f"clerk-{desk}")))

    def asks(self, command: commands.Command, after_s: float = 1) -> list[events.Event]:
        self.now += timedelta(seconds=after_s)
        tried = try_out(self.day, command, self.now)
        self.day = tried.day
        self.told.extend(tried.events)
        return tried.events

    def silent(self, help_id: str = "h1") -> list[events.Event]:
        return self.asks(commands.AskForHelp(help_id, HelpKind.SILENT, desk=ONE))

    def visitor(self, help_id: str = "v1") -> list[events.Event]:
        return self.asks(commands.AskForHelp(help_id, HelpKind.VISITOR, device=KIOSK))


def test_a_help_asked_twice_stands_once() -> None:
    hall = Hall()
    assert len(hall.silent()) == 1
    assert hall.silent() == []
    assert hall.silent("another press") == []
    assert [each.help_id for each in hall.day.helps] == ["h1"]


def test_silent_help_and_two_of_us_stand_beside_each_other() -> None:
    hall = Hall()
    hall.asks(commands.AskForHelp("h2", HelpKind.TWO, desk=ONE))
    assert hall.silent() != []
    assert [each.kind for each in hall.day.helps] == [HelpKind.TWO, HelpKind.SILENT]


def test_every_desk_that_comes_is_named_once_and_the_asker_is_not_one_of_them() -> None:
    hall = Hall()
    hall.silent()
    for desk in (TWO, THREE, TWO):
        hall.asks(commands.ComeToHelp("h1", desk))
    assert hall.day.helps[0].coming == (TWO, THREE)
    with pytest.raises(refusals.WrongDesk):
        hall.asks(commands.ComeToHelp("h1", ONE))


def test_only_the_one_who_asked_ends_it() -> None:
    hall = Hall()
    hall.silent()
    hall.asks(commands.ComeToHelp("h1", TWO))
    with pytest.raises(refusals.WrongDesk):
        hall.asks(commands.EndHelp("h1", desk=TWO))
    hall.asks(commands.EndHelp("h1", desk=ONE))
    assert hall.day.helps == ()
    assert hall.asks(commands.EndHelp("h1", desk=ONE)) == []


def test_when_the_asker_has_left_the_desk_any_desk_ends_it() -> None:
    hall = Hall()
    hall.silent()
    hall.asks(commands.CloseDesk(ONE))
    hall.asks(commands.EndHelp("h1", desk=TWO))
    assert hall.day.helps == ()


def test_a_closed_desk_neither_asks_nor_comes() -> None:
    hall = Hall()
    hall.silent()
    hall.asks(commands.CloseDesk(TWO))
    with pytest.raises(refusals.DeskClosed):
        hall.asks(commands.ComeToHelp("h1", TWO))


def test_nobody_comes_to_a_help_that_is_over() -> None:
    with pytest.raises(refusals.UnknownHelp):
        Hall().asks(commands.ComeToHelp("h1", TWO))


def test_a_visitors_help_is_ended_by_the_kiosk_or_by_whoever_came() -> None:
    hall = Hall()
    hall.visitor()
    with pytest.raises(refusals.WrongDesk):
        hall.asks(commands.EndHelp("v1", desk=TWO))
    with pytest.raises(refusals.WrongDesk):
        hall.asks(commands.EndHelp("v1", device=DeviceId("another kiosk")))
    hall.asks(commands.ComeToHelp("v1", TWO))
    hall.asks(commands.EndHelp("v1", desk=TWO))
    hall.visitor("v2")
    hall.asks(commands.EndHelp("v2", device=KIOSK))
    assert hall.day.helps == ()


def test_the_next_visitor_at_a_kiosk_to_which_somebody_comes_asks_anew() -> None:
    hall = Hall()
    hall.visitor()
    assert hall.visitor("v2") == []
    hall.asks(commands.ComeToHelp("v1", TWO))
    assert [type(event).__name__ for event in hall.visitor("v2")] == ["HelpEnded", "HelpAsked"]
    assert [(each.help_id, each.coming) for each in hall.day.helps] == [("v2", ())]


def test_a_visitor_to_whom_nobody_comes_escalates_after_a_minute() -> None:
    hall = Hall()
    hall.visitor()
    hall.silent()
    assert unanswered(hall.day, hall.now + timedelta(seconds=58)) == ()
    assert [each.help_id for each in unanswered(hall.day, hall.now + timedelta(seconds=60))] == ["v1"]
    hall.asks(commands.ComeToHelp("v1", TWO))
    assert unanswered(hall.day, hall.now + timedelta(hours=1)) == ()


def test_what_stands_open_does_not_outlive_the_day() -> None:
    hall = Hall()
    hall.silent()
    hall.asks(commands.Tick(), after_s=24 * 3600)
    assert hall.day.helps == ()


def answered(hall: Hall, name: str, after_s: float) -> None:
    """A visitor asks, and desk 2 comes so much later."""
    hall.visitor(name)
    hall.asks(commands.ComeToHelp(name, TWO), after_s)
    hall.asks(commands.EndHelp(name, desk=TWO))


def test_how_long_visitors_waited_for_an_answer() -> None:
    hall = Hall()
    for place, seconds in enumerate((10, 20, 30, 40, 50, 60, 70, 80, 90, 300)):
        answered(hall, f"v{place}", seconds)
    hall.silent()
    assert help_times(hall.told) == HelpTimes(asked=10, answered=10, typical_s=50, slowest_s=90)


def test_of_the_few_nothing_is_told() -> None:
    hall = Hall()
    assert help_times(hall.told) == HelpTimes(0, None, None, None)
    for place in range(4):
        answered(hall, f"v{place}", 10)
    assert help_times(hall.told) == HelpTimes(None, None, None, None)
    hall.visitor("unanswered")
    assert help_times(hall.told) == HelpTimes(5, None, None, None)

# SPDX-License-Identifier: EUPL-1.2
"""How many are in the waiting room: who waits there, not who waits elsewhere; and when it is full, and free again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolapp_server.domain import commands, refusals
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.room import Room, counted
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, ProfileId, TicketId
from tests.support.small_branch import MONDAY_MORNING, small_rules

DESK = DeskId("disk-1")


def after(day: Day, *asked: commands.Command) -> Day:
    """The day after all that was asked, a second apart."""
    for command in asked:
        day = try_out(day, command, day.last_at + timedelta(seconds=1)).day
    return day


def with_visitors(count: int, limit: int | None = None) -> Day:
    rules = replace(small_rules(), room_limit=limit)
    arrivals = (commands.IssueTicket(TicketId(f"t{n}"), ErrandId("fraga"), Kind.WALK_IN, "sv") for n in range(count))
    return after(first_day("ekvik", rules, MONDAY_MORNING.date(), MONDAY_MORNING), *arrivals)


SITS_DOWN = commands.OpenDesk(DESK, ProfileId("alla"), ClerkId("clerk"))


def test_who_is_called_is_in_the_room_until_at_the_desk() -> None:
    day = after(with_visitors(3), SITS_DOWN, commands.CallNext(DESK))
    assert counted(day, was_full=False) == Room(waiting=3)
    assert counted(after(day, commands.Start(TicketId("t0"), DESK)), was_full=False) == Room(waiting=2, at_desks=1)


def test_who_waits_elsewhere_leaves_room_and_comes_back_when_called() -> None:
    day = after(with_visitors(3), commands.WaitElsewhere(TicketId("t0")))
    assert counted(day, was_full=False) == Room(waiting=2, elsewhere=1)
    assert counted(after(day, SITS_DOWN, commands.CallNext(DESK)), was_full=False) == Room(waiting=3)
    assert counted(after(day, commands.WaitElsewhere(TicketId("t0"), is_elsewhere=False)), was_full=False) == Room(waiting=3)


def test_waiting_elsewhere_keeps_the_place_and_is_said_once() -> None:
    day = with_visitors(3)
    told = after(day, commands.WaitElsewhere(TicketId("t0")), commands.WaitElsewhere(TicketId("t0")))
    assert told.seq == day.seq + 1
    assert after(told, SITS_DOWN, commands.CallNext(DESK)).desks[DESK].ticket == "t0"


def test_only_who_waits_waits_elsewhere() -> None:
    day = after(with_visitors(1), SITS_DOWN, commands.CallNext(DESK))
    with pytest.raises(refusals.StepNotAllowed):
        after(day, commands.WaitElsewhere(TicketId("t0")))
    with pytest.raises(refusals.UnknownTicket):
        after(day, commands.WaitElsewhere(TicketId("nobody")))


def test_a_room_is_full_at_its_limit_until_a_tenth_is_free() -> None:
    assert not counted(with_visitors(19, limit=20), was_full=False).is_full
    assert counted(with_visitors(20, limit=20), was_full=False).is_full
    assert counted(with_visitors(19, limit=20), was_full=True).is_full
    assert not counted(with_visitors(18, limit=20), was_full=True).is_full


def test_a_room_without_a_limit_is_never_full() -> None:
    assert not counted(with_visitors(60), was_full=True).is_full

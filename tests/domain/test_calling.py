# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is, by example: head starts, bookings, bindings, ready desks, and the one-line why."""

from datetime import datetime, timedelta

import pytest

from kolapp_server.domain import calling, commands
from kolapp_server.domain.calling import Reason
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import next_due, try_out
from kolapp_server.domain.rules import HeadStarts
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Status, TicketId
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules

DESK, OTHER = DeskId("d0"), DeskId("d1")


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def hall() -> Day:
    """One open desk for everything."""
    return after(new_day(small_rules()), OPENING, sit_down())


def called(day: Day, minutes: float, desk: int = 0) -> str | None:
    return try_out(day, call(desk), at(minutes)).day.desks[DeskId(f"d{desk}")].ticket


@pytest.mark.parametrize(("kind", "minutes"), [(Kind.PRIORITY, 20), (Kind.RETURNING, 10)])
def test_a_head_start_counts_that_many_minutes_and_not_one_more(kind: Kind, minutes: int) -> None:
    day = after(hall(), at(0), issue("first"))
    assert called(after(day, at(minutes - 1), issue("second", kind=kind)), 30) == "second"
    assert called(after(day, at(minutes + 1), issue("second", kind=kind)), 30) == "first"


def test_of_two_with_the_same_turn_time_the_one_who_was_there_first_is_called() -> None:
    day = after(hall(), at(0), issue("first"))
    assert called(after(day, at(20), issue("second", kind=Kind.PRIORITY)), 30) == "first"


def test_the_largest_head_start_applies_and_never_a_sum() -> None:
    assert calling.turn_time(at(60), Kind.RETURNING, HeadStarts(), has_priority=True) == at(40)
    assert calling.turn_time(at(60), Kind.BOOKED, HeadStarts(), has_priority=True) == at(0)


@pytest.mark.parametrize(("checked_in", "base"), [(-10, 0), (0, 0), (10, 0), (11, 11), (40, 40)])
def test_a_booking_counts_from_its_time_and_from_the_check_in_when_over_ten_minutes_late(checked_in: int, base: int) -> None:
    assert calling.booked_base(at(0), at(checked_in)) == at(base)


def test_a_booking_opens_five_minutes_before_its_time() -> None:
    day = after(hall(), at(0), issue("booked", booked_at=at(30)))
    day = after(day, at(20), issue("walked in"))
    assert called(day, 24) == "walked in"
    assert called(day, 25) == "booked"


def test_a_desk_with_nothing_else_takes_a_booking_ahead_of_its_time() -> None:
    day = after(hall(), at(0), issue("later", booked_at=at(90)), issue("sooner", booked_at=at(60)))
    assert called(day, 1) == "sooner"


def test_a_transfer_to_a_desk_is_bound_for_ten_minutes_and_then_open_to_all() -> None:
    day = after(hall(), at(0), sit_down(1), issue("visitor"), call(0))
    day = after(day, at(5), commands.Transfer(TicketId("visitor"), DESK, ErrandId("e1"), DESK))
    assert called(day, 14.9, desk=1) is None
    assert called(day, 14.9, desk=0) == "visitor"
    assert called(day, 15, desk=1) == "visitor"


def test_a_ready_desk_gets_whoever_was_bound_elsewhere_when_the_binding_ends() -> None:
    day = after(hall(), at(0), sit_down(1), issue("visitor"), call(0), call(1))
    day = after(day, at(5), commands.Transfer(TicketId("visitor"), DESK, ErrandId("e1"), DESK))
    assert next_due(day, at(5)) == at(15)
    assert try_out(day, commands.Tick(), at(14)).events == []
    assert try_out(day, commands.Tick(), at(15)).day.desks[OTHER].ticket == "visitor"


def test_of_two_ready_desks_the_one_that_has_stood_longest_gets_the_next_arrival() -> None:
    day = after(after(after(new_day(small_rules()), at(0), sit_down(0), sit_down(1)), at(1), call(1)), at(2), call(0))
    day = after(day, at(3), issue("first"))
    assert (day.desks[OTHER].ticket, day.ready) == ("first", (DESK,))


def test_a_ready_desk_that_presses_again_keeps_its_place_among_the_ready() -> None:
    day = after(after(new_day(small_rules()), at(0), sit_down(0), sit_down(1), call(0), call(1)), at(5), call(0))
    assert day.ready == (DESK, OTHER)


def test_an_arrival_goes_to_the_ready_desk_that_can_serve_it() -> None:
    rules = small_rules(errands=2, profiles=((0,), (1,)))
    day = after(new_day(rules), at(0), sit_down(0, 0), sit_down(1, 1), call(0), call(1), issue("visitor", 1))
    assert day.desks[OTHER].ticket == "visitor"
    assert day.ready == (DESK,)


def test_a_ready_desk_with_a_new_profile_must_press_anew() -> None:
    rules = small_rules(errands=2, profiles=((0,), (1,)))
    day = after(new_day(rules), at(0), sit_down(0, 0), call(0), sit_down(0, 1), issue("visitor", 1))
    assert day.ready == ()
    assert day.tickets[TicketId("visitor")].status is Status.WAITING


def test_a_call_out_of_turn_lists_whom_it_passed() -> None:
    day = after(hall(), at(0), issue("first"), issue("second"), issue("third"))
    event = try_out(day, call(ticket_id=TicketId("third"), reason="emergency"), at(1)).events[0]
    assert event.passed == ("first", "second")


def test_calling_a_booking_out_of_turn_and_ahead_of_its_time_passes_those_who_are_open() -> None:
    """Its turn time is earlier than theirs, but the rule would not have called it."""
    day = after(hall(), at(0), issue("open"), issue("booked", booked_at=at(30)))
    draft = try_out(day, call(ticket_id=TicketId("booked"), reason="emergency"), at(1))
    assert draft.events[0].passed == ("open",)
    names = [day.tickets[TicketId(name)] for name in ("booked", "open")]
    assert calling.why_before(day, DESK, *names, at(1)).reason is Reason.MANUAL


def test_why_somebody_was_called_is_said_by_kind() -> None:
    kinds = {Kind.WALK_IN: Reason.FIRST_COME, Kind.PRIORITY: Reason.PRIORITY, Kind.RETURNING: Reason.RETURNING}
    for kind, reason in kinds.items():
        ticket = after(hall(), at(0), issue("visitor", kind=kind)).tickets[TicketId("visitor")]
        assert calling.why_called(ticket, at(1)).reason is reason
        assert calling.why_called(ticket, at(1), "emergency").reason is Reason.MANUAL


@pytest.mark.parametrize(("minutes", "reason"), [(54, Reason.BOOKED_EARLY), (55, Reason.BOOKED)])
def test_a_booking_is_called_early_or_in_its_time(minutes: int, reason: Reason) -> None:
    ticket = after(hall(), at(0), issue("visitor", booked_at=at(60))).tickets[TicketId("visitor")]
    assert calling.why_called(ticket, at(minutes)).reason is reason


def test_why_not_names_the_one_who_comes_before() -> None:
    day = after(hall(), at(0), issue("first"), issue("second"))
    why = calling.why_not(day, DESK, day.tickets[TicketId("second")], at(1))
    assert why.reason is Reason.EARLIER_TURN
    assert why.first is day.tickets[TicketId("first")]
    assert calling.why_not(day, DESK, day.tickets[TicketId("first")], at(1)).reason is Reason.NEXT


def test_places_ahead_count_those_whom_the_same_desks_serve() -> None:
    rules = small_rules(errands=3, profiles=((0, 1), (2,)))
    day = after(
        new_day(rules), at(0), sit_down(0, 0), sit_down(1, 1), issue("a", 0), issue("b", 1), issue("c", 2), issue("me", 0)
    )
    assert calling.places_ahead(day, day.tickets[TicketId("me")]) == 2
    closed = after(day, at(0), commands.CloseDesk(DESK))
    assert calling.places_ahead(closed, closed.tickets[TicketId("me")]) == 1

# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk did by itself, by example: arrivals, tombstones, numbers called before they were told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kolapp_server.domain import commands, events, refusals
from kolapp_server.domain.commands import EarlierTicket, IssuedOffline, JournalEntry, PrintedOffline, TakeJournal, Withdrawn
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.offline import Became, Result, results
from kolapp_server.domain.ticket import ContactId, DeskId, DeviceId, ErrandId, Kind, Outcome, Status, TicketId, TicketNumber
from tests.domain.halls import MONDAY, OPENING, after, call, issue, new_day, sit_down, small_rules

KIOSK, CLONE = DeviceId("kiosk"), DeviceId("clone")
DESK, OTHER = DeskId("d0"), DeskId("d1")
PAPER = TicketNumber("K1-07")
NINE_TEN = OPENING + timedelta(hours=2, minutes=10)
DAY = timedelta(days=1)


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def entry(name: str = "paper", number: str = PAPER, issued_at: datetime = NINE_TEN, **more: object) -> IssuedOffline:
    plain = IssuedOffline(TicketId(name), TicketNumber(number), ErrandId("e1"), Kind.WALK_IN, "fi", issued_at, heard_at=OPENING)
    return replace(plain, **more)


def take(*entries: JournalEntry, device: DeviceId = KIOSK, last_sign_at: datetime = OPENING) -> TakeJournal:
    return TakeJournal(device, entries, last_sign_at)


def online(name: str = "former") -> commands.IssueTicket:
    return commands.IssueTicket(TicketId(name), ErrandId("e1"), Kind.WALK_IN, "fi", device=KIOSK)


def call_paper(
    desk: int = 0, number: str = PAPER, placeholder: str = "placeholder", finish: Outcome | None = None
) -> commands.CallNext:
    return call(desk, offline_number=TicketNumber(number), placeholder=TicketId(placeholder), finish=finish)


def hall(*asked: commands.Command, minutes: float = 0) -> Day:
    return after(new_day(small_rules()), at(minutes), sit_down(0), sit_down(1), *asked)


def told(day: Day, now: datetime, command: TakeJournal) -> tuple[Day, list[Result]]:
    draft = try_out(day, command, now)
    return draft.day, list(results(command, draft.day, draft.events))


def became(day: Day, now: datetime, command: TakeJournal) -> list[Became]:
    return [result.became for result in told(day, now, command)[1]]


NOON = OPENING + timedelta(hours=5)


@pytest.mark.parametrize(
    ("clock", "heard_at", "arrived_at"),
    [
        (NINE_TEN, OPENING, NINE_TEN),
        (NINE_TEN - DAY, OPENING, OPENING),
        (NINE_TEN + DAY, OPENING, NOON),
        (NINE_TEN, NOON + DAY, NOON),
        (NINE_TEN - DAY, None, at(30)),
        (NINE_TEN, None, NINE_TEN),
    ],
)
def test_nobody_comes_before_the_last_contact_or_in_the_future(
    clock: datetime, heard_at: datetime | None, arrived_at: datetime
) -> None:
    day, _ = told(hall(), NOON, take(entry(issued_at=clock, heard_at=heard_at), last_sign_at=at(30)))
    ticket = day.tickets[TicketId("paper")]
    assert (ticket.issued_at, ticket.leg.arrived_at, ticket.leg.turn.time) == (arrived_at, arrived_at, arrived_at)


def test_priority_counts_from_the_arrival_as_for_everybody() -> None:
    day, _ = told(hall(), NOON, take(entry(kind=Kind.PRIORITY)))
    assert day.tickets[TicketId("paper")].leg.turn.time == NINE_TEN - timedelta(minutes=20)
    assert day.tickets[TicketId("paper")].has_priority


def test_the_order_of_the_kiosk_is_kept_within_a_batch_and_from_batch_to_batch() -> None:
    day, _ = told(hall(), NOON, take(entry("one", "K1-09", at(60)), entry("two", "K1-10", at(20))))
    day, _ = told(day, NOON, take(entry("three", "K1-100", at(10))))
    came = [day.tickets[TicketId(name)].leg for name in ("one", "two", "three")]
    assert [leg.arrived_at for leg in came] == [at(60)] * 3
    assert [leg.turn for leg in came] == sorted(leg.turn for leg in came)


def test_whoever_came_offline_keeps_the_place_among_those_who_came_online() -> None:
    day = after(hall(), at(20), issue("later", 1))
    day, _ = told(day, at(30), take(entry(issued_at=at(10))))
    assert after(day, at(31), call()).desks[DESK].ticket == TicketId("paper")


def test_a_desk_that_stands_ready_gets_the_one_who_came_offline() -> None:
    day, (result,) = told(after(hall(), at(1), call()), at(30), take(entry(issued_at=at(10))))
    assert day.desks[DESK].ticket == TicketId("paper")
    assert result == Result(TicketId("paper"), Became.TAKEN, PAPER)


def test_told_again_nothing_happens_again() -> None:
    command = take(entry(), PrintedOffline(TicketId("paper"), "unknown"), PrintedOffline(TicketId("paper"), "confirmed"))
    day, first = told(hall(), NOON, command)
    draft = try_out(day, command, NOON + timedelta(minutes=5))
    assert draft.events == []
    assert [result.became for result in first] == [Became.TAKEN] * 3
    assert became(day, NOON, command) == [Became.KNOWN] * 3


def test_the_same_id_with_another_body_is_refused_and_changes_nothing() -> None:
    day, _ = told(hall(), NOON, take(entry()))
    for other in (entry(number="K1-08"), entry(language="sv"), entry(needs=("wheelchair",)), entry(kind=Kind.PRIORITY)):
        assert try_out(day, take(other), NOON).events == []
        assert became(day, NOON, take(other)) == [Became.REFUSED]
    assert became(day, NOON, take(entry(), device=CLONE)) == [Became.REFUSED]


def test_a_second_paper_with_the_same_number_is_kept_under_a_number_that_staff_can_read() -> None:
    day, _ = told(hall(), NOON, take(entry()))
    day, (second,) = told(day, NOON, take(entry("copied"), device=CLONE))
    day, (third,) = told(day, NOON, take(entry("again"), device=CLONE))
    assert (second.became, second.number, third.number) == (Became.TAKEN, "K901-07", "K999-07")
    assert became(day, NOON, take(entry("copied"), device=CLONE)) == [Became.KNOWN]
    assert len(day.numbers) == len(day.tickets) == 3


@pytest.mark.parametrize("errand", ["e1", "gone", None])
def test_whoever_holds_a_paper_is_taken_though_all_is_closed_stopped_or_gone(errand: str | None) -> None:
    day = after(hall(), at(1), commands.StopIssuing(None), commands.StopIssuing(ErrandId("e1")))
    evening = OPENING + timedelta(hours=12)
    day, _ = told(day, evening, take(entry(errand=errand)))
    assert day.tickets[TicketId("paper")].leg.errand == ("e1" if errand == "e1" else "e0")


# In place of a request that was never answered.


def test_a_request_that_arrives_after_its_tombstone_is_refused() -> None:
    day, _ = told(hall(), NOON, take(entry(in_place_of=TicketId("former"))))
    with pytest.raises(refusals.TicketTaken):
        try_out(day, online(), NOON)


def test_a_request_that_had_arrived_is_cancelled_and_the_paper_counts() -> None:
    day, _ = told(hall(online()), NOON, take(entry(in_place_of=TicketId("former"))))
    assert day.tickets[TicketId("former")].status is Status.CANCELLED
    assert day.tickets[TicketId("paper")].status is Status.WAITING


def test_a_number_that_was_called_and_nobody_holds_leaves_the_desk_free() -> None:
    """F001 was called, but the visitor reads K1-07 on the slip and does not come."""
    called = after(hall(online()), at(1), call())
    day, _ = told(called, at(2), take(entry(issued_at=at(0), in_place_of=TicketId("former"))))
    assert (day.desks[DESK].ticket, day.tickets[TicketId("paper")].status) == (None, Status.WAITING)


def test_whoever_has_been_met_under_the_first_number_keeps_it() -> None:
    serving = after(hall(online()), at(1), call(), commands.Start(TicketId("former"), DESK))
    day, (result,) = told(serving, at(2), take(entry(in_place_of=TicketId("former"))))
    assert result == Result(TicketId("paper"), Became.MATCHED, day.tickets[TicketId("former")].number)
    assert day.find(TicketId("paper")) == serving.tickets[TicketId("former")]
    assert len(day.tickets) == 1
    assert became(day, at(3), take(entry(in_place_of=TicketId("former")))) == [Became.KNOWN]


def test_a_visit_that_the_desk_ended_as_left_does_not_hold_the_paper_back() -> None:
    gone = after(hall(online()), at(1), call(), commands.Finish(TicketId("former"), DESK, Outcome.LEFT))
    day, (result,) = told(gone, at(2), take(entry(in_place_of=TicketId("former"))))
    assert (result.became, day.tickets[TicketId("paper")].status) == (Became.TAKEN, Status.WAITING)


def test_a_kiosk_takes_back_its_own_and_no_other() -> None:
    day = hall(online("own"), issue("foreign", 1))
    day, answers = told(day, at(1), take(*(Withdrawn(TicketId(name)) for name in ("own", "foreign", "never seen"))))
    assert [result.became for result in answers] == [Became.BARRED, Became.REFUSED, Became.BARRED]
    assert day.tickets[TicketId("foreign")].status is Status.WAITING
    assert became(day, at(2), take(entry("never seen"))) == [Became.BARRED]


# Called before it was told.


def test_a_number_that_nobody_has_told_is_called_and_said_to_be_out_of_turn() -> None:
    day = hall(issue("waiting"))
    draft = try_out(day, call_paper(), at(1))
    assert draft.day.numbers[PAPER] == draft.day.desks[DESK].ticket == TicketId("placeholder")
    called = draft.events[-1]
    assert isinstance(called, events.TicketCalled)
    assert (called.reason, called.passed) == ("offline", (TicketId("waiting"),))


def test_when_the_kiosk_tells_of_it_the_two_are_one() -> None:
    day = after(hall(), at(200), call_paper())
    day, (result,) = told(day, at(210), take(entry(kind=Kind.PRIORITY)))
    assert result == Result(TicketId("paper"), Became.MATCHED, PAPER)
    ticket = day.find(TicketId("paper"))
    assert ticket is day.tickets[TicketId("placeholder")]
    assert (ticket.status, ticket.desk, ticket.language, ticket.leg.errand) == (Status.CALLED, DESK, "fi", "e1")
    assert (ticket.issued_at, ticket.device, ticket.has_priority) == (NINE_TEN, KIOSK, True)
    assert became(day, at(211), take(entry(kind=Kind.PRIORITY))) == [Became.KNOWN]


def test_whoever_was_sent_back_to_wait_gets_the_place_of_the_true_arrival() -> None:
    day = after(hall(issue("early", 1)), at(200), call_paper(), commands.Undo(TicketId("placeholder"), DESK))
    day = after(day, at(201), issue("late", 1))
    day, _ = told(day, at(210), take(entry()))
    assert [line.ticket_id for line in day.lines[ErrandId("e1")]] == ["early", "placeholder", "late"]
    assert not day.lines.get(ErrandId("e0"))


def test_of_two_desks_that_call_the_same_number_one_gets_it() -> None:
    day = after(hall(), at(1), call_paper())
    with pytest.raises(refusals.NotWaiting):
        try_out(day, call_paper(1, placeholder="second"), at(1))


def test_a_number_told_a_moment_before_is_called_as_itself() -> None:
    day, _ = told(hall(), NOON, take(entry()))
    day = after(day, NOON, call_paper())
    assert day.desks[DESK].ticket == TicketId("paper")


def test_a_number_called_by_a_slip_of_the_keys_takes_nobodys_place() -> None:
    """K1-07 was meant to be K1-08; nobody came and the clerk ended it. Then the one who holds K1-07 is told of."""
    day = after(hall(), at(200), call_paper(), commands.Finish(TicketId("placeholder"), DESK, Outcome.LEFT))
    day, (result,) = told(day, at(210), take(entry()))
    assert (result.became, result.number) == (Became.TAKEN, "K901-07")
    assert day.tickets[TicketId("paper")].status is Status.WAITING


def test_calling_by_number_ends_the_visit_at_the_desk_as_any_call_does() -> None:
    day = after(hall(issue("here")), at(1), call())
    with pytest.raises(refusals.OutcomeNeeded):
        try_out(day, call_paper(), at(2))
    assert after(day, at(2), call_paper(finish=Outcome.SOLVED)).tickets[TicketId("here")].status is Status.DONE


# Over the turn of the day.


def morning(days: int = 1) -> datetime:
    return datetime(2026, 3, 2 + days, 4, tzinfo=UTC)


def test_whoever_came_yesterday_is_recorded_and_not_called() -> None:
    day = after(hall(), morning(), sit_down(), call())
    day, (result,) = told(day, morning(), take(entry()))
    assert (result.became, day.tickets.get(TicketId("paper")), day.desks[DESK].ticket) == (Became.TAKEN, None, None)
    assert became(day, morning(), take(entry())) == [Became.KNOWN]


def test_a_number_of_yesterday_is_free_today() -> None:
    day, _ = told(after(hall(), morning(), sit_down()), morning(), take(entry()))
    assert after(day, morning(), call_paper()).numbers[PAPER] == TicketId("placeholder")


def test_a_number_that_was_used_on_that_day_is_not_used_on_it_again() -> None:
    known = EarlierTicket(TicketId("other"), PAPER, MONDAY)
    command = replace(take(entry(), entry("third")), earlier=(known,))
    draft = try_out(after(hall(), morning(), commands.Tick()), command, morning())
    assert [event.number for event in draft.events if isinstance(event, events.OfflineTicketLeft)] == ["K901-07", "K999-07"]


def test_an_id_that_is_known_from_another_day_stays_as_it_was() -> None:
    command = replace(take(entry()), earlier=(EarlierTicket(TicketId("paper"), PAPER, MONDAY),))
    draft = try_out(after(hall(), morning(), commands.Tick()), command, morning())
    assert draft.events == []
    assert [result.became for result in results(command, draft.day, [])] == [Became.KNOWN]


def test_tombstones_outlive_the_day_by_a_week() -> None:
    day, _ = told(hall(), NOON, take(entry(in_place_of=TicketId("former")), Withdrawn(TicketId("stray"))))
    for days in range(1, 7):
        day = after(day, morning(days), commands.Tick())
        assert set(day.barred) == {"former", "stray"}
    with pytest.raises(refusals.TicketTaken):
        try_out(day, replace(online(), is_by_staff=True), morning(6))
    assert not after(day, morning(8), commands.Tick()).barred


def test_a_second_id_is_known_after_the_day_has_turned() -> None:
    day, _ = told(after(hall(), at(200), call_paper()), at(210), take(entry()))
    tomorrow = after(day, morning(), commands.Tick())
    assert became(tomorrow, morning(), take(entry())) == [Became.KNOWN]


def test_who_holds_the_second_id_may_leave_the_queue_by_it() -> None:
    day = after(hall(), at(200), call_paper(), commands.Undo(TicketId("placeholder"), DESK))
    day, _ = told(day, at(210), take(entry()))
    assert after(day, at(211), commands.Cancel(TicketId("paper"))).tickets[TicketId("placeholder")].status is Status.CANCELLED


def test_a_booked_visitor_with_priority_keeps_it_when_handed_over() -> None:
    booked = issue("both", 1, Kind.PRIORITY, booked_at=at(30))
    day = after(hall(booked), at(40), call(), commands.Transfer(TicketId("both"), DESK, ErrandId("e0")))
    assert day.tickets[TicketId("both")].leg.turn.time == at(40) - timedelta(minutes=20)


A_NUMBER = TicketNumber("C042")


def test_a_number_that_a_restored_server_does_not_know_stands_again_and_is_not_given_once_more() -> None:
    before = hall(issue("known", errand=1))
    day, found = told(before, NOON, take(entry("lost", A_NUMBER, heard_at=NINE_TEN)))
    assert [(result.became, result.number) for result in found] == [(Became.TAKEN, A_NUMBER)]
    later = try_out(day, issue("next", errand=1), NOON).day
    assert later.tickets[TicketId("next")].number not in {A_NUMBER, later.tickets[TicketId("known")].number}
    assert became(day, NOON, take(entry("lost", A_NUMBER, heard_at=NINE_TEN))) == [Became.KNOWN]


def test_a_number_that_was_given_again_meanwhile_is_told_apart() -> None:
    day = hall(issue("new", errand=1))
    taken = day.tickets[TicketId("new")].number
    after_it, found = told(day, NOON, take(entry("old", taken, heard_at=NINE_TEN), entry("paper")))
    assert found[0].number == f"K900-{taken[1:]}"
    assert after_it.tickets[TicketId("paper")].number == PAPER


def test_an_offline_visitor_goes_on_with_a_contact_and_has_further_errands() -> None:
    further = (ErrandId("e0"), ErrandId("gone"))
    day, _ = told(hall(), NINE_TEN, take(entry(contact=ContactId("matter"), further_errands=further)))
    ticket = day.tickets[TicketId("paper")]
    assert (ticket.contact, ticket.further) == ("matter", ("e0",))


@pytest.mark.parametrize(("finish", "further"), [(None, ("e0",)), (Outcome.SOLVED, ())])
def test_what_is_told_of_a_number_that_was_called_follows_it_while_the_visit_lasts(
    finish: Outcome | None, further: tuple[str, ...]
) -> None:
    asked = [call_paper()] if finish is None else [call_paper(), call_paper(number="K1-08", placeholder="next", finish=finish)]
    command = take(entry(contact=ContactId("matter"), further_errands=(ErrandId("e0"),)))
    day, _ = told(hall(*asked, minutes=150), NOON, command)
    ticket = day.tickets[TicketId("placeholder")]
    assert (ticket.contact, ticket.further) == ("matter", further)

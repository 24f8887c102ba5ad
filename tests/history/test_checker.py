# SPDX-License-Identifier: EUPL-1.2
"""The history checker finds what is wrong, and nothing where nothing is."""

import time

import pytest

from tests.history.checker import INVARIANTS, check
from tests.history.planted import CAUGHT, Fault, frames_of, good_day
from tests.history.records import History, JournalRow, Operation, TicketRow

MANY = 70_000
GENEROUS_S = 30.0


def test_a_good_day_is_good() -> None:
    verdict = check(good_day())
    assert verdict.violations == {}
    assert verdict.acknowledged == 24


@pytest.mark.parametrize(("promise", "fault"), CAUGHT, ids=[fault.__name__ for _, fault in CAUGHT])
def test_a_broken_promise_is_found(promise: str, fault: Fault) -> None:
    assert promise in check(fault(good_day(60))).violations


def test_each_promise_has_been_seen_broken() -> None:
    assert {promise for promise, _ in CAUGHT} == set(INVARIANTS)


def test_a_visitor_who_waits_again_may_be_called_again() -> None:
    rows = [
        JournalRow(1, "TicketIssued", "t", None, "A001", "skola", "walk_in", turn_us=1),
        JournalRow(2, "TicketCalled", "t", "disk-1"),
        JournalRow(3, "CallUndone", "t"),
        JournalRow(4, "TicketCalled", "t", "disk-2"),
        JournalRow(5, "ServingStarted", "t"),
        JournalRow(6, "TicketParked", "t"),
        JournalRow(7, "ServingResumed", "t"),
        JournalRow(8, "TicketTransferred", "t", errand="bygglov", turn_us=8),
        JournalRow(9, "TicketCalled", "t", "disk-3"),
        JournalRow(10, "TicketMissed", "t"),
        JournalRow(11, "TicketReturned", "t", turn_us=11),
        JournalRow(12, "TicketCalled", "t", "disk-1"),
    ]
    assert check(History(journal=tuple(rows), applied=frames_of(rows))).violations == {}


def test_a_call_out_of_turn_with_reason_and_actor_is_allowed() -> None:
    rows = tuple(JournalRow(n, "TicketIssued", f"t{n}", None, f"A00{n}", "skola", "walk_in", turn_us=n) for n in (1, 2))
    manual = JournalRow(3, "TicketCalled", "t2", "disk-1", reason="frail", actor="anna")
    assert check(History(journal=(*rows, manual))).violations == {}


@pytest.mark.slow
def test_two_hundred_thousand_operations_are_checked_in_a_moment() -> None:
    day = good_day(MANY)
    began = time.process_time()
    verdict = check(History(day.operations, day.journal, day.tickets, day.papers, images=day.images))
    took_s = time.process_time() - began
    print(f"{len(day.operations)} operations in {took_s:.2f} s")
    assert verdict.is_good
    assert took_s < GENEROUS_S


def test_a_slip_whose_number_was_called_before_it_was_told_leads_to_the_same_ticket() -> None:
    rows = (
        JournalRow(1, "OfflineTicketTaken", "placeholder", None, "K1-01", "skola", "walk_in", turn_us=1),
        JournalRow(2, "TicketCalled", "placeholder", "disk-1", reason="continuation", actor="anna"),
        JournalRow(3, "OfflineTicketMatched", "placeholder", errand="skola", turn_us=1, other_id="slip"),
    )
    tickets = (TicketRow("placeholder", "K1-01", "called", "2026-11-23", "disk-1"),)
    promised = Operation("kiosk", "issue", 0.0, 1.0, "done", "visitor", "slip", "K1-01")
    assert check(History((promised,), rows, tickets)).violations == {}


def test_a_desk_may_take_part_in_anothers_visit_until_that_leaves_its_desk() -> None:
    rows = [
        JournalRow(1, "TicketIssued", "t", None, "A001", "skola", "walk_in", turn_us=1),
        JournalRow(2, "TicketCalled", "t", "disk-1"),
        JournalRow(3, "JoiningAsked", "t"),
        JournalRow(4, "VisitJoined", "t", "disk-2"),
        JournalRow(5, "VisitLeft", "t", "disk-2"),
        JournalRow(6, "VisitJoined", "t", "disk-2"),
        JournalRow(7, "LegFinished", "t", errand="bygglov", turn_us=7),
        JournalRow(8, "TicketCalled", "t", "disk-2"),
    ]
    assert check(History(journal=tuple(rows), applied=frames_of(rows))).violations == {}


def test_whoever_is_prepared_for_is_passed_by_only_so_long() -> None:
    come = [JournalRow(n, "TicketIssued", f"t{n}", None, f"A00{n}", "skola", "walk_in", turn_us=n) for n in (1, 2, 3)]
    prepared = JournalRow(4, "PreparationSet", "t1", is_bound=True)
    called = [JournalRow(5, "TicketCalled", "t2", "disk-1"), JournalRow(6, "PreparationSet", "t1")]
    assert check(History(journal=(*come, prepared, *called))).violations == {}
    early = JournalRow(7, "TicketCalled", "t3", "disk-2")
    assert set(check(History(journal=(*come, prepared, *called, early))).violations) == {"I5"}

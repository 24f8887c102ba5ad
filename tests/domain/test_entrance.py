# SPDX-License-Identifier: EUPL-1.2
"""How straight the way in was, worked out by hand and by the rules; and that nobody is found out by a small number."""

from datetime import UTC, datetime, timedelta

from kolapp_server.domain import entrance
from kolapp_server.domain.entrance import Trace, Waited
from kolapp_server.domain.events import Event, ServingStarted, TicketCalled, TicketFinished, TicketIssued, TicketTransferred
from kolapp_server.domain.explaining import Told
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Outcome, TicketId, TicketNumber

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
BYGGLOV, FRAGA, HJALP = ErrandId("bygglov"), ErrandId("fraga"), ErrandId("digital-hjalp")
SPECIALISTS = frozenset({BYGGLOV})
FEW = Told(None, is_few=True)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def issued(name: str, minutes: float, errand: ErrandId) -> TicketIssued:
    return TicketIssued(at(minutes), TicketId(name), TicketNumber("A001"), "A", errand, Kind.WALK_IN, "sv", at(minutes))


def called(name: str, minutes: float) -> TicketCalled:
    return TicketCalled(at(minutes), TicketId(name), DeskId("disk-1"))


def straight(name: str, wait: float) -> list[Event]:
    return [issued(name, 0, BYGGLOV), called(name, wait)]


def by_way_of_a_guide(name: str, until_guide: float, until_specialist: float) -> list[Event]:
    handed_over = TicketTransferred(at(until_guide + 2), TicketId(name), BYGGLOV, at(0))
    return [issued(name, 0, FRAGA), called(name, until_guide), handed_over, called(name, until_specialist)]


def waited(minutes: float | None, *, is_over: bool = True) -> Waited:
    called_at = None if minutes is None else at(minutes)
    return Waited(NINE, called_at, is_over, timedelta(minutes=10))


def test_who_passed_a_guide_is_counted_with_the_minutes_that_went_before_the_right_desk() -> None:
    events = [event for n in range(6) for event in by_way_of_a_guide(f"g{n}", 5, 20 + n)]
    events += [event for n in range(7) for event in straight(f"s{n}", 3)]
    found = entrance.detours(entrance.traces(events).values(), SPECIALISTS)
    assert (found.visits, found.by_guide, found.median_minutes_before) == (Told(13), Told(6), 22.0)


def test_a_visit_that_no_specialist_met_is_no_detour() -> None:
    found = entrance.detours(entrance.traces([issued("a", 0, FRAGA), called("a", 2)]).values(), SPECIALISTS)
    assert (found.visits, found.by_guide, found.median_minutes_before) == (Told(0), Told(0), None)


def test_who_is_handed_from_one_specialist_to_another_passed_no_guide() -> None:
    events = [*straight("a", 3), TicketTransferred(at(9), TicketId("a"), BYGGLOV, at(0)), called("a", 12)]
    assert entrance.detours(entrance.traces(events).values(), SPECIALISTS).by_guide == Told(0)


def test_the_wait_of_the_straight_way_is_told_with_its_share_in_time() -> None:
    found = entrance.straightness([waited(minutes) for minutes in (1, 2, 3, 4, 10, 30)])
    assert (found.tickets, found.ready, found.median_minutes, found.p90_minutes) == (Told(6), Told(5), 3.0, 30.0)


def test_who_left_uncalled_was_not_met_in_time_and_who_waits_still_counts_as_a_ticket() -> None:
    found = entrance.straightness([waited(1), *[waited(None)] * 4, waited(None, is_over=False)])
    assert (found.tickets, found.ready, found.median_minutes) == (Told(6), FEW, None)


def test_of_fewer_than_five_nothing_is_told() -> None:
    found = entrance.straightness([waited(1)] * 4)
    assert (found.tickets, found.ready, found.median_minutes, found.p90_minutes) == (FEW, FEW, None, None)
    assert (entrance.told(0), entrance.told(5)) == (Told(0), Told(5))


def test_digital_help_takes_the_minutes_from_the_meeting_to_its_end() -> None:
    events: list[Event] = []
    for n in range(5):
        name = TicketId(f"d{n}")
        started, finished = ServingStarted(at(6), name), TicketFinished(at(6 + n * 5), name, Outcome.SOLVED)
        events += [issued(name, 0, HJALP), called(name, 5), started, finished]
    found = entrance.digital_help(entrance.traces(events).values(), frozenset({HJALP}))
    assert (found.visits, found.median_minutes) == (Told(5), 10.0)


def test_somebody_who_is_still_there_is_a_visit_without_minutes() -> None:
    trace: list[Trace] = list(entrance.traces([issued("a", 0, HJALP), called("a", 5)]).values())
    found = entrance.digital_help(trace * 5, frozenset({HJALP}))
    assert (found.visits, found.median_minutes) == (Told(5), None)

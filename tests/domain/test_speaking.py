# SPDX-License-Identifier: EUPL-1.2
"""Who speaks the visitor's language meets the visitor where that delays nobody; and how often that was so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kolapp_server.domain import calling, commands
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event, TicketCalled
from kolapp_server.domain.language_figures import LanguageVisits, language_visits, meetings
from kolapp_server.domain.speaking import needed_language, speaking_desks
from kolapp_server.domain.ticket import DeskId, ErrandId, Outcome, TicketId
from tests.domain import halls, properties
from tests.domain.halls import OPENING, Done, Trace, after, asked, call, issue, new_day, sit_down, small_rules, trace_of

LANGUAGES = ("sv", "fi", "ar", "sv-Easy")
SPOKEN = ((), ("fi",), ("ar", "fi"), ("en",))
DAY_LENGTH = 240
long_days = st.integers(0, 2**32).map(lambda seed: Random(seed).randbytes(DAY_LENGTH))
days_told_in_bytes = st.one_of(st.binary(min_size=12, max_size=DAY_LENGTH), long_days)
often = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_tongues(command: Command, spoken: Sequence[tuple[str, ...]] = SPOKEN) -> Command:
    """The same command in a hall where visitors have languages, and clerks speak some."""
    match command:
        case commands.IssueTicket():
            return replace(command, language=LANGUAGES[sum(map(ord, command.ticket_id)) % len(LANGUAGES)])
        case commands.OpenDesk():
            return replace(command, languages=spoken[int(command.desk[1:]) % len(spoken)])
        case _:
            return command


def with_languages(trace: Trace, spoken: Sequence[tuple[str, ...]] = SPOKEN) -> Trace:
    """All that was asked on that day, asked again by people who have languages."""
    start = trace.start
    for desk, sitting in sorted(trace.start.desks.items()):
        if sitting.profile is not None and sitting.clerk is not None:
            start = after(start, OPENING, in_tongues(commands.OpenDesk(desk, sitting.profile, sitting.clerk), spoken))
    day, steps = start, list[Done]()
    for step in trace.steps:
        steps.append(asked(day, in_tongues(step.command, spoken), step.now))
        day = steps[-1].after
    return Trace(start, tuple(steps))


def who_and_when(trace: Trace) -> list[tuple[str, object]]:
    return [(event.ticket_id, event.at) for event in trace.events() if isinstance(event, TicketCalled)]


@often
@given(days_told_in_bytes)
def test_every_property_of_the_rule_holds_where_visitors_and_clerks_have_languages(data: bytes) -> None:
    trace = with_languages(trace_of(data))
    for holds in properties.OF_A_TRACE:
        note(holds.__name__)
        holds(trace)


@often
@given(days_told_in_bytes)
def test_a_language_moves_nobody_to_another_moment_where_all_desks_serve_all_alike(data: bytes) -> None:
    """Compared for the first call alone: from then on other desks are free, and another day has begun."""
    plain, spoken = trace_of(data), with_languages(trace_of(data))
    assert who_and_when(spoken)[:1] == who_and_when(plain)[:1]


@often
@given(days_told_in_bytes)
def test_where_no_clerk_has_told_a_language_every_event_is_as_without(data: bytes) -> None:
    def without(events: list[Event]) -> list[Event]:
        return [replace(event, language="sv") if hasattr(event, "language") and event.language else event for event in events]

    plain, nobody_speaks = trace_of(data), with_languages(trace_of(data), spoken=((),))
    assert without(nobody_speaks.events()) == without(plain.events())


@often
@given(days_told_in_bytes)
def test_of_the_ready_desks_that_would_call_the_same_visitor_one_that_speaks_the_language_does(data: bytes) -> None:
    _everybody_is_met_by_who_speaks(with_languages(trace_of(data)))


def _everybody_is_met_by_who_speaks(trace: Trace) -> None:
    for step in trace.steps:
        for day, event in halls.days_within(step):
            if isinstance(event, TicketCalled) and event.reason is None and event.desk in day.ready:
                _is_met_by_who_speaks(day, event)


def _is_met_by_who_speaks(day: Day, event: TicketCalled) -> None:
    needed = needed_language(day.tickets[event.ticket_id].language)
    might = [desk for desk in day.ready if min(_might_call(day, desk, event), default=None) == _turn(day, event)]
    able = [desk for desk in might if needed is not None and needed in day.desks[desk].languages]
    assert event.desk == (able or might)[0]


def _might_call(day: Day, desk: DeskId, event: TicketCalled) -> list[object]:
    return [ticket.leg.turn for ticket in properties.may_serve(day, desk, event.at)]


def _turn(day: Day, event: TicketCalled) -> object:
    return day.tickets[event.ticket_id].leg.turn


def test_a_rule_that_forgets_the_language_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "needed_language", lambda _language: None)
    with pytest.raises(AssertionError):
        _everybody_is_met_by_who_speaks(_a_day_with_ready_desks())


def _a_day_with_ready_desks() -> Trace:
    day = ready_hall(("fi",))
    return Trace(day, (asked(day, finnish("t1"), OPENING + timedelta(minutes=9)),))


def hall(*spoken: tuple[str, ...]) -> Day:
    """Desk d0 speaks only Swedish; d1, d2 ... what is said. All serve everything."""
    day = new_day(small_rules(desks=1 + len(spoken)))
    for place, languages in enumerate(((), *spoken)):
        day = after(day, OPENING, replace(sit_down(place), languages=languages))
    return day


def ready_hall(*spoken: tuple[str, ...]) -> Day:
    """All of them stand ready, d0 longest."""
    day = hall(*spoken)
    for place in range(1 + len(spoken)):
        day = after(day, OPENING + timedelta(minutes=place), call(place))
    return day


def finnish(name: str, language: str = "fi") -> commands.IssueTicket:
    return replace(issue(name), language=language)


def called_to(day: Day, command: Command) -> DeskId | None:
    done = asked(day, command, OPENING + timedelta(minutes=9))
    return next((event.desk for event in done.events if isinstance(event, TicketCalled)), None)


def test_a_finnish_visitor_is_called_to_the_ready_desk_that_speaks_finnish() -> None:
    assert called_to(ready_hall(("fi",)), finnish("t1")) == "d1"


def test_of_two_that_speak_it_the_one_that_has_stood_ready_longest() -> None:
    assert called_to(ready_hall(("en",), ("fi",), ("fi",)), finnish("t1")) == "d2"


def test_a_swedish_visitor_is_called_to_whoever_has_stood_ready_longest() -> None:
    assert called_to(ready_hall(("fi",)), issue("t1")) == "d0"
    assert called_to(ready_hall(("sv", "fi")), finnish("t1", "sv-Easy")) == "d0"


def test_where_the_speaking_desk_does_not_serve_the_errand_nobody_waits_for_it() -> None:
    day = new_day(small_rules(errands=2, desks=2, profiles=((0, 1), (1,))))
    day = after(day, OPENING, sit_down(0, 0), replace(sit_down(1, 1), languages=("fi",)), call(0), call(1))
    assert called_to(day, finnish("t1")) == "d0"


def test_where_the_speaking_desk_is_busy_nobody_waits_for_it() -> None:
    day = after(hall(("fi",)), OPENING, issue("t0"), call(1), call(0))
    assert day.desks[DeskId("d1")].ticket == "t0"
    assert called_to(day, finnish("t1")) == "d0"


def test_whoever_has_been_passed_over_stands_ready_still_and_gets_the_next() -> None:
    day = after(ready_hall(("fi",)), OPENING + timedelta(minutes=9), finnish("t1"))
    assert day.ready == (DeskId("d0"),)
    assert called_to(day, issue("t2")) == "d0"


def test_who_speaks_a_language_now_is_known_and_closed_desks_speak_nothing() -> None:
    day = hall(("fi", "en"), ("fi",))
    assert speaking_desks(day, "fi") == ("d1", "d2")
    assert speaking_desks(after(day, OPENING, commands.CloseDesk(DeskId("d1"))), "fi") == ("d2",)
    assert speaking_desks(day, "sv") == ()
    assert speaking_desks(day, "sv-Easy") == ()


def test_a_clerk_who_tells_of_another_language_is_known_by_it_at_once() -> None:
    day = after(hall(("fi",)), OPENING, replace(sit_down(1), languages=("fi", "uk")))
    assert speaking_desks(day, "uk") == ("d1",)


def served(day: Day, *languages: str, desk: int = 1) -> list[Event]:
    """Visitors with those languages come one after the other to that desk."""
    told: list[Event] = []
    for place, language in enumerate(languages):
        name = TicketId(f"v{desk}-{place}")
        here = DeskId(f"d{desk}")
        finish = commands.Finish(name, here, Outcome.SOLVED)
        for command in (finnish(name, language), call(desk), commands.Start(name, here), finish):
            done = asked(day, command, OPENING + timedelta(minutes=place))
            assert done.refusal is None
            told, day = [*told, *done.events], done.after
    return told


def opened(day: Day) -> list[Event]:
    """How the desks of a hall were opened."""
    start, told = new_day(day.rules), list[Event]()
    for desk in day.desks.values():
        if desk.profile is not None and desk.clerk is not None:
            told += asked(start, commands.OpenDesk(desk.desk_id, desk.profile, desk.clerk, desk.languages), OPENING).events
    return told


def test_every_meeting_is_counted_once_as_met_or_not() -> None:
    day = hall(("fi",))
    told = [*opened(day), *served(day, "fi", "ar", "sv"), *served(day, "fi", desk=0)]
    assert list(meetings(told)) == [("fi", True), ("ar", False), ("fi", False)]


def test_a_visitor_who_was_called_but_never_came_is_not_counted() -> None:
    day = after(hall(("fi",)), OPENING, finnish("t1"))
    steps: tuple[Command, ...] = (
        call(1),
        commands.Recall(TicketId("t1"), DeskId("d1")),
        commands.MarkAbsent(TicketId("t1"), DeskId("d1")),
    )
    told = opened(day)
    for command in steps:
        done = asked(day, command, OPENING)
        told, day = [*told, *done.events], done.after
    assert list(meetings(told)) == []


def test_a_visitor_who_is_handed_over_is_met_once_more() -> None:
    day = after(hall(("fi",)), OPENING, finnish("t1"))
    told: list[Event] = [*opened(day), *asked(new_day(day.rules), finnish("t1"), OPENING).events]
    name, there = TicketId("t1"), DeskId("d1")
    hand_over = commands.Transfer(name, DeskId("d0"), ErrandId("e1"), there)
    for command in (call(0), commands.Start(name, DeskId("d0")), hand_over, call(1), commands.Start(name, there)):
        done = asked(day, command, OPENING)
        assert done.refusal is None
        told, day = [*told, *done.events], done.after
    assert list(meetings(told)) == [("fi", False), ("fi", True)]


def test_fewer_than_five_are_not_told_nor_a_remainder_of_fewer() -> None:
    day = hall(("fi",))
    few = [*opened(day), *served(day, *["fi"] * 4)]
    assert language_visits(few) == (LanguageVisits("fi", None, None, is_few=True),)
    five = [*opened(day), *served(day, *["fi"] * 5)]
    assert language_visits(five) == (LanguageVisits("fi", 5, 5),)
    one_was_not = [*five, *served(day, "fi", desk=0)]
    assert language_visits(one_was_not) == (LanguageVisits("fi", 6, None),)


def test_the_most_come_first() -> None:
    day = hall(("fi",))
    told = [*opened(day), *served(day, *["fi"] * 5), *served(day, *["ar"] * 6, desk=0)]
    assert [line.language for line in language_visits(told)] == ["ar", "fi"]

# SPDX-License-Identifier: EUPL-1.2
"""How long somebody waits: simple halls by hand, small days against the rule itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from kolapp_server.domain import commands, hours, visit_commands
from kolapp_server.domain.day import Day, Desk
from kolapp_server.domain.decisions import next_due, try_out
from kolapp_server.domain.estimate import Booking, Estimate, Learned, estimate_for, estimates, forecast, learn, rounded
from kolapp_server.domain.events import TicketCalled
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Outcome, TicketId
from tests.architecture.sources import imported, modules
from tests.domain.halls import OPENING, after, call, issue, new_day, sit_down, small_rules, trace_of

NOTHING = Learned()
E0, DESK = ErrandId("e0"), DeskId("d0")


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def hall(desks: int = 1, minutes: int = 10) -> Day:
    """Desks for everything, all open."""
    rules = small_rules(errands=2, desks=max(desks, 2), minutes=minutes)
    return after(new_day(rules), OPENING, *(sit_down(place) for place in range(desks)))


def told(day: Day, name: str, now: datetime = OPENING) -> Estimate | None:
    return estimate_for(day, day.tickets[TicketId(name)], now, NOTHING)


def test_in_an_empty_branch_nobody_waits() -> None:
    assert estimates(hall(), OPENING, NOTHING)[E0].minutes == 0


def test_the_only_one_who_waits_is_served_now() -> None:
    assert told(after(hall(), OPENING, issue("me")), "me").minutes == 0


def test_behind_one_other_it_takes_what_the_other_s_errand_takes() -> None:
    day = after(hall(), OPENING, issue("other"), issue("me"))
    assert told(day, "me") == Estimate(10, 6, 16)


def test_about_seven_minutes_is_between_four_and_twelve() -> None:
    assert told(after(hall(minutes=7), OPENING, issue("other"), issue("me")), "me") == Estimate(7, 4, 12)


@pytest.mark.parametrize(("minutes", "rest"), [(0, 20), (5, 15), (12, 8), (13, 7), (60, 7)])
def test_a_visit_lasts_its_mean_and_at_least_a_third_of_it_more(minutes: int, rest: int) -> None:
    day = after(hall(minutes=20), OPENING, issue("other"), call(), commands.Start(TicketId("other"), DESK))
    assert told(after(day, OPENING, issue("me")), "me", at(minutes)).minutes == rounded(rest)


def test_a_paused_desk_comes_back_in_a_quarter_of_an_hour() -> None:
    day = after(hall(), OPENING, issue("me"), commands.PauseDesk(DESK))
    assert told(day, "me").minutes == rounded(15)
    assert told(day, "me", at(60)).minutes == 5


def test_a_planned_break_is_waited_for() -> None:
    day = after(hall(), OPENING, commands.PlanBreak(DESK, at(5), at(35)), issue("first"), issue("me"))
    assert told(day, "first").minutes == 0
    assert told(day, "me").minutes == rounded(10 + 30)


def test_a_break_that_is_late_lasts_as_long_and_who_works_through_it_has_none() -> None:
    planned = after(hall(minutes=20), OPENING, commands.PlanBreak(DESK, at(5), at(35)), issue("first"), call(), issue("me"))
    assert told(planned, "me", at(10)).minutes == rounded(10 + 30)
    through = after(hall(minutes=20), OPENING, commands.PlanBreak(DESK, at(5), at(35)), issue("first"), issue("me"))
    assert told(after(through, at(6), call()), "me", at(6)).minutes == rounded(20)


def test_a_desk_on_its_planned_break_is_back_when_it_ends() -> None:
    day = after(hall(), OPENING, issue("me"), commands.PlanBreak(DESK, OPENING, at(30)), commands.PauseDesk(DESK))
    assert told(day, "me", at(10)).minutes == rounded(20)


def test_a_desk_that_only_will_open_takes_from_the_others_queue_but_gives_no_number_of_its_own() -> None:
    rules = small_rules(errands=2, desks=2, profiles=((0,), (0, 1)), minutes=20)
    day = after(new_day(rules), OPENING, sit_down(), *(issue(name) for name in ("a", "b", "c")), issue("other", 1))
    alone = told(day, "c").minutes
    soon = after(day, OPENING, commands.PlanOpening(DeskId("d1"), rules.profiles[1].profile_id, at(5)))
    assert told(soon, "c").minutes < alone
    assert told(soon, "other") == Estimate(opens_at=at(5))


def test_a_booking_that_may_come_takes_its_time_and_stands_in_no_list() -> None:
    day = after(hall(), OPENING, *(issue(f"t{place}") for place in range(3)))
    without = forecast(day, OPENING, NOTHING).by_ticket
    coming = forecast(day, OPENING, NOTHING, [Booking(E0, at(10)), Booking(E0, at(95))]).by_ticket
    assert coming.keys() == without.keys()
    assert coming[TicketId("t2")].minutes == without[TicketId("t2")].minutes + 10
    assert coming[TicketId("t0")] == without[TicketId("t0")]


def test_without_an_open_desk_for_the_errand_there_is_no_number() -> None:
    day = after(new_day(small_rules(errands=2, profiles=((0,),))), at(60), sit_down(), issue("me", 1))
    assert told(day, "me", at(60)) == Estimate()
    assert estimates(day, at(60), NOTHING)[E0].minutes == 0


def test_before_the_doors_open_it_says_when_they_do() -> None:
    day = after(new_day(small_rules()), at(-60), issue("me"))
    assert told(day, "me", at(-60)) == Estimate(opens_at=datetime(2026, 3, 2, 7, tzinfo=UTC))


def test_whoever_does_not_wait_has_no_estimate() -> None:
    assert told(after(hall(), OPENING, issue("me"), call()), "me") is None


def test_what_has_been_seen_outweighs_the_catalogue_little_by_little() -> None:
    learned = Learned(NOTHING.counts.set(E0, 10), NOTHING.sums.set(E0, 200.0))
    assert learned.minutes(E0, 10) == 15
    assert NOTHING.minutes(E0, 10) == 10
    day = after(hall(), OPENING, issue("other"), issue("me"))
    assert estimate_for(day, day.tickets[TicketId("me")], OPENING, learned).minutes == rounded(15)


def learned_from(*asked: tuple[float, commands.Command], finished: float) -> Learned:
    day = after(hall(), OPENING, issue("me"), call())
    for minutes, command in asked:
        day = after(day, at(minutes), command)
    return learn(NOTHING, day.tickets[TicketId("me")], at(finished))


ME = TicketId("me")
START = (1.0, commands.Start(ME, DESK))


def test_a_visit_lasts_from_the_call_to_the_finish() -> None:
    assert learned_from(START, finished=9) == Learned(NOTHING.counts.set(E0, 1), NOTHING.sums.set(E0, 9.0))
    assert learned_from(finished=9).sums[E0] == 9


def test_a_parked_visit_counts_from_where_it_went_on() -> None:
    parked = ((5.0, commands.Park(ME, DESK)), (40.0, commands.Resume(ME, DESK)))
    assert learned_from(START, *parked, finished=46).sums[E0] == 6


@pytest.mark.parametrize("finished", [0.1, 600])
def test_a_key_pressed_by_mistake_and_a_forgotten_visit_teach_nothing(finished: float) -> None:
    assert learned_from(START, finished=finished) is NOTHING


def test_numbers_are_rounded_as_finely_as_anybody_can_know() -> None:
    assert [rounded(each) for each in (0.4, 6.6, 11.2, 13, 19.4, 22, 23, 58, 64, 66)] == [0, 7, 12, 14, 20, 20, 25, 60, 60, 70]


@given(st.floats(0, 600), st.floats(0, 600))
def test_a_longer_wait_is_never_told_as_a_shorter_one(one: float, other: float) -> None:
    assert rounded(min(one, other)) <= rounded(max(one, other))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([Kind.WALK_IN, Kind.PRIORITY]), st.integers(0, 20)), max_size=12))
def test_whoever_comes_before_you_in_line_waits_no_longer(coming: list[tuple[int, Kind, int]]) -> None:
    day = _arrived(hall(2), coming)
    entries = sorted((entry for line in day.lines.values() for entry in line), key=lambda entry: entry.turn)
    waits = [forecast(day, day.last_at, NOTHING).by_ticket[entry.ticket_id].minutes for entry in entries]
    assert waits == sorted(waits)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([Kind.WALK_IN, Kind.PRIORITY]), st.integers(0, 20)), max_size=12))
def test_with_one_profile_another_desk_makes_nobody_wait_longer(coming: list[tuple[int, Kind, int]]) -> None:
    fewer = _arrived(hall(1), coming)
    more = after(fewer, fewer.last_at, sit_down(1))
    before, now = (forecast(day, fewer.last_at, NOTHING).by_ticket for day in (fewer, more))
    assert all(now[name].minutes <= before[name].minutes for name in before)


def _arrived(day: Day, coming: list[tuple[int, Kind, int]]) -> Day:
    now = OPENING
    for place, (errand, kind, passing) in enumerate(coming):
        now += timedelta(minutes=passing)
        day = after(day, now, issue(f"t{place}", errand, kind))
    return day


long_days = st.integers(0, 2**32).map(lambda seed: Random(seed).randbytes(200))


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.binary(min_size=12, max_size=160), long_days))
def test_it_says_what_the_rule_does_when_nobody_else_comes(data: bytes) -> None:
    day = _with_no_desk_paused(trace_of(data).end)
    day_ends = hours.day_ends_at(day.service_day, day.rules.time_zone)
    minutes = {name: estimate.minutes for name, estimate in forecast(day, day.last_at, NOTHING).by_ticket.items()}
    for name, start in LivedOn(day, day_ends).starts().items():
        wait = None if start is None else rounded((int((start - day.last_at).total_seconds()) + 30) // 60)
        assert minutes[name] == wait or (wait is None and day.last_at + timedelta(minutes=minutes[name] + 20) > day_ends)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(min_size=12, max_size=160), long_days))
def test_what_is_said_of_an_errand_is_what_a_newcomer_with_it_is_told(data: bytes) -> None:
    day = trace_of(data).end
    said = estimates(day, day.last_at, NOTHING)
    for errand, estimate in said.items():
        with_newcomer = after(day, day.last_at, issue("newcomer", int(errand[1:])))
        newcomer = estimate_for(with_newcomer, with_newcomer.tickets[TicketId("newcomer")], day.last_at, NOTHING)
        assert estimate.minutes == (0 if newcomer is None else newcomer.minutes)


def test_two_who_are_bound_to_one_desk_wait_for_it_each_in_their_own_time() -> None:
    """The first binding ends at ten past: the other desk takes that visitor, and the second still waits for the desk."""
    to_desk = (commands.Transfer(TicketId(name), DeskId("d1"), E0, DESK) for name in ("one", "two"))
    day = after(hall(2, minutes=2), OPENING, issue("one"), issue("two"), issue("busy", 1), issue("long"), issue("there"), call(1))
    day = after(day, OPENING, next(to_desk), call(1))
    day = after(day, at(5), next(to_desk), call(1))
    day = after(day, at(9), call(0, ticket_id=TicketId("long"), reason="emergency"))
    said = forecast(day, at(9), NOTHING).by_ticket
    assert {name: estimate.minutes for name, estimate in said.items()} == {"one": 2, "two": 2, "there": 4}


def _with_no_desk_paused(day: Day) -> Day:
    """Nor does any take part in another's visit, and no visitor has more to do afterwards."""
    paused = [desk.desk_id for desk in day.desks.values() if desk.is_paused]
    leaving = [visit_commands.LeaveVisit(desk.joined, desk.desk_id) for desk in day.desks.values() if desk.joined]
    alone = after(day, day.last_at, *(commands.CloseDesk(desk) for desk in paused), *leaving)
    return replace(alone, tickets=Map({name: replace(ticket, further=()) for name, ticket in alone.tickets.items()}))


class LivedOn:
    """The day lived to its end, decision by decision: each visit lasts its mean, each free desk calls, nobody else comes."""

    def __init__(self, day: Day, until: datetime) -> None:
        self.day, self.until = day, until
        self.called: dict[TicketId, datetime | None] = {e.ticket_id: None for line in day.lines.values() for e in line}
        desks = sorted((desk for desk in day.desks.values() if desk.is_open), key=self._standing)
        self.order = [desk.desk_id for desk in desks]
        self.free = {desk.desk_id: self._free_at(desk) for desk in desks if desk.ready_since is None}

    def _standing(self, desk: Desk) -> tuple[bool, datetime, DeskId]:
        return desk.ready_since is None, desk.ready_since or desk.since, desk.desk_id

    def _free_at(self, desk: Desk) -> datetime:
        if desk.ticket is None:
            return self.day.last_at
        since = self.day.tickets[desk.ticket].since
        mean = self._mean(desk.ticket)
        return max(since + mean, self.day.last_at + timedelta(seconds=round(0.35 * mean.total_seconds())))

    def _mean(self, name: TicketId) -> timedelta:
        rule = self.day.rules.errand_by_id[self.day.tickets[name].leg.errand]
        return timedelta(minutes=rule.expected_minutes)

    def starts(self) -> dict[TicketId, datetime | None]:
        """When each is called."""
        while (asked := self._next()) is not None:
            command, moment = asked
            draft = try_out(self.day, command, moment)
            self.day = draft.day
            for event in draft.events:
                if isinstance(event, TicketCalled):
                    self.called[event.ticket_id] = event.at
                    self.free[event.desk] = event.at + self._mean(event.ticket_id)
        return self.called

    def _next(self) -> tuple[commands.Command, datetime] | None:
        due = next_due(self.day, self.day.last_at)
        desk = min(self.free, key=lambda each: (self.free[each], self.order.index(each)), default=None)
        if desk is None or due <= self.free[desk]:
            return (commands.Tick(), due) if due < self.until else None
        moment = self.free.pop(desk)
        return (commands.CallNext(desk, finish=Outcome.SOLVED), moment) if moment < self.until else None


def test_nothing_that_decides_knows_of_estimates() -> None:
    """So that what is learned and said of waits can change no call."""
    of_estimates = {f"kolapp_server.domain.{name}" for name in ("estimate", "bands", "learning")}
    for one in modules("server"):
        if one.is_in(("kolapp_server.domain",)) and one.name not in of_estimates:
            assert not {name for _, name in imported(one) if name.startswith(tuple(of_estimates))}, one.name

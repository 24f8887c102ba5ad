# SPDX-License-Identifier: EUPL-1.2
"""What must be true of every day (P1 to P10), each written from the tickets alone, without the lines that the rule reads."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations, pairwise

from immutables import Map

from kolapp_server.domain import calling, events
from kolapp_server.domain.calling import Reason
from kolapp_server.domain.day import Day, InLine
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.hours import day_ends_at
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import ACTIVE, DeskId, ErrandId, Kind, Leg, Status, Ticket, TicketId
from tests.domain.halls import Trace, calls_of, days_within, trace_of


def may_serve(day: Day, desk: DeskId, now: datetime) -> list[Ticket]:
    """Whom that desk may call now: those who are open, else bookings ahead of their time; never one who is prepared for."""
    free = [ticket for ticket in day.tickets.values() if ticket.status is Status.WAITING and _is_free(day, ticket, desk, now)]
    are_open = [ticket for ticket in free if ticket.leg.opens_at is None or ticket.leg.opens_at <= now]
    return are_open or [ticket for ticket in free if ticket.leg.booked_at is not None]


def _is_free(day: Day, ticket: Ticket, desk: DeskId, now: datetime) -> bool:
    leg = ticket.leg
    is_bound_elsewhere = leg.bound_desk not in (None, desk) and leg.bound_until is not None and now < leg.bound_until
    return leg.errand in day.served_by(desk) and not is_bound_elsewhere


@lru_cache(maxsize=1)
def calls_by_rule(trace: Trace) -> tuple[tuple[Day, events.TicketCalled, list[Ticket]], ...]:
    """Each call that was not out of turn, with the day before it and all whom the desk might have called."""
    by_rule = ((day, event) for day, event in calls_of(trace) if event.reason is None)
    return tuple((day, event, may_serve(day, event.desk, event.at)) for day, event in by_rule)


def p1_the_earliest_turn_is_called(trace: Trace) -> int:
    """How often somebody was chosen before somebody else."""
    pairs = 0
    for _, event, candidates in calls_by_rule(trace):
        earliest = min(candidates, key=lambda ticket: (ticket.leg.turn.time, ticket.leg.turn.seq))
        assert event.ticket_id == earliest.ticket_id
        pairs += len(candidates) - 1
    return pairs


def p2_alike_are_called_as_they_came(trace: Trace) -> None:
    for day, event, candidates in calls_by_rule(trace):
        called = day.tickets[event.ticket_id]
        alike = [other for other in candidates if _sort_of(other) == _sort_of(called)]
        assert all(_came(called) <= _came(other) for other in alike)


def _sort_of(ticket: Ticket) -> tuple[object, ...]:
    leg = ticket.leg
    return leg.errand, leg.kind, ticket.has_priority, leg.bound_desk


def _came(ticket: Ticket) -> tuple[datetime, int]:
    base = ticket.leg.arrived_at
    if ticket.leg.booked_at is not None:
        base = calling.booked_base(ticket.leg.booked_at, base)
    return base, ticket.leg.turn.seq


def p3_nobody_starves(trace: Trace) -> None:
    for day, event, candidates in calls_by_rule(trace):
        called = day.tickets[event.ticket_id]
        for passed in candidates:
            if passed.leg.kind is Kind.WALK_IN:
                assert _came(called) <= (_came(passed)[0] + _may_come_later(called), _latest_number(called, passed))


def _may_come_later(ticket: Ticket) -> timedelta:
    if ticket.leg.kind is Kind.RETURNING and ticket.has_priority:
        return timedelta(minutes=20)
    return {
        Kind.WALK_IN: timedelta(),
        Kind.PRIORITY: timedelta(minutes=20),
        Kind.RETURNING: timedelta(minutes=10),
        Kind.BOOKED: timedelta(minutes=60),
    }[ticket.leg.kind]


def _latest_number(called: Ticket, passed: Ticket) -> float:
    return passed.leg.turn.seq if called.leg.kind is Kind.WALK_IN else float("inf")


def p4_the_rule_is_blind_to_the_errand(data: bytes) -> None:
    plain = _calls(trace_of(data))
    assert _calls(trace_of(data, change=_other_durations)) == plain
    assert _calls(trace_of(data, change=_renamed)) == plain


def _calls(trace: Trace) -> list[tuple[str, str, datetime]]:
    return [(event.ticket_id, event.desk, event.at) for _, event in calls_of(trace)]


def _other_durations(rules: Rules) -> Rules:
    errands = [replace(rule, expected_minutes=99 - rule.expected_minutes, target_minutes=1) for rule in rules.errands]
    return replace(rules, errands=tuple(errands))


def _renamed(rules: Rules) -> Rules:
    """The same hall where the first errand has the last name, and so on."""
    names: dict[ErrandId, ErrandId] = {rule.errand_id: ErrandId(f"x{99 - place}") for place, rule in enumerate(rules.errands)}
    return replace(
        rules,
        human_errand=names[rules.human_errand],
        errands=tuple(replace(rule, errand_id=names[rule.errand_id]) for rule in rules.errands),
        profiles=tuple(replace(rule, errands=tuple(names[each] for each in reversed(rule.errands))) for rule in rules.profiles),
    )


def p5_no_desk_stands_ready_while_it_could_serve(trace: Trace) -> None:
    for step in trace.steps:
        for day, event in days_within(step):
            if isinstance(event, events.DeskStoodReady):
                assert may_serve(day, event.desk, event.at) == []
        at = max(step.now, step.before.last_at)
        if step.refusal is None:
            assert all(may_serve(step.after, desk, at) == [] for desk in step.after.ready)


def p6_the_order_of_two_never_flips(data: bytes) -> None:
    trace = trace_of(data)
    _same_choices_later(trace.end)
    shift = timedelta(minutes=37)
    if trace.end.last_at + shift >= day_ends_at(trace.start.service_day, trace.start.rules.time_zone):
        return
    assert [(who, desk, at + shift) for who, desk, at in _calls(trace)] == _calls(trace_of(data, shift))


def _same_choices_later(day: Day) -> None:
    now, later = day.last_at, day.last_at + timedelta(minutes=45)
    for desk in day.desks:
        both = [entry for line in day.lines.values() for entry in line if entry.leg.is_open(desk, now)]
        for pair in combinations(both[:8], 2):
            only = _with_only(day, pair)
            assert _chosen(only, desk, now) == _chosen(only, desk, later)


def _without(day: Day, who: str) -> Day:
    """That day without that one of those who wait."""
    lines = {errand: tuple(entry for entry in line if entry.ticket_id != who) for errand, line in day.lines.items()}
    return replace(day, lines=Map(lines), tickets=day.tickets.delete(TicketId(who)))


def _with_only(day: Day, entries: Sequence[InLine]) -> Day:
    """That day with nobody else in it."""
    tickets = {entry.ticket_id: replace(day.tickets[entry.ticket_id], leg=entry.leg) for entry in entries}
    return replace(day, lines=_lines_of(entries), tickets=Map(tickets))


def _lines_of(entries: Sequence[InLine]) -> Map[ErrandId, tuple[InLine, ...]]:
    lines: dict[ErrandId, list[InLine]] = {}
    for entry in sorted(entries, key=lambda entry: entry.turn):
        lines.setdefault(entry.leg.errand, []).append(entry)
    return Map({errand: tuple(line) for errand, line in lines.items()})


def _chosen(day: Day, desk: DeskId, now: datetime) -> str | None:
    entry = calling.next_in_line(day, desk, now)
    return None if entry is None else entry.ticket_id


def p7_the_journal_gives_the_same_day_and_calls(trace: Trace) -> None:
    assert fold_all(trace.start, trace.events()) == trace.end
    for day, event in calls_of(trace):
        if event.reason is None:
            assert _chosen(day, event.desk, event.at) == event.ticket_id
    for step in trace.steps:
        if step.refusal is None:
            assert try_out(step.before, step.command, step.now).events == list(step.events)


def nobody_is_called_while_somebody_prepares(trace: Trace) -> None:
    """But out of turn, which has its reason."""
    for day, event in calls_of(trace):
        leg = day.tickets[event.ticket_id].leg
        is_prepared_for = leg.booked_at is None and leg.opens_at is not None and leg.opens_at > event.at
        assert event.reason is not None or not is_prepared_for


def p8_an_earlier_turn_is_never_worse(trace: Trace) -> None:
    """Whoever joins behind changes nothing ahead; whoever gets an earlier turn comes no later."""
    day = trace.end
    for desk in day.desks:
        order = _drained(day, desk)
        if len(order) < 2:
            continue
        ahead = order[:-1]
        without_last = _without(day, order[-1])
        assert _drained(without_last, desk)[: len(ahead)] == ahead
        favoured = order[len(order) // 2]
        assert _drained(_moved_ahead(day, favoured), desk).index(favoured) <= order.index(favoured)


def _entries(day: Day) -> list[InLine]:
    return [entry for line in day.lines.values() for entry in line]


def _drained(day: Day, desk: DeskId) -> list[str]:
    """In what order that desk would call the first dozen, were nothing else to happen at that moment."""
    order: list[str] = []
    while len(order) < 12 and (who := _chosen(day, desk, day.last_at)) is not None and who not in order:
        order.append(who)
        day = _without(day, who)
    return order


def _moved_ahead(day: Day, who: str) -> Day:
    earlier = [_earlier(entry) if entry.ticket_id == who else entry for entry in _entries(day)]
    return _with_only(day, earlier)


def later(leg: Leg) -> Leg:
    """That leg with a turn ten minutes later."""
    return replace(leg, turn=leg.turn._replace(time=leg.turn.time + timedelta(minutes=10)))


def _earlier(entry: InLine) -> InLine:
    turn = entry.turn._replace(time=entry.turn.time - timedelta(minutes=20))
    return replace(entry, turn=turn, leg=replace(entry.leg, turn=turn))


def p9_every_passing_has_one_true_reason(trace: Trace) -> int:
    """How many were passed in all, each with its reason."""
    pairs = 0
    for day, event in calls_of(trace):
        called = day.tickets[event.ticket_id]
        manual = set(event.passed)
        for other in day.tickets.values():
            if other.is_open and other.status not in ACTIVE and _came(other) < _came(called):
                pairs += 1
                reason = calling.why_before(day, event.desk, called, other, event.at).reason
                assert _true_reasons(day, event, called, other)[:1] == [reason]
                assert (reason is Reason.MANUAL) == (other.ticket_id in manual)
    return pairs


def _true_reasons(day: Day, event: events.TicketCalled, called: Ticket, other: Ticket) -> list[Reason]:
    """All that keeps the desk from calling `other`, the first of which is said."""
    leg = other.leg
    open_ones = may_serve(day, event.desk, event.at)
    reasons = {
        Reason.NOT_WAITING: other.status is not Status.WAITING,
        Reason.NOT_SERVED: leg.errand not in day.served_by(event.desk),
        Reason.BOUND_ELSEWHERE: not _is_free(day, other, event.desk, event.at),
        Reason.BEING_PREPARED: leg.booked_at is None and leg.opens_at is not None and leg.opens_at > event.at,
        Reason.NOT_YET_OPEN: leg.opens_at is not None and leg.opens_at > event.at,
        Reason.MANUAL: event.reason is not None and (other.leg.turn < called.leg.turn or called not in open_ones),
        Reason.EARLIER_TURN: called.leg.turn < other.leg.turn,
    }
    return [reason for reason, is_true in reasons.items() if is_true]


def p10_nobody_is_lost_called_twice_or_moved(trace: Trace) -> None:
    for step in trace.steps:
        for day, event in days_within(step):
            if isinstance(event, events.TicketCalled):
                assert day.tickets[event.ticket_id].status is Status.WAITING
        if not any(isinstance(event, events.DayStarted) for event in step.events):
            _nobody_else_moved(step.before, step.after, {getattr(event, "ticket_id", None) for event in step.events})


def _nobody_else_moved(before: Day, now: Day, touched: set[str | None]) -> None:
    for name, ticket in before.tickets.items():
        assert name in now.tickets
        assert name in touched or now.tickets[name] == ticket
        same_leg = now.tickets[name].leg.turn.seq == ticket.leg.turn.seq
        assert not same_leg or now.tickets[name].leg.turn == ticket.leg.turn


def longest_ready_is_called_first(trace: Trace) -> None:
    for step in trace.steps:
        for day, event in days_within(step):
            if isinstance(event, events.TicketCalled) and event.reason is None and event.desk in day.ready:
                earlier = day.ready[: day.ready.index(event.desk)]
                assert all(may_serve(day, desk, event.at) == [] or _is_spoken_with(day, event, desk) for desk in earlier)
                assert list(day.ready) == sorted(day.ready, key=lambda desk: day.desks[desk].ready_since)


def _is_spoken_with(day: Day, event: events.TicketCalled, instead_of: DeskId) -> bool:
    """Whether the desk that called speaks the visitor's language, which the one that has stood ready longer does not."""
    ticket = day.tickets[event.ticket_id]
    is_same = min(may_serve(day, instead_of, event.at), key=lambda one: one.leg.turn) is ticket
    return (
        is_same and ticket.language in day.desks[event.desk].languages and ticket.language not in day.desks[instead_of].languages
    )


def time_never_goes_back(trace: Trace) -> None:
    moments = [trace.start.last_at, *(event.at for event in trace.events())]
    assert all(earlier <= later for earlier, later in pairwise(moments))


def the_day_is_consistent(day: Day) -> None:
    """No desk has two visitors, no visitor two desks; the lines hold exactly those who wait, by turn; numbers are unique."""
    at_desks = [ticket.desk for ticket in day.tickets.values() if ticket.status in ACTIVE]
    assert len(at_desks) == len(set(at_desks))
    assert {desk.desk_id: desk.ticket for desk in day.desks.values() if desk.ticket} == {
        ticket.desk: ticket.ticket_id for ticket in day.tickets.values() if ticket.status in ACTIVE
    }
    for line in day.lines.values():
        assert [entry.turn for entry in line] == sorted(entry.turn for entry in line)
    waiting = {(t.leg.errand, t.ticket_id, t.leg) for t in day.tickets.values() if t.status is Status.WAITING}
    standing = [(errand, entry.ticket_id, entry.leg) for errand, line in day.lines.items() for entry in line]
    assert len(standing) == len(waiting)
    assert set(standing) == waiting
    assert len({ticket.number for ticket in day.tickets.values()}) == len(day.tickets) == len(day.numbers)
    _desks_are_consistent(day)


def _desks_are_consistent(day: Day) -> None:
    assert set(day.ready) == {desk.desk_id for desk in day.desks.values() if desk.ready_since is not None}
    _who_takes_part_is_known_on_both_sides(day)
    for desk in day.desks.values():
        is_idle = desk.ticket is None and desk.joined is None and desk.is_open and not desk.is_paused
        assert is_idle or desk.ready_since is None, "only an idle open desk stands ready"
        assert desk.ticket is None or (desk.is_open and not desk.is_paused), "visitors sit only at open desks"


def _who_takes_part_is_known_on_both_sides(day: Day) -> None:
    """A visit has one owner; whoever joined it has no visitor of its own, and is at an open desk."""
    joint = {name: ticket.joint for name, ticket in day.tickets.items() if ticket.joint}
    said_by_visits = {(desk, name) for name, visit in joint.items() for desk in visit.desks}
    joined = [desk for desk in day.desks.values() if desk.joined is not None]
    assert {(desk.desk_id, desk.joined) for desk in joined} == said_by_visits
    for desk in joined:
        assert desk.ticket is None
        assert desk.is_open
        assert not desk.is_paused
    for ticket in day.tickets.values():
        assert ticket.joint is None or (ticket.status in ACTIVE and ticket.desk not in ticket.joint.desks)


def every_day_is_consistent(trace: Trace) -> None:
    the_day_is_consistent(trace.start)
    for step in trace.steps:
        the_day_is_consistent(step.after)
        assert step.refusal is None or step.after is step.before


TraceProperty = Callable[[Trace], object]
OF_A_TRACE: tuple[TraceProperty, ...] = (
    p1_the_earliest_turn_is_called,
    p2_alike_are_called_as_they_came,
    p3_nobody_starves,
    p5_no_desk_stands_ready_while_it_could_serve,
    p7_the_journal_gives_the_same_day_and_calls,
    p8_an_earlier_turn_is_never_worse,
    p9_every_passing_has_one_true_reason,
    p10_nobody_is_lost_called_twice_or_moved,
    longest_ready_is_called_first,
    time_never_goes_back,
    every_day_is_consistent,
    nobody_is_called_while_somebody_prepares,
)
OF_BYTES: tuple[Callable[[bytes], None], ...] = (p4_the_rule_is_blind_to_the_errand, p6_the_order_of_two_never_flips)

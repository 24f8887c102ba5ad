# SPDX-License-Identifier: EUPL-1.2
"""Random halls and random days in them, read from a string of bytes: short bytes are small days, so failures shrink well.

The first bytes say how many desks, errands and profiles there are; then each four bytes are one thing that somebody does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from kolapp_server.domain import commands, visit_commands
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.events import Event, TicketCalled
from kolapp_server.domain.folding import fold
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.rules import ErrandRule, OpenTime, ProfileRule, Rules
from kolapp_server.domain.ticket import (
    ACTIVE,
    ClerkId,
    DeskId,
    ErrandId,
    Kind,
    Outcome,
    ProfileId,
    Status,
    Ticket,
    TicketId,
)

MONDAY = date(2026, 3, 2)
OPENING = datetime(2026, 3, 2, 7, tzinfo=UTC)
ALL_WEEK = tuple(OpenTime(day, time(8), time(17)) for day in range(7))
HEADER = 12
STEP = 4
PASSING_MINUTES = (0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 11, 13, 17, 21, 31)


@dataclass(frozen=True, eq=False)
class Done:
    """One thing that was asked: the day before, what happened, and the day after. `refusal` when it was not to be."""

    before: Day
    command: Command
    now: datetime
    events: tuple[Event, ...]
    after: Day
    refusal: Refusal | None = None

    @cached_property
    def within(self) -> tuple[tuple[Day, Event], ...]:
        """Each event with the day just before it."""
        day, found = self.before, []
        for event in self.events:
            found.append((day, event))
            day = fold(day, event)
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Trace:
    """A day from the first command to the last."""

    start: Day
    steps: tuple[Done, ...]

    @property
    def end(self) -> Day:
        return self.steps[-1].after if self.steps else self.start

    def events(self) -> list[Event]:
        return [event for step in self.steps for event in step.events]

    @cached_property
    def calls(self) -> tuple[tuple[Day, TicketCalled], ...]:
        """Each call of the day, with the day just before it."""
        within = (pair for step in self.steps for pair in step.within)
        return tuple((day, event) for day, event in within if isinstance(event, TicketCalled))


def small_rules(*, errands: int = 2, desks: int = 2, profiles: tuple[tuple[int, ...], ...] = (), minutes: int = 10) -> Rules:
    """Errands e0, e1 ..., desks d0, d1 ..., and profiles p0, p1 ... by the errands' places; by default one for all."""
    ids = [ErrandId(f"e{place}") for place in range(errands)]
    sets = profiles or (tuple(range(errands)),)
    return Rules(
        "Europe/Stockholm",
        ids[0],
        tuple(ErrandRule(errand, "g", "ACDEFGH"[place % 7], minutes + 3 * place) for place, errand in enumerate(ids)),
        tuple(ProfileRule(ProfileId(f"p{place}"), tuple(ids[each] for each in served)) for place, served in enumerate(sets)),
        tuple(DeskId(f"d{place}") for place in range(desks)),
        ALL_WEEK,
    )


def new_day(rules: Rules) -> Day:
    return first_day("town-hall", rules, MONDAY, OPENING)


def after(day: Day, now: datetime, *asked: Command) -> Day:
    """The day when all of that has been asked, one at a time, at the same moment."""
    for command in asked:
        day = try_out(day, command, now).day
    return day


def issue(name: str, errand: int = 0, kind: Kind = Kind.WALK_IN, booked_at: datetime | None = None) -> commands.IssueTicket:
    return commands.IssueTicket(TicketId(name), ErrandId(f"e{errand}"), kind, "sv", is_by_staff=True, booked_at=booked_at)


def sit_down(desk: int = 0, profile: int = 0) -> commands.OpenDesk:
    return commands.OpenDesk(DeskId(f"d{desk}"), ProfileId(f"p{profile}"), ClerkId(f"c{desk}"))


def call(desk: int = 0, **more: object) -> commands.CallNext:
    return replace(commands.CallNext(DeskId(f"d{desk}")), **more)


def rules_from(header: bytes) -> Rules:
    """One to six errands, one to four desks, one to four profiles with some errands each."""
    errands, desks, profiles = 1 + header[0] % 6, 1 + header[1] % 4, 1 + header[2] % 4
    masks = [header[3 + place] for place in range(profiles)]
    sets = tuple(tuple(e for e in range(errands) if mask >> e & 1) or (mask % errands,) for mask in masks)
    return small_rules(errands=errands, desks=desks, profiles=sets, minutes=3)


def trace_of(data: bytes, shift: timedelta = timedelta(), change: Callable[[Rules], Rules] = lambda rules: rules) -> Trace:
    """The day that these bytes tell, all of it `shift` later, in a hall with changed rules."""
    header = data[:HEADER].ljust(HEADER, b"\0")
    rules = change(rules_from(header))
    start = first_day("town-hall", rules, MONDAY, OPENING + shift)
    for place in range(len(rules.desks)):
        start = after(start, OPENING + shift, sit_down(place, header[8 + place % 4] % len(rules.profiles)))
    return Trace(start, tuple(_lived(start, data[HEADER:])))


def _lived(day: Day, data: bytes) -> Iterator[Done]:
    now = day.last_at
    for place in range(0, len(data) - STEP + 1, STEP):
        what, which, other, passing = data[place : place + STEP]
        now += timedelta(minutes=PASSING_MINUTES[passing % len(PASSING_MINUTES)])
        done = asked(day, command_from(day, now, what, which, other), now)
        yield done
        day = done.after


def asked(day: Day, command: Command, now: datetime) -> Done:
    """What comes of asking that."""
    try:
        draft = try_out(day, command, now)
    except Refusal as refusal:
        return Done(day, command, now, (), day, refusal)
    return Done(day, command, now, tuple(draft.events), draft.day)


def command_from(day: Day, now: datetime, what: int, which: int, other: int) -> Command:
    """What those three numbers ask for on that day; most often something that is allowed."""
    makers = (
        _issue,
        _issue,
        _issue,
        _issue,
        _call,
        _call,
        _call,
        _step,
        _step,
        _step,
        _step,
        _manual,
        _desk,
        _tick,
        _call,
        _issue,
        _plan_visit,
        _together,
    )
    return makers[what % len(makers)](day, now, which, other)


def _issue(day: Day, now: datetime, which: int, other: int) -> Command:
    errand = day.rules.errands[which % len(day.rules.errands)].errand_id
    kinds = (Kind.WALK_IN, Kind.WALK_IN, Kind.WALK_IN, Kind.PRIORITY, Kind.BOOKED, Kind.RETURNING)
    kind = kinds[other % len(kinds)]
    booked_at = now + timedelta(minutes=other % 97 - 20) if kind is Kind.BOOKED else None
    name = TicketId(f"t{day.seq}")
    return commands.IssueTicket(name, errand, Kind.WALK_IN if booked_at else kind, "sv", is_by_staff=True, booked_at=booked_at)


def _desk_id(day: Day, which: int) -> DeskId:
    return day.rules.desks[which % len(day.rules.desks)]


def _call(day: Day, now: datetime, which: int, other: int) -> Command:
    outcome = (Outcome.SOLVED, Outcome.REFERRED, Outcome.WRONG_LANE, None)[other % 4]
    return commands.CallNext(_desk_id(day, which), finish=outcome)


def _manual(day: Day, now: datetime, which: int, other: int) -> Command:
    waiting = _in_status(day, Status.WAITING)
    ticket = waiting[other % len(waiting)].ticket_id if waiting else TicketId("nobody")
    return commands.CallNext(_desk_id(day, which), ticket, "emergency", Outcome.SOLVED)


def _tick(day: Day, now: datetime, which: int, other: int) -> Command:
    return commands.Tick()


def _desk(day: Day, now: datetime, which: int, other: int) -> Command:
    desk = _desk_id(day, which)
    profile = day.rules.profiles[other % len(day.rules.profiles)].profile_id
    choices: tuple[Command, ...] = (
        commands.OpenDesk(desk, profile, ClerkId(f"c{desk[1:]}")),
        commands.PauseDesk(desk),
        commands.ResumeDesk(desk),
        commands.EndReadiness(desk),
        commands.ResumeDesk(desk),
        commands.CloseDesk(desk),
        *(commands.OpenDesk(each, profile, ClerkId(f"c{each[1:]}")) for each in day.rules.desks),
    )
    return choices[other // 8 % len(choices)]


def _step(day: Day, now: datetime, which: int, other: int) -> Command:
    ticket = _someone(day, other)
    if ticket is None:
        return commands.Tick()
    at = ticket.desk or _desk_id(day, which)
    name, choices = ticket.ticket_id, _STEPS[ticket.status]
    return choices[which % len(choices)](day, name, at, which)


def _in_status(day: Day, *statuses: Status) -> list[Ticket]:
    found = [ticket for ticket in day.tickets.values() if ticket.status in statuses]
    return sorted(found, key=lambda ticket: ticket.number)


def _someone(day: Day, other: int) -> Ticket | None:
    """Most often somebody at a desk, sometimes another who is still here."""
    groups = ((Status.CALLED, Status.SERVING), (Status.PARKED, Status.ABSENT), (Status.WAITING,))
    for turn in range(3):
        found = _in_status(day, *groups[((0, 0, 1, 2)[other % 4] + turn) % 3])
        if found:
            return found[other // 4 % len(found)]
    return None


def _transfer(day: Day, name: TicketId, at: DeskId, which: int) -> Command:
    errand = day.rules.errands[which // 8 % len(day.rules.errands)].errand_id
    prepare = timedelta(minutes=which // 4 % 16) if which % 3 == 0 else None
    if which % 5 == 4:
        return commands.Transfer(name, at, errand, to_clerk=ClerkId(f"c{_desk_id(day, which // 4)[1:]}"), prepare=prepare)
    return commands.Transfer(name, at, errand, _desk_id(day, which // 4) if which & 1 else None, prepare=prepare)


def _plan_visit(day: Day, now: datetime, which: int, other: int) -> Command:
    """A specialist prepares, a visit gets further errands, or a hand-over is judged."""
    ids = [rule.errand_id for rule in day.rules.errands]
    here = _in_status(day, *ACTIVE)
    if here and which % 3:
        ticket = here[other % len(here)]
        if which % 3 == 1:
            errands = tuple(ids[(other + place) % len(ids)] for place in range(which // 4 % 3))
            return visit_commands.PlanErrands(ticket.ticket_id, ticket.desk or _desk_id(day, 0), errands)
        return visit_commands.MarkHandOver(ticket.ticket_id, ticket.desk or _desk_id(day, 0), bool(other & 1))
    waiting = _in_status(day, Status.WAITING)
    name = waiting[other % len(waiting)].ticket_id if waiting else TicketId("nobody")
    return visit_commands.Prepare(name, _desk_id(day, which // 4), timedelta(minutes=other % 3 * 7))


def _together(day: Day, now: datetime, which: int, other: int) -> Command:
    """A desk asks another to join, or one says yes, or no, or leaves."""
    here = _in_status(day, *ACTIVE)
    if not here:
        return commands.Tick()
    ticket, desk = here[other % len(here)], _desk_id(day, which)
    owner, asked = ticket.desk or desk, ticket.joint is not None
    errand = day.rules.errands[which // 4 % len(day.rules.errands)].errand_id
    choices: tuple[Command, ...] = (
        visit_commands.JoinVisit(ticket.ticket_id, desk),
        visit_commands.JoinVisit(ticket.ticket_id, desk),
        visit_commands.LeaveVisit(ticket.ticket_id, desk),
        visit_commands.EndAsking(ticket.ticket_id, desk),
    )
    asking = visit_commands.AskToJoin(ticket.ticket_id, owner, *((desk, None) if which & 4 else (None, errand)))
    return choices[other // 8 % len(choices)] if asked and other & 3 else asking


def _absent(day: Day, name: TicketId, at: DeskId, which: int) -> Command:
    return commands.MarkAbsent(name, at) if day.tickets[name].times_called > 1 else commands.Recall(name, at)


_Maker = Callable[[Day, TicketId, DeskId, int], Command]
_STEPS: dict[Status, tuple[_Maker, ...]] = {
    Status.CALLED: (
        lambda day, name, at, which: commands.Start(name, at),
        lambda day, name, at, which: commands.Start(name, at),
        _absent,
        _absent,
        lambda day, name, at, which: commands.Undo(name, at),
        _transfer,
    ),
    Status.SERVING: (
        lambda day, name, at, which: commands.Park(name, at),
        lambda day, name, at, which: commands.Park(name, at),
        _transfer,
        lambda day, name, at, which: commands.Finish(name, at, Outcome.SOLVED),
    ),
    Status.PARKED: (
        lambda day, name, at, which: commands.Resume(name, at),
        lambda day, name, at, which: commands.Resume(name, _desk_id(day, which)),
        lambda day, name, at, which: commands.Cancel(name),
    ),
    Status.ABSENT: (lambda day, name, at, which: commands.Return(name, same_desk=bool(which & 2)),),
    Status.WAITING: (*(lambda day, name, at, which: commands.Tick(),) * 5, lambda day, name, at, which: commands.Cancel(name)),
}


def days_within(step: Done) -> Iterator[tuple[Day, Event]]:
    """Each event of that step, with the day just before it."""
    return iter(step.within)


def calls_of(trace: Trace) -> Iterator[tuple[Day, TicketCalled]]:
    """Each call of the day, with the day just before it."""
    return iter(trace.calls)

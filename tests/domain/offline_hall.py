# SPDX-License-Identifier: EUPL-1.2
"""A hall with one kiosk behind a bad wire: requests come late or never, entries are told again, desks call what nobody has told.

Each visitor holds one number. Whatever arrives in which order, the visitor has at most one open ticket once the kiosk has told
of it, and has it until somebody at a desk, or the visitor, has ended it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kolapp_server.domain import offline
from kolapp_server.domain.commands import (
    CallNext,
    Cancel,
    Command,
    Finish,
    IssuedOffline,
    IssueTicket,
    JournalEntry,
    MarkAbsent,
    PrintedOffline,
    Recall,
    Return,
    Start,
    TakeJournal,
    Tick,
    Transfer,
    Undo,
    Withdrawn,
)
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.offline import Became
from kolapp_server.domain.ticket import ACTIVE, DeskId, DeviceId, ErrandId, Kind, Outcome, Status, Ticket, TicketId, TicketNumber
from tests.domain import properties
from tests.domain.halls import OPENING, PASSING_MINUTES, Done, Trace, after, asked, new_day, sit_down, small_rules

KIOSK = DeviceId("kiosk")
FATES = ("not sent", "on its way", "answer lost")
small = st.integers(0, 255)


@dataclass(slots=True)
class Person:
    """Somebody in the room with a slip of the kiosk's own series. `former` was sent before, and never answered."""

    ticket_id: TicketId
    paper: TicketNumber
    former: TicketId | None
    is_told: bool = False
    has_left: bool = False


@dataclass(slots=True)
class Kiosk:
    """What the kiosk has written down, and how much of it the server has confirmed."""

    entries: list[JournalEntry] = field(default_factory=list)
    confirmed: int = 0


def online(ticket_id: TicketId, errand: int, kind: Kind = Kind.WALK_IN) -> IssueTicket:
    return IssueTicket(ticket_id, ErrandId(f"e{errand % 2}"), kind, "sv", device=KIOSK)


def issued(who: Person, errand: int, at: datetime, heard_at: datetime, kind: Kind = Kind.WALK_IN) -> IssuedOffline:
    return IssuedOffline(
        who.ticket_id, who.paper, ErrandId(f"e{errand % 2}"), kind, "fi", at, heard_at=heard_at, in_place_of=who.former
    )


class OfflineHall(RuleBasedStateMachine):
    """A day on which the wire to the kiosk breaks and comes back."""

    @initialize(fates=st.lists(st.sampled_from(FATES), min_size=2, max_size=4))
    def opens(self, fates: list[str]) -> None:
        self.now = self.heard_at = OPENING
        self.start = after(new_day(small_rules(profiles=((0, 1), (1,)))), OPENING, sit_down(0, 0), sit_down(1, 1))
        self.day, self.done = self.start, Done(self.start, Tick(), self.now, (), self.start)
        self.events: list[object] = []
        self.people: list[Person] = []
        self.on_their_way: list[IssueTicket] = []
        self.kiosk = Kiosk()
        self.serial = 0
        for place, fate in enumerate(fates):
            self.somebody_gets_a_number_offline(place, fate, 0)

    def ask(self, command: Command) -> Done:
        self.done = asked(self.day, command, self.now)
        self.day = self.done.after
        self.events.extend(self.done.events)
        return self.done

    def fresh(self, what: str) -> TicketId:
        self.serial += 1
        return TicketId(f"{what}{self.serial}")

    @rule(errand=small)
    def somebody_gets_a_number_online(self, errand: int) -> None:
        self.ask(online(self.fresh("online"), errand))
        self.heard_at = self.now

    @rule(errand=small, fate=st.sampled_from(FATES), wrong_by=st.integers(-1500, 1500))
    def somebody_gets_a_number_offline(self, errand: int, fate: str, wrong_by: int) -> None:
        former = None if fate == "not sent" else self.fresh("former")
        kind = Kind.PRIORITY if errand % 5 == 0 else Kind.WALK_IN
        if former is not None:
            self.on_their_way.append(online(former, errand, kind))
        if fate == "answer lost":
            self.ask(self.on_their_way.pop())
        who = Person(self.fresh("offline"), TicketNumber(f"K1-{len(self.people) + 1:02d}"), former)
        self.people.append(who)
        clock = self.now + timedelta(minutes=wrong_by)
        self.kiosk.entries.append(issued(who, errand, clock, self.heard_at, kind))
        self.kiosk.entries.append(PrintedOffline(who.ticket_id, "confirmed"))

    @precondition(lambda self: self.on_their_way)
    @rule(which=small)
    def a_late_request_arrives(self, which: int) -> None:
        self.ask(self.on_their_way.pop(which % len(self.on_their_way)))

    @precondition(lambda self: self.people)
    @rule(which=small)
    def somebody_takes_it_back_at_the_kiosk(self, which: int) -> None:
        who = self.people[which % len(self.people)]
        if not who.has_left:
            who.has_left = True
            self.kiosk.entries.append(Withdrawn(who.ticket_id))

    @precondition(lambda self: self.kiosk.entries)
    @rule(count=st.integers(1, 8), again=st.integers(0, 4), is_answered=st.booleans())
    def the_kiosk_tells(self, count: int, again: int, is_answered: bool) -> None:
        first = max(0, self.kiosk.confirmed - again)
        told = tuple(self.kiosk.entries[first : first + again + count])
        self._told(told)
        if is_answered:
            self.kiosk.confirmed = max(self.kiosk.confirmed, first + len(told))
            self.heard_at = self.now

    def _told(self, entries: tuple[JournalEntry, ...]) -> None:
        command = TakeJournal(KIOSK, entries, OPENING)
        done = self.ask(command)
        assert done.refusal is None
        results = list(offline.results(command, self.day, done.events))
        assert [result.ticket_id for result in results] == [entry.ticket_id for entry in entries]
        assert Became.REFUSED not in [result.became for result in results]
        for person in self.people:
            if not person.is_told and any(self._speaks_of(entry, person) for entry in entries):
                person.is_told = True
                self._has_a_place(person, {entry.ticket_id for entry in entries if isinstance(entry, Withdrawn)})
        assert asked(self.day, command, self.now).events == ()

    def _speaks_of(self, entry: JournalEntry, person: Person) -> bool:
        return isinstance(entry, IssuedOffline) and entry.ticket_id == person.ticket_id

    def _has_a_place(self, person: Person, withdrawn: set[TicketId]) -> None:
        ticket = self.day.find(person.ticket_id)
        assert ticket is not None
        assert ticket.is_open or offline.was_met(ticket) or person.ticket_id in withdrawn
        assert OPENING <= ticket.issued_at <= self.now

    @precondition(lambda self: self.people)
    @rule(which=small, desk=st.integers(0, 1), outcome=st.sampled_from([None, Outcome.SOLVED, Outcome.LEFT]))
    def a_desk_calls_a_number_from_the_paper(self, which: int, desk: int, outcome: Outcome | None) -> None:
        paper = self.people[which % len(self.people)].paper
        outcome = self._honest(desk, outcome)
        command = CallNext(DeskId(f"d{desk}"), finish=outcome, offline_number=paper, placeholder=self.fresh("placeholder"))
        before = self.day
        done = self.ask(command)
        if done.refusal is None:
            assert self.day.desks[command.desk].ticket == self.day.numbers[paper]
            was_active = before.numbers.get(paper) is not None and before.tickets[before.numbers[paper]].status in ACTIVE
            assert not was_active, "called twice"

    @rule(desk=st.integers(0, 1), outcome=st.sampled_from([None, Outcome.SOLVED, Outcome.LEFT]))
    def a_desk_calls_the_next(self, desk: int, outcome: Outcome | None) -> None:
        self.ask(CallNext(DeskId(f"d{desk}"), finish=self._honest(desk, outcome)))

    def _honest(self, desk: int, outcome: Outcome | None) -> Outcome | None:
        """Nobody can be met under a number that nobody holds."""
        here = self.day.desks[DeskId(f"d{desk}")].ticket
        is_met = here is not None and not self._is_held_by_nobody(self.day.tickets[here])
        return outcome if outcome is None or is_met else Outcome.LEFT

    def _is_held_by_nobody(self, ticket: Ticket) -> bool:
        return any(ticket.ticket_id == person.former for person in self.people)

    @rule(desk=st.integers(0, 1), what=small)
    def a_visit_goes_on(self, desk: int, what: int) -> None:
        at = DeskId(f"d{desk}")
        here = self.day.desks[at].ticket
        if here is None:
            return
        steps = [Recall(here, at), MarkAbsent(here, at), Undo(here, at), Finish(here, at, Outcome.LEFT)]
        if not self._is_held_by_nobody(self.day.tickets[here]):
            steps += [Start(here, at), Transfer(here, at, ErrandId("e1")), Finish(here, at, Outcome.SOLVED), Start(here, at)]
        self.ask(steps[what % len(steps)])

    @rule(which=small)
    def an_absent_visitor_returns_or_leaves(self, which: int) -> None:
        absent = [ticket for ticket in self.day.tickets.values() if ticket.status is Status.ABSENT]
        if absent and not self._is_held_by_nobody(absent[0]):
            self.ask(Return(absent[0].ticket_id) if which % 2 else Cancel(absent[0].ticket_id))

    @rule(minutes=st.sampled_from(PASSING_MINUTES))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.ask(Tick())

    @invariant()
    def nobody_has_two_places(self) -> None:
        for person in self.people:
            if person.is_told:
                own = {person.ticket_id, person.former} - {None}
                found = {ticket.ticket_id for name in own if (ticket := self.day.find(name)) is not None and ticket.is_open}
                holder = self.day.numbers.get(person.paper)
                if holder is not None and self.day.tickets[holder].is_open:
                    found.add(holder)
                assert len(found) <= 1, (person, found)

    @invariant()
    def whoever_was_told_of_is_never_lost(self) -> None:
        """Only an act of a desk or of the visitor ends a visit; being told of somebody else never does."""
        if isinstance(self.done.command, TakeJournal):
            withdrawn = {entry.ticket_id for entry in self.done.command.entries if isinstance(entry, Withdrawn)}
            for person in self.people:
                before = self.done.before.find(person.ticket_id)
                if before is not None and before.is_open and person.ticket_id not in withdrawn:
                    now = self.day.find(person.ticket_id)
                    assert now is not None
                    assert now.is_open

    @invariant()
    def the_last_step_was_fair(self) -> None:
        trace = Trace(self.start, (self.done,))
        for holds in properties.OF_A_TRACE:
            if holds not in (properties.p7_the_journal_gives_the_same_day_and_calls, properties.time_never_goes_back):
                holds(trace)

    def teardown(self) -> None:
        if hasattr(self, "day"):
            assert fold_all(self.start, self.events) == self.day

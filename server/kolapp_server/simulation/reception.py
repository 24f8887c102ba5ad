# SPDX-License-Identifier: EUPL-1.2
"""The reception as it is: every step is a command to the domain, and what happens is what its events say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kolapp_server.domain import commands, hours
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.events import Event, TicketCalled
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Outcome, TicketId
from kolapp_server.simulation.halls import Hall, profile_at
from kolapp_server.simulation.living import Called
from kolapp_server.simulation.traces import Visit

A_MONDAY = date(2026, 3, 2)
LANGUAGE = "sv"


@dataclass(slots=True)
class DomainReception:
    """One day of a branch, decided by `try_out`. `happened` is its journal."""

    hall: Hall
    weekday: int = 0
    opening: datetime = field(init=False)
    day: Day = field(init=False)
    happened: list[Event] = field(default_factory=list)
    _desk_places: dict[DeskId, int] = field(init=False)
    _desk_ids: list[DeskId] = field(init=False)

    def __post_init__(self) -> None:
        today, rules = A_MONDAY + timedelta(days=self.weekday), self.hall.rules
        self.opening = hours.at_local(today, self.hall.opens, rules.time_zone)
        self.day = first_day("simulated", rules, today, self.opening)
        self._desk_ids = [seat.desk for seat in self.hall.seats]
        self._desk_places = {desk: place for place, desk in enumerate(self._desk_ids)}
        for seat in self.hall.seats:
            for each in seat.breaks:
                begins, ends = (self.opening + timedelta(seconds=at) for at in (each.begins_s, each.begins_s + each.length_s))
                self.ask(commands.PlanBreak(seat.desk, begins, ends), 0)

    def ask(self, command: Command, at_s: int) -> Iterator[tuple[int, int]]:
        """What comes of `command`: whom it calls, and where to. A `Refusal` is a fault of the simulator and goes on up."""
        tried = try_out(self.day, command, self.opening + timedelta(seconds=at_s))
        self.day = tried.day
        self.happened.extend(tried.events)
        called = [event for event in tried.events if isinstance(event, TicketCalled)]
        return ((int(event.ticket_id), self._desk_places[event.desk]) for event in called)

    def arrives(self, visit: int, who: Visit, at_s: int) -> Called:
        """A ticket is issued."""
        booked_at = None if who.booked_s is None else self.opening + timedelta(seconds=who.booked_s)
        return self.ask(
            commands.IssueTicket(
                TicketId(str(visit)), who.stretches[0].errand, who.kind, LANGUAGE, is_by_staff=True, booked_at=booked_at
            ),
            at_s,
        )

    def returns(self, visit: int, at_s: int) -> Called:
        """An absent visitor returns."""
        return self.ask(commands.Return(TicketId(str(visit))), at_s)

    def calls(self, desk: int, at_s: int, *, ends_visit: bool) -> Called:
        """The desk's one key: finish, and call the next."""
        return self.ask(commands.CallNext(self._desk_ids[desk], finish=Outcome.SOLVED if ends_visit else None), at_s)

    def hands_over(self, desk: int, errand: ErrandId, at_s: int) -> Called:
        """A new leg, for whoever has the errand."""
        return self.ask(commands.Transfer(self._visitor(desk), self._desk_ids[desk], errand), at_s)

    def misses(self, desk: int, at_s: int) -> None:
        """Called twice, then absent."""
        ticket = self._visitor(desk)
        self.ask(commands.Recall(ticket, self._desk_ids[desk]), at_s)
        self.ask(commands.MarkAbsent(ticket, self._desk_ids[desk]), at_s)

    def sits_down(self, desk: int, at_s: int) -> None:
        """A clerk signs in, or comes back from the break."""
        name = self._desk_ids[desk]
        if self.day.desks[name].is_open:
            self.ask(commands.ResumeDesk(name), at_s)
        else:
            self.ask(commands.OpenDesk(name, profile_at(name), ClerkId(f"clerk-{desk}")), at_s)

    def rests(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        """The desk is paused."""
        self._finish(desk, at_s, ends_visit=ends_visit)
        self.ask(commands.PauseDesk(self._desk_ids[desk]), at_s)

    def leaves(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        """The clerk signs out."""
        self._finish(desk, at_s, ends_visit=ends_visit)
        self.ask(commands.CloseDesk(self._desk_ids[desk]), at_s)

    def _finish(self, desk: int, at_s: int, *, ends_visit: bool) -> None:
        if ends_visit:
            self.ask(commands.Finish(self._visitor(desk), self._desk_ids[desk], Outcome.SOLVED), at_s)

    def _visitor(self, desk: int) -> TicketId:
        ticket = self.day.desks[self._desk_ids[desk]].ticket
        assert ticket is not None, "nobody is at the desk"
        return ticket

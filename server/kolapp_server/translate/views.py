# SPDX-License-Identifier: EUPL-1.2
"""A branch's day as each role may see it. No name, and on the board no errand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kolapp_contract import board as wire
from kolapp_contract.devices import AlarmKind
from kolapp_contract.tickets import Estimate, Kind, Need, State
from kolapp_server.domain import calling, hours, staffing
from kolapp_server.domain import estimate as told
from kolapp_server.domain.day import WHOLE_KIOSK, Day, Desk
from kolapp_server.domain.officers import Call
from kolapp_server.domain.room import NOBODY, Room
from kolapp_server.domain.ticket import ErrandId, Status, Ticket, TicketId, TicketNumber
from kolapp_server.services.branches import BranchWords
from kolapp_server.translate.answers import expectation
from kolapp_server.translate.officers import officer_line

RECENT_CALLS = 10
OF_THE_HOUSE = (wire.ViewName.DESK, wire.ViewName.FACILITY, wire.ViewName.MONITOR)
"""Who sees devices, faults and plans."""
DISCREET, FETCHED = Need.DISCREET.value, Need.FETCH_ME.value
ONE_NUMBER_WITHIN = 5
"""Minutes: a group whose errands differ by more is told as a range."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a view shows besides the day: the branch's words, devices and their faults, estimates."""

    now: datetime
    words: BranchWords
    devices: tuple[wire.DeviceLine, ...] = ()
    alarms: tuple[wire.AlarmLine, ...] = ()
    estimates: Mapping[ErrandId, Estimate] = field(default_factory=dict)
    waits: Mapping[TicketId, told.Estimate] = field(default_factory=dict)
    room: Room = NOBODY
    officers: Mapping[TicketId, Call] = field(default_factory=dict)

    def wait_of(self, day: Day, ticket: Ticket) -> Estimate | None:
        """How much longer that ticket waits; before its own forecast is made, as long as a newcomer with its errand."""
        if ticket.status is not Status.WAITING:
            return None
        expected = self.foreseen(day, ticket) or self.estimates.get(ticket.leg.errand)
        return _with_opening(expected, day, ticket.leg.errand, self.now)

    def foreseen(self, day: Day, ticket: Ticket) -> Estimate | None:
        """How much longer that ticket waits, when its own forecast is made: beside others a newcomer's would mislead."""
        made = expectation(self.waits.get(ticket.ticket_id)) if ticket.status is Status.WAITING else None
        return _with_opening(made, day, ticket.leg.errand, self.now)


def wait_foreseen(day: Day, ticket: Ticket, made: told.Forecast, now: datetime) -> Estimate | None:
    """`Surroundings.wait_of` for one who asks for nothing else."""
    if ticket.status is not Status.WAITING:
        return None
    expected = made.by_ticket.get(ticket.ticket_id) or made.by_errand.get(ticket.leg.errand)
    return _with_opening(expectation(expected), day, ticket.leg.errand, now)


def _with_opening(expected: Estimate | None, day: Day, errand: ErrandId, now: datetime) -> Estimate | None:
    """Where there is no number, when a desk with the errand is planned to be there."""
    if expected is None or expected.minutes is not None:
        return expected
    return Estimate(opens_at=staffing.opens_at(day, errand, now))


def ticket_line(view: wire.ViewName, day: Day, ticket: Ticket, around: Surroundings) -> wire.TicketLine:
    """One open ticket, with what the role may know of it."""
    desk_id = ticket.desk if ticket.status in (Status.CALLED, Status.SERVING) else None
    called_at = ticket.called_at if desk_id is not None else None
    state, officer = State(ticket.status), officer_line(view, around.officers.get(ticket.ticket_id))
    if view is not wire.ViewName.DESK:
        line = wire.TicketLine(number=ticket.number, state=state, desk_id=desk_id, called_at=called_at, officer=officer)
        line = line.model_copy(update=_manner(ticket)) if ticket.needs else line
        line = line if ticket.joint is None else line.model_copy(update={"joined_desk_ids": ticket.joint.desks or None})
        return _own_line(day, ticket, around, line) if view is wire.ViewName.VISITOR else line
    leg = ticket.leg
    return wire.TicketLine(
        number=ticket.number,
        state=state,
        desk_id=ticket.desk,
        called_at=called_at,
        ticket_id=UUID(ticket.ticket_id),
        errand_id=leg.errand,
        kind=Kind(leg.kind),
        language=ticket.language,
        needs=tuple(Need(need) for need in ticket.needs),
        since=leg.arrived_at if ticket.status is Status.WAITING else ticket.since,
        turn_time=leg.turn.time,
        turn_seq=leg.turn.seq,
        opens_at=leg.opens_at,
        bound_desk_id=leg.bound_desk,
        **_visit_facts(ticket),
        contact_id=None if ticket.contact is None else UUID(ticket.contact),
        estimate=around.foreseen(day, ticket),
        officer=officer,
        is_elsewhere=ticket.ticket_id in day.elsewhere or None,
    )


def _manner(ticket: Ticket) -> dict[str, bool]:
    """How the visitor wants to be called. What is not asked for is not sent at all."""
    return {name: True for name, need in (("is_discreet", DISCREET), ("is_fetched", FETCHED)) if need in ticket.needs}


def _visit_facts(ticket: Ticket) -> dict[str, Any]:
    """What has been handed over, what comes after it, and who takes part. What is not there is None, and not sent at all."""
    handed, joint = ticket.leg.hand_over, ticket.joint
    return {
        "has_note": ticket.has_note or bool(handed and handed.checked),
        "joined_desk_ids": (joint.desks or None) if joint else None,
        "asked_desk_id": joint.asked_desk if joint else None,
        "asked_errand_id": joint.asked_errand if joint else None,
        "leg": ticket.legs,
        "further_errand_ids": ticket.further or None,
        "from_desk_id": handed.desk if handed else None,
        "is_complete": handed.is_complete if handed else None,
    }


def _own_line(day: Day, ticket: Ticket, around: Surroundings, line: wire.TicketLine) -> wire.TicketLine:
    ahead = calling.places_ahead(day, ticket) if ticket.status is Status.WAITING else None
    more = {"ahead": ahead, "estimate": around.wait_of(day, ticket), "language": ticket.language, "since": ticket.since}
    more |= {"errand_id": ticket.leg.errand, "opens_at": ticket.leg.opens_at, "kind": Kind(ticket.leg.kind)}
    return line.model_copy(update={**more, "leg": ticket.legs, "further_errand_ids": ticket.further or None})


def desk_line(view: wire.ViewName, day: Day, desk: Desk, words: BranchWords) -> wire.DeskLine:
    """A desk as the role may see it. Who sits there is known to those at desks alone."""
    is_staff = view in OF_THE_HOUSE
    ticket = day.tickets.get(desk.busy_with) if desk.busy_with else None
    return wire.DeskLine(
        desk_id=desk.desk_id,
        state=_desk_state(desk, ticket),
        number=ticket.number if ticket else None,
        since=desk.since,
        profile_id=desk.profile if is_staff else None,
        clerk=words.clerks.get(desk.clerk) if desk.clerk is not None and view is wire.ViewName.DESK else None,
        clerk_id=desk.clerk if view is wire.ViewName.DESK else None,
        languages=(desk.languages or None) if view is wire.ViewName.DESK else None,
        takes_part=True if desk.joined else None,
        **(_plans_of(day, desk) if is_staff else {}),
    )


def _plans_of(day: Day, desk: Desk) -> dict[str, Any]:
    """Why the desk pauses, and what is planned for it. What is not there is None, so that it is not sent at all."""
    mine = (each for each in day.breaks if each.desk == desk.desk_id)
    breaks = tuple(wire.PlannedBreak(begins_at=each.begins_at, ends_at=each.ends_at) for each in mine)
    opens_at = next((each.opens_at for each in day.openings if each.desk == desk.desk_id), None)
    return {"pause_reason": desk.pause_reason, "breaks": breaks or None, "opens_at": opens_at}


def queue_alarms(day: Day, felt: staffing.Pressure, now: datetime) -> tuple[wire.AlarmLine, ...]:
    """What the queue itself asks of staff: errands without a desk, and desks that should move."""
    bare = sorted((since, errand) for errand, since in staffing.unstaffed(day, now).items())
    unstaffed = (
        wire.AlarmLine(
            key=f"{AlarmKind.ERRAND_UNSTAFFED}:{errand}", kind=AlarmKind.ERRAND_UNSTAFFED, errand_id=errand, since=since
        )
        for since, errand in bare
    )
    return (*unstaffed, *map(_suggested, staffing.suggestions(day, felt, now)))


def _suggested(advised: staffing.Suggestion) -> wire.AlarmLine:
    kind = AlarmKind.DESK_NEEDED if advised.advice is staffing.Advice.ASK_TO_SERVE else AlarmKind.DESK_SPARE
    key = f"{kind}:{advised.desk}:{advised.errand or ''}"
    return wire.AlarmLine(key=key, kind=kind, desk_id=advised.desk, errand_id=advised.errand, since=advised.since)


def _desk_state(desk: Desk, ticket: Ticket | None) -> wire.DeskState:
    if not desk.is_open:
        return wire.DeskState.CLOSED
    if ticket is not None:
        return wire.DeskState.CALLING if ticket.status is Status.CALLED else wire.DeskState.SERVING
    if desk.is_paused:
        return wire.DeskState.PAUSED
    return wire.DeskState.READY if desk.ready_since is not None else wire.DeskState.OPEN


def wait_lines(view: wire.ViewName, day: Day, around: Surroundings) -> tuple[wire.WaitLine, ...]:
    """How many wait: per group for the waiting room, per errand for everybody else."""
    if view in (wire.ViewName.VISITOR, wire.ViewName.PRINTER):
        return ()
    staffed = staffing.staffed(day)
    per_errand = [_wait_line(day, around, errand.errand_id, staffed) for errand in day.rules.errands]
    if view is not wire.ViewName.BOARD:
        return tuple(per_errand)
    groups: dict[str, list[wire.WaitLine]] = {}
    for errand, line in zip(day.rules.errands, per_errand, strict=True):
        groups.setdefault(errand.group_id, []).append(line)
    return tuple(_of_group(group, lines) for group, lines in groups.items())


def _wait_line(day: Day, around: Surroundings, errand: ErrandId, staffed: set[ErrandId]) -> wire.WaitLine:
    line = day.lines.get(errand, ())
    is_stopped, is_staffed = errand in day.stops, errand in staffed
    opens_at = None if is_staffed else staffing.opens_at(day, errand, around.now)
    expected = around.estimates.get(errand) if is_staffed else Estimate(opens_at=opens_at)
    return wire.WaitLine(
        key=errand,
        waiting=len(line),
        longest_since=min((entry.leg.arrived_at for entry in line), default=None),
        estimate=expected,
        is_staffed=is_staffed,
        opens_at=opens_at,
        is_stopped=is_stopped,
        stop_text=around.words.stop_text(errand) if is_stopped else None,
    )


def _of_group(group: str, lines: list[wire.WaitLine]) -> wire.WaitLine:
    times = [line.longest_since for line in lines if line.longest_since is not None]
    openings = [line.opens_at for line in lines if line.opens_at is not None]
    is_staffed = any(line.is_staffed for line in lines)
    return wire.WaitLine(
        key=group,
        waiting=sum(line.waiting for line in lines),
        longest_since=min(times, default=None),
        estimate=together([line.estimate for line in lines if line.estimate is not None and not line.is_stopped]),
        is_staffed=is_staffed,
        opens_at=None if is_staffed else min(openings, default=None),
        is_stopped=all(line.is_stopped for line in lines),
    )


def together(estimates: list[Estimate]) -> Estimate | None:
    """What can be said honestly of several errands at once: one number where they are alike, else from the least to the most."""
    known = [each for each in estimates if each.minutes is not None]
    if not known:
        return min(estimates, key=lambda each: (each.opens_at is None, each.opens_at), default=None)
    minutes = [each.minutes or 0 for each in known]
    are_alike = max(minutes) - min(minutes) <= ONE_NUMBER_WITHIN
    low, high = min(each.low or 0 for each in known), max(each.high or 0 for each in known)
    return Estimate(minutes=max(minutes) if are_alike else None, low=low, high=high)


def opening(day: Day, around: Surroundings) -> wire.Opening:
    """Whether visitors are taken, and until when."""
    state = hours.opening(day.rules, around.now, day.open_until)
    is_stopped = WHOLE_KIOSK in day.stops
    return wire.Opening(
        is_open=state.is_open,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
        closes_soon=state.closes_at is not None and state.closes_at - around.now <= hours.CLOSES_SOON,
        is_stopped=is_stopped,
        stop_text=around.words.stop_text(WHOLE_KIOSK) if is_stopped else None,
    )


def call(ticket: Ticket, at: datetime, *, again: bool, seq: int) -> wire.Call | None:
    """A number to show and speak; None if it is at no desk any more."""
    if ticket.desk is None:
        return None
    told = wire.Call(number=ticket.number, desk_id=ticket.desk, language=ticket.language, at=at, again=again, seq=seq)
    return told.model_copy(update=_manner(ticket)) if ticket.needs else told


def recent_calls(day: Day) -> tuple[wire.Call, ...]:
    """The last calls of the day, newest last."""
    called = sorted(
        (ticket for ticket in day.tickets.values() if ticket.called_at is not None and ticket.desk is not None),
        key=lambda ticket: (ticket.called_at, ticket.number),
    )
    calls = (call(t, t.called_at or day.last_at, again=t.times_called > 1, seq=0) for t in called[-RECENT_CALLS:])
    return tuple(found for found in calls if found is not None)


def sees_tickets(view: wire.ViewName) -> bool:
    """Whether the role sees all open tickets of the branch."""
    return view in (wire.ViewName.BOARD, *OF_THE_HOUSE)


def ticket_of(day: Day, number: str) -> Ticket | None:
    """The ticket with that number today."""
    ticket_id = day.numbers.get(TicketNumber(number))
    return day.tickets.get(ticket_id) if ticket_id is not None else None


def open_tickets(day: Day) -> Iterable[tuple[TicketNumber, Ticket]]:
    """Every ticket whose visit goes on."""
    return ((ticket.number, ticket) for ticket in day.tickets.values() if ticket.is_open)

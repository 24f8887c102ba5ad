# SPDX-License-Identifier: EUPL-1.2
"""What each event makes of a day. `fold` refuses nothing: what has happened has happened, and the journal is believed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce, singledispatch

from immutables import Map

from kolapp_server.domain import events as happened
from kolapp_server.domain import visit_folding
from kolapp_server.domain.assistance import Help, with_comer
from kolapp_server.domain.changing import changed
from kolapp_server.domain.day import WHOLE_KIOSK, Day, Desk, Offline, PlannedBreak, PlannedOpening, with_desk, with_ticket
from kolapp_server.domain.events import Event
from kolapp_server.domain.numbering import count_of, is_of_a_kiosk
from kolapp_server.domain.ticket import Kind, Leg, Status, Ticket, TicketId, TicketNumber, Turn
from kolapp_server.domain.visit_events import VisitEvent

OTHER_DUTIES = ("phone", "back_office")
"""What a desk may be asked to leave when many wait, and goes back to afterwards."""


def fold(day: Day, event: Event) -> Day:
    """The day after `event`, which is the next of the journal."""
    after = _folded(event, day)
    return changed(after, seq=day.seq + 1, last_at=event.at)


def fold_all(day: Day, events: Iterable[Event]) -> Day:
    """The day after all of them."""
    return reduce(fold, events, day)


@singledispatch
def _folded(event: Event, _day: Day) -> Day:
    raise TypeError(f"no folding for {type(event).__name__}")


@_folded.register
def _(event: happened.BranchConfigured, day: Day) -> Day:
    desks = day.desks
    for desk in event.rules.desks:
        if desk not in desks:
            desks = desks.set(desk, Desk(desk, event.at))
    return changed(day, rules=event.rules, desks=desks)


@_folded.register
def _(event: happened.DayStarted, day: Day) -> Day:
    closed = {desk: Desk(desk, event.at) for desk in day.rules.desks}
    fresh = Day(day.branch_id, day.rules, event.service_day, day.epoch, day.seq, event.at, has_notice=day.has_notice)
    fresh = changed(fresh, barred=Map(event.barred), past=Map(event.past))
    return changed(fresh, desks=fresh.desks.update(closed))


@_folded.register
def _(event: happened.TicketIssued, day: Day) -> Day:
    leg = Leg(
        event.errand,
        event.kind,
        Turn(event.turn_time, day.seq + 1),
        event.at,
        opens_at=event.opens_at,
        booked_at=event.booked_at,
    )
    ticket = Ticket(
        event.ticket_id,
        event.number,
        Status.WAITING,
        leg,
        event.language,
        issued_at=event.at,
        since=event.at,
        has_priority=event.has_priority or event.kind is Kind.PRIORITY,
        needs=event.needs,
        device=event.device,
        first_touch_at=event.first_touch_at,
        further=event.further,
        contact=event.contact,
    )
    numbers = day.numbers.set(event.number, event.ticket_id)
    counts = day.counts.set(event.series, day.counts.get(event.series, 0) + 1)
    return with_ticket(day, ticket, numbers=numbers, counts=counts)


@_folded.register
def _(event: happened.TicketBarred, day: Day) -> Day:
    return changed(day, barred=day.barred.set(event.ticket_id, event.at))


@_folded.register
def _(event: happened.OfflineTicketTaken, day: Day) -> Day:
    ticket = Ticket(
        event.ticket_id,
        event.number,
        Status.WAITING,
        _leg_told_later(event, day),
        event.language,
        issued_at=event.arrived_at,
        since=event.arrived_at,
        has_priority=event.has_priority or event.kind is Kind.PRIORITY,
        needs=event.needs,
        device=event.device,
        contact=event.contact,
        further=event.further,
    )
    facts = Offline(event.paper or event.number, event.is_placeholder)
    offline = day.offline.set(event.ticket_id, facts)
    numbers = day.numbers.set(event.number, event.ticket_id)
    return with_ticket(day, ticket, numbers=numbers, offline=offline, counts=_counts_after(event.number, day))


def _counts_after(number: TicketNumber, day: Day) -> Map[str, int]:
    """A number of the branch's own that a kiosk remembers and a restored server does not is not given once more."""
    series = number[0]
    if is_of_a_kiosk(number) or day.counts.get(series, 0) >= count_of(number):
        return day.counts
    return day.counts.set(series, count_of(number))


@_folded.register
def _(event: happened.OfflineTicketMatched, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    is_first_leg = ticket.legs == 1 and ticket.leg.kind is not Kind.RETURNING
    told = changed(
        ticket,
        leg=_leg_told_later(event, day) if is_first_leg else ticket.leg,
        language=event.language,
        issued_at=event.arrived_at,
        has_priority=event.has_priority or event.kind is Kind.PRIORITY,
        needs=event.needs,
        device=event.device,
        contact=event.contact or ticket.contact,
        further=event.further if ticket.is_open and is_first_leg and not ticket.further else ticket.further,
    )
    return with_ticket(_with_alias(day, event.uploaded_id, ticket.ticket_id, Offline(ticket.number)), told)


@_folded.register
def _(event: happened.OfflineTicketLeft, day: Day) -> Day:
    return changed(day, past=day.past.set(event.ticket_id, event.at))


@_folded.register
def _(event: happened.TicketAlsoKnownAs, day: Day) -> Day:
    return _with_alias(day, event.uploaded_id, event.ticket_id, Offline(event.paper))


def _leg_told_later(event: happened.OfflineTicketTaken | happened.OfflineTicketMatched, day: Day) -> Leg:
    turn = Turn(event.turn_time, day.seq + 1)
    return Leg(event.errand, event.kind, turn, event.arrived_at, opens_at=event.opens_at, booked_at=event.booked_at)


def _with_alias(day: Day, uploaded_id: TicketId, ticket_id: TicketId, facts: Offline) -> Day:
    return changed(day, aliases=day.aliases.set(uploaded_id, ticket_id), offline=day.offline.set(ticket_id, facts))


@_folded.register
def _(event: happened.TicketCalled, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    called = changed(
        ticket,
        status=Status.CALLED,
        desk=event.desk,
        since=event.at,
        called_at=event.at,
        first_called_at=ticket.first_called_at or event.at,
        times_called=1,
    )
    if event.ticket_id in day.elsewhere:
        day = changed(day, elsewhere=day.elsewhere - {event.ticket_id})
    no_longer_ready = with_desk(day, changed(day.desks[event.desk], ready_since=None, finished_at=None))
    return with_ticket(no_longer_ready, called)


@_folded.register
def _(event: happened.TicketRecalled, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    return with_ticket(day, changed(ticket, called_at=event.at, times_called=ticket.times_called + 1))


@_folded.register
def _(event: happened.TicketTransferred, day: Day) -> Day:
    return visit_folding.transferred(event, day)


@_folded.register
def _(event: VisitEvent, day: Day) -> Day:
    return visit_folding.folded(event, day)


@_folded.register
def _(event: happened.TicketReturned, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    leg = Leg(
        ticket.leg.errand,
        Kind.RETURNING,
        Turn(event.turn_time, day.seq + 1),
        event.at,
        bound_desk=event.bound_desk,
        bound_until=event.bound_until,
        hand_over=ticket.leg.hand_over,
    )
    return with_ticket(day, changed(visit_folding.waiting_again(ticket, leg, event.at), legs=ticket.legs))


@_folded.register
def _(event: happened.TicketMissed, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    return with_ticket(day, changed(ticket, status=Status.ABSENT, since=event.at, absences=ticket.absences + 1))


@_folded.register
def _(event: happened.TicketFinished, day: Day) -> Day:
    ticket = day.tickets[event.ticket_id]
    after = with_ticket(day, changed(ticket, status=Status.DONE, since=event.at, outcome=event.outcome))
    return after if ticket.desk is None else with_desk(after, changed(after.desks[ticket.desk], finished_at=event.at))


@_folded.register
def _(event: happened.TicketPrinted, day: Day) -> Day:
    facts = day.offline.get(event.ticket_id)
    if facts is None:
        return day
    # A kiosk tells the same entries again after a broken wire, so it is kept what has been told.
    return changed(day, offline=day.offline.set(event.ticket_id, replace(facts, printed=(*facts.printed, event.result))))


def _becomes(status: Status, *, keeps_desk: bool) -> Callable[[Day, TicketId, datetime], Day]:
    def change(day: Day, ticket_id: TicketId, at: datetime) -> Day:
        ticket = day.tickets[ticket_id]
        return with_ticket(day, changed(ticket, status=status, since=at, desk=ticket.desk if keeps_desk else None))

    return change


_PLAIN_CHANGES: dict[type, Callable[[Day, TicketId, datetime], Day]] = {
    happened.ServingStarted: _becomes(Status.SERVING, keeps_desk=True),
    happened.TicketParked: _becomes(Status.PARKED, keeps_desk=True),
    happened.ServingResumed: _becomes(Status.SERVING, keeps_desk=True),
    happened.TicketUnparked: _becomes(Status.WAITING, keeps_desk=False),
    happened.TicketCancelled: _becomes(Status.CANCELLED, keeps_desk=False),
    happened.TicketLeft: _becomes(Status.LEFT, keeps_desk=False),
    happened.CallUndone: _becomes(Status.WAITING, keeps_desk=False),
}


@_folded.register(happened.ServingStarted)
@_folded.register(happened.TicketParked)
@_folded.register(happened.ServingResumed)
@_folded.register(happened.TicketUnparked)
@_folded.register(happened.TicketCancelled)
@_folded.register(happened.TicketLeft)
@_folded.register(happened.CallUndone)
def _(event: happened.TicketParked, day: Day) -> Day:
    return _PLAIN_CHANGES[type(event)](day, event.ticket_id, event.at)


@_folded.register
def _(event: happened.DeskOpened, day: Day) -> Day:
    before = day.desks[event.desk]
    sitting = Desk(event.desk, event.at, event.clerk, event.profile, ticket=before.ticket, joined=before.joined)
    sitting = changed(sitting, languages=event.languages)
    opened = with_desk(day, sitting)
    openings = tuple(planned for planned in day.openings if planned.desk != event.desk)
    return _staffing_noted(day, changed(opened, openings=openings), event.at)


@_folded.register
def _(event: happened.DeskPaused, day: Day) -> Day:
    pause = {"is_paused": True, "pause_reason": event.reason, "ready_since": None, "lent_from": None, "finished_at": None}
    return with_desk(day, changed(day.desks[event.desk], since=event.at, **pause))


@_folded.register
def _(event: happened.DeskResumed, day: Day) -> Day:
    desk = day.desks[event.desk]
    lent_from = desk.pause_reason if desk.pause_reason in OTHER_DUTIES else None
    return with_desk(day, changed(desk, is_paused=False, pause_reason=None, lent_from=lent_from, since=event.at))


@_folded.register
def _(event: happened.DeskClosed, day: Day) -> Day:
    return _staffing_noted(day, with_desk(day, Desk(event.desk, event.at)), event.at)


@_folded.register
def _(event: happened.DeskBreakPlanned, day: Day) -> Day:
    planned = PlannedBreak(event.desk, event.begins_at, event.ends_at)
    apart = (each for each in day.breaks if each.desk != planned.desk or not _overlap(each, planned))
    return changed(day, breaks=tuple(sorted((*apart, planned), key=lambda each: (each.begins_at, each.desk))))


@_folded.register
def _(event: happened.DeskBreakDropped, day: Day) -> Day:
    dropped = (event.desk, event.begins_at)
    return changed(day, breaks=tuple(each for each in day.breaks if (each.desk, each.begins_at) != dropped))


@_folded.register
def _(event: happened.DeskOpeningPlanned, day: Day) -> Day:
    others = (each for each in day.openings if each.desk != event.desk)
    planned = PlannedOpening(event.desk, event.profile, event.opens_at)
    return changed(day, openings=tuple(sorted((*others, planned), key=lambda each: (each.opens_at, each.desk))))


@_folded.register
def _(event: happened.DeskOpeningDropped, day: Day) -> Day:
    return changed(day, openings=tuple(each for each in day.openings if each.desk != event.desk))


def _overlap(one: PlannedBreak, other: PlannedBreak) -> bool:
    return one.begins_at < other.ends_at and other.begins_at < one.ends_at


def _staffing_noted(before: Day, after: Day, at: datetime) -> Day:
    """`after`, with the errands that lost their last desk at `at`, and without those that have one again."""
    had = {errand for desk in before.desks for errand in before.served_by(desk)}
    have = {errand for desk in after.desks for errand in after.served_by(desk)}
    since = after.unstaffed_since
    for errand in had - have:
        since = since.set(errand, at)
    for errand in have & set(since.keys()):
        since = since.delete(errand)
    return changed(after, unstaffed_since=since)


@_folded.register
def _(event: happened.DeskStoodReady, day: Day) -> Day:
    return with_desk(day, changed(day.desks[event.desk], ready_since=event.at, since=event.at, finished_at=None))


@_folded.register
def _(event: happened.ReadinessEnded, day: Day) -> Day:
    return with_desk(day, changed(day.desks[event.desk], ready_since=None, since=event.at))


@_folded.register
def _(event: happened.IssuingStopped, day: Day) -> Day:
    return changed(day, stops=day.stops | {event.errand or WHOLE_KIOSK})


@_folded.register
def _(event: happened.StopLifted, day: Day) -> Day:
    return changed(day, stops=day.stops - {event.errand or WHOLE_KIOSK})


@_folded.register
def _(event: happened.OpeningProlonged, day: Day) -> Day:
    return changed(day, open_until=event.until)


@_folded.register
def _(event: happened.NoticePosted, day: Day) -> Day:
    return changed(day, has_notice=event.has_text)


@_folded.register
def _(event: happened.HelpAsked, day: Day) -> Day:
    return changed(day, helps=(*day.helps, Help(event.help_id, event.kind, event.at, event.desk, event.device)))


@_folded.register
def _(event: happened.HelpComing, day: Day) -> Day:
    return changed(day, helps=with_comer(day.helps, event.help_id, event.desk, event.at))


@_folded.register
def _(event: happened.HelpEnded, day: Day) -> Day:
    return changed(day, helps=tuple(each for each in day.helps if each.help_id != event.help_id))


@_folded.register
def _(event: happened.VisitorElsewhere, day: Day) -> Day:
    one = {event.ticket_id}
    return changed(day, elsewhere=day.elsewhere | one if event.is_elsewhere else day.elsewhere - one)


@_folded.register
def _(event: happened.NumbersSkipped, day: Day) -> Day:
    series = {errand.series for errand in day.rules.errands} | set(day.counts)
    return changed(day, counts=day.counts.update({letter: day.counts.get(letter, 0) + event.count for letter in series}))

# SPDX-License-Identifier: EUPL-1.2
"""What happens when somebody asks: a command and a day give events, or a refusal.

A command may have consequences: a new arrival is called at once to the desk that has stood ready longest, and a finished
visit is followed by the next call. Each of them is an event of its own, decided on the day as the one before left it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import singledispatch

from kolapp_server.domain import (
    calling,
    commands,
    events,
    handing_over,
    helping,
    hours,
    joining,
    offline,
    planning,
    refusals,
    visit_commands,
)
from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import WHOLE_KIOSK, Day, Desk
from kolapp_server.domain.draft import Draft
from kolapp_server.domain.events import Event
from kolapp_server.domain.numbering import ticket_number
from kolapp_server.domain.rules import BINDING_LASTS
from kolapp_server.domain.ticket import ACTIVE, DeskId, ErrandId, Kind, Status, Step, Ticket, TicketId, TicketNumber, is_allowed

CALLS_BEFORE_ABSENT = 2
ABSENCES_ALLOWED = 1
IDS_KEPT = timedelta(days=7)
"""As long as an answered request is known. Whatever was on its way longer than that does not come any more."""


def decide(day: Day, command: Command, now: datetime) -> tuple[Event, ...]:
    """What `command` makes happen at `now`. Raises a `Refusal` where it may not be.

    No event is earlier than the branch's previous one, whatever the clocks of replicas say. A day that has turned since
    is ended first.
    """
    return tuple(try_out(day, command, now).events)


def try_out(day: Day, command: Command, now: datetime) -> Draft:
    """`decide`, with the day that follows."""
    draft = Draft(day, max(now, day.last_at))
    if draft.at >= hours.day_ends_at(day.service_day, day.rules.time_zone):
        _turn_day(draft)
    _decided(command, draft)
    _call_to_ready_desks(draft)
    return draft


def next_due(day: Day, now: datetime) -> datetime:
    """When the next `Tick` is due: the day turns, or somebody may be called to a ready desk by time alone."""
    day_turns = hours.day_ends_at(day.service_day, day.rules.time_zone)
    opening = calling.next_opening(day, now)
    return day_turns if opening is None else min(day_turns, opening)


@singledispatch
def _decided(command: Command, _draft: Draft) -> None:
    raise TypeError(f"no decision for {type(command).__name__}")


def _turn_day(draft: Draft) -> None:
    for ticket in draft.day.tickets.values():
        if ticket.is_open:
            draft.add(events.TicketLeft(draft.at, ticket.ticket_id))
    service_day = hours.service_day(draft.at, draft.day.rules.time_zone)
    past = draft.day.past.update(dict.fromkeys(draft.day.aliases, draft.at))
    draft.add(events.DayStarted(draft.at, service_day, _kept(draft.day.barred, draft.at), _kept(past, draft.at)))


def _kept(ids: Mapping[TicketId, datetime], now: datetime) -> tuple[tuple[TicketId, datetime], ...]:
    return tuple(sorted((who, since) for who, since in ids.items() if now - since < IDS_KEPT))


def _call_to_ready_desks(draft: Draft) -> None:
    while (found := calling.next_for_ready(draft.day, draft.at)) is not None:
        desk, entry = found
        draft.add(events.TicketCalled(draft.at, entry.ticket_id, desk))


def _ticket(draft: Draft, ticket_id: TicketId, step: Step) -> Ticket:
    ticket = draft.day.tickets.get(ticket_id)
    if ticket is None:
        raise refusals.UnknownTicket()
    if not is_allowed(ticket.status, step):
        raise refusals.StepNotAllowed()
    return ticket


def _ticket_at(draft: Draft, ticket_id: TicketId, desk: DeskId, step: Step) -> Ticket:
    ticket = _ticket(draft, ticket_id, step)
    if ticket.desk != desk:
        raise refusals.WrongDesk()
    return ticket


def _desk(draft: Draft, desk_id: DeskId) -> Desk:
    desk = draft.day.desks.get(desk_id)
    if desk is None:
        raise refusals.UnknownDesk()
    return desk


def _open_desk(draft: Draft, desk_id: DeskId) -> Desk:
    desk = _desk(draft, desk_id)
    if not desk.is_open:
        raise refusals.DeskClosed()
    return desk


@_decided.register
def _issue(command: commands.IssueTicket, draft: Draft) -> None:
    day, rules = draft.day, draft.day.rules
    errand = command.errand or rules.human_errand
    if command.ticket_id in day.barred or command.ticket_id in day.tickets or command.ticket_id in day.aliases:
        raise refusals.TicketTaken()
    if errand not in rules.errand_by_id:
        raise refusals.UnknownErrand()
    if command.further_errands:
        handing_over.must_have_room(command.further_errands, day)
    if not command.is_by_staff:
        _must_take_visitors(draft, errand, *command.further_errands)
    series = rules.errand_by_id[errand].series
    kind = Kind.BOOKED if command.booked_at is not None else command.kind
    base = draft.at if command.booked_at is None else calling.booked_base(command.booked_at, draft.at)
    has_priority = command.kind is Kind.PRIORITY
    draft.add(
        events.TicketIssued(
            draft.at,
            command.ticket_id,
            ticket_number(series, day.counts.get(series, 0) + 1),
            series,
            errand,
            kind,
            command.language,
            calling.turn_time(base, kind, rules.head_starts, has_priority=has_priority),
            needs=command.needs,
            device=command.device,
            opens_at=None if command.booked_at is None else calling.booking_opens_at(command.booked_at),
            booked_at=command.booked_at,
            first_touch_at=command.first_touch_at,
            has_priority=has_priority and kind is not Kind.PRIORITY,
            contact=command.contact,
            further=command.further_errands,
        )
    )


def _must_take_visitors(draft: Draft, *errands: ErrandId) -> None:
    day = draft.day
    opening = hours.opening(day.rules, draft.at, day.open_until)
    if not opening.is_open or WHOLE_KIOSK in day.stops:
        raise refusals.BranchClosed(opening.opens_at)
    if any(errand in day.stops and errand != day.rules.human_errand for errand in errands):
        raise refusals.ErrandStopped()


@_decided.register
def _call_next(command: commands.CallNext, draft: Draft) -> None:
    desk = _open_desk(draft, command.desk)
    if desk.is_paused:
        raise refusals.DeskPaused()
    if desk.joined is not None:
        raise refusals.VisitJoined()
    if desk.ticket is not None:
        if command.finish is None:
            raise refusals.OutcomeNeeded()
        _finish(commands.Finish(desk.ticket, command.desk, command.finish), draft)
    if command.ticket_id is not None:
        _call_out_of_turn(draft, command.desk, command.ticket_id, command.reason)
        return
    if command.offline_number is not None:
        _call_by_number(draft, command, command.offline_number)
        return
    # Whoever time alone has opened since the last event belongs to the desk that has stood ready longest.
    _call_to_ready_desks(draft)
    if draft.day.desks[command.desk].ticket is not None:
        return
    entry = calling.next_in_line(draft.day, command.desk, draft.at)
    if entry is not None:
        draft.add(events.TicketCalled(draft.at, entry.ticket_id, command.desk))
    elif draft.day.desks[command.desk].ready_since is None:
        draft.add(events.DeskStoodReady(draft.at, command.desk))


def _call_by_number(draft: Draft, command: commands.CallNext, number: TicketNumber) -> None:
    """The visitor stands there with a kiosk's own number. Where the kiosk has told of it meanwhile, it is that ticket."""
    known = draft.day.numbers.get(number)
    if known is None:
        offline.call_offline(command, number, draft)
    else:
        _call_out_of_turn(draft, command.desk, known, command.reason or offline.CALLED_OFFLINE)


def _call_out_of_turn(draft: Draft, desk: DeskId, ticket_id: TicketId, reason: str | None) -> None:
    ticket = draft.day.tickets.get(ticket_id)
    if ticket is None:
        raise refusals.UnknownTicket()
    if ticket.status is not Status.WAITING:
        raise refusals.NotWaiting()
    if reason is None:
        raise refusals.ReasonNeeded()
    passed = calling.passed_by(draft.day, desk, ticket_id, draft.at)
    draft.add(events.TicketCalled(draft.at, ticket_id, desk, reason, passed))


@_decided.register
def _recall(command: commands.Recall, draft: Draft) -> None:
    _ticket_at(draft, command.ticket_id, command.desk, Step.RECALL)
    draft.add(events.TicketRecalled(draft.at, command.ticket_id))


@_decided.register
def _start(command: commands.Start, draft: Draft) -> None:
    _ticket_at(draft, command.ticket_id, command.desk, Step.START)
    draft.add(events.ServingStarted(draft.at, command.ticket_id))


@_decided.register
def _park(command: commands.Park, draft: Draft) -> None:
    _ticket_at(draft, command.ticket_id, command.desk, Step.PARK)
    draft.add(events.TicketParked(draft.at, command.ticket_id))


@_decided.register
def _resume(command: commands.Resume, draft: Draft) -> None:
    ticket = _ticket(draft, command.ticket_id, Step.RESUME)
    if ticket.desk != command.desk:
        draft.add(events.TicketUnparked(draft.at, command.ticket_id))
        return
    desk = _open_desk(draft, command.desk)
    if desk.is_paused:
        raise refusals.DeskPaused()
    if desk.busy_with is not None:
        raise refusals.VisitOpen()
    _end_readiness(commands.EndReadiness(command.desk), draft)
    draft.add(events.ServingResumed(draft.at, command.ticket_id))


@_decided.register
def _transfer(command: commands.Transfer, draft: Draft) -> None:
    ticket = _ticket_at(draft, command.ticket_id, command.desk, Step.TRANSFER)
    handing_over.transfer(command, ticket, draft)


@_decided.register
def _hand_over_step(command: visit_commands.HandOverCommand, draft: Draft) -> None:
    match command:
        case visit_commands.MarkHandOver():
            handing_over.mark(command, _active_at(draft, command), draft)
        case visit_commands.PlanErrands():
            handing_over.plan_errands(command, _active_at(draft, command), draft)
        case visit_commands.Prepare():
            handing_over.prepare(command, _known(draft, command.ticket_id), draft)


@_decided.register
def _joint_step(command: visit_commands.JointCommand, draft: Draft) -> None:
    match command:
        case visit_commands.AskToJoin():
            joining.ask(command, _active_at(draft, command), draft)
        case visit_commands.EndAsking():
            joining.end_asking(command, _known(draft, command.ticket_id), draft)
        case visit_commands.JoinVisit():
            joining.join(command, _open_desk(draft, command.desk), _known(draft, command.ticket_id), draft)
        case visit_commands.LeaveVisit():
            joining.leave(command, _desk(draft, command.desk), draft)


def _known(draft: Draft, ticket_id: TicketId) -> Ticket:
    ticket = draft.day.find(ticket_id)
    if ticket is None:
        raise refusals.UnknownTicket()
    return ticket


def _active_at(draft: Draft, command: visit_commands.VisitCommand) -> Ticket:
    """The visitor who is at that desk."""
    ticket = _known(draft, command.ticket_id)
    if ticket.status not in ACTIVE:
        raise refusals.StepNotAllowed()
    if ticket.desk != command.desk:
        raise refusals.WrongDesk()
    return ticket


@_decided.register
def _mark_absent(command: commands.MarkAbsent, draft: Draft) -> None:
    ticket = _ticket_at(draft, command.ticket_id, command.desk, Step.ABSENT)
    if ticket.times_called < CALLS_BEFORE_ABSENT:
        raise refusals.RecallFirst()
    if ticket.absences >= ABSENCES_ALLOWED:
        draft.add(events.TicketCancelled(draft.at, command.ticket_id))
    else:
        draft.add(events.TicketMissed(draft.at, command.ticket_id))


@_decided.register
def _return(command: commands.Return, draft: Draft) -> None:
    ticket = _ticket(draft, command.ticket_id, Step.RETURN)
    desk = ticket.desk if command.same_desk else None
    until = draft.at + BINDING_LASTS if desk is not None else None
    draft.add(events.TicketReturned(draft.at, command.ticket_id, handing_over.returning_turn(draft, ticket), desk, until))


@_decided.register
def _finish(command: commands.Finish, draft: Draft) -> None:
    ticket = _ticket_at(draft, command.ticket_id, command.desk, Step.FINISH)
    if ticket.status is Status.CALLED:
        draft.add(events.ServingStarted(draft.at, command.ticket_id))
    handing_over.finish(command, ticket, draft)


@_decided.register
def _cancel(command: commands.Cancel, draft: Draft) -> None:
    ticket = draft.day.find(command.ticket_id)
    if ticket is None and command.is_by_device:
        if command.ticket_id not in draft.day.barred:
            draft.add(events.TicketBarred(draft.at, command.ticket_id))
        return
    if ticket is not None and command.is_by_device:
        if ticket.device != command.device:
            raise refusals.UnknownTicket()
        if ticket.status is Status.CANCELLED:
            return
    known = _ticket(draft, command.ticket_id if ticket is None else ticket.ticket_id, Step.CANCEL)
    draft.add(events.TicketCancelled(draft.at, known.ticket_id))


@_decided.register
def _undo(command: commands.Undo, draft: Draft) -> None:
    _ticket_at(draft, command.ticket_id, command.desk, Step.UNDO)
    draft.add(events.CallUndone(draft.at, command.ticket_id))


@_decided.register
def _report_printed(command: commands.ReportPrinted, draft: Draft) -> None:
    ticket = draft.day.find(command.ticket_id)
    if ticket is None:
        raise refusals.UnknownTicket()
    draft.add(events.TicketPrinted(draft.at, ticket.ticket_id, command.result))


@_decided.register
def _take_journal(command: commands.TakeJournal, draft: Draft) -> None:
    offline.take_journal(command, draft)


@_decided.register
def _sit_down(command: commands.OpenDesk, draft: Draft) -> None:
    desk = _desk(draft, command.desk)
    if command.profile not in draft.day.rules.profile_by_id:
        raise refusals.UnknownProfile()
    if desk.clerk not in (None, command.clerk):
        raise refusals.DeskTaken()
    for other in draft.day.desks.values():
        if other.clerk == command.clerk and other.desk_id != command.desk:
            _close_desk(commands.CloseDesk(other.desk_id), draft)
    sits = (command.clerk, command.profile, False, command.languages)
    if (desk.clerk, desk.profile, desk.is_paused, desk.languages) != sits:
        draft.add(events.DeskOpened(draft.at, command.desk, command.profile, command.clerk, command.languages))
        handing_over.follow_clerk(draft, command.desk, command.clerk)


@_decided.register
def _pause_desk(command: commands.PauseDesk, draft: Draft) -> None:
    desk = _open_desk(draft, command.desk)
    if desk.busy_with is not None:
        raise refusals.VisitOpen()
    if not desk.is_paused or desk.pause_reason != command.reason:
        draft.add(events.DeskPaused(draft.at, command.desk, command.reason))


@_decided.register
def _resume_desk(command: commands.ResumeDesk, draft: Draft) -> None:
    if _open_desk(draft, command.desk).is_paused:
        draft.add(events.DeskResumed(draft.at, command.desk))


@_decided.register
def _close_desk(command: commands.CloseDesk, draft: Draft) -> None:
    desk = _desk(draft, command.desk)
    if desk.busy_with is not None:
        raise refusals.VisitOpen()
    if desk.is_open:
        draft.add(events.DeskClosed(draft.at, command.desk))


@_decided.register
def _plan(command: commands.PlanCommand, draft: Draft) -> None:
    planning.plan(command, _desk(draft, command.desk), draft)


@_decided.register
def _help(command: commands.HelpCommand, draft: Draft) -> None:
    if command.desk is not None:
        _open_desk(draft, command.desk)
    helping.help_command(command, draft)


@_decided.register
def _wait_elsewhere(command: commands.WaitElsewhere, draft: Draft) -> None:
    ticket = draft.day.find(command.ticket_id)
    if ticket is None:
        raise refusals.UnknownTicket()
    if ticket.status is not Status.WAITING:
        raise refusals.StepNotAllowed()
    if (ticket.ticket_id in draft.day.elsewhere) != command.is_elsewhere:
        draft.add(events.VisitorElsewhere(draft.at, ticket.ticket_id, command.is_elsewhere))


@_decided.register
def _end_readiness(command: commands.EndReadiness, draft: Draft) -> None:
    if _desk(draft, command.desk).ready_since is not None:
        draft.add(events.ReadinessEnded(draft.at, command.desk))


@_decided.register
def _stop_issuing(command: commands.StopIssuing, draft: Draft) -> None:
    if command.errand is not None and command.errand not in draft.day.rules.errand_by_id:
        raise refusals.UnknownErrand()
    draft.add(events.IssuingStopped(draft.at, command.errand))


@_decided.register
def _lift_stop(command: commands.LiftStop, draft: Draft) -> None:
    if (command.errand or WHOLE_KIOSK) in draft.day.stops:
        draft.add(events.StopLifted(draft.at, command.errand))


@_decided.register
def _stay_open(command: commands.StayOpen, draft: Draft) -> None:
    day_turns = hours.day_ends_at(draft.day.service_day, draft.day.rules.time_zone)
    draft.add(events.OpeningProlonged(draft.at, min(command.until, day_turns)))


@_decided.register
def _post_notice(command: commands.PostNotice, draft: Draft) -> None:
    draft.add(events.NoticePosted(draft.at, command.has_text))


@_decided.register
def _configure(command: commands.Configure, draft: Draft) -> None:
    draft.add(events.BranchConfigured(draft.at, command.rules))


@_decided.register
def _tick(_command: commands.Tick, _draft: Draft) -> None:
    """The day's turning and the calls to ready desks are consequences of any command, of this one too."""

# SPDX-License-Identifier: EUPL-1.2
"""What the events of a visit that goes on make of a day (`folding`).

Who takes part in a visit is known on both sides: the visit has the desks, each desk has the visit. It ends on both sides when
the desk leaves, and by itself when the visit leaves the desk that has it: finished, handed over, parked, taken back.
"""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kolapp_server.domain import visit_events as happened
from kolapp_server.domain.changing import changed
from kolapp_server.domain.day import Day, with_desk, with_ticket
from kolapp_server.domain.events import TicketTransferred
from kolapp_server.domain.ticket import DeskId, HandOver, Joint, Kind, Leg, Status, Ticket, TicketId, Turn
from kolapp_server.domain.visit_events import VisitEvent


def folded(event: VisitEvent, day: Day) -> Day:
    """The day after `event`."""
    ticket = day.tickets[event.ticket_id]
    match event:
        case happened.LegFinished():
            return _on_to_the_next(event, ticket, day)
        case happened.HandOverMarked():
            return _marked(event, ticket, day)
        case happened.PreparationSet():
            return with_ticket(day, changed(ticket, leg=replace(ticket.leg, opens_at=event.opens_at)))
        case happened.ErrandsPlanned():
            return with_ticket(day, changed(ticket, further=event.errands))
        case happened.BindingMoved():
            until = ticket.leg.bound_until if event.desk else None
            return with_ticket(day, changed(ticket, leg=replace(ticket.leg, bound_desk=event.desk, bound_until=until)))
        case happened.JoiningAsked() | happened.AskingEnded() | happened.VisitJoined() | happened.VisitLeft():
            return _joint(event, ticket, day)
        case _ as never:
            assert_never(never)


def transferred(event: TicketTransferred, day: Day) -> Day:
    """The visitor waits with another errand; what came along is known to the leg."""
    ticket = day.tickets[event.ticket_id]
    assert ticket.desk is not None
    leg = Leg(
        event.errand,
        Kind.RETURNING,
        Turn(event.turn_time, day.seq + 1),
        event.at,
        opens_at=event.opens_at,
        bound_desk=event.bound_desk,
        bound_until=event.bound_until,
        hand_over=HandOver(ticket.desk, event.checked, event.clerk),
    )
    told = changed(
        ticket,
        language=event.language or ticket.language,
        needs=ticket.needs if event.needs is None else event.needs,
        has_note=ticket.has_note or event.has_note,
    )
    return with_ticket(day, waiting_again(told, leg, event.at))


def waiting_again(ticket: Ticket, leg: Leg, at: datetime) -> Ticket:
    """The ticket among the waiting with a new leg."""
    return changed(ticket, status=Status.WAITING, leg=leg, since=at, desk=None, times_called=0, legs=ticket.legs + 1)


def _on_to_the_next(event: happened.LegFinished, ticket: Ticket, day: Day) -> Day:
    leg = Leg(event.errand, Kind.RETURNING, Turn(event.turn_time, day.seq + 1), event.at)
    after = with_ticket(day, changed(waiting_again(ticket, leg, event.at), further=ticket.further[1:]))
    return after if ticket.desk is None else with_desk(after, changed(after.desks[ticket.desk], finished_at=event.at))


def _marked(event: happened.HandOverMarked, ticket: Ticket, day: Day) -> Day:
    known = ticket.leg.hand_over
    if known is None:
        return day
    return with_ticket(day, changed(ticket, leg=replace(ticket.leg, hand_over=replace(known, is_complete=event.is_complete))))


JointEvent = happened.JoiningAsked | happened.AskingEnded | happened.VisitJoined | happened.VisitLeft


def _joint(event: JointEvent, ticket: Ticket, day: Day) -> Day:
    joint = ticket.joint or Joint()
    match event:
        case happened.JoiningAsked():
            joint = replace(joint, asked_desk=event.to_desk, asked_errand=event.errand)
        case happened.AskingEnded():
            joint = Joint(joint.desks)
        case happened.VisitJoined():
            joint = Joint((*joint.desks, event.desk))
            day = _desk_joins(day, event.desk, ticket.ticket_id, event.at)
        case happened.VisitLeft():
            joint = replace(joint, desks=tuple(desk for desk in joint.desks if desk != event.desk))
            day = _desk_joins(day, event.desk, None, event.at)
    return with_ticket(day, changed(ticket, joint=None if joint == Joint() else joint))


def _desk_joins(day: Day, desk: DeskId, ticket_id: TicketId | None, at: datetime) -> Day:
    """A desk that takes part is not ready, and does not call by itself."""
    return with_desk(day, changed(day.desks[desk], joined=ticket_id, ready_since=None, finished_at=None, since=at))

# SPDX-License-Identifier: EUPL-1.2
"""A joint call: two desks or more with one visitor, on one number.

"No ticket is active at two desks" (I4) stays true, because a visit has one owner:

    the owner          the desk that called the visitor. It alone has the ticket: it starts, parks, hands over and finishes
    a joined desk      takes part and is busy: it stands not ready, calls nobody, cannot pause or close. It has no ticket, only
                       `joined`, which names the owner's
    how it begins      the owner asks one desk, or every desk with an errand; the first that is free says yes. One question at a
                       time; it may be taken back, and a desk that was asked by name may say no
    how it ends        the joined desk leaves, or the visit leaves the owner's desk (finished, handed over, parked, absent, taken
                       back, the day's end), which frees all of them at once. A visit is never passed from owner to joined desk in
                       silence: that is a hand-over

So a desk meets at most one visitor, whether as owner or joined, and every visitor is at exactly one owner.
"""

from kolapp_server.domain import refusals, visit_commands, visit_events
from kolapp_server.domain.day import Day, Desk
from kolapp_server.domain.draft import Draft
from kolapp_server.domain.ticket import ACTIVE, DeskId, Joint, Ticket


def is_asked(day: Day, ticket: Ticket, desk: DeskId) -> bool:
    """Whether that desk is asked to take part in that visit."""
    joint = ticket.joint
    if joint is None or ticket.desk == desk or desk in joint.desks:
        return False
    return joint.asked_desk == desk or (joint.asked_errand is not None and joint.asked_errand in day.served_by(desk))


def ask(command: visit_commands.AskToJoin, ticket: Ticket, draft: Draft) -> None:
    """They are asked; who was asked before is asked no more. Raises `UnknownDesk`, `UnknownErrand` or `DeskBusy`."""
    if command.to_desk is not None:
        _must_be_able(command.to_desk, ticket, draft.day)
    elif command.errand is None or command.errand not in draft.day.rules.errand_by_id:
        raise refusals.UnknownErrand()
    asked = Joint(ticket.joint.desks if ticket.joint else (), command.to_desk, command.errand if not command.to_desk else None)
    if asked != ticket.joint:
        draft.add(visit_events.JoiningAsked(draft.at, ticket.ticket_id, asked.asked_desk, asked.asked_errand))


def _must_be_able(desk_id: DeskId, ticket: Ticket, day: Day) -> None:
    """A desk with a visitor of its own may be asked: it sees the question, and can come when it is free."""
    desk = day.desks.get(desk_id)
    if desk is None:
        raise refusals.UnknownDesk()
    if not desk.is_open or desk_id == ticket.desk or desk.joined == ticket.ticket_id:
        raise refusals.DeskBusy()


def end_asking(command: visit_commands.EndAsking, ticket: Ticket, draft: Draft) -> None:
    """Nobody is asked any more. Raises `NotAsked` for a desk that is neither the one that asked nor the one asked by name."""
    joint = ticket.joint
    if joint is None or joint == Joint(joint.desks) or command.desk not in (ticket.desk, joint.asked_desk):
        raise refusals.NotAsked()
    draft.add(visit_events.AskingEnded(draft.at, ticket.ticket_id))


def join(command: visit_commands.JoinVisit, desk: Desk, ticket: Ticket, draft: Draft) -> None:
    """The desk takes part. Raises `NotAsked`, `DeskPaused`, or `VisitOpen` for a desk that has a visitor."""
    if desk.joined == ticket.ticket_id:
        return
    if ticket.status not in ACTIVE or not is_asked(draft.day, ticket, command.desk):
        raise refusals.NotAsked()
    if desk.is_paused:
        raise refusals.DeskPaused()
    if desk.busy_with is not None:
        raise refusals.VisitOpen()
    draft.add(visit_events.VisitJoined(draft.at, ticket.ticket_id, command.desk))


def leave(command: visit_commands.LeaveVisit, desk: Desk, draft: Draft) -> None:
    """The desk is free again. Where the visit has ended meanwhile, nothing happens."""
    if desk.joined == command.ticket_id:
        draft.add(visit_events.VisitLeft(draft.at, command.ticket_id, command.desk))

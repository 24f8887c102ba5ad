# SPDX-License-Identifier: EUPL-1.2
"""Handing a visitor over, and several errands on one number. Each is a new leg: the number stays, and the visit's time goes on.

    to a team        the errand's; whoever serves it calls
    to a person      for ten minutes only the desk where that clerk sits may call, and the binding follows the clerk from desk to
                     desk; who sits at no desk with the errand cannot be handed to
    to a desk        for ten minutes only that desk may call
    to prepare for   nobody calls before the preparation is over, not even a desk with nobody else: the visitor was told so. The
                     turn time stays what it was. Whoever prepares may be ready earlier, and nobody prepares for longer than an
                     hour after the visitor began to wait with that errand
    further errands  when one ends, the visitor waits with the next by itself; an outcome of "left" ends all of them

Whoever meets the visitor says with one key whether the hand-over was complete or something was missing.
"""

from datetime import datetime, timedelta

from kolapp_server.domain import calling, commands, events, refusals, visit_commands, visit_events
from kolapp_server.domain.day import Day
from kolapp_server.domain.draft import Draft
from kolapp_server.domain.rules import BINDING_LASTS
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, Outcome, Status, Ticket

ERRANDS_AT_MOST = 6
"""Of one number, the one that is met now among them."""
PREPARED_WITHIN = timedelta(hours=1)


def transfer(command: commands.Transfer, ticket: Ticket, draft: Draft) -> None:
    """The visitor waits with another errand, and what is known goes along. Raises a `Refusal`."""
    _must_be_listed(command, draft.day)
    to_desk = command.to_desk if command.to_clerk is None else _desk_of(command.to_clerk, command.errand, draft.day)
    if to_desk is not None and to_desk not in draft.day.desks:
        raise refusals.UnknownDesk()
    opens_at = None if not command.prepare else draft.at + min(command.prepare, PREPARED_WITHIN)
    draft.add(
        events.TicketTransferred(
            draft.at,
            command.ticket_id,
            command.errand,
            returning_turn(draft, ticket),
            to_desk,
            None if to_desk is None else (opens_at or draft.at) + BINDING_LASTS,
            clerk=command.to_clerk,
            checked=command.checked,
            opens_at=opens_at,
            language=command.language,
            needs=command.needs,
            has_note=command.has_note,
        )
    )


def _must_be_listed(command: commands.Transfer, day: Day) -> None:
    rule = day.rules.errand_by_id.get(command.errand)
    if rule is None:
        raise refusals.UnknownErrand()
    if not set(command.checked) <= set(rule.checklist):
        raise refusals.UnknownItem()


def _desk_of(clerk: ClerkId, errand: ErrandId, day: Day) -> DeskId:
    found = (desk.desk_id for desk in day.desks.values() if desk.clerk == clerk and errand in day.served_by(desk.desk_id))
    desk = next(found, None)
    if desk is None:
        raise refusals.ClerkAway()
    return desk


def returning_turn(draft: Draft, ticket: Ticket) -> datetime:
    """The turn time of a leg that comes into being now for somebody who is here already."""
    return calling.turn_time(draft.at, Kind.RETURNING, draft.day.rules.head_starts, has_priority=ticket.has_priority)


def finish(command: commands.Finish, ticket: Ticket, draft: Draft) -> None:
    """The errand has ended; with others to come the visitor waits with the next, else the visit is over."""
    if not ticket.further or command.outcome is Outcome.LEFT:
        draft.add(events.TicketFinished(draft.at, command.ticket_id, command.outcome))
        return
    turn_time = returning_turn(draft, ticket)
    draft.add(visit_events.LegFinished(draft.at, command.ticket_id, command.outcome, ticket.further[0], turn_time))


def must_have_room(errands: tuple[ErrandId, ...], day: Day) -> None:
    """Raises `UnknownErrand` or `TooManyErrands` for errands that cannot come after another one."""
    if len(errands) >= ERRANDS_AT_MOST:
        raise refusals.TooManyErrands()
    if any(errand not in day.rules.errand_by_id for errand in errands):
        raise refusals.UnknownErrand()


def plan_errands(command: visit_commands.PlanErrands, ticket: Ticket, draft: Draft) -> None:
    """Those come after this one. Raises `UnknownErrand` or `TooManyErrands`."""
    must_have_room(command.errands, draft.day)
    if command.errands != ticket.further:
        draft.add(visit_events.ErrandsPlanned(draft.at, command.ticket_id, command.errands))


def mark(command: visit_commands.MarkHandOver, ticket: Ticket, draft: Draft) -> None:
    """It is known whether all was there. Raises `StepNotAllowed` where nobody handed the visitor over."""
    known = ticket.leg.hand_over
    if known is None:
        raise refusals.StepNotAllowed()
    if known.is_complete is not command.is_complete:
        draft.add(visit_events.HandOverMarked(draft.at, command.ticket_id, ticket.leg.errand, ticket.legs, command.is_complete))


def prepare(command: visit_commands.Prepare, ticket: Ticket, draft: Draft) -> None:
    """Nobody calls the visitor before that, or the visitor may be called now. Raises a `Refusal`."""
    leg = ticket.leg
    if ticket.status is not Status.WAITING:
        raise refusals.NotWaiting()
    if leg.booked_at is not None:
        raise refusals.StepNotAllowed()
    if leg.errand not in draft.day.served_by(command.desk) or not leg.is_free_for(command.desk, draft.at):
        raise refusals.WrongDesk()
    latest = leg.arrived_at + PREPARED_WITHIN
    opens_at = None if not command.lasts else min(draft.at + command.lasts, latest)
    if opens_at is not None and opens_at <= draft.at:
        raise refusals.StepNotAllowed()
    if opens_at != leg.opens_at:
        draft.add(visit_events.PreparationSet(draft.at, command.ticket_id, opens_at))


def follow_clerk(draft: Draft, desk: DeskId, clerk: ClerkId) -> None:
    """Who waits for that person waits for the desk where the person sits now; and not for whoever else sits where it sat."""
    for line in tuple(draft.day.lines.values()):
        for entry in line:
            hand_over, leg = entry.leg.hand_over, entry.leg
            if hand_over is None or hand_over.clerk is None or leg.bound_until is None or leg.bound_until <= draft.at:
                continue
            if hand_over.clerk == clerk and leg.bound_desk != desk:
                draft.add(visit_events.BindingMoved(draft.at, entry.ticket_id, desk))
            elif hand_over.clerk != clerk and leg.bound_desk == desk:
                draft.add(visit_events.BindingMoved(draft.at, entry.ticket_id, None))

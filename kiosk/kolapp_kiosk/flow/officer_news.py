# SPDX-License-Identifier: EUPL-1.2
"""A visitor waits for a named officer with the finished ticket before them: what the officer answers meanwhile is shown.

The server is asked again and again while the ticket stands on the glass, and only for those who asked for somebody.
"""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from kolapp_contract.officers import OfficerAnswer, OfficerLine, OfficerPurpose
from kolapp_contract.tickets import State as TicketState
from kolapp_contract.tickets import TicketView
from kolapp_kiosk.flow.effects import Effect, FollowTicket
from kolapp_kiosk.flow.state import Over, Screen, State, TicketReady, beneath

if TYPE_CHECKING:
    from kolapp_kiosk.flow.events import TicketTold

STANDS = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING)


def awaited(ticket: TicketView) -> OfficerLine | None:
    """The officer whom the visitor waits for; None where it is nobody, or only a message is left."""
    line = ticket.officer
    return line if line is not None and line.purpose is OfficerPurpose.WAIT else None


def follows(ticket: TicketView) -> tuple[Effect, ...]:
    """That the ticket is to be asked for, where somebody is waited for."""
    return (FollowTicket(ticket.ticket_id),) if awaited(ticket) is not None else ()


def is_shown(state: State, ticket_id: UUID) -> bool:
    """Whether that ticket still stands on the glass."""
    screen = beneath(state.screen)
    return isinstance(screen, TicketReady) and screen.ticket.ticket_id == ticket_id


def told(state: State, event: "TicketTold") -> State:
    """The ticket is shown as it stands now. One that is over stays as it was: whoever holds it knows why."""
    return replace(state, screen=_with_ticket(state.screen, event.ticket)) if event.ticket.state in STANDS else state


def _with_ticket(screen: Screen, ticket: TicketView) -> Screen:
    if isinstance(screen, Over):
        return replace(screen, under=_with_ticket(screen.under, ticket))
    if isinstance(screen, TicketReady) and screen.ticket.ticket_id == ticket.ticket_id:
        return replace(screen, ticket=ticket)
    return screen


def has_answered(line: OfficerLine) -> bool:
    """Whether anybody is coming."""
    return line.answer is OfficerAnswer.COMING and line.coming_at is not None


def cannot_come(line: OfficerLine) -> bool:
    """Whether nobody is: the officer said so, or neither they nor a deputy have answered in time."""
    return line.answer is OfficerAnswer.CANNOT or (line.answer is OfficerAnswer.SILENT and line.is_deputy)

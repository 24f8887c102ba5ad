# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a visit that goes on: a hand-over judged or prepared for, further errands, others who take part."""

from dataclasses import dataclass
from datetime import timedelta

from kolapp_server.domain.ticket import DeskId, ErrandId, TicketId


@dataclass(frozen=True, slots=True)
class MarkHandOver:
    """Whoever meets the visitor says whether all was there that the errand's checklist asks for."""

    ticket_id: TicketId
    desk: DeskId
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Prepare:
    """Whoever will meet the visitor wants so long to prepare; nothing: is ready for the call now."""

    ticket_id: TicketId
    desk: DeskId
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class PlanErrands:
    """The errands that come after this one, in this order, under the same number."""

    ticket_id: TicketId
    desk: DeskId
    errands: tuple[ErrandId, ...]


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """The desk that has the visitor asks another desk, or the desks with an errand, to take part."""

    ticket_id: TicketId
    desk: DeskId
    to_desk: DeskId | None = None
    errand: ErrandId | None = None


@dataclass(frozen=True, slots=True)
class EndAsking:
    """The desk that asked takes it back, or the desk that was asked says no."""

    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class JoinVisit:
    """A desk that was asked takes part in the other desk's visit."""

    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class LeaveVisit:
    """It takes part no longer; the visit goes on at the desk that has it."""

    ticket_id: TicketId
    desk: DeskId


HandOverCommand = MarkHandOver | Prepare | PlanErrands
JointCommand = AskToJoin | EndAsking | JoinVisit | LeaveVisit
VisitCommand = HandOverCommand | JointCommand

# SPDX-License-Identifier: EUPL-1.2
"""What has happened with a visit that goes on: handed over, prepared for, with further errands, with others taking part.

Ids, codes and times only, as in `events`, where the visit's other events stand.
"""

from dataclasses import dataclass
from datetime import datetime

from kolapp_server.domain.ticket import DeskId, ErrandId, Outcome, TicketId


@dataclass(frozen=True, slots=True)
class LegFinished:
    """One errand of the visit has ended, and the visitor waits with the next of those that were to come."""

    at: datetime
    ticket_id: TicketId
    outcome: Outcome
    errand: ErrandId
    turn_time: datetime


@dataclass(frozen=True, slots=True)
class HandOverMarked:
    """Whether all was there that the specialist needed. Said again, the last counts."""

    at: datetime
    ticket_id: TicketId
    errand: ErrandId
    leg: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class PreparationSet:
    """Nobody calls the visitor before `opens_at`; None: whoever prepared is ready."""

    at: datetime
    ticket_id: TicketId
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class ErrandsPlanned:
    at: datetime
    ticket_id: TicketId
    errands: tuple[ErrandId, ...]


@dataclass(frozen=True, slots=True)
class BindingMoved:
    """The person whom the visitor waits for sits at another desk now; None: somebody else sits where that person sat."""

    at: datetime
    ticket_id: TicketId
    desk: DeskId | None


@dataclass(frozen=True, slots=True)
class JoiningAsked:
    at: datetime
    ticket_id: TicketId
    to_desk: DeskId | None = None
    errand: ErrandId | None = None


@dataclass(frozen=True, slots=True)
class AskingEnded:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class VisitJoined:
    """The desk takes part in the visit and is busy with it; the visit stays the other desk's."""

    at: datetime
    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class VisitLeft:
    """The desk takes part no longer. It needs not be said when the visit itself leaves its desk."""

    at: datetime
    ticket_id: TicketId
    desk: DeskId


VisitEvent = (
    LegFinished
    | HandOverMarked
    | PreparationSet
    | ErrandsPlanned
    | BindingMoved
    | JoiningAsked
    | AskingEnded
    | VisitJoined
    | VisitLeft
)

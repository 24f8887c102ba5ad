# SPDX-License-Identifier: EUPL-1.2
"""What the flow wants done.

The runner does it after the new screen has been drawn, so that the number is seen before paper moves.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import IssueTicket, PrintResult


@dataclass(frozen=True, slots=True)
class Issue:
    """Ask the server for the ticket. An answer after `by` comes too late."""

    ticket_id: UUID
    body: IssueTicket
    by: datetime


@dataclass(frozen=True, slots=True)
class IssueHere:
    """Give out a number of the kiosk's own. `in_place_of` is the id whose answer did not come: it is barred."""

    ticket_id: UUID
    body: IssueTicket
    in_place_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelTicket:
    """Withdraw the ticket, even one that the server may never have seen."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class LookAtCode:
    """Ask the server what the code opens. An answer after `by` comes too late."""

    code: str
    by: datetime


@dataclass(frozen=True, slots=True)
class TellRead:
    """An answer was opened in a visit that is over now; `has_ticket` where a ticket stood on the glass at its end."""

    errand_id: str
    opened_at: datetime
    has_ticket: bool


@dataclass(frozen=True, slots=True)
class PrintSlip:
    ticket_id: UUID
    slip: Slip


@dataclass(frozen=True, slots=True)
class FollowTicket:
    """Ask the server how the ticket stands, again and again while it is on the glass."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    ticket_id: UUID
    result: PrintResult


@dataclass(frozen=True, slots=True)
class AskForHelp:
    """Tell staff that a visitor here needs somebody."""

    help_id: UUID


@dataclass(frozen=True, slots=True)
class EndHelp:
    help_id: UUID


class Saying(StrEnum):
    """What is to be said: all of it is on the glass too."""

    HINT = "hint"
    START = "start"
    SCREEN = "screen"
    AGAIN = "again"
    FOCUS = "focus"
    PAPER = "paper"
    VOLUME = "volume"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Say:
    """Words and whatever was being said before give way to these; with `waits` they come after it."""

    what: Saying
    has_tone: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Hush:
    """Nothing is being said any more."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A tone, for whoever does not look at the screen."""


Help = AskForHelp | EndHelp
Effect = (
    AskForHelp
    | EndHelp
    | Issue
    | IssueHere
    | CancelTicket
    | LookAtCode
    | TellRead
    | PrintSlip
    | FollowTicket
    | ReportPrinted
    | Say
    | Hush
    | Sound
)

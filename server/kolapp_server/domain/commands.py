# SPDX-License-Identifier: EUPL-1.2
"""What somebody, or the clock, asks of a branch's day. Imperative; `decide` says what happens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kolapp_server.domain.assistance import HelpKind
from kolapp_server.domain.changing import made_at_once
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import (
    ClerkId,
    ContactId,
    DeskId,
    DeviceId,
    ErrandId,
    Kind,
    Outcome,
    ProfileId,
    TicketId,
    TicketNumber,
)
from kolapp_server.domain.visit_commands import VisitCommand


@made_at_once
@dataclass(frozen=True, slots=True)
class IssueTicket:
    """`errand` None asks for a human. `is_by_staff` works outside opening hours too. `booked_at` for a checked-in booking.

    `contact` is what the visitor comes back with; `further_errands` come after the first, one at a time, under the same number.
    """

    ticket_id: TicketId
    errand: ErrandId | None
    kind: Kind
    language: str
    needs: tuple[str, ...] = ()
    device: DeviceId | None = None
    is_by_staff: bool = False
    booked_at: datetime | None = None
    first_touch_at: datetime | None = None
    contact: ContactId | None = None
    further_errands: tuple[ErrandId, ...] = ()


@made_at_once
@dataclass(frozen=True, slots=True)
class CallNext:
    """With `ticket_id` a call out of turn, which wants a `reason`. With `finish` the visit at the desk ends first.

    `offline_number` calls a visitor whose number no kiosk has told of yet; `placeholder` is the id of the ticket made for it.
    """

    desk: DeskId
    ticket_id: TicketId | None = None
    reason: str | None = None
    finish: Outcome | None = None
    offline_number: TicketNumber | None = None
    placeholder: TicketId | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class Start:
    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class Park:
    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class Resume:
    """At the desk where it was parked the visit goes on; from elsewhere the ticket waits again, in its old turn."""

    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class Transfer:
    """A new leg with another errand: for its whole team, or with `to_desk` or `to_clerk` for ten minutes for one of them.

    `checked` is what of the errand's checklist is there; `prepare` how long somebody needs before the call; `language` and
    `needs`, where they are given, are the visitor's from now on. The note's words lie in a row of their own.
    """

    ticket_id: TicketId
    desk: DeskId
    errand: ErrandId
    to_desk: DeskId | None = None
    to_clerk: ClerkId | None = None
    checked: tuple[str, ...] = ()
    prepare: timedelta | None = None
    language: str | None = None
    needs: tuple[str, ...] | None = None
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class Return:
    """An absent visitor has come after all. `same_desk` binds the new turn to the desk that called."""

    ticket_id: TicketId
    same_desk: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    ticket_id: TicketId
    desk: DeskId
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Cancel:
    """`is_by_device`: a kiosk may cancel its own, even an id that has not arrived yet."""

    ticket_id: TicketId
    is_by_device: bool = False
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes a call back: the visitor has the old place again."""

    ticket_id: TicketId
    desk: DeskId


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """`languages` are those that the clerk speaks besides Swedish."""

    desk: DeskId
    profile: ProfileId
    clerk: ClerkId
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseDesk:
    """`reason` says why: lunch, a meeting, the phone. Given again with another reason it is the same pause, for that one."""

    desk: DeskId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ResumeDesk:
    desk: DeskId


@dataclass(frozen=True, slots=True)
class CloseDesk:
    desk: DeskId


@dataclass(frozen=True, slots=True)
class PlanBreak:
    """The desk takes nobody then, today. Planned again for the same desk it replaces what overlaps."""

    desk: DeskId
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DropBreak:
    """The break that begins then is off."""

    desk: DeskId
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class PlanOpening:
    """The desk, closed now, opens then with that profile."""

    desk: DeskId
    profile: ProfileId
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class DropOpening:
    """The desk does not open after all."""

    desk: DeskId


@dataclass(frozen=True, slots=True)
class EndReadiness:
    """The desk's console has been silent too long to be sent a visitor."""

    desk: DeskId


@dataclass(frozen=True, slots=True)
class StopIssuing:
    """`errand` None stops the whole kiosk for today."""

    errand: ErrandId | None


@dataclass(frozen=True, slots=True)
class LiftStop:
    errand: ErrandId | None


@dataclass(frozen=True, slots=True)
class StayOpen:
    """Open today until then, whatever the hours say."""

    until: datetime


@dataclass(frozen=True, slots=True)
class PostNotice:
    """The words lie in a row of their own; the journal knows that they changed."""

    has_text: bool


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    ticket_id: TicketId
    result: str


@dataclass(frozen=True, slots=True)
class IssuedOffline:
    """A ticket that a kiosk gave out by itself. Its clock may be wrong; `heard_at` is when the server last spoke to it.

    `booked_at` of one who came with a booked time.
    """

    ticket_id: TicketId
    number: TicketNumber
    errand: ErrandId | None
    kind: Kind
    language: str
    issued_at: datetime
    heard_at: datetime | None = None
    needs: tuple[str, ...] = ()
    in_place_of: TicketId | None = None
    contact: ContactId | None = None
    further_errands: tuple[ErrandId, ...] = ()
    booked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An id that nobody waits for, whether it has arrived or not."""

    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class PrintedOffline:
    """What is known of a slip's printing."""

    ticket_id: TicketId
    result: str


JournalEntry = IssuedOffline | Withdrawn | PrintedOffline


@dataclass(frozen=True, slots=True)
class EarlierTicket:
    """A ticket of another day that has an id or a number of the entries."""

    ticket_id: TicketId
    number: TicketNumber
    service_day: date


@dataclass(frozen=True, slots=True)
class TakeJournal:
    """All of what a kiosk did by itself, or nothing. `last_sign_at` is when the server last heard of it before that."""

    device: DeviceId
    entries: tuple[JournalEntry, ...]
    last_sign_at: datetime
    earlier: tuple[EarlierTicket, ...] = ()


@dataclass(frozen=True, slots=True)
class AskForHelp:
    """A desk asks its colleagues, or a visitor at a kiosk asks the staff."""

    help_id: str
    kind: HelpKind
    desk: DeskId | None = None
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class ComeToHelp:
    """Whoever sits at `desk` comes."""

    help_id: str
    desk: DeskId


@dataclass(frozen=True, slots=True)
class EndHelp:
    """It is over, says the desk or the kiosk."""

    help_id: str
    desk: DeskId | None = None
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class WaitElsewhere:
    """The visitor waits outside the room from now on, or comes back into it."""

    ticket_id: TicketId
    is_elsewhere: bool = True


@dataclass(frozen=True, slots=True)
class Configure:
    """New rules of the branch, from now on."""

    rules: Rules


@dataclass(frozen=True, slots=True)
class Tick:
    """What time gives by itself: the day turns, a binding ends, a booked time opens."""


TicketCommand = VisitCommand | Recall | Start | Park | Resume | Transfer | MarkAbsent | Return | Finish | Undo
PlanCommand = PlanBreak | DropBreak | PlanOpening | DropOpening
DeskCommand = OpenDesk | PauseDesk | ResumeDesk | CloseDesk | EndReadiness | PlanCommand
HelpCommand = AskForHelp | ComeToHelp | EndHelp
OfficeCommand = StopIssuing | LiftStop | StayOpen | PostNotice | Configure
Command = (
    IssueTicket
    | CallNext
    | TicketCommand
    | Cancel
    | WaitElsewhere
    | ReportPrinted
    | TakeJournal
    | DeskCommand
    | HelpCommand
    | OfficeCommand
    | Tick
)

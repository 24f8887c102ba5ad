# SPDX-License-Identifier: EUPL-1.2
"""What has happened. Past tense; ids, codes and times only, never a written word: these are the journal's rows."""

from dataclasses import dataclass
from datetime import date, datetime

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
from kolapp_server.domain.visit_events import VisitEvent


@dataclass(frozen=True, slots=True)
class BranchConfigured:
    at: datetime
    rules: Rules


@dataclass(frozen=True, slots=True)
class DayStarted:
    """`barred` are the tombstones that outlive the day, `past` the second ids of tickets, each with the time of its setting."""

    at: datetime
    service_day: date
    barred: tuple[tuple[TicketId, datetime], ...] = ()
    past: tuple[tuple[TicketId, datetime], ...] = ()


@made_at_once
@dataclass(frozen=True, slots=True)
class TicketIssued:
    """`turn_time` is fixed here; only a logged staff event changes it."""

    at: datetime
    ticket_id: TicketId
    number: TicketNumber
    series: str
    errand: ErrandId
    kind: Kind
    language: str
    turn_time: datetime
    needs: tuple[str, ...] = ()
    device: DeviceId | None = None
    opens_at: datetime | None = None
    booked_at: datetime | None = None
    first_touch_at: datetime | None = None
    has_priority: bool = False
    contact: ContactId | None = None
    further: tuple[ErrandId, ...] = ()


@dataclass(frozen=True, slots=True)
class OfflineTicketTaken:
    """A ticket in a kiosk's own series. A placeholder is one that a desk called before the kiosk had told of it.

    `paper` is the number on the slip where another ticket has it.
    """

    at: datetime
    ticket_id: TicketId
    number: TicketNumber
    errand: ErrandId
    kind: Kind
    language: str
    turn_time: datetime
    arrived_at: datetime
    needs: tuple[str, ...] = ()
    device: DeviceId | None = None
    paper: TicketNumber | None = None
    is_placeholder: bool = False
    contact: ContactId | None = None
    further: tuple[ErrandId, ...] = ()
    opens_at: datetime | None = None
    booked_at: datetime | None = None
    has_priority: bool = False


@dataclass(frozen=True, slots=True)
class OfflineTicketMatched:
    """The kiosk has told of a number that a desk had called: `uploaded_id` leads to that ticket, and its facts are known."""

    at: datetime
    ticket_id: TicketId
    uploaded_id: TicketId
    errand: ErrandId
    kind: Kind
    language: str
    turn_time: datetime
    arrived_at: datetime
    needs: tuple[str, ...] = ()
    device: DeviceId | None = None
    contact: ContactId | None = None
    further: tuple[ErrandId, ...] = ()
    opens_at: datetime | None = None
    booked_at: datetime | None = None
    has_priority: bool = False


@dataclass(frozen=True, slots=True)
class OfflineTicketLeft:
    """The kiosk has told of a ticket of an earlier day; whoever held it has left."""

    at: datetime
    ticket_id: TicketId
    number: TicketNumber
    errand: ErrandId
    kind: Kind
    language: str
    arrived_at: datetime
    service_day: date
    needs: tuple[str, ...] = ()
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class TicketAlsoKnownAs:
    """The kiosk gave a second id to a visitor who has been met under the first: it leads there. `paper` is the slip's number."""

    at: datetime
    ticket_id: TicketId
    uploaded_id: TicketId
    paper: TicketNumber


@dataclass(frozen=True, slots=True)
class TicketBarred:
    """A kiosk cancelled an id that had not arrived; if it comes now, it is refused."""

    at: datetime
    ticket_id: TicketId


@made_at_once
@dataclass(frozen=True, slots=True)
class TicketCalled:
    """`reason` and `passed` only for a call out of turn: who was passed."""

    at: datetime
    ticket_id: TicketId
    desk: DeskId
    reason: str | None = None
    passed: tuple[TicketId, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    at: datetime
    ticket_id: TicketId


@made_at_once
@dataclass(frozen=True, slots=True)
class ServingStarted:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketParked:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class ServingResumed:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketUnparked:
    """Back among the waiting, in its old turn."""

    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """`clerk` where it is for one person, who sits at `bound_desk`; `opens_at` where somebody prepares for it until then."""

    at: datetime
    ticket_id: TicketId
    errand: ErrandId
    turn_time: datetime
    bound_desk: DeskId | None = None
    bound_until: datetime | None = None
    clerk: ClerkId | None = None
    checked: tuple[str, ...] = ()
    opens_at: datetime | None = None
    language: str | None = None
    needs: tuple[str, ...] | None = None
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class TicketMissed:
    """Called twice, not there."""

    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketReturned:
    at: datetime
    ticket_id: TicketId
    turn_time: datetime
    bound_desk: DeskId | None = None
    bound_until: datetime | None = None


@made_at_once
@dataclass(frozen=True, slots=True)
class TicketFinished:
    at: datetime
    ticket_id: TicketId
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TicketCancelled:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketLeft:
    """Still open when the day turned."""

    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class CallUndone:
    at: datetime
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class TicketPrinted:
    at: datetime
    ticket_id: TicketId
    result: str


@dataclass(frozen=True, slots=True)
class DeskOpened:
    """`languages` are those that the clerk speaks besides Swedish."""

    at: datetime
    desk: DeskId
    profile: ProfileId
    clerk: ClerkId
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPaused:
    """`reason` is a code: lunch, break, meeting, phone, back_office."""

    at: datetime
    desk: DeskId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DeskResumed:
    at: datetime
    desk: DeskId


@dataclass(frozen=True, slots=True)
class DeskClosed:
    at: datetime
    desk: DeskId


@dataclass(frozen=True, slots=True)
class DeskStoodReady:
    """It called while nobody waited; the next suitable arrival is called to it."""

    at: datetime
    desk: DeskId


@dataclass(frozen=True, slots=True)
class ReadinessEnded:
    at: datetime
    desk: DeskId


@dataclass(frozen=True, slots=True)
class DeskBreakPlanned:
    at: datetime
    desk: DeskId
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DeskBreakDropped:
    at: datetime
    desk: DeskId
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class DeskOpeningPlanned:
    at: datetime
    desk: DeskId
    profile: ProfileId
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class DeskOpeningDropped:
    at: datetime
    desk: DeskId


@dataclass(frozen=True, slots=True)
class IssuingStopped:
    at: datetime
    errand: ErrandId | None


@dataclass(frozen=True, slots=True)
class StopLifted:
    at: datetime
    errand: ErrandId | None


@dataclass(frozen=True, slots=True)
class OpeningProlonged:
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class NoticePosted:
    at: datetime
    has_text: bool


@dataclass(frozen=True, slots=True)
class NumbersSkipped:
    """A backup was restored: the next `count` numbers of every series may be on slips that nobody remembers."""

    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    at: datetime
    help_id: str
    kind: HelpKind
    desk: DeskId | None = None
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class HelpComing:
    at: datetime
    help_id: str
    desk: DeskId


@dataclass(frozen=True, slots=True)
class HelpEnded:
    at: datetime
    help_id: str


@dataclass(frozen=True, slots=True)
class VisitorElsewhere:
    at: datetime
    ticket_id: TicketId
    is_elsewhere: bool


TicketEvent = (
    TicketIssued
    | OfflineTicketTaken
    | OfflineTicketMatched
    | OfflineTicketLeft
    | TicketAlsoKnownAs
    | TicketBarred
    | TicketCalled
    | TicketRecalled
    | ServingStarted
    | TicketParked
    | ServingResumed
    | TicketUnparked
    | TicketTransferred
    | TicketMissed
    | TicketReturned
    | TicketFinished
    | TicketCancelled
    | TicketLeft
    | CallUndone
    | TicketPrinted
    | VisitorElsewhere
    | VisitEvent
)
PlanEvent = DeskBreakPlanned | DeskBreakDropped | DeskOpeningPlanned | DeskOpeningDropped
DeskEvent = DeskOpened | DeskPaused | DeskResumed | DeskClosed | DeskStoodReady | ReadinessEnded | PlanEvent
HelpEvent = HelpAsked | HelpComing | HelpEnded
OfficeEvent = BranchConfigured | DayStarted | IssuingStopped | StopLifted | OpeningProlonged | NoticePosted | NumbersSkipped
Event = TicketEvent | DeskEvent | HelpEvent | OfficeEvent

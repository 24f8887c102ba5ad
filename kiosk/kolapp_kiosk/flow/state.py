# SPDX-License-Identifier: EUPL-1.2
"""What the kiosk knows: which screen is shown, what this visitor wished for, and what is known of the world.

A screen that lies over another one (languages, support, "still there?") carries it as `under`: going back keeps the place.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from kolapp_contract.board import Opening, WaitLine
from kolapp_contract.bookings import BookingOpens
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.helps import HelpLine, RoomLine
from kolapp_contract.officers import OfficerDirectory
from kolapp_contract.tickets import IssueTicket, Need, TicketView
from kolapp_kiosk.flow.pad import Pad

if TYPE_CHECKING:
    from kolapp_kiosk.flow.keys import Target

NORMAL_VOLUME = 2
"""Of `LOUDEST` steps of 6 dB; the loudspeaker is set so that this one is 65 dBA where a visitor stands (EN 301 549, 5.1.3.13)."""
LOUDEST = 4
NOBODY_TO_ASK_FOR = OfficerDirectory()
"""Officers stand in memory alone: a name is never on a kiosk's disk."""


class Contrast(StrEnum):
    LIGHT = "light"
    HIGH = "high"
    DARK = "dark"


class Paper(StrEnum):
    """What is known of the slip. `NONE`: this kiosk has no printer."""

    PRINTING = "printing"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Draft:
    """The id and the page's secret of the ticket that the shown screen would issue: made when the screen is entered."""

    ticket_id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the visitor chose for themself; nothing of it is left for the next one."""

    language: str = "sv"
    contrast: Contrast = Contrast.LIGHT
    is_large: bool = False
    is_low: bool = False
    needs: tuple[Need, ...] = ()
    has_priority: bool = False
    is_spoken: bool = False
    volume: int = NORMAL_VOLUME


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the branch. Without a catalogue nothing can be chosen; without the wire waits are not known.

    `opening` is what holds now; `told` is what the server last said, at `told_at`. `is_answering`: the last that was asked of
    the server was answered, so that a visitor may be asked to wait for an answer. `voices`: the languages that have no voice of
    their own and of which every sound lies on the kiosk's disk all the same, recorded by people. `is_small`: the glass is
    so small that everybody gets the large letters. `help` is what was asked for
    here and stands; `room` the waiting room.
    """

    catalogue: Catalogue | None = None
    languages: tuple[str, ...] = ("sv",)
    opening: Opening | None = None
    waits: tuple[WaitLine, ...] = ()
    notice: str | None = None
    told: Opening | None = None
    told_at: datetime | None = None
    is_wired: bool = False
    is_answering: bool = True
    is_clock_sure: bool = False
    has_printer: bool = True
    is_landscape: bool = False
    is_small: bool = False
    voices: frozenset[str] = frozenset()
    directory: OfficerDirectory = NOBODY_TO_ASK_FOR
    help: HelpLine | None = None
    room: RoomLine | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A ticket that was asked for and not answered yet. `is_here`: of the kiosk's own disk, not of the server.

    `late_for` is the booked time that the visitor keeps, though they came late to it.
    """

    ticket_id: UUID
    body: IssueTicket
    asked_at: datetime
    is_here: bool = False
    late_for: datetime | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    page: int = 0


@dataclass(frozen=True, slots=True)
class Errands:
    group_id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Direct:
    """ "Jag vet vart jag ska": the specialists' errands, without a group between."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class CardErrands:
    """A professional card was shown: the errands of that kind of holder, and no others.

    One touch on an errand is a ticket. With `chosen` several are gathered on one ticket first, in the order of the touches.
    """

    holder_id: str
    page: int = 0
    chosen: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Which answer to read, of the errands on the screen beneath."""

    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer, beside the key that takes a ticket. `page` where letters are doubled and it has several parts."""

    errand_id: str
    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """An answer was opened in this visit."""

    errand_id: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The chosen errand has no desk now: said before a ticket is taken (L7)."""

    errand_id: str
    under: "Screen"


@dataclass(frozen=True, slots=True)
class Languages:
    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Support:
    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """Where to look for a person: by unit, or by name."""

    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters the surname begins with."""

    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Persons:
    """The officers of a unit, or those whose surname begins with one of the letters."""

    unit_id: str
    letters: str
    under: "Screen"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Where that officer is, and the choices: wait, leave a message, or a guide now."""

    officer_id: str
    under: "Screen"


@dataclass(frozen=True, slots=True)
class BookWith:
    """Where a time with that officer is booked: on the visitor's own telephone."""

    officer_id: str
    under: "Screen"


@dataclass(frozen=True, slots=True)
class Issuing:
    pending: Pending


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Neither the server nor the kiosk's own disk can give a number: the desk is pointed to."""

    since: datetime


@dataclass(frozen=True, slots=True)
class TicketReady:
    ticket: TicketView
    secret: str
    paper: Paper
    shown_at: datetime
    printer: PrinterState | None = None
    is_offline: bool = False
    elsewhere: str = ""
    late_for: datetime | None = None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The visitor took the ticket back."""

    number: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The server answered no, and why."""

    code: ErrorCode
    since: datetime


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """ "Jag har en kod": what has been typed of it, without hyphens."""

    typed: str = ""


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The server is asked what the code opens."""

    code: str
    asked_at: datetime


class Shut(StrEnum):
    """Why a code opens nothing: it is not known here, a card was revoked, too many were tried, or nobody could be asked."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    TOO_FAST = "too_fast"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The one screen for whatever was typed or scanned and opens nothing."""

    why: Shut


@dataclass(frozen=True, slots=True)
class Booked:
    """A booked time with which nothing is checked in now, or only as if there were none: why, and what can be done."""

    code: str
    opens: BookingOpens


class Aid(StrEnum):
    """How far it is with the help that was asked for: on the way to staff, told to them, or nobody could be reached."""

    ASKING = "asking"
    TOLD = "told"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Helping:
    """Staff are asked to come to the kiosk. Whether somebody comes stands in `World.help`."""

    under: "Screen"
    since: datetime
    aid: Aid = Aid.ASKING


@dataclass(frozen=True, slots=True)
class Closed:
    pass


@dataclass(frozen=True, slots=True)
class Stopped:
    """The staff stopped the kiosk for today; their words stand in `Opening.stop_text`."""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    pass


@dataclass(frozen=True, slots=True)
class StillThere:
    under: "Screen"
    since: datetime


Home = Welcome | Closed | Stopped | OutOfOrder
Someone = People | Letters | Persons | Person | BookWith
Over = Languages | Support | StillThere | Alternatives | Answers | Reading | Helping | Someone
Code = CodeEntry | LookingUp | NotOpened | Booked
Screen = Home | Errands | Direct | CardErrands | Code | Over | Issuing | Unreachable | TicketReady | Cancelled | Refused


@dataclass(frozen=True, slots=True)
class State:
    """Everything that decides what is shown. `first_touch_at` is t0 of "time to human"; None while nobody has touched.

    `focus` is the key that the keypad stands on, `pressed` the keypad's key that was pressed last. `speaking_since` is None while
    nothing is being said; `heard_at` is when the last words ended. `reads` are the answers that were opened.
    """

    now: datetime
    draft: Draft
    screen: Screen = OutOfOrder()
    wishes: Wishes = Wishes()
    world: World = field(default_factory=World)
    touched_at: datetime | None = None
    first_touch_at: datetime | None = None
    focus: "Target | None" = None
    pressed: Pad | None = None
    speaking_since: datetime | None = None
    heard_at: datetime | None = None
    reads: tuple[Read, ...] = ()


def home(world: World) -> Home:
    """Where a visit begins, as the world is now."""
    if world.catalogue is None:
        return OutOfOrder()
    if world.opening is None:
        return Welcome()
    if world.opening.is_stopped:
        return Stopped()
    return Welcome() if world.opening.is_open else Closed()


def beneath(screen: Screen) -> Screen:
    """The screen under all that lies over it."""
    return beneath(screen.under) if isinstance(screen, Over) else screen

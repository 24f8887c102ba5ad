# SPDX-License-Identifier: EUPL-1.2
"""What can happen to a kiosk. Each event carries the clock and a fresh draft, so that the flow makes neither time nor chance.

`at` is aware and in the branch's time zone: what is shown and printed of the clock is read off it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kolapp_contract.board import Opening, WaitLine
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.code_look import CodeOpens
from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.helps import HelpLine, RoomLine
from kolapp_contract.officers import OfficerDirectory
from kolapp_contract.tickets import PrintResult, TicketView
from kolapp_contract.wire import TicketNumber
from kolapp_kiosk.flow.keys import Target
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.state import Draft, Shut


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    fresh: Draft


@dataclass(frozen=True, slots=True)
class Touched(Happening):
    """A finger was lifted inside a key."""

    target: Target


@dataclass(frozen=True, slots=True)
class Pressed(Happening):
    """A key of the keypad went down, or the headphones were put in or taken out."""

    pad: Pad


@dataclass(frozen=True, slots=True)
class SpeechEnded(Happening):
    """All that was to be said has been said, or cannot be said."""


@dataclass(frozen=True, slots=True)
class Ticked(Happening):
    pass


@dataclass(frozen=True, slots=True)
class IssueAnswered(Happening):
    ticket: TicketView


@dataclass(frozen=True, slots=True)
class IssuedHere(Happening):
    """A number of the kiosk's own is on disk; it may be shown."""

    ticket_id: UUID
    number: TicketNumber
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class IssueRefused(Happening):
    ticket_id: UUID
    code: ErrorCode


@dataclass(frozen=True, slots=True)
class IssueFailed(Happening):
    """No answer came: the outcome is unknown. Of a number of the kiosk's own: it could not be written down."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class PrintFinished(Happening):
    ticket_id: UUID
    result: PrintResult
    printer: PrinterState | None = None


@dataclass(frozen=True, slots=True)
class SlipElsewhere(Happening):
    """What the kiosk could not print comes out of another device."""

    ticket_id: UUID
    device_name: str


@dataclass(frozen=True, slots=True)
class TicketTold(Happening):
    """How the ticket on the glass stands now."""

    ticket: TicketView


@dataclass(frozen=True, slots=True)
class Scanned(Happening):
    """Something was held in front of the scanner: anybody's text, of at most 512 bytes."""

    text: str


@dataclass(frozen=True, slots=True)
class CodeOpened(Happening):
    """The server has said what the code is for."""

    code: str
    opens: CodeOpens


@dataclass(frozen=True, slots=True)
class CodeShut(Happening):
    """The code opens nothing, or no answer came."""

    code: str
    why: Shut


@dataclass(frozen=True, slots=True)
class HelpTold(Happening):
    """Staff have been told that a visitor here needs help, or no answer came."""

    is_taken: bool


@dataclass(frozen=True, slots=True)
class ViewChanged(Happening):
    """`help` is what was asked for at this kiosk and stands."""

    opening: Opening
    waits: tuple[WaitLine, ...]
    notice: str | None = None
    help: HelpLine | None = None
    room: RoomLine | None = None


@dataclass(frozen=True, slots=True)
class CatalogueChanged(Happening):
    """`languages` are those of the branch that this kiosk can write."""

    catalogue: Catalogue
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectoryChanged(Happening):
    """Who can be asked for, or where somebody is, has changed."""

    directory: OfficerDirectory


@dataclass(frozen=True, slots=True)
class WireLost(Happening):
    """Nothing has been heard for long: until something is, nobody is kept waiting for an answer."""


@dataclass(frozen=True, slots=True)
class WireFound(Happening):
    """The server answers; what stands on its board is not known yet."""


@dataclass(frozen=True, slots=True)
class ClockProven(Happening):
    """The server has told its time since the kiosk was started."""


@dataclass(frozen=True, slots=True)
class VoicesFound(Happening):
    """The languages of which every sound is recorded and lies on the kiosk's disk."""

    voices: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpeningRecalled(Happening):
    """What the server said of the opening before the kiosk was started, and when."""

    opening: Opening
    told_at: datetime


Answer = (
    IssueAnswered
    | IssuedHere
    | IssueRefused
    | IssueFailed
    | PrintFinished
    | SlipElsewhere
    | TicketTold
    | CodeOpened
    | CodeShut
    | HelpTold
)
Change = ViewChanged | CatalogueChanged | WireLost | WireFound | ClockProven | VoicesFound | OpeningRecalled | DirectoryChanged
Event = Touched | Scanned | Pressed | Ticked | SpeechEnded | Answer | Change

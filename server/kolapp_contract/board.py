# SPDX-License-Identifier: EUPL-1.2
"""What may be seen, by whom. One shape for every role; a role that may not see a field gets it as None.

| view | tickets | desks | waits | devices, alarms | jobs |
|---|---|---|---|---|---|
| board (waiting room, any browser) | number, state, desk | yes | per group, by series letter | no | no |
| kiosk | none | no | per errand | no | its own |
| facility | number, state, desk | with profile | per errand | yes | no |
| monitor (facility, for signed-in staff) | number, state, desk | with profile | per errand | yes | no |
| desk | all of `DeskTicket` but notes | with profile and clerk | per errand | yes | no |
| printer | none | no | none | no | its own |
| visitor | the one ticket | the one desk | none | no | no |

Helps: desk and monitor see all, a kiosk those asked at kiosks, nobody else any (`helps.py`). All but printers see whether the
room is full; how many are in it, desk, monitor and facility.
"""

from enum import StrEnum

from kolapp_contract.devices import AlarmKind, DeviceKind, PrinterState
from kolapp_contract.helps import HelpLine, RoomLine
from kolapp_contract.officers import OfficerLine
from kolapp_contract.tickets import Estimate, Kind, Need, State
from kolapp_contract.wire import Code, Id, Instant, Language, PlainText, Seq, TicketNumber, Wire


class ViewName(StrEnum):
    BOARD = "board"
    KIOSK = "kiosk"
    FACILITY = "facility"
    DESK = "desk"
    PRINTER = "printer"
    VISITOR = "visitor"
    MONITOR = "monitor"


class TicketLine(Wire):
    """One open ticket. After `called_at` for the desk; of the own one a visitor sees `ahead`, `estimate` and times too.

    `joined_desk_ids` are seen by all: the desks that take part in the visit besides `desk_id`. `asked_...` is who is asked to.
    `leg` counts the visit's errands so far, this one too; `further_errand_ids` come after it. Where one `is_discreet` there is
    no `Call` for the waiting room: its number stands small while it is called. To one who `is_fetched` somebody comes.
    """

    number: TicketNumber
    state: State
    desk_id: Code | None = None
    called_at: Instant | None = None
    ticket_id: Id | None = None
    errand_id: Code | None = None
    kind: Kind | None = None
    language: Language | None = None
    needs: tuple[Need, ...] | None = None
    since: Instant | None = None
    turn_time: Instant | None = None
    turn_seq: int | None = None
    opens_at: Instant | None = None
    bound_desk_id: Code | None = None
    has_note: bool | None = None
    joined_desk_ids: tuple[Code, ...] | None = None
    asked_desk_id: Code | None = None
    asked_errand_id: Code | None = None
    leg: int | None = None
    further_errand_ids: tuple[Code, ...] | None = None
    from_desk_id: Code | None = None
    is_complete: bool | None = None
    contact_id: Id | None = None
    is_elsewhere: bool | None = None
    ahead: int | None = None
    estimate: Estimate | None = None
    officer: OfficerLine | None = None
    is_discreet: bool | None = None
    is_fetched: bool | None = None


class DeskState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    READY = "ready"
    CALLING = "calling"
    SERVING = "serving"
    PAUSED = "paused"


class PlannedBreak(Wire):
    """The desk takes nobody then."""

    begins_at: Instant
    ends_at: Instant


class DeskLine(Wire):
    """A desk. `since` is when its state began; `profile_id` for staff and facility; `clerk` for staff only.

    `takes_part`: the number is another desk's visit, which this one has joined. `clerk_id` for those at desks alone, and
    the `languages` that are spoken there besides Swedish.
    For staff and facility too: why it pauses, its planned `breaks` of today, and when it is planned to open.
    """

    desk_id: Code
    state: DeskState
    number: TicketNumber | None = None
    since: Instant | None = None
    profile_id: Code | None = None
    clerk: PlainText | None = None
    pause_reason: str | None = None
    clerk_id: PlainText | None = None
    takes_part: bool | None = None
    breaks: tuple[PlannedBreak, ...] | None = None
    opens_at: Instant | None = None
    languages: tuple[Language, ...] | None = None


class WaitLine(Wire):
    """How many wait, and how long. `key` is a group's id on the board, an errand's id elsewhere.

    `is_staffed` is False when no desk with the errand is open; `opens_at` is then when one is planned to be.
    A group whose errands differ by more than five minutes has a range (`low`, `high`) and no single number.
    """

    key: Code
    waiting: int
    longest_since: Instant | None = None
    estimate: Estimate | None = None
    is_staffed: bool = True
    opens_at: Instant | None = None
    is_stopped: bool = False
    stop_text: PlainText | None = None


class DeviceLine(Wire):
    """A paired device as facility staff see it."""

    device_id: Id
    kind: DeviceKind
    name: PlainText
    is_heard: bool
    last_seen_at: Instant | None = None
    printer: PrinterState | None = None


class AlarmLine(Wire):
    """Something that staff should mend, until it is mended. `key` stays the same while it lasts."""

    key: str
    kind: AlarmKind
    device_id: Id | None = None
    desk_id: Code | None = None
    errand_id: Code | None = None
    since: Instant
    taken_by: PlainText | None = None


class Opening(Wire):
    """Whether the reception takes visitors. `closes_soon` from 20 minutes before: whoever has a ticket will be served."""

    is_open: bool
    opens_at: Instant | None = None
    closes_at: Instant | None = None
    closes_soon: bool = False
    is_stopped: bool = False
    stop_text: PlainText | None = None


class Call(Wire):
    """A number to be shown as new and spoken. `again` for a recall. The language is for the voice.

    To one who `is_fetched` somebody comes: nobody goes to a desk. One that `is_discreet` is told to staff alone.
    """

    number: TicketNumber
    desk_id: Code
    language: Language
    at: Instant
    again: bool = False
    is_fetched: bool | None = None
    is_discreet: bool | None = None
    seq: Seq


class View(Wire):
    """A whole view at `seq`, as GET .../board and a live snapshot carry it."""

    view: ViewName
    branch_id: Code
    epoch: int
    seq: Seq
    at: Instant
    hash: int
    tickets: tuple[TicketLine, ...] = ()
    desks: tuple[DeskLine, ...] = ()
    waits: tuple[WaitLine, ...] = ()
    devices: tuple[DeviceLine, ...] = ()
    alarms: tuple[AlarmLine, ...] = ()
    recent_calls: tuple[Call, ...] = ()
    opening: Opening
    notice: PlainText | None = None
    helps: tuple[HelpLine, ...] = ()
    room: RoomLine | None = None
    catalogue_version: int

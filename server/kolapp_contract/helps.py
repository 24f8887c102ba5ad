# SPDX-License-Identifier: EUPL-1.2
"""Help: a clerk who needs a colleague, quietly, and a visitor at a kiosk who needs somebody. And how many the room holds.

    PUT  /api/v1/helps/{help_id}          kiosk, desk   AskForHelp: whoever asks makes the id; asked again it stands once
    POST /api/v1/helps/{help_id}/coming   desk          ComeToHelp: everybody sees which desk comes
    POST /api/v1/helps/{help_id}/end      kiosk, desk   EndHelp: by the one who asked; a visitor's also by whoever came

What a desk asks is seen by signed-in staff alone (the views `desk` and `monitor`): on no device, no board and no page of a
visitor, and in no hash. A kiosk sees what was asked at kiosks.
"""

from enum import StrEnum

from pydantic import Field

from kolapp_contract.tickets import Estimate
from kolapp_contract.wire import Code, Id, Instant, LongText, PlainText, Seq, Wire


class HelpKind(StrEnum):
    """`silent`: something is wrong at a desk. `two_of_us`: a colleague is asked to sit in. `visitor`: somebody at a kiosk."""

    SILENT = "silent"
    TWO = "two_of_us"
    VISITOR = "visitor"


class HelpLine(Wire):
    """A help that stands. `coming_at` is when the first of the desks that come said so. A kiosk is not told which of them."""

    help_id: Id
    kind: HelpKind
    asked_at: Instant
    desk_id: Code | None = None
    device_id: Id | None = None
    coming: tuple[Code, ...] = ()
    coming_at: Instant | None = None


class AskForHelp(Wire):
    """A kiosk asks for a visitor, whatever it says; a desk asks for itself and names itself."""

    kind: HelpKind = HelpKind.VISITOR
    desk_id: Code | None = None


class ComeToHelp(Wire):
    request_id: Id
    desk_id: Code


class EndHelp(Wire):
    request_id: Id
    desk_id: Code | None = None


class HelpAnswer(Wire):
    seq: Seq


class HelpFigures(Wire):
    """GET /api/v1/branches/{branch_id}/help-figures?day=2026-11-23: how visitors at kiosks were answered that day.

    `slowest_s`: nine of ten were answered within so many seconds. Of fewer than five nothing is told (`is_few`).
    """

    day: str
    asked: int | None = None
    answered: int | None = None
    typical_s: int | None = None
    slowest_s: int | None = None
    is_few: bool = False


class RoomLine(Wire):
    """The waiting room. In public only whether it is full, and then how long the wait is; staff see how many are in it."""

    is_full: bool = False
    estimate: Estimate | None = None
    waiting: int | None = None
    at_desks: int | None = None
    elsewhere: int | None = None
    limit: int | None = None


class WaitElsewhere(Wire):
    """POST /api/v1/tickets/{ticket_id}/elsewhere by the visitor with the secret in the header, or by a kiosk or a clerk."""

    request_id: Id
    is_elsewhere: bool = True


class IncidentKind(StrEnum):
    """What happened. Coded, so that it can be counted without anybody's words."""

    THREAT = "threat"
    VIOLENCE = "violence"
    INSULT = "insult"
    ILLNESS = "illness"
    DAMAGE = "damage"
    OTHER = "other"


class NoteIncident(Wire):
    """POST /api/v1/branches/{branch_id}/incidents: what happened, at which desk. The text names nobody; only managers read it."""

    request_id: Id
    kind: IncidentKind
    desk_id: Code | None = None
    text: LongText = ""


class IncidentLine(Wire):
    incident_id: Id
    kind: IncidentKind
    at: Instant
    desk_id: Code | None = None
    text: LongText = ""


class Incidents(Wire):
    """GET /api/v1/branches/{branch_id}/incidents, for managers: the newest first. That they were read is written down."""

    incidents: tuple[IncidentLine, ...] = Field(default=(), max_length=200)


class Practice(Wire):
    """GET /api/v1/practice: the branch to practise in, when it is open; where one is now; and whether visitors come there."""

    branch_id: Code | None = None
    name: PlainText | None = None
    is_here: bool = False
    is_on: bool = False


class TurnPractice(Wire):
    """POST /api/v1/practice: goes there, or back."""

    is_here: bool


class SwitchPractice(Wire):
    """POST /api/v1/practice/switch, for managers: fake visitors come, or the practice is over for all."""

    is_on: bool

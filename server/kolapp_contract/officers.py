# SPDX-License-Identifier: EUPL-1.2
"""Named officers: whom a visitor may ask for, whether they can be met, and what they answer when a visitor waits.

    GET  /api/v1/branches/{branch_id}/officers                              kiosk, staff   OfficerDirectory
    POST /api/v1/branches/{branch_id}/officers/{officer_id}/status          desk           SetOfficerStatus
    POST /api/v1/branches/{branch_id}/officer-calls                         desk           TellOfficer
    POST /api/v1/branches/{branch_id}/officer-calls/{call_id}/answer        desk           OfficerReply
    GET  /api/v1/branches/{branch_id}/officer-figures?days=30               desk           OfficerFigures
    GET  /api/v1/officer-calls/{call_id}                                    the link in the officer's mail   OfficerCallView
    POST /api/v1/officer-calls/{call_id}/reply                              the link       OfficerReply

A name crosses the wire only here, to a kiosk only where the town shows it, and a device keeps none of it on disk. The link's
secret stands in the fragment of the page's address and goes in a header; it answers once.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kolapp_contract.wire import Code, Id, Instant, PlainText, Texts, TicketNumber, Wire

OFFICER_SECRET_HEADER = "Kolapp-Officer-Secret"
OfficerSecret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""256 random bits, base64url without padding."""


class Presence(StrEnum):
    """Where an officer is. `here` was said by somebody, `free` by the calendar alone."""

    HERE = "here"
    FREE = "free"
    BUSY = "busy"
    AWAY = "away"
    UNKNOWN = "unknown"


class OfficerWish(StrEnum):
    """What a visitor wants of an officer: to wait for them, or to leave a message with a guide, who writes it down."""

    WAIT = "wait"
    MESSAGE = "message"


class OfficerPurpose(StrEnum):
    """Why an officer is asked for. A guide passes on the last three as they stand: no visitor's words are sent."""

    WAIT = "wait"
    MESSAGE = "message"
    CALL_BACK = "call_back"
    COMES_BACK = "comes_back"
    PAPERS_LEFT = "papers_left"


class OfficerAnswer(StrEnum):
    """`silent`: nobody answered in time."""

    COMING = "coming"
    CANNOT = "cannot"
    SILENT = "silent"


class Unit(Wire):
    """Where officers belong, as visitors know it."""

    unit_id: Code
    names: Texts


class Officer(Wire):
    """One officer as the asker may see them. `until` is when the presence ends: "Åter 13:15". `name` only as the town allows."""

    officer_id: Code
    unit_id: Code
    function: Texts
    name: PlainText | None = None
    hours: Texts = {}
    errand_id: Code
    presence: Presence = Presence.UNKNOWN
    until: Instant | None = None
    is_by_hand: bool = False
    is_me: bool = False
    can_book: bool = False


class OfficerDirectory(Wire):
    """Everybody who can be asked for in the branch, in the town's order."""

    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()


class OfficerLine(Wire):
    """What is known of the officer whom a ticket waits for. Who it is, and why, is for those at desks alone."""

    answer: OfficerAnswer | None = None
    coming_at: Instant | None = None
    is_deputy: bool = False
    call_id: Id | None = None
    officer_id: Code | None = None
    asked_for: Code | None = None
    purpose: OfficerPurpose | None = None
    told_at: Instant | None = None


class SetOfficerStatus(Wire):
    """Without `presence` the calendar speaks again. `until` is what visitors are told; without it the status holds today."""

    request_id: Id
    presence: Literal[Presence.HERE, Presence.BUSY, Presence.AWAY] | None = None
    until: Instant | None = None


class TellOfficer(Wire):
    """An officer is told of a ticket, by a desk. `request_id` becomes the call's id."""

    request_id: Id
    ticket_id: Id
    officer_id: Code
    purpose: OfficerPurpose = OfficerPurpose.WAIT
    desk_id: Code | None = None


class OfficerReply(Wire):
    """ "Kommer om 5 min", or cannot."""

    request_id: Id
    answer: Literal[OfficerAnswer.COMING, OfficerAnswer.CANNOT]
    minutes: int = Field(default=5, ge=0, le=60)


class OfficerCallView(Wire):
    """A call as the officer's own page shows it: the visitor's number, and what was answered. `is_open`: it can be."""

    number: TicketNumber
    told_at: Instant
    answer: OfficerAnswer | None = None
    coming_at: Instant | None = None
    is_open: bool = True
    time_zone: str


class UnitReached(Wire):
    """How a unit's officers answered: of `told`, so many at all and so many within two minutes."""

    unit_id: Code
    told: int
    answered: int
    prompt: int
    median_seconds: float | None = None


class OfficerFigures(Wire):
    """Reachability over the last `days`."""

    days: int
    units: tuple[UnitReached, ...] = ()

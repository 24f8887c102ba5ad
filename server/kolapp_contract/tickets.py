# SPDX-License-Identifier: EUPL-1.2
"""What a visitor asks for and gets: a ticket."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kolapp_contract.codes import ReferenceCode
from kolapp_contract.officers import OfficerLine, OfficerWish
from kolapp_contract.wire import Code, Id, Instant, Language, PlainText, Secret, Seq, TicketNumber, Wire


class State(StrEnum):
    """Where a ticket stands. The allowed steps between them are one table in the server's domain."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    ABSENT = "absent"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"


class Kind(StrEnum):
    """What decides the head start of a leg (`turn.md`)."""

    WALK_IN = "walk_in"
    PRIORITY = "priority"
    BOOKED = "booked"
    RETURNING = "returning"


class Need(StrEnum):
    """What a visitor asked for at the kiosk; shown to the clerk before the call. Never asked to be proven.

    Devices say these and are never told them, so a device of an earlier release meets none that it does not know.
    """

    FETCH_ME = "fetch_me"
    SITTING = "sitting"
    HEARING = "hearing"
    SIGHT = "sight"
    INTERPRETER = "interpreter"
    MORE_TIME = "more_time"
    DISCREET = "discreet"


class Outcome(StrEnum):
    """How a leg ended, by one key of the clerk's."""

    SOLVED = "solved"
    PROMISED = "promised"
    HANDED_OVER = "handed_over"
    REFERRED = "referred"
    BOOKED = "booked"
    WRONG_LANE = "wrong_lane"
    LEFT = "left"


class Way(StrEnum):
    """How somebody came straight to a specialist: by "Jag vet vart jag ska", or with a professional card."""

    DIRECT = "direct"
    CARD = "card"


class PrintResult(StrEnum):
    """What is known of a printout. Silence of a printer is `unknown`, never assumed to be good."""

    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"


class IssueTicket(Wire):
    """PUT /api/v1/tickets/{ticket_id}: the device made the id (UUIDv7) and the page's secret before the first send.

    `errand_id` None asks for a human: the guide's errand of the branch. `kind` is walk_in or priority here.
    `first_touch_at` is when the visitor began (t0 of "time to human"). With `contact_code` the visit goes on with an earlier
    contact, with `booking_code` it is a booked time's; a code that opens none changes nothing. `way`
    says that no guide was asked; `holder_id` is a card's kind of holder.
    With `officer_id` that officer is told, or a guide writes a message down; one whom the town does not know changes nothing.
    `further_errands` come after the first, one at a time, on the same number.
    """

    errand_id: Code | None
    language: Language
    kind: Literal[Kind.WALK_IN, Kind.PRIORITY] = Kind.WALK_IN
    needs: tuple[Need, ...] = Field(default=(), max_length=len(Need))
    secret: Secret | None = None
    first_touch_at: Instant | None = None
    further_errands: tuple[Code, ...] = Field(default=(), max_length=5)
    officer_id: Code | None = None
    officer_wish: OfficerWish = OfficerWish.WAIT
    contact_code: ReferenceCode | None = None
    booking_code: ReferenceCode | None = None
    way: Way | None = None
    holder_id: Code | None = None


class Estimate(Wire):
    """A wait in whole minutes with its 80 % band, or no number and the time when a desk with the errand opens."""

    minutes: int | None = None
    low: int | None = None
    high: int | None = None
    opens_at: Instant | None = None


class TicketView(Wire):
    """A ticket as the one who holds it may see it."""

    ticket_id: Id
    number: TicketNumber
    state: State
    errand_id: Code
    kind: Kind
    language: Language
    issued_at: Instant
    ahead: int | None = None
    estimate: Estimate | None = None
    desk_id: Code | None = None
    why: str | None = None
    officer: OfficerLine | None = None
    seq: Seq


class PrintReport(Wire):
    """POST .../printed. `slip_id` tells copies of one ticket's slip apart."""

    result: PrintResult
    request_id: Id


class PrintReportAnswer(Wire):
    """200 to POST .../printed where nothing was printed and another device prints the slip: its name. Otherwise 204."""

    fallback: PlainText


class VisitorCancel(Wire):
    """POST /api/v1/tickets/{ticket_id}/cancel by a kiosk, or by the visitor with the secret in the header."""

    request_id: Id


SecretHeader = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
SECRET_HEADER = "Kolapp-Ticket-Secret"

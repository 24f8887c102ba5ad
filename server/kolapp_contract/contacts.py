# SPDX-License-Identifier: EUPL-1.2
"""The lasting record of a matter, found again by its reference code: what was said, what was promised, and by when.

    POST /api/v1/branches/{branch_id}/contacts                             RecordContact -> ContactTaken
    GET  /api/v1/branches/{branch_id}/contacts/{contact_id}                ContactView; each reading is logged
    POST /api/v1/branches/{branch_id}/contacts/{contact_id}/receipt        PrintReceipt -> 202
    POST /api/v1/branches/{branch_id}/contacts/{contact_id}/code           RenewCode -> 204
    GET  /api/v1/branches/{branch_id}/promises                             PromiseList
    POST /api/v1/branches/{branch_id}/promises/{promise_id}/close          ClosePromise -> PromiseView
    GET  /api/v1/branches/{branch_id}/contact-figures                      ContactFigures
    GET  /api/v1/contact                                                   ContactState, by the code alone (a header)

Nobody is named in it. A note is for the staff who may read it, stands in no journal, and is destroyed when its time is over.
Whoever asks for a record makes the code, as for a visitor's page the secret: so an order that is sent again changes nothing.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from kolapp_contract.codes import ReferenceCode
from kolapp_contract.counting import ReasonCount
from kolapp_contract.tickets import Outcome
from kolapp_contract.wire import Code, Id, Instant, Language, Texts, Wire, plain

CODE_HEADER = "Kolapp-Code"
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600), AfterValidator(plain)]


class Channel(StrEnum):
    """The way by which somebody turned to the town."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    EMAIL = "email"


class Avoidable(StrEnum):
    """Why the contact would not have been needed: what should be mended elsewhere."""

    STATUS = "status"
    UNCLEAR = "unclear"
    FORM = "form"
    NO_ANSWER = "no_answer"
    SENT_WRONG = "sent_wrong"


class PromiseKind(StrEnum):
    """What was promised. A choice and no free text, since it is printed in the visitor's language."""

    ANSWER_HERE = "answer_here"
    LETTER = "letter"
    TELEPHONE = "telephone"
    DECISION = "decision"


class PromiseState(StrEnum):
    """How a promise stands. `due`: today or tomorrow; `overdue`: its day has passed."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"


class NewPromise(Wire):
    """`owner_id` is the profile, a function and never a person, that answers by the end of `due_on`."""

    kind: PromiseKind
    due_on: date
    owner_id: Code


class RecordContact(Wire):
    """What is kept of a contact. With `contact_id` it goes on with an earlier matter, else `code` opens the new one.

    `is_repeat`: the visitor says so; where an earlier record is at most 14 days old it is known without being said.
    """

    request_id: Id
    contact_id: Id | None = None
    code: ReferenceCode | None = None
    channel: Channel = Channel.VISIT
    ticket_id: Id | None = None
    desk_id: Code | None = None
    errand_id: Code
    language: Language = "sv"
    note: NoteText | None = None
    outcome: Outcome | None = None
    avoidable: tuple[Avoidable, ...] = Field(default=(), max_length=len(Avoidable))
    is_repeat: bool = False
    promise: NewPromise | None = None


class ContactTaken(Wire):
    """The record is kept."""

    contact_id: Id
    record_id: Id


class PromiseView(Wire):
    """A promise as staff see it. `promise_id` is the id of the record in which it was given."""

    promise_id: Id
    contact_id: Id
    kind: PromiseKind
    due_on: date
    owner_id: Code
    errand_id: Code
    state: PromiseState
    made_at: Instant
    closed_at: Instant | None = None


class RecordView(Wire):
    """One contact in the matter."""

    record_id: Id
    at: Instant
    channel: Channel
    errand_id: Code
    ticket_id: Id | None = None
    desk_id: Code | None = None
    outcome: Outcome | None = None
    avoidable: tuple[Avoidable, ...] = ()
    is_repeat: bool = False
    note: NoteText | None = None
    promise: PromiseView | None = None


class ContactView(Wire):
    """A matter with all that is kept of it, oldest first. `owner_id` answered for the last promise, if there was one."""

    contact_id: Id
    errand_id: Code
    language: Language
    opened_at: Instant
    owner_id: Code | None = None
    records: tuple[RecordView, ...] = ()


class PrintReceipt(Wire):
    """A receipt on `device_id`, or on the first printer that can. The server keeps no code, so the one who asks brings it."""

    request_id: Id
    code: ReferenceCode
    device_id: Id | None = None


class RenewCode(Wire):
    """The receipt was lost: from now on `code` opens the contact, and the one before opens nothing. Who did it is kept."""

    request_id: Id
    code: ReferenceCode


class PromiseList(Wire):
    """Promises that are not yet answered, and those closed in the last seven days; the first due comes first."""

    today: date
    promises: tuple[PromiseView, ...]


class ClosePromise(Wire):
    """The promise was kept, or it was not."""

    request_id: Id
    is_kept: bool


class ContactFigures(Wire):
    """Figures from `since` up to and with `until`. Small numbers are not told, as `ReasonCount` says.

    `contacts` counts finished visits and what came by other ways; `repeats` those that came again within 14 days.
    """

    since: date
    until: date
    contacts: int
    by_outcome: tuple[ReasonCount, ...]
    repeats: ReasonCount
    avoidable: tuple[ReasonCount, ...]
    promises: tuple[ReasonCount, ...]


class ContactState(Wire):
    """What the holder of the code may know: who owns it, what was promised, by when, and whether it was kept. No words."""

    branch_id: Code
    town: Texts
    language: Language
    opened_on: date
    owner: Texts | None = None
    promise: PromiseKind | None = None
    due_on: date | None = None
    state: PromiseState | None = None

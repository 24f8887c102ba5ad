# SPDX-License-Identifier: EUPL-1.2
"""What a clerk does at a desk. Every command carries a `request_id`: the same id always gives the same answer."""

from enum import StrEnum

from pydantic import Field

from kolapp_contract.counting import ReasonCount
from kolapp_contract.offline import OfflineNumber
from kolapp_contract.tickets import Kind, Need, Outcome, State
from kolapp_contract.wire import Code, Id, Instant, Language, LongText, PlainText, Seq, TicketNumber, Wire


class Step(StrEnum):
    """The steps of POST /api/v1/tickets/{ticket_id}/{step}."""

    RECALL = "recall"
    START = "start"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"
    ABSENT = "absent"
    RETURN = "return"
    FINISH = "finish"
    CANCEL = "cancel"
    UNDO = "undo"


class ManualReason(StrEnum):
    """Why a clerk calls out of order. Journalled; its share is reported (R5)."""

    FRAIL = "frail"
    SHORT_QUESTION = "short_question"
    LANGUAGE = "language"
    CONTINUATION = "continuation"
    SAFETY = "safety"


class CallNext(Wire):
    """POST /api/v1/desks/{desk_id}/calls. With `finish` the visit at the desk ends first, in the same transaction.

    `ticket_id` calls out of turn and needs a `reason`. Without anybody waiting the desk stands ready.
    `offline_number` calls a visitor who holds a slip of a kiosk that has not told of it yet: K1-07.
    """

    request_id: Id
    ticket_id: Id | None = None
    offline_number: OfflineNumber | None = None
    reason: ManualReason | None = None
    finish: Outcome | None = None


class StepRequest(Wire):
    """POST /api/v1/tickets/{ticket_id}/{step}. Transfer wants `errand_id`, finish `outcome`.

    A transfer is to the errand's team, or with `to_desk_id` or `to_clerk_id` to one of them. `prepare_minutes` delays the call,
    `checked` is what of the errand's checklist is there; `language` and `needs` only where they are others than before.
    """

    request_id: Id
    desk_id: Code | None = None
    errand_id: Code | None = None
    to_desk_id: Code | None = None
    same_desk: bool = False
    outcome: Outcome | None = None
    note: LongText | None = None
    to_clerk_id: PlainText | None = None
    prepare_minutes: int | None = Field(default=None, ge=1, le=60)
    checked: tuple[Code, ...] = Field(default=(), max_length=8)
    language: Language | None = None
    needs: tuple[Need, ...] | None = Field(default=None, max_length=len(Need))


class OpenDesk(Wire):
    """POST /api/v1/desks/{desk_id}/open: the signed-in clerk sits down here with a profile.

    `languages` are those that the clerk speaks besides Swedish, kept for the next time; None where they are as told before.
    """

    request_id: Id
    profile_id: Code
    languages: tuple[Language, ...] | None = Field(default=None, max_length=16)


class PauseReason(StrEnum):
    """Why a desk takes nobody for a while. Phone and back office are duties that a desk may be asked to leave."""

    BREAK = "break"
    LUNCH = "lunch"
    MEETING = "meeting"
    PHONE = "phone"
    BACK_OFFICE = "back_office"


class PauseDesk(Wire):
    """POST /api/v1/desks/{desk_id}/pause and /close and /resume. `reason` is for the pause."""

    request_id: Id
    reason: PauseReason | None = None


class PlanBreak(Wire):
    """POST /api/v1/desks/{desk_id}/breaks: the desk takes nobody then. It replaces the break that it overlaps."""

    request_id: Id
    begins_at: Instant
    ends_at: Instant


class DropBreak(Wire):
    """POST /api/v1/desks/{desk_id}/breaks/drop: the break that begins then is off."""

    request_id: Id
    begins_at: Instant


class PlanOpening(Wire):
    """POST /api/v1/desks/{desk_id}/plan: the closed desk opens then, with that profile; without `opens_at` it does not."""

    request_id: Id
    profile_id: Code | None = None
    opens_at: Instant | None = None


class StopIssuing(Wire):
    """POST /api/v1/branches/{branch_id}/stops: an errand, or with None the whole kiosk, is stopped for today; `text` is shown."""

    request_id: Id
    errand_id: Code | None = None
    text: PlainText | None = None


class LiftStop(Wire):
    """POST /api/v1/branches/{branch_id}/stops/lift."""

    request_id: Id
    errand_id: Code | None = None


class StayOpen(Wire):
    """POST /api/v1/branches/{branch_id}/opening: open today until then, whatever the hours say; at most until the day turns."""

    request_id: Id
    until: Instant


class PostNotice(Wire):
    """POST /api/v1/branches/{branch_id}/notice: one message on kiosk, displays and pages at once; None takes it away."""

    request_id: Id
    text: PlainText | None = None


class Reprint(Wire):
    """POST /api/v1/tickets/{ticket_id}/reprint: a slip marked "kopia" on `device_id`, or the first printer that can."""

    request_id: Id
    device_id: Id | None = None


class DeskTicket(Wire):
    """A ticket as the clerk sees it: errand, needs, notes of this visit. With `contact_id` it goes on with that contact."""

    ticket_id: Id
    number: TicketNumber
    state: State
    errand_id: Code
    kind: Kind
    language: Language
    needs: tuple[Need, ...] = ()
    desk_id: Code | None = None
    issued_at: Instant
    since: Instant
    turn_time: Instant
    called_at: Instant | None = None
    notes: tuple["Note", ...] = ()
    checked: tuple[Code, ...] = ()
    from_desk_id: Code | None = None
    is_complete: bool | None = None
    further_errand_ids: tuple[Code, ...] = ()
    contact_id: Id | None = None


class Note(Wire):
    """What was said, handed on to the next desk. Never in the journal; erased with the visit's retention."""

    text: LongText
    desk_id: Code
    at: Instant


class WhyAnswer(StrEnum):
    """The four answers there are to "why was C007 called before A012?" (`turn.md`)."""

    NOT_SERVED = "not_served"
    EARLIER_TURN = "earlier_turn"
    NOT_OPEN = "not_open"
    MANUAL = "manual"


class Why(Wire):
    """One reason as facts, so that every page can say it in its own language. `code` is the domain's `Reason`.

    `number` is whom it is about; `first` who comes or came before; `counts_from` are their turn times. `answer` is empty
    where nobody was passed: the ticket is next, or has been called itself.
    """

    code: str
    answer: WhyAnswer | None = None
    number: TicketNumber | None = None
    kind: Kind | None = None
    state: State | None = None
    came_at: Instant | None = None
    counts_from: Instant | None = None
    booked_at: Instant | None = None
    first: TicketNumber | None = None
    first_kind: Kind | None = None
    first_came_at: Instant | None = None
    first_counts_from: Instant | None = None
    until: Instant | None = None
    at: Instant | None = None
    desk_id: Code | None = None
    manual_reason: str | None = None


class CallAnswer(Wire):
    """The answer to `CallNext`: the called ticket and the one-line reason, or None and the desk stands ready (`why` says so)."""

    ticket: DeskTicket | None
    why: str
    reason: Why | None = None
    seq: Seq


class StepAnswer(Wire):
    ticket: DeskTicket
    seq: Seq


class DeskAnswer(Wire):
    """The answer to open, pause, resume, close, stops and notice."""

    seq: Seq


class WhyNot(Wire):
    """GET /api/v1/desks/{desk_id}/why/{ticket_id}: why this waiting ticket is not the next, in one line.

    GET /api/v1/branches/{branch_id}/numbers/{number}/why?before=A012: why that number was called before A012, today.
    """

    why: str = Field(max_length=400)
    reason: Why | None = None


class Rule(Wire):
    """GET /api/v1/branches/{branch_id}/rule?language=sv: the public rule in plain words, made from the settings in force."""

    language: Language
    title: str
    lead: str
    lines: tuple[str, ...]
    hours: tuple[str, ...]


class ManualCalls(Wire):
    """GET /api/v1/branches/{branch_id}/manual-calls?day=2026-11-23: calls out of turn, by reason. Small numbers are not told."""

    day: str
    calls: int
    manual: int | None = None
    is_few: bool = False
    by_reason: tuple[ReasonCount, ...]


class SignIn(Wire):
    """POST /api/v1/sessions (for programs; browsers use the sign-in page)."""

    name: PlainText
    password: str = Field(max_length=200)


class Session(Wire):
    """The answer to `SignIn`, beside the cookie: who is signed in. `csrf` goes in the header Kolapp-CSRF of every order."""

    name: PlainText
    role: str
    branch_id: Code
    csrf: str
    ends_at: Instant

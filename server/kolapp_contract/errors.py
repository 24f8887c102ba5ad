# SPDX-License-Identifier: EUPL-1.2
"""What the server says when it cannot or will not: application/problem+json (RFC 9457) with a stable code.

    400 not_json                415 wrong_media_type        413 too_large          422 invalid (pointers), id_reused
    401 not_signed_in           403 not_allowed             404 not_found          405 wrong_method
    409 step_not_allowed, desk_closed, desk_taken, visit_open, errand_stopped, branch_closed, outcome_needed, nothing_to_undo ...
    426 too_old                 429 too_fast                503 busy               507 disk_full

What was sent is never echoed.
"""

from enum import StrEnum

from kolapp_contract.wire import Instant, Wire

PROBLEM_MEDIA_TYPE = "application/problem+json"


class ErrorCode(StrEnum):
    NOT_JSON = "not_json"
    WRONG_MEDIA_TYPE = "wrong_media_type"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    ID_REUSED = "id_reused"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_ALLOWED = "not_allowed"
    INSECURE = "insecure"
    NOT_FOUND = "not_found"
    WRONG_METHOD = "wrong_method"
    TOO_OLD = "too_old"
    TOO_FAST = "too_fast"
    BUSY = "busy"
    DISK_FULL = "disk_full"
    UNEXPECTED = "unexpected"
    STEP_NOT_ALLOWED = "step_not_allowed"
    DESK_CLOSED = "desk_closed"
    DESK_TAKEN = "desk_taken"
    VISIT_OPEN = "visit_open"
    OUTCOME_NEEDED = "outcome_needed"
    ERRAND_STOPPED = "errand_stopped"
    BRANCH_CLOSED = "branch_closed"
    UNKNOWN_ERRAND = "unknown_errand"
    UNKNOWN_DESK = "unknown_desk"
    UNKNOWN_PROFILE = "unknown_profile"
    REASON_NEEDED = "reason_needed"
    WRONG_DESK = "wrong_desk"
    NOT_WAITING = "not_waiting"
    SERIES_FULL = "series_full"
    TICKET_CANCELLED = "ticket_cancelled"
    RECALL_FIRST = "recall_first"
    DESK_PAUSED = "desk_paused"
    NO_VOICE = "no_voice"
    NO_SPEECH = "no_speech"
    NO_PRINTER = "no_printer"
    SLOT_TAKEN = "slot_taken"
    CLERK_AWAY = "clerk_away"
    TOO_MANY_ERRANDS = "too_many_errands"
    NOT_ASKED = "not_asked"
    VISIT_JOINED = "visit_joined"
    DESK_BUSY = "desk_busy"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_OFFICER = "unknown_officer"
    NOT_IN_TIME = "not_in_time"


class Problem(Wire):
    """`pointers` are JSON pointers (RFC 6901) to what is wrong in the body; `opens_at` where that helps."""

    type: str = "about:blank"
    title: str
    status: int
    code: ErrorCode
    detail: str | None = None
    pointers: tuple[str, ...] = ()
    opens_at: Instant | None = None

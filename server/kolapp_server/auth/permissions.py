# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: one table, role by action. Pure. What is not in it is refused.

Every role but the visitor belongs to one branch, and is a stranger in every other.
"""

from enum import StrEnum


class Role(StrEnum):
    """As whom somebody asks. A visitor is whoever shows no credential."""

    VISITOR = "visitor"
    KIOSK = "kiosk"
    DISPLAY = "display"
    FACILITY_DEVICE = "facility_device"
    PRINTER = "printer"
    CLERK = "clerk"
    MANAGER = "manager"
    FACILITY = "facility"
    ADMIN = "admin"


class Action(StrEnum):
    """What a route does, seen from the one who asks."""

    SEE_HEALTH = "see_health"
    SEE_FIGURES = "see_figures"
    SEE_FILES = "see_files"
    SEE_BOARD = "see_board"
    SEE_CATALOGUE = "see_catalogue"
    HEAR_CALLS = "hear_calls"
    HEAR_PHRASES = "hear_phrases"
    LISTEN = "listen"
    PAIR_DEVICE = "pair_device"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    OPEN_OWN_PAGE = "open_own_page"
    ISSUE_TICKET = "issue_ticket"
    SEE_TICKET = "see_ticket"
    CANCEL_TICKET = "cancel_ticket"
    REPORT_PRINTED = "report_printed"
    REPORT_JOB = "report_job"
    UPLOAD_JOURNAL = "upload_journal"
    HEARTBEAT = "heartbeat"
    SEE_MYSELF = "see_myself"
    SERVE = "serve"
    FIND_TICKET = "find_ticket"
    READ_HAND_OVER = "read_hand_over"
    REPRINT = "reprint"
    STOP_ISSUING = "stop_issuing"
    POST_NOTICE = "post_notice"
    OPEN_DESK_PAGE = "open_desk_page"
    OPEN_MONITOR_PAGE = "open_monitor_page"
    OPEN_OFFICE_PAGE = "open_office_page"
    TAKE_ALARM = "take_alarm"
    REVOKE_DEVICE = "revoke_device"
    LOOK_AT_CODE = "look_at_code"
    RECORD_CONTACT = "record_contact"
    READ_CONTACT = "read_contact"
    KEEP_PROMISES = "keep_promises"
    SEE_CONTACT_FIGURES = "see_contact_figures"
    SEE_CONTACT_STATE = "see_contact_state"
    OPEN_PROMISES_PAGE = "open_promises_page"
    READ_ANSWERS = "read_answers"
    TELL_ANSWER_READ = "tell_answer_read"
    MAKE_CARD = "make_card"
    SEE_OFFICERS = "see_officers"
    SPEAK_FOR_OFFICERS = "speak_for_officers"
    ANSWER_BY_LINK = "answer_by_link"
    BOOK = "book"
    BOOK_BY_ONESELF = "book_by_oneself"
    MEASURE = "measure"
    ASK_FOR_HELP = "ask_for_help"
    COME_TO_HELP = "come_to_help"
    WAIT_ELSEWHERE = "wait_elsewhere"
    NOTE_INCIDENT = "note_incident"
    READ_INCIDENTS = "read_incidents"
    PRACTISE = "practise"
    SWITCH_PRACTICE = "switch_practice"


STAFF = frozenset({Role.CLERK, Role.MANAGER, Role.FACILITY, Role.ADMIN})
DEVICES = frozenset({Role.KIOSK, Role.DISPLAY, Role.FACILITY_DEVICE, Role.PRINTER})
_ALL = frozenset(Role)
_AT_DESKS = frozenset({Role.CLERK, Role.MANAGER, Role.ADMIN})
_IN_CHARGE = frozenset({Role.MANAGER, Role.ADMIN})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_HEALTH: _ALL,
    Action.SEE_FIGURES: _ALL,
    Action.SEE_FILES: _ALL,
    Action.SEE_BOARD: _ALL,
    Action.SEE_CATALOGUE: _ALL,
    Action.HEAR_CALLS: _ALL,
    Action.HEAR_PHRASES: frozenset({Role.KIOSK}),
    Action.LISTEN: _ALL,
    Action.PAIR_DEVICE: _ALL,
    Action.SIGN_IN: _ALL,
    Action.SIGN_OUT: STAFF,
    Action.OPEN_OWN_PAGE: _ALL,
    Action.ISSUE_TICKET: _AT_DESKS | {Role.KIOSK},
    Action.SEE_TICKET: _AT_DESKS | {Role.KIOSK, Role.VISITOR},
    Action.CANCEL_TICKET: _AT_DESKS | {Role.KIOSK, Role.VISITOR},
    Action.REPORT_PRINTED: frozenset({Role.KIOSK}),
    Action.REPORT_JOB: frozenset({Role.KIOSK, Role.PRINTER}),
    Action.UPLOAD_JOURNAL: _IN_CHARGE | {Role.KIOSK},
    Action.HEARTBEAT: DEVICES,
    Action.SEE_MYSELF: DEVICES,
    Action.SERVE: _AT_DESKS,
    Action.FIND_TICKET: _AT_DESKS,
    Action.READ_HAND_OVER: _AT_DESKS,
    Action.REPRINT: _AT_DESKS,
    Action.STOP_ISSUING: _AT_DESKS,
    Action.POST_NOTICE: _AT_DESKS,
    Action.OPEN_DESK_PAGE: _AT_DESKS,
    Action.OPEN_MONITOR_PAGE: STAFF,
    Action.OPEN_OFFICE_PAGE: _IN_CHARGE,
    Action.REVOKE_DEVICE: _IN_CHARGE,
    Action.TAKE_ALARM: STAFF,
    Action.LOOK_AT_CODE: _AT_DESKS | {Role.KIOSK},
    Action.RECORD_CONTACT: _AT_DESKS,
    Action.READ_CONTACT: frozenset({Role.CLERK, Role.MANAGER}),
    Action.KEEP_PROMISES: _AT_DESKS,
    Action.SEE_CONTACT_FIGURES: _IN_CHARGE,
    Action.SEE_CONTACT_STATE: _ALL,
    Action.OPEN_PROMISES_PAGE: _AT_DESKS,
    Action.READ_ANSWERS: _AT_DESKS,
    Action.TELL_ANSWER_READ: frozenset({Role.KIOSK}),
    Action.MAKE_CARD: _IN_CHARGE,
    Action.SEE_OFFICERS: _AT_DESKS | {Role.KIOSK},
    Action.SPEAK_FOR_OFFICERS: _AT_DESKS,
    Action.ANSWER_BY_LINK: _ALL,
    Action.BOOK: _AT_DESKS,
    Action.BOOK_BY_ONESELF: _ALL,
    Action.MEASURE: _AT_DESKS | {Role.KIOSK},
    Action.ASK_FOR_HELP: _AT_DESKS | {Role.KIOSK},
    Action.COME_TO_HELP: _AT_DESKS,
    Action.WAIT_ELSEWHERE: _AT_DESKS | {Role.KIOSK, Role.VISITOR},
    Action.NOTE_INCIDENT: _AT_DESKS,
    Action.READ_INCIDENTS: _IN_CHARGE,
    Action.PRACTISE: _AT_DESKS,
    Action.SWITCH_PRACTICE: _IN_CHARGE,
}
"""A visitor sees and cancels a ticket only with its secret, a kiosk cancels only its own: those are the routes' own duties.
Who keeps the machines running reads no notes, though that may be the same person under another name."""


def is_allowed(role: Role, action: Action) -> bool:
    """Whether `role` may do `action`."""
    return role in ALLOWED.get(action, frozenset())

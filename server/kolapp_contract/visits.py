# SPDX-License-Identifier: EUPL-1.2
"""A visit that goes on: handed over and prepared for, with further errands, with a second desk at it.

The note's words and the checklist are read by those at desks alone, and each reading is logged.
"""

from enum import StrEnum

from pydantic import Field

from kolapp_contract.desk import Note
from kolapp_contract.tickets import Need
from kolapp_contract.wire import Code, Id, Instant, Language, TicketNumber, Wire

MOST_FURTHER = 5
"""Errands that have room on a number after the one that is met now."""


class MarkHandOver(Wire):
    """POST /api/v1/tickets/{ticket_id}/hand-over: all was there, or something was missing; by whoever meets the visitor."""

    request_id: Id
    desk_id: Code
    is_complete: bool


class Prepare(Wire):
    """POST /api/v1/tickets/{ticket_id}/preparation: nobody calls the visitor for so long. 0: ready, the visitor may be called."""

    request_id: Id
    desk_id: Code
    minutes: int = Field(ge=0, le=60)


class PlanErrands(Wire):
    """POST /api/v1/tickets/{ticket_id}/errands: what comes after this errand, in this order, instead of what was planned."""

    request_id: Id
    desk_id: Code
    errand_ids: tuple[Code, ...] = Field(max_length=MOST_FURTHER)


class Joining(StrEnum):
    """`ask`, by the desk that has the visitor; `join` and `leave` by the other; `end` takes the question back, or says no."""

    ASK = "ask"
    JOIN = "join"
    LEAVE = "leave"
    END = "end"


class JoinVisit(Wire):
    """POST /api/v1/tickets/{ticket_id}/joint: a call of two desks. `ask` wants `to_desk_id`, or `errand_id` for all its desks."""

    request_id: Id
    desk_id: Code
    what: Joining
    to_desk_id: Code | None = None
    errand_id: Code | None = None


class HandOverSheet(Wire):
    """GET /api/v1/tickets/{ticket_id}/hand-over: what somebody reads before the call, or at it."""

    ticket_id: Id
    number: TicketNumber
    errand_id: Code
    language: Language
    needs: tuple[Need, ...] = ()
    from_desk_id: Code | None = None
    checked: tuple[Code, ...] = ()
    is_complete: bool | None = None
    opens_at: Instant | None = None
    further_errand_ids: tuple[Code, ...] = ()
    notes: tuple[Note, ...] = ()


class ErrandHandOvers(Wire):
    """Of one errand: how many came by hand-over, how many of those were judged, and how many were complete.

    Numbers are None with `is_few` for one to four, and `complete` where so few were judged.
    """

    errand_id: Code
    handed_over: int | None = None
    judged: int | None = None
    complete: int | None = None
    is_few: bool = False


class HandOverFigures(Wire):
    """GET /api/v1/branches/{branch_id}/hand-overs?days=28: since `since`. `visits` are those that ended done, `legs` theirs."""

    since: Instant
    visits: int
    legs: int
    handed_over: int | None = None
    judged: int | None = None
    complete: int | None = None
    is_few: bool = False
    by_errand: tuple[ErrandHandOvers, ...] = ()


class LanguageMet(Wire):
    """How many with that language were met at a desk, and how many by somebody who speaks it. None where it would tell of few."""

    language: Language
    visits: int | None = None
    met: int | None = None
    is_few: bool = False


class LanguagesMet(Wire):
    """GET /api/v1/branches/{branch_id}/languages-met?days=28: the visitors since `since` whose language is not Swedish."""

    since: Instant
    by_language: tuple[LanguageMet, ...] = ()

# SPDX-License-Identifier: EUPL-1.2
"""The visitor has a code on paper: types it, or holds it in front of the scanner, and is told what it opens.

A wrong character is told of before anybody is asked: the first one says what a code is for, the last one is a check. What each
kind opens is in `opened`, one case for each.
"""

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kolapp_contract.bookings import BookingOpens, BookingState
from kolapp_contract.codes import LENGTH, CodeKind, NotACode, printed, read_code
from kolapp_contract.tickets import IssueTicket, Kind
from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.coming_back import came_back
from kolapp_kiosk.flow.effects import Effect, Issue, IssueHere, LookAtCode
from kolapp_kiosk.flow.scans import code_in
from kolapp_kiosk.flow.state import (
    Booked,
    CardErrands,
    CodeEntry,
    Draft,
    Issuing,
    LookingUp,
    NotOpened,
    Pending,
    Screen,
    Shut,
    State,
    TicketReady,
    Welcome,
    beneath,
    home,
)
from kolapp_kiosk.flow.timers import ANSWER_WITHIN, LOOKED_WITHIN

if TYPE_CHECKING:
    from kolapp_kiosk.flow.events import CodeOpened, CodeShut, Scanned, Touched

PLACE = "·"
Step = tuple[State, tuple[Effect, ...]]


class Slip(StrEnum):
    """What is wrong with what has been typed so far."""

    BEGINNING = "beginning"
    CHARACTER = "character"


def slip(typed: str) -> Slip | None:
    """What is wrong, as soon as it can be known."""
    if typed and typed[0] not in {*CodeKind}:
        return Slip.BEGINNING
    if len(typed) < LENGTH:
        return None
    try:
        read_code(typed)
    except NotACode:
        return Slip.CHARACTER
    return None


def in_groups(typed: str) -> str:
    """The characters in groups as on the paper, with a place for each that is still to come."""
    return printed(typed + PLACE * (LENGTH - len(typed)))


def begun(state: State, event: "Touched") -> Step:
    """The keyboard is there; while nobody could be asked, that is said at once."""
    screen: Screen = CodeEntry() if state.world.is_answering else NotOpened(Shut.UNREACHABLE)
    return replace(state, screen=screen, draft=event.fresh), ()


def typed(state: State, character: str, event: "Touched") -> Step:
    """One more character; with the last one the server is asked, unless there is a slip."""
    screen = state.screen
    if not isinstance(screen, CodeEntry) or len(screen.typed) >= LENGTH:
        return state, ()
    text = screen.typed + character
    if len(text) < LENGTH or slip(text):
        return replace(state, screen=CodeEntry(text)), ()
    return _asked(replace(state, draft=event.fresh), read_code(text)[1], state.draft)


def erased(state: State) -> Step:
    """The last character is gone."""
    screen = state.screen
    return (replace(state, screen=CodeEntry(screen.typed[:-1])) if isinstance(screen, CodeEntry) else state), ()


def scanned(state: State, event: "Scanned") -> Step:
    """A paper was held in front of the scanner. Whoever waits for a ticket, or has one before them, is not disturbed."""
    under = beneath(state.screen)
    if isinstance(under, Issuing | TicketReady | LookingUp) or not isinstance(home(state.world), Welcome):
        return state, ()
    touched = replace(state, touched_at=event.at, first_touch_at=state.first_touch_at or event.at, draft=event.fresh)
    code = code_in(event.text, state.world.catalogue.public_url) if state.world.catalogue else None
    if code is None:
        return replace(touched, screen=NotOpened(Shut.UNKNOWN)), ()
    return _asked(touched, code, state.draft)


def _asked(state: State, code: str, ready: Draft) -> Step:
    if not state.world.is_answering:
        return _unasked(state, code, ready)
    return replace(state, screen=LookingUp(code, state.now)), (LookAtCode(code, state.now + LOOKED_WITHIN),)


def _unasked(state: State, code: str, ready: Draft) -> Step:
    """Without the server a booked visitor has a number of the kiosk's own, and is known by the code once that is told."""
    if read_code(code)[0] is not CodeKind.BOOKING:
        return replace(state, screen=NotOpened(Shut.UNREACHABLE)), ()
    pending = Pending(ready.ticket_id, _with_booking(state, None, code, ready), state.now, is_here=True)
    return replace(state, screen=Issuing(pending)), (IssueHere(pending.ticket_id, pending.body),)


def _with_booking(state: State, errand_id: str | None, code: str, ready: Draft) -> IssueTicket:
    wishes = state.wishes
    return IssueTicket(
        errand_id=errand_id,
        language=wishes.language,
        kind=Kind.PRIORITY if wishes.has_priority else Kind.WALK_IN,
        needs=wishes.needs,
        secret=ready.secret,
        first_touch_at=state.first_touch_at,
        booking_code=code,
    )


def opened(state: State, event: "CodeOpened") -> Step:
    """What the code is for, on a screen of its own. A kind that this kiosk does not know opens nothing."""
    if not is_awaited(state, event.code):
        return state, ()
    if event.opens.contact is not None:
        return came_back(state, event.opens.contact, event)
    if event.opens.booking is not None:
        return _booked(state, event.code, event.opens.booking, event)
    card = event.opens.card
    if card is not None and card.is_revoked:
        return replace(state, screen=NotOpened(Shut.REVOKED), draft=event.fresh), ()
    if card is not None and offers.errands_of_holder(state, card.holder_id):
        return replace(state, screen=CardErrands(card.holder_id), draft=event.fresh), ()
    return replace(state, screen=NotOpened(Shut.UNKNOWN), draft=event.fresh), ()


def _booked(state: State, code: str, opens: BookingOpens, event: "CodeOpened") -> Step:
    """Who comes in time has their ticket without another touch; whoever does not is told why first."""
    if opens.state in (BookingState.READY, BookingState.LATE):
        return checked_in(state, Booked(code, opens), event)
    return replace(state, screen=Booked(code, opens), draft=event.fresh), ()


def checked_in(state: State, booked: Booked, event: "CodeOpened | Touched") -> Step:
    """The ticket is asked for with the booking's code, under the id that the screen had ready."""
    body = _with_booking(state, booked.opens.errand_id, booked.code, state.draft)
    late_for = booked.opens.booked_at if booked.opens.state is BookingState.LATE else None
    pending = Pending(state.draft.ticket_id, body, event.at, late_for=late_for)
    asked = replace(state, screen=Issuing(pending), draft=event.fresh)
    return asked, (Issue(pending.ticket_id, body, event.at + ANSWER_WITHIN),)


def shut(state: State, event: "CodeShut") -> Step:
    """The code opens nothing, or nobody could say."""
    if not is_awaited(state, event.code):
        return state, ()
    return replace(state, screen=NotOpened(event.why), draft=event.fresh), ()


def is_awaited(state: State, code: str) -> bool:
    """Whether the visitor still waits for what that code opens."""
    return isinstance(state.screen, LookingUp) and state.screen.code == code

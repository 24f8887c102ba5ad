# SPDX-License-Identifier: EUPL-1.2
"""What time does to a visit.

An untouched screen is wiped 60 s after the last touch (O10), and the last 20 s of them are a warning that any key answers
(EN 301 549, WCAG 2.2.1), as often as it comes. A finished ticket stays 30 s, twice that where there is no paper to take along.
While something is said to the visitor no time passes. Where no answer has come in 0.8 s the kiosk gives out a number of its own.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from kolapp_kiosk.flow.aloud import LONGEST_SPEECH
from kolapp_kiosk.flow.effects import Effect, IssueHere
from kolapp_kiosk.flow.helping import is_over
from kolapp_kiosk.flow.state import (
    Cancelled,
    Draft,
    Helping,
    Home,
    Issuing,
    LookingUp,
    NotOpened,
    Paper,
    Pending,
    Refused,
    Shut,
    State,
    StillThere,
    TicketReady,
    Unreachable,
    Wishes,
    home,
)

IDLE = timedelta(seconds=60)
WARNING = timedelta(seconds=20)
TICKET_STAYS = timedelta(seconds=30)
TICKET_STAYS_WITHOUT_PAPER = timedelta(seconds=60)
MESSAGE_STAYS = timedelta(seconds=20)
ANSWER_WITHIN = timedelta(seconds=0.8)
LOOKED_WITHIN = timedelta(seconds=5)

Step = tuple[State, tuple[Effect, ...]]


def begin_anew(state: State, fresh: Draft) -> State:
    """The kiosk as the next visitor finds it: nothing of this one is left."""
    language = state.world.catalogue.languages[0] if state.world.catalogue else "sv"
    return State(state.now, fresh, home(state.world), Wishes(language=language, is_large=state.world.is_small), state.world)


def ticked(state: State, fresh: Draft) -> Step:
    """What `state.now` brings about."""
    match state.screen:
        case Issuing(pending) if not pending.is_here and state.now - pending.asked_at >= ANSWER_WITHIN:
            return issue_here(state, pending, fresh)
        case Issuing():
            return state, ()
        case LookingUp(_, asked_at):
            return (replace(state, screen=NotOpened(Shut.UNREACHABLE)) if state.now - asked_at >= LOOKED_WITHIN else state), ()
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            return (begin_anew(state, fresh) if seconds_left(state) == 0 else state), ()
        case Helping():
            return (begin_anew(state, fresh) if is_over(state) else state), ()
        case StillThere(_, since):
            return (begin_anew(state, fresh) if state.now - _heard_out(state, since) >= WARNING else state), ()
        case _:
            return _idled(state, fresh), ()


def issue_here(state: State, unanswered: Pending, fresh: Draft) -> Step:
    """The offline decision: a ticket of the kiosk's own, with an id of its own, in place of the one that was not answered."""
    body = unanswered.body.model_copy(update={"secret": fresh.secret})
    pending = Pending(fresh.ticket_id, body, unanswered.asked_at, is_here=True)
    return replace(state, screen=Issuing(pending)), (IssueHere(fresh.ticket_id, body, unanswered.ticket_id),)


def _idled(state: State, fresh: Draft) -> State:
    if state.touched_at is None or state.now - _heard_out(state, state.touched_at) < IDLE - WARNING:
        return state
    if _has_nothing_to_lose(state, fresh):
        return begin_anew(state, fresh)
    return replace(state, screen=StillThere(state.screen, state.now), draft=fresh)


def _has_nothing_to_lose(state: State, fresh: Draft) -> bool:
    new = begin_anew(state, fresh)
    return isinstance(state.screen, Home) and (new.screen, new.wishes) == (state.screen, state.wishes)


def stays(screen: TicketReady | Cancelled | Refused | Unreachable) -> timedelta:
    """How long a finished screen is shown after it came, or after the last touch."""
    match screen:
        case TicketReady(paper=Paper.FAILED | Paper.NONE | Paper.UNKNOWN):
            return TICKET_STAYS_WITHOUT_PAPER
        case TicketReady():
            return TICKET_STAYS
        case Cancelled() | Refused() | Unreachable():
            return MESSAGE_STAYS
        case _:
            assert_never(screen)


def since(screen: TicketReady | Cancelled | Refused | Unreachable) -> datetime:
    """When a finished screen came."""
    return screen.shown_at if isinstance(screen, TicketReady) else screen.since


def seconds_left(state: State) -> int | None:
    """Whole seconds until the screen closes by itself; None while it does not."""
    match state.screen:
        case StillThere(_, started):
            return _whole(_heard_out(state, started) + WARNING - state.now)
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            latest = max(since(state.screen), state.touched_at or since(state.screen))
            return _whole(_heard_out(state, latest) + stays(state.screen) - state.now)
        case _:
            return None


def _heard_out(state: State, since: datetime) -> datetime:
    """From when the visitor's time is counted: not before they have been told everything."""
    speaking = state.speaking_since
    if speaking is not None:
        return max(since, min(state.now, speaking + LONGEST_SPEECH))
    return max(since, state.heard_at or since)


def _whole(left: timedelta) -> int:
    return max(0, -(-left // timedelta(seconds=1)))

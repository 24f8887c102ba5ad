# SPDX-License-Identifier: EUPL-1.2
"""What time does to a visit.

An untouched screen is wiped 60 s after the last touch (O10), and the last 20 s of them are a warning that any key answers
(EN 301 549, WCAG 2.2.1). A finished ticket stays 30 s, twice that where there is no paper to take along. An answer that has not
come in 0.8 s is shown as what it is, asked for again with the same id, and withdrawn after 8 s.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from kolapp_kiosk.flow.effects import CancelTicket, Effect, Issue
from kolapp_kiosk.flow.state import (
    Cancelled,
    Draft,
    Home,
    Issuing,
    Paper,
    Refused,
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
ASK_AGAIN_AFTER = timedelta(seconds=0.5)
GIVE_UP_AFTER = timedelta(seconds=8)

Step = tuple[State, tuple[Effect, ...]]


def begin_anew(state: State, fresh: Draft) -> State:
    """The kiosk as the next visitor finds it: nothing of this one is left."""
    language = state.world.catalogue.languages[0] if state.world.catalogue else "sv"
    return State(state.now, fresh, home(state.world), Wishes(language=language), state.world)


def ticked(state: State, fresh: Draft) -> Step:
    """What `state.now` brings about."""
    match state.screen:
        case Issuing(pending):
            late = state.now - pending.asked_at >= ANSWER_WITHIN
            return (replace(state, screen=Unreachable(pending, pending.asked_at)) if late else state), ()
        case Unreachable(pending, since) if pending:
            return _asked_again(state, Unreachable(pending, since))
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            return (begin_anew(state, fresh) if seconds_left(state) == 0 else state), ()
        case StillThere(_, since):
            return (begin_anew(state, fresh) if state.now - since >= WARNING else state), ()
        case _:
            return _idled(state, fresh), ()


def _asked_again(state: State, screen: Unreachable) -> Step:
    pending = screen.pending
    assert pending is not None
    if state.now - screen.since >= GIVE_UP_AFTER:
        return replace(state, screen=Unreachable(None, state.now)), (CancelTicket(pending.ticket_id),)
    if pending.again_at is None or state.now < pending.again_at:
        return state, ()
    asked = replace(pending, again_at=None)
    return replace(state, screen=replace(screen, pending=asked)), (Issue(pending.ticket_id, pending.body),)


def _idled(state: State, fresh: Draft) -> State:
    if state.touched_at is None or state.now - state.touched_at < IDLE - WARNING:
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
            return _whole(started + WARNING - state.now)
        case Unreachable(pending) if pending:
            return None
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            latest = max(since(state.screen), state.touched_at or since(state.screen))
            return _whole(latest + stays(state.screen) - state.now)
        case _:
            return None


def _whole(left: timedelta) -> int:
    return max(0, -(-left // timedelta(seconds=1)))

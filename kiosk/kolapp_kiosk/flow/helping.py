# SPDX-License-Identifier: EUPL-1.2
""" "Jag behöver hjälp": a clerk comes to the kiosk. One touch on any screen; what was chosen there stays underneath.

What is told is true: that staff have been told only when the server said so, that somebody comes when somebody said so, and that
nobody could be reached when no answer came.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kolapp_kiosk.flow.effects import AskForHelp, Effect, EndHelp
from kolapp_kiosk.flow.state import Aid, Draft, Helping, Issuing, Languages, LookingUp, Screen, State, StillThere, Support

if TYPE_CHECKING:
    from kolapp_kiosk.flow.events import HelpTold, Touched

HELPING_STAYS = timedelta(seconds=120)
"""As long as somebody may need to come; what was chosen underneath is not seen meanwhile."""
Step = tuple[State, tuple[Effect, ...]]


def asked(state: State, event: "Touched") -> Step:
    """Staff are asked. While a ticket or a code is being asked for, that goes on, and staff are asked all the same."""
    screen = state.screen
    ask = (AskForHelp(event.fresh.ticket_id),)
    if isinstance(screen, Issuing | LookingUp):
        return state, ask
    if isinstance(screen, Helping):
        return (replace(state, screen=replace(screen, aid=Aid.ASKING)), ask) if screen.aid is Aid.FAILED else (state, ())
    return replace(state, screen=Helping(_under(screen), state.now), draft=event.fresh), ask


def _under(screen: Screen) -> Screen:
    """What help is laid over: never the choice of a language, and never help, however often both are opened."""
    return _under(screen.under) if isinstance(screen, Helping | Languages | Support | StillThere) else screen


def told(state: State, event: "HelpTold") -> State:
    """The server has taken it, or no answer came. A help that the branch shows all the same was taken."""
    if not isinstance(state.screen, Helping):
        return state
    is_taken = event.is_taken or state.world.help is not None
    return replace(state, screen=replace(state.screen, aid=Aid.TOLD if is_taken else Aid.FAILED))


def seen(before: State, after: State, fresh: Draft) -> State:
    """The branch shows how the help stands; when it is over, what lay underneath comes back."""
    if not isinstance(after.screen, Helping):
        return after
    if after.world.help is not None:
        return replace(after, screen=replace(after.screen, aid=Aid.TOLD))
    was_there = before.world.help is not None
    return replace(after, screen=after.screen.under, draft=fresh) if was_there else after


def ended(state: State, event: "Touched") -> Step:
    """The visitor needs no help any more."""
    screen, standing = state.screen, state.world.help
    if not isinstance(screen, Helping):
        return state, ()
    done = (EndHelp(standing.help_id),) if standing is not None else ()
    return replace(state, screen=screen.under, draft=event.fresh), done


def is_over(state: State) -> bool:
    """Whether the screen has been shown long enough: the next visitor finds nothing of this one."""
    if not isinstance(state.screen, Helping):
        return False
    return state.now - max(state.screen.since, state.touched_at or state.screen.since) >= HELPING_STAYS

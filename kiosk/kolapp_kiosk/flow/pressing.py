# SPDX-License-Identifier: EUPL-1.2
"""What a key of the keypad does. It chooses what a finger would touch, and nothing else."""

from dataclasses import replace
from typing import assert_never

from kolapp_kiosk.flow import focus
from kolapp_kiosk.flow.effects import Effect
from kolapp_kiosk.flow.events import Pressed, Touched
from kolapp_kiosk.flow.keys import Standing, Target
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.state import LOUDEST, State, StillThere
from kolapp_kiosk.flow.touches import touched

STARTS_SPEECH = frozenset({Pad.REPEAT, Pad.PLUGGED, Pad.VOLUME})
Step = tuple[State, tuple[Effect, ...]]


def pressed(state: State, event: Pressed) -> Step:
    """The state after a key of the keypad went down. A question whether somebody is still there is answered by any of them."""
    heard = _heard(state, event.pad)
    if isinstance(state.screen, StillThere) and event.pad is not Pad.UNPLUGGED:
        return touched(heard, Touched(event.at, event.fresh, Standing.STAY))
    match event.pad:
        case Pad.NEXT:
            return replace(heard, focus=focus.moved(heard, 1)), ()
        case Pad.BACK:
            return replace(heard, focus=focus.moved(heard, -1)), ()
        case Pad.CHOOSE:
            return _chosen(heard, event)
        case Pad.HELP:
            return replace(heard, focus=_help(heard)), ()
        case Pad.REPEAT | Pad.VOLUME | Pad.PLUGGED | Pad.UNPLUGGED:
            return heard, ()
        case _:
            assert_never(event.pad)


def _heard(state: State, pad: Pad) -> State:
    wishes = state.wishes
    if pad is Pad.UNPLUGGED:
        return replace(state, wishes=replace(wishes, is_spoken=False))
    if pad not in STARTS_SPEECH:
        return state
    volume = wishes.volume % LOUDEST + 1 if pad is Pad.VOLUME else wishes.volume
    return replace(state, wishes=replace(wishes, is_spoken=True, volume=volume))


def _chosen(state: State, event: Pressed) -> Step:
    """The key that the keypad stands on; from nowhere it goes to the first one and chooses nothing yet."""
    if state.focus is None or state.focus not in focus.order(state):
        return replace(state, focus=focus.moved(state, 1)), ()
    return touched(state, Touched(event.at, event.fresh, state.focus))


def _help(state: State) -> Target:
    """The key that asks for help is found at once, and chosen by whoever wants it. A human is on every screen."""
    return Standing.HELP if Standing.HELP in focus.order(state) else Standing.HUMAN

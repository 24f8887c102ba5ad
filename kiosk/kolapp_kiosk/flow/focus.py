# SPDX-License-Identifier: EUPL-1.2
"""Where the keypad stands: one key of the shown screen, or none yet. Every key that a finger can touch is reached."""

from dataclasses import replace

from kolapp_kiosk.flow import keys
from kolapp_kiosk.flow.keys import Standing, Target
from kolapp_kiosk.flow.state import State


def order(state: State) -> tuple[Target, ...]:
    """The keys as they stand on the glass: the row, the cards, the foot, the human, the bar."""
    above = tuple(key for key in keys.row(state) if key is not Standing.MORE)
    return (*above, *(key for key in keys.offered(state) if key not in above))


def moved(state: State, by: int) -> Target:
    """The key that many steps on, round the end. From nowhere, the first or the last."""
    stands = order(state)
    if state.focus not in stands:
        return stands[0 if by > 0 else -1]
    return stands[(stands.index(state.focus) + by) % len(stands)]


def is_new(before: State, after: State) -> bool:
    """Whether whoever hears the screen stands before another one: other cards, not a letter more or news of the paper."""
    return (type(before.screen), keys.choices(before)) != (type(after.screen), keys.choices(after))


def kept(before: State, after: State) -> State:
    """`after`, with the focus where it was if that key still stands there; on a new screen it is nowhere.

    A key that changes how the screen looks keeps it, also where fewer cards have room then.
    """
    if after.focus is None:
        return after
    has_stayed = not is_new(before, after) or (type(before.screen) is type(after.screen) and after.focus in keys.bar(after))
    return after if has_stayed and after.focus in order(after) else replace(after, focus=None)

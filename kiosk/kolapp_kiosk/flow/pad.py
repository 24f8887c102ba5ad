# SPDX-License-Identifier: EUPL-1.2
"""The keypad: for whoever cannot see the screen or reach it, six keys and a socket for headphones (EN 301 549, 5.1.6).

Its keys come as ordinary key events; which key of the machine is which of the keypad is a setting, written as
"back=left next=right choose=enter". A name is one of Kivy's ("left", "f15"), or a key code as a number.
"""

from enum import StrEnum


class Pad(StrEnum):
    """A key of the keypad. `PLUGGED` and `UNPLUGGED` are what a keypad tells of its headphone socket."""

    BACK = "back"
    NEXT = "next"
    CHOOSE = "choose"
    REPEAT = "repeat"
    VOLUME = "volume"
    HELP = "help"
    PLUGGED = "plugged"
    UNPLUGGED = "unplugged"


class NotAKeypad(ValueError):
    """The setting of the keypad's keys cannot be read; the text says which word is wrong."""


def keypad(setting: str) -> dict[str, Pad]:
    """Which key of the machine is which of the keypad. Raises `NotAKeypad`."""
    found: dict[str, Pad] = {}
    for word in setting.split():
        pad, _, key = word.partition("=")
        if pad not in set(Pad) or not key:
            raise NotAKeypad(f"{word}: write one of {', '.join(Pad)}, an equals sign and a key")
        if key in found:
            raise NotAKeypad(f"{word}: that key is already {found[key]}")
        found[key] = Pad(pad)
    return found

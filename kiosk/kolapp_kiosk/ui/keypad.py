# SPDX-License-Identifier: EUPL-1.2
"""The keypad's keys as they come from the machine. A key that is held down is pressed once."""

from collections.abc import Callable

from kivy.core.window import Keyboard, Window

from kolapp_kiosk.flow.pad import Pad


class KeypadKeys:
    """`on_pad` hears of each key of the keypad that went down. `keys` says which key of the machine is which."""

    def __init__(self, keys: dict[str, Pad], on_pad: Callable[[Pad], None]) -> None:
        self._pads = {code_of(name): pad for name, pad in keys.items()}
        self._on_pad = on_pad
        self._down: set[int] = set()
        Window.bind(on_key_down=self._pressed, on_key_up=self._lifted)

    def _pressed(self, _window: object, key: int, *_: object) -> bool:
        pad = self._pads.get(key)
        if pad is None:
            return False
        if key not in self._down:
            self._down.add(key)
            self._on_pad(pad)
        return True

    def _lifted(self, _window: object, key: int, *_: object) -> bool:
        self._down.discard(key)
        return key in self._pads


def code_of(name: str) -> int:
    """Kivy's code of a key: by its name, or the number itself; -1, which no key has, for what it does not know."""
    return int(name) if name.isdecimal() and len(name) > 1 else Keyboard.keycodes.get(name, -1)

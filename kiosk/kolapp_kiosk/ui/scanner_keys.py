# SPDX-License-Identifier: EUPL-1.2
"""A scanner that types as a keyboard does: its keys, told from a hand's by their speed.

It ends its line with the key with which a keypad chooses. So it is asked first, and what it knows as its own chooses nothing.
"""

from collections.abc import Callable
from datetime import datetime

from kivy.core.window import Window

from kolapp_kiosk.flow import scans
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.scans import Keys
from kolapp_kiosk.ui.keypad import KeypadKeys

ENTER = frozenset({13, 271})
"""The line's end, on the keyboard and on its number pad."""


class ScannerKeys:
    """`on_scan` hears of each line that was typed faster than by hand."""

    def __init__(self, on_scan: Callable[[str], None], now: Callable[[], datetime]) -> None:
        self._on_scan, self._now = on_scan, now
        self._keys: Keys | None = None
        self._scanned_at: datetime | None = None
        Window.bind(on_textinput=self._typed, on_key_down=self._pressed)

    def _typed(self, _window: object, text: str) -> None:
        for character in text:
            self._keys = scans.typed(self._keys, character, self._now())

    def _pressed(self, _window: object, key: int, *_: object) -> bool:
        if key not in ENTER:
            return False
        now = self._now()
        scanned, self._keys = scans.ended(self._keys, now), None
        if scanned is None:
            return scans.is_second_end(self._scanned_at, now)
        self._scanned_at = now
        self._on_scan(scanned)
        return True


def listen(
    keypad: dict[str, Pad], on_pad: Callable[[Pad], None], on_scan: Callable[[str], None], now: Callable[[], datetime]
) -> tuple[KeypadKeys, ScannerKeys]:
    """Both listen while they are held. Kivy asks the one first that was bound last."""
    return KeypadKeys(keypad, on_pad), ScannerKeys(on_scan, now)

# SPDX-License-Identifier: EUPL-1.2
"""A scanner that types, beside a keypad, in a real window: the key that ends its line chooses nothing."""

import os
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.window]
NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
CODE = "C-7KQM-3XHR-W2PA"
ENTER, LINE_FEED = 13, 271
SCANNERS, HANDS = timedelta(milliseconds=4), timedelta(milliseconds=300)


class Room:
    """Keys go down at moments of our own, and both listeners say what they heard."""

    def __init__(self) -> None:
        # Imported here: to import it opens the window.
        from kivy.core.window import Window

        from kolapp_kiosk.flow.pad import keypad
        from kolapp_kiosk.ui.scanner_keys import listen

        self.window, self.at = Window, NOON
        self.scanned: list[str] = []
        self.chosen: list[str] = []
        keys = keypad("choose=enter")
        self.listening = listen(keys, lambda pad: self.chosen.append(pad), self.scanned.append, lambda: self.at)

    def types(self, text: str, apart: timedelta) -> None:
        for character in text:
            self.at += apart
            self.window.dispatch("on_key_down", ord(character.lower()), 0, character, [])
            self.window.dispatch("on_textinput", character)

    def presses(self, *keys: int, apart: timedelta) -> None:
        for key in keys:
            self.at += apart
            self.window.dispatch("on_key_down", key, 40, None, [])
            self.window.dispatch("on_key_up", key, 40)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    os.environ |= {"KIVY_HOME": str(tmp_path_factory.mktemp("kivy")), "KIVY_NO_ARGS": "1", "KIVY_LOG_MODE": "PYTHON"}
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    return Room()


@pytest.mark.parametrize("ends", [(ENTER,), (ENTER, LINE_FEED), (ENTER, ENTER)])
def test_the_end_of_a_scan_chooses_nothing(room: Room, ends: tuple[int, ...]) -> None:
    room.scanned.clear()
    room.chosen.clear()
    room.types(CODE, SCANNERS)
    room.presses(*ends, apart=SCANNERS)
    assert (room.scanned, room.chosen) == ([CODE], [])
    room.presses(ENTER, apart=HANDS)
    assert room.chosen == ["choose"]


def test_a_hand_that_types_and_then_chooses_has_scanned_nothing(room: Room) -> None:
    room.scanned.clear()
    room.chosen.clear()
    room.types("abcdefgh", HANDS)
    room.presses(ENTER, apart=HANDS)
    assert (room.scanned, room.chosen) == ([], ["choose"])

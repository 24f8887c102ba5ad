# SPDX-License-Identifier: EUPL-1.2
"""The ring round the key that the keypad stands on: ink on paper, so that it is seen on every ground and in every contrast."""

from kivy.graphics import Color, InstructionGroup, Line
from kivy.uix.widget import Widget

from kolapp_kiosk.ui.look import Look
from kolapp_kiosk.ui.theme import rgba

WIDE, AWAY, RADIUS = 8, 6, 28
"""Units: the gap between keys is 24, so that a ring never lies on another key."""


class FocusRing(InstructionGroup):
    """A ring of ink with a thin line of paper inside it."""

    def put(self, key: Widget | None, look: Look) -> None:
        """The ring stands round that key, or nowhere."""
        self.clear()
        if key is None:
            return
        self._draw(key, look, look.palette.paper, AWAY, WIDE * 1.75)
        self._draw(key, look, look.palette.ink, AWAY, WIDE)

    def _draw(self, key: Widget, look: Look, colour: str, away: float, wide: float) -> None:
        out = look.px(away)
        box = (key.x - out, key.y - out, key.width + 2 * out, key.height + 2 * out, look.px(RADIUS))
        self.add(Color(*rgba(colour)))
        self.add(Line(rounded_rectangle=box, width=look.px(wide) / 2))

# SPDX-License-Identifier: EUPL-1.2
"""Keys of one line, beside each other. Where their words have no room, margins give way first, then icons, then the one line."""

from collections.abc import Sequence
from dataclasses import replace

from kolapp_kiosk.ui.facts import KeyFacts
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Arranged, Line, OneForEach
from kolapp_kiosk.ui.widgets.drawn import Icon, Words
from kolapp_kiosk.ui.widgets.keys import Key

WAYS = ((True, 48), (True, 28), (False, 32), (False, 16))
"""With an icon or without, and the units to the left and right together: from the best to the barest."""


class RowKey(Key):
    """A key of one line: icon and word."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.build()
        self.add_widget(self.line)
        self.arrange()

    def build(self) -> None:
        """What stands on it, in `line`."""
        look, facts = self.look, self.facts
        self.style = Style(look.type.least.size, is_bold=facts.is_on)
        self.words = Words(text=facts.text, style=self.style, color=self.ink, natural=True, code=facts.code, align="centre")
        self.mark = Icon(name=facts.icon, span=self.style.size * 1.2, color=self.ink, weight=2)
        self.span, self.gap = self.words.width, look.px(12)
        self.line = Line(is_centred=True, spacing=self.gap)
        for part in (self.mark, self.words):
            self.line.add_widget(part)

    def wishes(self) -> list[int]:
        """How wide it would be in each of its ways."""
        icon = self.look.px(self.style.size * 1.2) + self.gap if self.facts.icon else 0
        return [round(self.span + has_icon * icon + self.look.px(margin)) for has_icon, margin in WAYS]

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        way = next((way for way, wish in zip(WAYS, self.wishes(), strict=True) if wish <= self.width), None)
        self.mark.name = self.facts.icon if way and way[0] else ""
        self._set_words(is_whole=way is not None)
        self.line.size, self.line.pos = self.size, self.pos

    def _set_words(self, *, is_whole: bool) -> None:
        """In one line, or in as many as they need."""
        self.words.style = self.style if is_whole else replace(self.style, may_break=True)
        self.words.natural = is_whole
        self.line.inset = 0 if is_whole else self.look.px(12)


class Row(OneForEach):
    """Keys beside each other, each as wide as its word asks, filling the row together."""

    def made_of(self, facts: KeyFacts) -> RowKey:
        """A key."""
        return RowKey(facts=facts)

    def place(self) -> None:
        """Places the children."""
        spread(self, self.in_order(), self.look.px(24))


def spread(row: Arranged, made: Sequence[RowKey], gap: int) -> None:
    """The keys fill the row, all in one way: each gets what it wishes and an equal part of what is left over."""
    if not made or not row.width:
        return
    room = row.width - gap * (len(made) - 1)
    ways = list(zip(*(key.wishes() for key in made), strict=True))
    wishes = next((wishes for wishes in ways if sum(wishes) <= room), ways[-1])
    spare = (room - sum(wishes)) / len(made)
    x = row.x
    for key, wish in zip(made, wishes, strict=True):
        width = round(wish + spare if spare >= 0 else wish * room / sum(wishes))
        key.size = (width, row.height)
        key.pos = (round(row.x + row.right - x - width) if row.look.is_rtl else round(x), row.y)
        x += width + gap

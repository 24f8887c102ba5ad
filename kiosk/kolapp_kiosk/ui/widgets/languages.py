# SPDX-License-Identifier: EUPL-1.2
"""Many languages on one calm screen: each under its own name, in its own letters, nothing else on its key."""

from dataclasses import replace

from kivy.properties import ObjectProperty

from kolapp_kiosk.ui.widgets.drawn import Words
from kolapp_kiosk.ui.widgets.keys import Card, Cards, Shape, lined
from kolapp_words.languages import language

MARGIN = 20
"""Units to the left and right of a name."""


class LanguageCard(Card):
    """A language's own name. That the screen speaks it is told by a thick border, as on every chosen key."""

    breath = 8

    def build(self, shape: Shape) -> None:
        """The name stands as large as the shape has it."""
        if not self.parent.shape:
            super().build(shape)
            return
        self.clear_widgets()
        facts, style = self.facts, replace(shape.title, is_bold=False)
        align = "end" if language(facts.code).is_rtl != self.look.is_rtl else "start"
        self.wants_one_line = False
        self.title = Words(text=facts.text, style=style, color=self.ink, code=facts.code, align=align)
        self.inner = lined(self.title)
        self.add_widget(self.inner)
        self.arrange()

    def place(self) -> None:
        """The name stands in the middle of its key's height."""
        inner = getattr(self, "inner", None)
        if inner is None or self.parent is None or not self.parent.shape:
            super().place()
            return
        pad = self.look.px(MARGIN)
        inner.width = self.width - 2 * pad
        inner.pos = (self.x + pad, round(self.center_y - inner.height / 2))


class LanguageCards(Cards):
    """The languages: as cards where they are few; in the columns and rows of `shape` where they are many."""

    shape = ObjectProperty(None, allownone=True)
    card_class = LanguageCard

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("shape", self.fill_in)

    def _shape(self, count: int) -> tuple[int, int]:
        return self.shape or super()._shape(count)

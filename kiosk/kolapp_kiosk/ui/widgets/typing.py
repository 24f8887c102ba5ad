# SPDX-License-Identifier: EUPL-1.2
"""What a code is typed with: its characters as large keys, and the line on which it comes to stand.

A code is read from left to right in every language, so neither is mirrored.
"""

from kivy.properties import BooleanProperty, StringProperty

from kolapp_kiosk.flow.keys import CharacterKey
from kolapp_kiosk.ui.facts import KeyFacts
from kolapp_kiosk.ui.look import Look
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Line, OneForEach
from kolapp_kiosk.ui.widgets.drawn import Ground, Icon, Words
from kolapp_kiosk.ui.widgets.keys import Key

COLUMNS, COLUMNS_IN_LANDSCAPE = 8, 10
LATIN = "sv"


class TypeKey(Key):
    """A key with one character; the key that erases has an icon, and its word where there is room."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look, facts = self.look, self.facts
        style = _letters(look)
        self.mark = Icon(name=facts.icon, span=style.size * 1.1, color=self.ink, weight=2.25)
        is_character = isinstance(facts.target, CharacterKey)
        self.words = Words(
            text=facts.text,
            style=style if is_character else Style(look.type.least.size, is_bold=True),
            color=self.ink,
            natural=True,
            code=LATIN if is_character else "",
        )
        self.line = Line(is_centred=True, spacing=look.px(16))
        for part in (self.mark, self.words):
            self.line.add_widget(part)
        self.add_widget(self.line)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        wish = self.words.width + (self.mark.width + self.look.px(16) if self.facts.icon else 0)
        if self.facts.icon and self.words.parent and wish > self.width - self.look.px(16):
            self.line.remove_widget(self.words)
        self.line.size, self.line.pos = self.size, self.pos


class Keyboard(OneForEach):
    """All keys equally large, in rows; the last one, which erases, fills its row."""

    def made_of(self, facts: KeyFacts) -> TypeKey:
        """A key."""
        return TypeKey(facts=facts)

    def place(self) -> None:
        """Places the children."""
        made = self.in_order()
        if not made or not self.width or not self.height:
            return
        columns = COLUMNS_IN_LANDSCAPE if self.look.surface.is_landscape else COLUMNS
        rows, gap = -(-len(made) // columns), self.look.px(24)
        width = (self.width - gap * (columns - 1)) // columns
        height = (self.height - gap * (rows - 1)) // rows
        for index, key in enumerate(made):
            column, row = index % columns, index // columns
            left = self.x + column * (width + gap)
            key.size = (self.right - left if key is made[-1] else width, height)
            key.pos = (left, self.top - (row + 1) * height - row * gap)


class TypedCode(Ground):
    """The code as far as it has been typed, in groups; marked where something is wrong with it."""

    text = StringProperty("")
    is_wrong = BooleanProperty(False)

    def __init__(self, **values: object) -> None:
        super().__init__(**{"fill": "card", "border": "edge", **values})
        self.words = Words(text=self.text, style=_letters(self.look), natural=True, code=LATIN)
        self.line = Line(is_centred=True)
        self.line.add_widget(self.words)
        self.add_widget(self.line)
        self.fbind("text", self.fill_in)
        self.fbind("is_wrong", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The line says what has been typed."""
        self.words.text = self.text
        self.words.color = "warn" if self.is_wrong else "ink"
        self.fill = "warn_ground" if self.is_wrong else "card"
        self.border = "warn" if self.is_wrong else "edge"
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if hasattr(self, "line"):
            self.line.size, self.line.pos = self.size, self.pos


def _letters(look: Look) -> Style:
    """In large mode the smallest letters are large already, and a key has no room for larger ones."""
    return Style(look.type.least.size if look.is_large else look.type.title.size, is_bold=True)

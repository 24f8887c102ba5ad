# SPDX-License-Identifier: EUPL-1.2
"""What stands at the same place on every screen: the town above, one step back, a human, and the access keys."""

from kivy.properties import ObjectProperty

from kolapp_kiosk.ui.facts import KeyFacts
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Arranged, Line, OneForEach, Stack
from kolapp_kiosk.ui.widgets.drawn import Emblem, Icon, Words
from kolapp_kiosk.ui.widgets.keys import Key
from kolapp_kiosk.ui.widgets.rows import RowKey, spread

BAR_ICON, BAR_ICON_OVER_TWO, LARGE_BAR_ICON = 52, 40, 84
BAR_MARGINS = (24, 12)
LEFT_WAYS = ((True, 20, 16), (True, 8, 12), (False, 12, 0))
"""With an icon or without, the units at either end, and between icon and words."""


class Header(Arranged):
    """Whose kiosk this is, and the time. For a long name the time gives way, then the arms; a still longer one is left out."""

    frame = ObjectProperty(None)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("frame", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """Town and time are written."""
        self.clear_widgets()
        if self.frame is None:
            return
        look = self.look
        size = look.type.least.size if look.is_large or look.surface.is_landscape else 40
        self.line = Line(spacing=look.px(28))
        self.clock = Words(text=self.frame.clock, style=Style(size), natural=True, code="sv")
        self.town = Words(text=self.frame.town, style=Style(size, is_bold=True))
        self.wish = Words(text=self.frame.town, style=Style(size, is_bold=True), natural=True).width
        self.emblem = Emblem(span=72 if look.is_large else 64)
        for part in (self.emblem, self.town, self.clock):
            self.line.add_widget(part)
        self.add_widget(self.line)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        self.line.size, self.line.pos = self.size, self.pos
        for part in (self.clock, self.emblem):
            if self.town.parent and self.town.width < self.wish and part.parent:
                self.line.remove_widget(part)
                self.line.arrange()
        if self.town.parent and self.town.width < self.wish:
            self.line.clear_widgets()
            for part in (self.emblem, self.clock):
                self.line.add_widget(part)
            self.line.arrange()


class BarKey(RowKey):
    """An access key: icon above its word; in large mode the icon alone, which then is 24 mm wide."""

    def build(self) -> None:
        """What stands on it, in `line`."""
        look, facts = self.look, self.facts
        self.style = Style(look.type.least.size)
        self.line = Stack(valign="middle", halign="centre", spacing=look.px(2))
        self.mark = Icon(name=facts.icon, span=LARGE_BAR_ICON if look.is_large else BAR_ICON, color=self.ink, weight=2)
        self.words = Words(text=facts.text, style=self.style, color=self.ink, natural=True, align="centre")
        self.span = self.words.width
        self.longest = max(self._width_of(word) for word in facts.text.split())
        self.line.add_widget(self.mark)
        if not look.is_large:
            self.line.add_widget(self.words)

    def wishes(self) -> list[int]:
        """How wide it would be in each of its ways."""
        px = self.look.px
        if self.look.is_large:
            return [px(140)]
        return [*(round(self.span) + px(margin) for margin in BAR_MARGINS), round(self.longest) + px(BAR_MARGINS[-1])]

    def _width_of(self, word: str) -> float:
        return Words(text=word, style=self.style, natural=True).width

    def place(self) -> None:
        """Places the children. A word in two lines stands under a smaller icon."""
        if not hasattr(self, "line") or not self.width:
            return
        if not self.look.is_large:
            is_whole = self.wishes()[1] <= self.width
            self.mark.span = BAR_ICON if is_whole else BAR_ICON_OVER_TWO
            self.line.spacing = self.look.px(2 if is_whole else 0)
            self._set_words(is_whole=is_whole)
        self.line.size, self.line.pos = self.size, self.pos

    def _set_words(self, *, is_whole: bool) -> None:
        super()._set_words(is_whole=is_whole)
        self.line.inset = 0
        if not is_whole:
            self.words.width = self.width - self.look.px(BAR_MARGINS[-1])


class Bar(OneForEach):
    """The access keys. One that is not offered leaves its place empty, so that the others do not move."""

    def made_of(self, facts: tuple[KeyFacts, bool]) -> BarKey:
        """A key, in its place even when it is not offered."""
        key = BarKey(facts=facts[0])
        key.opacity, key.disabled = (1, False) if facts[1] else (0, True)
        return key

    def place(self) -> None:
        """Places the children."""
        spread(self, self.in_order(), self.look.px(24))


class LeftKey(Key):
    """One step back, or what stands in its place. Margins give way to its words, then the icon; at last they take two lines."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look = self.look
        self.style = Style(look.type.least.size if look.is_large else 40, is_bold=True)
        self.words = Words(text=self.facts.text, style=self.style, color=self.ink, natural=True, align="centre")
        self.span = self.words.width
        self.mark = Icon(name=self.facts.icon, span=self.style.size * 1.15, color=self.ink, weight=2.25)
        self.line = Line(is_centred=True)
        for part in (self.mark, self.words):
            self.line.add_widget(part)
        self.add_widget(self.line)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        way = next((way for way in LEFT_WAYS if self._wish(*way) <= self.width), None)
        has_icon, inset, spacing = way or (self.look.surface.is_landscape, 12, 12)
        self.mark.name = self.facts.icon if has_icon else ""
        self.line.inset, self.line.spacing = self.look.px(inset), self.look.px(spacing)
        self.words.style = self.style if way else Style(self.look.type.least.size, is_bold=True, may_break=True)
        self.words.natural = way is not None
        self.line.size, self.line.pos = self.size, self.pos

    def _wish(self, has_icon: bool, inset: int, spacing: int) -> float:
        icon = self.look.px(self.style.size * 1.15) + self.look.px(spacing) if has_icon else 0
        return self.span + icon + 2 * self.look.px(inset)


class HumanKey(Key):
    """A human, one touch away: its border is ink, so that it is found."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look, facts = self.look, self.facts
        title = Style(look.type.least.size if look.is_large or look.surface.is_landscape else 44, is_bold=True)
        self.line = Line(spacing=look.px(20 if look.is_large else 28), inset=look.px(24 if look.is_large else 32))
        self.line.add_widget(Icon(name=facts.icon, span=80 if look.is_large else 72, color="ink", weight=1.75))
        words = Stack(hugs=True)
        words.add_widget(Words(text=facts.text, style=title))
        self.hint = Words(text="" if look.is_large else facts.hint, style=look.type.least, color="ink2")
        words.add_widget(self.hint)
        self.words = words
        self.line.add_widget(words)
        self.add_widget(self.line)
        self.arrange()

    def edge(self) -> str:
        """The colour of the border at rest."""
        return "ink"

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        self.line.size, self.line.pos = self.size, self.pos
        if self.words.height > self.height - self.look.px(12) and self.hint.text:
            self.hint.text = ""

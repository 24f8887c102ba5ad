# SPDX-License-Identifier: EUPL-1.2
"""What stands at the same place on every screen: the town above, one step back, a human, and the access keys."""

from kivy.properties import ObjectProperty

from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Arranged, Line, Stack
from kolapp_kiosk.ui.widgets.drawn import Emblem, Icon, Words
from kolapp_kiosk.ui.widgets.keys import Key, RowKey, spread


class Header(Arranged):
    """Whose kiosk this is, and the time, where there is room for both."""

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
        for part in (Emblem(span=72 if look.is_large else 64), self.town, self.clock):
            self.line.add_widget(part)
        self.add_widget(self.line)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line") or not self.width:
            return
        self.line.size, self.line.pos = self.size, self.pos
        if self.town.width < self.wish and self.clock.parent:
            self.line.remove_widget(self.clock)
            self.line.arrange()


class BarKey(RowKey):
    """An access key: icon above its word; in large mode the icon alone, which then is 24 mm wide."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look, facts = self.look, self.facts
        self.remove_widget(self.line)
        self.line = Stack(valign="middle", halign="centre", spacing=look.px(2))
        self.mark = Icon(name=facts.icon, span=84 if look.is_large else 52, color=self.ink, weight=2)
        self.line.add_widget(self.mark)
        if not look.is_large:
            self.words = Words(text=facts.text, style=Style(look.type.least.size), color=self.ink, natural=True)
            self.line.add_widget(self.words)
        self.add_widget(self.line)
        self.wish = look.px(140) if look.is_large else self.words.width + look.px(24)
        self.arrange()


class Bar(Arranged):
    """The access keys. One that is not offered leaves its place empty, so that the others do not move."""

    keys = ObjectProperty(())

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("keys", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """There is one key for each place."""
        self.clear_widgets()
        for facts, is_offered in self.keys:
            key = BarKey(facts=facts)
            key.opacity, key.disabled = (1, False) if is_offered else (0, True)
            self.add_widget(key)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        spread(self, self.in_order(), self.look.px(24))


class LeftKey(Key):
    """One step back, or what stands in its place. Its words may take two lines."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look, facts = self.look, self.facts
        style = Style(look.type.least.size if look.is_large else 40, is_bold=True)
        natural = Words(text=facts.text, style=style, natural=True)
        self.is_long = natural.width > look.px(look.grid.areas["left"].width - 96)
        small = Style(look.type.least.size, is_bold=True)
        self.words = Words(text=facts.text, style=small, color=self.ink) if self.is_long else natural
        icon = "" if self.is_long and not look.surface.is_landscape else facts.icon
        self.line = Line(is_centred=True, spacing=look.px(16), inset=look.px(20))
        for part in (Icon(name=icon, span=style.size * 1.15, color=self.ink, weight=2.25), self.words):
            self.line.add_widget(part)
        self.add_widget(self.line)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if hasattr(self, "line"):
            self.line.size, self.line.pos = self.size, self.pos


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

# SPDX-License-Identifier: EUPL-1.2
"""What is read: heading, a sentence, lines with an icon, the staff's notice; and the quiet panel of a message."""

from collections.abc import Iterator
from dataclasses import replace

from kivy.properties import ObjectProperty, StringProperty

from kolapp_kiosk.ui.facts import LineFacts, Reading
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Line, Spring, Stack
from kolapp_kiosk.ui.widgets.drawn import Ground, Icon, Words
from kolapp_kiosk.ui.widgets.keys import Tag


class Fact(Line):
    """One line of information: an icon that hangs a little outside the text edge, and words."""

    def __init__(self, facts: LineFacts, style: Style, color: str = "ink", **values: object) -> None:
        super().__init__(**{"hugs": True, **values})
        self.spacing = self.look.px(24)
        is_plain = facts.tone == "plain"
        self.add_widget(Icon(name=facts.icon, span=style.size * 1.25, color="accent" if is_plain and color == "ink" else color))
        self.add_widget(Words(text=facts.text, style=replace(style, may_break=True), color=color))


class Notice(Ground):
    """The staff's own words, on a tint."""

    text = StringProperty("")

    def __init__(self, **values: object) -> None:
        super().__init__(**{"hugs": True, "fill": "tint", **values})
        self.words = Words(text=self.text, style=replace(self.look.type.body, may_break=True))
        self.fbind("text", lambda *_: setattr(self.words, "text", self.text))
        self.add_widget(self.words)

    @property
    def is_empty(self) -> bool:
        return not self.text

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "words"):
            return
        pad = self.look.px(24)
        self.words.width = max(0, self.width - 2 * pad)
        self.height = self.words.height + 2 * pad
        self.words.pos = (self.x + pad, self.y + pad)


class ReadingArea(Stack):
    """The heading and what belongs to it. Where there is no room it stands closer; then the least important goes first."""

    facts = ObjectProperty(None)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("facts", self.fill_in)
        self.fbind("size", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """All that has room is written."""
        if self.facts is None or not self.width:
            return
        for facts, is_roomy, spacing in self._ways():
            self.spacing = self.look.px(spacing)
            self._write(facts, is_roomy=is_roomy)
            if self.needed <= self.height:
                return

    def _ways(self) -> Iterator[tuple[Reading, bool, int]]:
        """What is written, whether in its large letters, and how far apart; from the best to the barest."""
        facts = self.facts
        warnings = tuple(line for line in facts.lines if line.tone != "plain")
        yield facts, True, 20
        yield facts, False, 20
        yield facts, False, 8
        yield replace(facts, text=""), False, 20
        yield replace(facts, text=""), False, 8
        yield replace(facts, text="", lines=warnings), False, 8
        if facts.is_greeting:
            yield replace(facts, text="", lines=warnings, heading=""), False, 8
        if facts.notice:
            # The staff's own words go before the kiosk's.
            yield replace(facts, text="", lines=()), False, 8
            yield replace(facts, text="", lines=(), heading=""), False, 0

    def _write(self, facts: Reading, *, is_roomy: bool) -> None:
        self.clear_widgets()
        kinds = self.look.type
        style = kinds.greeting if facts.is_greeting else kinds.heading
        heading = Words(text=facts.heading, style=style, width=self.width)
        if heading.is_clipped or not is_roomy:
            heading = Words(text=facts.heading, style=replace(kinds.strong, may_break=True), width=self.width)
        self.add_widget(heading)
        self.add_widget(Words(text=facts.text, style=replace(kinds.lead, may_break=True), color="ink2"))
        if is_roomy and facts.lines:
            self.add_widget(Spring(height=self.look.px(14)))
        for line in facts.lines:
            self.add_widget(self._line(line))
        if facts.notice:
            self.add_widget(Notice(text=facts.notice))
        self.arrange()

    def _line(self, line: LineFacts) -> Line | Tag:
        if line.tone == "plain":
            return Fact(line, self.look.type.line)
        label = Tag(text=line.text, icon=line.icon)
        return label if label.width <= self.width else Fact(line, self.look.type.least, color="warn")


PANELS = ((144, 28, 40), (96, 20, 32), (72, 8, 24), (0, 0, 24))
"""From the best to the barest: units of the icon, between it and the words, and round them."""


class MessagePanel(Ground):
    """A quiet panel with a large icon and a sentence: information, never a thing to touch."""

    icon = StringProperty("")
    text = StringProperty("")

    def __init__(self, **values: object) -> None:
        super().__init__(**{"fill": "tint", **values})
        for name in ("icon", "text", "size"):
            self.fbind(name, self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The panel says what it has to say; its icon gives way to its words."""
        for icon, spacing, inset in PANELS:
            self._write(icon, spacing, inset)
            if not self.width or self.stack.needed <= self.height:
                return

    def wish_height(self, width: float) -> float:
        """How high it would be, so wide, to say all under an icon."""
        icon, spacing, inset = map(self.look.px, PANELS[1])
        return Words(text=self.text, style=self._style(), width=width - 2 * inset).height + icon + spacing + 2 * inset

    def _style(self) -> Style:
        return replace(self.look.type.lead, may_break=True)

    def _write(self, icon: int, spacing: int, inset: int) -> None:
        self.clear_widgets()
        look = self.look
        self.stack = Stack(valign="middle", halign="centre", spacing=look.px(spacing), inset=look.px(inset))
        if icon:
            self.stack.add_widget(Icon(name=self.icon, span=icon, weight=1.5))
        self.stack.add_widget(Words(text=self.text, style=self._style(), align="centre"))
        self.add_widget(self.stack)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if hasattr(self, "stack"):
            self.stack.size, self.stack.pos = self.size, self.pos

# SPDX-License-Identifier: EUPL-1.2
"""What is read: heading, a sentence, lines with an icon, the staff's notice; and the quiet panel of a message."""

from dataclasses import replace

from kivy.properties import ObjectProperty, StringProperty

from kolapp_kiosk.ui.facts import LineFacts
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
        self.add_widget(Words(text=facts.text, style=style, color=color))


class Notice(Ground):
    """The staff's own words, on a tint."""

    text = StringProperty("")

    def __init__(self, **values: object) -> None:
        super().__init__(**{"hugs": True, "fill": "tint", **values})
        self.words = Words(text=self.text, style=self.look.type.body)
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
    """The heading and what belongs to it. The least important goes first where there is no room."""

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
        self.spacing = self.look.px(20)
        for dropped in range(3):
            self._write(dropped)
            if self.needed <= self.height:
                return

    def _write(self, dropped: int) -> None:
        self.clear_widgets()
        facts, kinds = self.facts, self.look.type
        style = kinds.greeting if facts.is_greeting else kinds.heading
        heading = Words(text=facts.heading, style=style, width=self.width)
        if heading.is_clipped or dropped:
            heading = Words(text=facts.heading, style=replace(kinds.strong, may_break=True), width=self.width)
        self.add_widget(heading)
        self.add_widget(Words(text=facts.text if dropped < 2 else "", style=kinds.lead, color="ink2"))
        self.add_widget(Spring(height=self.look.px(0 if dropped or not facts.lines else 14)))
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


class MessagePanel(Ground):
    """A quiet panel with a large icon and a sentence: information, never a thing to touch."""

    icon = StringProperty("")
    text = StringProperty("")

    def __init__(self, **values: object) -> None:
        super().__init__(**{"fill": "tint", **values})
        for name in ("icon", "text"):
            self.fbind(name, self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The panel says what it has to say."""
        self.clear_widgets()
        look = self.look
        self.stack = Stack(valign="middle", halign="centre", spacing=look.px(28), inset=look.px(40))
        self.stack.add_widget(Icon(name=self.icon, span=144, weight=1.5))
        self.stack.add_widget(Words(text=self.text, style=look.type.lead, align="centre"))
        self.add_widget(self.stack)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if hasattr(self, "stack"):
            self.stack.size, self.stack.pos = self.size, self.pos

# SPDX-License-Identifier: EUPL-1.2
"""What a finished ticket is made of: the number, the paper, the code, where to sit, and the key that ends."""

from dataclasses import dataclass, replace

from kivy.app import App
from kivy.properties import ObjectProperty

from kolapp_kiosk.ui.facts import KeyFacts, LineFacts
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Line, Stack
from kolapp_kiosk.ui.widgets.drawn import Code, Ground, Icon, Ring, Words
from kolapp_kiosk.ui.widgets.keys import Key, Tag
from kolapp_kiosk.ui.widgets.reading import Fact

LEAST_NUMBER = 150
"""Units: 26 mm figures, still read from across the room."""
SMALL_RING = 64
LEAST_CODE = 180
"""Units: what a telephone still reads at arm's length (45 mm)."""


@dataclass(frozen=True, slots=True)
class NumberFacts:
    label: str
    number: str
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is said of the slip. With `code` the QR stands in the same panel, larger."""

    heading: str
    text: str
    label: str = ""
    label_icon: str = ""
    tone: str = "good"
    icon: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class SeatFacts:
    icon: str
    title: str
    hint: str


class Panel(Ground):
    """Information on a plain ground, made anew when its facts are."""

    facts = ObjectProperty(None, allownone=True)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.inner: Stack | Line | None = None
        self.fbind("facts", self.fill_in)
        self.fbind("size", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The panel says what its facts are."""
        self.clear_widgets()
        self.inner = self.build() if self.facts is not None and self.width and self.height else None
        if self.inner is not None:
            self.add_widget(self.inner)
        self.arrange()

    def build(self) -> Stack | Line:
        """What stands in the panel."""
        raise NotImplementedError

    def place(self) -> None:
        """Places the children."""
        inner = getattr(self, "inner", None)
        if inner is not None:
            inner.size, inner.pos = self.size, self.pos


class NumberPanel(Panel):
    """The number, as large as the panel is wide: the one filled thing that is read."""

    def build(self) -> Stack:
        """What stands in the panel. The number gives way to what must be said under it, but stays what is seen first."""
        style = self.look.type.number
        while True:
            stack = self._stack(style)
            stack.size = self.size
            if stack.needed <= self.height or style.size <= LEAST_NUMBER:
                return stack
            style = Style(style.size - 12, is_bold=True)

    def _stack(self, style: Style) -> Stack:
        look, ink = self.look, "on_accent"
        is_low = look.surface.is_landscape
        stack = Stack(valign="middle", inset=look.px(20 if is_low else 44), spacing=look.px(10 if is_low else 26))
        stack.add_widget(Words(text=self.facts.label, style=look.type.lead, color=ink))
        stack.add_widget(self._number(style))
        for line in self._lines():
            stack.add_widget(line)
        return stack

    def _number(self, style: Style) -> Words:
        room = self.width - 2 * self.look.px(44)
        while True:
            words = Words(text=self.facts.number, style=style, color="on_accent", natural=True, is_tight=True, code="sv")
            if words.width <= room:
                return words
            style = Style(style.size - 12, is_bold=True)

    def _lines(self) -> list[Line]:
        """Beside each other where they have room, else under each other."""
        look = self.look
        room = self.width - 2 * look.px(20 if look.surface.is_landscape else 44)
        for gap in map(look.px, (56, 30) if not look.is_large else (30,) if look.surface.is_landscape else ()):
            line = _side_by_side(self.facts.lines, look.type.lead, gap)
            if sum(pair.width + gap for pair in line.children) - gap <= room:
                return [line]
        return [Fact(facts, look.type.lead, color="on_accent") for facts in self.facts.lines]


def _side_by_side(facts: tuple[LineFacts, ...], style: Style, gap: int) -> Line:
    both = Line(hugs=True, spacing=gap)
    for fact in facts:
        icon = Icon(name=fact.icon, span=style.size * 1.2, color="on_accent")
        words = Words(text=fact.text, style=style, color="on_accent", natural=True)
        pair = Line(hugs=True, spacing=gap // 3)
        pair.natural = True
        pair.add_widget(icon)
        pair.add_widget(words)
        pair.width = icon.width + words.width + gap // 3
        both.add_widget(pair)
    return both


class PaperPanel(Panel):
    """What has become of the slip. Its icon, the rest of its words and the code give way to what it says first."""

    def build(self) -> Line:
        """What stands in the panel."""
        whole = self.height / self.look.unit - 56
        for has_icon, has_rest, span in (
            (True, True, whole),
            (False, True, whole),
            (False, True, min(whole, LEAST_CODE)),
            (False, False, whole),
            (False, False, min(whole, LEAST_CODE)),
            (False, False, 0),
        ):
            line = self._line(span, has_icon=has_icon, has_rest=has_rest)
            if line.words.height <= self.height and not any(w.is_clipped for w in line.walk() if isinstance(w, Words)):
                break
        return line

    def _line(self, span: float, *, has_icon: bool, has_rest: bool) -> Line:
        look, facts = self.look, self.facts
        line = Line(inset=look.px(32 if look.is_large else 40), spacing=look.px(32))
        line.words = Stack(hugs=True, spacing=look.px(4 if look.is_large else 18))
        line.words.add_widget(self._head(has_icon=has_icon))
        line.words.add_widget(Words(text=facts.text if has_rest else "", style=look.type.least, color="ink2"))
        if facts.label:
            line.words.add_widget(Tag(text=facts.label, icon=facts.label_icon, tone=facts.tone))
        line.add_widget(line.words)
        line.add_widget(Code(content=facts.code if span else "", span=span))
        line.size = self.size
        return line

    def _head(self, *, has_icon: bool) -> Line:
        look, facts = self.look, self.facts
        head = Line(hugs=True, spacing=look.px(24))
        head.add_widget(Icon(name=facts.icon if has_icon else "", span=80))
        style = Style(look.type.least.size, is_bold=True) if look.is_large else look.type.title
        head.add_widget(Words(text=facts.heading, style=replace(style, may_break=True)))
        return head


class CodePanel(Panel):
    """The visitor's own page, to be photographed."""

    def build(self) -> Stack | Line:
        """What stands in the panel."""
        look, facts = self.look, self.facts
        if look.surface.is_landscape:
            line = Line(inset=look.px(28), spacing=look.px(24))
            line.add_widget(Code(content=facts.code, span=self.height / look.unit - 48))
            line.add_widget(Words(text=facts.text, style=look.type.least, color="ink2"))
            return line
        stack = Stack(valign="middle", halign="centre", inset=look.px(20), spacing=look.px(8))
        stack.add_widget(Code(content=facts.code, span=300))
        stack.add_widget(Words(text=facts.text, style=look.type.least, color="ink2", align="centre"))
        return stack

    def draw_ground(self, *_: object) -> None:
        """No ground without a code."""
        if self.facts is None:
            self.canvas.before.clear()
            return
        super().draw_ground()


class SeatPanel(Panel):
    """Where to wait, or which desk to go to now."""

    def build(self) -> Line:
        """What stands in the panel."""
        look, facts = self.look, self.facts
        line = Line(inset=look.px(40), spacing=look.px(32))
        words = Stack(hugs=True, spacing=look.px(4))
        style = Style(look.type.least.size, is_bold=True) if look.is_large else look.type.title
        words.add_widget(Words(text=facts.title, style=replace(style, may_break=True)))
        is_roomy = not look.is_large or look.surface.is_landscape
        hint = Words(text=facts.hint if is_roomy else "", style=replace(look.type.least, may_break=True), color="ink2")
        words.add_widget(hint)
        line.add_widget(Icon(name=facts.icon, span=88))
        line.add_widget(words)
        line.size = self.size
        if words.height > self.height - look.px(16):
            hint.text = ""
        return line


class DoneKey(Key):
    """Ends the visit; its ring and its words tell the same time. The facts' hint holds the words, with `{seconds}` in them."""

    def __init__(self, facts: KeyFacts | None = None, **values: object) -> None:
        super().__init__(**{"facts": facts, **values})
        self.fbind("facts", self.fill_in)
        self.fbind("size", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The key says what it does."""
        self.clear_widgets()
        self.dress()
        if self.facts is None or not self.width:
            return
        look = self.look
        is_small = look.is_large
        self.line = Line(is_centred=True, spacing=look.px(28))
        self.ring = Ring(span=SMALL_RING if is_small else 112, color=self.ink)
        words = Stack(hugs=True)
        words.natural = True
        title = Words(text=self.facts.text, style=look.type.least if is_small else look.type.strong, color=self.ink, natural=True)
        self.rest = Words(style=look.type.least, color=self.ink, natural=True)
        words.add_widget(title)
        if not is_small:
            words.add_widget(self.rest)
        self.words, self.title = words, title
        self.line.add_widget(self.ring)
        self.line.add_widget(words)
        self.add_widget(self.line)
        self.count()

    def count(self, *_: object) -> None:
        """The ring and the words tell how long the screen stays."""
        if not hasattr(self, "ring"):
            return
        app = App.get_running_app()
        self.ring.share = app.seconds_left / max(1, app.seconds_whole)
        self.rest.text = self.facts.hint.replace("\u2026", str(app.seconds_left))
        self.words.width = max(self.title.width, self.rest.width if self.rest.parent else 0)
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        if hasattr(self, "line"):
            wish = self.words.width + self.line.spacing + self.ring.width + self.look.px(48)
            if wish > self.width:
                self.ring.span = SMALL_RING
                self.ring.size = (self.look.px(SMALL_RING), self.look.px(SMALL_RING))
            self.line.size, self.line.pos = self.size, self.pos
            self.line.arrange()

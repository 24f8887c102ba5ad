# SPDX-License-Identifier: EUPL-1.2
"""What is touched. A key acts when the finger is lifted inside it; a finger that slides off has changed its mind (WCAG 2.5.2)."""

from dataclasses import dataclass, replace
from typing import Literal

from kivy.app import App
from kivy.input import MotionEvent
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kolapp_kiosk.flow.keys import name
from kolapp_kiosk.ui.look import Look
from kolapp_kiosk.ui.theme import Style
from kolapp_kiosk.ui.widgets.arranged import Arranged, Line, Spring, Stack, current_look
from kolapp_kiosk.ui.widgets.drawn import Ground, Icon, Words
from kolapp_words.languages import language

WIDE_FROM = 620
NORMAL_ROWS = 3
TIGHT_BREATH, TIGHT_MARGIN = 4, 16


class Key(Ground):
    """A plate with a border, that is a thing to touch."""

    facts = ObjectProperty(None, allownone=True)
    is_down = BooleanProperty(False)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("is_down", self.dress)
        self.dress()

    @property
    def key_name(self) -> str:
        return name(self.facts.target)

    @property
    def ink(self) -> str:
        """The colour of what stands on the key."""
        return "on_accent" if self._is_filled() else "ink"

    def _is_filled(self) -> bool:
        return self.facts.is_filled or (self.facts.is_on and not self.look.palette.has_shadow)

    def dress(self, *_: object) -> None:
        """The key looks as it is: at rest, chosen, or under a finger."""
        if self.facts is None:
            return
        is_chosen = self.facts.is_on and self.look.palette.has_shadow
        self.fill = "accent" if self._is_filled() else "tint" if is_chosen or self.is_down else "card"
        self.border = (
            "accent" if is_chosen or self._is_filled() or (self.is_down and self.look.palette.has_shadow) else self.edge()
        )
        self.border_width = 8 if self.is_down and not self.look.palette.has_shadow else 4 if is_chosen else 0
        self.has_shadow = not self.is_down

    def edge(self) -> str:
        """The colour of the border at rest."""
        return "edge"

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger came down."""
        if self.disabled or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self.is_down = True
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """A finger slid."""
        if touch.grab_current is self:
            self.is_down = self.collide_point(*touch.pos)
        return touch.grab_current is self

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """A finger was lifted."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.is_down = False
        if self.collide_point(*touch.pos):
            App.get_running_app().touched(self.facts.target)
        return True


class Tag(Ground):
    """A small word of state on its own ground: never a thing to touch."""

    natural = True
    text = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("warn")

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        look = self.look
        self.radius = 16
        self.fill = f"{self.tone}_ground"
        least = look.type.least
        self.icon_mark = Icon(name=self.icon, span=least.size, color=self.tone, weight=2.5)
        self.words = Words(text=self.text, style=type(least)(least.size, is_bold=True), color=self.tone, natural=True)
        self.line = Line(spacing=look.px(14), hugs=False)
        self.line.add_widget(self.icon_mark)
        self.line.add_widget(self.words)
        self.add_widget(self.line)
        self.arrange()

    @property
    def is_empty(self) -> bool:
        return not self.text

    def place(self) -> None:
        """Places the children."""
        if not hasattr(self, "line"):
            return
        if not self.text:
            self.size = (0, 0)
            return
        pad = self.look.px(20)
        icon = self.icon_mark.width + self.look.px(14) if self.icon else 0
        self.size = (self.words.width + icon + 2 * pad, self.words.height + self.look.px(10))
        self.line.size = (self.width - 2 * pad, self.height)
        self.line.pos = (self.x + pad, self.y)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a card is built: where the icon stands (`under`: the rest under it), how large the title; with examples or not.

    A `tight` card stands closer to its edges.
    """

    icon: Literal["above", "before", "beside", "under", "nowhere"]
    title: Style
    has_hint: bool = True
    is_tight: bool = False


def shapes(look: Look) -> tuple[Shape, ...]:
    """From the best to the barest; the first that all cards of a screen fit in is taken for all of them."""
    sizes = sorted({look.type.title.size, look.type.body.size, look.type.least.size}, reverse=True)
    titles = [Style(size, is_bold=True) for size in sizes]
    full = [Shape(icon, title) for icon in ("above", "before", "beside") for title in titles]
    bare = [Shape(icon, title, has_hint=False) for title in titles for icon in ("above", "before", "beside")]
    broken = replace(titles[-1], may_break=True)
    last = [
        Shape(icon, broken, has_hint=False, is_tight=tight) for tight in (False, True) for icon in ("under", "beside", "nowhere")
    ]
    return (*full, *bare, *last)


class Card(Key):
    """A choice: icon, title, examples, and a tag when nobody meets it now."""

    breath = 18
    """Units between what it says and its edges above and below, at least."""

    def __init__(self, **values: object) -> None:
        self.tallest, self.is_tight = 0, False
        super().__init__(**values)
        self.inner: Arranged | None = None

    def build(self, shape: Shape) -> None:
        """The card's contents stand as its shape and width ask."""
        self.clear_widgets()
        look, facts = self.look, self.facts
        place = shape.icon if self.width < look.px(WIDE_FROM) or shape.icon == "nowhere" else "beside"
        self.is_tight = shape.is_tight
        icon = Icon(name=facts.icon, span=self._icon_units(place), color=self.ink if self._is_filled() else "accent")
        align = "end" if facts.code and language(facts.code).is_rtl != look.is_rtl else "start"
        title = Words(text=facts.text, style=shape.title, color=self.ink, code=facts.code, align=align)
        second = "on_accent" if self._is_filled() else "ink2"
        self.wants_one_line, self.title = place == "before", title
        hint = Words(text=facts.hint if shape.has_hint else "", style=look.type.least, color=second)
        self.inner = ARRANGEMENTS[place](icon, title, hint, Tag(text=facts.label))
        self.add_widget(self.inner)
        self.arrange()

    def _icon_units(self, place: str) -> int:
        if self.look.is_large:
            return 96
        return 64 if place != "beside" and self.height < self.look.px(250) else 76

    def fits(self) -> bool:
        """Whether all that the card says has room in it."""
        if self.wants_one_line and len(self.title.lettering.lines) > 1:
            return False
        room = self.height - 2 * self.look.px(TIGHT_BREATH if self.is_tight else self.breath)
        return self.inner is not None and self.inner.height <= room and not any(w.is_clipped for w in _words(self))

    def place(self) -> None:
        """Places the children."""
        inner = getattr(self, "inner", None)
        if inner is None:
            return
        pad = self.look.px(TIGHT_MARGIN if self.is_tight else 30 if self.width > self.look.px(420) else 20)
        inner.width = self.width - 2 * pad
        inner.pos = (self.x + pad, round(self.center_y + max(self.tallest, inner.height) / 2 - inner.height))


def _above(icon: Icon, title: Words, hint: Words, tag: Tag) -> Stack:
    stack = _stacked(lined(icon, Spring(), tag), title, hint)
    stack.spacing = current_look().px(5)
    return stack


def _before(icon: Icon, title: Words, hint: Words, tag: Tag) -> Stack:
    """The tag stands where the examples would: what nobody meets now needs no examples."""
    stack = _stacked(lined(icon, title), hint if tag.is_empty else tag)
    stack.spacing = current_look().px(8)
    return stack


def _beside(icon: Icon, title: Words, hint: Words, tag: Tag) -> Line:
    return lined(icon, _stacked(title, hint, *(() if tag.is_empty else (tag,))))


def _under(icon: Icon, title: Words, hint: Words, tag: Tag) -> Stack:
    """One under the other, for a card that is narrower than icon and tag together."""
    return _stacked(lined(icon), title, hint if tag.is_empty else tag)


def _bare(icon: Icon, title: Words, hint: Words, tag: Tag) -> Stack:  # noqa: ARG001 (no room for the icon)
    return _stacked(title, hint if tag.is_empty else tag)


ARRANGEMENTS = {"above": _above, "before": _before, "beside": _beside, "under": _under, "nowhere": _bare}


def _stacked(*parts: Widget) -> Stack:
    stack = Stack(hugs=True)
    for part in parts:
        stack.add_widget(part)
    return stack


def lined(*parts: Widget) -> Line:
    """These beside each other, as high as the highest."""
    line = Line(hugs=True, spacing=current_look().px(24))
    for part in parts:
        line.add_widget(part)
    return line


def _words(widget: Arranged) -> list[Words]:
    return [w for w in widget.walk() if isinstance(w, Words)]


FOUND: dict[tuple[object, ...], Shape] = {}
"""The shapes that were found for choices in a place and a look."""
MOST_FOUND = 200


class Cards(Arranged):
    """Six choices at most, all of one shape and equally high. Three or fewer stand under each other, in portrait."""

    cards = ObjectProperty(())
    card_class = Card

    def __init__(self, **values: object) -> None:
        self._shaped: tuple[object, ...] = ()
        super().__init__(**values)
        self.fbind("cards", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """There is one card for each choice."""
        self.clear_widgets()
        self._shaped = ()
        for facts in self.cards:
            self.add_widget(self.card_class(facts=facts))
        self.arrange()

    def place(self) -> None:
        """Places the children."""
        made = self.in_order()
        if not made or not self.width or not self.height:
            return
        columns, rows = self._shape(len(made))
        gap = self.look.px(24)
        width = (self.width - gap * (columns - 1)) // columns
        height = (self.height - gap * (rows - 1)) // rows
        for index, card in enumerate(made):
            column, line = index % columns, index // columns
            left = self.x + column * (width + gap)
            card.size = (width, height)
            card.pos = (
                self.x + self.right - left - width if self.look.is_rtl else left,
                self.top - (line + 1) * height - line * gap,
            )
        look = self.look
        asked = (self.cards, width, height, look.type, look.unit, look.code, look.is_large)
        if asked != self._shaped and len(made) == len(self.cards):
            self._shaped = asked
            self._shape_alike(made, asked)

    def _shape(self, count: int) -> tuple[int, int]:
        """Columns and rows. In the lower part of a message fewer rows have room than in the whole."""
        grid, is_landscape = self.look.grid, self.look.surface.is_landscape
        if self.area == "lower_cards":
            return (count, 1) if is_landscape else (1, count if self.look.is_large else 2)
        if is_landscape or grid.rows < NORMAL_ROWS:
            return grid.columns, max(grid.rows, -(-count // grid.columns))
        if count <= grid.rows:
            return 1, grid.rows
        return grid.columns, -(-count // grid.columns)

    def _shape_alike(self, made: list[Card], asked: tuple[object, ...]) -> None:
        """The best shape that all fit in. It is looked for once; then whoever comes back to the screen finds it at once."""
        for shape in (FOUND[asked],) if asked in FOUND else shapes(self.look):
            for card in made:
                card.build(shape)
            if all(card.fits() for card in made):
                break
        if len(FOUND) >= MOST_FOUND:
            FOUND.clear()
        FOUND[asked] = shape
        self._align(made)

    def _align(self, made: list[Card]) -> None:
        """Icons beside each other stand at one height, however many lines the titles take."""
        for card in made:
            card.tallest = max(other.inner.height for other in made if other.inner is not None)
            card.arrange()

# SPDX-License-Identifier: EUPL-1.2
"""What is drawn: words, icons, grounds, the ring of time left, and the QR code."""

from functools import lru_cache

from kivy.clock import Clock
from kivy.graphics import BorderImage, Color, Rectangle
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kolapp_kiosk.ui.lettering import set_text, written_in
from kolapp_kiosk.ui.plates import Plate
from kolapp_kiosk.ui.theme import WHITE, rgba
from kolapp_kiosk.ui.widgets import textures
from kolapp_kiosk.ui.widgets.arranged import Arranged, current_look
from kolapp_words.languages import language

TURNING = frozenset({"back", "fwd", "chev", "undo"})
QUIET_MODULES = 4
TURNED = {"start": "end", "end": "start"}


class Drawn(Widget):
    """A widget that is drawn anew, once, before the next frame; what was thrown away meanwhile is never drawn."""

    def __init__(self, **values: object) -> None:
        self.redraw = Clock.create_trigger(self._draw, -1)
        super().__init__(**values)

    def _draw(self, *_: object) -> None:
        if self.parent is None:
            return
        self.canvas.clear()
        self.draw()

    def draw(self) -> None:
        """The widget's picture stands on its canvas."""


class Words(Drawn):
    """A text in a colour. With `natural` it is as wide as it needs, else its height follows from its width.

    Words in the letters of another script are set in their own direction and stand at the side where the screen's words begin.
    """

    text = StringProperty("")
    style = ObjectProperty(None)
    color = StringProperty("ink")
    align = StringProperty("start")
    natural = BooleanProperty(False)
    is_tight = BooleanProperty(False)
    code = StringProperty("")

    def __init__(self, **values: object) -> None:
        self.look = None
        self.lettering = None
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("text", "style", "color", "align", "natural", "is_tight", "code", "width"):
            self.fbind(name, self.set)
        self.fbind("pos", self.redraw)
        self.set()

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def is_clipped(self) -> bool:
        """Whether a word is wider than its place."""
        return self.lettering is not None and self.lettering.width > self.width + 1

    @property
    def capital_px(self) -> float:
        return self.look.px(self.style.size) * 0.714

    def set(self, *_: object) -> None:
        """The text is set in its width; it is drawn with the next frame."""
        self.lettering = None
        if not self.text:
            self.height = 0
        elif self.look is not None and self.style is not None and (self.natural or self.width):
            code = self.code or written_in(self.text, self.look.code)
            is_turned = not self.code and language(code).is_rtl != self.look.is_rtl
            align = TURNED.get(self.align, self.align) if is_turned else self.align
            manner = self.look.manner(self.style, align, code, is_tight=self.is_tight)
            self.lettering = set_text(self.text, manner, None if self.natural else int(self.width))
            if self.natural:
                self.width = self.lettering.width
            self.height = self.lettering.height
        self.redraw()

    def draw(self) -> None:
        """The text is drawn where the widget stands."""
        if self.lettering is None:
            return
        reach, box = self.lettering.overhang, int(self.width)
        texture = textures.of_text(self.lettering, box)
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            Rectangle(texture=texture, size=texture.size, pos=(round(self.x - reach), round(self.y - reach)))


class Icon(Drawn):
    """An icon of `span` units. Arrows of navigation turn in right-to-left; an arrow to a desk never does."""

    name = StringProperty("")
    color = StringProperty("accent")
    span = NumericProperty(72)
    weight = NumericProperty(1.75)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("name", "span"):
            self.fbind(name, self.fit)
        for name in ("name", "color", "weight", "pos", "size"):
            self.fbind(name, self.redraw)
        self.fit()
        self.redraw()

    @property
    def is_empty(self) -> bool:
        return not self.name

    def fit(self, *_: object) -> None:
        """The icon has its size; none without a name."""
        side = self.look.px(self.span) if self.name else 0
        self.size = (side, side)

    def draw(self) -> None:
        """The icon is drawn."""
        side = int(self.width)
        if not side:
            return
        is_mirrored = self.look.is_rtl and self.name in TURNING
        texture = textures.of_icon(self.name, side, self.weight, is_mirrored=is_mirrored)
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            Rectangle(texture=texture, pos=self.pos, size=self.size)


class Emblem(Drawn):
    """The town's shield, filled with its colour."""

    span = NumericProperty(64)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        self.size = (self.look.px(self.span), self.look.px(self.span))
        self.fbind("pos", self.redraw)
        self.redraw()

    def draw(self) -> None:
        """The shield is drawn, and the waves upon it."""
        side = int(self.width)
        with self.canvas:
            Color(*rgba(self.look.palette.accent))
            Rectangle(texture=textures.of_icon("emblem", side, 1.0), pos=self.pos, size=self.size)
            Color(*rgba(self.look.palette.on_accent))
            Rectangle(texture=textures.of_icon("waves", side, 1.5), pos=self.pos, size=self.size)


class Ground(Arranged):
    """Something that stands on a plate. Colours are tokens of the palette; `border` is empty for information."""

    fill = StringProperty("card")
    border = StringProperty("")
    border_width = NumericProperty(0)
    radius = NumericProperty(24)
    has_shadow = BooleanProperty(False)

    def __init__(self, **values: object) -> None:
        self.redraw_ground = Clock.create_trigger(self.draw_ground, -1)
        super().__init__(**values)
        for name in ("fill", "border", "border_width", "radius", "has_shadow", "pos", "size"):
            self.fbind(name, self.redraw_ground)
        self.redraw_ground()

    def draw_ground(self, *_: object) -> None:
        """The plate is drawn under the children."""
        self.canvas.before.clear()
        if not self.width or not self.height or not self.fill or self.parent is None:
            return
        plate = self._plate()
        corner, reach = plate.corner_px, plate.reach_px
        with self.canvas.before:
            Color(1, 1, 1, 1)
            BorderImage(
                texture=textures.of_plate(plate),
                pos=(self.x - reach, self.y - reach),
                size=(self.width + 2 * reach, self.height + 2 * reach),
                border=(corner, corner, corner, corner),
            )

    def _plate(self) -> Plate:
        palette, look = self.look.palette, self.look
        # In high contrast the ground has no colour of its own: a border tells it from the paper.
        border = self.border or ("edge" if palette.paper == getattr(palette, self.fill) == palette.tint else "")
        width = max(2, look.px(self.border_width or palette.border_width)) if border else 0
        shadow = look.px(12) if self.has_shadow and palette.has_shadow else 0
        edge = getattr(palette, border) if border else None
        return Plate(getattr(palette, self.fill), edge, width, look.px(self.radius), shadow)


class Ring(Drawn):
    """The time that is left, as a share of 1, round a check mark."""

    share = NumericProperty(1.0)
    span = NumericProperty(104)
    color = StringProperty("on_accent")
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        self.size = (self.look.px(self.span), self.look.px(self.span))
        for name in ("share", "color", "pos"):
            self.fbind(name, self.redraw)
        self.redraw()

    def draw(self) -> None:
        """The ring is drawn."""
        side = int(self.width)
        inner = round(side * 0.55)
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            Rectangle(texture=textures.of_ring(side, self.look.px(8), round(self.share, 3)), pos=self.pos, size=self.size)
            centre = (round(self.center_x - inner / 2), round(self.center_y - inner / 2))
            Rectangle(texture=textures.of_icon("check", inner, 1.75), pos=centre, size=(inner, inner))


@lru_cache(maxsize=8)
def modules(content: str) -> tuple[tuple[int, ...], ...]:
    """The code's modules, row by row, without the quiet zone."""
    # Imported here: no code stands on the first screen.
    import segno

    made = segno.make(content, error="m", micro=False, boost_error=False)
    return tuple(tuple(line) for line in made.matrix)


class Code(Drawn):
    """A QR code in whole pixels on white, four modules quiet on every side."""

    content = StringProperty("")
    span = NumericProperty(300)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("content", "span"):
            self.fbind(name, self.fit)
        self.fbind("pos", self.redraw)
        self.fit()

    @property
    def is_empty(self) -> bool:
        return not self.content

    def fit(self, *_: object) -> None:
        """The code has its size: as many whole pixels a module as have room in `span`."""
        self.rows = modules(self.content) if self.content else ()
        across = len(self.rows) + 2 * QUIET_MODULES
        side = max(1, self.look.px(self.span) // across) * across if self.rows else 0
        self.size = (side, side)
        self.redraw()

    def draw(self) -> None:
        """The code is drawn."""
        rows = self.rows
        if not rows:
            return
        module = int(self.width) // (len(rows) + 2 * QUIET_MODULES)
        with self.canvas:
            Color(*rgba(WHITE))
            Rectangle(pos=self.pos, size=self.size)
            Color(0, 0, 0, 1)
            for line, bits in enumerate(rows):
                self._draw_row(bits, module, self.top - module * (QUIET_MODULES + line + 1))

    def _draw_row(self, bits: tuple[int, ...], module: int, y: float) -> None:
        start = None
        for column, bit in enumerate((*bits, 0)):
            if bit and start is None:
                start = column
            elif not bit and start is not None:
                Rectangle(pos=(self.x + module * (QUIET_MODULES + start), y), size=(module * (column - start), module))
                start = None

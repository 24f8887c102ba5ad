# SPDX-License-Identifier: EUPL-1.2
"""What is drawn: words, icons, grounds, the ring of time left, and the QR code."""

import segno
from kivy.graphics import BorderImage, Color, Rectangle
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kolapp_kiosk.ui.plates import Plate
from kolapp_kiosk.ui.theme import WHITE, rgba
from kolapp_kiosk.ui.widgets import textures
from kolapp_kiosk.ui.widgets.arranged import Arranged, current_look

TURNING = frozenset({"back", "fwd", "chev", "undo"})
QUIET_MODULES = 4


class Words(Widget):
    """A text in a colour. With `natural` it is as wide as it needs, else its height follows from its width."""

    text = StringProperty("")
    style = ObjectProperty(None)
    color = StringProperty("ink")
    align = StringProperty("start")
    natural = BooleanProperty(False)
    is_tight = BooleanProperty(False)
    code = StringProperty("")

    def __init__(self, **values: object) -> None:
        self.look = None
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        self.lettering = None
        for name in ("text", "style", "color", "align", "natural", "is_tight", "code", "width"):
            self.fbind(name, self.set)
        self.fbind("pos", self.move)
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
        """The text is set in its width and drawn."""
        if self.look is None or self.style is None or not (self.natural or self.width) or not self.text:
            self.canvas.clear()
            if not self.text:
                self.height = 0
            return
        manner = self.look.manner(self.style, self.align, self.code, is_tight=self.is_tight)
        self.lettering, texture = textures.of_text(self.text, manner, None if self.natural else int(self.width))
        if self.natural:
            self.width = self.lettering.width
        self.height = self.lettering.height
        self.canvas.clear()
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            self.mark = Rectangle(texture=texture, size=texture.size)
        self.move()

    def move(self, *_: object) -> None:
        """What is drawn stands where the widget does."""
        if getattr(self, "mark", None) is None or self.lettering is None:
            return
        reach = self.lettering.overhang
        extra = self.lettering.width - int(self.width) if not self.natural else 0
        left = self.x - reach - (extra if self.look.is_rtl and extra > 0 else 0)
        self.mark.pos = (round(left), round(self.y - reach))


class Icon(Widget):
    """An icon of `span` units. Arrows of navigation turn in right-to-left; an arrow to a desk never does."""

    name = StringProperty("")
    color = StringProperty("accent")
    span = NumericProperty(72)
    weight = NumericProperty(1.75)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("name", "color", "span", "weight"):
            self.fbind(name, self.draw)
        self.fbind("pos", self.move)
        self.draw()

    @property
    def is_empty(self) -> bool:
        return not self.name

    def draw(self, *_: object) -> None:
        """The icon is drawn."""
        self.canvas.clear()
        side = self.look.px(self.span) if self.name else 0
        self.size = (side, side)
        if not side:
            return
        is_mirrored = self.look.is_rtl and self.name in TURNING
        texture = textures.of_icon(self.name, side, self.weight, is_mirrored=is_mirrored)
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            self.mark = Rectangle(texture=texture, pos=self.pos, size=self.size)

    def move(self, *_: object) -> None:
        """What is drawn stands where the widget does."""
        if getattr(self, "mark", None) is not None:
            self.mark.pos = self.pos


class Emblem(Widget):
    """The town's shield, filled with its colour."""

    span = NumericProperty(64)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("span", "pos"):
            self.fbind(name, self.draw)
        self.draw()

    def draw(self, *_: object) -> None:
        """The shield is drawn, and the waves upon it."""
        side = self.look.px(self.span)
        self.size = (side, side)
        self.canvas.clear()
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
        super().__init__(**values)
        for name in ("fill", "border", "border_width", "radius", "has_shadow", "pos", "size"):
            self.fbind(name, self.draw_ground)
        self.draw_ground()

    def draw_ground(self, *_: object) -> None:
        """The plate is drawn under the children."""
        self.canvas.before.clear()
        if not self.width or not self.height or not self.fill:
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


class Ring(Widget):
    """The time that is left, as a share of 1, round a check mark."""

    share = NumericProperty(1.0)
    span = NumericProperty(104)
    color = StringProperty("on_accent")
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("share", "span", "color", "pos"):
            self.fbind(name, self.draw)
        self.draw()

    def draw(self, *_: object) -> None:
        """The ring is drawn."""
        side = self.look.px(self.span)
        self.size = (side, side)
        inner = round(side * 0.55)
        self.canvas.clear()
        with self.canvas:
            Color(*rgba(getattr(self.look.palette, self.color)))
            Rectangle(texture=textures.of_ring(side, self.look.px(8), round(self.share, 3)), pos=self.pos, size=self.size)
            centre = (round(self.center_x - inner / 2), round(self.center_y - inner / 2))
            Rectangle(texture=textures.of_icon("check", inner, 1.75), pos=centre, size=(inner, inner))


class Code(Widget):
    """A QR code in whole pixels on white, four modules quiet on every side."""

    content = StringProperty("")
    span = NumericProperty(300)
    natural = True

    def __init__(self, **values: object) -> None:
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("content", "span", "pos"):
            self.fbind(name, self.draw)
        self.draw()

    @property
    def is_empty(self) -> bool:
        return not self.content

    def draw(self, *_: object) -> None:
        """The code is drawn."""
        self.canvas.clear()
        if not self.content:
            self.size = (0, 0)
            return
        rows = [tuple(line) for line in segno.make(self.content, error="m", micro=False, boost_error=False).matrix]
        module = max(1, self.look.px(self.span) // (len(rows) + 2 * QUIET_MODULES))
        side = module * (len(rows) + 2 * QUIET_MODULES)
        self.size = (side, side)
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

# SPDX-License-Identifier: EUPL-1.2
"""Draws a sheet's marks in a Kivy window, scaled to the screen, and tells what did not fit."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Line, Rectangle, RoundedRectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from kolapp_display.ui import icons
from kolapp_display.ui.marks import CAPITAL, Align, Box, Icon, Mark, Panel, Text
from kolapp_words.fonts import Weight, font_path
from kolapp_words.languages import LATIN_SCRIPT, language

LYING, STANDING = (1920, 1080), (1080, 1920)
KEPT_TEXTURES = 400
RTL_LINE = 0.7
"""Noto Sans Arabic asks for lines of 2.1 times its size; so much of that is enough for any word."""
GAP = 0.3
"""Between two runs of a line, as a share of the size."""
LEAST_SIZE, LEAST_FACILITY_SIZE = 40, 26
"""Units of the sheet: no text is ever written smaller, on the screens of a waiting room and on those of staff."""
LEAST_LINE = 0.86
"""Capital and descender, as a share of the size: what a line needs at least."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a text on the screen."""

    words: str
    capital_px: float
    is_clipped: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of letters as it lies on the screen: its texture's lower left corner, and the box that it belongs in
    (x, y from the bottom, width, height), in pixels. For whoever measures the picture.
    """

    words: str
    font: Path
    size_px: int
    texture: Texture
    pos: tuple[int, int]
    box: tuple[float, float, float, float]


Run = tuple[str, bool, Texture]
"""Words, whether they are bold, and how they look."""


class Sheet(Widget):
    """The whole screen. `lay` shows other marks; what was drawn before is used again where nothing changed."""

    def __init__(self, font_folder: Path, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.font_folder = font_folder
        self.drawn: tuple[Drawn, ...] = ()
        self.placed: list[Placed] = []
        self.always_lies = False
        self.least_size = LEAST_SIZE
        self._textures: dict[tuple[object, ...], Texture] = {}
        self._marks: tuple[Mark, ...] = ()
        self.bind(size=self._redraw)

    @property
    def unit(self) -> float:
        """Pixels of the screen for one of the sheet."""
        base = LYING if self.always_lies or self.width > self.height else STANDING
        return min(self.width / base[0], self.height / base[1])

    @property
    def sheet_size(self) -> tuple[float, float]:
        """The sheet's own width and height."""
        return self.width / self.unit, self.height / self.unit

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What lies on the sheet."""
        return self._marks

    def lay(self, marks: tuple[Mark, ...]) -> None:
        """The screen shows `marks`."""
        if marks != self._marks:
            self._marks = marks
            self._redraw()

    def _redraw(self, *_: object) -> None:
        drawn: list[Drawn] = []
        self.placed = []
        self.canvas.clear()
        with self.canvas:
            for mark in self._marks:
                if isinstance(mark, Text):
                    drawn.append(self._draw_text(mark))
                elif isinstance(mark, Panel):
                    self._draw_panel(mark)
                else:
                    self._draw_icon(mark)
        self.drawn = tuple(drawn)
        while len(self._textures) > KEPT_TEXTURES:
            self._textures.pop(next(iter(self._textures)))

    def _place(self, box: Box) -> tuple[float, float, float, float]:
        """The box on the screen: x, y from the bottom, width, height in whole pixels."""
        left, right = round(box.x * self.unit), round(box.right * self.unit)
        top, bottom = round(box.y * self.unit), round(box.bottom * self.unit)
        return self.x + left, self.top - bottom, right - left, bottom - top

    def _draw_panel(self, panel: Panel) -> None:
        x, y, w, h = self._place(panel.box)
        radius = panel.radius * self.unit
        Color(*get_color_from_hex(panel.fill))
        if radius:
            RoundedRectangle(pos=(x, y), size=(w, h), radius=[radius])
        else:
            Rectangle(pos=(x, y), size=(w, max(h, 1)))
        if panel.border:
            thick = panel.border_px * self.unit
            Color(*get_color_from_hex(panel.border))
            inner = (x + thick / 2, y + thick / 2, w - thick, h - thick)
            Line(rounded_rectangle=(*inner, max(1.0, radius - thick / 2)), width=thick / 2)

    def _draw_icon(self, icon: Icon) -> None:
        x, y, w, h = self._place(icon.box)
        scale = w / icons.UNITS
        Color(*get_color_from_hex(icon.ink))
        for stroke in icons.strokes(icon.name):
            points = [x + value * scale if place % 2 == 0 else y + h - value * scale for place, value in enumerate(stroke.points)]
            Line(points=points, width=icon.stroke * scale / 2, cap="round", joint="round", close=stroke.is_closed)

    def _draw_text(self, text: Text) -> Drawn:
        x, y, w, h = self._place(text.box)
        size, pieces, whole = self._fitted(text, w)
        gap = round(size * GAP)
        is_rtl = language(text.language).is_rtl
        at = {Align.LEFT: x, Align.CENTER: x + (w - whole) / 2, Align.RIGHT: x + w - whole}[text.align]
        Color(*get_color_from_hex(text.ink))
        for words, is_bold, piece in reversed(pieces) if is_rtl else pieces:
            piece_y = y + h - piece.height if text.is_high else y + (h - piece.height) / 2
            pos = (round(at), round(piece_y))
            Rectangle(texture=piece, pos=pos, size=piece.size)
            self.placed.append(Placed(words, self._font(text, words, is_bold), size, piece, pos, (x, y, w, h)))
            at += piece.width + gap
        tallest = max(piece.height for _, _, piece in pieces)
        is_clipped = whole > w + 1 or (text.wraps and tallest > h + 1) or size * LEAST_LINE > h + 1
        return Drawn(f"{text.words} {text.tail}".strip(), size * CAPITAL, is_clipped)

    def _fitted(self, text: Text, width: float) -> tuple[int, list[Run], float]:
        """The runs of a text and how wide they are together: where they have no room, as much smaller as can still be read."""
        size = wanted = max(1, round(text.size * self.unit))
        least = min(wanted, ceil(self.least_size * self.unit))
        while True:
            pieces = self._pieces(text, size, width)
            whole = sum(piece.width for _, _, piece in pieces) + round(size * GAP) * (len(pieces) - 1)
            if text.wraps or whole <= width + 1 or size <= least:
                return size, pieces, whole
            size = max(least, min(size - 1, int(size * width / whole)))

    def _pieces(self, text: Text, size: int, width: float) -> list[Run]:
        runs = [(text.words, text.is_bold)] + ([(text.tail, False)] if text.tail else [])
        return [(words, is_bold, self._texture(text, words, is_bold, size, width)) for words, is_bold in runs]

    def _texture(self, text: Text, words: str, is_bold: bool, size: int, width: float) -> Texture:
        font = self._font(text, words, is_bold)
        key = (words, size, font, width if text.wraps else None, text.align)
        texture = self._textures.pop(key, None) or self._rendered(text, words, size, width, font)
        self._textures[key] = texture
        return texture

    def _font(self, text: Text, words: str, is_bold: bool) -> Path:
        family = language(text.language).family if _needs_script(words) else LATIN_SCRIPT
        return font_path(family, Weight.BOLD if is_bold else Weight.REGULAR, self.font_folder)

    def _rendered(self, text: Text, words: str, size: int, width: float, font: Path) -> Texture:
        label = CoreLabel(
            text=words,
            font_size=size,
            font_name=str(font),
            halign=str(text.align),
            text_size=(width, None) if text.wraps else (None, None),
            line_height=RTL_LINE if text.wraps and language(text.language).is_rtl and _needs_script(words) else 1.0,
        )
        label.refresh()
        return label.texture


def _needs_script(words: str) -> bool:
    """Whether letters of another script than the Latin stand in it. Digits are the same everywhere here."""
    return any(character.isalpha() and ord(character) > 0x24F for character in words)

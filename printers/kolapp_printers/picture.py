# SPDX-License-Identifier: EUPL-1.2
"""Lines become a picture of black and white dots, as wide as the paper."""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING, assert_never

from PIL import Image, ImageDraw

from kolapp_printers.icons import STROKES
from kolapp_printers.layout import CAPITAL, ICON_SIZE, MARGIN
from kolapp_printers.lines import Align, Face, GapLine, Icon, Line, NumberLine, QrLine, RuleLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_printers.typefaces import Typefaces, ink

if TYPE_CHECKING:
    import segno

BLACK, WHITE = 0, 1
THRESHOLD = 128
QUIET_MODULES = 4
MASK = 2
"""Of the eight mask patterns (ISO 18004), most often the best for our addresses; any decoder reads any. Trying all is slow."""
TOP, BOTTOM = 16, 24
ICON_STROKE = 2.0
MIDDLE = 0.66
"""How far under the middle of its line a baseline stands, in twice the size: capitals look centred, descenders have room."""
FINER = 4


def draw(lines: tuple[Line, ...], paper: Paper, typefaces: Typefaces) -> Image.Image:
    """The slip in mode "1", nothing outside the paper."""
    height = paper.dots(TOP) + sum(height_dots(line, paper) for line in lines) + paper.dots(BOTTOM)
    canvas = Image.new("1", (paper.width_dots, height), WHITE)
    pen = Pen(canvas, paper, typefaces)
    y = paper.dots(TOP)
    for line in lines:
        pen.draw(line, y)
        y += height_dots(line, paper)
    return canvas


def _in_black_and_white(grey: Image.Image) -> Image.Image:
    return grey.point([0] * THRESHOLD + [255] * (256 - THRESHOLD), "1")


def height_dots(line: Line, paper: Paper) -> int:
    """How much of the paper's length a line takes."""
    if isinstance(line, QrLine):
        modules, dots = _code(line.payload).symbol_size(border=QUIET_MODULES)[0], module_dots(line, paper)
        return int(modules) * dots
    return line.height


@lru_cache(maxsize=8)
def _code(payload: str) -> "segno.QRCode":
    # Imported here: a kiosk starts before it prints.
    import segno

    return segno.make_qr(payload, error="l", mask=MASK)


def module_dots(line: QrLine, paper: Paper) -> int:
    """The size of a module: what was wished, or the most whole dots that leave the quiet zone on the paper."""
    modules = int(_code(line.payload).symbol_size(border=QUIET_MODULES)[0])
    return max(1, min(line.module_dots, paper.width_dots // modules))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A drawn text. `above` is how much of it stands over the baseline."""

    mask: Image.Image
    above: int


@lru_cache(maxsize=256)
def _stamp(typefaces: Typefaces, text: str, face: Face, size: int, is_rtl: bool) -> Stamp:
    """Most of a slip's words are those of the slip before, so they are drawn once."""
    font, words, code = typefaces.font(text, face, size), typefaces.drawable(text), typefaces.language.code
    direction = "rtl" if is_rtl else "ltr"
    left, right = ink(font, words, direction, code)
    _, top, _, bottom = font.getbbox(words, direction=direction, language=code, anchor="ls")
    above, below = max(0, ceil(-top)), max(1, ceil(bottom))
    mask = Image.new("L", (max(1, right - left), above + below), 0)
    ImageDraw.Draw(mask).text((-left, above), words, 255, font, anchor="ls", direction=direction, language=code)
    return Stamp(_in_black_and_white(mask), above)


class Pen:
    """Draws one line at a time on a canvas."""

    def __init__(self, canvas: Image.Image, paper: Paper, typefaces: Typefaces) -> None:
        self.canvas, self.paper, self.typefaces = canvas, paper, typefaces
        self.ink = ImageDraw.Draw(canvas)
        self.margin = paper.dots(MARGIN)
        self.is_rtl = typefaces.language.is_rtl

    def draw(self, line: Line, y: int) -> None:
        """`line` with its upper edge at `y`."""
        match line:
            case TextLine():
                self._text(line, y)
            case NumberLine():
                self._number(line, y)
            case RuleLine():
                self._rule(line, y)
            case QrLine():
                self._code(line, y)
            case GapLine():
                pass
            case _:
                assert_never(line)

    def _text(self, line: TextLine, y: int) -> None:
        stamp = _stamp(self.typefaces, line.text, line.face, line.size, line.is_rtl)
        if line.is_inverse:
            self.ink.rectangle((self.margin, y, self.paper.width_dots - self.margin - 1, y + line.height - 1), fill=BLACK)
        baseline = y + round((line.height + line.size * MIDDLE) / 2)
        x = self._start(line, stamp.mask.width)
        self.canvas.paste(WHITE if line.is_inverse else BLACK, (x, baseline - stamp.above), stamp.mask)
        if line.icon:
            self._icon(line.icon, baseline - line.size * CAPITAL / 2)

    def _start(self, line: TextLine, width: int) -> int:
        room = self.paper.width_dots - 2 * self.margin
        if line.align is Align.CENTER:
            return self.margin + (room - width) // 2
        if self.is_rtl:
            return self.paper.width_dots - self.margin - line.indent - width
        return self.margin + line.indent

    def _icon(self, icon: Icon, middle: float) -> None:
        size = self.paper.dots(ICON_SIZE)
        x = self.paper.width_dots - self.margin - size if self.is_rtl else self.margin
        self.canvas.paste(BLACK, (x, round(middle - size / 2)), icon_mask(icon, size))

    def _number(self, line: NumberLine, y: int) -> None:
        stamp = _stamp(self.typefaces, line.text, line.face, line.size, False)
        baseline = y + (line.height + round(line.size * CAPITAL)) // 2
        self.canvas.paste(BLACK, ((self.paper.width_dots - stamp.mask.width) // 2, baseline - stamp.above), stamp.mask)

    def _rule(self, line: RuleLine, y: int) -> None:
        top = y + (line.height - line.thickness) // 2
        self.ink.rectangle((self.margin, top, self.paper.width_dots - self.margin - 1, top + line.thickness - 1), fill=BLACK)

    def _code(self, line: QrLine, y: int) -> None:
        dots = module_dots(line, self.paper)
        rows = [bytes(255 * (not bit) for bit in row) for row in _code(line.payload).matrix]
        code = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).convert("1")
        code = code.resize((len(rows) * dots, len(rows) * dots), Image.Resampling.NEAREST)
        y += QUIET_MODULES * dots
        self.canvas.paste(code, ((self.paper.width_dots - code.width) // 2, y))


@cache
def icon_mask(icon: Icon, size: int) -> Image.Image:
    """An icon of `size` dots, drawn four times as fine and made smaller, with round ends."""
    scale = size * FINER / 24
    fine = Image.new("L", (size * FINER, size * FINER), 0)
    ink_of = ImageDraw.Draw(fine)
    for stroke in STROKES[icon]:
        points = [(x * scale, y * scale) for x, y in stroke]
        ink_of.line(points, fill=255, width=round(ICON_STROKE * scale), joint="curve")
        for x, y in (points[0], points[-1]):
            ink_of.circle((x, y), ICON_STROKE * scale / 2, fill=255)
    return _in_black_and_white(fine.resize((size, size), Image.Resampling.BOX))

# SPDX-License-Identifier: EUPL-1.2
"""Which typeface a text is set in, and how wide it becomes. Pillow must have raqm: without it Arabic is printed as rubbish."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont, features

from kolapp_printers.layout import runs_from_right
from kolapp_printers.lines import Face
from kolapp_words.fonts import NARROW_WIDTH, NORMAL_WIDTH, Weight, characters, font_path
from kolapp_words.languages import ARABIC_SCRIPT, FIRST_STRONG_ISOLATE, LATIN_SCRIPT, POP_ISOLATE, SpokenLanguage

assert features.check("raqm"), "Pillow lacks raqm; install Pillow's own wheel"

UNSEEN = frozenset(map(ord, FIRST_STRONG_ISOLATE + POP_ISOLATE + "\u200c\u200d"))
"""Characters that steer the shaping and have no picture."""
UNKNOWN_LETTER = "?"


@cache
def _font(family: str, face: Face, size: int, folder: Path) -> ImageFont.FreeTypeFont:
    weight = Weight.REGULAR if face is Face.REGULAR else Weight.BOLD
    path = font_path(family, weight, folder, NARROW_WIDTH if face is Face.NARROW else NORMAL_WIDTH)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


@cache
def _letters(family: str, folder: Path) -> frozenset[int]:
    return characters(font_path(family, Weight.REGULAR, folder)) | UNSEEN


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The typefaces of one language's slips, cut into `folder`."""

    language: SpokenLanguage
    folder: Path

    def family(self, text: str) -> str:
        """The language's own family, or another that can write more of `text`: a name keeps its letters in any slip."""
        families = dict.fromkeys((self.language.family, LATIN_SCRIPT, ARABIC_SCRIPT))
        return min(families, key=lambda family: len(set(map(ord, text)) - _letters(family, self.folder)))

    def drawable(self, text: str) -> str:
        """`text` with a question mark for each letter that the chosen family cannot write."""
        known = _letters(self.family(text), self.folder)
        return "".join(letter if ord(letter) in known else UNKNOWN_LETTER for letter in text)

    def font(self, text: str, face: Face, size: int) -> ImageFont.FreeTypeFont:
        """The font to draw `text` with."""
        return _font(LATIN_SCRIPT if face is Face.NARROW else self.family(text), face, size, self.folder)

    def measure(self, text: str, size: int, face: Face) -> int:
        """Dots from the leftmost to the rightmost ink or pen position of `text`."""
        return _measured(self, text, size, face)


@lru_cache(maxsize=4096)
def _measured(typefaces: Typefaces, text: str, size: int, face: Face) -> int:
    font = typefaces.font(text, face, size)
    direction = "rtl" if runs_from_right(text, typefaces.language.is_rtl) else "ltr"
    left, right = ink(font, typefaces.drawable(text), direction, typefaces.language.code)
    return right - left


def ink(font: ImageFont.FreeTypeFont, text: str, direction: str, language: str) -> tuple[int, int]:
    """Where ink or pen begins and ends when the pen starts at 0; marks may hang outside the pen's way."""
    left, _, right, _ = font.getbbox(text, direction=direction, language=language, anchor="ls")
    return min(0, int(left)), max(int(right + 0.999), int(font.getlength(text, direction=direction, language=language) + 0.999))

# SPDX-License-Identifier: EUPL-1.2
"""Text set in lines and drawn as a white mask by Pillow, whose raqm joins Arabic and orders right-to-left text.

Kivy's own labels cannot mix weights in right-to-left text, drop the lines that a tall script leaves no room for, and blend
letters with white; so the kiosk sets its own. `**two stars**` make bold, in every script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from kolapp_words.fonts import Weight, font_path
from kolapp_words.languages import ETHIOPIC_SCRIPT, SpokenLanguage, language

CAPITAL = 0.714
ARABIC_MIDDLE = 0.5
"""Letters of Arabic reach further down than up: as a share of the size, twice the middle of their ink above the line."""
LINE_HEIGHT = 1.28
ARABIC_LINE_HEIGHT = 1.42
OVERHANG = 0.45
TIGHT = 0.8
VOWELS = frozenset("aeiouyåäöæøáéíóúàèìòùâêîôûëïü" + "аеєиіїоуюя")
SCRIPTS = (("\u0590", "\u08ff", "ar"), ("\u1200", "\u139f", "ti"))
"""The letters of another script than Latin, Greek and Cyrillic, from and to, and a language that is written in them."""
LEAST_PART = 3
Piece = tuple[str, bool]
Word = tuple[Piece, ...]


class NoShaping(RuntimeError):
    """Pillow has come without raqm, so that Arabic would be drawn in loose letters, from the wrong end."""


def assert_shaping() -> None:
    """Raises `NoShaping` where Pillow cannot join letters."""
    if not features.check("raqm"):
        raise NoShaping("Pillow has no raqm: install Pillow's own wheel")


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text, set in lines: its box in pixels. Its mask reaches `overhang` pixels beyond the box on every side.

    `head` is what signs above the first line's letters need besides its pitch. A text on a key `is_natural`, as wide as it is:
    its middle is that of its ink.
    """

    manner: "Manner"
    lines: tuple[tuple["Piece", ...], ...]
    width: int
    height: int
    overhang: int
    head: int = 0
    is_natural: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is to be set: `align` is "start", "centre" or "end" of the reading direction.

    Where it `may_break`, a word that is wider than the line goes on in the next one, behind a hyphen.
    """

    code: str
    size_px: int
    is_bold: bool
    folder: Path
    align: str = "start"
    is_tight: bool = False
    may_break: bool = False

    @property
    def pitch_px(self) -> int:
        """From baseline to baseline. A tight text is one line of capitals or figures."""
        return round(self.size_px * (TIGHT if self.is_tight else ARABIC_LINE_HEIGHT if self.spoken.is_rtl else LINE_HEIGHT))

    @property
    def spoken(self) -> SpokenLanguage:
        return language(self.code)

    def font(self, *, is_bold: bool) -> ImageFont.FreeTypeFont:
        """The face for a run of text."""
        weight = Weight.BOLD if is_bold or self.is_bold else Weight.REGULAR
        return _face(font_path(self.spoken.family, weight, self.folder), self.size_px)

    def measured(self, text: str, *, is_bold: bool) -> float:
        """The advance of `text` in pixels."""
        return _advance(self.font(is_bold=is_bold), text, self.direction, self.code)

    @property
    def direction(self) -> str:
        return "rtl" if self.spoken.is_rtl else "ltr"


def written_in(text: str, code: str) -> str:
    """The language whose letters `text` is set in: `code`, unless it is wholly in another script (a notice of the staff's)."""
    own = next((other for _, _, other in SCRIPTS if language(other).family == language(code).family), "sv")
    found = (
        {_script(letter) for letter in text if letter.isalpha()} if own != "sv" or max(text, default="") >= "\u0590" else set()
    )
    return code if not found or own in found else min(found)


def _script(letter: str) -> str:
    return next((code for first, last, code in SCRIPTS if first <= letter <= last), "sv")


@lru_cache(maxsize=8192)
def _advance(font: ImageFont.FreeTypeFont, text: str, direction: str, code: str) -> float:
    return font.getlength(text, direction=direction, language=code)


@cache
def _face(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=2048)
def set_text(text: str, manner: Manner, width_px: int | None) -> Lettering:
    """`text` in lines no wider than `width_px` (None: one line as wide as it is). Nothing is drawn yet."""
    words = [words_of(paragraph) for paragraph in text.split("\n")]
    if manner.may_break and width_px is not None:
        words = [[part for word in paragraph for part in _parted(word, manner, width_px)] for paragraph in words]
    lines = tuple(tuple(line) for paragraph in words for line in _broken(paragraph, manner, width_px))
    natural = max((round(_width(line, manner) + 0.499) for line in lines), default=0)
    width = natural if width_px is None else max(width_px, natural)
    is_natural = width_px is None
    head = 0 if is_natural or not manner.spoken.is_rtl else _head(lines, manner)
    height = head + manner.pitch_px * len(lines)
    return Lettering(manner, lines, width, height, round(manner.size_px * OVERHANG), head, is_natural)


def _head(lines: Sequence[Sequence[Piece]], manner: Manner) -> int:
    """How far the signs of the first line reach out of it: Arabic stands some of them above each other."""
    above = manner.pitch_px / 2 + manner.size_px * CAPITAL / 2
    return max(0, *(round(_top(text, manner, is_bold=is_bold) - above + 0.499) for text, is_bold in lines[0])) if lines[0] else 0


def _top(text: str, manner: Manner, *, is_bold: bool) -> float:
    font = manner.font(is_bold=is_bold)
    return -font.getbbox(text, anchor="ls", direction=manner.direction, language=manner.code)[1]


def drawn(lettering: Lettering, box_px: int) -> Image.Image:
    """The mask of a set text, aligned in a box of that width."""
    manner, reach, pitch = lettering.manner, lettering.overhang, lettering.manner.pitch_px
    mask = Image.new("L", (lettering.width + 2 * reach, lettering.height + 2 * reach), 0)
    draw = ImageDraw.Draw(mask)
    middle = ARABIC_MIDDLE if manner.spoken.is_rtl and lettering.is_natural and not manner.is_tight else CAPITAL
    for index, line in enumerate(lettering.lines):
        baseline = reach + lettering.head + index * pitch + round((pitch + manner.size_px * middle) / 2)
        _draw_line(draw, line, manner, (reach, box_px, baseline))
    return mask


def words_of(text: str) -> list[Word]:
    """The words of a text, each in pieces of one weight."""
    words: list[list[Piece]] = [[]]
    for index, run in enumerate(text.split("**")):
        for place, part in enumerate(run.split(" ")):
            if place:
                words.append([])
            if part:
                words[-1].append((part, index % 2 == 1))
    return [tuple(word) for word in words if word]


def _broken(words: list[Word], manner: Manner, width_px: int | None) -> list[list[Piece]]:
    """The words in lines; a word that is wider than the line stands alone in it."""
    lines: list[list[Piece]] = [[]]
    for word in words:
        longer = _joined(lines[-1], word)
        if lines[-1] and width_px is not None and _width(longer, manner) > width_px:
            lines.append(list(word))
        else:
            lines[-1] = longer
    return lines


def _parted(word: Word, manner: Manner, width_px: int) -> list[Word]:
    """A word that is wider than the line in as few parts as have room, at syllables; letters that join stay together."""
    text, is_bold = word[0]
    if len(word) > 1 or manner.spoken.is_rtl or manner.measured(text, is_bold=is_bold) <= width_px:
        return [word]
    parts = [(text[:place] + _hyphen(text, place, manner), text[place:]) for place in _places(text, manner)]
    fitting = [part for part in parts if manner.measured(part[0], is_bold=is_bold) <= width_px]
    if not fitting:
        return [word]
    head, rest = min(fitting, key=lambda part: _lopsided(*part, manner.measured(part[1], is_bold=is_bold) > width_px))
    return [((head, is_bold),), *_parted(((rest, is_bold),), manner, width_px)]


def _lopsided(head: str, rest: str, is_long: bool) -> int:
    """How far from the best place: the middle where both parts have room, else as much as there is room for."""
    return 1000 - len(head) if is_long else abs(len(head.rstrip("-")) - len(rest))


def _places(text: str, manner: Manner) -> list[int]:
    """Where a word may be parted. In Ethiopic every letter is a syllable."""
    if manner.spoken.family == ETHIOPIC_SCRIPT:
        return list(range(2, len(text) - 1))
    joints = [place for place in range(LEAST_PART, len(text) - 1) if text[place - 1] in "-/"]
    return joints + syllables(text)


def _hyphen(text: str, place: int, manner: Manner) -> str:
    return "" if text[place - 1] in "-/" or manner.spoken.family == ETHIOPIC_SCRIPT else "-"


def syllables(text: str) -> list[int]:
    """Where a long word may be parted: before a consonant with a vowel behind it, three letters from either end."""
    is_vowel = [letter in VOWELS for letter in text.lower()]
    return [place for place in range(3, len(text) - 3) if text[place].isalpha() and not is_vowel[place] and is_vowel[place + 1]]


def _joined(line: list[Piece], word: Word) -> list[Piece]:
    """The line with one word more; neighbours of one weight become one piece, so that they are shaped together."""
    if not line:
        return _merged(list(word))
    head, (text, is_bold) = line[:-1], line[-1]
    return _merged([*head, (text + " ", is_bold), *word])


def _merged(pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for text, is_bold in pieces:
        if merged and merged[-1][1] == is_bold:
            merged[-1] = (merged[-1][0] + text, is_bold)
        else:
            merged.append((text, is_bold))
    return merged


def _width(line: Sequence[Piece], manner: Manner) -> float:
    return sum(manner.measured(text, is_bold=is_bold) for text, is_bold in line)


def _draw_line(draw: ImageDraw.ImageDraw, line: Sequence[Piece], manner: Manner, place: tuple[int, int, int]) -> None:
    left, width, baseline = place
    total = _width(line, manner)
    is_rtl = manner.spoken.is_rtl
    share = {"start": float(is_rtl), "centre": 0.5, "end": float(not is_rtl)}[manner.align]
    x = left + max((width - total) * share, _hang(line, manner)) - (0 if share == 0.5 else _reach(line, manner))
    for text, is_bold in reversed(line) if is_rtl else line:
        font = manner.font(is_bold=is_bold)
        draw.text((x, baseline), text, fill=255, font=font, anchor="ls", direction=manner.direction, language=manner.code)
        x += manner.measured(text, is_bold=is_bold)


def _hang(line: Sequence[Piece], manner: Manner) -> float:
    """How far the first letter, such as J, reaches out to the left of where it is written."""
    if manner.spoken.is_rtl or not line:
        return -manner.size_px
    text, is_bold = line[0]
    return float(max(0, -manner.font(is_bold=is_bold).getbbox(text[:1], anchor="ls")[0]))


def _reach(line: Sequence[Piece], manner: Manner) -> float:
    """How far the first word of Arabic reaches out to the right of where it is written."""
    if not manner.spoken.is_rtl or not line:
        return 0
    text, is_bold = line[0]
    box = manner.font(is_bold=is_bold).getbbox(text, anchor="ls", direction=manner.direction, language=manner.code)
    return max(0.0, box[2] - manner.measured(text, is_bold=is_bold))

# SPDX-License-Identifier: EUPL-1.2
"""A professional card to be printed and cut out: the size of a bank card, whose card it is by kind, and a code to be scanned.

SVG, since every browser prints it sharp and saves it as PDF. Nothing on it tells who holds it.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

import segno

from kolapp_contract.catalogue import CardHolder, Catalogue
from kolapp_words.languages import in_language
from kolapp_words.texts import read_texts

LOCALE = Path(__file__).parent.parent / "locale"
WIDTH_MM, HEIGHT_MM = 85.6, 54.0
MARGIN_MM = 5.0
QUIET_MODULES = 4
CODE_MM = 31.0
WORDS_MM = 42.0
"""From the left margin to the white that a scanner needs beside the code."""
LINE_EM, LETTER_EM = 1.15, 0.6
"""How high a line is, and how wide a letter of bold text at the most, taken over a word of some length."""
NAME_MM, NAME_SIZES_MM, NAME_LINES = 20.0, (5.2, 4.6, 4.0, 3.4, 2.7), 2
TOWN_SIZES_MM = (3.6, 3.0, 2.6, 2.2)
FONT = "Noto Sans, Helvetica, Arial, sans-serif"


def picture_of(catalogue: Catalogue, holder: CardHolder, number: int, code: str) -> str:
    """The card as one SVG document, in the town's first language."""
    language = catalogue.languages[0]
    t = read_texts(LOCALE, language)
    words = (
        *_fitted(in_language(catalogue.town, language), 9.5, TOWN_SIZES_MM, catalogue.accent, 1),
        *_fitted(in_language(holder.names, language), NAME_MM, NAME_SIZES_MM, "#101820", NAME_LINES),
        _text(t("card.named", number=number), 28.5, 3.6, "#3A4652"),
        *(_text(line, 35.5 + 4.2 * place, 3.0, "#3A4652") for place, line in enumerate(t("card.hint").split("\n"))),
        _text(code, HEIGHT_MM - 4.0, 4.0, "#101820", 700),
    )
    return "".join((_begin(t("card.title", number=number)), *words, _code(code), "</svg>"))


def _begin(title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}" font-family="{FONT}" role="img"><title>{escape(title)}</title>'
        f'<rect x="0.2" y="0.2" width="{WIDTH_MM - 0.4}" height="{HEIGHT_MM - 0.4}" rx="3.2" fill="#FFFFFF" '
        'stroke="#8A949E" stroke-width="0.3"/>'
    )


def _fitted(words: str, y_mm: float, sizes_mm: tuple[float, ...], colour: str, most: int) -> Iterator[str]:
    """Bold text beside the code, as large as has room in so many lines; what is longer still takes more, and loses nothing."""
    size_mm = next((size for size in sizes_mm if _has_room(words, size, most)), sizes_mm[-1])
    lines = wrap(words, _letters(size_mm))
    for place, line in enumerate(lines):
        yield _text(line, y_mm + LINE_EM * size_mm * (place - (len(lines) - 1) / 2), size_mm, colour, 700)


def _has_room(words: str, size_mm: float, most: int) -> bool:
    """Whether so many lines are enough, and no word need be cut in two."""
    letters = _letters(size_mm)
    return len(wrap(words, letters)) <= most and all(len(word) <= letters for word in words.split())


def _letters(size_mm: float) -> int:
    return int(WORDS_MM / (size_mm * LETTER_EM))


def _text(words: str, y_mm: float, size_mm: float, colour: str, weight: int = 400) -> str:
    place = f'x="{MARGIN_MM}" y="{y_mm:.1f}"'
    return f'<text {place} font-size="{size_mm}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'


def _code(code: str) -> str:
    """The QR at the right edge, its quiet zone inside the card's white."""
    rows = segno.make(code, error="m", micro=False, boost_error=False).matrix
    module = CODE_MM / len(rows)
    left, top = WIDTH_MM - MARGIN_MM - CODE_MM + module, (HEIGHT_MM - CODE_MM) / 2 - 3
    dark = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, bit in enumerate(row) if bit)
    return f'<path transform="translate({left:.2f} {top:.2f}) scale({module:.4f})" d="{dark}" fill="#000000"/>'

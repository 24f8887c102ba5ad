# SPDX-License-Identifier: EUPL-1.2
"""PURE: a slip, its paper and its language become lines that fit. Text wraps and is never made smaller.

A ticket number that is too wide is set narrow, then lower (never under 15 mm), then in two lines.
"""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from typing import assert_never

from kolapp_contract.slip import Slip
from kolapp_printers.content import Code, Gap, Number, Part, Reference, Rule, Said, content
from kolapp_printers.lines import Align, Face, GapLine, Line, Measure, NumberLine, QrLine, RuleLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_words.languages import FIRST_STRONG_ISOLATE, POP_ISOLATE
from kolapp_words.texts import Texts

MARGIN, NUMBER_MARGIN = 8, 2
ICON_SIZE = 64
ICON_INDENT = 88
LEAST_WIDTH_WITH_ICONS = 500
MODULE_DOTS = 10
NUMBER_SIZES = (224, 196, 170)
"""Capitals of 20.0, 17.5 and 15.2 mm."""
REFERENCE_SIZES = (104, 88, 72, 60)
"""Capitals of 9.3 to 5.4 mm."""
CAPITAL = 0.714
HYPHEN, NO_BREAK_SPACE = "-", "\u00a0"
LATIN_LEADING, ARABIC_LEADING = 1.2, 1.42
Width = Callable[[str], int]


def lay_out(slip: Slip, paper: Paper, texts: Texts, measure: Measure) -> tuple[Line, ...]:
    """The lines of `slip`, each no wider than the paper less its margins."""
    parts = content(slip, texts)
    return tuple(line for part in parts for line in _lines(part, paper, texts, measure))


def _lines(part: Part, paper: Paper, texts: Texts, measure: Measure) -> Iterator[Line]:
    match part:
        case Said():
            yield from _wrapped(part, paper, texts.language.is_rtl, measure)
        case Number():
            yield from _number(part.text, paper, measure)
        case Reference():
            yield from _reference(part.code, paper, measure)
        case Code():
            yield GapLine(paper.dots(8))
            yield QrLine(part.payload, paper.dots(MODULE_DOTS))
        case Rule():
            yield RuleLine(paper.dots(4), paper.dots(36))
        case Gap():
            yield GapLine(paper.dots(part.height))
        case _:
            assert_never(part)


def room_dots(paper: Paper) -> int:
    """How wide a line may be."""
    return paper.width_dots - 2 * paper.dots(MARGIN)


def _wrapped(said: Said, paper: Paper, is_rtl_slip: bool, measure: Measure) -> Iterator[TextLine]:
    size, has_icons = paper.dots(said.size), paper.width_dots >= paper.dots(LEAST_WIDTH_WITH_ICONS)
    indent = paper.dots(ICON_INDENT) if has_icons and (said.icon or said.is_indented) else 0
    room = room_dots(paper) - indent
    pieces = _evened(said.text, room, lambda text: measure(text, size, said.face))
    is_rtl = runs_from_right(said.text, is_rtl_slip)
    height = paper.dots(round(said.size * (ARABIC_LEADING if is_rtl else LATIN_LEADING)))
    for place, piece in enumerate(pieces):
        icon = said.icon if has_icons and place == 0 else None
        yield TextLine(piece, size, height, said.face, said.align, icon, indent, is_rtl, said.is_inverse)


def _number(text: str, paper: Paper, measure: Measure) -> Iterator[Line]:
    """The number as high as fits in one line; else each side of the hyphen, else what must be, in lines of their own."""
    rooms = (room_dots(paper), paper.width_dots - 2 * NUMBER_MARGIN)
    for room, drawn, face in product(rooms, NUMBER_SIZES, (Face.BOLD, Face.NARROW)):
        size = paper.dots(drawn)
        if measure(text, size, face) <= room:
            yield NumberLine(text, size, round(size * (CAPITAL + 0.16)), face)
            return
    for half in _halves(text):
        yield from _number(half, paper, measure)


def _reference(code: str, paper: Paper, measure: Measure) -> Iterator[TextLine]:
    """The code as large as two lines of whole groups hold it, each group whole: it is copied one group at a time."""
    groups = code.split(HYPHEN)
    lines = [HYPHEN.join(groups[:2]) + HYPHEN, HYPHEN.join(groups[2:])]
    for drawn in REFERENCE_SIZES:
        size = paper.dots(drawn)
        if max(measure(line, size, Face.BOLD) for line in lines) <= room_dots(paper):
            break
    for line in lines:
        yield TextLine(line, size, round(size * LATIN_LEADING), Face.BOLD, Align.CENTER)


def _halves(text: str) -> tuple[str, str]:
    """The number parted after its hyphen, or after its letter, so that the figures stay together as they are spoken."""
    cut = text.find("-") + 1
    if not 0 < cut < len(text):
        cut = 1 if text[0].isalpha() else (len(text) + 1) // 2
    return text[:cut], text[cut:]


def wrap(text: str, room: int, width: Width) -> list[str]:
    """`text` in lines of at most `room`, broken at spaces, and inside a word only where the word alone is too wide."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += _wrapped_paragraph(paragraph, room, width)
    return lines


def _wrapped_paragraph(text: str, room: int, width: Width) -> list[str]:
    lines = [""]
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer) <= room:
            lines[-1] = longer
            continue
        lines += _broken(word, room, width)
    return [line for line in lines if line]


def _broken(word: str, room: int, width: Width) -> list[str]:
    """`word` in pieces that fit, with a hyphen where Latin letters part; a mark stays with its letter."""
    if width(word) <= room:
        return [word]
    if NO_BREAK_SPACE in word:
        return wrap(word.replace(NO_BREAK_SPACE, " "), room, width)
    pieces = [""]
    for cluster in clusters(word):
        if pieces[-1] and width(pieces[-1] + cluster + HYPHEN) > room:
            pieces[-1] += HYPHEN if takes_hyphen(pieces[-1][-1], cluster) else ""
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def takes_hyphen(before: str, after: str) -> bool:
    """Whether a break between two letters is shown: in Latin, Greek and Cyrillic words, not in Arabic ones."""
    return all(letter.isalpha() and unicodedata.bidirectional(letter) == "L" for letter in (before, after[0]))


def clusters(word: str) -> list[str]:
    """Letters with the marks that belong to them."""
    found: list[str] = []
    for letter in word:
        if found and (unicodedata.category(letter).startswith("M") or letter in "\u200c\u200d" + POP_ISOLATE):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _evened(text: str, room: int, width: Width) -> list[str]:
    """As few lines as can be, of much the same length: one short word left over looks like a fault."""
    lines = wrap(text, room, width)
    if len(lines) < 2:
        return lines
    widest_word = max((wide for word in text.split() if (wide := width(word)) <= room), default=0)
    low, high, best = max(room // len(lines), widest_word), room, lines
    while high - low > 8:
        middle = (low + high) // 2
        tried = wrap(text, middle, width)
        if len(tried) <= len(lines):
            high, best = middle, tried
        else:
            low = middle
    return best


def runs_from_right(text: str, is_rtl_slip: bool) -> bool:
    """The direction of a paragraph: that of its first strong letter outside isolates (UAX 9, P2), else that of the slip."""
    depth = 0
    for letter in text:
        depth += (letter == FIRST_STRONG_ISOLATE) - (letter == POP_ISOLATE)
        kind = unicodedata.bidirectional(letter)
        if depth == 0 and kind in {"L", "R", "AL"}:
            return kind != "L"
    return is_rtl_slip

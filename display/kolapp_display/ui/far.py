# SPDX-License-Identifier: EUPL-1.2
"""How what is called is written for a last seat far away: number and desk beside each other, and a strip of earlier calls."""

from collections.abc import Iterator
from enum import StrEnum
from math import ceil

from kolapp_display.picture import DeskCall
from kolapp_display.ui.marks import ARROWS, Align, Box, Icon, Mark, Panel, Text
from kolapp_display.ui.theme import Theme, visible
from kolapp_words.texts import Texts

FIELD_W = 736.0
"""The width that the usual sizes are made for."""
HEADING, CELL, GAP = 72, 124, 16
LEAST_LINE = 0.96
ARROW, WORD_SIZE, LEAST_WORD = 0.7, 72, 40
NUMBER_SHARE = 0.6
COLOUR_EDGE = 14
WIDTH_OF_A_LETTER = 0.62
PITCH, TALL_PITCH = 1.45, 2.1
"""From line to line, as a share of the size. Arabic is tall."""
FETCHED_SIZES = (112.0, 96.0, 80.0, 68.0, 60.0, 52.0, 46.0, 40.0)


class Arrangement(StrEnum):
    """What stands beside the call, from the usual to the barest."""

    WHOLE = "whole"
    NO_WAITS = "no waits"
    STRIP = "strip"


def row_call(call: DeskCall, words: Texts, theme: Theme, box: Box, usual: float) -> list[Mark]:
    """A called number and its desk in one row, each as large as the row lets it be. `usual` is the number's size in `FIELD_W`."""
    number = Box(box.x - 16, box.y, box.w * NUMBER_SHARE, box.h)
    plate = Box(number.right + 24, box.y, box.right - number.right - 24, box.h)
    size = min(usual * number.w / (FIELD_W + 48), box.h / LEAST_LINE)
    text = Text(number, call.number, size, theme.on_accent, is_bold=True, align=Align.CENTER)
    return [text, *(fetched_plate(words, theme, plate) if call.is_fetched else sign_plate(call, words, theme, plate))]


def plate_ground(theme: Theme) -> str:
    """What a desk is written on within the field."""
    return theme.card if not theme.is_dark else theme.on_accent


def plate(call: DeskCall, theme: Theme, box: Box) -> Panel:
    """What a desk is written on, edged in the desk's own colour where it has one."""
    ground = plate_ground(theme)
    return Panel(box, ground, 24, visible(call.colour, ground), COLOUR_EDGE) if call.colour else Panel(box, ground, 24)


def fetched_plate(words: Texts, theme: Theme, box: Box) -> list[Mark]:
    """That somebody comes, on white, as large as it has room."""
    said, icon = words("field.fetched"), min(box.h * 0.5, 150.0, box.w * 0.25)
    text = Box(box.x + 40 + icon + 32, box.y, box.w - icon - 112, box.h)
    pitch = TALL_PITCH if words.language.is_rtl else PITCH
    size = next((size for size in FETCHED_SIZES if _has_room(said, size, text, pitch)), FETCHED_SIZES[-1])
    return [
        Panel(box, plate_ground(theme), 24),
        Icon(Box(box.x + 40, box.y + (box.h - icon) / 2, icon, icon), "human", theme.accent, 2.6),
        Text(text, said, size, theme.accent, language=words.language.code, wraps=True),
    ]


def _has_room(said: str, size: float, box: Box, pitch: float) -> bool:
    """Whether the words fit in whole lines: a word is never parted, so that a line is fuller than the letters alone tell."""
    longest = max(map(len, said.split()))
    lines = ceil(len(said) * size * WIDTH_OF_A_LETTER / (box.w - longest * size * WIDTH_OF_A_LETTER / 2))
    return longest * size * WIDTH_OF_A_LETTER <= box.w and lines * size * pitch <= box.h


def sign_plate(call: DeskCall, words: Texts, theme: Theme, box: Box) -> list[Mark]:
    """The desk's sign and the way to it, on white; its word stands above where there is room."""
    has_word = box.h > 260
    top = box.y + (WORD_SIZE * 1.4 if has_word else 0)
    room = Box(box.x, top, box.w, box.bottom - top)
    share = 0.62 * len(call.sign) + ARROW + 0.25
    size = min(room.h / LEAST_LINE, (box.w - 48) / share)
    word = Text(
        Box(box.x + 32, box.y + 12, box.w - 64, WORD_SIZE * 1.4),
        word_of(words),
        WORD_SIZE,
        theme.accent,
        language=words.language.code,
    )
    ground = plate(call, theme, box)
    return [ground, *([word] if has_word else []), *_sign_and_arrow(call, theme, room, size)]


def parted_desk(call: DeskCall, words: Texts, theme: Theme, box: Box, size: float) -> list[Mark]:
    """The word for a desk small, where it can still be read, its sign as large as the last seat asks, and the way to it."""
    sign_w = size * (0.62 * len(call.sign) + ARROW + 0.25) + 48
    name, room = word_of(words), Box(box.x + 40, box.y, box.w - sign_w - 56, box.h)
    name_size = min(WORD_SIZE, room.w / (WIDTH_OF_A_LETTER * len(name)))
    word = [Text(room, name, name_size, theme.accent, language=words.language.code)] if name_size >= LEAST_WORD else []
    sign = Box(box.right - sign_w, box.y, sign_w, box.h)
    ground = plate(call, theme, box)
    return [ground, *word, *_sign_and_arrow(call, theme, sign, size)]


def _sign_and_arrow(call: DeskCall, theme: Theme, box: Box, size: float) -> Iterator[Mark]:
    arrow, sign_w = size * ARROW, size * 0.62 * len(call.sign)
    points_left = ARROWS[call.direction] == "back"
    left = box.x + (box.w - arrow - sign_w - size * 0.1) / 2
    arrow_x, sign_x = (left, left + arrow + size * 0.1) if points_left else (left + sign_w + size * 0.1, left)
    yield Text(Box(sign_x, box.y, sign_w, box.h), call.sign, size, theme.accent, is_bold=True, align=Align.CENTER)
    yield Icon(Box(arrow_x, box.y + (box.h - arrow) / 2, arrow, arrow), ARROWS[call.direction], theme.accent, 2.6)


def word_of(words: Texts) -> str:
    """What a desk is called, without its sign."""
    return words("desk", sign="").strip("\u2068\u2069 ")


def strip_height(width: float, height: float) -> float:
    """What five earlier calls need below the call: one row lying, two standing."""
    return HEADING + (CELL if width > height else 2 * CELL + GAP)


def strip_cells(box: Box) -> list[Box]:
    """Places for five earlier calls."""
    columns = 5 if box.h < HEADING + 2 * CELL else 3
    width = (box.w - GAP * (columns - 1)) / columns
    return [
        Box(box.x + place % columns * (width + GAP), box.y + HEADING + place // columns * (CELL + GAP), width, CELL)
        for place in range(5)
    ]

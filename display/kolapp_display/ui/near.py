# SPDX-License-Identifier: EUPL-1.2
"""The sheet of a screen at eye height (1.4 to 1.6 m), to be walked up to: the calls with times and ways in words, who waits, and
how it goes to. It has more to read and smaller letters than the screen that is seen from the seats.
"""

from dataclasses import replace
from math import ceil

from kolapp_display.picture import DeskCall, WaitingPicture, WaitRow
from kolapp_display.ui.marks import ARROWS, Align, Box, Icon, Mark, Panel, Text
from kolapp_display.ui.waiting import GAP, MARGIN, WIDTH_OF_A_LETTER, Style, banner_marks, wait_words

CALLS = 7
ROW_H, ROW_GAP, HEAD = 104, 12, 112
NUMBER_SIZE, TEXT_SIZE, DESK_SIZE, LEAST_SIZE = 72, 52, 46, 40
NOTE_H, NOTE_LINE, NOTE_MARGIN, WAIT_H, TILE = 120, 56, 84, 66, 56
NOTES: tuple[tuple[str, ...], ...] = (("sign", "near.how"), ("undo", "near.missed"), ("human", "near.help"))
LOOP = ("listen", "loop", "loop.how")


def near_sheet(picture: WaitingPicture, style: Style, width: float, height: float) -> tuple[Mark, ...]:
    """All that stands on a screen at eye height."""
    banner, banner_h = banner_marks(replace(picture, has_loop=False), style, width, height)
    bottom = height - MARGIN - banner_h
    is_lying = width > height
    calls_w = (width - 2 * MARGIN - GAP) * 0.58 if is_lying else width - 2 * MARGIN
    rows = min(CALLS, int((bottom - MARGIN - HEAD + ROW_GAP) // (ROW_H + ROW_GAP))) if is_lying else CALLS
    calls = Box(MARGIN, MARGIN, calls_w, HEAD + rows * (ROW_H + ROW_GAP))
    rest = Box(calls.right + GAP, MARGIN, width - MARGIN - GAP - calls.right, bottom - MARGIN)
    if not is_lying:
        rest = Box(MARGIN, calls.bottom + 8, width - 2 * MARGIN, bottom - calls.bottom - 8)
    marks: list[Mark] = [Panel(Box(0, 0, width, height), style.theme.paper), *_calls(picture, style, calls, rows)]
    return (*marks, *_beside(picture, style, rest), *banner)


def _calls(picture: WaitingPicture, style: Style, box: Box, rows: int) -> list[Mark]:
    words, theme = style.words, style.theme
    head = Box(box.x, box.y - 12, box.w * 0.75, HEAD - 16)
    clock = Box(box.right - 300, box.y - 12, 300, HEAD - 16)
    marks: list[Mark] = [
        Text(head, words("near.calls"), 60, theme.ink, is_bold=True, language=words.language.code),
        Text(clock, picture.clock, 76, theme.ink, is_bold=True, align=Align.RIGHT),
    ]
    called = [*reversed(picture.field), *picture.earlier]
    if not called:
        marks.append(
            Text(Box(box.x, box.y + HEAD, box.w, 80), words("near.nobody"), TEXT_SIZE, theme.ink, language=words.language.code)
        )
    for place, call in enumerate(called[:rows]):
        row = Box(box.x, box.y + HEAD + place * (ROW_H + ROW_GAP), box.w, ROW_H)
        marks += _call(call, style, row, is_new=place < len(picture.field))
    return marks


def _call(call: DeskCall, style: Style, row: Box, *, is_new: bool) -> list[Mark]:
    """One call: number, desk, which way in words and as an arrow, and when."""
    words, theme = style.words, style.theme
    ink, ground = (theme.on_accent, theme.accent) if is_new else (theme.ink, theme.card)
    border = theme.edge if ground == theme.paper else None
    code = words.language.code
    number = Box(row.x + 28, row.y, 320, row.h)
    arrow = Box(number.right + 12, row.y + (row.h - 56) / 2, 56, 56)
    time = Box(row.right - 188, row.y, 160, row.h)
    where = Box(arrow.right + 28, row.y, time.x - arrow.right - 40, row.h)
    ground_and_number: list[Mark] = [Panel(row, ground, 20, border, 3), Text(number, call.number, NUMBER_SIZE, ink, is_bold=True)]
    if call.is_fetched:
        coming = Box(where.x, row.y, row.right - 28 - where.x, row.h)
        said = Text(coming, words("field.fetched"), LEAST_SIZE, ink, language=code)
        return [*ground_and_number, Icon(arrow, "human", ink, 2.6), said]
    upper, lower = Box(where.x, row.y + 4, where.w, row.h / 2 - 4), Box(where.x, row.y + row.h / 2, where.w, row.h / 2 - 4)
    return [
        *ground_and_number,
        Icon(arrow, ARROWS[call.direction], ink, 2.6),
        Text(upper, words("desk", sign=call.sign), DESK_SIZE, ink, is_bold=True, language=code),
        Text(lower, words(f"near.{call.direction.value}"), LEAST_SIZE, ink, language=code),
        Text(time, call.at, TEXT_SIZE, ink, align=Align.RIGHT),
    ]


def _beside(picture: WaitingPicture, style: Style, box: Box) -> list[Mark]:
    """Who waits, and how it goes to; of the notes as many as have room, the last before the first."""
    waits_h = WAIT_H * (len(picture.waits) + 1) + 12
    notes = [*NOTES, *([LOOP] if picture.has_loop else [])]
    while len(notes) > 1 and max(_note_height(note, style, box.w) for note in notes) * len(notes) > box.h - waits_h:
        notes = notes[1:]
    below = Box(box.x, box.y + waits_h, box.w, min(box.h - waits_h, NOTE_H * 1.4 * len(notes)))
    return [*_waits(picture, style, Box(box.x, box.y, box.w, waits_h)), *_notes(notes, style, below)]


def _waits(picture: WaitingPicture, style: Style, box: Box) -> list[Mark]:
    words, theme = style.words, style.theme
    is_stale = picture.silent_s is not None and picture.heard is not None
    heading = words("waits.then", time=picture.heard) if is_stale else words("waits.now")
    title = Box(box.x, box.y - 8, box.w, WAIT_H - 8)
    marks: list[Mark] = [Text(title, heading, DESK_SIZE, theme.ink, is_bold=True, language=words.language.code)]
    for place, row in enumerate(picture.waits):
        marks += _wait(row, style, Box(box.x, box.y + WAIT_H * (place + 1), box.w, WAIT_H))
    return marks


def _wait(row: WaitRow, style: Style, box: Box) -> list[Mark]:
    """Who waits for a group, in one line."""
    theme, (first, second) = style.theme, wait_words(row, style)
    tile = Box(box.x, box.y + (box.h - TILE) / 2, TILE, TILE)
    text = Box(tile.right + 24, box.y, box.right - tile.right - 24, box.h)
    border = theme.edge if theme.tint == theme.paper else None
    return [
        Panel(tile, theme.tint, 12, border, 3),
        Text(tile, row.series, LEAST_SIZE, theme.accent, is_bold=True, align=Align.CENTER),
        Text(text, first, LEAST_SIZE, theme.ink, is_bold=True, tail=second, language=style.words.language.code),
    ]


def _note_height(note: tuple[str, ...], style: Style, width: float) -> float:
    """What a note needs, as it stands in lines of that width; the least is that of two lines."""
    letters = sum(len(style.words(key)) + 1 for key in note[1:])
    return max(NOTE_H, NOTE_LINE * ceil(letters * LEAST_SIZE * WIDTH_OF_A_LETTER / (width - NOTE_MARGIN)) + 8)


def _notes(notes: list[tuple[str, ...]], style: Style, box: Box) -> list[Mark]:
    words, theme = style.words, style.theme
    marks: list[Mark] = []
    step = box.h / len(notes)
    for place, (icon, *keys) in enumerate(notes):
        y = box.y + place * step
        marks.append(Icon(Box(box.x, y + 8, 56, 56), icon, theme.accent))
        text = Box(box.x + NOTE_MARGIN, y, box.w - NOTE_MARGIN, step)
        marks.append(
            Text(
                text,
                " ".join(words(key) for key in keys),
                LEAST_SIZE,
                theme.ink,
                language=words.language.code,
                wraps=True,
                is_high=True,
            )
        )
    return marks

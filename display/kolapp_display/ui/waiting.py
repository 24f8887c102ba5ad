# SPDX-License-Identifier: EUPL-1.2
"""The waiting room's sheet: picture -> marks. The call, the earlier calls, who waits, and at most one banner.

What is called must be read from the last seat. Where the usual arrangement cannot write it so large, who waits gives its place
to the call; where that is not enough, the earlier calls stand in a strip below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, inf

from kolapp_display.picture import DeskCall, WaitingPicture, WaitRow
from kolapp_display.ui.far import FIELD_W, Arrangement, fetched_plate, parted_desk, plate, row_call, strip_cells, strip_height
from kolapp_display.ui.marks import ARROWS, Align, Box, Icon, Mark, Panel, Text
from kolapp_display.ui.theme import Theme
from kolapp_words.texts import Texts

LONGEST_WITH_BAND = 19
"""Minutes: above it number and band together are wider than their column."""
MARGIN, GAP = 48, 40
EARLIER_W, WAITS_W = 544, 368
NUMBER_SIZES = {4: 300, 5: 252, 6: 212, 7: 184}
SHARED_SIZES = {4: 236, 5: 224, 6: 204, 7: 176}
EARLIER_SIZES = {4: 136, 5: 112, 6: 92, 7: 80}
"""Sizes by the length of a number: three digits are the rule, four come after 999, and longer ones from a kiosk offline."""
DESK_SIZES, LEAST_DESK_SIZE = {**dict.fromkeys(range(7), 160), 7: 136}, 116
LONGEST_NUMBER = 7
LEAST_LINE = 0.96
"""What a line of figures needs in height to stand freely, as a share of its size."""
ARABIC_LINE = 1.5
"""Signs hang under Arabic letters, as under the middle one of Persian "desk"."""
BANNER_SIZE, WIDTH_OF_A_LETTER, BOLD_LETTER = 44, 0.56, 0.57
LATIN_PITCH, RTL_PITCH = 62, 70
"""From line to line in a banner. Arabic is tall."""
ROW_WITH_LINE = 108
"""A line between rows of two lines stands free of their letters from this height on."""
WIDE_LETTERS = frozenset("MW")


@dataclass(frozen=True, slots=True)
class Style:
    """What the sheet is drawn with: the screen's texts, those of every caller's language, and colours.

    `least_size` is what a called number and its desk are written in at least, to be read from the last seat.
    """

    words: Texts
    words_of: dict[str, Texts]
    theme: Theme
    least_size: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the parts of the sheet stand."""

    field: Box
    earlier: Box
    waits: Box
    clock: Box


@dataclass(frozen=True, slots=True)
class Banner:
    """One message at the foot: what is so in bold, what to do about it after that."""

    first: str
    second: str
    icon: str
    ink: str
    ground: str
    height: float
    wraps: bool


def waiting_sheet(picture: WaitingPicture, style: Style, width: float, height: float) -> tuple[Mark, ...]:
    """All that stands on the screen of a waiting room."""
    banner, banner_h = banner_marks(picture, style, width, height)
    size = (width, height - MARGIN - banner_h)
    marks: list[Mark] = [Panel(Box(0, 0, width, height), style.theme.paper)]
    for arrangement in Arrangement:
        grid = _grid(*size, arrangement)
        field = _field(picture, style, grid.field, arrangement)
        if called_size(picture, field) >= style.least_size:
            break
    marks += [*field, *_earlier(picture, style, grid.earlier, arrangement)]
    marks += _clock(picture, style, grid)
    if arrangement is Arrangement.WHOLE:
        marks += wait_rows(picture, style, grid.waits)
    return (*marks, *banner)


def banner_marks(picture: WaitingPicture, style: Style, width: float, height: float) -> tuple[list[Mark], float]:
    """The one message at the foot, and how much of the sheet's height it takes with the room above it."""
    banner = _banner_of(picture, style, width)
    if banner is None:
        return [], 0.0
    box = Box(MARGIN, height - 32 - banner.height, width - 2 * MARGIN, banner.height)
    return _banner(banner, style, box), banner.height + 24


def called_size(picture: WaitingPicture, marks: Iterable[Mark]) -> float:
    """The smallest size in which a called number, or the sign of its desk, is written; endless where nobody is called."""
    return min((mark.size for mark in marks if isinstance(mark, Text) and mark.is_bold and picture.field), default=inf)


def _grid(width: float, bottom: float, arrangement: Arrangement) -> Grid:
    if arrangement is Arrangement.STRIP:
        top = bottom - strip_height(width, bottom)
        return Grid(
            field=Box(MARGIN, MARGIN, width - 2 * MARGIN, top - GAP - MARGIN),
            earlier=Box(MARGIN, top, width - 2 * MARGIN, bottom - top),
            waits=Box(0, 0, 0, 0),
            clock=Box(width - MARGIN - 320, top - 12, 320, 68),
        )
    if width > bottom and arrangement is Arrangement.NO_WAITS:
        earlier_x = width - MARGIN - EARLIER_W
        return Grid(
            field=Box(MARGIN, MARGIN, earlier_x - GAP - MARGIN, bottom - MARGIN),
            earlier=Box(earlier_x, 176, EARLIER_W, bottom - 176),
            waits=Box(0, 0, 0, 0),
            clock=Box(earlier_x, 36, EARLIER_W, 112),
        )
    if width > bottom:
        waits_x = width - MARGIN - WAITS_W
        earlier_x = waits_x - GAP - EARLIER_W
        return Grid(
            field=Box(MARGIN, MARGIN, earlier_x - GAP - MARGIN, bottom - MARGIN),
            earlier=Box(earlier_x, MARGIN, EARLIER_W, bottom - MARGIN),
            waits=Box(waits_x, 176, WAITS_W, bottom - 176),
            clock=Box(waits_x, 36, WAITS_W, 112),
        )
    middle = bottom - 740
    return Grid(
        field=Box(MARGIN, MARGIN + 112, width - 2 * MARGIN, middle - GAP - MARGIN - 112),
        earlier=Box(MARGIN, middle, width - 2 * MARGIN - (GAP + WAITS_W) * (arrangement is Arrangement.WHOLE), bottom - middle),
        waits=Box(width - MARGIN - WAITS_W, middle, WAITS_W, bottom - middle),
        clock=Box(MARGIN, 32, width - 2 * MARGIN, 112),
    )


def _field(picture: WaitingPicture, style: Style, box: Box, arrangement: Arrangement) -> list[Mark]:
    theme = style.theme
    lit = any(call.is_lit for call in picture.field)
    border = Panel(box, theme.accent, 32, theme.on_accent if lit else None, 16 if lit else 0)
    if not picture.field:
        return [border, *_quiet_field(picture, style, box.inset(48))]
    if len(picture.field) == 1:
        return [border, *_one_call(picture.field[0], style, box.inset(48))]
    return [border, *_two_calls(picture.field, style, box.inset(48), arrangement)]


def _quiet_field(picture: WaitingPicture, style: Style, box: Box) -> list[Mark]:
    words, ink = style.words, style.theme.on_accent
    title, line = words("field.welcome"), words("field.how")
    if not picture.is_open:
        title = words("field.closed")
        line = words("field.opens", time=picture.opens) if picture.opens else words("field.closed_today")
    top = box.y + box.h * 0.28
    code = words.language.code
    return [
        Text(Box(box.x, top, box.w, 150), title, 104, ink, is_bold=True, language=code),
        Text(Box(box.x, top + 156, box.w, 300), line, 60, ink, language=code, wraps=True, is_high=True),
    ]


def _one_call(call: DeskCall, style: Style, box: Box) -> list[Mark]:
    title = _title(call, style, box)
    desk_h = max(min(304, box.h * 0.36), style.least_size * 1.15)
    desk = Box(box.x, box.bottom - desk_h, box.w, desk_h)
    top = box.y + 96 * len(title)
    number = Box(box.x - 24, top, box.w + 48, desk.y - top)
    size = min(_size(NUMBER_SIZES, call.number) * max(1.0, box.w / FIELD_W), number.h / LEAST_LINE)
    text = Text(number, call.number, size, style.theme.on_accent, is_bold=True, align=Align.CENTER)
    return [*title, text, *_desk(call, style, desk, 152)]


def _two_calls(calls: tuple[DeskCall, ...], style: Style, box: Box, arrangement: Arrangement) -> list[Mark]:
    words, ink = style.words, style.theme.on_accent
    title = Text(Box(box.x, box.y - 20, box.w, 84), words("field.your_turns"), 60, ink, language=words.language.code)
    top, marks = box.y + 64, [title]
    half = (box.bottom - top - 24) / 2
    for place, call in enumerate(calls):
        part = Box(box.x, top + place * (half + 24), box.w, half)
        if arrangement is Arrangement.WHOLE:
            marks += _stacked_call(call, style, part, 156, _size(SHARED_SIZES, call.number))
        elif half < box.w / 2:
            marks += row_call(call, words, style.theme, part, _size(NUMBER_SIZES, call.number))
        else:
            size = _size(NUMBER_SIZES, call.number) * box.w / FIELD_W
            marks += _stacked_call(call, style, part, max(156, style.least_size * 1.15), size)
    return marks


def _stacked_call(call: DeskCall, style: Style, part: Box, desk_h: float, size: float) -> list[Mark]:
    """A number and under it its desk."""
    desk = Box(part.x, part.bottom - desk_h, part.w, desk_h)
    number = Box(part.x, part.y, part.w, desk.y - part.y)
    size = min(size, number.h / LEAST_LINE)
    text = Text(number, call.number, size, style.theme.on_accent, is_bold=True, align=Align.CENTER)
    return [text, *_desk(call, style, desk, 136)]


def _title(call: DeskCall, style: Style, box: Box) -> list[Mark]:
    """In the screen's language, and beneath it in the caller's own."""
    key, ink = ("field.again" if call.is_again else "field.your_turn"), style.theme.on_accent
    spoken = [style.words]
    if call.language != style.words.language.code and call.language in style.words_of:
        spoken.append(style.words_of[call.language])
    return [
        Text(
            Box(box.x, box.y - 8 + 92 * place, box.w, 100),
            words(key),
            72 if place == 0 else 60,
            ink,
            language=words.language.code,
            align=Align.RIGHT if words.language.is_rtl and place else Align.LEFT,
        )
        for place, words in enumerate(spoken)
    ]


def _desk(call: DeskCall, style: Style, box: Box, size: float) -> list[Mark]:
    """The desk and the way to it on white, the arrow on the side that it points to."""
    theme, words = style.theme, style.words
    if call.is_fetched:
        return fetched_plate(words, theme, box)
    label = words("desk", sign=call.sign)
    size = min(size, DESK_SIZES.get(len(label), LEAST_DESK_SIZE)) * max(1.0, box.w / FIELD_W)
    line = ARABIC_LINE if words.language.is_rtl else LEAST_LINE
    size = min(size, box.h / line, (box.w - 104) / (BOLD_LETTER * len(label) + 0.8))
    if size < style.least_size:
        return parted_desk(call, words, theme, box, min(style.least_size, box.h / LEAST_LINE))
    arrow = size * 0.8
    points_left = ARROWS[call.direction] == "back"
    text_x = box.x + 40 + (arrow + 24 if points_left else 0)
    text = Box(text_x, box.y, box.w - 80 - arrow - 24, box.h)
    icon_x = box.x + 40 if points_left else box.right - 40 - arrow
    return [
        plate(call, theme, box),
        Text(text, label, size, theme.accent, is_bold=True, language=words.language.code),
        Icon(Box(icon_x, box.y + (box.h - arrow) / 2, arrow, arrow), ARROWS[call.direction], theme.accent, 2.6),
    ]


def _earlier(picture: WaitingPicture, style: Style, box: Box, arrangement: Arrangement) -> list[Mark]:
    words, theme = style.words, style.theme
    heading, gap = Box(box.x, box.y - 12, box.w, 68), 16
    if arrangement is Arrangement.STRIP:
        title = Text(heading, words("earlier"), 48, theme.ink, is_bold=True, language=words.language.code)
        cells = zip(picture.earlier, strip_cells(box), strict=False)
        return [title, *(mark for call, cell in cells for mark in _earlier_row(call, theme, cell, 0.62))]
    marks: list[Mark] = [Text(heading, words("earlier"), 48, theme.ink, is_bold=True, language=words.language.code)]
    row_h = min(168.0, (box.bottom - box.y - 80 - 4 * gap) / 5)
    for place, call in enumerate(picture.earlier):
        row = Box(box.x, box.y + 80 + place * (row_h + gap), box.w, row_h)
        marks += _earlier_row(call, theme, row)
    return marks


def _earlier_row(call: DeskCall, theme: Theme, row: Box, share: float = 1.0) -> list[Mark]:
    """A call that was. `share` is how large it is written, of the usual."""
    sign_size, tip = (96 if len(call.sign) == 1 else 80) * share, 54 * share
    sign_w = 0.6 * sign_size * len(call.sign)
    sign = Box(row.right - 24 * share - sign_w, row.y, sign_w, row.h)
    arrow = Box(sign.x - 8 * share - tip, row.y + (row.h - tip) / 2, tip, tip)
    number = Box(row.x + 20 * share, row.y, arrow.x - row.x - 24 * share, row.h)
    size = _size(EARLIER_SIZES, call.number) * (1.0 if len(call.sign) == 1 else 0.9) * share
    ground = Panel(row, theme.card, 24, theme.edge if theme.card == theme.paper else None, 3)
    if call.is_fetched:
        coming = Box(sign.right - 1.4 * tip, row.y + (row.h - 1.4 * tip) / 2, 1.4 * tip, 1.4 * tip)
        return [ground, Text(number, call.number, size, theme.ink, is_bold=True), Icon(coming, "human", theme.accent, 2.5)]
    return [
        ground,
        Text(number, call.number, size, theme.ink, is_bold=True),
        Icon(arrow, ARROWS[call.direction], theme.accent, 2.5),
        Text(sign, call.sign, sign_size, theme.accent, is_bold=True, align=Align.RIGHT),
    ]


def _clock(picture: WaitingPicture, style: Style, grid: Grid) -> list[Mark]:
    return [Text(grid.clock, picture.clock, min(112, grid.clock.h), style.theme.ink, is_bold=True, align=Align.RIGHT)]


def wait_rows(picture: WaitingPicture, style: Style, box: Box) -> list[Mark]:
    """Who waits, by the letter of the group."""
    words, theme = style.words, style.theme
    is_stale = picture.silent_s is not None and picture.heard is not None
    heading = words("waits.then", time=picture.heard) if is_stale else words("waits.now")
    marks: list[Mark] = [
        Text(Box(box.x, box.y - 8, box.w, 64), heading, 44, theme.ink, is_bold=True, language=words.language.code),
        Panel(Box(box.x, box.y + 66, box.w, 3), theme.edge),
    ]
    row_h = min(132.0, (box.h - 70) / max(1, len(picture.waits)))
    for place, row in enumerate(picture.waits):
        marks += _wait_row(row, style, Box(box.x, box.y + 70 + place * row_h, box.w, row_h), place > 0 and row_h >= ROW_WITH_LINE)
    return marks


def _wait_row(row: WaitRow, style: Style, box: Box, has_line: bool) -> list[Mark]:
    theme, code = style.theme, style.words.language.code
    tile = Box(box.x, box.y + (box.h - 80) / 2, 80, 80)
    text_x, text_w = box.x + 104, box.w - 104
    first, second = wait_words(row, style)
    border = theme.edge if theme.tint == theme.paper else None
    marks: list[Mark] = [Panel(Box(box.x, box.y, box.w, 2), theme.line)] if has_line else []
    middle = box.y + box.h / 2
    marks += [Panel(tile, theme.tint, 16, border, 3), Text(tile, row.series, 56, theme.accent, True, Align.CENTER)]
    if not second:
        return [*marks, Text(Box(text_x, middle - 28, text_w, 56), first, 40, theme.ink, is_bold=True, language=code)]
    return [
        *marks,
        Text(Box(text_x, middle - 52, text_w, 54), first, 40, theme.ink, is_bold=True, language=code),
        Text(Box(text_x, middle - 4, text_w, 54), second, 40, theme.ink_2, language=code),
    ]


def wait_words(row: WaitRow, style: Style) -> tuple[str, str]:
    """How many wait for a group, and how long; the second is empty where nothing is known."""
    words = style.words
    if row.is_stopped and not row.waiting:
        return words("waits.stopped"), ""
    if not row.is_staffed and not row.waiting:
        return words("waits.nobody_there"), words("waits.opens", time=row.opens) if row.opens else ""
    if not row.waiting:
        return words("waits.nobody"), ""
    first = words("waits.people", n=row.waiting)
    if not row.is_staffed:
        return first, words("waits.opens", time=row.opens) if row.opens else words("waits.no_desk")
    return first, _estimate_words(row, style)


def _estimate_words(row: WaitRow, style: Style) -> str:
    """ "7 min (4–12)"; "4–31 min" where the group's errands differ or both do not fit; nothing where nobody knows."""
    words = style.words
    if row.minutes == 0:
        return words("waits.soon")
    if row.low is None or row.high is None:
        return "" if row.minutes is None else words("waits.about", n=row.minutes)
    if row.minutes is None or row.high > LONGEST_WITH_BAND:
        return words("waits.range", low=row.low, high=row.high)
    return words("waits.both", n=row.minutes, low=row.low, high=row.high)


def _full_words(picture: WaitingPicture, style: Style) -> str:
    if picture.full_wait is None:
        return style.words("banner.full_follow")
    low, high = picture.full_wait
    return style.words("banner.full_wait", low=low, high=high)


def _banner_of(picture: WaitingPicture, style: Style, width: float) -> Banner | None:
    words, theme = style.words, style.theme
    if picture.silent_s is not None:
        first, second = words("banner.stale", n=picture.silent_s), words("banner.ask")
    elif picture.notice:
        first, second = picture.notice, ""
    elif picture.is_full:
        first, second = words("banner.full"), _full_words(picture, style)
    elif picture.coming:
        first, second = words("banner.coming", who=picture.coming), ""
    elif picture.closes_soon_at and picture.is_open:
        first, second = words("banner.closes", time=picture.closes_soon_at), words("banner.served")
    elif picture.has_loop:
        first, second = words("loop"), words("loop.how")
    else:
        return None
    lines = ceil(len(f"{first} {second}") * BANNER_SIZE * WIDTH_OF_A_LETTER / (width - 2 * MARGIN - 144))
    is_stale = picture.silent_s is not None
    ink, ground = (theme.warn, theme.warn_ground) if is_stale else (theme.ink, theme.tint)
    icon = "off" if is_stale else "listen" if first == words("loop") else "bell"
    pitch = RTL_PITCH if words.language.is_rtl else LATIN_PITCH
    return Banner(first, second, icon, ink, ground, 88 if lines == 1 else 28 + pitch * lines, lines > 1)


def _banner(banner: Banner, style: Style, box: Box) -> list[Mark]:
    theme, code = style.theme, style.words.language.code
    words = Box(box.x + 112, box.y, box.w - 144, box.h)
    text = Text(words, banner.first, BANNER_SIZE, banner.ink, is_bold=True, tail=banner.second, language=code)
    if banner.wraps:
        whole = f"{banner.first} {banner.second}".strip()
        text = Text(
            Box(words.x, box.y + 10, words.w, box.h - 20), whole, BANNER_SIZE, banner.ink, language=code, wraps=True, is_high=True
        )
    return [
        Panel(box, banner.ground, 24, theme.edge if banner.ground == theme.paper else None, 4),
        Icon(Box(box.x + 32, box.y + 18, 52, 52), banner.icon, banner.ink),
        text,
    ]


def _size(sizes: dict[int, int], number: str) -> int:
    length = len(number) + (1 if number[0] in WIDE_LETTERS else 0)
    return sizes[min(max(length, 4), LONGEST_NUMBER)]

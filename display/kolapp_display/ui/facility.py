# SPDX-License-Identifier: EUPL-1.2
"""The facility sheet: picture -> marks. Alarms on top, waits against their targets, desks, devices. Always lying."""

from dataclasses import dataclass

from kolapp_contract.board import DeskState
from kolapp_contract.devices import AlarmKind, DeviceKind, PrinterState
from kolapp_display.facility import Alarm, DeskCell, DeviceCell, ErrandRow, FacilityPicture, Pressure, rows_that_fit
from kolapp_display.ui.marks import Align, Box, Icon, Mark, Panel, Text
from kolapp_display.ui.theme import Theme, mixed
from kolapp_display.ui.waiting import Style

MARGIN, GAP = 48, 24
ROW, CELL = 80, 88
DEVICE_ICONS = {
    DeviceKind.KIOSK: "kiosk", DeviceKind.PRINTER: "printer", DeviceKind.DISPLAY: "screen", DeviceKind.FACILITY: "screen",
}  # fmt: skip
ALARM_ICONS = {
    AlarmKind.DEVICE_SILENT: "off",
    AlarmKind.DESK_ABANDONED: "human",
    AlarmKind.DESK_NEEDED: "human",
    AlarmKind.DESK_SPARE: "human",
}
GRAVE = {PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.CUTTER_JAM, PrinterState.OFFLINE}


@dataclass(frozen=True, slots=True)
class Notice:
    """One block of the strip: what is wrong, since when, and who takes it."""

    icon: str
    first: str
    second: str
    ink: str
    ground: str
    tag: str = ""


def facility_sheet(picture: FacilityPicture, style: Style, width: float, height: float) -> tuple[Mark, ...]:
    """All that stands on the screen of those who keep the place running."""
    right_w = 624 + max(0.0, (width - 1920) / 3)
    left = Box(MARGIN, 0, width - 2 * MARGIN - GAP - right_w, height)
    right = Box(left.right + GAP, 0, right_w, height)
    has_strip = bool(picture.alarms) or picture.silent_s is not None
    top = 280 if has_strip else 136
    marks = [Panel(Box(0, 0, width, height), style.theme.paper), *_head(picture, style, width)]
    if has_strip:
        marks += _strip(picture, style, left, right)
    marks += _table(picture, style, Box(left.x, top, left.w, height - MARGIN - top))
    marks += _right(picture, style, Box(right.x, top, right.w, height - MARGIN - top))
    return tuple(marks)


def _head(picture: FacilityPicture, style: Style, width: float) -> list[Mark]:
    theme, words, code = style.theme, style.words, style.words.language.code
    return [
        Icon(Box(MARGIN, 44, 60, 60), "shield", theme.accent, 1.75),
        Text(Box(124, 40, width - 480, 72), picture.branch, 36, theme.ink, True, tail=words("facility.title"), language=code),
        Text(Box(width - 320, 36, 320 - MARGIN, 84), picture.clock, 56, theme.ink, True, Align.RIGHT),
    ]


def _strip(picture: FacilityPicture, style: Style, left: Box, right: Box) -> list[Mark]:
    """The gravest alarm wide, the next one beside it; a screen that hears nothing says that before all else."""
    places = [Box(left.x, 136, left.w, 120), Box(right.x, 136, right.w, 120)]
    marks: list[Mark] = []
    if picture.silent_s is not None:
        marks += _silence(picture.silent_s, style, places.pop(0))
    shown, rest = picture.alarms[: len(places)], len(picture.alarms) - len(places)
    if len(shown) == 1 and len(places) == 2:
        places = [Box(left.x, 136, right.right - left.x, 120)]
    for alarm, box in zip(shown, places, strict=False):
        marks += _alarm(alarm, style, box, rest if alarm is shown[-1] else 0)
    return marks


def _silence(silent_s: int, style: Style, box: Box) -> list[Mark]:
    theme, words = style.theme, style.words
    return _notice(Notice("off", words("banner.stale", n=silent_s), "", theme.warn, theme.warn_ground), style, box)


def _alarm(alarm: Alarm, style: Style, box: Box, more: int) -> list[Mark]:
    theme, words = style.theme, style.words
    ink, ground = (theme.bad, theme.bad_ground) if alarm.is_grave else (theme.warn, theme.warn_ground)
    since = words("alarm.since", time=lasting(alarm.since_s, style))
    detail = words("alarm.more", n=more) if more > 0 else _what_holds(alarm, style)
    first = words(f"alarm.{alarm.kind}", where=alarm.where)
    taken = words("alarm.taken", who=alarm.taken_by) if alarm.taken_by and box.w > 900 else ""
    return _notice(Notice(ALARM_ICONS.get(alarm.kind, "warn"), first, f"{since} {detail}", ink, ground, taken), style, box)


def _what_holds(alarm: Alarm, style: Style) -> str:
    if alarm.kind in {AlarmKind.PAPER_OUT, AlarmKind.COVER_OPEN, AlarmKind.PRINTER_FAULT}:
        return style.words("alarm.number_on_screen")
    return "" if alarm.taken_by else style.words("alarm.nobody")


def _notice(notice: Notice, style: Style, box: Box) -> list[Mark]:
    ink, code = notice.ink, style.words.language.code
    x, w = box.x + 112, box.w - 136 - (328 if notice.tag else 0)
    lines: list[Mark] = [Text(Box(x, box.y, w, box.h), notice.first, 32, ink, True, language=code)]
    if notice.second:
        lines = [
            Text(Box(x, box.y + 14, w, 46), notice.first, 30, ink, True, language=code),
            Text(Box(x, box.y + 58, w, 46), notice.second, 28, ink, language=code),
        ]
    if notice.tag:
        tag = Box(box.right - 320, box.y + 26, 296, 68)
        lines += [Panel(tag, style.theme.card, 12), Text(tag.inset(8), notice.tag, 26, ink, True, Align.CENTER, code)]
    return [Panel(box, notice.ground, 24, ink, 3), Icon(Box(box.x + 34, box.y + 34, 52, 52), notice.icon, ink), *lines]


def _table(picture: FacilityPicture, style: Style, box: Box) -> list[Mark]:
    theme, words, code = style.theme, style.words, style.words.language.code
    room = int((box.h - 138 - 52) // ROW)
    rows = rows_that_fit(picture.errands, room)
    inner = Box(box.x + 32, box.y, box.w - 64, box.h)
    total = words("facility.total", n=picture.waiting)
    marks: list[Mark] = [
        Panel(box, theme.card, 24, theme.edge if theme.card == theme.paper else None, 3),
        Text(Box(inner.x, box.y + 20, inner.w / 2, 60), words("facility.waits"), 36, theme.ink, True, language=code),
        Text(
            Box(inner.x + inner.w / 2, box.y + 20, inner.w / 2, 60),
            f"{total} {words('facility.line')}",
            32,
            theme.ink,
            align=Align.RIGHT,
            language=code,
        ),
        *_table_head(style, inner),
    ]
    for place, row in enumerate(rows):
        line = Box(inner.x, box.y + 138 + place * ROW, inner.w, ROW)
        marks += [Panel(Box(line.x, line.y, line.w, 2), theme.line), *_errand(row, picture.full_minutes, style, line)]
    if len(rows) < len(picture.errands):
        more = words("facility.more", n=len(picture.errands) - len(rows))
        y = box.y + 138 + len(rows) * ROW
        marks += [
            Panel(Box(inner.x, y, inner.w, 2), theme.line),
            Text(Box(inner.x, y + 4, inner.w, 48), more, 26, theme.ink_2, language=code),
        ]
    return marks


def _columns(line: Box) -> dict[str, Box]:
    """The columns of the table, from its right side: tag, target, longest, bar, count, and the name takes the rest."""
    tag = Box(line.right - 214, line.y, 214, line.h)
    target = Box(tag.x - 12 - 112, line.y, 112, line.h)
    longest = Box(target.x - 12 - 116, line.y, 116, line.h)
    bar = Box(longest.x - 16 - 200, line.y, 200, line.h)
    count = Box(bar.x - 20 - 76, line.y, 76, line.h)
    return {
        "tag": tag, "target": target, "longest": longest, "bar": bar, "count": count,
        "name": Box(line.x, line.y, count.x - line.x - 8, line.h),
    }  # fmt: skip


def _table_head(style: Style, inner: Box) -> list[Mark]:
    words, theme, code = style.words, style.theme, style.words.language.code
    columns = _columns(Box(inner.x, inner.y + 88, inner.w, 44))
    count = columns["count"]
    columns["count"] = Box(count.x - 80, count.y, count.w + 80, count.h)
    heads = {"name": "errand", "count": "count", "longest": "longest", "target": "target"}
    return [
        Text(
            columns[name],
            words(f"facility.{key}"),
            26,
            theme.ink_2,
            align=Align.LEFT if name == "name" else Align.RIGHT,
            language=code,
        )
        for name, key in heads.items()
    ]


def _errand(row: ErrandRow, full_minutes: float, style: Style, line: Box) -> list[Mark]:
    theme, words, code = style.theme, style.words, style.words.language.code
    at = _columns(line)
    longest = "–" if row.longest_minutes is None else words("minutes", n=row.longest_minutes)
    target = words("minutes", n=row.target_minutes)
    size = 32 if len(row.name) <= 20 else 26
    return [
        Text(at["name"], row.name, size, theme.ink, is_bold=True, language=code, wraps=len(row.name) > 24),
        Text(at["count"], str(row.waiting), 32, theme.ink, is_bold=True, align=Align.RIGHT),
        *_bar(row, full_minutes, theme, at["bar"]),
        Text(at["longest"], longest, 32, theme.ink, is_bold=True, align=Align.RIGHT, language=code),
        Text(at["target"], target, 32, theme.ink_2, align=Align.RIGHT, language=code),
        *_pressure(row, style, at["tag"]),
    ]


def _bar(row: ErrandRow, full_minutes: float, theme: Theme, box: Box) -> list[Mark]:
    y, h = box.y + box.h / 2 - 12, 24
    length = max(12.0, box.w * (row.longest_minutes or 0) / full_minutes)
    fill = {Pressure.NEAR: theme.warn, Pressure.OVER: theme.bad}.get(row.pressure, theme.accent)
    marks: list[Mark] = [Panel(Box(box.x, y, box.w, h), mixed(theme.line, theme.card, 0.4), 8)]
    if row.longest_minutes is not None:
        marks.append(Panel(Box(box.x, y, length, h), fill, 8))
    mark_x = box.x + box.w * row.target_minutes / full_minutes
    return [*marks, Panel(Box(mark_x - 2, y - 12, 4, h + 24), theme.ink)]


def _pressure(row: ErrandRow, style: Style, box: Box) -> list[Mark]:
    theme, words = style.theme, style.words
    if row.pressure is Pressure.CALM:
        return []
    tag = Box(box.x + 8, box.y + 18, box.w - 8, box.h - 36)
    ink, ground = {
        Pressure.NEAR: (theme.warn, theme.warn_ground),
        Pressure.OVER: (theme.bad, theme.bad_ground),
        Pressure.UNSTAFFED: (theme.ink_2, theme.tint),
    }[row.pressure]
    opens = row.pressure is Pressure.UNSTAFFED and row.opens
    text = words("pressure.opens", time=row.opens) if opens else words(f"pressure.{row.pressure}")
    marks: list[Mark] = [Panel(tag, ground, 8)]
    icon_w = 40 if row.pressure is Pressure.OVER else 0
    if icon_w:
        marks.append(Icon(Box(tag.x + 10, tag.y + 9, 30, 30), "warn", ink, 2.5))
    words_box = Box(tag.x + 10 + icon_w, tag.y, tag.w - 16 - icon_w, tag.h)
    return [*marks, Text(words_box, text, 26, ink, is_bold=True, language=words.language.code)]


def _right(picture: FacilityPicture, style: Style, box: Box) -> list[Mark]:
    """Desks above, devices beneath, each as high as its rows; what has no room is left to the monitor page."""
    desk_rows = (len(picture.desks) + 1) // 2
    desks_h = min(92 + CELL * desk_rows + 16, box.h * 0.6)
    desks = Box(box.x, box.y, box.w, desks_h)
    devices = Box(box.x, desks.bottom + GAP, box.w, box.h - desks_h - GAP)
    marks = _group(style.words("facility.desks"), style, desks)
    for cell, place in zip(picture.desks, _cells(desks), strict=False):
        marks += _desk(cell, style, place)
    marks += _group(style.words("facility.devices"), style, devices)
    if not picture.devices:
        words = style.words("facility.no_devices")
        line = Box(devices.x + 32, devices.y + 88, devices.w - 64, 100)
        marks.append(Text(line, words, 28, style.theme.ink_2, language=style.words.language.code, wraps=True))
    for device, place in zip(picture.devices, _cells(devices), strict=False):
        marks += _device(device, style, place)
    return marks


def _group(title: str, style: Style, box: Box) -> list[Mark]:
    theme = style.theme
    return [
        Panel(box, theme.card, 24, theme.edge if theme.card == theme.paper else None, 3),
        Text(Box(box.x + 32, box.y + 20, box.w - 64, 60), title, 36, theme.ink, True, language=style.words.language.code),
    ]


def _cells(box: Box) -> list[Box]:
    """Two columns of cells, as many as there is room for under the heading."""
    rows, width = int((box.h - 92) // CELL), (box.w - 48) / 2
    return [
        Box(box.x + 32 + column * width, box.y + 84 + row * CELL, width - 8, CELL) for row in range(rows) for column in (0, 1)
    ]


def _desk(cell: DeskCell, style: Style, box: Box) -> list[Mark]:
    theme, words, code = style.theme, style.words, style.words.language.code
    tile = Box(box.x, box.y + 10, 64, 64)
    ink = {DeskState.READY: theme.good, DeskState.CALLING: theme.accent, DeskState.SERVING: theme.accent}
    state = words(f"desk.{cell.state}", number=cell.number or "")
    since = lasting(cell.since_s, style) if cell.since_s is not None and cell.state is not DeskState.CLOSED else ""
    second = words("desk.ready_for_next") if cell.state is DeskState.READY else since
    border = theme.edge if theme.tint == theme.paper else None
    text = Box(tile.right + 16, box.y + 4, box.w - 80, 40)
    if not second:
        text = Box(text.x, box.y + 10, text.w, 64)
    marks: list[Mark] = [
        Panel(tile, theme.tint, 12, border, 3),
        Text(tile, cell.sign, 40, theme.accent, True, Align.CENTER),
        Text(text, state, 28, ink.get(cell.state, theme.ink_2), is_bold=True, language=code),
    ]
    if second:
        marks.append(Text(Box(text.x, box.y + 42, text.w, 40), second, 26, theme.ink_2, language=code))
    return marks


def _device(cell: DeviceCell, style: Style, box: Box) -> list[Mark]:
    theme, code = style.theme, style.words.language.code
    state, icon, ink = _device_state(cell, style)
    x, w = box.x + 52, box.w - 52
    return [
        Icon(Box(box.x - 4, box.y + 14, 44, 44), DEVICE_ICONS[cell.kind], theme.ink),
        Text(Box(x, box.y + 4, w, 40), cell.name, 28, theme.ink, is_bold=True, language=code),
        Icon(Box(x, box.y + 48, 28, 28), icon, ink, 2.75),
        Text(Box(x + 34, box.y + 42, w - 34, 40), state, 26, ink, is_bold=ink != theme.good, language=code),
    ]


def _device_state(cell: DeviceCell, style: Style) -> tuple[str, str, str]:
    """The words, the icon and the colour of a device's state."""
    theme, words = style.theme, style.words
    if cell.silent_s is not None:
        return words("device.silent", time=lasting(cell.silent_s, style)), "off", theme.warn
    if cell.printer is None or cell.printer is PrinterState.OK:
        return words("device.works"), "check", theme.good
    is_grave = cell.printer in GRAVE
    icon = "paperout" if cell.printer is PrinterState.PAPER_OUT else "warn"
    return words(f"printer.{cell.printer}"), icon, theme.bad if is_grave else theme.warn


def lasting(seconds: int, style: Style) -> str:
    """A length of time in the largest unit that fits: "25 s", "3 min", "2 tim"."""
    if seconds < 60:
        return style.words("seconds", n=seconds)
    if seconds < 5400:
        return style.words("minutes", n=seconds // 60)
    return style.words("hours", n=round(seconds / 3600))

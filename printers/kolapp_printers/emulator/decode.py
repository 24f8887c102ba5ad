# SPDX-License-Identifier: EUPL-1.2
"""PURE: bytes become commands, and commands a page. Whatever is not known is listed, never passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

NUL, ESC, GS, DLE = 0x00, 0x1B, 0x1D, 0x10
ANSWER_LETTERS = 4
ASKED = re.compile(rb"\x10\x04([\x01-\x04])")


@dataclass(frozen=True, slots=True)
class Initialise:
    """ESC @"""


@dataclass(frozen=True, slots=True)
class Raster:
    """GS v 0: one bit per dot, 1 is black, eight dots to a byte."""

    width_bytes: int
    rows: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """ESC d n"""

    lines: int


@dataclass(frozen=True, slots=True)
class Cut:
    """GS V m"""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """DLE EOT n"""

    question: int


@dataclass(frozen=True, slots=True)
class AskCompletion:
    """GS ( H, function 48"""

    letters: bytes


@dataclass(frozen=True, slots=True)
class Nothing:
    """NUL, outside a picture: passed over."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Bytes that a real printer would set as text."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    data: bytes


Command = Initialise | Raster | Feed | Cut | AskStatus | AskCompletion | Nothing | Letters | Unknown


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on the paper since the last cut. `is_cut` False: torn off, or still hanging in the printer."""

    rasters: tuple[Raster, ...] = ()
    fed_lines: int = 0
    is_cut: bool = False
    text: bytes = b""
    unknown: tuple[bytes, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been printed."""
        return not (self.rasters or self.text)


def read_command(data: bytes) -> tuple[Command, int] | None:
    """The first command in `data` and its length, or None where more bytes are needed to tell."""
    if not data:
        return None
    match data[0]:
        case 0x10:
            return _real_time(data)
        case 0x1B:
            return _escape(data)
        case 0x1D:
            return _group(data)
        case _:
            return _letters(data)


def _letters(data: bytes) -> tuple[Command, int]:
    if data[0] == NUL:
        return Nothing(), len(data) - len(data.lstrip(b"\x00"))
    end = next((at for at, byte in enumerate(data) if byte in (ESC, GS, DLE, NUL)), len(data))
    return Letters(data[:end]), end


def _real_time(data: bytes) -> tuple[Command, int] | None:
    if len(data) < 3:
        return None
    return (AskStatus(data[2]), 3) if data[1] == 0x04 else (Unknown(data[:2]), 2)


def _escape(data: bytes) -> tuple[Command, int] | None:
    match data[1:2]:
        case b"":
            return None
        case b"@":
            return Initialise(), 2
        case b"d":
            return (Feed(data[2]), 3) if len(data) > 2 else None
        case _:
            return Unknown(data[:2]), 2


def _group(data: bytes) -> tuple[Command, int] | None:
    match data[1:2]:
        case b"":
            return None
        case b"v":
            return _raster(data)
        case b"V":
            return _cut(data)
        case b"(":
            return _extended(data)
        case _:
            return Unknown(data[:2]), 2


def _raster(data: bytes) -> tuple[Command, int] | None:
    if len(data) < 8:
        return None
    width_bytes, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
    if not (width_bytes and rows):
        # The manual allows no picture without dots; one comes of a head that was broken off and filled up with NUL.
        return Unknown(data[:8]), 8
    end = 8 + width_bytes * rows
    return (Raster(width_bytes, rows, data[8:end]), end) if len(data) >= end else None


def _cut(data: bytes) -> tuple[Command, int] | None:
    if len(data) < 3:
        return None
    length = 4 if data[2] in (65, 66) else 3
    return (Cut(), length) if len(data) >= length else None


def _extended(data: bytes) -> tuple[Command, int] | None:
    if len(data) < 5:
        return None
    end = 5 + int.from_bytes(data[3:5], "little")
    if len(data) < end:
        return None
    is_completion = data[2:3] == b"H" and data[5:7] == b"00" and end == 7 + ANSWER_LETTERS
    return (AskCompletion(data[7:end]) if is_completion else Unknown(data[:end])), end


def questions_within(data: bytes) -> tuple[int, ...]:
    """The status questions among the dots of a picture: printers hear them everywhere."""
    return tuple(found[0] for found in ASKED.findall(data))


def commands(data: bytes) -> Iterator[Command]:
    """All commands in `data`; an unfinished one at its end comes as `Unknown`."""
    while data:
        found = read_command(data)
        if found is None:
            yield Unknown(data)
            return
        command, length = found
        yield command
        data = data[length:]


def printed(page: Page, command: Command) -> Page:
    """`page` after `command`."""
    match command:
        case Raster():
            return replace(page, rasters=(*page.rasters, command))
        case Feed(lines):
            return replace(page, fed_lines=page.fed_lines + lines)
        case Cut():
            return replace(page, is_cut=True)
        case Letters(data):
            return replace(page, text=page.text + data)
        case Unknown(data):
            return replace(page, unknown=(*page.unknown, data))
        case _:
            return page


def torn_raster(data: bytes) -> Raster | None:
    """The whole rows of a picture whose sender died in the midst of it."""
    if len(data) < 8 or data[:2] != b"\x1dv":
        return None
    width_bytes = int.from_bytes(data[4:6], "little")
    rows = (len(data) - 8) // width_bytes if width_bytes else 0
    return Raster(width_bytes, rows, data[8 : 8 + rows * width_bytes]) if rows else None


def decode(data: bytes) -> Page:
    """Everything in `data` on one page."""
    page = Page()
    for command in commands(data):
        page = printed(page, command)
    return page

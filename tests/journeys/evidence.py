# SPDX-License-Identifier: EUPL-1.2
"""What is read from paper and sound by others than those who made them."""

import itertools
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

DOTS_PER_MM = 8
FRAME_S = 0.05
SOUND_RATE_HZ, SOUND_CHANNELS = 44_100, 2
LOUD = 300


def qr_text(slip: Path) -> str:
    """What an independent decoder reads in the QR of a printed slip."""
    with Image.open(slip) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    assert found, f"no QR can be read on {slip.name}"
    return str(found[0].text)


def tallest_line_mm(slip: Path) -> float:
    """The height of the tallest stretch of ink that is wider than high: the number, printed black on white at 203 dpi."""
    with Image.open(slip) as picture:
        grey = picture.convert("L")
        inked = [_ink(grey.crop((0, row, grey.width, row + 1))) for row in range(grey.height)]
        boxes = [_box(grey, rows) for rows in _stretches(inked)]
    return max(bottom - top for left, top, right, bottom in boxes if right - left > bottom - top) / DOTS_PER_MM


def _ink(row: Image.Image) -> bool:
    return row.getextrema()[0] < 128  # type: ignore[operator]  # one band has one pair


def _stretches(inked: list[bool]) -> list[tuple[int, int]]:
    runs = [(value, [row for row, _ in group]) for value, group in itertools.groupby(enumerate(inked), key=lambda pair: pair[1])]
    return [(rows[0], rows[-1] + 1) for value, rows in runs if value]


def _box(grey: Image.Image, rows: tuple[int, int]) -> tuple[int, int, int, int]:
    part = grey.crop((0, rows[0], grey.width, rows[1])).point(lambda value: 255 if value < 128 else 0)
    left, _, right, _ = part.getbbox() or (0, 0, 0, 0)
    return left, rows[0], right, rows[1]


def overlapping(announcements: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The pairs of announcements that were said at the same time."""
    ordered = sorted(announcements, key=lambda one: one["started_at"])
    return [(one, other) for one, other in itertools.pairwise(ordered) if other["started_at"] < one["ended_at"]]


def loud_seconds(sound: Path) -> float:
    """How long the captured sound (16 bit, stereo, 44.1 kHz) was anything but silence."""
    samples = array("h")
    data = sound.read_bytes()
    samples.frombytes(data[: len(data) // 4 * 4])
    frame = int(SOUND_RATE_HZ * SOUND_CHANNELS * FRAME_S)
    loudest = (max(map(abs, samples[at : at + frame]), default=0) for at in range(0, len(samples), frame))
    return FRAME_S * sum(loud > LOUD for loud in loudest)

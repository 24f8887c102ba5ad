# SPDX-License-Identifier: EUPL-1.2
"""What an eye finds in a drawn picture: contrast of each text against what really lies behind it, what is cut off, what overlaps.

Each picture is drawn twice, with its letters and without. Where the mask of a letter is full, the first shows its ink and the
second what lies behind; so a text on a photograph, under a plate or grey on grey is measured as it stands on the glass.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from unicodedata import category

import numpy as np
from fontTools.ttLib import TTFont

FULL = 250
"""Of 255: the inside of a stroke. Its edges are blended with the ground and say nothing of contrast."""
LOWEST_SHARE = 0.02
"""So much of a text may be crossed by something else, a single dot, without counting."""
SLACK_PX = 2
INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}
Pixels = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was set: `mask` is its ink (0 to 255), its upper left corner at `left`, `top` in the picture's pixels.

    `bounds` is the box that it must stay in (left, top, right, bottom), None for the whole picture.
    """

    words: str
    font: Path
    size_px: float
    mask: Pixels
    left: int
    top: int
    bounds: tuple[float, float, float, float] | None = None
    is_too_wide: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """One screen, drawn with its letters and without: arrays of height, width and red, green, blue."""

    whole: Pixels
    ground: Pixels


def contrast_of(one: Written, drawing: Drawing) -> float | None:
    """WCAG's ratio of the ink to what lies behind it, where it is lowest; None where no ink falls on the picture."""
    inside = _inside(one, drawing.whole.shape[:2])
    if inside is None:
        return None
    mask, rows, columns = inside
    core = mask >= min(FULL, int(mask.max()))
    ratios = _ratio(drawing.whole[rows, columns][core], drawing.ground[rows, columns][core])
    return round(float(np.quantile(ratios, LOWEST_SHARE)), 2)


def is_cut(one: Written, size: tuple[int, int]) -> bool:
    """Whether any of its ink lies outside its bounds or the picture; `size` is the picture's width and height."""
    box = ink_box(one)
    if box is None or one.is_too_wide:
        return one.is_too_wide
    left, top, right, bottom = one.bounds or (0, 0, *size)
    left, top, right, bottom = max(0, left), max(0, top), min(size[0], right), min(size[1], bottom)
    return box[0] < left - SLACK_PX or box[1] < top - SLACK_PX or box[2] > right + SLACK_PX or box[3] > bottom + SLACK_PX


def overlapping(written: list[Written]) -> list[str]:
    """Pairs of texts whose ink falls on the same place."""
    boxed = [(one, box) for one in written if (box := ink_box(one))]
    return [f"{one.words} × {other.words}" for (one, box), (other, its) in combinations(boxed, 2) if _touch(one, box, other, its)]


def ink_box(one: Written) -> tuple[int, int, int, int] | None:
    """Where the ink lies in the picture: left, top, right, bottom; None without ink."""
    rows, columns = np.nonzero(one.mask.max(axis=1) > 127)[0], np.nonzero(one.mask.max(axis=0) > 127)[0]
    if not len(rows):
        return None
    return one.left + int(columns[0]), one.top + int(rows[0]), one.left + int(columns[-1]) + 1, one.top + int(rows[-1]) + 1


def capital_px(one: Written) -> float:
    """The height of its capitals by the font's own figures."""
    return one.size_px * capital_share(one.font)


@cache
def capital_share(font: Path) -> float:
    """The height of a capital as a share of the size (OS/2 sCapHeight over unitsPerEm)."""
    face = TTFont(font)
    return float(face["OS/2"].sCapHeight / face["head"].unitsPerEm)


@cache
def letters(font: Path) -> frozenset[int]:
    """What the font can draw, by its cmap."""
    return frozenset(TTFont(font).getBestCmap())


def missing(one: Written) -> set[str]:
    """Letters of the text that its font does not have."""
    return {letter for letter in one.words if ord(letter) not in letters(one.font) and category(letter) not in INVISIBLE}


def _touch(one: Written, box: tuple[int, ...], other: Written, its: tuple[int, ...]) -> bool:
    left, top = max(box[0], its[0]), max(box[1], its[1])
    right, bottom = min(box[2], its[2]), min(box[3], its[3])
    if left >= right or top >= bottom:
        return False
    parts = [w.mask[top - w.top : bottom - w.top, left - w.left : right - w.left] > 127 for w in (one, other)]
    return int((parts[0] & parts[1]).sum()) > 4


def _inside(one: Written, shape: tuple[int, ...]) -> tuple[Pixels, slice, slice] | None:
    """The part of the mask that lies on the picture, and where."""
    top, left = max(0, one.top), max(0, one.left)
    bottom, right = min(shape[0], one.top + one.mask.shape[0]), min(shape[1], one.left + one.mask.shape[1])
    if top >= bottom or left >= right:
        return None
    mask = one.mask[top - one.top : bottom - one.top, left - one.left : right - one.left]
    return (mask, slice(top, bottom), slice(left, right)) if mask.max() > 0 else None


def _ratio(ink: Pixels, ground: Pixels) -> Pixels:
    one, other = _luminance(ink), _luminance(ground)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def _luminance(colours: Pixels) -> Pixels:
    return _LINEAR[colours] @ np.array([0.2126, 0.7152, 0.0722])


def _linear() -> Pixels:
    share = np.arange(256) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


_LINEAR = _linear()

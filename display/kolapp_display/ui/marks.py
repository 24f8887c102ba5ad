# SPDX-License-Identifier: EUPL-1.2
"""What can be laid on a sheet: text, panels and icons, in the sketch's own pixels, the origin at the top left.

A sheet is at least 1920x1080 of them lying, 1080x1920 standing; `paint` scales it to the screen.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from kolapp_contract.catalogue import Direction

CAPITAL = 0.714
"""The height of a capital in Noto Sans, as a share of the size."""


class Align(StrEnum):
    """Where text stands in its box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the sheet."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, by: float) -> "Box":
        """The box within, `by` from each side."""
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one colour. `tail` follows on the same line in the regular weight. `wraps`: may take several
    lines. `is_high`: begins at the top of its box instead of standing in its middle.
    """

    box: Box
    words: str
    size: float
    ink: str
    is_bold: bool = False
    align: Align = Align.LEFT
    language: str = "sv"
    tail: str = ""
    wraps: bool = False
    is_high: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled block, with or without a border."""

    box: Box
    fill: str
    radius: float = 0
    border: str | None = None
    border_px: float = 0


@dataclass(frozen=True, slots=True)
class Icon:
    """A drawing of `icons.svg`, 24 units wide, lines `stroke` of them thick."""

    box: Box
    name: str
    ink: str
    stroke: float = 2.25


Mark = Text | Panel | Icon
ARROWS = {Direction.LEFT: "back", Direction.RIGHT: "fwd", Direction.AHEAD: "ahead"}
_TURNED = {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT, Align.CENTER: Align.CENTER}


def mirrored(marks: tuple[Mark, ...], width: float) -> tuple[Mark, ...]:
    """The sheet turned for a language written from right to left. What icons show never turns: arrows point at desks."""
    return tuple(_turned(mark, width) for mark in marks)


def _turned(mark: Mark, width: float) -> Mark:
    box = replace(mark.box, x=width - mark.box.right)
    if isinstance(mark, Text):
        return replace(mark, box=box, align=_TURNED[mark.align])
    return replace(mark, box=box)

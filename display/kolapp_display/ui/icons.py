# SPDX-License-Identifier: EUPL-1.2
"""The drawings of `icons.svg` as lines to be drawn: points in a square of 24 units, the origin at the top left."""

from dataclasses import dataclass
from functools import cache
from math import ceil, hypot
from pathlib import Path
from xml.etree import ElementTree

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

SOURCE = Path(__file__).with_name("icons.svg")
SVG = "{http://www.w3.org/2000/svg}"
UNITS = 24
AHEAD = "M12 20V4M5.5 10.500 12 4l6.500 6.500"
"""Straight on, as an arrow on a sign that hangs from a ceiling."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line without a break: x, y, x, y ..."""

    points: tuple[float, ...]
    is_closed: bool = False


class _Strokes(BasePen):
    """Turns curves into short straight lines."""

    def __init__(self) -> None:
        super().__init__(None)
        self.strokes: list[Stroke] = []
        self.points: list[float] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's own name
        self._finish(is_closed=False)
        self.points = [*point]

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's own name
        self.points += point

    def _curveToOne(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        start = (self.points[-2], self.points[-1])
        steps = max(4, ceil(hypot(end[0] - start[0], end[1] - start[1]) * 2))
        for step in range(1, steps + 1):
            self.points += _on_curve((start, one, two, end), step / steps)

    def _closePath(self) -> None:  # noqa: N802  the pen protocol's own name
        self._finish(is_closed=True)

    def _endPath(self) -> None:  # noqa: N802  the pen protocol's own name
        self._finish(is_closed=False)

    def _finish(self, is_closed: bool) -> None:
        if len(self.points) >= 4:
            self.strokes.append(Stroke(tuple(self.points), is_closed))
        self.points = []


@cache
def strokes(name: str) -> tuple[Stroke, ...]:
    """The lines of the icon `name`. Raises `KeyError` for one that nobody drew."""
    pen = _Strokes()
    for path in [AHEAD] if name == "ahead" else _paths()[name]:
        parse_path(path, pen)
    return tuple(pen.strokes)


@cache
def _paths() -> dict[str, list[str]]:
    # The file is part of the program, not something from outside.
    root = ElementTree.parse(SOURCE).getroot()  # noqa: S314  our own drawing
    return {group.attrib["id"]: _of_group(group) for group in root.iter(f"{SVG}g")}


def _of_group(group: ElementTree.Element) -> list[str]:
    builder = PathBuilder()
    for shape in group:
        shape.tag = shape.tag.removeprefix(SVG)
        builder.add_path_from_element(shape)
    return list(builder.paths)


def _on_curve(corners: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
    y = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))
    return x, y

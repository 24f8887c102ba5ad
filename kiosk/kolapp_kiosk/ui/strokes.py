# SPDX-License-Identifier: EUPL-1.2
"""The icons: `icons.svg` read into lines, and the lines drawn as white masks of the size that is needed.

Only what that file uses of SVG is understood: paths, circles and rectangles on a grid of 24, stroked round, or filled.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

ICONS = Path(__file__).with_name("icons.svg")
GRID = 24.0
FINER = 4
Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.\d*|\.\d+|\d+)")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line through points, on a grid of 24 with y downwards."""

    points: tuple[Point, ...]
    is_filled: bool = False


@cache
def icons() -> dict[str, tuple[Stroke, ...]]:
    """Every icon by its name."""
    # The file is a part of this program, read from its own folder.
    root = ElementTree.parse(ICONS).getroot()  # noqa: S314  our own drawing
    return {str(g.get("id")): tuple(s for element in g for s in _strokes(element)) for g in root.iter(f"{SVG}g")}


def _strokes(element: ElementTree.Element) -> list[Stroke]:
    filled = element.get("fill") == "currentColor"
    kind = element.tag.removeprefix(SVG)
    if kind == "path":
        return [Stroke(tuple(line), filled) for line in _path(element.get("d", ""))]
    number = {key: float(value) for key, value in element.attrib.items() if key not in {"fill", "d"}}
    if kind == "circle":
        return [Stroke(_arc((number["cx"], number["cy"]), (number["r"], number["r"]), 0.0, math.tau), filled)]
    corners = _rectangle(number["x"], number["y"], number["width"], number["height"], number["rx"])
    return [Stroke(corners, filled)]


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> tuple[Point, ...]:
    centres = (
        (x + width - radius, y + radius),
        (x + width - radius, y + height - radius),
        (x + radius, y + height - radius),
        (x + radius, y + radius),
    )
    points = [p for turn, c in enumerate(centres) for p in _arc(c, (radius, radius), (turn - 1) * math.pi / 2, math.pi / 2)]
    return (*points, points[0])


def _arc(centre: Point, radii: Point, start: float, sweep: float) -> tuple[Point, ...]:
    steps = max(4, round(abs(sweep) * 14))
    angles = (start + sweep * i / steps for i in range(steps + 1))
    return tuple((centre[0] + radii[0] * math.cos(a), centre[1] + radii[1] * math.sin(a)) for a in angles)


class _Pen:
    """Follows a path's commands and leaves lines behind."""

    def __init__(self) -> None:
        self.lines: list[list[Point]] = []
        self.at: Point = (0.0, 0.0)
        self.handle: Point | None = None

    def to(self, *points: Point) -> None:
        """The pen draws through `points`."""
        self.lines[-1].extend(points)
        self.at = points[-1]

    def move(self, point: Point) -> None:
        """The pen is lifted and set down at `point`."""
        self.lines.append([point])
        self.at = point

    def curve(self, one: Point, two: Point, end: Point) -> None:
        """A cubic Bézier curve from where the pen is."""
        start = self.at
        shares = [i / 16 for i in range(1, 17)]
        self.to(*(_bezier((start, one, two, end), t) for t in shares))
        self.handle = two


def _bezier(p: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return sum(w * q[0] for w, q in zip(weights, p, strict=True)), sum(w * q[1] for w, q in zip(weights, p, strict=True))


ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}


def _path(data: str) -> list[list[Point]]:
    pen, tokens, command = _Pen(), TOKEN.findall(data), "M"
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        count = ARGUMENTS[command.upper()]
        _follow(pen, command, [float(tokens.pop(0)) for _ in range(count)])
        command = {"M": "L", "m": "l"}.get(command, command)
    return pen.lines


def _follow(pen: _Pen, command: str, numbers: list[float]) -> None:
    if not pen.lines and command.upper() != "M":
        pen.move(pen.at)
    x, y = pen.at if command.islower() else (0.0, 0.0)
    handle, pen.handle = pen.handle, None
    match command.upper():
        case "M":
            pen.move((x + numbers[0], y + numbers[1]))
        case "L":
            pen.to((x + numbers[0], y + numbers[1]))
        case "H":
            pen.to((x + numbers[0], pen.at[1]))
        case "V":
            pen.to((pen.at[0], y + numbers[0]))
        case "C":
            pen.curve((x + numbers[0], y + numbers[1]), (x + numbers[2], y + numbers[3]), (x + numbers[4], y + numbers[5]))
        case "S":
            mirrored = (2 * pen.at[0] - handle[0], 2 * pen.at[1] - handle[1]) if handle else pen.at
            pen.curve(mirrored, (x + numbers[0], y + numbers[1]), (x + numbers[2], y + numbers[3]))
        case "A":
            _follow_arc(pen, numbers, (x + numbers[5], y + numbers[6]))
        case _:
            pen.to(pen.lines[-1][0])


def _follow_arc(pen: _Pen, numbers: list[float], end: Point) -> None:
    """SVG 1.1, F.6.5, without rotation: from end points to centre and angles."""
    rx, ry, is_large, is_swept = numbers[0], numbers[1], numbers[3] != 0, numbers[4] != 0
    dx, dy = (pen.at[0] - end[0]) / 2, (pen.at[1] - end[1]) / 2
    grow = max(1.0, math.hypot(dx / rx, dy / ry))
    rx, ry = rx * grow, ry * grow
    reach = (dx / rx) ** 2 + (dy / ry) ** 2
    factor = math.sqrt(max(0.0, 1 / reach - 1)) * (1 if is_large != is_swept else -1)
    cx, cy = factor * rx * dy / ry, -factor * ry * dx / rx
    centre = (cx + (pen.at[0] + end[0]) / 2, cy + (pen.at[1] + end[1]) / 2)
    start = math.atan2((dy - cy) / ry, (dx - cx) / rx)
    sweep = math.atan2((-dy - cy) / ry, (-dx - cx) / rx) - start
    if is_swept and sweep < 0:
        sweep += math.tau
    if not is_swept and sweep > 0:
        sweep -= math.tau
    pen.to(*_arc(centre, (rx, ry), start, sweep)[1:])


def mask(name: str, size_px: int, weight: float = 1.75, *, is_mirrored: bool = False) -> Image.Image:
    """The icon as an "L" picture, white where it is drawn. `weight` is the stroke's width on the grid of 24."""
    scale = size_px * FINER / GRID
    picture = Image.new("L", (size_px * FINER, size_px * FINER), 0)
    draw = ImageDraw.Draw(picture)
    for stroke in icons()[name]:
        points = [((GRID - x if is_mirrored else x) * scale, y * scale) for x, y in stroke.points]
        if stroke.is_filled:
            draw.polygon(points, fill=255)
        _draw_round(draw, points, weight * scale)
    return picture.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _draw_round(draw: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    draw.line(points, fill=255, width=round(width))
    for x, y in points:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)

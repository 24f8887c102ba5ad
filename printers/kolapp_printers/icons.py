# SPDX-License-Identifier: EUPL-1.2
"""PURE: the icons of a slip as strokes on a grid of 24, in the house style; curves come as short straight lines."""

from math import cos, radians, sin

from kolapp_printers.lines import Icon

Point = tuple[float, float]
Stroke = tuple[Point, ...]
STEPS = 24


def arc(center: Point, radius: float, first: float, last: float) -> Stroke:
    """A part of a circle; degrees, clockwise from three o'clock."""
    angles = (radians(first + (last - first) * step / STEPS) for step in range(STEPS + 1))
    return tuple((center[0] + radius * cos(angle), center[1] + radius * sin(angle)) for angle in angles)


def curve(a: Point, b: Point, c: Point, d: Point) -> Stroke:
    """A cubic Bezier curve from `a` to `d`."""
    return tuple(_at(step / STEPS, a, b, c, d) for step in range(STEPS + 1))


def _at(t: float, a: Point, b: Point, c: Point, d: Point) -> Point:
    u = 1 - t
    weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y


STROKES: dict[Icon, tuple[Stroke, ...]] = {
    Icon.PEOPLE: (
        arc((9, 8.5), 3.25, 0, 360),
        curve((3, 19.5), (3.4, 15.9), (5.7, 14), (9, 14)) + curve((9, 14), (12.3, 14), (14.6, 15.9), (15, 19.5)),
        arc((14.25, 8.5), 3.25, -67, 67),
        curve((17.5, 14.5), (19.5, 15.2), (20.7, 16.9), (21, 19.5)),
    ),
    Icon.CLOCK: (arc((12, 12), 8.5, 0, 360), ((12, 7), (12, 12), (15.5, 14))),
    Icon.CHAIR: (
        ((7, 3.5), (7, 12.5), (17, 12.5)),
        ((7, 12.5), (6, 20.5)),
        ((17, 12.5), (18, 20.5)),
        ((17, 12.5), (17, 17)),
        ((6.5, 16.5), (17.5, 16.5)),
    ),
    Icon.SIGN: (
        ((12, 3), (12, 21)),
        ((8.5, 21), (15.5, 21)),
        ((5, 5), (16.5, 5), (19.5, 8), (16.5, 11), (5, 11), (5, 5)),
    ),
}

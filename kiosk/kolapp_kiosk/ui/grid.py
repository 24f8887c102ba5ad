# SPDX-License-Identifier: EUPL-1.2
"""Where things stand, in units of 0.248 mm (one pixel of a 21.5" screen of 1080 x 1920): from the left, from the top, wide, high.

Portrait: what is read stands above 712 and what is touched below it (800 to 1100 mm above the floor). Landscape: what is read
stands on the left. Low mode moves the choices further down and shows fewer of them. Right-to-left is the same grid, mirrored.
"""

from dataclasses import dataclass
from functools import cache

GAP = 24


@dataclass(frozen=True, slots=True)
class Area:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A layout's areas by name, and in how many columns and rows its cards stand."""

    width: int
    height: int
    columns: int
    rows: int
    areas: dict[str, Area]


PORTRAIT = {
    "header": Area(48, 44, 984, 92),
    "reading": Area(48, 176, 984, 512),
    "row": Area(48, 712, 984, 96),
    "cards": Area(48, 712, 984, 840),
    "cards_under_row": Area(48, 832, 984, 720),
    "languages": Area(48, 712, 984, 848),
    "typed": Area(48, 712, 984, 96),
    "keyboard": Area(48, 832, 984, 720),
    "panel": Area(48, 712, 984, 432),
    "lower_cards": Area(48, 1168, 984, 384),
    "answer_heading": Area(48, 160, 984, 232),
    "answer": Area(48, 416, 984, 728),
    "number": Area(48, 152, 984, 536),
    "paper": Area(48, 712, 480, 432),
    "code": Area(552, 712, 480, 432),
    "paper_and_code": Area(48, 712, 984, 432),
    "seat": Area(48, 1168, 984, 176),
    "done": Area(48, 1368, 984, 184),
    "foot": Area(48, 1584, 984, 128),
    "left": Area(48, 1584, 272, 128),
    "human": Area(344, 1584, 688, 128),
    "bar": Area(48, 1736, 984, 144),
}
PORTRAIT_LOW = PORTRAIT | {
    "reading": Area(48, 176, 984, 784),
    "row": Area(48, 984, 984, 96),
    "cards": Area(48, 1104, 984, 448),
    "cards_under_row": Area(48, 1104, 984, 448),
    "languages": Area(48, 1104, 984, 448),
    "typed": Area(48, 984, 984, 96),
    "keyboard": Area(48, 1104, 984, 448),
}
PORTRAIT_LARGE = {
    "header": Area(32, 36, 1016, 88),
    "reading": Area(32, 156, 1016, 532),
    "row": Area(32, 712, 1016, 120),
    "cards": Area(32, 712, 1016, 744),
    "cards_under_row": Area(32, 856, 1016, 600),
    "languages": Area(32, 712, 1016, 744),
    "typed": Area(32, 712, 1016, 120),
    "keyboard": Area(32, 856, 1016, 600),
    "panel": Area(32, 712, 1016, 480),
    "lower_cards": Area(32, 1216, 1016, 240),
    "answer_heading": Area(32, 156, 1016, 200),
    "answer": Area(32, 380, 1016, 812),
    "number": Area(32, 140, 1016, 690),
    "paper": Area(32, 854, 1016, 380),
    "code": Area(32, 854, 1016, 380),
    "paper_and_code": Area(32, 854, 1016, 380),
    "seat": Area(32, 1258, 1016, 208),
    "done": Area(552, 1490, 496, 104),
    "foot": Area(32, 1624, 1016, 112),
    "left": Area(32, 1490, 496, 104),
    "more": Area(552, 1490, 496, 104),
    "human": Area(32, 1624, 1016, 112),
    "bar": Area(32, 1768, 1016, 120),
}
PORTRAIT_LARGE_LOW = PORTRAIT_LARGE | {
    "reading": Area(32, 156, 1016, 780),
    "row": Area(32, 960, 1016, 104),
    "cards": Area(32, 968, 1016, 488),
    "cards_under_row": Area(32, 1088, 1016, 368),
    "languages": Area(32, 968, 1016, 488),
    "typed": Area(32, 840, 1016, 104),
    "keyboard": Area(32, 968, 1016, 488),
}
LANDSCAPE = {
    "header": Area(48, 44, 528, 92),
    "reading": Area(48, 176, 528, 536),
    "row": Area(624, 48, 1248, 96),
    "cards": Area(624, 48, 1248, 784),
    "cards_under_row": Area(624, 168, 1248, 664),
    "languages": Area(624, 48, 1248, 784),
    "typed": Area(624, 48, 1248, 96),
    "keyboard": Area(624, 168, 1248, 664),
    "panel": Area(624, 48, 1248, 440),
    "lower_cards": Area(624, 512, 1248, 320),
    "answer_heading": Area(48, 176, 528, 536),
    "answer": Area(624, 48, 1248, 440),
    "number": Area(624, 48, 1248, 456),
    "paper": Area(624, 528, 612, 304),
    "code": Area(1260, 528, 612, 304),
    "paper_and_code": Area(624, 528, 1248, 304),
    "seat": Area(48, 152, 528, 336),
    "done": Area(48, 512, 528, 200),
    "foot": Area(48, 888, 528, 144),
    "left": Area(48, 736, 528, 128),
    "human": Area(48, 888, 528, 144),
    "bar": Area(624, 888, 1248, 144),
}
LANDSCAPE_LOW = LANDSCAPE | {
    "row": Area(624, 328, 1248, 96),
    "cards": Area(624, 448, 1248, 384),
    "cards_under_row": Area(624, 448, 1248, 384),
    "languages": Area(624, 448, 1248, 384),
    "typed": Area(624, 328, 1248, 96),
    "keyboard": Area(624, 448, 1248, 384),
}
LANDSCAPE_LARGE = {
    "header": Area(32, 28, 716, 88),
    "reading": Area(32, 140, 716, 628),
    "row": Area(780, 32, 1108, 120),
    "cards": Area(780, 32, 1108, 736),
    "cards_under_row": Area(780, 176, 1108, 592),
    "languages": Area(780, 32, 1108, 736),
    "typed": Area(780, 32, 1108, 120),
    "keyboard": Area(780, 176, 1108, 592),
    "panel": Area(780, 32, 1108, 472),
    "lower_cards": Area(780, 528, 1108, 240),
    "answer_heading": Area(32, 140, 716, 628),
    "answer": Area(780, 32, 1108, 472),
    "number": Area(780, 32, 1108, 480),
    "paper": Area(780, 536, 1108, 232),
    "code": Area(780, 536, 1108, 232),
    "paper_and_code": Area(780, 536, 1108, 232),
    "seat": Area(32, 140, 716, 628),
    "done": Area(1346, 792, 542, 112),
    "foot": Area(32, 792, 716, 256),
    "left": Area(780, 792, 542, 112),
    "more": Area(1346, 792, 542, 112),
    "human": Area(32, 792, 716, 256),
    "bar": Area(780, 928, 1108, 120),
}
LANDSCAPE_LARGE_LOW = LANDSCAPE_LARGE | {
    "row": Area(780, 136, 1108, 120),
    "cards": Area(780, 280, 1108, 488),
    "cards_under_row": Area(780, 280, 1108, 488),
    "languages": Area(780, 280, 1108, 488),
    "typed": Area(780, 136, 1108, 120),
    "keyboard": Area(780, 280, 1108, 488),
}


@cache
def grid(*, is_landscape: bool, is_large: bool, is_low: bool) -> Grid:
    """The layout for that screen and that visitor."""
    if is_landscape:
        tables = (LANDSCAPE, LANDSCAPE_LOW, LANDSCAPE_LARGE, LANDSCAPE_LARGE_LOW)
        shapes = ((3, 2), (3, 1), (1, 3), (1, 2))
    else:
        tables = (PORTRAIT, PORTRAIT_LOW, PORTRAIT_LARGE, PORTRAIT_LARGE_LOW)
        shapes = ((2, 3), (2, 2), (1, 3), (1, 2))
    which = 2 * is_large + is_low
    width, height = (1920, 1080) if is_landscape else (1080, 1920)
    return Grid(width, height, *shapes[which], tables[which])

# SPDX-License-Identifier: EUPL-1.2
"""How this screen looks to this visitor: colours, sizes, grid and letters in one value that every widget reads."""

from dataclasses import dataclass
from pathlib import Path

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import grid, theme
from kolapp_kiosk.ui.lettering import CAPITAL, Manner
from kolapp_kiosk.ui.theme import Palette, Style, Type
from kolapp_words.languages import language

DEFAULT_ACCENT = "#0F3D6B"
UNIT_DPI = 102
LEAST_CAPITAL_MM, LEAST_KEY_MM = 6.1, 20.0
"""Capitals of 0.7 degrees at 500 mm (EN 301 549, 5.1.4), and what a hand that is not steady hits."""
LEAST_KEY = 85
"""Units: the lowest key of any layout."""


@dataclass(frozen=True, slots=True)
class Surface:
    """The glass: its pixels, their number per inch, and where the static fonts lie."""

    width_px: int
    height_px: int
    dpi: int
    fonts: Path

    @property
    def is_landscape(self) -> bool:
        return self.width_px > self.height_px

    def mm(self, px: float) -> float:
        """Pixels as millimetres on the glass."""
        return px * 25.4 / self.dpi

    @property
    def unit(self) -> float:
        """How many pixels one unit of the grid takes."""
        sides = grid.grid(is_landscape=self.is_landscape, is_large=False, is_low=False)
        return min(self.width_px / sides.width, self.height_px / sides.height)

    @property
    def is_small(self) -> bool:
        """Whether the smallest capitals would be too small to read at 500 mm: then all get the large ones."""
        return self.mm(theme.NORMAL_TYPE.least.size * CAPITAL * self.unit) < LEAST_CAPITAL_MM

    @property
    def least_key_mm(self) -> float:
        """How high the lowest key is on this glass."""
        return self.mm(LEAST_KEY * self.unit)


@dataclass(frozen=True, slots=True)
class Look:
    """`unit` is how many pixels one unit of the grid takes."""

    surface: Surface
    palette: Palette
    type: Type
    grid: grid.Grid
    unit: float
    code: str
    is_large: bool

    @property
    def is_rtl(self) -> bool:
        return language(self.code).is_rtl

    def px(self, units: float) -> int:
        """Units of the grid as whole pixels."""
        return round(units * self.unit)

    def manner(self, style: Style, align: str = "start", code: str = "", *, is_tight: bool = False) -> Manner:
        """How to set a text of that style."""
        return Manner(
            code or self.code, self.px(style.size), style.is_bold, self.surface.fonts, align, is_tight, may_break=style.may_break
        )


def look_of(state: State, surface: Surface) -> Look:
    """The look that the state asks for on that glass."""
    wishes, catalogue = state.wishes, state.world.catalogue
    sides = grid.grid(is_landscape=surface.is_landscape, is_large=wishes.is_large, is_low=wishes.is_low)
    return Look(
        surface=surface,
        palette=theme.palette(wishes.contrast, catalogue.accent if catalogue else DEFAULT_ACCENT),
        type=theme.type_for(wishes, is_landscape=surface.is_landscape),
        grid=sides,
        unit=surface.unit,
        code=wishes.language,
        is_large=wishes.is_large,
    )

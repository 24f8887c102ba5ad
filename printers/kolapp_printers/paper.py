# SPDX-License-Identifier: EUPL-1.2
"""What paper a printer has. Widths differ by model and firmware, so they are settings and not guessed.

80 mm paper  576 dots at 203 dpi (TM-T20II), 512 dots at 180 dpi (TM-T88)
58 mm paper  384 dots at 203 dpi
"""

from dataclasses import dataclass
from math import ceil

DRAWN_DPI = 203
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """`width_dots` is what the head can print, `profile` a name in python-escpos' list of printer models."""

    width_dots: int = 576
    dpi: int = 203
    profile: str = "TM-T20II"

    def dots(self, drawn: int) -> int:
        """A length drawn at 203 dpi, in this printer's dots; never less, so that no letter falls below its least height."""
        return ceil(drawn * self.dpi / DRAWN_DPI)

    def mm(self, dots: int) -> float:
        """The length of `dots` on this paper."""
        return dots * MM_PER_INCH / self.dpi

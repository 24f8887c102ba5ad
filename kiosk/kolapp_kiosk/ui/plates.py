# SPDX-License-Identifier: EUPL-1.2
"""The grounds that things stand on: keys with a border and a small shadow, panels without either; and the ring of time left.

Each is drawn once by Pillow, four times finer than needed, and stretched between its corners.
"""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from kolapp_kiosk.ui.theme import NEARLY_BLACK

FINER = 4


@dataclass(frozen=True, slots=True)
class Plate:
    """Colours are "#RRGGBB"; `border` None for information. Sizes in pixels; `shadow_px` is the blur, 0 for none."""

    fill: str
    border: str | None
    border_px: int
    radius_px: int
    shadow_px: int = 0

    @property
    def reach_px(self) -> int:
        """How far the shadow reaches beyond the plate."""
        return round(self.shadow_px * 1.5)

    @property
    def corner_px(self) -> int:
        """The part at each side that is never stretched."""
        return self.radius_px + self.reach_px + 2


def picture(plate: Plate) -> Image.Image:
    """The plate, as small as its corners allow, its shadow around it (offset downwards by a third of its blur)."""
    side = 2 * plate.corner_px + 2
    fine = Image.new("RGBA", (side * FINER, side * FINER), _clear(plate.border or plate.fill))
    box = _box(plate.reach_px, side)
    draw = ImageDraw.Draw(fine)
    draw.rounded_rectangle(box, plate.radius_px * FINER, fill=plate.border or plate.fill)
    if plate.border:
        inner = _box(plate.reach_px + plate.border_px, side)
        draw.rounded_rectangle(inner, (plate.radius_px - plate.border_px) * FINER, fill=plate.fill)
    plain = fine.resize((side, side), Image.Resampling.LANCZOS)
    return Image.alpha_composite(_shadow(plate, side), plain) if plate.shadow_px else plain


def _box(inset_px: int, side: int) -> tuple[int, int, int, int]:
    return inset_px * FINER, inset_px * FINER, (side - inset_px) * FINER - 1, (side - inset_px) * FINER - 1


def _clear(colour: str) -> tuple[int, int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 0


def _shadow(plate: Plate, side: int) -> Image.Image:
    mask = Image.new("L", (side, side), 0)
    offset = round(plate.shadow_px / 3)
    near, far = plate.reach_px, side - plate.reach_px - 1
    ImageDraw.Draw(mask).rounded_rectangle((near, near + offset, far, far + offset), plate.radius_px, fill=26)
    mask = mask.filter(ImageFilter.GaussianBlur(plate.shadow_px / 2))
    shadow = Image.new("RGBA", (side, side), _clear(NEARLY_BLACK))
    shadow.putalpha(mask)
    return shadow


def ring(size_px: int, width_px: int, share: float) -> Image.Image:
    """A ring as an "L" mask: whole where time is left, faint where it has gone (clockwise from the top)."""
    side = size_px * FINER
    picture = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(picture)
    draw.arc((0, 0, side - 1, side - 1), 0, 360, fill=90, width=width_px * FINER)
    draw.arc((0, 0, side - 1, side - 1), -90 + math.ceil(360 * (1 - share)), 270, fill=255, width=width_px * FINER)
    return picture.resize((size_px, size_px), Image.Resampling.LANCZOS)

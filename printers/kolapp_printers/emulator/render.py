# SPDX-License-Identifier: EUPL-1.2
"""A page becomes a picture, and a sketch in letters for those who look at it in a terminal."""

from PIL import Image

from kolapp_printers.emulator.decode import Page, Raster

LINE_DOTS = 34
"""What ESC d feeds per line on common printers: a sixth of an inch at 203 dpi."""
BRAILLE = 0x2800
BRAILLE_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
SKETCH_DOTS = 144
HALF_BLACK = 150


def render(page: Page) -> Image.Image:
    """The paper with what stands on it, mode "1"; a white strip where there is nothing."""
    width = max((raster.width_bytes * 8 for raster in page.rasters), default=8)
    height = sum(raster.rows for raster in page.rasters) + page.fed_lines * LINE_DOTS
    paper = Image.new("1", (width, max(height, 1)), 1)
    y = 0
    for raster in page.rasters:
        paper.paste(_picture(raster), (0, y))
        y += raster.rows
    return paper


def _picture(raster: Raster) -> Image.Image:
    return Image.frombytes("1", (raster.width_bytes * 8, raster.rows), raster.data, "raw", "1;I")


def sketch(picture: Image.Image) -> str:
    """The picture in Braille letters, 72 to a line."""
    height = max(4, -(-picture.height * SKETCH_DOTS // picture.width // 4) * 4)
    small = picture.convert("L").resize((SKETCH_DOTS, height), Image.Resampling.BOX)
    dots = small.tobytes()
    lines = ("".join(_letter(dots, x, y) for x in range(0, SKETCH_DOTS, 2)) for y in range(0, height, 4))
    return "\n".join(line.rstrip("\u2800") for line in lines)


def _letter(dots: bytes, x: int, y: int) -> str:
    black = (dots[(y + dy) * SKETCH_DOTS + x + dx] < HALF_BLACK for dx, dy in BRAILLE_DOTS)
    return chr(BRAILLE + sum(is_black << bit for bit, is_black in enumerate(black)))

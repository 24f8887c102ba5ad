# SPDX-License-Identifier: EUPL-1.2
"""Pictures as textures of the graphics card, each made once."""

from functools import lru_cache

from kivy.graphics.texture import Texture
from PIL import Image

from kolapp_kiosk.ui import plates, strokes
from kolapp_kiosk.ui.lettering import Lettering, drawn
from kolapp_kiosk.ui.plates import Plate

WHITE = 255


def of_mask(mask: Image.Image) -> Texture:
    """A white texture that is opaque where the mask is white: coloured when it is drawn."""
    white = Image.new("L", mask.size, WHITE)
    return _upload(Image.merge("LA", (white, mask)), "luminance_alpha")


def _upload(picture: Image.Image, form: str) -> Texture:
    texture = Texture.create(size=picture.size, colorfmt=form)
    texture.blit_buffer(picture.tobytes(), colorfmt=form, bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


@lru_cache(maxsize=512)
def of_text(lettering: Lettering, box_px: int) -> Texture:
    """The texture of a set text, aligned in a box of that width."""
    return of_mask(drawn(lettering, box_px))


@lru_cache(maxsize=256)
def of_icon(name: str, size_px: int, weight: float, *, is_mirrored: bool = False) -> Texture:
    """An icon at its size."""
    return of_mask(strokes.mask(name, size_px, weight, is_mirrored=is_mirrored))


@lru_cache(maxsize=128)
def of_plate(plate: Plate) -> Texture:
    """A plate with its corners, in its own colours."""
    return _upload(plates.picture(plate), "rgba")


@lru_cache(maxsize=128)
def of_ring(size_px: int, width_px: int, share: float) -> Texture:
    """The ring of time left."""
    return of_mask(plates.ring(size_px, width_px, share))

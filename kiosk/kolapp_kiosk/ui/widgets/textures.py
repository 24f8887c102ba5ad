# SPDX-License-Identifier: EUPL-1.2
"""Pictures as textures of the graphics card, each made once."""

from functools import lru_cache

from kivy.graphics.texture import Texture
from PIL import Image

from kolapp_kiosk.ui import plates, strokes
from kolapp_kiosk.ui.lettering import Lettering, Manner, set_text
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
def of_text(text: str, manner: Manner, width_px: int | None) -> tuple[Lettering, Texture]:
    """A text, set, and its texture."""
    lettering = set_text(text, manner, width_px)
    return lettering, of_mask(lettering.mask)


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

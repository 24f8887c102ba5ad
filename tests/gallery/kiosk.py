# SPDX-License-Identifier: EUPL-1.2
"""Draws and measures the kiosk's screens in one window: `python -m tests.gallery.kiosk job.json` (a `Job`, of one orientation).

Every picture that is done is told on a line of its own, as JSON.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare
from tests.gallery.eye import Drawing, Pixels, Written, contrast_of
from tests.gallery.measured import KIOSK, KIOSK_LARGE, Picture, judged, measured
from tests.gallery.plan import Job, Wanted
from tests.kiosk import scenes, town
from tests.kiosk.draw import DPI, ancestors, flipped, shown, thrown_away_together

LEAST_CHOICE_MM, LEAST_GAP_MM = (80.0, 25.0), 5.0
CHOICES = ("group:", "errand:", "need:")


def pixels(app: Any) -> Pixels:
    """What stands on the glass: rows from the top, red, green, blue."""
    texture = app.ground.export_as_image().texture
    width, height = texture.size
    return np.frombuffer(texture.pixels, np.uint8).reshape(height, width, 4)[:, :, :3]


def drawing_of(app: Any) -> Drawing:
    """The glass with its letters and icons, and without them."""
    from kolapp_kiosk.ui.widgets.drawn import Icon, Words

    whole = pixels(app)
    lettered = [widget for widget in app.screen.walk() if isinstance(widget, (Words, Icon)) and widget.opacity]
    for widget in lettered:
        widget.opacity = 0
    ground = pixels(app)
    for widget in lettered:
        widget.opacity = 1
    return Drawing(whole, ground)


def holder_of(widget: Any) -> Any:
    """The plate that a text stands on, or the area of the screen."""
    from kolapp_kiosk.ui.widgets.arranged import Stack
    from kolapp_kiosk.ui.widgets.drawn import Ground

    return next((p for p in ancestors(widget) if isinstance(p, Ground) or (isinstance(p, Stack) and p.area)), None)


def box_of(widget: Any, height: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom, counted from the top."""
    return widget.x, height - widget.top, widget.right, height - widget.y


def texts_of(app: Any) -> list[Written]:
    """Every text on the glass as it was set."""
    from kolapp_kiosk.ui.widgets.drawn import Words

    found = [w for w in app.screen.walk() if isinstance(w, Words) and not w.is_empty and w.lettering and shown(w)]
    return [written(widget, app.surface.height_px) for widget in found]


@lru_cache(maxsize=500)
def mask_of(lettering: Any, box_px: int) -> Pixels:
    """The ink of a set text. Those of the frame are the same on many screens."""
    from kolapp_kiosk.ui.lettering import drawn

    return np.asarray(drawn(lettering, box_px))


def written(widget: Any, height: int) -> Written:
    """A text on the glass. A part in bold is drawn with another cut of the same letters."""
    mask = mask_of(widget.lettering, int(widget.width))
    manner, reach = widget.lettering.manner, widget.lettering.overhang
    left, bottom = round(widget.x - reach), round(widget.y - reach)
    holder = holder_of(widget)
    return Written(
        words=widget.text.replace("**", ""),
        font=Path(manner.font(is_bold=False).path),
        size_px=manner.size_px,
        mask=mask,
        left=left,
        top=height - bottom - mask.shape[0],
        bounds=box_of(holder, height) if holder is not None else None,
        is_too_wide=widget.is_clipped,
    )


def icons_of(app: Any) -> Iterator[Written]:
    """Every icon on the glass, as a mask."""
    from kolapp_kiosk.ui import strokes
    from kolapp_kiosk.ui.widgets.drawn import TURNING, Icon

    height = app.surface.height_px
    for icon in app.screen.walk():
        side = int(icon.width) if isinstance(icon, Icon) else 0
        if side and shown(icon):
            is_mirrored = icon.look.is_rtl and icon.name in TURNING
            mask = np.asarray(strokes.mask(icon.name, side, icon.weight, is_mirrored=is_mirrored))
            yield Written(icon.name, Path(), side, mask, round(icon.x), round(height - icon.y - side))


def keys_of(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.keys import Key

    return [key for key in app.screen.walk() if isinstance(key, Key) and not key.disabled]


def faults_of_keys(app: Any) -> Iterator[str]:
    """Main choices that are too small, and keys that stand too near each other."""
    mm, keys = app.surface.mm, keys_of(app)
    for key in keys:
        sides = (mm(key.width), mm(key.height))
        if key.key_name.startswith(CHOICES) and (sides[0] < LEAST_CHOICE_MM[0] or sides[1] < LEAST_CHOICE_MM[1]):
            yield f"the choice {key.key_name} is {sides[0]:.1f} x {sides[1]:.1f} mm"
    for one, other in combinations(keys, 2):
        gap = mm(max(max(one.x, other.x) - min(one.right, other.right), max(one.y, other.y) - min(one.top, other.top)))
        if gap < LEAST_GAP_MM:
            yield f"{one.key_name} and {other.key_name} stand {gap:.1f} mm apart"


def picture_of(app: Any, wanted: Wanted, file: str) -> tuple[Picture, Drawing]:
    """What stands on the glass, measured and judged."""
    drawing, texts = drawing_of(app), texts_of(app)
    found = measured(Picture(wanted.screen, wanted.language, wanted.mode, file), texts, drawing, app.surface.mm(1))
    icons = [ratio for icon in icons_of(app) if (ratio := contrast_of(icon, drawing)) is not None]
    targets = [app.surface.mm(min(key.width, key.height)) for key in keys_of(app)]
    found = replace(
        found,
        smallest_target_mm=round(min(targets), 2) if targets else None,
        lowest_icon_contrast=min(icons, default=None),
    )
    is_large = any(widget.look.is_large for widget in (app.screen,))
    return judged(found, KIOSK_LARGE if is_large else KIOSK, faults_of_keys(app)), drawing


async def draw(job: Job) -> None:
    """Every wanted screen of the job, one line each."""
    from kolapp_kiosk.ui.app import KioskApp

    width, height = job.size
    surface = Surface(width, height, DPI, Path("var/fonts"))
    app = KioskApp(surface, town.kiosk(is_landscape=surface.is_landscape), lambda _: None)
    running = asyncio.ensure_future(app.async_run("asyncio"))
    await flipped(app, running, 2)
    for wanted in thrown_away_together(job.wanted):
        app.show(scenes.scene(wanted.scene, wanted.look, wanted.language, is_landscape=surface.is_landscape))
        await flipped(app, running, 1)
        picture, drawing = picture_of(app, wanted, wanted.file)
        Image.fromarray(drawing.whole).save(job.folder / wanted.file, compress_level=1)
        job.tell(picture)
    app.stop()
    await running


def main(file: str) -> None:
    job = Job.read(Path(file))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(Surface(*job.size, DPI, Path("var/fonts")), Path(file).with_suffix(".kivy"))
    asyncio.run(draw(job))


if __name__ == "__main__":
    main(sys.argv[1])

# SPDX-License-Identifier: EUPL-1.2
"""Draws and measures the waiting room's and the facility's screens: `python -m tests.gallery.display job.json` (one window)."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kolapp_display.ui.window import Screen, prepare
from tests.display.scenes import facility_scenes, waiting_scenes
from tests.gallery.eye import Drawing, Pixels, Written, capital_px
from tests.gallery.measured import EYE, Criteria, Picture, judged, measured
from tests.gallery.plan import Job, Wanted

FONTS = Path("var/fonts")
DPI_55_INCH, DPI_43_INCH = 40.0, 51.0
LAST_SEAT_M = 5.0
CALLED_MM = EYE * LAST_SEAT_M * 1000
WAITING, FACILITY = Criteria(capital_mm=18.0, contrast=7.0), Criteria(capital_mm=9.0, contrast=7.0)
"""Besides the called number: what is read from the middle of the room, and by staff who come near."""


def pixels(app: Any) -> Pixels:
    """What stands on the screen: rows from the top, red, green, blue."""
    texture = app.sheet.export_as_image().texture
    width, height = texture.size
    return np.frombuffer(texture.pixels, np.uint8).reshape(height, width, 4)[:, :, :3]


def drawing_of(app: Any) -> tuple[Drawing, list[Written]]:
    """The screen with its letters and without, and every run of letters on it."""
    from kolapp_display.ui.marks import Text

    marks, whole = app.sheet.marks, pixels(app)
    texts = [written(placed, whole.shape[0]) for placed in app.sheet.placed]
    app.sheet.lay(tuple(mark for mark in marks if not isinstance(mark, Text)))
    ground = pixels(app)
    app.sheet.lay(marks)
    return Drawing(whole, ground), texts


def written(placed: Any, height: int) -> Written:
    """A run of letters. Its ink may hang over its box by what a descender needs, never over the screen."""
    width, high = placed.texture.size
    mask = np.frombuffer(placed.texture.pixels, np.uint8).reshape(high, width, 4)[:, :, 3]
    x, y, w, h = placed.box
    hang = placed.size_px * 0.2
    return Written(
        words=placed.words,
        font=placed.font,
        size_px=placed.size_px,
        mask=mask,
        left=placed.pos[0],
        top=height - placed.pos[1] - high,
        bounds=(x, height - y - h - hang, x + w, height - y + hang),
    )


def picture_of(app: Any, wanted: Wanted, shown: Any) -> tuple[Picture, Drawing]:
    """What stands on the screen, measured and judged."""
    drawing, texts = drawing_of(app)
    is_facility = wanted.scene.startswith("facility")
    mm_per_px = 25.4 / (DPI_43_INCH if is_facility else DPI_55_INCH)
    found = measured(Picture(wanted.screen, wanted.language, wanted.mode, wanted.file), texts, drawing, mm_per_px)
    if is_facility:
        return judged(found, FACILITY), drawing
    called = {call.number for call in shown.field}
    heights = {one.words: capital_px(one) * mm_per_px for one in texts if one.words in called}
    small = [f"{number} is {mm:.0f} mm high, under {CALLED_MM:.0f}" for number, mm in heights.items() if mm < CALLED_MM]
    unseen = [f"{number} is not shown" for number in called - heights.keys()]
    return judged(found, WAITING, (*small, *unseen)), drawing


async def draw(job: Job) -> None:
    """Every wanted screen of the job, one line each. They are of one language and one theme."""
    from kolapp_display.ui.app import DisplayApp

    first = job.wanted[0]
    scenes = waiting_scenes() | facility_scenes(first.language)
    app = DisplayApp(FONTS, first.language, first.look)
    window_is_up = asyncio.Event()
    app.bind(on_start=lambda *_: window_is_up.set())
    running = asyncio.create_task(app.async_run("asyncio"))
    await window_is_up.wait()
    for wanted in job.wanted:
        app.show(scenes[wanted.scene])
        await asyncio.sleep(0)
        picture, drawing = picture_of(app, wanted, scenes[wanted.scene])
        Image.fromarray(drawing.whole).save(job.folder / wanted.file, compress_level=3)
        job.tell(picture)
    app.stop()
    await running


def main(file: str) -> None:
    job = Job.read(Path(file))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(Screen(*job.size, DPI_55_INCH, False, Path(file).with_suffix(".kivy")))
    asyncio.run(draw(job))


if __name__ == "__main__":
    main(sys.argv[1])

# SPDX-License-Identifier: EUPL-1.2
"""Draws and measures the waiting room's and the facility's screens: `python -m tests.gallery.display job.json` (one window)."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kolapp_display.picture import WaitingPicture
from kolapp_display.ui.window import Screen, prepare
from tests.display.scenes import facility_scenes, waiting_scenes
from tests.gallery.eye import Drawing, Pixels, Written, capital_px
from tests.gallery.measured import EYE, Criteria, Picture, judged, measured
from tests.gallery.plan import Job, Wanted

FONTS = Path("var/fonts")
DPI_55_INCH, DPI_43_INCH, DPI_24_INCH = 40.0, 51.0, 92.0
USUAL_M, FAR_M = 5.0, 8.0
WAITING, FACILITY, NEAR = (Criteria(capital_mm=mm, contrast=7.0) for mm in (18.0, 9.0, 7.3))
"""Besides the called number: what is read from the middle of the room, by staff who come near, and from 600 mm."""


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
    mm_per_px = 25.4 / (DPI_43_INCH if is_facility else app.room.dpi)
    found = measured(Picture(wanted.screen, wanted.language, wanted.mode, wanted.file), texts, drawing, mm_per_px)
    if is_facility:
        return judged(found, FACILITY), drawing
    called = {call.number for call in shown.field}
    heights = {one.words: capital_px(one) * mm_per_px for one in texts if one.words in called}
    least = EYE * app.room.last_seat_m * 1000
    small = [f"{number} is {mm:.0f} mm high, under {least:.0f}" for number, mm in heights.items() if mm < least]
    unseen = [f"{number} is not shown" for number in called - heights.keys()]
    return judged(found, NEAR if app.room.is_near else WAITING, (*small, *unseen)), drawing


def is_near(wanted: Wanted) -> bool:
    """Whether it is the screen at eye height."""
    return wanted.look.endswith("-near")


def is_far(wanted: Wanted) -> bool:
    """Whether the last seat is far away."""
    return wanted.look.endswith("-far")


def looped(scenes: dict[str, WaitingPicture], *, has_loop: bool) -> dict[str, WaitingPicture]:
    """The scenes, and one in a room with a hearing loop."""
    both = scenes | {"loop": replace(scenes["normal"], has_loop=True)}
    return {name: replace(picture, has_loop=has_loop or picture.has_loop) for name, picture in both.items()}


async def draw(job: Job) -> None:
    """Every wanted screen of the job, one line each. They are of one language and one theme."""
    from kolapp_display.ui.app import DisplayApp, Room

    first = job.wanted[0]
    room = Room(DPI_24_INCH, 0.0, is_near=True) if is_near(first) else Room(DPI_55_INCH, FAR_M if is_far(first) else USUAL_M)
    scenes = looped(waiting_scenes(), has_loop=is_near(first)) | facility_scenes(first.language)
    app = DisplayApp(FONTS, first.language, first.look.partition("-")[0], room)
    window_is_up = asyncio.Event()
    app.bind(on_start=lambda *_: window_is_up.set())
    running = asyncio.create_task(app.async_run("asyncio"))
    await window_is_up.wait()
    for wanted in job.wanted:
        app.show(scenes[wanted.scene])
        await asyncio.sleep(0)
        picture, drawing = picture_of(app, wanted, scenes[wanted.scene])
        Image.fromarray(drawing.whole).save(job.folder / wanted.file, compress_level=1)
        job.tell(picture)
    app.stop()
    await running


def main(file: str) -> None:
    job = Job.read(Path(file))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(Screen(*job.size, DPI_55_INCH, False, Path(file).with_suffix(".kivy"), is_smooth=False))
    asyncio.run(draw(job))


if __name__ == "__main__":
    main(sys.argv[1])

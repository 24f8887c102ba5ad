# SPDX-License-Identifier: EUPL-1.2
"""Sets every scene in a real window off-screen, in a process of its own, and writes what stood on it; two are drawn as pictures.

SDL_VIDEODRIVER=offscreen python -m tests.display.studio FOLDER WIDTH HEIGHT LANGUAGE THEME [far | near]
"""

import asyncio
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from kolapp_display.facility import FacilityPicture
from kolapp_display.picture import WaitingPicture
from kolapp_display.ui.window import Screen, prepare
from tests.display.scenes import facility_scenes, waiting_scenes

ROOT = Path(__file__).parents[2]
DRAWN = ("two-at-once", "facility-two-alarms")
"""Pictures of all scenes are the gallery's: where a text stands is known before a frame is shown."""
Pictures = dict[str, WaitingPicture | FacilityPicture]


async def draw(pictures: Pictures, folder: Path, language: str, theme: str, place: str) -> dict[str, object]:
    """What stood on the screen in each scene; the PNGs of `DRAWN` lie in `folder`."""
    from kolapp_display.ui.app import DisplayApp, Room

    room = {"far": Room(last_seat_m=8.0), "near": Room(92.0, is_near=True)}.get(place, Room(last_seat_m=5.0))
    app = DisplayApp(ROOT / "var" / "fonts", language, theme, room)
    window_is_up = asyncio.Event()
    app.bind(on_start=lambda *_: window_is_up.set())
    running = asyncio.create_task(app.async_run("asyncio"))
    await window_is_up.wait()
    drawn: dict[str, object] = {}
    for name, picture in pictures.items():
        app.show(picture)
        if name in DRAWN:
            await asyncio.sleep(0)
            (folder / f"{name}.png").write_bytes(app.picture_png())
        drawn[name] = {"size": list(app.sheet.size), "texts": [asdict(text) for text in app.sheet.drawn]}
    app.stop()
    await running
    return drawn


def main() -> None:
    folder, width, height, language, theme, *place = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]
    folder.mkdir(parents=True, exist_ok=True)
    prepare(Screen(width, height, 40.0, False, folder / "kivy", is_smooth=False))
    waiting = {name: replace(picture, has_loop="near" in place) for name, picture in waiting_scenes().items()}
    drawn = asyncio.run(draw(waiting | facility_scenes(language), folder, language, theme, "".join(place)))
    (folder / "drawn.json").write_text(json.dumps(drawn, ensure_ascii=False))


if __name__ == "__main__":
    main()

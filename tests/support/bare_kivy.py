# SPDX-License-Identifier: EUPL-1.2
"""A Kivy window with nothing of ours in it: seven buttons, and seven others once one is touched. The kiosk's yardstick.

python -m tests.support.bare_kivy FOLDER TOUCHES     prints the milliseconds from finger up to the next frame, as JSON
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from kolapp_kiosk.settings import Settings
from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare

BUTTONS = 7
CALM_S = 0.1
"""Between two touches, so that the window stands still when the finger comes."""


async def touched(folder: Path, touches: int) -> list[float]:
    """The milliseconds of each touch."""
    settings = Settings(server_url="http://127.0.0.1:1")
    surface = Surface(settings.width_px, settings.height_px, settings.dpi, settings.font_folder)
    prepare(surface, folder)
    from kivy.app import App
    from kivy.core.window import Window
    from kivy.tests.common import UnitTestTouch
    from kivy.uix.boxlayout import BoxLayout
    from kivy.uix.button import Button

    flipped = asyncio.Event()
    root = BoxLayout()

    def fill(*_: object) -> None:
        root.clear_widgets()
        box = BoxLayout(orientation="vertical")
        for number in range(BUTTONS):
            box.add_widget(Button(text=f"Knapp {number}", on_release=fill))
        root.add_widget(box)

    async def touch() -> float:
        began_s = time.monotonic()
        finger = UnitTestTouch(Window.width / 2, Window.height / 2)
        finger.touch_down()
        finger.touch_up()
        flipped.clear()
        await flipped.wait()
        return (time.monotonic() - began_s) * 1000

    Window.size = (surface.width_px, surface.height_px)
    Window.bind(on_flip=lambda *_: flipped.set())
    app = App()
    app.build = lambda: root
    fill()
    running = asyncio.ensure_future(app.async_run("asyncio"))
    await flipped.wait()
    lengths = []
    for _ in range(touches):
        await asyncio.sleep(CALM_S)
        lengths.append(await touch())
    app.stop()
    await running
    return lengths


if __name__ == "__main__":
    print(json.dumps(asyncio.run(touched(Path(sys.argv[1]), int(sys.argv[2])))))

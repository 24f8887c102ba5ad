# SPDX-License-Identifier: EUPL-1.2
"""Draws scenes of the kiosk into PNG files, and what was found on them into one JSON file. One window, so one orientation.

Example: python -m tests.kiosk.draw --out var/pictures/kiosk --scene welcome:light:sv --scene errands:large:ar [--landscape]
"""

import argparse
import asyncio
import json
import os
from pathlib import Path
from typing import Any

from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare

from . import scenes, town

DPI = 102


def found_on(app: Any) -> dict[str, Any]:
    """The touchable keys with their rectangles, the smallest capitals, and what does not fit, all in mm where a size."""
    from kolapp_kiosk.ui.widgets.arranged import Stack
    from kolapp_kiosk.ui.widgets.drawn import Ground, Words
    from kolapp_kiosk.ui.widgets.keys import Key

    surface, clipped, capitals = app.surface, [], []
    for widget in app.screen.walk():
        if not isinstance(widget, Words) or widget.is_empty or not shown(widget):
            continue
        capitals.append(surface.mm(widget.capital_px))
        holder = next((p for p in ancestors(widget) if isinstance(p, Ground) or (isinstance(p, Stack) and p.area)), None)
        if widget.is_clipped or (holder is not None and not inside(widget, holder)):
            clipped.append(widget.text)
    keys = [k for k in app.screen.walk() if isinstance(k, Key) and not k.disabled]
    return {
        "smallest_capital_mm": round(min(capitals), 2),
        "smallest_target_mm": round(min(surface.mm(min(k.width, k.height)) for k in keys), 2),
        "clipped": clipped,
        "keys": {k.key_name: [round(k.x), round(k.y), round(k.width), round(k.height)] for k in keys},
    }


def ancestors(widget: Any) -> list[Any]:
    found = []
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        found.append(widget)
        if not hasattr(widget, "look"):
            break
    return found


def shown(widget: Any) -> bool:
    return all(w.opacity for w in ancestors(widget))


def inside(inner: Any, outer: Any, slack: int = 3) -> bool:
    return (
        inner.x >= outer.x - slack
        and inner.right <= outer.right + slack
        and inner.y >= outer.y - slack
        and inner.top <= outer.top + slack
    )


async def flipped(app: Any, running: "asyncio.Future[None]", frames: int) -> None:
    """So many frames more have been drawn."""
    async with asyncio.timeout(20):
        enough = app.flips + frames
        while app.screen is None or app.flips < enough:
            if running.done():
                await running
            if app.screen is not None:
                app.ground.canvas.ask_update()
            await asyncio.sleep(0.005)


async def draw(out: Path, wanted: list[str], *, is_landscape: bool) -> None:
    """Every wanted scene as a picture."""
    from kolapp_kiosk.ui.app import KioskApp

    width, height = (1920, 1080) if is_landscape else (1080, 1920)
    surface = Surface(width, height, DPI, Path("var/fonts"))
    app = KioskApp(surface, town.kiosk(is_landscape=is_landscape), lambda _: None)
    running = asyncio.ensure_future(app.async_run("asyncio"))
    await flipped(app, running, 2)
    findings = {}
    for name in wanted:
        scene, mode, code = name.split(":")
        app.show(scenes.scene(scene, mode, code, is_landscape=is_landscape))
        await flipped(app, running, 2)
        file = f"{'landscape' if is_landscape else 'portrait'}-{scene}-{mode}-{code}.png"
        app.ground.export_to_png(str(out / file))
        findings[file] = found_on(app)
    (out / f"{'landscape' if is_landscape else 'portrait'}.json").write_text(json.dumps(findings, indent=1, ensure_ascii=False))
    app.stop()
    await running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scene", action="append", default=[])
    parser.add_argument("--landscape", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    width, height = (1920, 1080) if given.landscape else (1080, 1920)
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(Surface(width, height, DPI, Path("var/fonts")), given.out / ".kivy")
    asyncio.run(draw(given.out.resolve(), given.scene, is_landscape=given.landscape))


if __name__ == "__main__":
    main()

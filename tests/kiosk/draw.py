# SPDX-License-Identifier: EUPL-1.2
"""Lays out scenes of the kiosk, draws some into PNG files, and writes what was found on them. One window, so one orientation.

    python -m tests.kiosk.draw --out var/pictures/kiosk --scene welcome:light:sv --layout errands:large:ar [--landscape]

What was found on a scene is the same whether it is drawn or only laid out, which takes a tenth of the time: every widget makes
its picture, and no frame is shown. It lies in `laid-out.json` and `drawn.json` of the orientation.
"""

import argparse
import asyncio
import gc
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare

from . import scenes, town

DPI = 102
T = TypeVar("T")
FRAMES_WITHIN_S = 120
"""Also where a machine does much else: the first frame of a window has taken half a minute there."""
GARBAGE_AFTER = 80
"""So many screens are thrown away together."""


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
    async with asyncio.timeout(FRAMES_WITHIN_S):
        enough = app.flips + frames
        while app.screen is None or app.flips < enough:
            if running.done():
                await running
            if app.screen is not None:
                app.ground.canvas.ask_update()
            await asyncio.sleep(0.005)


def laid_out(app: Any, name: str) -> dict[str, Any]:
    """What was found on the scene. Every widget has made its picture; the glass still shows what it did."""
    from kivy.clock import Clock

    show(app, name)
    Clock.tick_draw()
    return found_on(app)


async def drawn(app: Any, running: "asyncio.Future[None]", name: str, picture: Path) -> dict[str, Any]:
    """What was found on the scene, once it has been on the glass; its picture lies at `picture`."""
    show(app, name)
    await flipped(app, running, 2)
    app.ground.export_to_png(str(picture))
    return found_on(app)


def show(app: Any, name: str) -> None:
    scene, mode, code = name.split(":")
    app.show(scenes.scene(scene, mode, code, is_landscape=app.surface.is_landscape))


async def draw(out: Path, layouts: list[str], wanted: list[str], *, is_landscape: bool) -> None:
    """Every wanted scene as a picture, and what was found on those and on the `layouts`."""
    from kolapp_kiosk.ui.app import KioskApp

    surface = surface_of(is_landscape=is_landscape)
    app = KioskApp(surface, town.kiosk(is_landscape=is_landscape), lambda _: None)
    running = asyncio.ensure_future(app.async_run("asyncio"))
    await flipped(app, running, 2)
    turned = "landscape" if is_landscape else "portrait"
    files = {name: f"{turned}-{name.replace(':', '-')}" for name in (*layouts, *wanted)}
    tell(out / f"{turned}-laid-out.json", {files[name]: laid_out(app, name) for name in thrown_away_together(layouts)})
    found = {files[name]: await drawn(app, running, name, out / f"{files[name]}.png") for name in wanted}
    tell(out / f"{turned}-drawn.json", found)
    app.stop()
    await running


def thrown_away_together(screens: Iterable[T]) -> Iterator[T]:
    """Each of them. Every screen is made anew: by itself the collector would walk over all widgets again and again."""
    gc.collect()
    gc.freeze()
    gc.disable()
    for place, screen in enumerate(screens):
        yield screen
        if place % GARBAGE_AFTER == GARBAGE_AFTER - 1:
            gc.collect()
    gc.enable()


def surface_of(*, is_landscape: bool) -> Surface:
    return Surface(*((1920, 1080) if is_landscape else (1080, 1920)), DPI, Path("var/fonts"))


def tell(file: Path, found: dict[str, Any]) -> None:
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scene", action="append", default=[], help="is drawn")
    parser.add_argument("--layout", action="append", default=[], help="is only laid out")
    parser.add_argument("--landscape", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(surface_of(is_landscape=given.landscape), given.out / ".kivy")
    asyncio.run(draw(given.out.resolve(), given.layout, given.scene, is_landscape=given.landscape))


if __name__ == "__main__":
    main()

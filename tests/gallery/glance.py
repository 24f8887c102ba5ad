# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's layouts without their pictures: `python -m tests.gallery.glance --languages sv ar --only welcome`.

Every screen is laid out in every language and in the modes that differ in size, and asked for what is cut off, what overlaps and
what letters are missing. Colours and contrast it knows nothing of: that is the gallery's. It takes a tenth of its time.

`--town FILE` lays out the cards of a town's own file instead: whether its names have room, before anybody stands before them.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare
from tests.gallery.cards import Scene, scenes_of
from tests.gallery.eye import ink_box, is_cut, missing, overlapping
from tests.gallery.kiosk import faults_of_keys, texts_of
from tests.gallery.plan import LYING, SIZES, STANDING, spoken
from tests.kiosk import scenes, town
from tests.kiosk.draw import DPI, thrown_away_together


def faults(app: Any, state: Any, size: tuple[int, int]) -> Iterator[str]:
    """What is wrong with the screen of that state."""
    app.state, shown = state, app._to_show(state)
    app.look = shown[1]
    app.screen = app._screen(state, shown)
    texts = texts_of(app)
    for one in texts:
        if is_cut(one, size):
            yield f"clipped: {one.words} {ink_box(one)} in {one.bounds}"
        if letters := missing(one):
            yield f"no letters for {' '.join(sorted(letters))} in {one.words}"
    yield from (f"overlapping: {pair}" for pair in overlapping(texts))
    yield from faults_of_keys(app)


def known_scenes() -> dict[str, Scene]:
    """Every screen of the kiosk, in the town of the tests."""

    def scene_of(name: str) -> Scene:
        return lambda mode, code, is_landscape: scenes.scene(name, mode, code, is_landscape=is_landscape)

    return {name: scene_of(name) for name in scenes.SCENES}


def glanced(size: tuple[int, int], languages: tuple[str, ...], modes: tuple[str, ...], shown: dict[str, Scene]) -> int:
    """How many screens of that glass have faults; each is printed."""
    from kivy.app import App
    from kivy.uix.widget import Widget

    from kolapp_kiosk.ui.app import KioskApp

    surface = Surface(*size, DPI, Path("var/fonts"))
    app = KioskApp(surface, town.kiosk(is_landscape=surface.is_landscape), lambda _: None)
    App._running_app = app
    app.ground = Widget(size=size, pos=(0, 0))
    seen = failed = 0
    for code, name, mode in thrown_away_together(product(languages, shown, modes)):
        found = list(faults(app, shown[name](mode, code, surface.is_landscape), size))
        seen, failed = seen + 1, failed + bool(found)
        for fault in found:
            print(f"{'landscape' if surface.is_landscape else 'upright'} {name} {mode} {code}: {fault}", flush=True)
    print(f"{failed} of {seen} {'landscape' if surface.is_landscape else 'upright'} layouts have faults", flush=True)
    return failed


def main() -> int:
    """1 where any layout has a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery.glance", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="a part of the names of the scenes")
    parser.add_argument("--languages", nargs="+", choices=spoken(), default=spoken(), help="instead of all of them")
    parser.add_argument("--modes", nargs="+", choices=SIZES, default=SIZES, help="instead of all of them")
    parser.add_argument("--town", type=Path, metavar="FILE", help="the cards of that town's file, such as town/ekvik.yaml")
    parser.add_argument("--landscape", action="store_true", help="lying instead of upright")
    asked = parser.parse_args()
    size = LYING if asked.landscape else STANDING
    wanted = scenes_of(asked.town) if asked.town else known_scenes()
    wanted = {name: scene for name, scene in wanted.items() if asked.only in name}
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="kolapp-glance-") as home:
        prepare(Surface(*size, DPI, Path("var/fonts")), Path(home))
        return 1 if glanced(size, tuple(asked.languages), tuple(asked.modes), wanted) else 0


if __name__ == "__main__":
    sys.exit(main())

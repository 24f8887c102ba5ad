# SPDX-License-Identifier: EUPL-1.2
"""A kiosk's screen with one bad thing planted on it, for each kind of fault: `python -m tests.gallery.planted job.json`.

What the gallery says of each is told as if it were a picture; its `screen` is the name of the plant.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare
from tests.gallery.kiosk import picture_of
from tests.gallery.plan import Job
from tests.kiosk import scenes, town
from tests.kiosk.draw import DPI, flipped

MIDDLE = (540, 1500)
TEN_MM_PX = 40
HUMAN_FACTS_AT = 0


def words(app: Any, text: str, **values: Any) -> Any:
    from kolapp_kiosk.ui.widgets.drawn import Words

    return Words(**{"text": text, "style": app.look.type.least, "natural": True, "pos": MIDDLE} | values)


def a_word_too_long_for_its_line(app: Any) -> list[Any]:
    return [words(app, "Medborgarservicekontoret", natural=False, width=120)]


def a_text_lower_than_its_plate(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.drawn import Ground

    plate = Ground(pos=MIDDLE, size=(200, 20))
    plate.add_widget(words(app, "Köplats", pos=(MIDDLE[0], MIDDLE[1] - 30)))
    return [plate]


def grey_on_grey(app: Any) -> list[Any]:
    return [words(app, "Väntetid", color="tint")]


def a_text_under_a_plate(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.drawn import Ground

    return [words(app, "Dold"), Ground(pos=(MIDDLE[0] - 50, MIDDLE[1] - 50), size=(300, 150))]


def a_letter_that_the_font_does_not_have(app: Any) -> list[Any]:
    return [words(app, "ハロー")]


def a_text_outside_the_screen(app: Any) -> list[Any]:
    return [words(app, "Utanför", pos=(1040, 1500))]


def two_texts_on_each_other(app: Any) -> list[Any]:
    return [words(app, "Nummer"), words(app, "Disk 3")]


def letters_too_small(app: Any) -> list[Any]:
    return [words(app, "Litet", style=type(app.look.type.least)(20))]


def a_key_of_ten_millimetres(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.keys import Key

    facts = keys(app)[HUMAN_FACTS_AT].facts
    return [Key(facts=facts, pos=(520, 1840), size=(TEN_MM_PX, TEN_MM_PX))]


def keys_too_near(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.keys import Key

    one = keys(app)[HUMAN_FACTS_AT]
    return [Key(facts=one.facts, pos=(one.x, one.top + 6), size=(100, 100))]


def keys(app: Any) -> list[Any]:
    from kolapp_kiosk.ui.widgets.keys import Key

    return [widget for widget in app.screen.walk() if isinstance(widget, Key)]


def nothing(app: Any) -> list[Any]:
    return []


PLANTS: dict[str, Callable[[Any], list[Any]]] = {
    plant.__name__: plant
    for plant in (
        nothing,
        a_word_too_long_for_its_line,
        a_text_lower_than_its_plate,
        grey_on_grey,
        a_text_under_a_plate,
        a_letter_that_the_font_does_not_have,
        a_text_outside_the_screen,
        two_texts_on_each_other,
        letters_too_small,
        a_key_of_ten_millimetres,
        keys_too_near,
    )
}


async def draw(job: Job) -> None:
    """The screen with each plant in its turn."""
    from kolapp_kiosk.ui.app import KioskApp

    surface = Surface(*job.size, DPI, Path("var/fonts"))
    app = KioskApp(surface, town.kiosk(), lambda _: None)
    running = asyncio.ensure_future(app.async_run("asyncio"))
    await flipped(app, running, 2)
    app.show(scenes.scene("out-of-order", "light", "sv"))
    for wanted in job.wanted:
        planted = PLANTS[wanted.scene](app)
        for widget in planted:
            plant(app.screen, widget)
        await flipped(app, running, 3)
        picture, drawing = picture_of(app, wanted, wanted.file)
        Image.fromarray(drawing.whole).save(job.folder / wanted.file)
        for widget in planted:
            app.screen.remove_widget(widget)
        job.tell(picture)
    app.stop()
    await running


def plant(screen: Any, widget: Any) -> None:
    """The widget stands on the screen where it was put; the grid is not asked for a place for it."""
    from kivy.uix.widget import Widget

    Widget.add_widget(screen, widget)


def main(file: str) -> None:
    job = Job.read(Path(file))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare(Surface(*job.size, DPI, Path("var/fonts")), Path(file).with_suffix(".kivy"))
    asyncio.run(draw(job))


if __name__ == "__main__":
    main(sys.argv[1])

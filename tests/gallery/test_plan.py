# SPDX-License-Identifier: EUPL-1.2
"""No screen, mode or language is left out of the gallery: it finds them by itself."""

from pathlib import Path
from types import UnionType
from typing import get_args

from kolapp_display.ui.theme import THEMES
from kolapp_kiosk.flow.state import Screen
from tests.gallery.plan import plan, spoken
from tests.kiosk.scenes import MODES, SCENES, scene

FOLDER = Path("gallery")


def kinds(union: UnionType) -> set[type]:
    """The classes of a union, however it is put together."""
    return {kind for one in get_args(union) for kind in (kinds(one) if isinstance(one, UnionType) else {one})}


def test_every_screen_of_the_kiosk_has_a_scene() -> None:
    drawn = {type(scene(name, "light", "sv").screen) for name in SCENES}
    assert {kind.__name__ for kind in kinds(Screen) - drawn} == set()


def test_every_scene_is_drawn_in_every_mode_and_language() -> None:
    wanted = {(one.scene, one.look, one.language) for job in plan(FOLDER, spoken()) for one in job.wanted}
    assert {(name, mode, code) for name in SCENES for mode in MODES for code in spoken()} <= wanted


def test_the_modes_that_are_promised_are_there() -> None:
    modes = {one.mode for job in plan(FOLDER, ("sv",)) for one in job.wanted}
    assert modes >= {"normal", "large", "contrast", "dark", "low", "landscape", "standing", "80-mm", "58-mm"}
    assert len(THEMES) == 3


def test_no_picture_is_drawn_over_another() -> None:
    files = [one.file for job in plan(FOLDER, spoken()) for one in job.wanted]
    assert len(files) == len(set(files))


def test_a_part_can_be_asked_for() -> None:
    assert {one.screen for job in plan(FOLDER, ("sv",), "slip-copy") for one in job.wanted} == {"slip-copy"}
    assert {one.language for job in plan(FOLDER, ("ar",)) for one in job.wanted} == {"ar"}


def test_slips_and_both_displays_are_there() -> None:
    screens = {one.screen for job in plan(FOLDER, ("sv",)) for one in job.wanted}
    assert {screen.split("-")[0] for screen in screens} >= {"kiosk", "display", "facility", "slip"}

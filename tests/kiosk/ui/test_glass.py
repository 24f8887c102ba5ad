# SPDX-License-Identifier: EUPL-1.2
"""Sizes are millimetres on the real glass, and nothing on it moves by itself."""

from pathlib import Path

import pytest

from kolapp_kiosk import ui
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.events import Ticked
from kolapp_kiosk.flow.keys import Standing
from kolapp_kiosk.ui.look import LEAST_CAPITAL_MM, LEAST_KEY_MM, Surface, look_of
from tests.kiosk import town

FOLDER = Path(ui.__file__).parent
SIZES = {
    "21.5 inches, upright": Surface(1080, 1920, 102, Path("fonts")),
    "24 inches, lying": Surface(1920, 1080, 92, Path("fonts")),
    "32 inches, upright, 4K": Surface(2160, 3840, 138, Path("fonts")),
    "17.3 inches, upright": Surface(1080, 1920, 127, Path("fonts")),
}


@pytest.mark.parametrize("surface", SIZES.values(), ids=SIZES)
def test_capitals_and_keys_are_large_enough_on_every_glass_that_is_named_in_the_manual(surface: Surface) -> None:
    state = flow.equipped(town.kiosk(), has_printer=True, is_landscape=surface.is_landscape, is_small=surface.is_small)
    look = look_of(state, surface)
    assert surface.mm(look.px(look.type.least.size) * 0.714) >= LEAST_CAPITAL_MM
    if not surface.is_small:
        assert surface.least_key_mm >= LEAST_KEY_MM


def test_on_a_small_glass_everybody_gets_the_large_letters_and_the_next_one_again() -> None:
    assert Surface(1080, 1920, 127, Path("fonts")).is_small
    start = town.kiosk(is_small=True)
    assert start.wishes.is_large
    small_letters = town.touch(start, Standing.LARGE)
    assert not small_letters.wishes.is_large
    assert town.later(small_letters, 61).wishes.is_large


def test_a_kiosk_begins_with_the_letters_of_its_glass() -> None:
    first = flow.first(Ticked(town.MORNING, town.draft()))
    assert flow.equipped(first, has_printer=True, is_landscape=False, is_small=True).wishes.is_large
    assert not flow.equipped(first, has_printer=True, is_landscape=False).wishes.is_large


def test_nothing_on_the_glass_moves_by_itself() -> None:
    """No animation, no drag and no long press: what is drawn changes with what is known, and a key acts when it is let go."""
    moving = ("Animation", "schedule_interval", "ScrollView", "Carousel", "Transition", "long_press", "double_tap")
    for file in (*FOLDER.rglob("*.py"), *FOLDER.rglob("*.kv")):
        text = file.read_text(encoding="utf-8")
        assert [word for word in moving if word in text] == [], file.name

# SPDX-License-Identifier: EUPL-1.2
"""Every screen, laid out: letters and keys are large enough on the glass, nothing is cut off, a human stands everywhere.

Some are drawn too, off-screen, and stand as they were laid out. Their pictures lie in var/pictures/kiosk; those of every screen
are the gallery's.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.gallery.plan import SIZES
from tests.kiosk.scenes import SCENES
from tests.kiosk.town import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.window]
PICTURES = Path("var/pictures/kiosk")
WITHIN_S = 600
LEAST_CAPITAL_MM, LEAST_LARGE_CAPITAL_MM = 6.1, 12.2
LEAST_KEY_MM, LEAST_CHOICE_MM = 20.0, (80.0, 25.0)
GAP_MM = 5.0
MM_PER_PX = 25.4 / 102
HEIGHT_PX = 1920
IN_ALL_MODES = ("welcome", "errands", "reading", "support", "ticket", "ticket-paper-out", "alternatives")
DRAWN = (
    "welcome:light:sv",
    "errands:large:ar",
    "reading:high:en",
    "support:low:fi",
    "ticket:dark:ar",
    "ticket-paper-out:large-low:sv",
    "alternatives:high-large:sv",
)
Found = dict[str, dict[str, Any]]


def wanted() -> Iterator[str]:
    """Every screen in every language, and the important ones in every mode that moves anything."""
    for scene in SCENES:
        yield from (f"{scene}:light:{code}" for code in LANGUAGES)
    for scene, mode in product(IN_ALL_MODES, set(SIZES) - {"light"}):
        yield from (f"{scene}:{mode}:{code}" for code in ("sv", "ar"))
    for scene in IN_ALL_MODES:
        yield from (f"{scene}:large:{code}" for code in ("en", "fi"))
    yield from DRAWN


@pytest.fixture(scope="module", params=["portrait", "landscape"])
def both(request: pytest.FixtureRequest) -> tuple[Found, Found]:
    """What was found on each screen of that orientation, laid out; and on some of them, drawn."""
    layouts = [word for scene in sorted(set(wanted())) for word in ("--layout", scene)]
    scenes = [word for scene in DRAWN for word in ("--scene", scene)]
    turned = ["--landscape"] if request.param == "landscape" else []
    command = [sys.executable, "-m", "tests.kiosk.draw", "--out", str(PICTURES), *turned, *layouts, *scenes]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S)
    assert done.returncode == 0, done.stderr[-2000:]
    laid_out, drawn = (json.loads((PICTURES / f"{request.param}-{how}.json").read_text()) for how in ("laid-out", "drawn"))
    return laid_out, drawn


@pytest.fixture(scope="module")
def found(both: tuple[Found, Found]) -> Found:
    """What was found on each screen."""
    return both[0]


def test_what_is_drawn_stands_as_it_was_laid_out(both: tuple[Found, Found]) -> None:
    laid_out, drawn = both
    assert len(drawn) == len(DRAWN)
    assert {picture: laid_out[picture] for picture in drawn} == drawn


def test_capitals_are_high_enough(found: Found) -> None:
    for picture, facts in found.items():
        least = LEAST_LARGE_CAPITAL_MM if "large" in picture else LEAST_CAPITAL_MM
        assert facts["smallest_capital_mm"] >= least, picture


def test_keys_are_large_enough_and_apart(found: Found) -> None:
    for picture, facts in found.items():
        for name, (_, _, width, height) in facts["keys"].items():
            assert min(width, height) * MM_PER_PX >= LEAST_KEY_MM, (picture, name)
            if name.startswith(("group:", "errand:", "need:")):
                assert (width * MM_PER_PX, height * MM_PER_PX) >= LEAST_CHOICE_MM, (picture, name)
        keys = list(facts["keys"].items())
        for index, (name, one) in enumerate(keys):
            for other_name, other in keys[index + 1 :]:
                assert apart_mm(one, other) >= GAP_MM, (picture, name, other_name)


def test_in_low_mode_everything_that_is_touched_stands_in_the_lower_half(found: Found) -> None:
    """Of a screen that stands: one that lies is low as a whole."""
    for picture, facts in found.items():
        if "low" in picture.split("-") and picture.startswith("portrait"):
            for name, (_, y, _, height) in facts["keys"].items():
                assert y + height <= HEIGHT_PX / 2, (picture, name)


def apart_mm(one: list[int], other: list[int]) -> float:
    """The free space between two keys."""
    sideways = max(one[0], other[0]) - min(one[0] + one[2], other[0] + other[2])
    upwards = max(one[1], other[1]) - min(one[1] + one[3], other[1] + other[3])
    return max(sideways, upwards) * MM_PER_PX


def test_nothing_is_cut_off(found: Found) -> None:
    assert {picture: facts["clipped"] for picture, facts in found.items() if facts["clipped"]} == {}


def test_the_human_and_the_access_keys_never_move(found: Found) -> None:
    """Of one mode and language. On screens without a step back the human key grows over that place, and its end stays."""
    places: dict[tuple[str, str], set[int]] = {}
    for picture, facts in found.items():
        mode = picture.split("-")[-2:]
        is_low_or_large = tuple(word for word in ("large", "low") if word in picture.split("-"))
        key = f"{is_low_or_large}{mode[1]}"
        x, y, width, height = facts["keys"]["human"]
        places.setdefault((key, "human"), set()).add((y, height))
        places.setdefault((key, "contrast"), set()).add(tuple(facts["keys"]["contrast"]))
        assert width >= 272
        assert x >= 0
    assert {key: len(found_at) for key, found_at in places.items() if len(found_at) > 1} == {}

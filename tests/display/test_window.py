# SPDX-License-Identifier: EUPL-1.2
"""Every screen in a real window off-screen: nothing is cut off, and what is called can be read from five metres.

The window lives in a process of its own (`studio`), which leaves two pictures in var/pictures/display to be looked at.
"""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.display.programs import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.window]
PICTURES = ROOT / "var" / "pictures" / "display"
WITHIN_S = 300
LYING, STANDING = (1920, 1080), (1080, 1920)
SHEETS = {
    "lying": (LYING, "sv", "light"),
    "standing": (STANDING, "sv", "light"),
    "english": (LYING, "en", "light"),
    "finnish": (LYING, "fi", "light"),
    "arabic": (LYING, "ar", "light"),
    "dark": (LYING, "sv", "dark"),
    "contrast": (LYING, "sv", "contrast"),
    "ultra-hd": ((3840, 2160), "sv", "light"),
    "far": (LYING, "sv", "light", "far"),
    "near": (LYING, "sv", "light", "near"),
}
MM_PER_PX_55_INCH, MM_PER_PX_43_INCH = 25.4 / 40, 25.4 / 51
CALLED = {"A042", "C018", "W042", "K12-102"}


@cache
def drawn(name: str) -> dict[str, Any]:
    """What stood on each screen of the sheet `name`."""
    (width, height), *rest = SHEETS[name]
    folder = PICTURES / name
    command = [sys.executable, "-m", "tests.display.studio", str(folder), str(width), str(height), *rest]
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=WITHIN_S, capture_output=True)
    return json.loads((folder / "drawn.json").read_text())


def capitals_mm(name: str, scene: str, mm_per_px: float) -> dict[str, float]:
    return {text["words"]: text["capital_px"] * mm_per_px for text in drawn(name)[scene]["texts"]}


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_cut_off_on_any_screen(name: str) -> None:
    cut = {scene: [text["words"] for text in at["texts"] if text["is_clipped"]] for scene, at in drawn(name).items()}
    assert {scene: words for scene, words in cut.items() if words} == {}


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_fills_the_screen(name: str) -> None:
    assert {tuple(at["size"]) for at in drawn(name).values()} == {SHEETS[name][0]}


@pytest.mark.parametrize("name", ["lying", "standing", "arabic", "contrast"])
def test_a_called_number_can_be_read_from_five_metres(name: str) -> None:
    for scene in drawn(name):
        heights = capitals_mm(name, scene, MM_PER_PX_55_INCH)
        assert all(heights[number] >= 61 for number in CALLED & heights.keys() if not scene.startswith("facility")), scene


def test_a_called_number_can_be_read_from_eight_metres_where_that_is_set() -> None:
    for scene in drawn("far"):
        heights = capitals_mm("far", scene, MM_PER_PX_55_INCH)
        assert all(heights[number] >= 97.6 for number in CALLED & heights.keys() if not scene.startswith("facility")), scene
    texts = [text["words"] for text in drawn("far")["two-at-once"]["texts"]]
    assert {"A042", "C018", "3", "1", "Disk", "A041", "A039"} <= set(texts)


def test_the_screen_at_eye_height_says_the_way_in_words() -> None:
    texts = [text["words"] for text in drawn("near")["two-at-once"]["texts"]]
    assert {"A042", "Disk 3", "åt höger", "åt vänster", "10:24", "Hörslinga finns. Ställ hörapparaten på T."} <= set(texts)


def test_earlier_calls_of_the_usual_length_can_be_read_from_five_metres_too() -> None:
    heights = capitals_mm("lying", "stale", MM_PER_PX_55_INCH)
    assert {number for number, height in heights.items() if height >= 61} >= {"A041", "C017", "A040", "D008", "A039"}


def test_no_text_of_the_waiting_room_is_smaller_than_eighteen_millimetres_nor_of_the_facility_screen_than_nine() -> None:
    for scene in drawn("lying"):
        is_facility = scene.startswith("facility")
        least = min(capitals_mm("lying", scene, MM_PER_PX_43_INCH if is_facility else MM_PER_PX_55_INCH).values())
        assert least >= (9.0 if is_facility else 18.0), scene


def test_a_screen_says_what_holds_in_words() -> None:
    def words(scene: str) -> str:
        return " ".join(text["words"] for text in drawn("lying")[scene]["texts"])

    assert "Nu är det din tur" in words("normal")
    assert "حان دورك الآن" in words("arabic-caller")
    assert "Vi ropar igen" in words("recall")
    assert "Skärmen har inte fått nya nummer på 14 s. Lyssna, eller fråga oss." in words("stale")
    assert "Väntade 10:24" in words("stale")
    assert "Stängt nu" in words("closed")
    assert "Skrivare entré: papperet är slut" in words("facility-two-alarms")
    assert "Skrivare entré: papperet är slut" not in words("facility-calm")
    assert "Över målet" in words("facility-calm")


def test_no_errand_can_be_read_in_the_waiting_room() -> None:
    from tests.display.town import GROUPS

    shown = " ".join(
        text["words"] for scene in drawn("lying") if "facility" not in scene for text in drawn("lying")[scene]["texts"]
    )
    assert not [name for _, names in GROUPS.values() for name in names if name in shown]

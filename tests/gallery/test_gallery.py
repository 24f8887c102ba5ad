# SPDX-License-Identifier: EUPL-1.2
"""The gallery finds what is planted, in a real window; and a small part of it is drawn, measured and written down."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gallery import __main__ as gallery
from tests.gallery.plan import STANDING, Job, Wanted
from tests.gallery.planted import PLANTS

pytestmark = [pytest.mark.slow, pytest.mark.window]
SAID = {
    "a_word_too_long_for_its_line": "clipped: Medborgarservicekontoret",
    "a_text_lower_than_its_plate": "clipped: Köplats",
    "grey_on_grey": "contrast 1.",
    "a_text_under_a_plate": "contrast 1.0:1",
    "a_letter_that_the_font_does_not_have": "no letter for ハ",
    "a_text_outside_the_screen": "clipped: Utanför",
    "two_texts_on_each_other": "overlapping: Nummer × Disk 3",
    "letters_too_small": "capitals of 3.56 mm",
    "a_key_of_ten_millimetres": "a key of 9.96 mm",
    "keys_too_near": "stand 1.5 mm apart",
}
PARTS = {
    "kiosk-out-of-order": ("sv", "ar"),
    "display-two-at-once": ("ar",),
    "facility-one-alarm": ("sv",),
    "slip-sensitive": ("sv", "ar"),
}
"""One screen of each program; a display opens a window for each theme and place, so in one language."""
KEYS = {
    "screen",
    "language",
    "mode",
    "file",
    "smallest_capital_mm",
    "smallest_target_mm",
    "lowest_contrast",
    "clipped",
    "missing_glyphs",
    "passed",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("planted")
    job = Job("planted", STANDING, folder, tuple(Wanted(name, "sv", "normal", name, "light") for name in PLANTS))
    return {row["screen"]: row for row in gallery.run(job, folder / "job.json", lambda row: None)}


@pytest.mark.parametrize("name", SAID)
def test_what_is_planted_is_found(planted: dict[str, dict[str, Any]], name: str) -> None:
    assert any(SAID[name] in fault for fault in planted[name]["faults"]), planted[name]["faults"]
    assert not planted[name]["passed"]


def test_the_same_screen_passes_without_a_plant(planted: dict[str, dict[str, Any]]) -> None:
    assert planted["nothing"]["faults"] == []


@pytest.mark.parametrize(("screen", "languages"), PARTS.items(), ids=PARTS)
def test_a_part_of_the_gallery_is_drawn_and_passes(tmp_path: Path, screen: str, languages: tuple[str, ...]) -> None:
    assert gallery.main(["--only", screen, "--languages", *languages, "--out", str(tmp_path)]) == 0
    rows = json.loads((tmp_path / "gallery.json").read_text())["pictures"]
    assert {row["language"] for row in rows} == set(languages)
    assert all(row["passed"] and row.keys() >= KEYS and (tmp_path / row["file"]).stat().st_size for row in rows)
    page = (tmp_path / "index.html").read_text()
    assert all(f'src="{row["file"]}"' in page for row in rows)


def test_a_window_that_dies_is_no_pass(tmp_path: Path) -> None:
    job = Job("kiosk", STANDING, tmp_path, (Wanted("kiosk-gone", "sv", "normal", "gone", "light"),))
    rows = gallery.run(job, tmp_path / "job.json", lambda row: None)
    assert [(row["passed"], row["faults"]) for row in rows] == [(False, ["it was not drawn"])]

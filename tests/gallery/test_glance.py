# SPDX-License-Identifier: EUPL-1.2
"""A sample of what the gallery draws whole: the fullest screens in large letters fit in every language."""

import subprocess
import sys

import pytest

from tests.gallery.plan import spoken

WITHIN_S = 300
pytestmark = [pytest.mark.slow, pytest.mark.window]


@pytest.mark.parametrize("scene", ["ticket-elsewhere", "still-there"])
def test_in_large_letters_nothing_is_cut_off_in_any_language(scene: str) -> None:
    command = [sys.executable, "-m", "tests.gallery.glance", "--modes", "large", "--only", scene]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S)
    assert done.returncode == 0, done.stdout + done.stderr[-1500:]
    assert f"0 of {len(spoken())} upright layouts" in done.stdout


def test_the_cards_of_the_towns_own_file_have_room_in_every_language() -> None:
    fullest = ("--modes", "large", "--landscape", "--only", "-1")
    command = [sys.executable, "-m", "tests.gallery.glance", "--town", "town/ekvik.yaml", *fullest]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S)
    assert done.returncode == 0, done.stdout + done.stderr[-1500:]
    assert "0 of 112 landscape layouts" in done.stdout

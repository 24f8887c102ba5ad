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

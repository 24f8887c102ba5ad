# SPDX-License-Identifier: EUPL-1.2
"""The program as the one who mounts the screen meets it."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from kolapp_client import token_file
from kolapp_contract.devices import DeviceKind, Paired
from kolapp_display.settings import Settings

PAIRED = Paired(device_id=UUID(int=9), branch_id="ekvik", kind=DeviceKind.DISPLAY, name="Skärm 1", token="hemlig")
pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"KOLAPP_DISPLAY_TOKEN_FILE": str(folder / "token.json"), "KOLAPP_DISPLAY_SERVER_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "kolapp_display", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_help_names_every_setting_and_an_example(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")
    assert shown.returncode == 0
    assert all(f"KOLAPP_DISPLAY_{name.upper()}" in shown.stdout for name in Settings.model_fields)
    assert "kolapp-display --pair" in shown.stdout


def test_a_display_that_is_not_paired_says_how_to_pair_it(tmp_path: Path) -> None:
    refused = run(tmp_path)
    assert (refused.returncode, "kolapp-display --pair CODE" in refused.stderr) == (2, True)


@pytest.mark.parametrize("code", ["ABCD-EFGH2", "not a code"])
def test_a_pairing_that_fails_leaves_the_old_token_in_place(tmp_path: Path, code: str) -> None:
    token_file.write(tmp_path / "token.json", PAIRED)
    assert run(tmp_path, "--pair", code).returncode == 1
    assert token_file.read(tmp_path / "token.json") == PAIRED

# SPDX-License-Identifier: EUPL-1.2
"""The one secret that a device keeps."""

import stat
from pathlib import Path
from uuid import UUID

import pytest

from kolapp_client import token_file
from kolapp_client.token_file import TokenFileBroken
from kolapp_contract.devices import DeviceKind, Paired

PAIRED = Paired(device_id=UUID(int=7), branch_id="ekvik", kind=DeviceKind.DISPLAY, name="Skärm 1", token="hemlig")


def test_before_pairing_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert token_file.read(tmp_path / "token.json") is None


def test_only_the_owner_can_read_what_was_written_and_nothing_else_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "display" / "token.json"
    token_file.write(path, PAIRED)
    token_file.write(path, PAIRED)
    assert token_file.read(path) == PAIRED
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_understood_is_not_taken_for_no_file(tmp_path: Path) -> None:
    (tmp_path / "token.json").write_text("{")
    with pytest.raises(TokenFileBroken):
        token_file.read(tmp_path / "token.json")

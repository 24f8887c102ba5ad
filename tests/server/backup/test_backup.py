# SPDX-License-Identifier: EUPL-1.2
"""A backup is made while visitors take tickets, and has its name only when it is whole."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from kolapp_server.asking import OrderRefused, ask_server
from kolapp_server.control import carry_out
from kolapp_server.services.restoring import DATABASE, last_backup
from kolapp_server.store import backup
from kolapp_server.store.backup import BackupDamaged, BranchHead, copy_database, examine
from tests.support.running_server import BRANCH, always_open, running
from tests.support.small_branch import small_branch


def named(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.glob("saved*"))


def unheard(_percent: int) -> None:
    """Nobody listens."""


async def test_visitors_get_tickets_between_the_slices_and_the_backup_is_of_its_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_A_SLICE", 4)
    file, loop, slices = tmp_path / "saved.sqlite", asyncio.get_running_loop(), []
    async with small_branch(tmp_path) as branch:
        before = [await branch.issue() for _ in range(5)]
        seq = branch.writer.days()[BRANCH].seq

        def meanwhile(percent: int) -> None:
            slices.append(percent)
            asyncio.run_coroutine_threadsafe(branch.issue(), loop).result(20)

        contents = await asyncio.to_thread(copy_database, tmp_path / DATABASE, file, meanwhile)
        assert len(branch.writer.days()[BRANCH].tickets) == len(before) + len(slices)
    assert len(slices) > 5
    assert slices == sorted(slices)
    assert slices[-1] == 100
    assert contents.heads == (BranchHead(BRANCH, 1, seq),)
    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT count(*) FROM tickets").fetchone() == (5,)
    copy.close()
    assert named(tmp_path) == ["saved.sqlite"]
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_backup_that_breaks_off_leaves_the_one_before_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "saved.sqlite"
    file.write_bytes(b"the one before")

    def breaks(_percent: int) -> None:
        raise OSError("the disk is gone")

    async with small_branch(tmp_path):
        with pytest.raises(OSError, match="gone"):
            copy_database(tmp_path / DATABASE, file, breaks)
    assert file.read_bytes() == b"the one before"
    assert named(tmp_path) == ["saved.sqlite"]


async def whole_backup(folder: Path) -> Path:
    """A backup of a branch with some tickets."""
    async with small_branch(folder) as branch:
        for _ in range(30):
            await branch.issue()
        copy_database(folder / DATABASE, folder / "saved.sqlite", unheard)
    return folder / "saved.sqlite"


async def test_a_backup_with_a_broken_page_a_missing_row_or_another_end_is_found_out(tmp_path: Path) -> None:
    file = await whole_backup(tmp_path)
    whole = file.read_bytes()
    assert examine(file).heads[0].branch_id == BRANCH
    for wrong in (
        "DELETE FROM journal WHERE seq = 7",
        "UPDATE branches SET seq = seq + 1",
        "DELETE FROM journal",
        "DROP TABLE alembic_version",
    ):
        with sqlite3.connect(file) as connection:
            connection.execute(wrong)
        connection.close()
        with pytest.raises(BackupDamaged):
            examine(file)
        file.write_bytes(whole)
    for torn in (whole[: len(whole) // 2], whole[:8192] + b"\xff" * 4096 + whole[12288:], b"", b"no database"):
        file.write_bytes(torn)
        with pytest.raises(BackupDamaged):
            examine(file)


async def test_the_command_goes_through_the_running_server_and_tells_how_far_it_is(tmp_path: Path) -> None:
    file, told = tmp_path / "saved.sqlite", []
    async with running(tmp_path / "var") as server:
        await carry_out(server.foundation, {"do": "import", "text": always_open()})
        assert last_backup(tmp_path / "var") is None or not last_backup(tmp_path / "var").file
        said = await ask_server(tmp_path / "var", {"do": "backup", "file": str(file)}, told.append)
        with pytest.raises(OrderRefused, match="folder"):
            await ask_server(tmp_path / "var", {"do": "backup", "file": str(tmp_path / "nowhere" / "saved.sqlite")})
    assert said.startswith(f"{file}: ")
    assert "whole" in said
    assert told[-1] == "100 %"
    last = last_backup(tmp_path / "var")
    assert last is not None
    assert (last.file, last.size_bytes) == (str(file), file.stat().st_size)


def test_of_a_postgresql_it_says_how_and_never_the_password() -> None:
    address = "postgresql+psycopg://kolapp:hemligt@db1,db2/kolapp"
    words = backup.words_for_postgresql(address, Path("/mnt/kolapp.dump"))
    assert "pg_dump --format=custom --file=/mnt/kolapp.dump postgresql://kolapp@" in words
    assert "hemligt" not in words
    assert "--in-place" in backup.words_to_restore_postgresql(address, Path("/mnt/kolapp.dump"))

# SPDX-License-Identifier: EUPL-1.2
"""What is done about a disk that fills: staff are told, ballast is thrown out and laid again, the log stays short."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kolapp_server.services.disk import Ballast, DiskWatch, Room
from kolapp_server.services.restoring import DATABASE
from kolapp_server.store.fitness import shorten_log
from tests.support.small_branch import small_branch

SIZE = 8192


@pytest.mark.parametrize(("used", "warning"), [(0, None), (79, None), (80, 0.80), (89, 0.80), (90, 0.90), (100, 0.90)])
def test_staff_are_told_at_eighty_and_at_ninety_percent(used: int, warning: float | None) -> None:
    assert Room(100, 100 - used).warning == warning


def test_the_ballast_is_laid_where_there_is_room_thrown_out_when_there_is_none_and_laid_again(tmp_path: Path) -> None:
    free, laid = [SIZE * 3, SIZE, 0, 0, SIZE, SIZE * 2, SIZE * 2], []
    rooms = iter(room for each in free for room in (Room(SIZE * 100, each), Room(SIZE * 100, each)))
    watch = DiskWatch(Ballast(tmp_path, SIZE), None, lambda _folder: next(rooms))
    for _ in free:
        watch.look()
        laid.append(watch.ballast.is_laid)
    assert laid == [True, True, False, False, False, True, True]
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= SIZE


def test_without_ballast_none_is_laid(tmp_path: Path) -> None:
    DiskWatch(Ballast(tmp_path, 0), None).look()
    assert list(tmp_path.iterdir()) == []


async def test_a_log_that_a_long_reader_made_long_is_short_again_when_the_reader_has_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kolapp_server.services.disk.LONGEST_LOG_BYTES", 20_000)
    log = tmp_path / f"{DATABASE}-wal"
    watch = DiskWatch(Ballast(tmp_path, 0), tmp_path / DATABASE)
    async with small_branch(tmp_path) as branch:
        with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM tickets").fetchone()
            for _ in range(20):
                await branch.issue()
            watch.look()
            assert log.stat().st_size > 20_000
        watch.look()
        assert log.stat().st_size == 0
        assert shorten_log(tmp_path / DATABASE)
        assert len(branch.writer.days()["ekvik"].tickets) == 20

# SPDX-License-Identifier: EUPL-1.2
"""A restored backup: nobody who was in it loses place or number, and no number is used again."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from kolapp_server.__main__ import main
from kolapp_server.domain import commands
from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import DeskId, ErrandId, Status
from kolapp_server.foundation import take_lock
from kolapp_server.services import restoring
from kolapp_server.services.restoring import DATABASE, BackupTooNew, NotABackup
from kolapp_server.settings import Settings
from kolapp_server.store import journal
from kolapp_server.store.backup import copy_database
from kolapp_server.store.standing import ticket_row
from kolapp_server.store.tables import journal as journal_table
from kolapp_server.store.tables import tickets
from tests.support.small_branch import BRANCH, HandClock, SmallBranch, small_branch

pytestmark = pytest.mark.slow


def unheard(_words: object) -> None:
    """Nobody listens."""


async def a_morning(branch: SmallBranch) -> None:
    """Somebody is at a desk, one is parked, one is called, some wait; some came a day ago."""
    await branch.issue("skola")
    await branch.ask(commands.PostNotice(has_text=True))
    branch.clock.forward(days=1)
    await branch.open_desks(3)
    for errand in ("skola", "bygglov", "skola", "fraga", "skola"):
        branch.clock.forward(minutes=1)
        await branch.issue(errand)
    first = (await branch.call_next("disk-1")).ticket_id
    await branch.ask(commands.Start(first, DeskId("disk-1")))
    await branch.ask(commands.Park(first, DeskId("disk-1")))
    await branch.call_next("disk-2")
    await branch.ask(commands.StopIssuing(ErrandId("bygglov")))


def saved(folder: Path) -> Path:
    """A backup of what is in `folder` now."""
    copy_database(folder / DATABASE, folder / "saved.sqlite", unheard)
    return folder / "saved.sqlite"


def standing(day: Day) -> dict[str, tuple[str, str]]:
    return {ticket.ticket_id: (ticket.number, ticket.status) for ticket in day.tickets.values()}


def call_order(day: Day) -> list[str]:
    waiting = (entry for line in day.lines.values() for entry in line)
    return [entry.ticket_id for entry in sorted(waiting, key=lambda entry: entry.turn)]


async def test_open_tickets_keep_place_and_number_and_the_next_number_is_a_hundred_on(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await a_morning(branch)
        kept = branch.writer.days()[BRANCH]
        file = saved(tmp_path)
        forgotten = await branch.issue("skola")
    restored = restoring.restore(tmp_path, file, clock.now, unheard)
    assert restored.branches == {BRANCH: 2}
    async with small_branch(tmp_path, clock) as branch:
        day = branch.writer.days()[BRANCH]
        assert (day.epoch, day.has_notice, day.stops, day.desks) == (2, True, kept.stops, kept.desks)
        assert standing(day) == standing(kept)
        assert call_order(day) == call_order(kept)
        assert forgotten not in day.tickets
        for errand, number in (("skola", "C104"), ("fraga", "F102")):
            ticket = await branch.issue(errand)
            assert branch.writer.days()[BRANCH].tickets[ticket].number == number


async def test_the_new_epoch_has_no_gap_and_folds_to_what_the_tables_say(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await a_morning(branch)
        file = saved(tmp_path)
    restoring.restore(tmp_path, file, clock.now, unheard)
    async with small_branch(tmp_path, clock) as branch:
        await branch.issue("skola")
        day = branch.writer.days()[BRANCH]
        with branch.engine.connect() as connection:
            table = journal_table.c
            seqs = list(connection.scalars(select(table.seq).where(table.epoch == 2).order_by(table.seq)))
            assert seqs == list(range(1, day.seq + 1))
            assert journal.load_day(connection, BRANCH) == day
            is_today = tickets.c.service_day == day.service_day
            rows = {row.ticket_id: dict(row._mapping) for row in connection.execute(select(tickets).where(is_today))}
        assert rows == {found: ticket_row(ticket, BRANCH, day.service_day) for found, ticket in day.tickets.items()}


async def test_who_asks_again_after_the_restore_gets_the_same_ticket(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await branch.issue("skola", "yesterday")
        await a_morning(branch)
        await branch.issue("skola", "mine")
        file = saved(tmp_path)
    restoring.restore(tmp_path, file, clock.now, unheard)
    async with small_branch(tmp_path, clock) as branch:
        day = branch.writer.days()[BRANCH]
        for name in ("mine", "yesterday"):
            asked = commands.IssueTicket(name, ErrandId("skola"), commands.Kind.WALK_IN, "sv")
            done = await branch.ask(asked, name)
            assert (done.ticket_id, done.is_repeat) == (name, True)
            assert 1 <= done.seq <= day.seq
        assert branch.writer.days()[BRANCH].seq == day.seq


async def test_a_backup_of_yesterday_skips_the_numbers_of_today(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        waits = await branch.issue("skola")
        file = saved(tmp_path)
    clock.forward(days=1)
    restoring.restore(tmp_path, file, clock.now, unheard)
    async with small_branch(tmp_path, clock) as branch:
        assert branch.writer.days()[BRANCH].service_day == clock.now.date()
        ticket = await branch.issue("skola")
        assert branch.writer.days()[BRANCH].tickets[ticket].number == "C101"
        with branch.engine.connect() as connection:
            assert connection.scalar(select(tickets.c.status).where(tickets.c.ticket_id == waits)) == Status.LEFT.value


async def test_two_restores_give_two_epochs_and_the_databases_of_before_are_kept(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await branch.issue()
        file = saved(tmp_path)
    for epoch in (2, 3):
        clock.forward(minutes=5)
        restored = restoring.restore(tmp_path, file, clock.now, unheard)
        assert restored.branches == {BRANCH: epoch}
        assert restored.aside is not None
        with sqlite3.connect(restored.aside) as before:
            assert before.execute("SELECT epoch FROM branches").fetchone() == (epoch - 1,)
        before.close()


async def test_what_is_unreadable_is_kept_aside_with_its_log(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await branch.issue()
        file = saved(tmp_path)
    (tmp_path / DATABASE).write_bytes(b"\xff" * 8192)
    (tmp_path / f"{DATABASE}-wal").write_bytes(b"rest of a log")
    restored = restoring.restore(tmp_path, file, clock.now, unheard)
    assert restored.aside is not None
    assert restored.aside.read_bytes() == b"\xff" * 8192
    assert restored.aside.with_name(f"{restored.aside.name}-wal").read_bytes() == b"rest of a log"
    async with small_branch(tmp_path, clock) as branch:
        assert len(branch.writer.days()[BRANCH].tickets) == 1


@pytest.mark.parametrize("moment", ["put_in_place", "set_aside", "fold_log_in"])
async def test_a_restore_that_is_killed_leaves_a_whole_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class Killed(BaseException):
        """The machine went dark."""

    def killed(*_anything: object) -> None:
        raise Killed()

    clock = HandClock()
    async with small_branch(tmp_path, clock) as branch:
        await branch.issue()
        file = saved(tmp_path)
        await branch.issue()
    with monkeypatch.context() as dark:
        dark.setattr(restoring.backup, moment, killed)
        with pytest.raises(Killed):
            restoring.restore(tmp_path, file, clock.now, unheard)
    async with small_branch(tmp_path, clock) as branch:
        assert len(branch.writer.days()[BRANCH].tickets) == 2
    restoring.restore(tmp_path, file, clock.now, unheard)
    async with small_branch(tmp_path, clock) as branch:
        assert len(branch.writer.days()[BRANCH].tickets) == 1


async def test_a_file_that_is_no_backup_or_of_a_later_release_changes_nothing(tmp_path: Path) -> None:
    clock = HandClock()
    async with small_branch(tmp_path, clock):
        file = saved(tmp_path)
    before = (tmp_path / DATABASE).read_bytes()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9998_pre'")
    connection.close()
    with pytest.raises(BackupTooNew):
        restoring.restore(tmp_path, file, clock.now, unheard)
    file.write_bytes(b"no database")
    with pytest.raises(NotABackup):
        restoring.restore(tmp_path, file, clock.now, unheard)
    assert (tmp_path / DATABASE).read_bytes() == before


async def test_the_command_is_refused_while_a_server_runs_and_else_says_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with small_branch(tmp_path) as branch:
        await branch.issue()
        file = saved(tmp_path)
    monkeypatch.setenv("KOLAPP_SERVER_VAR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["kolapp-server", "restore", str(file)])
    with take_lock(Settings()):
        assert main() == 1
    assert "Another kolapp-server" in capsys.readouterr().err
    assert main() == 0
    said = capsys.readouterr().out
    assert f"{BRANCH}: carried on under epoch 2" in said
    assert "before-" in said
    monkeypatch.setenv("KOLAPP_SERVER_DATABASE_URL", "postgresql+psycopg://kolapp@db/kolapp")
    assert main() == 1
    assert "pg_restore" in capsys.readouterr().err

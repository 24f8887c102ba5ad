# SPDX-License-Identifier: EUPL-1.2
"""What is over is destroyed, after it was written down; what still counts stays, and the journal never gets a gap."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select

from kolapp_contract import paths
from kolapp_server.domain import commands, invariants
from kolapp_server.domain.ticket import DeskId, Outcome
from kolapp_server.services.branches import Branches
from kolapp_server.services.retention import NO_DECISION, Destroyer, terms
from kolapp_server.store import journal, retention
from kolapp_server.store.books import read_all_books
from kolapp_server.store.reading import Reader
from kolapp_server.store.tables import journal as journal_table
from kolapp_server.store.tables import metadata, print_jobs, tickets
from kolapp_server.store.words import NoteRow, SecretRow
from tests.support.running_server import BRANCH as EKVIK
from tests.support.running_server import furnish, running
from tests.support.small_branch import BRANCH, SmallBranch, small_branch

pytestmark = pytest.mark.slow

CANARY = "Kanariefågel"


@dataclass(slots=True)
class Kept:
    branch: SmallBranch
    destroyer: Destroyer

    async def destroy(self) -> dict[str, int]:
        done = await self.destroyer.destroy_what_is_over(self.branch.clock())
        return {found.rule: found.count for found in done if found.count}

    def rows(self, table: str) -> int:
        with self.branch.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(metadata.tables[table])) or 0


@asynccontextmanager
async def kept(folder: Path, journal_days: int = 0, decisions: dict[str, str] | None = None) -> AsyncIterator[Kept]:
    async with small_branch(folder) as branch:
        branches = Branches(branch.writer, Reader(branch.engine), branch.clock)
        yield Kept(branch, Destroyer(branches, folder / "exports", terms(decisions or {}, journal_days)))


async def a_day(branch: SmallBranch) -> None:
    """Three visits; somebody wrote a note, and a copy was asked for."""
    await branch.open_desks(1)
    for number in range(3):
        ticket = await branch.issue("skola")
        now = branch.clock()
        words = (
            NoteRow(f"note-{ticket}", ticket, BRANCH, "disk-1", CANARY, now),
            SecretRow(ticket, BRANCH, b"s" * 32, now + timedelta(hours=12)),
        )
        job = {"job_id": f"job-{ticket}", "branch_id": BRANCH, "device_id": "kiosk", "slip": CANARY, "asked_at": now}
        await branch.writer.run(partial(Connection.execute, statement=insert(print_jobs).values(job)))
        await branch.ask(commands.CallNext(DeskId("disk-1"), finish=Outcome.SOLVED if number else None), words=words)
    await branch.ask(commands.CallNext(DeskId("disk-1"), finish=Outcome.SOLVED))


async def next_day(branch: SmallBranch, days: float = 1.01) -> None:
    branch.clock.forward(days=days)
    await branch.ask(commands.Tick())


async def test_on_the_day_itself_nothing_is_destroyed(tmp_path: Path) -> None:
    async with kept(tmp_path, journal_days=1) as house:
        await a_day(house.branch)
        assert await house.destroy() == {}
    assert not (tmp_path / "exports").exists()


async def test_a_day_later_words_and_secrets_are_gone_and_requests_a_week_later(tmp_path: Path) -> None:
    async with kept(tmp_path) as house:
        await a_day(house.branch)
        await next_day(house.branch)
        assert await house.destroy() == {"notes": 3, "secrets": 3, "print_jobs": 3}
        assert await house.destroy() == {}
        asked = house.rows("requests")
        house.branch.clock.forward(days=6, minutes=1)
        assert await house.destroy() == {"requests": asked - 1}
        assert house.rows("tickets") == 3


async def test_what_is_destroyed_stands_in_an_export_with_the_decision_and_without_the_words(tmp_path: Path) -> None:
    async with kept(tmp_path, decisions={"notes": "KS 2026/123"}) as house:
        await a_day(house.branch)
        await next_day(house.branch)
        await house.destroy()
    exports = sorted((tmp_path / "exports").iterdir())
    assert [file.name for file in exports] == [f"2026-11-24-{rule}.csv" for rule in ("notes", "print_jobs", "secrets")]
    assert all(CANARY not in file.read_text(encoding="utf-8") for file in exports)
    assert {file.stat().st_mode & 0o777 for file in exports} == {0o600}
    with exports[0].open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["decision"] for line in lines] == ["KS 2026/123"] * 3
    with exports[1].open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["decision"] == NO_DECISION


async def test_nothing_is_destroyed_that_could_not_be_written_down(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file where the folder should be", encoding="utf-8")
    async with kept(tmp_path) as house:
        await a_day(house.branch)
        await next_day(house.branch)
        with pytest.raises(OSError, match="exports"):
            await house.destroy()
        assert house.rows("notes") == 3


async def test_rows_go_a_handful_at_a_time_and_visitors_come_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "ROWS_A_SLICE", 2)
    sizes: list[int] = []
    destroy = retention.destroy
    monkeypatch.setattr(retention, "destroy", lambda *given: sizes.append(len(given[2])) or destroy(*given))
    async with kept(tmp_path) as house:
        await a_day(house.branch)
        await next_day(house.branch)
        await house.destroy()
        assert house.rows("notes") == 0
    assert sizes == [2, 1] * 3


async def test_the_journal_goes_in_time_and_what_is_left_has_no_gap_and_gives_the_same_day(tmp_path: Path) -> None:
    async with kept(tmp_path, journal_days=3) as house:
        branch = house.branch
        await branch.ask(commands.PostNotice(has_text=True))
        for _ in range(8):
            if branch.clock().weekday() < 5:
                await a_day(branch)
            await house.destroy()
            await next_day(branch)
        await branch.issue("skola")
        await house.destroy()
        with branch.engine.connect() as connection:
            oldest, first, last, count = connection.execute(
                select(func.min(journal_table.c.at), func.min(journal_table.c.seq), func.max(journal_table.c.seq), func.count())
            ).one()
            assert journal.load_day(connection, BRANCH) == branch.writer.days()[BRANCH]
            assert connection.scalar(select(func.min(tickets.c.issued_at))) >= branch.clock() - timedelta(days=3, minutes=1)
            assert invariants.violations(read_all_books(connection)[BRANCH]) == ()
        assert first > 1
        assert count == last - first + 1
        assert oldest >= branch.clock() - timedelta(days=6)
        assert branch.writer.days()[BRANCH].has_notice


async def test_by_itself_the_journal_is_kept(tmp_path: Path) -> None:
    async with kept(tmp_path) as house:
        await a_day(house.branch)
        length = house.rows("journal")
        await next_day(house.branch, 4000)
        await house.destroy()
        assert house.rows("journal") == length + 1


def test_every_rule_has_a_decision_or_says_that_it_lacks_one() -> None:
    found = {term.rule.name: term.decision for term in terms({"journal": "KS 2026/7"}, 30)}
    assert found["journal"] == "KS 2026/7"
    assert {decision for rule, decision in found.items() if rule != "journal"} == {NO_DECISION}


async def test_the_office_reads_what_is_destroyed_and_by_which_decision(tmp_path: Path) -> None:
    async with running(tmp_path, decisions={"notes": "KS 2026/123"}, journal_days=30) as server:
        await furnish(server, (EKVIK,))
        page = (await server.http.get(paths.OFFICE_PAGE, headers=server.by_role["manager"].headers)).text
    assert "KS 2026/123" in page
    assert page.count("<dd>beslut saknas</dd>") == len(terms({}, 30)) - 1
    assert "destroy." not in page.partition('id="destroyed"')[2].partition("</dl>")[0]

# SPDX-License-Identifier: EUPL-1.2
"""The one writer: promises kept across retries, restarts and faults, on a real database."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, insert, select, text

from kolapp_server.domain import commands
from kolapp_server.domain.refusals import OutcomeNeeded, TicketTaken
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, Outcome, Status, TicketId
from kolapp_server.store import journal
from kolapp_server.store.batch import Ask
from kolapp_server.store.faults import DiskFull, RequestReused, StoreBusy, UnknownBranch
from kolapp_server.store.standing import ticket_row
from kolapp_server.store.tables import journal as journal_table
from kolapp_server.store.tables import staff, tickets
from tests.support.small_branch import BRANCH, ERRANDS, HandClock, SmallBranch, small_branch


def issue_of(ticket_id: str, errand: str = "fraga") -> commands.IssueTicket:
    return commands.IssueTicket(TicketId(ticket_id), ErrandId(errand), Kind.WALK_IN, "sv")


async def test_the_same_request_gets_the_same_ticket_however_often_it_is_asked(where: Path | str) -> None:
    async with small_branch(where) as branch:
        first = await branch.ask(issue_of("t1"), "t1")
        again = await asyncio.gather(*(branch.ask(issue_of("t1"), "t1") for _ in range(20)))
        assert {(done.seq, done.ticket_id, done.is_repeat) for done in again} == {(first.seq, "t1", True)}
        assert len(branch.writer.days()[BRANCH].tickets) == 1


async def test_twins_in_one_batch_give_one_ticket(where: Path | str) -> None:
    async with small_branch(where) as branch:
        done = await asyncio.gather(*(branch.ask(issue_of("t1"), "t1") for _ in range(50)))
        assert len({one.seq for one in done}) == 1
        assert sum(not one.is_repeat for one in done) == 1


async def test_a_request_id_used_for_something_else_is_refused(where: Path | str) -> None:
    async with small_branch(where) as branch:
        await branch.writer.carry_out(Ask(BRANCH, issue_of("t1"), "r1", b"one body"))
        with pytest.raises(RequestReused):
            await branch.writer.carry_out(Ask(BRANCH, issue_of("t2"), "r1", b"another body"))


async def test_a_request_keeps_its_answer_over_a_restart_and_the_turn_of_the_day(where: Path | str) -> None:
    clock = HandClock()
    async with small_branch(where, clock) as branch:
        first = await branch.ask(issue_of("t1"), "t1")
    async with small_branch(where, clock) as branch:
        assert (await branch.ask(issue_of("t1"), "t1")).seq == first.seq
        clock.forward(days=1)
        await branch.ask(commands.Tick())
        await branch.issue("skola")
        late = await branch.ask(issue_of("t1"), "t1")
        assert (late.seq, late.is_repeat) == (first.seq, True)


async def test_a_refused_command_leaves_no_trace_and_may_be_asked_again(where: Path | str) -> None:
    async with small_branch(where) as branch:
        await branch.open_desks(1)
        await branch.issue()
        await branch.call_next()
        before = branch.writer.days()[BRANCH]
        with pytest.raises(OutcomeNeeded):
            await branch.ask(commands.CallNext(DeskId("disk-1")), "press")
        assert branch.writer.days()[BRANCH] == before
        done = await branch.writer.carry_out(Ask(BRANCH, commands.Tick(), "press", b"other"))
        assert not done.is_repeat


async def test_the_journal_has_no_gaps_and_folds_to_what_the_tables_say(where: Path | str) -> None:
    async with small_branch(where) as branch:
        await branch.open_desks(3)
        await a_busy_hour(branch)
        day = branch.writer.days()[BRANCH]
        with branch.engine.connect() as connection:
            seqs = list(connection.scalars(select(journal_table.c.seq).order_by(journal_table.c.seq)))
            folded = journal.load_day(connection, BRANCH)
            rows = {row.ticket_id: dict(row._mapping) for row in connection.execute(select(tickets))}
        assert seqs == list(range(1, day.seq + 1))
        assert folded == day
        assert rows == {found: ticket_row(ticket, BRANCH, day.service_day) for found, ticket in day.tickets.items()}


async def test_a_writer_that_has_fallen_behind_folds_in_what_another_wrote(where: Path | str) -> None:
    async with small_branch(where) as behind, small_branch(where) as ahead:
        await ahead.issue("skola")
        await ahead.issue("skola")
        await behind.issue("skola")
        numbers = sorted(ticket.number for ticket in behind.writer.days()[BRANCH].tickets.values())
        assert numbers == ["C001", "C002", "C003"]


async def test_a_writer_that_has_fallen_behind_answers_nobody_from_what_it_remembers(where: Path | str) -> None:
    async with small_branch(where) as behind, small_branch(where) as ahead:
        await ahead.issue("skola", "t1")
        await behind.ask(commands.Cancel(TicketId("t1")))
        assert behind.writer.days()[BRANCH].tickets[TicketId("t1")].status is Status.CANCELLED


async def test_what_comes_while_a_batch_is_written_goes_together_into_the_next(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch, asyncio.timeout(20):
        sizes: list[int] = []
        branch.writer.measure(lambda size, _seconds: sizes.append(size))
        asked = await gathered_behind_a_slow_one(branch, 10, ends=threading.Event.set)
        assert await asyncio.gather(*asked) == [f"t{n}" for n in range(10)]
        assert sizes == [1, 10]


async def test_whoever_has_asked_before_the_end_is_answered(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch, asyncio.timeout(20):
        stopping: list[asyncio.Task[None]] = []

        def stop_and_end(slow: threading.Event) -> None:
            stopping.append(asyncio.create_task(asyncio.to_thread(branch.writer.stop)))
            asyncio.get_running_loop().call_later(0.05, slow.set)

        asked = await gathered_behind_a_slow_one(branch, 3, ends=stop_and_end)
        assert await asyncio.gather(*asked) == ["t0", "t1", "t2"]
        await stopping[0]
        with branch.engine.connect() as connection:
            assert len(connection.execute(select(tickets)).all()) == 3


async def test_a_mistake_in_a_decision_is_met_by_its_own_asker_alone(where: Path | str) -> None:
    async with small_branch(where) as branch, asyncio.timeout(20):
        nonsense = Ask(BRANCH, cast(commands.Command, "nonsense"), "r", b"")
        results = await asyncio.gather(
            branch.issue(ticket_id="t1"), branch.writer.carry_out(nonsense), branch.issue(ticket_id="t2"), return_exceptions=True
        )
        assert [type(result) for result in results] == [str, TypeError, str]


async def test_a_day_that_turned_leaves_its_open_tickets_as_left_in_the_tables(where: Path | str) -> None:
    async with small_branch(where) as branch:
        waiting = await branch.issue()
        branch.clock.forward(days=1)
        await branch.ask(commands.Tick())
        with branch.engine.connect() as connection:
            status = connection.scalar(select(tickets.c.status).where(tickets.c.ticket_id == waiting))
        assert status == Status.LEFT.value
        assert len(branch.writer.days()[BRANCH].tickets) == 0


async def test_one_who_fails_in_a_batch_fails_alone(where: Path | str) -> None:
    def add_twice(connection: Connection) -> None:
        row = {"clerk_id": "c", "branch_id": BRANCH, "name": "n", "role": "clerk", "password_hash": "h"}
        connection.execute(insert(staff), [row, row])

    async with small_branch(where) as branch:
        asked = [branch.ask(issue_of(f"t{n}"), f"t{n}") for n in range(10)]
        results = await asyncio.gather(*asked, branch.writer.run(add_twice), return_exceptions=True)
        assert [isinstance(result, Exception) for result in results] == [False] * 10 + [True]
        assert len(branch.writer.days()[BRANCH].tickets) == 10


async def test_a_locked_database_is_said_to_be_busy_and_works_again_after(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        other = sqlite3.connect(tmp_path / "kolapp.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answers = await asyncio.gather(branch.issue(), branch.issue(), return_exceptions=True)
        other.execute("ROLLBACK")
        other.close()
        assert [type(answer) for answer in answers] == [StoreBusy, StoreBusy]
        assert await branch.issue() in branch.writer.days()[BRANCH].tickets


async def test_the_event_loop_does_not_wait_while_somebody_else_has_the_lock(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch, asyncio.timeout(20):
        other = sqlite3.connect(tmp_path / "kolapp.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        goes_on = threading.Event()
        went_on = asyncio.create_task(asyncio.to_thread(goes_on.wait, 1))
        asked = asyncio.create_task(branch.issue())
        for _ in range(5):
            await asyncio.sleep(0)
        goes_on.set()
        assert await went_on
        other.execute("ROLLBACK")
        other.close()
        # The thread has waited for the lock, which is asked for again and again.
        assert await asked in branch.writer.days()[BRANCH].tickets


async def test_a_full_disk_is_said_to_be_full_and_nothing_is_half_done(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        await branch.writer.run(lambda connection: connection.execute(text("PRAGMA max_page_count = 1")).scalar())
        asked = [branch.issue("skola", f"t{n}") for n in range(500)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert {type(answer) for answer in refused} == {DiskFull}
        day = branch.writer.days()[BRANCH]
        with branch.engine.connect() as connection:
            assert journal.load_day(connection, BRANCH) == day
        assert len(day.tickets) == len(answers) - len(refused)


async def test_a_ticket_cancelled_before_it_came_is_barred_when_it_comes(where: Path | str) -> None:
    async with small_branch(where) as branch:
        await branch.ask(commands.Cancel(TicketId("late"), is_by_device=True))
        with pytest.raises(TicketTaken):
            await branch.ask(issue_of("late"), "late")


async def test_an_unknown_branch_is_refused(where: Path | str) -> None:
    async with small_branch(where) as branch:
        with pytest.raises(UnknownBranch):
            await branch.writer.carry_out(Ask("nowhere", commands.Tick(), "r", b""))


async def test_whoever_listens_hears_of_every_commit_in_order_before_the_answer(where: Path | str) -> None:
    async with small_branch(where) as branch:
        heard: list[int] = []
        branch.writer.listen(lambda change: heard.append(change.after.seq))
        for _ in range(5):
            await branch.issue()
            assert heard[-1] == branch.writer.days()[BRANCH].seq
        assert heard == sorted(heard)


async def gathered_behind_a_slow_one(
    branch: SmallBranch, count: int, ends: Callable[[threading.Event], None]
) -> list[asyncio.Task[TicketId]]:
    """Tickets asked for one by one while the writer is busy with something else, which `ends` then lets go."""
    slow, begun = threading.Event(), threading.Event()

    def wait(_connection: Connection) -> None:
        begun.set()
        slow.wait(20)

    first = asyncio.create_task(branch.writer.run(wait))
    await asyncio.to_thread(begun.wait, 20)
    asked = []
    for n in range(count):
        asked.append(asyncio.create_task(branch.issue(ticket_id=f"t{n}")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    ends(slow)
    await first
    return asked


async def a_busy_hour(branch: SmallBranch) -> None:
    """Visitors come, are served, called again, handed over, absent and back."""
    for turn in range(60):
        await asyncio.gather(*(branch.issue(ERRANDS[(turn + n) % 3]) for n in range(2)))
        branch.clock.forward(seconds=40)
        desk = f"disk-{turn % 3 + 1}"
        day = branch.writer.days()[BRANCH]
        is_busy = day.desks[DeskId(desk)].ticket is not None
        done = await branch.call_next(desk, Outcome.SOLVED if is_busy else None)
        if done.ticket_id and turn % 5 == 0:
            await branch.ask(commands.Transfer(done.ticket_id, DeskId(desk), ErrandId("bygglov")))
        elif done.ticket_id and turn % 7 == 0:
            await branch.ask(commands.Recall(done.ticket_id, DeskId(desk)))
            await branch.ask(commands.MarkAbsent(done.ticket_id, DeskId(desk)))
            await branch.ask(commands.Return(done.ticket_id))

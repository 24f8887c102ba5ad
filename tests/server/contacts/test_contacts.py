# SPDX-License-Identifier: EUPL-1.2
"""A contact is kept, found again by its code alone, read with a trace, and answered; on a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from kolapp_contract.codes import CodeKind, code_of, hashed
from kolapp_server.domain import commands
from kolapp_server.domain.ticket import ContactId, ErrandId, Kind, Outcome, TicketId
from kolapp_server.services import contacts, promises, reception
from kolapp_server.services.branches import Branches
from kolapp_server.services.contacts import NewRecord, Promised, UnknownContact
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.retention import Destroyer, terms
from kolapp_server.services.watch import AlarmKind
from kolapp_server.store.contact_tables import contact_readings
from kolapp_server.store.faults import RequestReused
from kolapp_server.store.reading import Reader
from kolapp_server.store.tables import journal
from tests.support.small_branch import BRANCH, SmallBranch, small_branch

CODE = hashed(code_of(CodeKind.CONTACT, bytes(range(11))))
OTHER = hashed(code_of(CodeKind.CONTACT, bytes(range(1, 12))))
CANARY = "Kanariefågel"
FRIDAY = date(2026, 11, 27)
LETTER = Promised("letter", FRIDAY, "bygg")


@asynccontextmanager
async def reception_of(folder: Path | str) -> AsyncIterator[tuple[SmallBranch, Branches]]:
    async with small_branch(folder) as branch:
        yield branch, Branches(branch.writer, Reader(branch.engine), branch.clock)


def first(**more: object) -> NewRecord:
    facts = {"code_hash": CODE, "note": CANARY, "outcome": "promised", "promise": LETTER}
    return NewRecord("record-1", "bygglov", **{**facts, **more})  # type: ignore[arg-type]  # a builder of a test


async def comes_back(branch: SmallBranch, branches: Branches, ticket: str, code_hash: bytes = CODE) -> TicketId:
    """A visitor takes a ticket with a code."""
    row = await contacts.comes_back(branches, BRANCH, code_hash, ticket)
    contact = None if row is None else ContactId(row.contact_id)
    command = commands.IssueTicket(TicketId(ticket), ErrandId("bygglov"), Kind.WALK_IN, "sv", contact=contact)
    await reception.issue_ticket(branches, BRANCH, command, None, "kiosk", () if row is None else (row,))
    return TicketId(ticket)


async def test_a_record_asked_for_twice_is_kept_once(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (_, branches):
        one = await contacts.record(branches, BRANCH, first())
        assert await contacts.record(branches, BRANCH, first()) == one
        found = await contacts.records_for(branches, CODE)
        assert found is not None
        assert len(found[1]) == 1


async def test_a_code_that_opens_a_contact_already_opens_no_second_one(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (_, branches):
        await contacts.record(branches, BRANCH, first())
        with pytest.raises(RequestReused):
            await contacts.record(branches, BRANCH, NewRecord("record-2", "skola", code_hash=CODE))


async def test_a_wrong_code_opens_nothing_and_the_right_one_no_other_branch(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (_, branches):
        await contacts.record(branches, BRANCH, first())
        assert await contacts.opened(branches, BRANCH, OTHER) is None
        assert await contacts.opened(branches, "lunda", CODE) is None
        opened = await contacts.opened(branches, BRANCH, CODE)
        assert opened is not None
        assert (opened.errand, opened.owner) == ("bygglov", "bygg")


async def test_whoever_comes_back_has_the_contact_on_the_ticket_and_counts_as_come_again(where: Path | str) -> None:
    async with reception_of(where) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        branch.clock.forward(days=2)
        ticket = await comes_back(branch, branches, "ticket-back")
        assert branches.day(BRANCH).tickets[ticket].contact == "record-1"
        matter = await contacts.read_matter(branches, BRANCH, "record-1", "clerk-1")
        assert [record.is_repeat for record in matter.records] == [0, 1]
        assert matter.notes == {"record-1": CANARY}


async def test_after_fifteen_days_it_is_no_repeat_unless_the_visitor_says_so(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        branch.clock.forward(days=15)
        later = await contacts.record(branches, BRANCH, NewRecord("record-2", "bygglov", contact_id="record-1"))
        said = await contacts.record(branches, BRANCH, NewRecord("record-3", "skola", code_hash=OTHER, is_repeat=True))
        assert (later.is_repeat, said.is_repeat) == (0, 1)


async def test_no_word_of_a_note_stands_in_the_journal(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        await comes_back(branch, branches, "ticket-back")
        with branch.engine.connect() as connection:
            bodies = list(connection.scalars(select(journal.c.body)))
        assert any("record-1" in body for body in bodies)
        assert not any(CANARY in body for body in bodies)


async def test_each_reading_is_logged_with_who_and_when_and_nothing_else(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        for clerk in ("clerk-1", "clerk-2"):
            await contacts.read_matter(branches, BRANCH, "record-1", clerk)
        with pytest.raises(UnknownContact):
            await contacts.read_matter(branches, "lunda", "record-1", "clerk-3")
        with branch.engine.connect() as connection:
            rows = [row._mapping for row in connection.execute(select(contact_readings))]
        assert {row["clerk_id"] for row in rows} == {"clerk-1", "clerk-2"}
        assert all(row["at"] == branch.clock() for row in rows)
        assert {column.name for column in contact_readings.columns} == {"reading_id", "contact_id", "branch_id", "clerk_id", "at"}


async def test_issue_and_call_without_a_code_ask_the_database_nothing_more(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await branch.open_desks(1)
        asked: list[str] = []
        event.listen(branch.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        await comes_back_without(branches)
        await branch.call_next()
        assert [statement for statement in asked if "contact" in statement] == []
        assert asked


async def comes_back_without(branches: Branches) -> None:
    command = commands.IssueTicket(TicketId("ticket-plain"), ErrandId("bygglov"), Kind.WALK_IN, "sv")
    await reception.issue_ticket(branches, BRANCH, command, None, "kiosk")


async def test_a_promise_is_due_then_overdue_then_kept_and_first_said_stays(where: Path | str) -> None:
    async with reception_of(where) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        watch = DeviceWatch()
        looker = promises.PromiseWatch(branches, watch)
        seen = []
        for _ in range(6):
            await looker.look()
            seen.append([alarm.kind for alarm in watch.alarms(BRANCH, branch.clock())])
            branch.clock.forward(days=1)
        due, overdue = [AlarmKind.PROMISE_DUE], [AlarmKind.PROMISE_OVERDUE]
        assert seen == [[], [], [], due, due, overdue]
        closed = await contacts.close_promise(branches, BRANCH, "record-1", is_kept=True)
        assert (await contacts.close_promise(branches, BRANCH, "record-1", is_kept=False)).is_kept == closed.is_kept == 1
        await looker.look()
        assert watch.alarms(BRANCH, branch.clock()) == ()


async def test_the_figures_count_visits_and_returns_and_hide_what_is_few(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await branch.open_desks(1)
        await contacts.record(branches, BRANCH, first())
        for number in range(6):
            await comes_back(branch, branches, f"ticket-{number}-back") if number < 5 else await branch.issue("bygglov")
            await branch.call_next(finish=Outcome.SOLVED if number else None)
        await branch.call_next(finish=Outcome.SOLVED)
        today = contacts.today(branches, BRANCH)
        told = await contacts.figures(branches, BRANCH, today - timedelta(days=6), today)
        assert told.contacts == 7
        assert told.repeats.count == 5
        assert told.by_outcome["promised"].is_few
        assert told.by_outcome["solved"].count is None


async def test_words_go_after_ninety_days_and_a_promise_that_nobody_answered_stays(tmp_path: Path) -> None:
    async with reception_of(tmp_path) as (branch, branches):
        await contacts.record(branches, BRANCH, first())
        await contacts.record(branches, BRANCH, NewRecord("record-2", "skola", code_hash=OTHER, note=CANARY))
        destroyer = Destroyer(branches, tmp_path / "exports", terms({}, 0))
        branch.clock.forward(days=91)
        assert (await destroyed(destroyer, branch))["contact_notes"] == 2
        branch.clock.forward(days=310)
        gone = await destroyed(destroyer, branch)
        assert (gone["contact_records"], gone["contacts"]) == (1, 1)
        assert [record.record_id for record in await contacts.promises(branches, BRANCH)] == ["record-1"]
    assert not any(CANARY in file.read_text("utf-8") for file in (tmp_path / "exports").iterdir())


async def destroyed(destroyer: Destroyer, branch: SmallBranch) -> dict[str, int]:
    done = await destroyer.destroy_what_is_over(branch.clock())
    return {found.rule: found.count for found in done if found.count}

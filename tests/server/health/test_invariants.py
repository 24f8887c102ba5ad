# SPDX-License-Identifier: EUPL-1.2
"""What may never be otherwise is looked at, and every look is seen to find what was planted."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kolapp_server.domain import invariants
from kolapp_server.domain.ticket import Outcome
from kolapp_server.store.books import read_all_books
from tests.support.small_branch import BRANCH, SmallBranch, small_branch

PLANTED = {
    "a ticket is gone": ("DELETE FROM tickets WHERE number = 'C002'", "I1"),
    "a ticket has another number": ("UPDATE tickets SET number = 'C042' WHERE number = 'C002'", "I1"),
    "a ticket stands that nobody was given": (
        "INSERT INTO tickets SELECT 'other', branch_id, service_day, 'C077', status, errand, kind, language, needs, turn_time, "
        "turn_seq, desk, device, issued_at, since, first_touch_at, first_called_at, called_at, times_called, absences, legs, "
        "outcome FROM tickets WHERE number = 'C003'",
        "I1",
    ),
    "a number was given twice": (
        "INSERT INTO journal SELECT branch_id, epoch, seq + 1, at, kind, replace(body, 'third', 'fourth'), actor "
        "FROM journal WHERE body LIKE '%third%'",
        "I2",
    ),
    "a desk meets two": (
        "UPDATE tickets SET status = 'serving', desk = 'disk-1' WHERE number = 'C003'",
        "I4",
    ),
    "a visitor is met at two desks": (
        "UPDATE desks SET ticket_id = (SELECT ticket_id FROM tickets WHERE number = 'C002') WHERE desk_id = 'disk-2'",
        "I4",
    ),
    "a desk takes part in a visit that nobody has": (
        "UPDATE desks SET joined = (SELECT ticket_id FROM tickets WHERE number = 'C003') WHERE desk_id = 'disk-2'",
        "I4",
    ),
    "a desk takes part in its own visit": ("UPDATE desks SET joined = ticket_id WHERE desk_id = 'disk-1'", "I4"),
    "a desk forgot its visitor": ("UPDATE desks SET ticket_id = NULL", "I4"),
    "the journal has a gap": ("DELETE FROM journal WHERE kind = 'TicketFinished'", "I7"),
    "the journal's end is gone": ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "I7"),
    "the counter is ahead": ("UPDATE branches SET seq = seq + 1", "I7"),
}


async def a_morning(branch: SmallBranch) -> None:
    """One visit is done, one is under way, one waits and came last."""
    await branch.open_desks(2)
    await branch.issue("skola", "first")
    await branch.issue("skola", "second")
    await branch.call_next("disk-1")
    await branch.call_next("disk-1", Outcome.SOLVED)
    await branch.issue("skola", "third")


def found(branch: SmallBranch) -> set[str]:
    with branch.engine.connect() as connection:
        books = read_all_books(connection)
    return {violation.invariant.value for violation in invariants.violations(books[BRANCH])}


async def test_a_good_day_violates_nothing_and_neither_does_the_next(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        await a_morning(branch)
        assert found(branch) == set()
        branch.clock.forward(days=1)
        await branch.issue("skola")
        assert found(branch) == set()


@pytest.mark.parametrize("fault", PLANTED)
async def test_what_was_planted_is_found(tmp_path: Path, fault: str) -> None:
    statement, invariant = PLANTED[fault]
    async with small_branch(tmp_path) as branch:
        await a_morning(branch)
        with branch.engine.begin() as connection:
            connection.execute(text("DROP INDEX uq_tickets_active_at_desk"))
            connection.execute(text(statement))
        assert invariant in found(branch)

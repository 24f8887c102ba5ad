# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL: the batch writer beside the textbook (ORM, asyncpg, a transaction for each request), 64 callers each.

Both write durably to one real PostgreSQL, round by round in turn: a ticket issued, and the next one called at one of eight desks.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kolapp_server.domain.ticket import Outcome
from tests.bench.figures import Figure, write
from tests.support.postgres import PostgresServer, postgres
from tests.support.small_branch import BRANCH, DESKS, SmallBranch, small_branch

# A series ends at 9999, so all rounds together stay below.
ROUNDS, CALLERS, ISSUES, ORM_ISSUES, CALLS = 5, 64, 1920, 640, 384
Act = Callable[[int], Awaitable[object]]


class Table(DeclarativeBase):
    """The rival's tables."""


class Counter(Table):
    """The last number of a branch."""

    __tablename__ = "counters"
    branch: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Row(Table):
    """A ticket."""

    __tablename__ = "rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(index=True)
    desk: Mapped[int | None]


@dataclass(slots=True)
class Textbook:
    """One transaction a request, its rows locked."""

    engine: AsyncEngine

    async def issue(self, _caller: int) -> None:
        """A visitor has a number."""
        async with AsyncSession(self.engine) as session, session.begin():
            counter = await session.get_one(Counter, BRANCH, with_for_update=True)
            counter.last += 1
            session.add(Row(number=counter.last, status="waiting"))

    async def call(self, caller: int) -> None:
        """The desk's visitor is done, and the next one is called."""
        desk = caller % len(DESKS)
        async with AsyncSession(self.engine) as session, session.begin():
            await session.get_one(Counter, BRANCH, with_for_update=True)
            for row in await session.scalars(select(Row).where(Row.status == "called", Row.desk == desk)):
                row.status = "done"
            waiting = select(Row).where(Row.status == "waiting").order_by(Row.number).limit(1)
            called = (await session.scalars(waiting)).one()
            called.status, called.desk = "called", desk


async def rate(act: Act, count: int) -> float:
    """How many a second, of so many by 64 callers."""

    async def work(caller: int) -> None:
        for _ in range(count // CALLERS):
            await act(caller)

    began_s = time.perf_counter()
    await asyncio.gather(*(work(caller) for caller in range(CALLERS)))
    return count // CALLERS * CALLERS / (time.perf_counter() - began_s)


async def ours_calls(branch: SmallBranch, caller: int) -> None:
    """The desk's visitor is done, and the next one is called."""
    await branch.call_next(DESKS[caller % len(DESKS)], Outcome.SOLVED)


async def ratios(server: PostgresServer) -> tuple[list[float], list[float], list[dict[str, float]]]:
    """Ours to the textbook's, round by round, for issuing and for calling; and the rates."""
    engine = create_async_engine(server.new_database().replace("psycopg", "asyncpg"), pool_size=20, max_overflow=0)
    async with engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        session.add(Counter(branch=BRANCH, last=0))
    textbook, rounds = Textbook(engine), []
    async with small_branch(server.new_database()) as branch:
        await branch.open_desks()
        for _ in range(ROUNDS):
            rounds.append(
                {
                    "orm_issue": await rate(textbook.issue, ORM_ISSUES),
                    "issue": await rate(lambda _caller: branch.issue(), ISSUES),
                    "orm_call": await rate(textbook.call, CALLS),
                    "call": await rate(lambda caller: ours_calls(branch, caller), CALLS),
                }
            )
    await engine.dispose()
    issue = [each["issue"] / each["orm_issue"] for each in rounds]
    return issue, [each["call"] / each["orm_call"] for each in rounds], rounds


def measure() -> bool:
    """False when a target was missed."""
    with postgres() as server:
        issue, call, rounds = asyncio.run(ratios(server))
    figures = (Figure("pg_issue_to_orm", tuple(issue), 20, "higher"), Figure("pg_call_to_orm", tuple(call), 5, "higher"))
    write("postgres", figures, rounds)
    return all(figure.is_met is not False for figure in figures)

# SPDX-License-Identifier: EUPL-1.2
"""A small branch on a real database, for tests of the store and the services."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine

from kolapp_server.domain import commands, hours
from kolapp_server.domain.rules import ErrandRule, OpenTime, ProfileRule, Rules
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, Outcome, ProfileId, TicketId
from kolapp_server.store import branches
from kolapp_server.store.batch import Ask, Done
from kolapp_server.store.engine import database_url, open_writing
from kolapp_server.store.schema import bring_up_to_date
from kolapp_server.store.unit_of_work import Writer
from kolapp_server.store.words import CatalogueRow, Words

BRANCH = "ekvik"
MONDAY_MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ERRANDS = ("bygglov", "skola", "fraga")
DESKS = tuple(f"disk-{n}" for n in range(1, 9))
_serial = itertools.count()


def small_rules() -> Rules:
    """Three errands, two profiles, eight desks, open 08-17 on weekdays in Stockholm."""
    return Rules(
        time_zone="Europe/Stockholm",
        human_errand=ErrandId("fraga"),
        errands=(
            ErrandRule(ErrandId("bygglov"), "bygga", "A", 15),
            ErrandRule(ErrandId("skola"), "barn", "C", 8),
            ErrandRule(ErrandId("fraga"), "annat", "F", 3),
        ),
        profiles=(
            ProfileRule(ProfileId("alla"), tuple(map(ErrandId, ERRANDS))),
            ProfileRule(ProfileId("bygg"), (ErrandId("bygglov"),)),
        ),
        desks=tuple(map(DeskId, DESKS)),
        hours=tuple(OpenTime(day, time(8), time(17)) for day in range(5)),
    )


@dataclass(slots=True)
class HandClock:
    """A clock that is moved by hand."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def forward(self, **length: float) -> None:
        """Moves it on."""
        self.now += timedelta(**length)


@dataclass(slots=True)
class SmallBranch:
    """A branch with its writer, and the short ways to ask it for something."""

    engine: Engine
    writer: Writer
    clock: HandClock = field(default_factory=HandClock)

    async def ask(self, command: commands.Command, request_id: str | None = None, words: tuple[Words, ...] = ()) -> Done:
        """What came of `command`."""
        name = request_id or f"request-{next(_serial)}"
        return await self.writer.carry_out(Ask(BRANCH, command, name, repr(command).encode()[:16], words=words))

    async def issue(self, errand: str = "fraga", ticket_id: str | None = None) -> TicketId:
        """A visitor has a number."""
        name = TicketId(ticket_id or f"ticket-{next(_serial)}")
        await self.ask(commands.IssueTicket(name, ErrandId(errand), Kind.WALK_IN, "sv"), name)
        return name

    async def open_desks(self, count: int = 8) -> None:
        """So many clerks sit down, each able to do all."""
        for desk in DESKS[:count]:
            await self.ask(commands.OpenDesk(DeskId(desk), ProfileId("alla"), ClerkId(f"clerk-{desk}")))

    async def call_next(self, desk: str = "disk-1", finish: Outcome | None = None) -> Done:
        """The desk presses next."""
        return await self.ask(commands.CallNext(DeskId(desk), finish=finish))


@asynccontextmanager
async def small_branch(where: Path | str, clock: HandClock | None = None) -> AsyncIterator[SmallBranch]:
    """A branch in a folder, or at the address of a database; opened again on the same it goes on where it was."""
    clock = clock or HandClock()
    engine = open_writing(database_url(where) if isinstance(where, Path) else where)
    bring_up_to_date(engine)
    with engine.begin() as connection:
        if not branches.exists(connection, BRANCH):
            today = hours.service_day(clock.now, "Europe/Stockholm")
            branches.create(connection, small_rules(), CatalogueRow(BRANCH, 1, "{}", clock.now), today)
    writer = Writer(engine, clock)
    writer.start()
    try:
        yield SmallBranch(engine, writer, clock)
    finally:
        await asyncio.to_thread(writer.stop)
        engine.dispose()

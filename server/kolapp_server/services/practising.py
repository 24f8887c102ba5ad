# SPDX-License-Identifier: EUPL-1.2
"""Practice: a branch beside the real one, with the same errands and desks, to which visitors come who do not exist.

It is a branch of its own, so that nothing in it can be mixed up with a real visit; and one whose rules say that it is practice,
so that no figure, no alarm, no estimate's learning and no guard takes notice of it, and no device is ever paired with it.
Visitors come while it is open and somebody sits at one of its desks.
"""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import structlog

from kolapp_server.domain.commands import Cancel, CloseDesk, Finish, IssueTicket
from kolapp_server.domain.day import Day
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.rules import OpenTime
from kolapp_server.domain.ticket import Outcome, Status, TicketId
from kolapp_server.services import office
from kolapp_server.services.branches import PRACTICE, Branches
from kolapp_server.services.housekeeping import Consoles
from kolapp_server.services.pretending import pretended
from kolapp_server.services.staff import StaffDoor
from kolapp_server.store import staff as rows
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.reading import Connection

LOOKS_EVERY_S = 1.0
AWAKE_FOR = timedelta(seconds=30)
MOST_WAIT = 12
NEVER_CLOSED = tuple(OpenTime(day, time(0), time(23, 59)) for day in range(7))
Shown = Callable[[str, str, int, tuple[OpenTime, ...]], str]
"""The catalogue of the practice: from the real one's, the practice's name, the version and its hours."""
log = structlog.get_logger()


class NoPractice(Refusal):
    """There is no practice now. A manager begins it in the office."""


def practice_of(branches: Branches, home_id: str) -> Day | None:
    """The day of the branch to practise in, if it was ever begun."""
    day = branches.writer.days().get(home_id + PRACTICE)
    return day if day is not None and day.rules.is_practice else None


def is_open(day: Day | None) -> bool:
    """Whether visitors who do not exist come."""
    return day is not None and bool(day.rules.hours)


async def switch(branches: Branches, home_id: str, shown: Shown, actor: str, *, is_on: bool) -> None:
    """The practice is open, as the real branch is now; or it is over: every visit in it is ended and every desk closed.

    `shown` gives the catalogue. Raises `NoPractice` for a branch that is one itself.
    """
    home = branches.day(home_id)
    if home.rules.is_practice:
        raise NoPractice()
    before = practice_of(branches, home_id)
    if before is None and not is_on:
        return
    if before is not None and not is_on:
        await _end_visits(branches, before, actor)
    hours = NEVER_CLOSED if is_on else ()
    rules = replace(home.rules, hours=hours, is_practice=True, room_limit=None)
    name, real = home_id + PRACTICE, branches.words_of(home_id).catalogue
    await office.set_up_branch(branches, name, rules, lambda version: shown(real, name, version, hours), actor)
    log.info("practice_switched", branch=home_id, is_on=is_on)


async def _end_visits(branches: Branches, day: Day, actor: str, clerk: str | None = None) -> None:
    """Whoever is at a desk is done, the desks are closed, and nobody waits; of one clerk, only the own desks."""
    for desk in day.desks.values():
        if desk.clerk is None or clerk not in (None, desk.clerk):
            continue
        ticket = day.tickets.get(desk.ticket) if desk.ticket else None
        if ticket is not None:
            await _ask(branches, day, Finish(ticket.ticket_id, desk.desk_id, Outcome.LEFT), actor)
        await _ask(branches, day, CloseDesk(desk.desk_id), actor)
    if clerk is None:
        for ticket in [each for each in day.tickets.values() if each.status in (Status.WAITING, Status.PARKED, Status.ABSENT)]:
            await _ask(branches, day, Cancel(ticket.ticket_id), actor)


async def _ask(branches: Branches, day: Day, command: Finish | CloseDesk | Cancel, actor: str) -> None:
    await branches.carry_out(day.branch_id, command, str(uuid.uuid4()), actor)


async def turn(branches: Branches, door: StaffDoor, key: bytes, clerk: str, branch_id: str, *, is_here: bool) -> str:
    """The clerk's session is in the practice, or at home again; returns the branch. The desk where it sat is closed.

    Raises `NoPractice`; `VisitOpen` where a real visitor is at the desk.
    """
    home_id = branch_id.removesuffix(PRACTICE)
    target = practice_of(branches, home_id)
    if is_here and not is_open(target):
        raise NoPractice()
    day = branches.day(branch_id)
    if day.rules.is_practice:
        await _end_visits(branches, day, clerk, clerk)
    else:
        for desk in [each for each in day.desks.values() if each.clerk == clerk]:
            await _ask(branches, day, CloseDesk(desk.desk_id), clerk)
    now = door.clock()

    def move(connection: Connection) -> rows.SessionRow | None:
        rows.move_session(connection, key, home_id + PRACTICE if is_here else None)
        return next((row for row in rows.live_sessions(connection, now) if row.token_hash == key), None)

    moved = await door.writer.run(move)
    if moved is not None:
        door.know(moved)
    return home_id + PRACTICE if is_here else home_id


@dataclass(slots=True)
class PracticeHall:
    """Makes visitors come. `_next_at` is when the next comes, by branch; `_count` how many came since the start."""

    branches: Branches
    consoles: Consoles
    _next_at: dict[str, datetime] = field(default_factory=dict)
    _count: int = 0

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        while True:
            try:
                await self.look()
            except (Refusal, StoreFault) as no:
                log.warning("practice_refused", reason=type(no).__name__)
            await asyncio.sleep(LOOKS_EVERY_S)

    async def look(self) -> None:
        """Whoever is due has come."""
        now = self.branches.clock()
        for branch_id, day in self.branches.writer.days().items():
            desks = self._awake(day, now) if day.rules.is_practice and is_open(day) else 0
            if not desks:
                self._next_at.pop(branch_id, None)
            elif self._next_at.setdefault(branch_id, now) <= now and day.waiting() < MOST_WAIT:
                await self._comes(day, now, desks)

    def _awake(self, day: Day, now: datetime) -> int:
        """How many desks are open whose console was heard lately: to an empty room nobody comes."""
        heard = self.consoles.heard
        desks = [each for each in day.desks.values() if each.is_open]
        last = (max(heard.get((day.branch_id, each.desk_id), each.since), each.since) for each in desks)
        return sum(now - at <= AWAKE_FOR for at in last)

    async def _comes(self, day: Day, now: datetime, desks: int) -> None:
        self._count += 1
        who = pretended(day.rules, f"{day.branch_id}/{day.service_day}/{day.seq}", desks)
        self._next_at[day.branch_id] = now + timedelta(seconds=who.next_after_s)
        name = TicketId(str(uuid.uuid4()))
        command = IssueTicket(name, who.errand, who.kind, who.language, needs=who.needs, is_by_staff=True)
        await self.branches.carry_out(day.branch_id, command, name, None)

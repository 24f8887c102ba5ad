# SPDX-License-Identifier: EUPL-1.2
"""What each branch learns of its visits and waits while the server runs, and where it is kept.

Durations count from the next estimate on. Waits are gathered and counted in every five minutes, and then all is written down:
so the table of what is said stays the same in between, and the writer is asked for little.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from kolapp_server.domain import events as happened
from kolapp_server.domain.estimate import Forecast
from kolapp_server.domain.learning import Learned, Told, learn_visits, learn_wait
from kolapp_server.domain.ticket import Kind, TicketId
from kolapp_server.services.branches import Branches
from kolapp_server.store import learned as rows
from kolapp_server.store.batch import Committed
from kolapp_server.store.faults import StoreFault

WRITES_EVERY_S = 300.0
log = structlog.get_logger()


@dataclass(slots=True)
class Pupil:
    """One branch: what it knows, whose wait has still to be estimated, what was said to whom, and waits not counted yet."""

    learned: Learned = field(default_factory=Learned)
    fresh: set[TicketId] = field(default_factory=set)
    told: dict[TicketId, Told] = field(default_factory=dict)
    waits: list[tuple[Told, datetime]] = field(default_factory=list)
    written: Learned | None = None


@dataclass(slots=True)
class Learning:
    """What all branches know."""

    branches: Branches
    _pupils: dict[str, Pupil] = field(default_factory=dict)

    def of(self, branch_id: str) -> Learned:
        """What that branch knows now."""
        return self._pupil(branch_id).learned

    def committed(self, change: Committed) -> None:
        """Something is on disk: visits that ended and waits that are over teach; those that somebody only practised do not."""
        if change.after.rules.is_practice:
            return
        pupil = self._pupil(change.after.branch_id)
        pupil.learned = learn_visits(pupil.learned, change.before, change.events)
        for event in change.events:
            match event:
                case happened.TicketIssued() if event.kind is not Kind.BOOKED:
                    pupil.fresh.add(event.ticket_id)
                case happened.TicketCalled():
                    pupil.fresh.discard(event.ticket_id)
                    told = pupil.told.pop(event.ticket_id, None)
                    if told is not None:
                        pupil.waits.append((told, event.at))
                case happened.TicketCancelled() | happened.TicketLeft():
                    pupil.fresh.discard(event.ticket_id)
                    pupil.told.pop(event.ticket_id, None)
                case happened.DayStarted():
                    pupil.fresh.clear()
                    pupil.told.clear()

    def estimated(self, branch_id: str, forecast: Forecast, now: datetime) -> None:
        """What was said first of each who has come since the last forecast."""
        pupil = self._pupil(branch_id)
        for ticket in [ticket for ticket in pupil.fresh if ticket in forecast.by_ticket]:
            pupil.fresh.discard(ticket)
            expected = forecast.by_ticket[ticket].expected
            if expected is not None:
                pupil.told[ticket] = Told(expected, now)

    async def read(self) -> None:
        """What every branch knew when the server last ran."""
        for branch_id in self.branches.writer.days():
            known = await self.branches.read(partial(rows.read, branch_id=branch_id))
            self._pupils[branch_id] = Pupil(known, written=known)

    async def write_down(self) -> None:
        """Waits are counted in, and what is new is on disk. A database that is busy now is asked again next time."""
        for branch_id, pupil in list(self._pupils.items()):
            for told, called_at in pupil.waits:
                pupil.learned = learn_wait(pupil.learned, told, called_at)
            pupil.waits.clear()
            learned = pupil.learned
            if learned == pupil.written:
                continue
            try:
                await self.branches.writer.run(partial(rows.write, branch_id=branch_id, learned=learned))
                pupil.written = learned
            except StoreFault as fault:
                log.warning("learned_not_written", reason=type(fault).__name__)

    async def run(self) -> None:
        """Writes down every five minutes until it is cancelled."""
        while True:
            await asyncio.sleep(WRITES_EVERY_S)
            await self.write_down()

    def _pupil(self, branch_id: str) -> Pupil:
        return self._pupils.setdefault(branch_id, Pupil())

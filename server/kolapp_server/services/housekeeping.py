# SPDX-License-Identifier: EUPL-1.2
"""What happens by itself: the day turns, a binding ends, a desk whose console fell silent is no longer ready."""

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from kolapp_server.domain import staffing
from kolapp_server.domain.commands import CallNext, EndReadiness, Tick
from kolapp_server.domain.decisions import next_due
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.ticket import DeskId
from kolapp_server.services.branches import Branches
from kolapp_server.store.batch import Committed
from kolapp_server.store.faults import StoreFault

READINESS_ENDS_AFTER = timedelta(seconds=15)
LOOKS_EVERY = timedelta(seconds=1)
log = structlog.get_logger()


@dataclass(slots=True)
class Consoles:
    """When each desk's console was last heard."""

    heard: dict[tuple[str, DeskId], datetime] = field(default_factory=dict)

    def hear(self, branch_id: str, desk: DeskId, now: datetime) -> None:
        """The console of `desk` is awake."""
        self.heard[branch_id, desk] = now

    def is_silent(self, branch_id: str, desk: DeskId, ready_since: datetime, now: datetime) -> bool:
        """Whether the clerk may be gone: nothing heard for 15 s."""
        last = max(self.heard.get((branch_id, desk), ready_since), ready_since)
        return now - last >= READINESS_ENDS_AFTER


@dataclass(slots=True)
class Clockwork:
    """Asks for what time gives, when it is due."""

    branches: Branches
    consoles: Consoles
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def committed(self, _change: Committed) -> None:
        """Something happened: the next due moment may be another."""
        self._changed.set()

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            try:
                await self._look()
            except (Refusal, StoreFault) as no:
                log.warning("clockwork_refused", reason=type(no).__name__)
            await self._rest()

    async def _look(self) -> None:
        now = self.branches.clock()
        for branch_id, day in self.branches.writer.days().items():
            for desk in day.ready:
                ready_since = day.desks[desk].ready_since
                if ready_since is not None and self.consoles.is_silent(branch_id, desk, ready_since, now):
                    await self.branches.carry_out(branch_id, EndReadiness(desk), str(uuid.uuid4()), None)
            for desk in staffing.idle_desks(day, now):
                if not self.consoles.is_silent(branch_id, desk, day.desks[desk].since, now):
                    await self.branches.carry_out(branch_id, CallNext(desk), str(uuid.uuid4()), None)
            if next_due(day, now) <= now:
                await self.branches.carry_out(branch_id, Tick(), str(uuid.uuid4()), None)

    async def _rest(self) -> None:
        now = self.branches.clock()
        days = self.branches.writer.days().values()
        due = min((next_due(day, now) for day in days), default=now + LOOKS_EVERY)
        is_watching = any(day.ready or day.rules.auto_call_after is not None for day in days)
        longest = LOOKS_EVERY if is_watching else timedelta(seconds=30)
        seconds = max(0.01, min(due - now, longest).total_seconds())
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

# SPDX-License-Identifier: EUPL-1.2
"""What other replicas do is known here too: the journal is read when somebody wakes us, and once a second anyway."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from kolapp_server.store.faults import StoreFault
from kolapp_server.store.unit_of_work import Writer

LOOKS_EVERY_S = 1.0
log = structlog.get_logger()
Hearing = Callable[[Callable[[str], None]], Awaitable[None]]


@dataclass(slots=True)
class Follower:
    """Reads on in the journal. `hear` calls back with "branch:seq" when somebody has written; it may be deaf."""

    writer: Writer
    hear: Hearing
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Follows until it is cancelled."""
        hearing = asyncio.ensure_future(self.hear(self._wake))
        try:
            await self._keep_looking()
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    def _wake(self, word: str) -> None:
        branch_id, _, seq = word.rpartition(":")
        day = self.writer.day(branch_id)
        if day is None or not seq.isdecimal() or day.seq < int(seq):
            self._woken.set()

    async def _keep_looking(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOKS_EVERY_S)
            self._woken.clear()
            try:
                await self.writer.look()
            except StoreFault as fault:
                log.warning("journal_not_read", reason=type(fault).__name__)

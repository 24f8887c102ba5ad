# SPDX-License-Identifier: EUPL-1.2
"""A guard is told, where the town has one, that somebody at a desk needs help: which desk, and when it is over. No words.

The journal is the outbox: a help that stands and that the guard's address has not taken is sent again, every two seconds, until
it is taken or over. So a server that is started anew tells again of what still stands; the guard knows it by its id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog

from kolapp_server.domain.assistance import Help, HelpKind
from kolapp_server.services.branches import Branches
from kolapp_server.services.caretaker import Leads, Send

TRIES_EVERY_S = 2.0
LOOKS_EVERY_S = 0.2
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Message:
    """What the guard is to know of one help."""

    branch_id: str
    help_id: str
    desk: str
    asked_at: str
    is_over: bool

    @property
    def body(self) -> dict[str, Any]:
        """As it is sent: ids and a time."""
        state = "over" if self.is_over else "asked"
        return {"help": self.help_id, "branch": self.branch_id, "desk": self.desk, "at": self.asked_at, "state": state}


@dataclass(slots=True)
class GuardPost:
    """`send` asks an address with a body, or raises `OSError`. Without a `url` there is no guard. One server of several tells."""

    branches: Branches
    url: str
    send: Send
    leads: Leads
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    _told: dict[str, Message] = field(default_factory=dict)

    async def run(self) -> None:
        """Tells until it is cancelled."""
        while self.url:
            is_taken = await self.look()
            await self.rest(LOOKS_EVERY_S if is_taken else TRIES_EVERY_S)
        await asyncio.Event().wait()

    async def look(self) -> bool:
        """What stands and what is over has been told. False where the guard's address did not take all of it."""
        due = list(self._due())
        if not due or not await asyncio.to_thread(self.leads):
            return True
        for message in due:
            try:
                await asyncio.to_thread(self.send, self.url, message.body)
            except OSError as fault:
                log.warning("guard_not_told", help=message.help_id, reason=type(fault).__name__)
                return False
            if message.is_over:
                del self._told[message.help_id]
            else:
                self._told[message.help_id] = message
        return True

    def _due(self) -> Iterator[Message]:
        standing = {
            each.help_id: (branch_id, each)
            for branch_id, day in self.branches.writer.days().items()
            if not day.rules.is_practice
            for each in day.helps
            if each.kind is HelpKind.SILENT
        }
        for branch_id, found in standing.values():
            if found.help_id not in self._told:
                yield _asked(branch_id, found)
        for help_id, told in self._told.items():
            if help_id not in standing:
                yield Message(told.branch_id, help_id, told.desk, told.asked_at, is_over=True)


def _asked(branch_id: str, found: Help) -> Message:
    return Message(branch_id, found.help_id, found.desk or "", found.asked_at.isoformat(), is_over=False)

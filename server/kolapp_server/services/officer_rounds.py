# SPDX-License-Identifier: EUPL-1.2
"""What is done for officers once, however many servers there are: mail, calendars, and deputies where nobody answers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from kolapp_server.domain.refusals import Refusal
from kolapp_server.services.calendars import CalendarReader
from kolapp_server.services.officer_mail import Postman
from kolapp_server.services.officers import OfficerBook, pass_on_overdue
from kolapp_server.store.faults import StoreFault

EVERY_S = 1.0
log = structlog.get_logger()


@dataclass(slots=True)
class OfficerRounds:
    """`leads`: whether this server is the one that does what is to be done once. A slow calendar keeps no mail waiting."""

    book: OfficerBook
    postman: Postman
    calendars: CalendarReader
    leads: Callable[[], bool]

    async def run(self) -> None:
        """Goes round until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            pass_on = partial(pass_on_overdue, self.book)
            for name, work in (("mail", self.postman.look), ("calendars", self.calendars.look), ("deputies", pass_on)):
                tasks.create_task(self._for_ever(name, work))

    async def _for_ever(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                if self.leads() and self.book.known.officers:
                    await work()
            except (StoreFault, Refusal, OSError) as fault:
                log.warning("officers_not_looked_after", what=name, reason=type(fault).__name__)
            await asyncio.sleep(EVERY_S)

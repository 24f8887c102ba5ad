# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody is still at a desk where a visit is open.

When a desk computer dies or a clerk is called away, the visit stays as it is: nothing is closed by itself. After two minutes
without a word from the desk's console the monitor asks whether the desk has been left.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import DeskId
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.housekeeping import Consoles
from kolapp_server.services.watch import Alarm, AlarmKind

ASKED_AFTER = timedelta(minutes=2)
LOOKS_EVERY_SECONDS = 2.0
LastWord = Callable[[DeskId], datetime]


def left_desks(day: Day, last_word: LastWord, now: datetime) -> tuple[Alarm, ...]:
    """A question for each desk with an open visit that has been silent for two minutes. `last_word` is its console's."""
    with_visit = (desk for desk in day.desks.values() if desk.ticket is not None)
    silent = ((desk.desk_id, max(last_word(desk.desk_id), desk.since)) for desk in with_visit)
    return tuple(_alarm(desk_id, since) for desk_id, since in sorted(silent) if now - since >= ASKED_AFTER)


def _alarm(desk_id: DeskId, since: datetime) -> Alarm:
    return Alarm(f"{AlarmKind.DESK_ABANDONED}:{desk_id}", AlarmKind.DESK_ABANDONED, None, since, desk_id)


@dataclass(slots=True)
class Attendance:
    """Looks after every desk of every branch. Consoles have two minutes to be heard after the server's start too."""

    branches: Branches
    consoles: Consoles
    watch: DeviceWatch

    async def run(self) -> None:
        """Looks every two seconds until it is cancelled."""
        began_at = self.branches.clock()
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            self.look(began_at)

    def look(self, began_at: datetime) -> None:
        """Staff are asked about the desks that have been silent; of those that were heard again nothing more is said."""
        now = self.branches.clock()
        for branch_id, day in self.branches.writer.days().items():
            if day.rules.is_practice:
                continue
            self.watch.say_of_desks(branch_id, left_desks(day, self._last_word(branch_id, began_at), now), now)

    def _last_word(self, branch_id: str, began_at: datetime) -> LastWord:
        heard = self.consoles.heard
        return lambda desk_id: max(heard.get((branch_id, desk_id), began_at), began_at)

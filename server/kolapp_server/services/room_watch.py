# SPDX-License-Identifier: EUPL-1.2
"""Staff are told when the waiting room is full, and when a visitor at a kiosk has asked for a minute and nobody comes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from kolapp_server.domain.day import Day
from kolapp_server.domain.helping import ESCALATES_AFTER, unanswered
from kolapp_server.domain.room import counted
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.watch import Alarm, AlarmKind

LOOKS_EVERY_SECONDS = 1.0


def help_alarms(day: Day, now: datetime) -> tuple[Alarm, ...]:
    """An alarm for each visitor whom nobody has answered. What a desk asks is never one: alarms are seen on screens."""
    return tuple(
        Alarm(f"{AlarmKind.HELP_WAITING}:{each.help_id}", AlarmKind.HELP_WAITING, each.device, each.asked_at + ESCALATES_AFTER)
        for each in unanswered(day, now)
    )


@dataclass(slots=True)
class RoomWatch:
    """Looks at every branch but those to practise in. `_full_since` is since when a branch's room is full."""

    branches: Branches
    watch: DeviceWatch
    _full_since: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Looks every second until it is cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOKS_EVERY_SECONDS)

    def look(self) -> None:
        """Everybody who sees alarms sees these."""
        now = self.branches.clock()
        for branch_id, day in self.branches.writer.days().items():
            if not day.rules.is_practice:
                self.watch.say_of_the_room(branch_id, (*self._of_the_room(day, now), *help_alarms(day, now)), now)

    def _of_the_room(self, day: Day, now: datetime) -> tuple[Alarm, ...]:
        since = self._full_since.get(day.branch_id)
        if not counted(day, was_full=since is not None).is_full:
            self._full_since.pop(day.branch_id, None)
            return ()
        since = self._full_since.setdefault(day.branch_id, now)
        return (Alarm(f"{AlarmKind.ROOM_FULL}", AlarmKind.ROOM_FULL, None, since),)

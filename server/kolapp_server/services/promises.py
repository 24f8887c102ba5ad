# SPDX-License-Identifier: EUPL-1.2
"""Staff are reminded of promises: on the day and the day before, and, until somebody answers, when the day has passed."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from kolapp_server.domain import contact as rules
from kolapp_server.domain import hours
from kolapp_server.domain.contact import PromiseState
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.watch import Alarm, AlarmKind
from kolapp_server.store import contacts as rows
from kolapp_server.store.faults import StoreFault

LOOKS_EVERY_S = 60.0
KINDS = {PromiseState.OVERDUE: AlarmKind.PROMISE_OVERDUE, PromiseState.DUE: AlarmKind.PROMISE_DUE}
log = structlog.get_logger()


def alarms_of(due_dates: list[date], time_zone: str, now: datetime) -> tuple[Alarm, ...]:
    """One alarm for what is overdue and one for what soon is, each since the first of it. `due_dates` are of open promises."""
    today, since = hours.service_day(now, time_zone), {}
    for due_on in sorted(due_dates, reverse=True):
        state = rules.promise_state(due_on, None, today)
        begins = due_on if state is PromiseState.OVERDUE else due_on - rules.REMINDED_BEFORE - timedelta(days=1)
        since[state] = hours.day_ends_at(begins, time_zone)
    return tuple(Alarm(kind.value, kind, None, since[state]) for state, kind in KINDS.items() if state in since)


@dataclass(slots=True)
class PromiseWatch:
    """Looks every minute, and at once when a promise was made or answered here."""

    branches: Branches
    watch: DeviceWatch
    _awake: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Something is otherwise."""
        self._awake.set()

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            self._awake.clear()
            try:
                await self.look()
            except StoreFault as fault:
                log.warning("promises_not_looked_at", reason=type(fault).__name__)
            try:
                await asyncio.wait_for(self._awake.wait(), LOOKS_EVERY_S)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """The alarms are those of the promises that are open now."""
        now = self.branches.clock()
        # Everywhere on earth it is at most a day later than here.
        latest = now.date() + rules.REMINDED_BEFORE + timedelta(days=1)
        due = await self.branches.read(lambda connection: rows.open_due_dates(connection, latest))
        for branch_id, day in self.branches.writer.days().items():
            found = alarms_of(due.get(branch_id, []), day.rules.time_zone, now)
            self.watch.say_of_promises(branch_id, found, now)

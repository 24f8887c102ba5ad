# SPDX-License-Identifier: EUPL-1.2
"""The hub's shell: tells it of every commit, looks anew at what time and devices change, and keeps the pulse.

Estimates are made outside the writer, at most four times a second, after something happened and every 30 s.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kolapp_contract.board import AlarmLine, DeviceLine, View, ViewName
from kolapp_contract.live import PULSE_SECONDS
from kolapp_contract.slip import PrintJob
from kolapp_contract.tickets import Estimate
from kolapp_server.domain import events as happened
from kolapp_server.domain.day import Day
from kolapp_server.domain.estimate import Booking, Forecast, forecast
from kolapp_server.domain.learning import Learned
from kolapp_server.domain.officers import Call
from kolapp_server.domain.room import NOBODY, Room, counted
from kolapp_server.domain.staffing import NO_PRESSURE, Pressure, pressure
from kolapp_server.domain.ticket import TicketId
from kolapp_server.live.hub import Hub, Listener
from kolapp_server.services.branches import Branches
from kolapp_server.services.learning import Learning
from kolapp_server.store.batch import Committed
from kolapp_server.translate.answers import expectation
from kolapp_server.translate.views import Surroundings, queue_alarms, wait_foreseen

LOOK_SECONDS = 0.25
ESTIMATES_LAST = timedelta(seconds=30)
WATCHED_ESTIMATES_LAST = timedelta(seconds=0.5)
VISITORS_PULSE_SECONDS = 0.7
"""So no visitor's page shows an estimate of over two seconds without saying so, however still the queue is."""
ESTIMATES_SHARE = 0.03
"""At most this share of the time goes to estimates: where thousands wait, they are made less often."""
WORDS_CHANGED = (
    happened.NoticePosted, happened.IssuingStopped, happened.StopLifted, happened.BranchConfigured, happened.DeskOpened,
)  # fmt: skip
"""After these a branch's words may be others: its texts, or the name of whoever sits down."""
DevicesSeen = Callable[[str, datetime], tuple[tuple[DeviceLine, ...], tuple[AlarmLine, ...]]]


def nobody_asked_for(_branch_id: str) -> Mapping[TicketId, Call]:
    """Where there are no officers."""
    return {}


def nobody_booked(_branch_id: str) -> Sequence[Booking]:
    """Where no time can be booked."""
    return ()


@dataclass(slots=True)
class Known:
    """What the newsroom knows of one branch. `estimated_seq` is where the forecast was made."""

    day: Day
    forecast: Forecast = field(default_factory=lambda: Forecast({}, {}))
    estimated_at: datetime | None = None
    estimated_seq: int = -1
    next_estimate_s: float = 0.0
    needs_words: bool = False
    pressure: Pressure = NO_PRESSURE
    room: Room = NOBODY


@dataclass(slots=True)
class Newsroom:
    """Keeps every listener up to date."""

    branches: Branches
    devices_seen: DevicesSeen
    learning: Learning
    hub: Hub = field(default_factory=Hub)
    bookings_coming: Callable[[str], Sequence[Booking]] = nobody_booked
    officer_calls: Callable[[str], Mapping[TicketId, Call]] = nobody_asked_for
    _known: dict[str, Known] = field(default_factory=dict)

    def committed(self, change: Committed) -> None:
        """Something is on disk: whoever looks is told at once."""
        known = self._known.setdefault(change.after.branch_id, Known(change.before))
        for event in change.events:
            known.needs_words = known.needs_words or isinstance(event, WORDS_CHANGED)
        known.day = change.after
        if change.after.branch_id in self.branches.words and self.hub.has_listeners(change.after.branch_id):
            self.hub.committed(change.after, change.events, self.around(change.after.branch_id))
        else:
            self.hub.unseen(change.after, change.events)

    def around(self, branch_id: str) -> Surroundings:
        """What a view of the branch shows besides the day; its time is never before the last event: clocks are set back."""
        now = max(self.branches.clock(), self._day(branch_id).last_at)
        devices, alarms = self.devices_seen(branch_id, now)
        known = self._known.get(branch_id)
        by_errand = known.forecast.by_errand if known else {}
        told = {errand: found for errand, raw in by_errand.items() if (found := expectation(raw)) is not None}
        waits = known.forecast.by_ticket if known else {}
        if known is not None:
            alarms = (*alarms, *queue_alarms(known.day, known.pressure, now))
            known.room = counted(known.day, was_full=known.room.is_full)
        room = known.room if known else NOBODY
        return Surroundings(
            now, self.branches.words_of(branch_id), devices, alarms, told, waits, room, self.officer_calls(branch_id)
        )

    def expected(self, branch_id: str, ticket_id: TicketId) -> Estimate | None:
        """How long that ticket waits: as last forecast, or as for a newcomer with its errand."""
        day, known = self.branches.day(branch_id), self._known.get(branch_id)
        ticket = day.find(ticket_id)
        if known is None or ticket is None:
            return None
        return wait_foreseen(day, ticket, known.forecast, max(self.branches.clock(), day.last_at))

    def join(self, listener: Listener, resume: tuple[int, int] | None) -> None:
        """`listener` is told everything from now on. Raises `UnknownBranch`."""
        self.hub.join(listener, self._day(listener.branch_id), self.around(listener.branch_id), resume)

    def leave(self, listener: Listener) -> None:
        """`listener` is told nothing more."""
        self.hub.leave(listener)

    def snapshot(self, branch_id: str, view: ViewName) -> View:
        """The whole view, for one who asks once. Raises `UnknownBranch`."""
        return self.hub.snapshot(view, self._day(branch_id), self.around(branch_id))

    def send_job(self, branch_id: str, device_id: str, job: PrintJob) -> bool:
        """Gives `job` to the listening device. False when it does not listen now."""
        return self.hub.send_job(branch_id, device_id, job, self.branches.clock())

    async def run(self) -> None:
        """Looks anew and keeps the pulse until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_pulse())
            tasks.create_task(self._keep_visitors_pulse())
            tasks.create_task(self._keep_looking())

    async def _keep_pulse(self) -> None:
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            self.hub.pulse(self.branches.clock())

    async def _keep_visitors_pulse(self) -> None:
        while True:
            await asyncio.sleep(VISITORS_PULSE_SECONDS)
            known = self._known.items()
            made = {branch_id: each.estimated_at for branch_id, each in known if each.estimated_at is not None}
            self.hub.pulse_visitors(self.branches.clock(), made)

    async def _keep_looking(self) -> None:
        while True:
            for branch_id in self.branches.writer.days():
                await self._look(branch_id)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, branch_id: str) -> None:
        known = self._known.setdefault(branch_id, Known(self.branches.day(branch_id)))
        if known.needs_words or branch_id not in self.branches.words:
            known.needs_words = False
            await self.branches.read_words(branch_id)
        now = self.branches.clock()
        lasts = WATCHED_ESTIMATES_LAST if self.hub.has_visitors(branch_id) else ESTIMATES_LAST
        is_old = known.estimated_at is None or now - known.estimated_at >= lasts
        if (is_old or known.estimated_seq != known.day.seq) and time.monotonic() >= known.next_estimate_s:
            await _estimate(known, self.learning.of(branch_id), now, self.bookings_coming(branch_id))
            self.learning.estimated(branch_id, known.forecast, now)
            minutes = {errand: each.minutes for errand, each in known.forecast.by_errand.items() if each.minutes is not None}
            known.pressure = pressure(known.pressure, known.day, minutes, now)
        self.hub.looked_anew(known.day, self.around(branch_id))

    def _day(self, branch_id: str) -> Day:
        known = self._known.get(branch_id)
        return known.day if known else self.branches.day(branch_id)


async def _estimate(known: Known, learned: Learned, now: datetime, bookings: Sequence[Booking]) -> None:
    """Everybody's wait is estimated anew; the day that is looked at stays the same meanwhile."""
    began_s, day = time.monotonic(), known.day
    known.forecast = await asyncio.to_thread(forecast, day, now, learned, bookings)
    known.estimated_seq, known.estimated_at = day.seq, now
    ended_s = time.monotonic()
    known.next_estimate_s = ended_s + (ended_s - began_s) / ESTIMATES_SHARE

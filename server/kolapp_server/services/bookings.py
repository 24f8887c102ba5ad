# SPDX-License-Identifier: EUPL-1.2
"""Times are booked, moved, cancelled and used. Nobody is named: whoever has the code has the time.

The last place of a slot goes to exactly one, since each place is a row of its own. A booking is checked in before its ticket is
asked for, so that one code never gives two tickets; where no ticket came of it, it can be used again.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from kolapp_server.domain import bookings as rules
from kolapp_server.domain import hours
from kolapp_server.domain.bookings import Arrival, Meeting, Plan, Punctuality
from kolapp_server.domain.estimate import Booking
from kolapp_server.domain.refusals import Refusal, UnknownErrand, UnknownTicket
from kolapp_server.domain.rules import OpenTime
from kolapp_server.domain.ticket import ErrandId, Status, TicketId
from kolapp_server.services.branches import Branches
from kolapp_server.store import bookings as rows
from kolapp_server.store.bookings import BookingRow
from kolapp_server.store.faults import RequestReused, StoreFault, UnknownBranch
from kolapp_server.store.reading import Connection

LOOKS_EVERY_S = 15.0
ASKED_AGAIN_WITHIN = timedelta(minutes=2)
"""Who got no answer asks again; later the code may be on somebody's paper."""
MOST_FIGURE_DAYS = 400
log = structlog.get_logger()


class SlotTaken(Refusal):
    """That time is not free any more. Choose another one."""


class UnknownBooking(UnknownTicket):
    """There is no such booking that can be changed."""


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that can be booked, and how many places it has left."""

    at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class OpenedBooking:
    """What a booking's code opens now. `arrival` None: it has been used, and `number` is the ticket's of today."""

    row: BookingRow
    arrival: Arrival | None
    number: str | None = None


def plans_of(branches: Branches, branch_id: str) -> dict[str, Plan]:
    """The errands of the branch that can be booked. Raises `UnknownBranch`."""
    catalogue = json.loads(branches.words_of(branch_id).catalogue)
    found = ((errand["errand_id"], errand.get("booking")) for group in catalogue["groups"] for errand in group["errands"])
    usual = branches.day(branch_id).rules.hours
    return {errand: _plan(errand, plan, usual) for errand, plan in found if plan}


def _plan(errand: str, plan: dict[str, Any], usual: tuple[OpenTime, ...]) -> Plan:
    times = [OpenTime(t["day"], time.fromisoformat(t["opens"]), time.fromisoformat(t["closes"])) for t in plan["times"]]
    minutes, lead = timedelta(minutes=plan["minutes"]), timedelta(hours=plan["lead_hours"])
    return Plan(ErrandId(errand), minutes, plan["places"], lead, plan["days_ahead"], tuple(times) or usual)


def zone_of(branches: Branches, branch_id: str) -> ZoneInfo:
    """Where the branch's clock is."""
    return ZoneInfo(branches.day(branch_id).rules.time_zone)


async def opened(branches: Branches, branch_id: str, code_hash: bytes) -> OpenedBooking | None:
    """What the code opens now; None where there is none, or where it was cancelled."""
    row = await branches.read(partial(rows.by_code, code_hash=code_hash))
    if row is None or row.cancelled_at is not None:
        return None
    now = branches.clock()
    ticket = branches.day(row.branch_id).find(TicketId(row.ticket_id)) if row.ticket_id and row.branch_id == branch_id else None
    found = rules.arrival(row.booked_at, now, zone_of(branches, row.branch_id).key)
    if row.ticket_id is not None and not _is_free_again(branches, row, now):
        return OpenedBooking(row, None, None if ticket is None else ticket.number)
    return OpenedBooking(row, found)


def _is_free_again(branches: Branches, row: BookingRow, now: datetime) -> bool:
    """Whether no visit came of the ticket: it was taken back, or is not known a moment after it was asked for."""
    ticket = branches.day(row.branch_id).find(TicketId(row.ticket_id or ""))
    if ticket is not None:
        return ticket.status is Status.CANCELLED
    is_today = rules.arrival(row.booked_at, now, branches.day(row.branch_id).rules.time_zone) not in (Arrival.OVER,)
    return is_today and row.arrived_at is not None and now - row.arrived_at > ASKED_AGAIN_WITHIN


@dataclass(slots=True)
class BookingDesk:
    """All that is done with booked times, and those of today that are still expected, for whoever foresees waits."""

    branches: Branches
    _coming: dict[str, tuple[Booking, ...]] = field(default_factory=dict)

    def coming(self, branch_id: str) -> Sequence[Booking]:
        """The bookings of today whose visitors have not checked in, as last looked up."""
        return self._coming.get(branch_id, ())

    async def free(self, branch_id: str, errand: str, day: date, meeting: Meeting | None = None) -> tuple[FreeSlot, ...]:
        """The times of that day that can be booked now, of one officer with `meeting`. Raises `UnknownErrand`."""
        plan, zone = self._plan(branch_id, errand), zone_of(self.branches, branch_id)
        slots = rules.bookable(plan, day, self.branches.clock(), zone.key)
        taken = await self._taken(branch_id, plan, day, 1, meeting)
        most = plan.capacity if meeting is None else 1
        return tuple(FreeSlot(at, min(left, most)) for at in slots if (left := plan.capacity - taken(at)) > 0)

    async def days(self, branch_id: str, errand: str, meeting: Meeting | None = None) -> tuple[date, ...]:
        """The days on which something is free, in order. Raises `UnknownErrand`."""
        plan, zone, now = self._plan(branch_id, errand), zone_of(self.branches, branch_id), self.branches.clock()
        today = now.astimezone(zone).date()
        taken = await self._taken(branch_id, plan, today, plan.days_ahead + 1, meeting)
        days = (today + timedelta(days=ahead) for ahead in range(plan.days_ahead + 1))
        slots = {day: rules.bookable(plan, day, now, zone.key) for day in days}
        return tuple(day for day, times in slots.items() if any(taken(at) < plan.capacity for at in times))

    async def _taken(
        self, branch_id: str, plan: Plan, day: date, days: int, meeting: Meeting | None
    ) -> Callable[[datetime], int]:
        """How many places of a time are taken: all of them where the officer is busy."""
        zone = zone_of(self.branches, branch_id)
        since = datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
        until = datetime.combine(day + timedelta(days=days), time(), tzinfo=zone).astimezone(UTC)
        read, errand = self.branches.read, plan.errand
        counts = await read(lambda connection: rows.taken(connection, branch_id, errand, since, until))
        if meeting is None:
            return lambda at: counts.get(at, 0)
        officer = meeting.officer
        met = await read(lambda connection: rows.taken_of(connection, branch_id, officer, since, until))
        is_free = {True: 0, False: plan.capacity}
        return lambda at: max(counts.get(at, 0), is_free[at not in met and rules.can_meet(meeting, at, plan.length)])

    def _plan(self, branch_id: str, errand: str) -> Plan:
        plan = plans_of(self.branches, branch_id).get(errand)
        if plan is None:
            raise UnknownErrand()
        return plan

    async def book(self, row: BookingRow, meeting: Meeting | None = None) -> None:
        """The time is booked, with that officer where there is a `meeting`.

        Asked again at once with the same id it is the same booking, which the new code opens.

        Raises `SlotTaken`, `UnknownErrand` or `RequestReused`.
        """
        plan, zone, now = self._plan(row.branch_id, row.errand), zone_of(self.branches, row.branch_id), self.branches.clock()
        if not _is_possible(plan, row.booked_at, now, zone.key, meeting):
            raise SlotTaken()

        def work(connection: Connection) -> type[Exception] | None:
            known = rows.by_id(connection, row.booking_id)
            if known is None:
                return None if rows.take_place(connection, row, plan.capacity) else SlotTaken
            if not _is_same(known, row):
                return RequestReused
            rows.give_code(connection, row.booking_id, row.code_hash)
            return None

        # The no is told after the batch: raised in it, it would make everybody else's work be done twice.
        if (no := await self.branches.writer.run(work)) is not None:
            raise no()
        await self.look(row.branch_id)

    async def cancel(self, branch_id: str, code_hash: bytes) -> BookingRow:
        """The place is free for another. Raises `UnknownBooking`."""
        row, now = await self._changeable(branch_id, code_hash), self.branches.clock()
        if not await self.branches.writer.run(partial(rows.cancel, booking_id=row.booking_id, at=now)):
            raise UnknownBooking()
        await self.look(branch_id)
        return row

    async def move(
        self, branch_id: str, code_hash: bytes, booked_at: datetime, meeting_of: Callable[[str | None], Meeting | None]
    ) -> BookingRow:
        """The same code, another time with the same officer. Raises `UnknownBooking` or `SlotTaken`; then the old time stands."""
        row = await self._changeable(branch_id, code_hash)
        plan, zone = self._plan(branch_id, row.errand), zone_of(self.branches, branch_id)
        if not _is_possible(plan, booked_at, self.branches.clock(), zone.key, meeting_of(row.officer)):
            raise SlotTaken()

        def work(connection: Connection) -> type[Exception] | None:
            stands = rows.by_id(connection, row.booking_id)
            if stands is None or stands.cancelled_at is not None or stands.ticket_id is not None:
                return UnknownBooking
            return None if rows.move(connection, stands, booked_at, plan.capacity) else SlotTaken

        if (no := await self.branches.writer.run(work)) is not None:
            raise no()
        await self.look(branch_id)
        return row

    async def changeable(self, branch_id: str, code_hash: bytes) -> BookingRow | None:
        """The booking with that code, while it can be moved or cancelled."""
        row = await self.branches.read(partial(rows.by_code, code_hash=code_hash))
        is_open = row is not None and row.branch_id == branch_id and row.cancelled_at is None and row.ticket_id is None
        return row if is_open and row is not None and row.booked_at > self.branches.clock() else None

    async def _changeable(self, branch_id: str, code_hash: bytes) -> BookingRow:
        row = await self.changeable(branch_id, code_hash)
        if row is None:
            raise UnknownBooking()
        return row

    async def check_in(self, branch_id: str, code_hash: bytes, ticket_id: str) -> OpenedBooking | None:
        """The booking is that ticket's, and as what it comes; None where it opens nothing now. Asked again, the same."""
        row, now = await self.branches.read(partial(rows.by_code, code_hash=code_hash)), self.branches.clock()
        zone = zone_of(self.branches, branch_id).key
        if row is not None and row.ticket_id == ticket_id and row.arrived_at is not None:
            return OpenedBooking(row, rules.arrival(row.booked_at, row.arrived_at, zone))
        found = await opened(self.branches, branch_id, code_hash)
        if found is None or found.row.branch_id != branch_id or found.arrival is None or not rules.may_check_in(found.arrival):
            return None
        if not await self.branches.writer.run(partial(rows.check_in, row=found.row, ticket_id=ticket_id, at=now)):
            return None
        await self.look(branch_id)
        return found

    async def check_in_later(
        self, branch_id: str, code_hash: bytes, ticket_id: str, came: tuple[datetime, str | None]
    ) -> OpenedBooking | None:
        """As `check_in`, for one to whom a kiosk gave a number by itself. `came`: when, and the id that was asked for in vain."""
        row, (at, former) = await self.branches.read(partial(rows.by_code, code_hash=code_hash)), came
        if row is None or row.branch_id != branch_id or row.cancelled_at is not None:
            return None
        zone = zone_of(self.branches, branch_id).key
        if row.ticket_id == ticket_id:
            return OpenedBooking(row, rules.arrival(row.booked_at, row.arrived_at or at, zone))
        found = rules.arrival(row.booked_at, at, zone)
        is_free = row.ticket_id in (None, former) or _is_free_again(self.branches, row, self.branches.clock())
        if not is_free or not rules.may_check_in(found):
            return None
        if not await self.branches.writer.run(partial(rows.check_in, row=row, ticket_id=ticket_id, at=at)):
            return None
        await self.look(branch_id)
        return OpenedBooking(row, found)

    async def let_go(self, branch_id: str, ticket_id: str) -> None:
        """No ticket came of the check-in: the code can be used again."""
        await self.branches.writer.run(partial(rows.let_go, ticket_id=ticket_id))
        await self.look(branch_id)

    async def figures(self, branch_id: str, days: int) -> Punctuality:
        """How booked times of the last `days` service days were kept, today among them."""
        now, time_zone = self.branches.clock(), self.branches.day(branch_id).rules.time_zone
        before = hours.service_day(now, time_zone) - timedelta(days=min(days, MOST_FIGURE_DAYS))
        since = hours.day_ends_at(before, time_zone)
        until = hours.day_ends_at(hours.service_day(now, time_zone), time_zone)
        kept = await self.branches.read(lambda connection: rows.kept(connection, branch_id, since, until))
        return rules.punctuality(kept, now)

    async def look(self, branch_id: str) -> None:
        """What is still expected today is known anew."""
        now, time_zone = self.branches.clock(), self.branches.day(branch_id).rules.time_zone
        until = hours.day_ends_at(hours.service_day(now, time_zone), time_zone)
        since = now - rules.KEPT_FOR
        self._coming[branch_id] = await self.branches.read(lambda connection: rows.coming(connection, branch_id, since, until))

    async def run(self) -> None:
        """Looks until it is cancelled: another server may have booked, and time passes. A busy database is asked again."""
        while True:
            for branch_id in self.branches.writer.days():
                try:
                    await self.look(branch_id)
                except (StoreFault, UnknownBranch) as fault:
                    log.warning("bookings_not_read", reason=type(fault).__name__)
            await asyncio.sleep(LOOKS_EVERY_S)


def _is_possible(plan: Plan, at: datetime, now: datetime, time_zone: str, meeting: Meeting | None) -> bool:
    """Whether the time is one that can be booked, and the officer's own calendar allows it."""
    return rules.may_book(plan, at, now, time_zone) and (meeting is None or rules.can_meet(meeting, at, plan.length))


def _is_same(known: BookingRow, asked: BookingRow) -> bool:
    """Whether it is the same wish, asked again at once."""
    wishes = [(row.branch_id, row.errand, row.booked_at, row.officer) for row in (known, asked)]
    return wishes[0] == wishes[1] and known.cancelled_at is None and asked.made_at - known.made_at <= ASKED_AGAIN_WITHIN

# SPDX-License-Identifier: EUPL-1.2
"""Visitors at kiosks and clerks at desks: they ask again with the same id until they are answered, and write down what they
were told."""

import asyncio
import itertools
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract import paths
from kolapp_contract.tickets import IssueTicket
from tests.history.records import Operation
from tests.support.server_process import ERRAND, Seat

AGAIN_AFTER_S = 0.05
WITHIN_S = 2.0
TRY_AGAIN = (429, 503, 507)
WANTED = IssueTicket(errand_id=ERRAND, language="sv")


@dataclass(slots=True)
class Recorder:
    """What everybody was told, in one book."""

    operations: list[Operation] = field(default_factory=list)
    acknowledged: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    names: "itertools.count[int]" = field(default_factory=itertools.count)

    def note(self, operation: Operation) -> Operation:
        """It stands in the book."""
        self.operations.append(operation)
        self.acknowledged += operation.what == "issue" and operation.answer == "done"
        self.news.set()
        return operation

    async def until(self, count: int, within_s: float = 60.0) -> None:
        """So many tickets have been promised. Raises `TimeoutError`."""
        async with asyncio.timeout(within_s):
            while self.acknowledged < count:
                self.news.clear()
                await self.news.wait()

    def worst_s(self, what: str = "issue") -> float:
        """The longest that anybody waited for an answer of that kind."""
        return max((one.ended_s - one.began_s for one in self.operations if one.what == what), default=0.0)

    def percentile_s(self, share: float, what: str = "issue") -> float:
        """What so large a share waited at most."""
        waits = sorted(one.ended_s - one.began_s for one in self.operations if one.what == what)
        return waits[min(len(waits) - 1, int(share * len(waits)))] if waits else 0.0


def new_id() -> UUID:
    """A ticket's id, made by the device before it sends anything."""
    return uuid7()


async def take_ticket(server: ServerHttp, book: Recorder, *, next_id: Callable[[UUID], UUID] = lambda same: same) -> Operation:
    """One visitor gets a number, however often the wire breaks. `next_id`: what the device makes of the id to ask again."""
    visitor, ticket_id, began_s = f"visitor-{next(book.names)}", new_id(), time.monotonic()
    while True:
        try:
            ticket = await server.issue(ticket_id, WANTED, WITHIN_S)
        except ServerRefused as no:
            if no.problem.status not in TRY_AGAIN:
                return book.note(Operation(visitor, "issue", began_s, time.monotonic(), "refused", visitor, str(ticket_id)))
        except ServerFault:
            pass
        else:
            told = {"ticket_id": str(ticket.ticket_id), "number": ticket.number, "seq": ticket.seq}
            return book.note(Operation(visitor, "issue", began_s, time.monotonic(), "done", visitor, **told))
        book.operations.append(Operation(visitor, "issue", began_s, time.monotonic(), "unknown", visitor, str(ticket_id)))
        ticket_id = next_id(ticket_id)
        await asyncio.sleep(AGAIN_AFTER_S)


async def press_next(http: httpx.AsyncClient, book: Recorder, seat: Seat) -> Operation:
    """One press of "next" at a desk, asked again with the same id until it is answered."""
    (desk, headers), began_s = seat, time.monotonic()
    body = {"request_id": str(uuid.uuid4()), "finish": "solved"}
    while True:
        try:
            answer = await http.post(paths.DESK_CALLS.format(desk_id=desk), json=body, headers=headers)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == 200:
            told = answer.json()
            ticket = told.get("ticket") or {}
            more = {"ticket_id": ticket.get("ticket_id"), "number": ticket.get("number"), "seq": told["seq"]}
            ended_s = time.monotonic()
            return book.note(Operation(desk, "call", began_s, ended_s, "done", desk=desk, has_written=bool(ticket), **more))
        if answer is not None and answer.status_code not in TRY_AGAIN:
            return book.note(Operation(desk, "call", began_s, time.monotonic(), "refused", desk=desk))
        await asyncio.sleep(AGAIN_AFTER_S)


@dataclass(slots=True)
class Rush:
    """So many kiosks and desks at work at once, until they are told to stop; then each finishes what it began."""

    url: str
    kiosk_token: str
    book: Recorder
    seats: tuple[Seat, ...] = ()
    kiosks: int = 8
    pause_s: float = 0.0
    is_over: bool = False
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def begin(self) -> None:
        """Everybody is at work."""
        works = [self._kiosk() for _ in range(self.kiosks)] + [self._desk(seat) for seat in self.seats]
        self._tasks = [asyncio.create_task(work) for work in works]

    async def finish(self, within_s: float = 60.0) -> None:
        """Everybody has been answered. Raises `TimeoutError`, and whatever broke one of them."""
        self.is_over = True
        async with asyncio.timeout(within_s):
            await asyncio.gather(*self._tasks)

    def abandon(self) -> None:
        """Everybody has gone, answered or not."""
        for task in self._tasks:
            task.cancel()

    async def _kiosk(self) -> None:
        async with ServerHttp(self.url, self.kiosk_token) as server:
            while not self.is_over:
                await take_ticket(server, self.book)
                await asyncio.sleep(self.pause_s)

    async def _desk(self, seat: Seat) -> None:
        async with httpx.AsyncClient(base_url=self.url, timeout=WITHIN_S, trust_env=False) as http:
            while not self.is_over:
                called = await press_next(http, self.book, seat)
                await asyncio.sleep(self.pause_s if called.ticket_id else 0.1)

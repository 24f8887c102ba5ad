# SPDX-License-Identifier: EUPL-1.2
"""A kiosk without a window: the journal, the recorder and the uploader of the real one, with a finger that taps.

It does what the kiosk's runner does for a visitor: the id is on disk before it is sent; after 0.8 s without an answer it gives a
number of its own and bars the id that was sent.
"""

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from kolapp_client.http import ISSUE_WITHIN_S, ServerFault, ServerHttp, ServerRefused
from kolapp_contract.devices import Heartbeat, Paired
from kolapp_contract.tickets import TicketView
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_kiosk.flow.step import CANNOT_NOW
from kolapp_kiosk.recorder import Clocks, Recorder
from kolapp_kiosk.uploader import Uploader
from tests.history.records import Operation
from tests.support.visitors import WANTED, new_id
from tests.support.visitors import Recorder as Book

WORTH_ASKING_AGAIN_S = 0.2
PROGRAM = "kolapp-kiosk 0.1.0"


class WindowlessKiosk:
    """It serves inside `async with`; opened again on the same folder it is the same kiosk after a reboot."""

    def __init__(self, url: str, folder: Path, paired: Paired, book: Book, clocks: Clocks | None = None) -> None:
        self.server = ServerHttp(url, paired.token)
        self.recorder = Recorder.open(folder, paired)
        self.recorder.clocks = clocks or self.recorder.clocks
        self.uploader = Uploader(self.recorder, self.server, paired.device_id, lambda *_: None)
        self.book = book
        self.offline = 0
        self._telling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.recorder.withdraw_unresolved()
        await self.beat()
        self._telling = asyncio.create_task(self.uploader.work())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        await self.server.close()
        if self.recorder._file is not None:
            self.recorder._file.close()

    async def beat(self) -> None:
        """The server has been told that the kiosk lives, and has told its time; or it did not answer."""
        with suppress(ServerFault):
            answer = await self.server.heartbeat(Heartbeat(contract=CONTRACT_VERSION, program=PROGRAM))
            await self.recorder.heard(answer.at)

    async def see_epoch(self, branch_id: str) -> None:
        """The kiosk knows which journal the server keeps; after a restored backup it tells everything again."""
        await self.recorder.epoch_seen((await self.server.board(branch_id)).epoch)

    async def tap(self) -> Operation:
        """One visitor has a number on the screen, of the server's or of the kiosk's own."""
        visitor, ticket_id, began_s = f"visitor-{next(self.book.names)}", new_id(), time.monotonic()
        await self.recorder.asked(ticket_id, WANTED)
        try:
            ticket = await self._answer(ticket_id, began_s + ISSUE_WITHIN_S)
        except ServerRefused as refusal:
            if refusal.problem.code not in CANNOT_NOW:
                await self.recorder.declined(ticket_id)
                return self.book.note(Operation(visitor, "issue", began_s, time.monotonic(), "refused", visitor, str(ticket_id)))
        except ServerFault:
            pass
        else:
            await self.recorder.answered(ticket_id, ticket.number)
            told = {"ticket_id": str(ticket_id), "number": ticket.number, "seq": ticket.seq}
            return self.book.note(Operation(visitor, "issue", began_s, time.monotonic(), "done", visitor, **told))
        self.book.note(Operation(visitor, "issue", began_s, time.monotonic(), "unknown", visitor, str(ticket_id)))
        issued = await self.recorder.issued(new_id(), WANTED, ticket_id)
        self.offline += 1
        told = {"ticket_id": str(issued.ticket_id), "number": issued.number}
        return self.book.note(Operation(visitor, "issue", began_s, time.monotonic(), "done", visitor, **told))

    async def _answer(self, ticket_id: UUID, by_s: float) -> TicketView:
        try:
            return await self.server.issue(ticket_id, WANTED, max(0.0, by_s - time.monotonic()))
        except (ServerRefused, ServerFault) as fault:
            if isinstance(fault, ServerRefused) or by_s - time.monotonic() < WORTH_ASKING_AGAIN_S:
                raise
            return await self.server.issue(ticket_id, WANTED, max(0.0, by_s - time.monotonic()))

    async def until_told(self, within_s: float = 30.0) -> float:
        """Seconds until the server has taken everything that it had not. Raises `TimeoutError`."""
        began_s = time.monotonic()
        async with asyncio.timeout(within_s):
            while self.recorder.unsent or self.recorder.ledger.unresolved:
                await self.beat()
                await asyncio.sleep(0.05)
        return time.monotonic() - began_s

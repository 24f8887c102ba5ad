# SPDX-License-Identifier: EUPL-1.2
"""One listener's wire: the first frame says what it wants to see, the role decides what it may.

no first frame within 2 s, or one that cannot be understood   closed with 1008
a frame of over 16 KB                                         1009, by the websocket library
an outbox that is not emptied, or a frame not taken in 10 s   1013: come again and resume
a credential that was taken back                              1008, within 5 s
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import APIRouter, WebSocket, WebSocketDisconnect, status
from pydantic import ValidationError

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.live import Alive, Resume, listener_message
from kolapp_contract.slip import PrintJob, Slip
from kolapp_server.auth.permissions import STAFF, Role
from kolapp_server.domain.ticket import DeskId, TicketId
from kolapp_server.guards import Caller, SocketCaller
from kolapp_server.live.hub import Listener
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import printing, reception

FIRST_FRAME_WITHIN_S = 2.0
CREDENTIAL_ASKED_EVERY_S = 2.0
READS_WITHIN_S, CLOSES_WITHIN_S = 10.0, 1.0
VIEWS = {
    Role.VISITOR: (ViewName.BOARD,),
    Role.KIOSK: (ViewName.KIOSK, ViewName.BOARD),
    Role.DISPLAY: (ViewName.BOARD,),
    Role.FACILITY_DEVICE: (ViewName.FACILITY, ViewName.BOARD),
    Role.PRINTER: (ViewName.PRINTER,),
    **dict.fromkeys(STAFF, (ViewName.DESK, ViewName.MONITOR, ViewName.FACILITY, ViewName.BOARD)),
}
"""Which views each role may see. A visitor's own needs the ticket's secret besides."""

router = APIRouter()


class NotUnderstood(Exception):
    """The listener said something that it may not, or that cannot be understood."""


@router.websocket(paths.LIVE)
async def live(websocket: WebSocket, branch_id: str, caller: SocketCaller) -> None:
    """A view of the branch, from now on."""
    await websocket.accept()
    house = inside(websocket)
    try:
        wish = await _first_frame(websocket)
        listener = await _listener(house, branch_id, caller, wish)
    except (NotUnderstood, TimeoutError):
        await websocket.close(status.WS_1008_POLICY_VIOLATION)
        return
    except WebSocketDisconnect:
        return
    await Wire(websocket, house, caller, listener).follow(wish)


async def _first_frame(websocket: WebSocket) -> Resume:
    message = await asyncio.wait_for(_heard(websocket), FIRST_FRAME_WITHIN_S)
    if not isinstance(message, Resume):
        raise NotUnderstood()
    return message


async def _heard(websocket: WebSocket) -> Resume | Alive:
    frame = await websocket.receive()
    if frame["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(frame.get("code", status.WS_1000_NORMAL_CLOSURE))
    try:
        return listener_message.validate_json(frame.get("text") or frame.get("bytes") or "")
    except (ValidationError, UnicodeError) as error:
        raise NotUnderstood() from error


async def _listener(house: Inside, branch_id: str, caller: Caller, wish: Resume) -> Listener:
    awake = asyncio.Event()
    if wish.view is ViewName.VISITOR and wish.ticket_id is not None:
        ticket_id, now = TicketId(str(wish.ticket_id)), house.branches.clock()
        if await reception.opens_page(house.branches, ticket_id, wish.secret or "", now) != branch_id:
            raise NotUnderstood()
        ticket = house.branches.day(branch_id).find(ticket_id)
        return Listener(branch_id, wish.view, awake, ticket_id=ticket.ticket_id if ticket is not None else ticket_id)
    if wish.view not in VIEWS[caller.role] or branch_id not in house.branches.words:
        raise NotUnderstood()
    if caller.role is Role.VISITOR and not house.branches.words_of(branch_id).is_board_public:
        raise NotUnderstood()
    return Listener(branch_id, wish.view, awake, device_id=caller.device_id)


@dataclass(slots=True)
class Wire:
    """A listener with its websocket."""

    websocket: WebSocket
    house: Inside
    caller: Caller
    listener: Listener
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def follow(self, wish: Resume) -> None:
        """Sends and hears until either side ends it."""
        self._hear(wish)
        resume = None if wish.epoch is None or wish.seq is None else (wish.epoch, wish.seq)
        self.house.newsroom.join(self.listener, resume)
        await self._send_waiting_jobs()
        self._tasks = {asyncio.create_task(part) for part in (self._send(), self._receive(), self._watch_credential())}
        try:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.house.newsroom.leave(self.listener)
            for task in self._tasks:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for task in done:
            if not task.cancelled() and isinstance(error := task.exception(), BaseException):
                self._expect(error)

    def _expect(self, error: BaseException) -> None:
        """A wire that broke is no fault of ours; anything else is."""
        if not isinstance(error, WebSocketDisconnect | RuntimeError | NotUnderstood):
            raise error

    async def _send(self) -> None:
        outbox, awake = self.listener.outbox, self.listener.awake
        with suppress(TimeoutError):
            while not self.listener.is_too_slow:
                # One who never reads keeps a sender waiting for ever; the outbox that runs over would not be noticed.
                async with asyncio.timeout(READS_WITHIN_S):
                    while outbox:
                        await self.websocket.send_text(outbox.popleft())
                awake.clear()
                if not outbox:
                    await awake.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSES_WITHIN_S):
                await self.websocket.close(status.WS_1013_TRY_AGAIN_LATER)

    async def _receive(self) -> None:
        while True:
            try:
                self._hear(await _heard(self.websocket))
            except NotUnderstood:
                await self.websocket.close(status.WS_1008_POLICY_VIOLATION)
                return

    def _hear(self, message: Resume | Alive) -> None:
        if message.desk_id is not None and self.caller.clerk_id is not None:
            now = self.house.branches.clock()
            self.house.consoles.hear(self.listener.branch_id, DeskId(message.desk_id), now)

    async def _watch_credential(self) -> None:
        gate = self.websocket.app.state.gate
        while True:
            await asyncio.sleep(CREDENTIAL_ASKED_EVERY_S)
            if not gate.is_valid(self.caller):
                break
        await self.websocket.close(status.WS_1008_POLICY_VIOLATION)

    async def _send_waiting_jobs(self) -> None:
        if self.listener.device_id is None or self.listener.view not in (ViewName.PRINTER, ViewName.KIOSK):
            return
        for row in await printing.waiting_for(self.house.branches, self.listener.device_id):
            slip = Slip.model_validate_json(row.slip)
            if self.listener.view is ViewName.KIOSK:
                # A kiosk keeps no book of what the branch sent it: it may have printed this before it was away.
                slip = slip.model_copy(update={"is_copy": True})
            job = PrintJob(job_id=row.job_id, slip=slip)
            self.house.newsroom.send_job(self.listener.branch_id, self.listener.device_id, job)

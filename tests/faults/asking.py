# SPDX-License-Identifier: EUPL-1.2
"""A kiosk that asks once, and looks at the bare answer."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx

from kolapp_contract import paths
from tests.history.records import Operation
from tests.support.running_server import BRANCH
from tests.support.visitors import WANTED, Recorder, new_id

PATIENT_S = 20.0


@asynccontextmanager
async def kiosk_at(url: str, token: str) -> AsyncIterator["Kiosk"]:
    """A kiosk that asks that server."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=PATIENT_S, trust_env=False) as http:
        yield Kiosk(http)


class Kiosk:
    """It remembers when it first asked for each id, and writes down each promise."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http, self.book = http, Recorder()
        self._began_s: dict[UUID, float] = {}

    async def ask(self, ticket_id: UUID) -> httpx.Response:
        """The answer to one question for a ticket with that id."""
        began_s = self._began_s.setdefault(ticket_id, time.monotonic())
        answer = await self.http.put(paths.TICKET.format(ticket_id=ticket_id), json=WANTED.model_dump(mode="json"))
        if answer.is_success:
            told = answer.json()
            more = {"ticket_id": told["ticket_id"], "number": told["number"], "seq": told["seq"]}
            self.book.note(Operation("kiosk", "issue", began_s, time.monotonic(), "done", str(ticket_id), **more))
        return answer

    async def ask_anew(self) -> httpx.Response:
        """The answer to one question with a new id."""
        return await self.ask(new_id())

    async def board_status(self) -> int:
        """What reading is answered with."""
        return (await self.http.get(paths.BOARD.format(branch_id=BRANCH))).status_code

# SPDX-License-Identifier: EUPL-1.2
"""A ticket that waits for an officer is asked for while it stands on the glass, and no longer."""

import asyncio
from datetime import datetime
from typing import Any

import httpx
import pytest

from kolapp_client.http import ServerHttp
from kolapp_contract.officers import OfficerAnswer, OfficerLine, OfficerPurpose
from kolapp_kiosk import asking
from kolapp_kiosk.flow.events import TicketTold
from kolapp_kiosk.flow.keys import Standing
from kolapp_kiosk.flow.state import Draft, TicketReady
from kolapp_kiosk.flow.step import step
from tests.kiosk import scenes, town

WITHIN_S = 20.0
COMING = OfficerLine(purpose=OfficerPurpose.WAIT, answer=OfficerAnswer.COMING, coming_at=town.BACK_AT)


class Glass:
    """A ticket on the glass, and a server that is away, then says nothing new, then that the officer comes."""

    def __init__(self) -> None:
        self.state = scenes.with_officer(town.kiosk())
        assert isinstance(self.state.screen, TicketReady)
        self.ticket = self.state.screen.ticket
        self.asked = 0
        self.heard: list[object] = []

    def answer(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.asked == 1:
            raise httpx.ConnectError("away")
        line: Any = self.ticket.officer if self.asked < 4 else COMING
        return httpx.Response(200, content=self.ticket.model_copy(update={"officer": line}).model_dump_json())

    def moment(self) -> tuple[datetime, Draft]:
        return self.state.now, town.draft()

    def feed(self, event: TicketTold) -> None:
        """The visitor leaves as soon as they know that somebody comes."""
        self.heard.append(event.ticket.officer)
        self.state, _ = step(self.state, event)
        if event.ticket.officer == COMING:
            self.state = town.touch(self.state, Standing.DONE)


@pytest.mark.asyncio
async def test_each_answer_is_told_once_and_nothing_is_asked_when_the_ticket_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "FOLLOWED_EVERY_S", 0.01)
    glass = Glass()
    async with ServerHttp("http://server", "token", httpx.MockTransport(glass.answer)) as server:
        following = asking.follow(server, glass.ticket.ticket_id, lambda: glass.state, glass.moment, glass.feed)
        await asyncio.wait_for(following, WITHIN_S)
    assert glass.heard == [glass.ticket.officer, COMING]
    assert glass.asked == 4

# SPDX-License-Identifier: EUPL-1.2
"""Displays that follow the live view by the client's own rules, and write down what they show after each frame."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field

from kolapp_client.live import listen
from kolapp_client.stream import Stream, is_stale
from kolapp_contract.board import ViewName
from kolapp_contract.live import digest
from tests.history.records import Applied
from tests.support.running_server import BRANCH


@dataclass(slots=True)
class Display:
    """One display on one wire."""

    name: str
    url: str
    token: str
    frames: list[Applied] = field(default_factory=list)
    healed_s: list[float] = field(default_factory=list)
    stream: Stream | None = None
    lost_wires: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        """For ever: what it shows is written down whenever it has moved on."""
        stands_at = (0, -1)
        async with aclosing(listen(self.url, BRANCH, self.token, ViewName.BOARD)) as updates:
            async for update in updates:
                self.lost_wires += self.stream is not None and self.stream.is_open and not update.stream.is_open
                self.stream, view = update.stream, update.view
                if view is None or (view.epoch, view.seq) == stands_at:
                    continue
                from_seq = None if update.is_whole else stands_at[1]
                self.frames.append(Applied(self.name, time.monotonic(), view.epoch, from_seq, view.seq, digest(view.tickets)))
                stands_at = (view.epoch, view.seq)
                self.news.set()

    @property
    def is_stale(self) -> bool:
        """Whether it says on its face that it may be wrong."""
        return self.stream is not None and is_stale(self.stream, time.monotonic())

    async def until_at(self, epoch: int, seq: int, within_s: float = 30.0) -> None:
        """It shows that or something later. Raises `TimeoutError`."""
        async with asyncio.timeout(within_s):
            while not self.frames or (self.frames[-1].epoch, self.frames[-1].to_seq) < (epoch, seq):
                self.news.clear()
                await self.news.wait()

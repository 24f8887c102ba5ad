# SPDX-License-Identifier: EUPL-1.2
"""The live wire: listens to a branch for ever, by the rules of `stream`."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kolapp_client import stream as rules
from kolapp_client.stream import Stream, Update
from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.live import STALE_SECONDS, Change, Hello, Pulse, Snapshot, server_message
from kolapp_contract.version import CONTRACT_HEADER, CONTRACT_VERSION
from kolapp_contract.wire import Code

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection, connect

OPEN_WITHIN_S = 5.0
LARGEST_FRAME_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rules are not allowed to fetch themselves: a clock that never jumps, and chance (0 up to 1)."""

    clock_s: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


async def listen(
    server_url: str, branch_id: Code, token: str | None, view: ViewName, around: Surroundings | None = None
) -> AsyncGenerator[Update, None]:
    """Every update of the view, for ever. Yields after each frame, and when a wire is lost or cannot be had."""
    # Imported here, and below: a device's first picture does not wait for what it only needs on the wire.
    from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

    around = around or Surroundings()
    stream = Stream(view, since_s=around.clock_s())
    url = live_url(server_url, branch_id)
    while True:
        refused_status = None
        try:
            async with _wire(url, token) as wire, aclosing(_follow(wire, stream, around)) as updates:
                async for update in updates:
                    stream = update.stream
                    yield update
        except InvalidStatus as refusal:
            refused_status = refusal.response.status_code
        except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, ValidationError):
            pass
        stream = rules.closed(stream, around.clock_s(), around.chance(), refused_status)
        yield Update(stream)
        await asyncio.sleep(max(0.0, (stream.reconnect_at_s or 0.0) - around.clock_s()))


def live_url(server_url: str, branch_id: Code) -> str:
    """The websocket's address on a server that is known by its http address."""
    scheme, _, rest = server_url.rstrip("/").partition("://")
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest}{paths.LIVE.format(branch_id=branch_id)}"


def read_frame(frame: str | bytes) -> Hello | Snapshot | Change | Pulse:
    """What the server said. What a later server adds is passed over. Raises `ValidationError`."""
    return server_message.validate_json(frame, extra="ignore")


async def _follow(wire: "ClientConnection", stream: Stream, around: Surroundings) -> AsyncGenerator[Update, None]:
    stream, resume = rules.opened(stream)
    await wire.send(resume.model_dump_json(exclude_none=True))
    while True:
        # A wire that was pulled out says nothing at all; only the missing pulse tells.
        async with asyncio.timeout(STALE_SECONDS):
            frame = await wire.recv()
        update = rules.received(stream, read_frame(frame), around.clock_s())
        stream = update.stream
        yield update
        if update.must_hang_up:
            return


def _wire(url: str, token: str | None) -> "connect":
    from websockets.asyncio.client import connect

    headers = {CONTRACT_HEADER: str(CONTRACT_VERSION)}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return connect(
        url,
        additional_headers=headers,
        open_timeout=OPEN_WITHIN_S,
        close_timeout=1.0,
        max_size=LARGEST_FRAME_BYTES,
        compression=None,
        ping_interval=None,
        proxy=None,
    )

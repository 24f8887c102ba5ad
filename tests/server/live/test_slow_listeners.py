# SPDX-License-Identifier: EUPL-1.2
"""A listener that does not read holds up nobody: it is cut with 1013, and goes on from where it stood when it comes again."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from kolapp_contract import paths
from kolapp_server.live import socket
from kolapp_server.live.hub import LONGEST_OUTBOX, Listener
from tests.support.running_server import BRANCH, Running, furnish, running
from tests.support.visitors import WANTED, new_id

pytestmark = pytest.mark.slow
LARGE = "x" * 2**20
LET_GO_WITHIN_S = 30.0
"""Sooner than anything else would end such a wire: the server asks it for a sign of life after 20 s, and waits 20 s more."""
RESUME = {"type": "resume", "view": "board"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path / "var") as found:
        await furnish(found, (BRANCH,))
        yield found


async def listening(server: Running, **resume: int) -> ClientConnection:
    """A display that has sent its wish and takes at most one frame before it is asked to read."""
    url = server.url.replace("http", "ws") + paths.LIVE.format(branch_id=BRANCH)
    wire = await connect(url, proxy=None, max_queue=1, max_size=2**21, compression=None)
    await wire.send(json.dumps({**RESUME, **resume}))
    return wire


async def only_listener(server: Running) -> Listener:
    """The one who listens, once it is there."""
    hub = server.app.state.inside.newsroom.hub
    async with asyncio.timeout(30):
        while not hub.listeners():  # noqa: ASYNC110 (the hub has no event for a test to wait for)
            await asyncio.sleep(0.01)
    return next(listener for room in hub._rooms.values() for listener in room.listeners)


async def heard_until_cut(wire: ClientConnection) -> int | None:
    """The code with which the wire ends, when everything that was sent is read after all."""
    try:
        async with asyncio.timeout(30):
            async for _ in wire:
                pass
    except ConnectionClosedError:
        pass
    return wire.close_code


async def issue(server: Running) -> int:
    path = paths.TICKET.format(ticket_id=new_id())
    answer = await server.http.put(path, json=WANTED.model_dump(mode="json"), headers=server.by_role["kiosk"].headers)
    return int(answer.raise_for_status().json()["seq"])


async def test_one_whose_outbox_runs_over_is_told_to_come_again_and_goes_on_from_there(server: Running) -> None:
    wire = await listening(server)
    seq = await issue(server)
    while (frame := json.loads(await wire.recv())).get("to_seq", frame.get("view", {"seq": 0})) not in (seq, {"seq": seq}):
        if frame["type"] == "snapshot" and frame["view"]["seq"] >= seq:
            break
    listener = await only_listener(server)
    for _ in range(LONGEST_OUTBOX + 8):
        listener.offer(json.dumps({"type": "pulse", "epoch": 1, "seq": seq, "hash": 0, "at": "2026-01-01T00:00:00Z"}))
    assert await heard_until_cut(wire) == 1013
    further = await issue(server)
    again = await listening(server, epoch=1, seq=seq)
    hello = json.loads(await again.recv())
    assert (hello["type"], hello["seq"]) == ("hello", further)
    # It takes no more frames, so it would wait 10 s in vain for the last one to be taken leave with.
    again.transport.abort()


async def test_one_that_never_reads_is_let_go(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "READS_WITHIN_S", 0.5)
    wire = await listening(server)
    listener = await only_listener(server)
    for _ in range(LONGEST_OUTBOX // 2):
        listener.offer(LARGE)
    # The sender takes some, until the wire takes no more.
    await asyncio.sleep(0)
    for _ in range(3):
        await server.http.get(paths.LIVEZ)
    for _ in range(LONGEST_OUTBOX):
        listener.offer(LARGE)
    hub = server.app.state.inside.newsroom.hub
    try:
        async with asyncio.timeout(LET_GO_WITHIN_S):
            while hub.listeners():  # noqa: ASYNC110 (the hub has no event for a test to wait for)
                await asyncio.sleep(0.05)
    finally:
        wire.transport.abort()

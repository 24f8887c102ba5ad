# SPDX-License-Identifier: EUPL-1.2
"""The live wire against a real websocket server that breaks it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from websockets.asyncio.server import Request, Response, Server, ServerConnection, serve

from kolapp_client.live import Surroundings, listen, live_url
from kolapp_client.stream import Update
from kolapp_contract.board import Opening, View, ViewName
from kolapp_contract.live import Change, Hello, Pulse, Resume, Snapshot, listener_message

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
HELLO = Hello(contract=1, view=ViewName.BOARD, epoch=1, seq=1)
SNAPSHOT = Snapshot(
    view=View(
        view=ViewName.BOARD,
        branch_id="ekvik",
        epoch=1,
        seq=1,
        at=NOON,
        hash=0,
        opening=Opening(is_open=True),
        catalogue_version=1,
    )
)
CHANGE = Change(from_seq=1, to_seq=2, at=NOON, hash=0)
Handle = Callable[[ServerConnection, Resume], Awaitable[None]]


@asynccontextmanager
async def server(handle: Handle, refuse: Callable[[Request], HTTPStatus | None] = lambda _: None) -> AsyncIterator[str]:
    async def talk(wire: ServerConnection) -> None:
        await handle(wire, listener_message.validate_json(await wire.recv()))

    def look(wire: ServerConnection, request: Request) -> Response | None:
        status = refuse(request)
        return wire.respond(status, "") if status else None

    async with serve(talk, "127.0.0.1", 0, process_request=look) as running:
        yield address(running)


def address(running: Server) -> str:
    return f"http://127.0.0.1:{next(iter(running.sockets)).getsockname()[1]}"


async def until(url: str, enough: Callable[[Update], bool], token: str | None = None) -> Update:
    async with (
        asyncio.timeout(30),
        aclosing(listen(url, "ekvik", token, ViewName.BOARD, Surroundings(chance=lambda: 0.0))) as updates,
    ):
        async for update in updates:
            if enough(update):
                return update
    raise AssertionError("the listener stopped listening")


def at_seq(seq: int) -> Callable[[Update], bool]:
    return lambda update: update.view is not None and update.view.seq == seq


async def test_a_listener_shows_its_token_and_follows_changes() -> None:
    async def handle(wire: ServerConnection, resume: Resume) -> None:
        for message in (HELLO, SNAPSHOT, CHANGE):
            await wire.send(message.model_dump_json())
        await wire.wait_closed()

    def only_with_token(request: Request) -> HTTPStatus | None:
        return None if request.headers.get("Authorization") == "Bearer hemlig" else HTTPStatus.UNAUTHORIZED

    async with server(handle, only_with_token) as url:
        assert (await until(url, at_seq(2), "hemlig")).view is not None
        refused = await until(url, lambda update: update.stream.refused_status is not None, "fel")
        assert refused.stream.refused_status == HTTPStatus.UNAUTHORIZED


async def test_a_listener_whose_wire_was_cut_goes_on_from_where_it_stood() -> None:
    resumes: list[Resume] = []

    async def handle(wire: ServerConnection, resume: Resume) -> None:
        resumes.append(resume)
        for message in (HELLO, SNAPSHOT) if resume.epoch is None else (HELLO, CHANGE):
            await wire.send(message.model_dump_json())

    async with server(handle) as url:
        await until(url, at_seq(2))
    assert [(resume.epoch, resume.seq) for resume in resumes] == [(None, None), (1, 1)]


async def test_a_listener_that_was_told_another_hash_connects_again_and_asks_for_the_whole() -> None:
    resumes: list[Resume] = []

    async def handle(wire: ServerConnection, resume: Resume) -> None:
        resumes.append(resume)
        whole = (
            SNAPSHOT if len(resumes) == 1 else SNAPSHOT.model_copy(update={"view": SNAPSHOT.view.model_copy(update={"seq": 5})})
        )
        for message in (HELLO, whole, Pulse(epoch=1, seq=1, hash=9, at=NOON)):
            await wire.send(message.model_dump_json())
        await wire.wait_closed()

    async with server(handle) as url:
        await until(url, at_seq(5))
    assert [resume.epoch for resume in resumes] == [None, None]


@pytest.mark.parametrize("frame", ["rubbish", '{"type":"weather"}', b"\xff\xfe", ""])
async def test_a_frame_that_cannot_be_understood_ends_the_wire_but_not_the_listening(frame: str | bytes) -> None:
    times = 0

    async def handle(wire: ServerConnection, resume: Resume) -> None:
        nonlocal times
        times += 1
        await wire.send(frame if times == 1 else SNAPSHOT.model_dump_json())
        await wire.wait_closed()

    async with server(handle) as url:
        await until(url, at_seq(1))
    assert times == 2


async def test_where_nobody_answers_the_listener_says_so_and_tries_again() -> None:
    tries: list[Update] = []

    def twice(update: Update) -> bool:
        tries.append(update)
        return len(tries) == 2

    await until("http://127.0.0.1:9", twice)
    assert [update.stream.failures for update in tries] == [1, 2]
    assert all(not update.stream.is_open for update in tries)


def test_the_live_address_is_as_safe_as_the_servers() -> None:
    assert live_url("https://ko.ekvik.se/", "ekvik") == "wss://ko.ekvik.se/api/v1/branches/ekvik/live"
    assert live_url("http://localhost:8000", "ekvik").startswith("ws://localhost:8000/")

# SPDX-License-Identifier: EUPL-1.2
"""A small server of one branch that speaks the real contract: catalogue, board, live, speech, heartbeat, the web board's files.

Runs in a thread with a loop of its own, so that a test can be plain code beside it. What it tells is set by `show` and `call`;
`hush` makes it silent without closing a wire, as a pulled cable does.
"""

import asyncio
import io
import math
import mimetypes
import socket
import threading
import wave
from array import array
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

import kolapp_display
from kolapp_contract import paths
from kolapp_contract.board import Call, Opening, TicketLine, View, ViewName
from kolapp_contract.devices import HeartbeatAnswer
from kolapp_contract.live import PULSE_SECONDS, Change, Hello, Pulse, Snapshot, digest, listener_message
from kolapp_contract.tickets import State
from tests.display.town import BOARD_WAITS, CATALOGUE

WEB = Path(kolapp_display.__file__).parent / "web"
SPEECH_HZ = {"sv": 440.0, "en": 850.0, "fi": 1000.0, "ar": 1700.0}
WITHIN_S = 60
CSP = "default-src 'self'; connect-src 'self' ws:; frame-ancestors 'none'"


def tone(hertz: float, seconds: float = 0.6) -> bytes:
    """A wav file that holds one tone: each language has its own, so that a recording tells what was said."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(22_050)
        swings = (round(12_000 * math.sin(2 * math.pi * hertz * place / 22_050)) for place in range(round(seconds * 22_050)))
        sound.writeframes(array("h", swings).tobytes())
    return file.getvalue()


class SmallServer:
    """One branch, as its listeners know it."""

    def __init__(self, view: View | None = None) -> None:
        self.view = view or self.empty()
        self.is_silent = False
        self.speech_asked: list[str] = []
        self.heartbeats = 0
        self._wires: set[WebSocket] = set()
        self._one_at_a_time = asyncio.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._address: Future[str] = Future()

    @staticmethod
    def empty(name: ViewName = ViewName.BOARD) -> View:
        return View(
            view=name, branch_id="ekvik", epoch=1, seq=1, at=datetime.now(UTC), hash=0, waits=BOARD_WAITS,
            opening=Opening(is_open=True), catalogue_version=1,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(setattr, self._server, "should_exit", True)
        self._thread.join(WITHIN_S)

    @property
    def url(self) -> str:
        return self._address.result(WITHIN_S)

    def call(self, *numbers: str, language: str = "sv", again: bool = False, desk: int = 1) -> None:
        """These numbers are called in the same second, each to the next desk."""
        now, seq = datetime.now(UTC), self.view.seq
        calls = tuple(
            Call(number=number, desk_id=f"disk-{desk + place}", language=language, at=now, again=again, seq=seq + 1)
            for place, number in enumerate(numbers)
        )
        lines = tuple(TicketLine(number=one.number, state=State.CALLED, desk_id=one.desk_id, called_at=now) for one in calls)
        kept = tuple(line for line in self.view.tickets if line.number not in numbers)
        self.change(tickets=kept + lines, told=lines, calls=calls)

    def change(self, *, tickets: tuple[TicketLine, ...], told: tuple[TicketLine, ...], calls: tuple[Call, ...] = ()) -> None:
        """One commit: the view is another, and its listeners hear it."""
        now, seq = datetime.now(UTC), self.view.seq
        change = Change(from_seq=seq, to_seq=seq + 1, at=now, hash=digest(tickets), tickets=told, calls=calls)
        recent = (*self.view.recent_calls, *calls)[-10:]
        self.view = self.view.model_copy(
            update={"seq": seq + 1, "tickets": tickets, "hash": change.hash, "recent_calls": recent, "at": now}
        )
        self._tell(change.model_dump_json(exclude_none=True))

    def show(self, view: View) -> None:
        """Everybody sees another view from now on."""
        self.view = view
        self._tell(Snapshot(view=view).model_dump_json(exclude_none=True))

    def hush(self, is_silent: bool = True) -> None:
        """No frame leaves the server any more, and no wire is closed."""
        self.is_silent = is_silent

    def _tell(self, frame: str) -> None:
        async def tell() -> None:
            async with self._one_at_a_time:
                for wire in tuple(self._wires):
                    with suppress(WebSocketDisconnect, RuntimeError):
                        await wire.send_text(frame)

        if not self.is_silent:
            asyncio.run_coroutine_threadsafe(tell(), self._loop).result(WITHIN_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        config = uvicorn.Config(self._app(), log_level="error", lifespan="off", ws="websockets-sansio")
        self._server = uvicorn.Server(config)
        ear = socket.create_server(("127.0.0.1", 0))
        self._address.set_result(f"http://127.0.0.1:{ear.getsockname()[1]}")
        await self._server.serve(sockets=[ear])

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(paths.CATALOGUE, lambda _: json_of(CATALOGUE.model_dump_json())),
                Route(paths.BOARD, lambda _: json_of(self.view.model_dump_json())),
                Route(paths.HEARTBEAT, self._beat, methods=["POST"]),
                Route(paths.CALL_SPEECH, self._speak),
                WebSocketRoute(paths.LIVE, self._live),
                Route(paths.BOARD_PAGE, lambda _: file_of("board.html")),
                Route("/static/board/{name:path}", lambda request: file_of(request.path_params["name"])),
            ]
        )

    def _beat(self, request: Request) -> Response:
        self.heartbeats += 1
        answer = HeartbeatAnswer(seq=self.view.seq, at=datetime.now(UTC), catalogue_version=1, oldest_contract=1)
        return json_of(answer.model_dump_json())

    def _speak(self, request: Request) -> Response:
        self.speech_asked.append(f"{request.path_params['language']} {request.path_params['number']}")
        hertz = SPEECH_HZ.get(request.path_params["language"])
        if hertz is None:
            return JSONResponse({"title": "?", "status": 404, "code": "not_found"}, status_code=404)
        return Response(tone(hertz), media_type="audio/wav")

    async def _live(self, wire: WebSocket) -> None:
        await wire.accept()
        listener_message.validate_json(await wire.receive_text())
        await self._greet(wire)
        pulsing = asyncio.create_task(self._pulse(wire))
        try:
            while True:
                await wire.receive_text()
        except WebSocketDisconnect:
            self._wires.discard(wire)
        finally:
            pulsing.cancel()

    async def _greet(self, wire: WebSocket) -> None:
        """Whoever has seen the view is told of every change after it."""
        async with self._one_at_a_time:
            if not self.is_silent:
                hello = Hello(contract=1, view=self.view.view, epoch=self.view.epoch, seq=self.view.seq)
                await wire.send_text(hello.model_dump_json())
                await wire.send_text(Snapshot(view=self.view).model_dump_json(exclude_none=True))
            self._wires.add(wire)

    async def _pulse(self, wire: WebSocket) -> None:
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            view = self.view
            if not self.is_silent:
                pulse = Pulse(epoch=view.epoch, seq=view.seq, hash=view.hash, at=datetime.now(UTC))
                await wire.send_text(pulse.model_dump_json())


def json_of(text: str) -> Response:
    return Response(text, media_type="application/json")


def file_of(name: str) -> Response:
    path = WEB / name
    if not path.is_file():
        return Response(status_code=404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Content-Security-Policy": CSP})

# SPDX-License-Identifier: EUPL-1.2
"""Runs a display: the only place where the wire, the clock, the voice and Kivy's window meet."""

import asyncio
import importlib
import signal
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from pydantic import ValidationError

from kolapp_client import enrolment
from kolapp_client.http import ServerFault, ServerHttp
from kolapp_client.live import listen
from kolapp_client.stream import Stream, is_stale, silent_s
from kolapp_contract.board import ViewName
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.devices import Heartbeat, Paired
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_display import board as rules
from kolapp_display.board import Board
from kolapp_display.facility import FacilityPicture, facility_picture
from kolapp_display.picture import Moment, WaitingPicture, before_contact, next_look_s, waiting_picture
from kolapp_display.settings import Layout, Settings
from kolapp_display.ui.window import Screen, assert_text_is_shaped, prepare
from kolapp_display.voice import Voice

if TYPE_CHECKING:
    from kolapp_display.ui.app import DisplayApp

PROGRAM = "kolapp-display 0.1.0"
HEARTBEAT_EVERY_S = 10.0
ASK_AGAIN_AFTER_S = 2.0
log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """The display runs until its window is closed or the program is told to end."""
    code = settings.pairing_code.get_secret_value() if settings.pairing_code else None
    paired = await enrolment.admitted(settings.server_url, code, settings.token_file)
    prepare(
        Screen(
            settings.width,
            settings.height,
            settings.dpi,
            settings.fullscreen,
            settings.state_folder / f"kivy-{settings.layout}",
            settings.smooth_edges,
        )
    )
    # Kivy opens its window when these are imported, with what was prepared just now.
    from kolapp_display.ui.app import DisplayApp, Room

    assert_text_is_shaped()
    room = Room(settings.dpi, settings.last_seat_m, settings.layout is Layout.NEAR)
    app = DisplayApp(settings.font_folder, settings.language, settings.theme, room)
    async with ServerHttp(settings.server_url, paired.token) as server:
        await Display(settings, paired, server, app).run()


class Display:
    """One display at work. A plugin is given this: `state` and `picture_png` tell what the screen shows."""

    def __init__(self, settings: Settings, paired: Paired, server: ServerHttp, app: "DisplayApp") -> None:
        self.settings, self.paired, self.server, self.app = settings, paired, server, app
        self.view_name = ViewName.FACILITY if settings.layout is Layout.FACILITY else ViewName.BOARD
        self.board = Board(Stream(self.view_name, since_s=time.monotonic()))
        self.catalogue = self._kept_catalogue()
        self.voice = Voice(server, paired.branch_id, settings.state_folder / "sounds", settings.sound)
        self._news = asyncio.Event()
        self._calls = asyncio.Event()

    async def run(self) -> None:
        """Everything goes on until the window is gone."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.app.stop)
        self.app.bind(on_start=self._attach)
        works = (self._listen, self._draw, self._announce, self._beat, self._learn)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work()) for work in works]
            await self.app.async_run("asyncio")
            for task in tasks:
                task.cancel()

    def state(self) -> dict[str, object]:
        """What the screen shows and what it has said, for whoever tests or watches it."""
        now_s, view = time.monotonic(), self.board.view
        return {
            "layout": self.settings.layout.value,
            "shown": [{"number": s.call.number, "desk": s.call.desk_id, "again": s.call.again} for s in self.board.field],
            "earlier": [{"number": call.number, "desk": call.desk_id} for call in rules.earlier_calls(self.board)],
            "waits": {line.key: line.waiting for line in view.waits} if view else {},
            "alarms": [line.kind.value for line in view.alarms] if view else [],
            "stale": is_stale(self.board.stream, now_s),
            "silent_s": silent_s(self.board.stream, now_s),
            "epoch": view.epoch if view else None,
            "seq": view.seq if view else None,
            "hash": view.hash if view else None,
            "announcements": list(self.voice.spoken),
            "to_announce": len(self.board.to_say) + (self.board.saying is not None),
            "clipped": [text.words for text in self.app.sheet.drawn if text.is_clipped],
            "smallest_capital_px": min((text.capital_px for text in self.app.sheet.drawn), default=None),
            "texts": [text.words for text in self.app.sheet.drawn],
        }

    def picture_png(self) -> bytes:
        """The screen as a PNG file."""
        return bytes(self.app.picture_png())

    def _attach(self, *_: object) -> None:
        if self.settings.plugin:
            importlib.import_module(self.settings.plugin).attach(self)

    async def _listen(self) -> None:
        async for update in listen(self.settings.server_url, self.paired.branch_id, self.paired.token, self.view_name):
            self.board = rules.followed(self.board, update, time.monotonic())
            self._news.set()
            self._calls.set()

    async def _draw(self) -> None:
        while True:
            now = Moment(datetime.now(UTC), time.monotonic())
            self.board = rules.ticked(self.board, now.s)
            self.app.show(self._picture(now))
            await self._until_news(next_look_s(self.board, now.s))

    def _picture(self, now: Moment) -> WaitingPicture | FacilityPicture:
        if self.catalogue is None:
            return before_contact(now, self.board.stream.since_s)
        if self.settings.layout is Layout.FACILITY:
            return facility_picture(self.board, self.catalogue, now, self.settings.language)
        picture = waiting_picture(self.board, self.catalogue, now, has_motion=not self.settings.no_motion)
        return replace(picture, has_loop=self.settings.hearing_loop)

    async def _until_news(self, at_most_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                await self._news.wait()
        self._news.clear()

    async def _announce(self) -> None:
        """One call after the other is said; the facility screen is silent."""
        while True:
            self.board = rules.next_to_say(self.board)
            if self.board.saying is None:
                self._calls.clear()
                await self._calls.wait()
                continue
            if self.settings.layout is not Layout.FACILITY:
                await self.voice.say(self.board.saying)
            self.board = rules.said(self.board)

    async def _beat(self) -> None:
        while True:
            silence = silent_s(self.board.stream, time.monotonic())
            stale = silence if is_stale(self.board.stream, time.monotonic()) else None
            with suppress(ServerFault):
                await self.server.heartbeat(Heartbeat(contract=CONTRACT_VERSION, program=PROGRAM, stale_s=stale))
            await asyncio.sleep(HEARTBEAT_EVERY_S)

    async def _learn(self) -> None:
        """The catalogue is the server's, and the last one is on disk for a start without a server."""
        if self.catalogue is not None:
            self.app.wear(self.catalogue.accent, self.catalogue.texts)
        is_first = True
        while True:
            view = self.board.view
            if is_first or (view and self.catalogue and view.catalogue_version != self.catalogue.version):
                is_first = not await self._fetch_catalogue()
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    async def _fetch_catalogue(self) -> bool:
        try:
            catalogue = await self.server.catalogue(self.paired.branch_id)
        except ServerFault as fault:
            log.warning("catalogue_not_had", fault=str(fault))
            return False
        self.catalogue = catalogue
        self.settings.state_folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._catalogue_file.with_suffix(".part")
        unfinished.write_text(catalogue.model_dump_json(), encoding="utf-8")
        unfinished.replace(self._catalogue_file)
        self.app.wear(catalogue.accent, catalogue.texts)
        self._news.set()
        return True

    @property
    def _catalogue_file(self) -> Path:
        return self.settings.state_folder / f"catalogue-{self.paired.branch_id}.json"

    def _kept_catalogue(self) -> Catalogue | None:
        try:
            return Catalogue.model_validate_json(self._catalogue_file.read_bytes())
        except (OSError, ValidationError):
            return None

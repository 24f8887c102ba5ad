# SPDX-License-Identifier: EUPL-1.2
"""The composition root: the only place that wires. Nothing is decided here."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import cache, partial
from importlib.metadata import version
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from kolapp_contract import paths
from kolapp_server.api import (
    bookings,
    codes,
    contacts,
    desk,
    devices,
    display,
    entrance,
    health,
    helps,
    incidents,
    kiosk,
    noop,
    office,
    officers,
    practice,
    problems,
    sessions,
    speech,
    visits,
)
from kolapp_server.api.edge import Edge
from kolapp_server.api.strictness import StrictRoute
from kolapp_server.auth.slowing import Slowing
from kolapp_server.console import booking_pages, files, pages, sign_in
from kolapp_server.control import ControlSocket
from kolapp_server.foundation import Foundation
from kolapp_server.guards import Gate
from kolapp_server.live import socket
from kolapp_server.live.inside import Inside
from kolapp_server.live.newsroom import Newsroom
from kolapp_server.metrics import HouseStanding, Metrics, Standing
from kolapp_server.services.attendance import Attendance
from kolapp_server.services.calendars import CalendarReader
from kolapp_server.services.caretaker import Caretaker, Orders
from kolapp_server.services.codes import CodeDoor
from kolapp_server.services.disk import Ballast, DiskWatch
from kolapp_server.services.fitness import Doctor
from kolapp_server.services.guarding import GuardPost
from kolapp_server.services.housekeeping import Clockwork
from kolapp_server.services.learning import Learning
from kolapp_server.services.officer_mail import MailServer, Postman
from kolapp_server.services.officer_rounds import OfficerRounds
from kolapp_server.services.practising import PracticeHall
from kolapp_server.services.promises import PromiseWatch
from kolapp_server.services.restoring import DATABASE
from kolapp_server.services.retention import Destroyer, terms
from kolapp_server.services.room_watch import RoomWatch
from kolapp_server.services.sending import send
from kolapp_server.services.telling import Bell, quiet_hours
from kolapp_server.settings import Settings
from kolapp_server.speech.espeak import Espeak
from kolapp_server.speech.speaker import Speaker
from kolapp_server.store.schema import DatabaseTooNew

ROUTERS = (
    kiosk.router,
    entrance.router,
    office.router,
    visits.router,
    officers.router,
    helps.router,
    practice.router,
    incidents.router,
    codes.router,
    bookings.router,
    contacts.router,
    desk.router,
    display.router,
    devices.router,
    sessions.router,
    speech.router,
    socket.router,
    pages.router,
    sign_in.router,
    booking_pages.router,
    files.router,
    health.router,
)
"""`desk`, whose {step} takes any word, stands after `office` and `visits`."""
BUSIEST = (paths.TICKET, noop.NOOP_ISSUE, paths.DESK_CALLS, noop.NOOP_CALL, paths.HEARTBEAT)
"""Addresses are tried one after the other, so these stand first; what speed is measured against stands beside its model."""
log = structlog.get_logger()


class LooseRoute(TypeError):
    """A route under /api that takes a body without the strict check."""


def build_app(settings: Settings) -> FastAPI:
    """The whole server. Nothing is opened before its lifespan begins."""
    foundation = Foundation(settings)
    consoles, metrics = foundation.consoles, Metrics()
    learning = Learning(foundation.branches)
    newsroom = Newsroom(foundation.branches, devices.DeviceLines(foundation.device_door.watch).of, learning)
    newsroom.officer_calls = foundation.officers.calls_of
    newsroom.bookings_coming = foundation.booking_desk.coming
    doctor = Doctor(foundation.writer, settings.var, time.monotonic)
    caretaker = caretaker_of(foundation, doctor)
    tasks = Tasks(foundation, newsroom, Clockwork(foundation.branches, consoles), metrics, caretaker)
    app = FastAPI(
        title="Kölapp",
        version=version("kolapp"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=tasks.lifespan,
    )
    app.state.settings = settings
    app.state.foundation = foundation
    app.state.inside = Inside(foundation.branches, newsroom, consoles)
    app.state.gate = Gate(foundation.credentials, frozenset({settings.own_url, *settings.other_origins}))
    app.state.staff_door = foundation.staff_door
    app.state.device_door = foundation.device_door
    app.state.booking_slowing = Slowing(booking_pages.BOOKINGS)
    app.state.booking_desk = foundation.booking_desk
    app.state.code_door = CodeDoor(foundation.branches)
    app.state.promise_watch = tasks.promises
    app.state.contact_tries = Slowing(contacts.GUESSES)
    app.state.speaker = Speaker(settings.var, Espeak(settings.espeak))
    app.state.doctor = doctor
    app.state.caretaker = caretaker
    app.state.officers = foundation.officers
    app.state.metrics = metrics
    app.state.described = cache(lambda: json.dumps(app.openapi()).encode())
    _mount(app, settings)
    problems.install(app)
    app.add_middleware(Edge, timing=metrics.answered)
    return app


def caretaker_of(foundation: Foundation, doctor: Doctor) -> Caretaker:
    """Who looks after the house, as its owner has set. Raises `NotQuietHours`."""
    settings = foundation.settings
    backup_within = timedelta(hours=settings.backup_within_hours) if settings.is_sqlite and settings.backup_within_hours else None
    database = settings.var / DATABASE if settings.is_sqlite else None
    rules = terms(settings.decisions, settings.journal_days)
    return Caretaker(
        foundation.branches,
        foundation.device_door.watch,
        doctor,
        DiskWatch(Ballast(settings.var, settings.ballast_mb * 2**20), database),
        Destroyer(foundation.branches, settings.exports or settings.var / "exports", rules),
        settings.var,
        Orders(backup_within, settings.alarm_url, settings.dead_man_url),
        Bell(timedelta(minutes=settings.alarm_repeat_minutes), quiet_hours(settings.quiet_hours)),
        send,
        foundation.lead.is_ours,
    )


def officer_rounds(foundation: Foundation, caretaker: Caretaker) -> OfficerRounds:
    """What is done for officers by whichever server leads."""
    settings, book = foundation.settings, foundation.officers
    server = MailServer(settings.mail_url.get_secret_value(), settings.mail_from)
    postman = Postman(book, server, partial(paths.officer_url, settings.own_url), send)
    return OfficerRounds(book, postman, CalendarReader(book), lambda: caretaker.is_leading)


def _mount(app: FastAPI, settings: Settings) -> None:
    routers = (*ROUTERS, noop.router) if settings.has_noop else ROUTERS
    routes = [route for router in routers for route in router.routes]
    for route in sorted(routes, key=_rank):
        if isinstance(route, APIRoute) and route.path.startswith("/api/") and not isinstance(route, StrictRoute):
            raise LooseRoute(route.path)
        app.router.routes.append(route)


def _rank(route: BaseRoute) -> int:
    path = getattr(route, "path", "")
    return BUSIEST.index(path) if path in BUSIEST else len(BUSIEST)


class Tasks:
    """What runs as long as the server does, begun in this order and ended in the opposite one."""

    def __init__(
        self, foundation: Foundation, newsroom: Newsroom, clockwork: Clockwork, metrics: Metrics, caretaker: Caretaker
    ) -> None:
        self._foundation = foundation
        self._newsroom = newsroom
        self._clockwork = clockwork
        self._metrics = metrics
        self._caretaker = caretaker
        self.promises = PromiseWatch(foundation.branches, foundation.device_door.watch)

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """The server serves inside this."""
        foundation, writer = self._foundation, self._foundation.writer
        async with AsyncExitStack() as ends:
            learning = self._newsroom.learning
            writer.listen(learning.committed)
            writer.listen(self._newsroom.committed)
            writer.listen(self._clockwork.committed)
            writer.listen(self._metrics.committed)
            writer.listen(lambda change: self._metrics.handed_over(change, foundation.branches.clock()))
            writer.measure(self._metrics.batch)
            await _opened(foundation)
            ends.push_async_callback(foundation.close)
            await learning.read()
            ends.push_async_callback(learning.write_down)
            self._metrics.show(self._standing(), HouseStanding(lambda: self._caretaker.house, foundation.branches.clock))
            await _begin(ends, learning.run)
            for work in (self._newsroom.run, self._clockwork.run, foundation.credentials.run, foundation.device_door.run):
                await _begin(ends, work)
            await _begin(ends, self._caretaker.run)
            await _begin(ends, foundation.booking_desk.run)
            for work in (foundation.officers.run, officer_rounds(foundation, self._caretaker).run):
                await _begin(ends, work)
            await _begin(ends, Attendance(foundation.branches, foundation.consoles, foundation.device_door.watch).run)
            await _begin(ends, PracticeHall(foundation.branches, foundation.consoles).run)
            await _begin(ends, RoomWatch(foundation.branches, foundation.device_door.watch).run)
            await _begin(ends, GuardPost(foundation.branches, foundation.settings.guard_url, send, foundation.lead.is_ours).run)
            await _begin(ends, self.promises.run)
            for work in () if foundation.settings.is_sqlite else (foundation.follower.run, foundation.sharing.run):
                await _begin(ends, work)
            control = ControlSocket(foundation)
            await control.start()
            ends.push_async_callback(control.stop)
            log.info("started", branches=sorted(writer.days()))
            yield
            log.info("stopping")

    def _standing(self) -> Standing:
        foundation, hub = self._foundation, self._newsroom.hub
        return Standing(foundation.writer.days, foundation.device_door.watch.all, hub.listeners, foundation.branches.clock)


async def _opened(foundation: Foundation) -> None:
    try:
        await foundation.open()
    except DatabaseTooNew as fault:
        log.error("not_started", reason=fault.__doc__)
        raise


async def _begin(ends: AsyncExitStack, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    task = asyncio.create_task(work())

    async def end() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    task.add_done_callback(_told)
    ends.push_async_callback(end)


def _told(task: asyncio.Task[None]) -> None:
    """A task that ends by itself is a fault that somebody must see."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("task_ended", exc_info=error)

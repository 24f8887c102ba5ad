# SPDX-License-Identifier: EUPL-1.2
"""The web server around the application: how it listens, what it refuses to read, and how it ends."""

import gc
import logging
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import structlog
import uvicorn

from kolapp_server.app import build_app
from kolapp_server.logs import set_up_logs
from kolapp_server.settings import Settings

LARGEST_FRAME_BYTES = 16 * 1024
ENDS_WITHIN_S = 3
IDLE_FOR_S = 150
"""How long an idle wire is kept: longer than a proxy keeps its own (Caddy two minutes), or it may ask on one just closed."""
COLLECTOR_LOOKS_AFTER = (20_000, 50, 100)
LIBRARIES = '{"event": "library", "logger": "%(name)s", "level": "%(levelname)s"}'
"""Of what a library says only that it said something: its words may hold what was sent."""
log = structlog.get_logger()


class Server(uvicorn.Server):
    """Says where it listens, once it does; ends in good order when it is told to, and at once when it is told again.

    Where other replicas can take over it first says that it is not ready, so that the proxy sends nobody here any more; then
    listeners are closed with 1012 (come again), requests under way are answered, and it stops.
    """

    def __init__(self, config: uvicorn.Config, leave: Callable[[], None], drains_for_s: float) -> None:
        super().__init__(config)
        self._leave = leave
        self._drains_for_s = drains_for_s
        self._stops_at_s: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Somebody wants the server to end."""
        if self.should_exit or self._stops_at_s is not None:
            self.force_exit = self.should_exit = True
        elif not self._drains_for_s or not self.started:
            super().handle_exit(sig, frame)
        else:
            self._leave()
            self._captured_signals.append(sig)
            self._stops_at_s = time.monotonic() + self._drains_for_s

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to stop; asked ten times a second."""
        if self._stops_at_s is not None and time.monotonic() >= self._stops_at_s:
            self.should_exit = True
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """The server listens."""
        await super().startup(sockets)
        spare_the_lasting()
        for server in self.servers if self.started else ():
            for listener in server.sockets:
                host, port = listener.getsockname()[:2]
                log.info("listening", address=f"http://{host}:{port}")


def spare_the_lasting() -> None:
    """The collector of cyclic garbage looks seldom, and never at what was there from the beginning.

    A day's tickets are tens of thousands of values without cycles that stay until the day turns; walking over all of them again
    and again took a third of an issue's time at 20,000 tickets.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(*COLLECTOR_LOOKS_AFTER)


def serve_until_told(settings: Settings) -> int:
    """Serves; 0 when it served and was told to stop, 1 when it could not begin."""
    set_up_logs(settings.log_level)
    logging.basicConfig(level=logging.WARNING, format=LIBRARIES)
    app = build_app(settings)
    server = Server(configured(settings, app), app.state.doctor.leave, 0 if settings.is_sqlite else settings.drain_s)
    server.run()
    return 0 if server.started else 1


def configured(settings: Settings, app: Callable[..., Any]) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME_BYTES,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=ENDS_WITHIN_S,
        timeout_keep_alive=IDLE_FOR_S,
    )

# SPDX-License-Identifier: EUPL-1.2
"""The real server on an ephemeral port, in the loop of the test, with Ekvik always open and somebody of every role."""

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from fastapi import FastAPI

from kolapp_server.app import build_app
from kolapp_server.auth.credentials import identity_of_device, identity_of_session
from kolapp_server.auth.tokens import hashed, new_token
from kolapp_server.control import carry_out
from kolapp_server.foundation import Foundation, now_utc
from kolapp_server.serving import IDLE_FOR_S
from kolapp_server.settings import Settings
from kolapp_server.store import devices, staff
from kolapp_server.store.devices import DeviceRow
from kolapp_server.store.staff import ClerkRow, SessionRow
from tools.house import HOURS, NEVER_CLOSED

EKVIK = Path(__file__).parent.parent.parent / "town" / "ekvik.yaml"
EKVIKS_ZONE = "Europe/Stockholm"
BRANCH, OTHER_BRANCH = "ekvik", "lunda"
DEVICE_ROLES = ("kiosk", "display", "facility_device", "printer")
STAFF_ROLES = ("clerk", "manager", "facility", "admin")
STARTS_WITHIN_S = 60.0


@dataclass(slots=True)
class Credential:
    """What somebody shows: headers for httpx. `id` is the device's or the clerk's."""

    id: str
    token: str
    headers: dict[str, str]


@dataclass(slots=True)
class Running:
    """A server that answers, and who may ask."""

    url: str
    port: int
    app: FastAPI
    foundation: Foundation
    http: httpx.AsyncClient
    by_role: dict[str, Credential] = field(default_factory=dict)
    """The credentials of each role in `ekvik`; with `lunda:` in front, in the other branch."""


def far_from_night(now: datetime) -> str:
    """The branch's own zone by day; else one in which it is noon, since at 04:00 the service day turns in the midst of a test."""
    if 6 <= now.astimezone(ZoneInfo(EKVIKS_ZONE)).hour < 22:
        return EKVIKS_ZONE
    return f"Etc/GMT{now.hour - 12:+d}"


ZONE = far_from_night(now_utc())


def always_open(branch_id: str = BRANCH, time_zone: str = ZONE) -> str:
    """Ekvik's file, open at every hour, under that name, in that zone."""
    text = HOURS.sub(NEVER_CLOSED, EKVIK.read_text(encoding="utf-8"))
    text = text.replace(f"time_zone: {EKVIKS_ZONE}\n", f"time_zone: {time_zone}\n")
    return text.replace(f"branch: {BRANCH}\n", f"branch: {branch_id}\n")


def listening() -> socket.socket:
    """A port of this machine that is listened on.

    The protocol is named because asyncio sends small packets at once only where it is; else each answer that goes out in two
    pieces waits 40 ms for the first to be acknowledged, as it does in no real server.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


@asynccontextmanager
async def running(var: Path, **more: object) -> AsyncIterator[Running]:
    """A server on `var`, which answers inside this."""
    with listening() as listener:
        port = listener.getsockname()[1]
        settings = Settings(var=var, port=port, log_level="error", **{"ballast_mb": 0, **more})
        app = build_app(settings)
        config = uvicorn.Config(
            app, loop="none", http="httptools", ws="websockets-sansio", ws_max_size=16384, log_config=None, lifespan="on",
            access_log=False, server_header=False, timeout_graceful_shutdown=2, ws_per_message_deflate=False,
            timeout_keep_alive=IDLE_FOR_S,
        )  # fmt: skip
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(_served(server, listener))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as http:
            try:
                await _until_started(server, serving)
                found = Running(f"http://127.0.0.1:{port}", port, app, app.state.foundation, http)
                yield found
            finally:
                server.should_exit = True
                await serving


async def _served(server: uvicorn.Server, listener: socket.socket) -> None:
    """Until it is told to end. Raises `RuntimeError`: the end of all tests, which it would ask for, is more than it may."""
    try:
        await server._serve(sockets=[listener])
    except SystemExit as ended:
        raise RuntimeError("the server could not start") from ended


async def _until_started(server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
    async with asyncio.timeout(STARTS_WITHIN_S):
        while not server.started:
            if serving.done():
                serving.result()
                raise RuntimeError("the server ended before it began")
            await asyncio.sleep(0.01)


async def furnish(server: Running, branches: tuple[str, ...] = (BRANCH, OTHER_BRANCH)) -> None:
    """Two branches, and in each somebody of every role."""
    for branch_id in branches:
        await carry_out(server.foundation, {"do": "import", "text": always_open(branch_id)})
        prefix = "" if branch_id == BRANCH else f"{branch_id}:"
        for role in DEVICE_ROLES:
            server.by_role[prefix + role] = await add_device(server, branch_id, role)
        for role in STAFF_ROLES:
            server.by_role[prefix + role] = await add_clerk(server, branch_id, role)


async def add_device(server: Running, branch_id: str, role: str) -> Credential:
    """A paired device."""
    token, now = new_token(), now_utc()
    kind = "facility" if role == "facility_device" else role.partition("-")[0]
    number = 1 if kind == "kiosk" else None
    device_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{branch_id}:{role}"))
    row = DeviceRow(device_id, branch_id, kind, role, hashed(token), number, now)
    await server.foundation.writer.run(lambda connection: devices.add_device(connection, row))
    server.foundation.credentials.add(identity_of_device(row))
    server.foundation.device_door.watch.add(row, now)
    return Credential(device_id, token, {"Authorization": f"Bearer {token}"})


async def add_clerk(server: Running, branch_id: str, role: str) -> Credential:
    """A signed-in member of the staff. Nobody can sign in with the password, since there is none."""
    token, csrf, now = new_token(), new_token(), now_utc()
    clerk = ClerkRow(f"{branch_id}-{role}", branch_id, f"{branch_id} {role}", role.partition("-")[0], "no password")
    session = SessionRow(
        hashed(token), clerk.clerk_id, csrf, now + server.foundation.staff_door.session_lasts, branch_id, clerk.name, clerk.role
    )

    def write(connection: object) -> None:
        staff.add_clerk(connection, clerk)
        staff.add_session(connection, session, now)

    await server.foundation.writer.run(write)
    server.foundation.credentials.add(identity_of_session(session))
    return Credential(clerk.clerk_id, token, {"Cookie": f"kolapp-loopback={token}", "Kolapp-CSRF": csrf})


class Ids(dict[str, str]):
    """What an address names. Whatever is not in it is an id that nothing has."""

    def __missing__(self, _name: str) -> str:
        """An id that nothing has."""
        return "01920000-0000-7000-8000-00000000ffff"


def path(pattern: str, **more: str) -> str:
    """An address of the contract, filled in with things that Ekvik has."""
    ids = {
        "branch_id": BRANCH, "desk_id": "disk-1", "ticket_id": "01920000-0000-7000-8000-000000000001", "step": "recall",
        "device_id": "01920000-0000-7000-8000-000000000002", "job_id": "01920000-0000-7000-8000-000000000003",
        "officer_id": "bygglov", "call_id": "01920000-0000-7000-8000-000000000004",
        "language": "sv", "number": "A042", "path": "css/none.css", "phrase_id": "0" * 32,
        "contact_id": "01920000-0000-7000-8000-000000000004",
        "promise_id": "01920000-0000-7000-8000-000000000005",
    }  # fmt: skip
    return pattern.replace(":path}", "}").format_map(Ids({**ids, **more}))

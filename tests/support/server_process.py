# SPDX-License-Identifier: EUPL-1.2
"""A real server as a process of its own, on a folder that was furnished before: started, killed, started again on its port."""

import asyncio
import http.client
import os
import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from kolapp_contract import paths
from kolapp_contract.devices import DeviceKind, Paired
from kolapp_server.control import carry_out
from tests.support.running_server import BRANCH, ZONE, Running, add_clerk, add_device, always_open, running
from tools.house import free_port
from tools.programs import Program

READY_WITHIN_S = 60.0
ENDED_WITHIN_S = 30.0
ERRAND, PROFILE = "bygglov", "bygg-och-foretag"
DESK = "  disk-{n}: {{sign: {n}, direction: left, names: {{sv: Disk {n}, en: Desk {n}, fi: Piste {n}, ar: مكتب {n}}}}}\n"
Seat = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Furnished:
    """Who may ask: a kiosk as it was paired, a display's token, and the headers of a clerk at each desk."""

    kiosk: Paired
    display_token: str
    seats: tuple[Seat, ...]

    @property
    def kiosk_token(self) -> str:
        """What the kiosk shows."""
        return self.kiosk.token


def with_desks(count: int, time_zone: str = ZONE) -> str:
    """Ekvik, always open, with so many desks."""
    desks = "desks:\n" + "".join(DESK.format(n=number) for number in range(1, count + 1))
    return re.sub(r"^desks:\n(?:  .*\n)+", desks, always_open(BRANCH, time_zone), flags=re.MULTILINE)


async def furnish(var: Path, desks: int = 4, *, time_zone: str = ZONE, **settings: object) -> Furnished:
    """Ekvik is set up in `var`: a kiosk, a display, and clerks who sit at their desks. No server runs when this returns."""
    async with running(var, **settings) as server:
        await carry_out(server.foundation, {"do": "import", "text": with_desks(desks, time_zone)})
        kiosk, display = await add_device(server, BRANCH, "kiosk"), await add_device(server, BRANCH, "display")
        seats = [await seat(server, f"disk-{number}") for number in range(1, desks + 1)]
    paired = Paired(
        device_id=UUID(kiosk.id), branch_id=BRANCH, kind=DeviceKind.KIOSK, name="Entrén", token=kiosk.token, pairing_number=1
    )
    return Furnished(paired, display.token, tuple(seats))


async def seat(server: Running, desk_id: str) -> Seat:
    """A clerk sits down at that desk and takes building permits."""
    clerk = await add_clerk(server, BRANCH, f"clerk-{desk_id}")
    body = {"request_id": str(uuid.uuid4()), "profile_id": PROFILE}
    answer = await server.http.post(paths.DESK_OPEN.format(desk_id=desk_id), json=body, headers=clerk.headers)
    answer.raise_for_status()
    return desk_id, clerk.headers


@dataclass(slots=True)
class ServerProcess:
    """`command` is what runs in place of `kolapp-server serve`. The port stays the same over all its lives."""

    var: Path
    command: tuple[str, ...] = ("kolapp-server", "serve")
    more_settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    program: Program | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.program is not None and self.program.is_running

    async def start(self, command: tuple[str, ...] | None = None) -> None:
        """It answers. Raises `ProgramFailed`."""
        settings = {
            "KOLAPP_SERVER_VAR": str(self.var),
            "KOLAPP_SERVER_PORT": str(self.port),
            "KOLAPP_SERVER_LOG_LEVEL": "error",
            "KOLAPP_SERVER_DRAIN_S": "0",
            **self.more_settings,
        }
        self.program = Program("server", command or self.command, settings, self.var.parent / f"{self.var.name}.log")
        self.program.start()
        await asyncio.to_thread(self.program.wait_until, self.is_ready, READY_WITHIN_S)

    def is_ready(self) -> bool:
        """Whether it says that it can serve."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", paths.READYZ)
            return connection.getresponse().status == 200
        except (http.client.HTTPException, OSError):
            return False
        finally:
            connection.close()

    async def kill(self) -> None:
        """It is gone at once."""
        if self.program is not None:
            await asyncio.to_thread(self.program.kill)

    async def end(self) -> None:
        """It has ended, by itself where it could."""
        if self.program is not None:
            await asyncio.to_thread(self.program.end)

    async def has_died(self) -> bool:
        """Whether it ends by itself within half a minute."""
        return self.program is None or await asyncio.to_thread(self.program.ends_within, ENDED_WITHIN_S)

    def signal(self, number: int) -> None:
        """The process, and nobody else, is sent that signal."""
        if self.is_running and self.program is not None:
            os.kill(self.program.pid, number)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.end()

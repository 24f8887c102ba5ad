# SPDX-License-Identifier: EUPL-1.2
"""Real server processes on one PostgreSQL: started, killed and started again by their own ids, each in a folder of its own.

people = await furnish_database(database_url, folder)       a town, devices, and a clerk at each of eight desks
async with replicas(database_url, folder, 2) as (one, two):
    one.kill(); one.start()
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx

from kolapp_contract import paths
from kolapp_server.control import carry_out
from kolapp_server.foundation import Foundation
from kolapp_server.settings import Settings
from tests.support.running_server import BRANCH, DEVICE_ROLES, STAFF_ROLES, Credential, add_clerk, add_device, always_open
from tools.house import LOOPBACK, free_port
from tools.programs import Program

READY_WITHIN_S = 60.0
DESKS = tuple(f"disk-{number}" for number in range(1, 9))
ERRAND, PROFILE = "bygglov", "bygg-och-foretag"
DESK = "  disk-{n}: {{sign: {n}, direction: left, names: {{sv: Disk {n}, en: Desk {n}, fi: Piste {n}, ar: مكتب {n}}}}}\n"


@dataclass(slots=True)
class People:
    """Whoever may ask, and the office's own way in while it is furnished."""

    foundation: Foundation
    by_role: dict[str, Credential] = field(default_factory=dict)

    def seat(self, desk_id: str) -> Credential:
        """The clerk of that desk."""
        return self.by_role[f"clerk-{desk_id}"]


def eight_desk_town(branch_id: str = BRANCH) -> str:
    """Ekvik, always open, with eight desks."""
    desks = "desks:\n" + "".join(DESK.format(n=number) for number in range(1, 9))
    return re.sub(r"^desks:\n(?:  .*\n)+", desks, always_open(branch_id), flags=re.MULTILINE)


async def furnish_database(database_url: str, folder: Path) -> People:
    """The database has tables, a branch, a device of every kind, somebody of every role and a clerk for each desk."""
    foundation = Foundation(Settings(var=folder / "furnishing", database_url=database_url))
    await foundation.open()
    try:
        people = People(foundation)
        await carry_out(foundation, {"do": "import", "text": eight_desk_town()})
        for role in DEVICE_ROLES:
            people.by_role[role] = await add_device(people, BRANCH, role)
        for role in (*STAFF_ROLES, *(f"clerk-{desk_id}" for desk_id in DESKS)):
            people.by_role[role] = await add_clerk(people, BRANCH, role)
    finally:
        await foundation.close()
    return people


async def open_desks(url: str, people: People, desks: tuple[str, ...] = DESKS) -> None:
    """The clerks of those desks have sat down and take building permits."""
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        for number, desk_id in enumerate(desks):
            body = {"request_id": f"00000000-0000-4000-8000-{number:012}", "profile_id": PROFILE}
            answer = await http.post(paths.DESK_OPEN.format(desk_id=desk_id), json=body, headers=people.seat(desk_id).headers)
            answer.raise_for_status()


@dataclass(slots=True)
class Replica:
    """One server process. Killed and started again it has the same address."""

    program: Program
    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.program.pid

    def start(self) -> None:
        """It is ready. Raises `ProgramFailed`."""
        self.program.start()
        self.program.wait_until(self.is_ready, READY_WITHIN_S)

    def kill(self) -> None:
        """It is gone at once."""
        self.program.kill()

    def stop(self) -> None:
        """It has ended, in good order if it could."""
        self.program.end()

    def is_ready(self) -> bool:
        """Whether it says that it can serve."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", paths.READYZ)
            return connection.getresponse().status == 200
        except (HTTPException, OSError):
            return False
        finally:
            connection.close()


def replica(database_url: str, folder: Path, name: str, **settings: str) -> Replica:
    """A server on that database that has not been started. `settings` are further ones, as `log_level="debug"`.

    Told to stop it serves on for no time, since no proxy sends anybody elsewhere here; `drain_s` makes it as in a house.
    """
    port, own = free_port(), {"var": str(folder / name), "host": LOOPBACK, "database_url": database_url, "drain_s": "0"}
    environment = {**own, "port": str(port), **settings}
    named = {f"KOLAPP_SERVER_{key.upper()}": value for key, value in environment.items()}
    return Replica(Program(name, ("kolapp-server", "serve"), named, folder / f"{name}.log"), port)


@asynccontextmanager
async def replicas(database_url: str, folder: Path, count: int = 2, **settings: str) -> AsyncIterator[tuple[Replica, ...]]:
    """So many servers, ready, on one database. Those still running at the end are ended by their own ids."""
    found = tuple(replica(database_url, folder, f"replica-{number}", **settings) for number in range(1, count + 1))
    try:
        await asyncio.gather(*(asyncio.to_thread(one.start) for one in found))
        yield found
    finally:
        await asyncio.gather(*(asyncio.to_thread(one.stop) for one in found))

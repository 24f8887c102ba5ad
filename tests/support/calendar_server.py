# SPDX-License-Identifier: EUPL-1.2
"""A real calendar server (CalDAV) as a program of its own, and meetings that are put into it as any calendar program would."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from tests.support.mail_server import program
from tools.house import free_port

CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}
[rights]
type = authenticated
"""


@dataclass(frozen=True, slots=True)
class CalendarServer:
    """Calendars by name."""

    port: int
    http: httpx.AsyncClient

    def url(self, name: str) -> str:
        """Where that calendar is read; whose it is stands before the host, as in a town's file."""
        return f"http://tjanst:hemligt@127.0.0.1:{self.port}/tjanst/{name}/"

    async def make(self, name: str) -> None:
        """There is such a calendar, and it is empty."""
        (await self.http.request("MKCALENDAR", f"/tjanst/{name}/")).raise_for_status()

    async def meet(self, name: str, uid: str, begins: datetime, ends: datetime, more: str = "") -> None:
        """A meeting stands in the calendar, with a subject that nobody here may see."""
        body = event(uid, begins, ends, more)
        headers = {"Content-Type": "text/calendar"}
        (await self.http.put(f"/tjanst/{name}/{uid}.ics", content=body, headers=headers)).raise_for_status()

    async def drop(self, name: str, uid: str) -> None:
        """The meeting is off."""
        (await self.http.delete(f"/tjanst/{name}/{uid}.ics")).raise_for_status()


def stamp(at: datetime) -> str:
    """A moment as iCalendar writes it."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def event(uid: str, begins: datetime, ends: datetime, more: str = "", subject: str = "Kanariefågeln om ärendet") -> str:
    """One calendar with one meeting."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//SV", "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp(begins)}",
        f"DTSTART:{stamp(begins)}", f"DTEND:{stamp(ends)}", f"SUMMARY:{subject}", f"DESCRIPTION:{subject}",
        *more.splitlines(), "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


@asynccontextmanager
async def calendar_server(folder: Path) -> AsyncIterator[CalendarServer]:
    """A calendar server that answers inside this."""
    port, config = free_port(), folder / "radicale.ini"
    config.write_text(CONFIG.format(port=port, folder=folder / "calendars"), encoding="utf-8")
    async with program(sys.executable, "-m", "radicale", "--config", str(config), port=port):
        auth = ("tjanst", "hemligt")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", auth=auth, timeout=20, trust_env=False) as http:
            yield CalendarServer(port, http)

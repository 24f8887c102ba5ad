# SPDX-License-Identifier: EUPL-1.2
"""Who a reception speaks with besides its visitors, each a real server: a calendar, a mail server, and a guard's post."""

import json
import mailbox
import sys
import time as stopwatch
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from tests.journeys.hands import wait_for
from tests.support.calendar_server import CONFIG, event
from tools.house import LOOPBACK, free_port, listens
from tools.programs import ROOT, Program

STARTS_WITHIN_S = 60.0
CALENDAR_OWNER = ("tjanst", "hemligt")
TOWN = ROOT / "town" / "ekvik.yaml"
OFFICER, OFFICER_NAME, OFFICER_CLERK = "bygglov", "Dold Namnsson", "bo"
"""Who is asked for: somebody with a name that the town does not show, and who signs in at a desk."""
BACK = time(13, 15)
MEETING = "Kanariefågeln om ärendet"
OFFICER_BEGINS = "\n  bygglov:\n    unit: bygg-och-miljo\n"


@dataclass(frozen=True, slots=True)
class CalendarServer:
    """A calendar server (CalDAV), and meetings put into it as any calendar program would."""

    port: int

    def url(self, name: str) -> str:
        """Where that calendar is read; whose it is stands before the host, as in a town's file."""
        return f"http://{':'.join(CALENDAR_OWNER)}@{LOOPBACK}:{self.port}/tjanst/{name}/"

    def meet_daily(self, name: str, begins: datetime, ends: datetime) -> None:
        """There is such a calendar, and in it a meeting that comes again every day, with a subject that nobody here may see."""
        with httpx.Client(base_url=f"http://{LOOPBACK}:{self.port}", auth=CALENDAR_OWNER, trust_env=False, timeout=20) as http:
            http.request("MKCALENDAR", f"/tjanst/{name}/").raise_for_status()
            body = event("mote-1", begins, ends, "RRULE:FREQ=DAILY", MEETING)
            http.put(f"/tjanst/{name}/mote-1.ics", content=body, headers={"Content-Type": "text/calendar"}).raise_for_status()


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server that takes everything, and keeps it as files."""

    port: int
    folder: Path

    def await_letter(self, number: str) -> Message:
        """The letter about that number, once it has come."""
        return wait_for(lambda: self._letter(number), f"a letter about {number}")

    def _letter(self, number: str) -> Message | None:
        letters = mailbox.Maildir(self.folder, create=False) if self.folder.exists() else ()
        return next((each for each in letters if number in str(each["Subject"])), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What the guard's post was sent, and when it came: milliseconds since 1970."""

    at_ms: float
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who comes when somebody at a desk is afraid: an address that takes what it is sent."""

    port: int
    heard: list[Told] = field(default_factory=list)

    def await_told(self, count: int) -> list[Told]:
        """Everything that was told, once there is so much."""
        return wait_for(lambda: self.heard if len(self.heard) >= count else None, f"{count} words to the guard")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All of them, while they run."""

    calendar: CalendarServer
    mail: MailServer
    guard: Guard

    @property
    def settings(self) -> dict[str, str]:
        """What the reception's server must know to find them."""
        return {
            "KOLAPP_SERVER_MAIL_URL": f"smtp://{LOOPBACK}:{self.mail.port}",
            "KOLAPP_SERVER_GUARD_URL": f"http://{LOOPBACK}:{self.guard.port}/larm",
        }

    def town(self, folder: Path) -> Path:
        """The town's file, in which one officer has a calendar, an address, a name that is not shown, and a desk's sign-in."""
        lines = {
            "name": OFFICER_NAME,
            "show_name": "no",
            "sign_in": OFFICER_CLERK,
            "calendar": f'"{self.calendar.url(OFFICER)}"',
            "email": "bygglov@ekvik.example",
        }
        text = TOWN.read_text(encoding="utf-8")
        assert text.count(OFFICER_BEGINS) == 1
        added = OFFICER_BEGINS + "".join(f"    {key}: {value}\n" for key, value in lines.items())
        file = folder / "town-with-neighbours.yaml"
        file.write_text(text.replace(OFFICER_BEGINS, added), encoding="utf-8")
        return file


@contextmanager
def neighbours(folder: Path, now: datetime) -> Iterator[Neighbours]:
    """They answer inside this; each program is ended by its own id. The officer is busy until `BACK`."""
    with ExitStack() as ends:
        calendar, mail = CalendarServer(free_port()), MailServer(free_port(), folder / "mail")
        config = folder / "radicale.ini"
        config.write_text(CONFIG.format(port=calendar.port, folder=folder / "calendars"), encoding="utf-8")
        took = ("-c", "aiosmtpd.handlers.Mailbox", str(mail.folder))
        for name, port, words in (
            ("calendar", calendar.port, ("radicale", "--config", str(config))),
            ("mail", mail.port, ("aiosmtpd", "-n", "-l", f"{LOOPBACK}:{mail.port}", *took)),
        ):
            _begin(ends, Program(name, (Path(sys.executable).name, "-m", *words), {}, folder / "log" / f"{name}.log"), port)
        back = datetime.combine(now, BACK, now.tzinfo)
        calendar.meet_daily(OFFICER, back - timedelta(hours=5), back)
        yield Neighbours(calendar, mail, _guard(ends))


def _begin(ends: ExitStack, program: Program, port: int) -> None:
    program.start()
    ends.callback(program.end)
    program.wait_until(lambda: listens(port), STARTS_WITHIN_S)


def _guard(ends: ExitStack) -> Guard:
    heard: list[Told] = []

    class Post(BaseHTTPRequestHandler):
        """Takes what is sent, and says that it has it."""

        def do_POST(self) -> None:
            at_ms = stopwatch.time() * 1000
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append(Told(at_ms, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Post)
    Thread(target=server.serve_forever, name="guard", daemon=True).start()
    ends.callback(server.server_close)
    ends.callback(server.shutdown)
    return Guard(server.server_port, heard)

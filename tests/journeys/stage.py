# SPDX-License-Identifier: EUPL-1.2
"""A whole reception with everybody in it, and the album that the tour fills: a picture and the milliseconds of each step."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.clock import TUESDAY, TownClock, town_clock
from tests.journeys.hands import Board, Console, Display, Kiosk, Printer, Screen, Seat, wait_for
from tests.journeys.neighbours import Neighbours, neighbours
from tests.support.chromium import CHROMIUM, MAY_SOUND
from tools.house import ALL, DISPLAY, FACILITY, KIOSK, House, Plan, free_port

ALARM_WITHIN_S = 120.0
PATIENT_S = 30
"""The tour's kiosk waits so long for server and printer: that a kiosk waits for neither is shown elsewhere."""
SEATS = (("anna", "disk-1", "bygg-och-foretag"), ("bo", "disk-2", "bygg-och-foretag"), ("cecilia", "disk-3", "vagledare"))


class Facility(Screen):
    """The screen of those who keep the place running."""

    def await_alarm(self, kind: str) -> None:
        """Such an alarm stands on the screen."""
        wait_for(lambda: kind in self.state()["alarms"], f"alarm {kind}", ALARM_WITHIN_S)


@dataclass(slots=True)
class Album:
    """Pictures and times of one journey."""

    folder: Path
    journey: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, take: Callable[[], bytes], began_s: float | None) -> None:
        """One step: how long it took since `began_s`, and what it looked like."""
        ms = None if began_s is None else round(1000 * (time.monotonic() - began_s), 1)
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.journey} {len(self.steps) + 1:02} {name}".lower())
        picture = self.folder / f"{words}.png"
        picture.write_bytes(take())
        self.steps.append({"name": name, "ms": ms, "picture": picture.name})


@dataclass(slots=True)
class Stage:
    """Everybody and everything that a journey needs: two specialists at `consoles`, and a guide."""

    town: "Town"
    house: House
    browser: Browser
    kiosk: Kiosk
    display: Display
    facility: Facility
    printer: Printer
    board: Board
    consoles: list[Console]
    guide: Console
    neighbours: Neighbours
    album: Album

    def step(self, name: str, take: Callable[[], bytes], began_s: float | None = None) -> None:
        """A picture for the album."""
        self.album.add(name, take, began_s)

    def note(self, words: str) -> None:
        """Something measured on the way."""
        self.album.notes.append(words)

    def done(self) -> None:
        """The visitor has gone with the number; the kiosk greets the next."""
        self.kiosk.go_home()


@dataclass(slots=True)
class Town:
    """What is the same on both days: clock, address, passwords, and what visitors have in their pockets meanwhile."""

    folder: Path
    clock: TownClock
    neighbours: Neighbours
    port: int
    passwords: dict[str, str] = field(default_factory=dict)
    pocket: dict[str, str] = field(default_factory=dict)

    def sound(self, day: datetime) -> Path:
        """What the display's loudspeaker was given on that day."""
        return self.folder / f"sound-{day.date()}.raw"

    def plan(self) -> Plan:
        """What is started today, as `make run` does."""
        heard = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(self.sound(self.clock.now()))}
        clock = self.clock.settings
        server = self.neighbours.settings | clock | {"KOLAPP_SERVER_BACKUP_WITHIN_HOURS": "72"}
        more = {
            "server": server,
            KIOSK: clock | {"KOLAPP_MIRROR_PATIENCE_S": str(PATIENT_S)},
            DISPLAY: heard | clock,
            FACILITY: clock,
        }
        return Plan(self.folder, programs=ALL, port=self.port, town=self.neighbours.town(self.folder), more_settings=more)

    def password(self, house: House, name: str, role: str) -> str:
        """What somebody signs in with, who may sign in from now on."""
        if name not in self.passwords:
            self.passwords[name] = house.add_clerk(name, role)
        return self.passwords[name]


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The town before its reception opens."""
    clock = town_clock(folder, TUESDAY)
    with neighbours(folder, clock.now()) as near:
        yield Town(folder, clock, near, free_port())


@contextmanager
def stage(place: Town, opens: datetime, pictures: Path) -> Iterator[Stage]:
    """The reception of the day when it is `opens`, with everybody at their desks."""
    place.clock.set(opens)
    with ExitStack() as ends:
        house = ends.enter_context(House(place.plan()))
        playwright = ends.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=MAY_SOUND)
        ends.callback(browser.close)
        seats = [Seat(name, place.password(house, name, "clerk"), desk, profile) for name, desk, profile in SEATS]
        *consoles, guide = [Console(browser, house, seat) for seat in seats]
        yield Stage(
            place,
            house,
            browser,
            Kiosk(house.mirror_ports[KIOSK]),
            Display(house.mirror_ports[DISPLAY]),
            Facility(house.mirror_ports[FACILITY]),
            Printer(house.slips, house.printer_control_port),
            Board(browser, house),
            consoles,
            guide,
            place.neighbours,
            Album(pictures, ""),
        )

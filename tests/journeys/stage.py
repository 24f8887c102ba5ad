# SPDX-License-Identifier: EUPL-1.2
"""A whole reception with everybody in it, and the album that the tour fills: a picture and the milliseconds of each step."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.hands import Board, Console, Display, Kiosk, Printer, Screen, Seat, wait_for
from tools.house import ALL, DISPLAY, FACILITY, KIOSK, House, Plan

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"]
SEATS = (("anna", "disk-1"), ("bo", "disk-2"))


class Facility(Screen):
    """The screen of those who keep the place running."""

    def await_alarm(self, kind: str) -> None:
        """Such an alarm stands on the screen."""
        wait_for(lambda: kind in self.state()["alarms"], f"alarm {kind}", 40)


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
    """Everybody and everything that a journey needs."""

    house: House
    browser: Browser
    kiosk: Kiosk
    display: Display
    facility: Facility
    printer: Printer
    board: Board
    consoles: list[Console]
    album: Album

    def step(self, name: str, take: Callable[[], bytes], began_s: float | None = None) -> None:
        """A picture for the album."""
        self.album.add(name, take, began_s)

    def note(self, words: str) -> None:
        """Something measured on the way."""
        self.album.notes.append(words)

    def done(self) -> None:
        """The visitor has gone with the number; the kiosk greets the next."""
        if "done" in self.kiosk.state()["keys"]:
            self.kiosk.touch("done")
        self.kiosk.await_screen("welcome")


@contextmanager
def stage(folder: Path, pictures: Path) -> Iterator[Stage]:
    """The reception, started as `make run` does, with two clerks at their desks."""
    sound = folder / "sound.raw"
    heard = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(sound)}
    plan = Plan(folder, programs=ALL, more_settings={DISPLAY: heard})
    with ExitStack() as ends:
        house = ends.enter_context(House(plan))
        playwright = ends.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        ends.callback(browser.close)
        seats = [
            Seat(name, house.add_clerk(name, "clerk"), desk, profile)
            for (name, desk), profile in zip(SEATS, _profiles(), strict=True)
        ]
        yield Stage(
            house,
            browser,
            Kiosk(house.mirror_ports[KIOSK]),
            Display(house.mirror_ports[DISPLAY]),
            Facility(house.mirror_ports[FACILITY]),
            Printer(house.slips, house.printer_control_port),
            Board(browser, house),
            [Console(browser, house, seat) for seat in seats],
            Album(pictures, ""),
        )


def _profiles() -> tuple[str, str]:
    return "bygg-och-foretag", "bygg-och-foretag"

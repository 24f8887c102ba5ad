# SPDX-License-Identifier: EUPL-1.2
"""Fingers and eyes on a running reception: each talks to one real program, and waits for states, never for time."""

import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
from playwright.sync_api import Browser, Page

from kolapp_contract import paths
from tools.house import House

Seen = TypeVar("Seen")
WITHIN_S = 60.0
"""Also where a machine does much else: a deadline is for what never comes."""
MOST_TABS = 120
TYPED_ANEW_AFTER_MS = 1_500
"""A list forgets what was typed into it before a second has passed; whoever types more slowly than that begins anew."""
CAN_BE_PRESSED = """key => {
  const keys = [...document.querySelectorAll("[aria-keyshortcuts]")].filter(one => one.getAttribute("aria-keyshortcuts") === key);
  const isFree = !document.querySelector("#next").hasAttribute("aria-busy");
  return isFree && (keys.length === 0 || keys.some(one => one.getAttribute("aria-disabled") !== "true"));
}"""
FIRST_LOOK_S, LOOKS_PER_WAIT = 0.01, 20
"""The longer something takes the more seldom it is looked for, a twentieth of the wait apart: each look costs a program time."""
BREATH = threading.Event()
"""Never set: a wait on it is a breath between two looks."""


class NotSeen(AssertionError):
    """What should have happened did not, in time."""


def wait_for(look: Callable[[], Seen | None], what: str, within_s: float = WITHIN_S) -> Seen:
    """The first thing that `look` finds. Raises `NotSeen`."""
    began_s = time.monotonic()
    while (waited_s := time.monotonic() - began_s) < within_s:
        found = look()
        if found:
            return found
        BREATH.wait(max(FIRST_LOOK_S, waited_s / LOOKS_PER_WAIT))
    raise NotSeen(f"{what}: not within {within_s:.0f} s")


class Screen:
    """A device's glass, through its loopback mirror."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=WITHIN_S)

    def state(self) -> dict[str, Any]:
        """What it shows, in facts."""
        shown: dict[str, Any] = self._http.get("/state.json").raise_for_status().json()
        return shown

    def picture(self) -> bytes:
        """What it shows, as PNG."""
        return self._http.get("/picture.png").raise_for_status().content


class Kiosk(Screen):
    """A finger at the kiosk."""

    def touch(self, key: str) -> dict[str, Any]:
        """A real touch in the middle of that key, once it is there."""
        self.await_key(key)
        state: dict[str, Any] = self._http.post("/touch", json={"key": key}).raise_for_status().json()
        return state

    def scan(self, text: str) -> None:
        """A paper is held in front of the scanner, which types what stands on it as a keyboard does."""
        self._http.post("/scan", json={"text": text}).raise_for_status()

    def go_home(self) -> None:
        """The next visitor is greeted: the last one has gone, or the screen has closed by itself."""
        wait_for(self._is_home, "the kiosk's welcome")

    def _is_home(self) -> bool:
        state = self.state()
        if "done" in state["keys"]:
            # It may close by itself at this moment; then there is no such key any more.
            self._http.post("/touch", json={"key": "done"})
        return bool(state["screen"] == "welcome")

    def await_key(self, key: str) -> None:
        """The key can be touched."""
        wait_for(lambda: key in self.state()["keys"], f"key {key}")

    def await_screen(self, *names: str) -> dict[str, Any]:
        """One of those screens stands."""

        def look() -> dict[str, Any] | None:
            state = self.state()
            return state if state["screen"] in names else None

        return wait_for(look, f"screen {' or '.join(names)}, not {self.state()['screen']}")

    def number(self) -> str:
        """The number on the glass, once it is there."""
        return str(wait_for(lambda: self.state()["number"], "a number on the kiosk"))


class Display(Screen):
    """Eyes and ears in the waiting room."""

    def await_call(self, number: str, desk: str) -> None:
        """The number stands on the screen with its desk."""
        wait_for(lambda: {"number": number, "desk": desk} in self.calls(), f"{number} on the display")

    def calls(self) -> list[dict[str, str]]:
        """The numbers that stand there, each with the desk that called it."""
        state = self.state()
        return [{"number": shown["number"], "desk": shown["desk"]} for shown in (*state["shown"], *state["earlier"])]

    def await_silence(self) -> list[dict[str, Any]]:
        """Everything has been said. Returns what was said, when."""
        wait_for(lambda: self.state()["to_announce"] == 0, "silence after the announcements", 120)
        said: list[dict[str, Any]] = self.state()["announcements"]
        return said


class Printer:
    """Hands on the emulated printer: its tray, its lid."""

    def __init__(self, folder: Path, control_port: int) -> None:
        self._folder = folder
        self._control_port = control_port

    def wish(self, line: str) -> str:
        """Says `line` to the printer's control port, and returns what it says."""
        with socket.create_connection(("127.0.0.1", self._control_port), timeout=WITHIN_S) as wire:
            wire.sendall(line.encode() + b"\n")
            return wire.makefile().readline().strip()

    def slips(self) -> list[Path]:
        """The pictures of all slips that have fallen, oldest first."""
        return [note.with_suffix(".png") for note in sorted(self._folder.glob("slip-[0-9]*.json"))]

    def await_slips(self, count: int) -> Path:
        """The newest slip, once so many have fallen."""
        return wait_for(lambda: self.slips()[count - 1 : count], f"slip number {count}")[0]

    def facts(self, slip: Path) -> dict[str, Any]:
        """What the emulator noted of a slip."""
        noted: dict[str, Any] = json.loads(slip.with_suffix(".json").read_text())
        return noted


@dataclass(frozen=True, slots=True)
class Seat:
    """A clerk's name and password, and where to sit."""

    name: str
    password: str
    desk: str
    profile: str


class Keys:
    """A page in Chromium, used by keyboard alone."""

    page: Page

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(WITHIN_S * 1000)

    def tab_to(self, selector: str, *, is_back: bool = False) -> None:
        """The focus has come there, by Tab alone."""
        is_there = "selector => document.activeElement?.matches(selector)"
        self.page.wait_for_selector(selector)
        for _ in range(MOST_TABS):
            if self.page.evaluate(is_there, selector):
                return
            self.page.keyboard.press("Shift+Tab" if is_back else "Tab")
        raise NotSeen(f"{selector} is not reached by Tab")

    def choose(self, selector: str, words: str, *, is_back: bool = False) -> None:
        """The list's choice that begins with these words, typed as one does in a list."""
        self.tab_to(selector, is_back=is_back)
        wait_for(lambda: self._has_typed(selector, words), f"{words} in {selector}")

    def _has_typed(self, selector: str, words: str) -> bool:
        self.page.keyboard.type(words)
        chosen = self.page.eval_on_selector(selector, "list => list.selectedOptions[0]?.label ?? ''")
        if not chosen.startswith(words):
            self.page.wait_for_timeout(TYPED_ANEW_AFTER_MS)
        return bool(chosen.startswith(words))

    def shows(self, selector: str, words: str) -> None:
        """The words stand there."""
        is_so = "([selector, words]) => document.querySelector(selector)?.innerText.includes(words)"
        self.page.wait_for_function(is_so, arg=[selector, words])

    def close_dialog(self, name: str) -> None:
        """That dialog is closed."""
        self.page.keyboard.press("Escape")
        self.page.wait_for_selector(f"#{name}:not([open])", state="attached")

    def picture(self) -> bytes:
        """The page as PNG."""
        return self.page.screenshot()


class Console(Keys):
    """A clerk's console in Chromium, used by keyboard."""

    def __init__(self, browser: Browser, house: House, seat: Seat) -> None:
        self.seat, self.house = seat, house
        super().__init__(browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE").new_page())
        self.page.goto(house.url + paths.SIGN_IN_PAGE)
        self.page.fill("#name", seat.name)
        self.page.fill("#password", seat.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"**{paths.DESK_PAGE}*")
        self._sit_down(seat)

    def _sit_down(self, seat: Seat) -> None:
        self.page.wait_for_selector("#seat[open]")
        self.page.select_option("#seat-desk", seat.desk)
        self.page.select_option("#seat-profile", seat.profile)
        self.page.focus("#seat-form .primary")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector('[data-segment="visit"][aria-pressed="true"]')

    def press(self, *keys: str) -> None:
        """Keys, each when it can be pressed, and after the page has answered the one before."""
        for key in keys:
            self.await_key(key)
            self.page.keyboard.press(key)
            self.await_answer()
            if key == "s":
                self.page.wait_for_selector('[data-act="start"][aria-disabled="true"]', state="attached")

    def await_key(self, key: str) -> None:
        """The page takes that key now."""
        self.page.wait_for_function(CAN_BE_PRESSED, arg=key.upper())

    def await_answer(self) -> None:
        """Nothing that was asked of the server is under way."""
        self.page.wait_for_selector("#next:not([aria-busy])")

    def press_at(self, key: str, at_ms: float) -> None:
        """The page will press `key` at that moment (milliseconds since 1970)."""
        self.page.evaluate(
            "([key, at]) => setTimeout(() => document.body.dispatchEvent("
            "new KeyboardEvent('keydown', {key, bubbles: true})), at - Date.now())",
            [key, at_ms],
        )

    def number(self) -> str:
        """The visitor at the desk, once there is one."""
        self.page.wait_for_selector("#visit:not([hidden])")
        return self.page.inner_text("#visit-number")

    def await_number(self, number: str) -> None:
        """That visitor is at the desk."""
        wait_for(lambda: self.page.is_visible("#visit") and self.number() == number, f"{number} at {self.seat.desk}")

    def await_nobody(self) -> None:
        """Nobody is at the desk."""
        self.page.wait_for_selector("#visit", state="hidden")

    def beside(self, path: str) -> Keys:
        """Another page of the same clerk, in a window of its own."""
        page = self.page.context.new_page()
        page.goto(self.house.url + path)
        return Keys(page)


class Board:
    """The same board in any browser."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        self.page.set_default_timeout(WITHIN_S * 1000)
        self.page.goto(house.url + paths.BOARD_PAGE.format(branch_id=house.branch_id))
        self.page.wait_for_selector("#waits li")

    def await_number(self, number: str) -> None:
        """The number stands on the board."""
        self.page.wait_for_function("number => document.querySelector('#board').innerText.includes(number)", arg=number)

    def picture(self) -> bytes:
        """The page as PNG."""
        return self.page.screenshot()

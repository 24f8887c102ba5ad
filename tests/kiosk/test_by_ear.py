# SPDX-License-Identifier: EUPL-1.2
"""A visit by keypad and loudspeaker alone, in the real window: key events in, sound out, with the server and without it."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.house import KIOSK, PRINTER, House, Plan

pytestmark = [pytest.mark.slow, pytest.mark.window]
WITHIN_S = 60.0
BYTES_A_SECOND = 44_100 * 4
LOUD = 200


class Ear:
    """Presses keys and hears what is said."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[list[str]] = []

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=data)
        with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
            return json.loads(answer.read())

    def press(self, *keys: str) -> dict[str, Any]:
        return [self.ask("POST", "/press", {"key": key}) for key in keys][-1]

    def until(self, **wanted: object) -> dict[str, Any]:
        """The kiosk's state, once it is as wanted."""
        deadline_s = time.monotonic() + WITHIN_S
        while True:
            state = self.ask("GET", "/state.json")
            if all(state[name] == value for name, value in wanted.items()):
                return state
            assert time.monotonic() < deadline_s, state
            time.sleep(0.05)  # the window of another process can only be asked again

    def until_loud(self, sound: Path, seconds: float) -> float:
        """How long something was heard, once it is so long."""
        deadline_s = time.monotonic() + WITHIN_S
        while (heard_s := loud_seconds(sound)) <= seconds:
            assert time.monotonic() < deadline_s, heard_s
            time.sleep(0.2)  # what left the machine can only be looked at again
        return heard_s

    def until_said(self, *words: str) -> list[str]:
        """The utterance in which these words stand in that order, once it has begun."""
        deadline_s = time.monotonic() + WITHIN_S
        while True:
            self.heard += self.ask("GET", "/spoken.json")["spoken"]
            for said in self.heard:
                rest = iter(said)
                if all(word in rest for word in words):
                    return said
            assert time.monotonic() < deadline_s, self.heard
            time.sleep(0.05)  # the window of another process can only be asked again


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    sound = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(folder / "sound.raw")}
    with House(Plan(folder, programs=(PRINTER, KIOSK), more_settings={KIOSK: sound})) as open_house:
        yield open_house


def loud_seconds(sound: Path) -> float:
    """How long something was heard, in the raw sound that left the machine."""
    raw = memoryview(sound.read_bytes()).cast("B")
    samples = raw[: len(raw) // 2 * 2].cast("h")[::100]
    return sum(abs(one) > LOUD for one in samples) * 200 / BYTES_A_SECOND


def to(ear: Ear, key: str) -> None:
    """The keypad stands on that key."""
    for _ in range(30):
        if ear.ask("GET", "/state.json")["focus"] == key:
            return
        ear.press("right")
    raise AssertionError(key)


def test_a_visit_by_ear_with_the_server_and_without_it(house: House) -> None:
    ear = Ear(house.mirror_ports[KIOSK])
    ear.until(screen="welcome", wired=True)
    ear.press("right")
    ear.until_said("Tryck på upprepa, så läser skärmen högt.".rstrip("."))
    ear.press("up")
    ear.until_said("Välkommen")
    sound = house.folder / "sound.raw"
    ear.until_loud(sound, 3)
    to(ear, "human")
    ear.until_said("Prata med en människa")
    ear.press("enter")
    number = ear.until(screen="ticket_ready")["number"]
    ear.until_said("Ditt nummer", *number.replace("-", ""))
    before_s = loud_seconds(sound)
    to(ear, "done")
    ear.press("enter")
    ear.until(screen="welcome", is_spoken=False, focus=None)
    house.programs["server"].end()
    ear.heard.clear()
    ear.press("up")
    to(ear, "human")
    ear.press("enter")
    number = ear.until(screen="ticket_ready")["number"]
    assert number.startswith("K1-")
    ear.until_said("Ditt nummer", *number.replace("-", ""))
    ear.until(is_speaking=False)
    ear.until_loud(sound, before_s + 2)
    to(ear, "done")
    ear.press("enter")
    ear.until(screen="welcome")
    slides_off(ear)


def slides_off(ear: Ear) -> None:
    """A finger that is lifted beside the key has changed its mind."""
    assert ear.ask("POST", "/touch", {"key": "human", "slide_to": [540, 300]})["screen"] == "welcome"
    assert ear.ask("POST", "/touch", {"key": "languages"})["screen"] == "languages"

# SPDX-License-Identifier: EUPL-1.2
"""The real program, off-screen, with the real server and the emulated printer: real touches through its window."""

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tools.house import KIOSK, PRINTER, House, Plan

pytestmark = [pytest.mark.slow, pytest.mark.window]
WITHIN_S = 60.0
PROGRAMS = (PRINTER, KIOSK)
PATIENT = {KIOSK: {"KOLAPP_MIRROR_PATIENCE_S": "30"}}
"""Where a machine does much else, the kiosk waits for server and printer longer than it does for a visitor."""
SLIPS = "slip-[0-9]*.json"
"""What is noted of a slip comes last, when its picture lies there whole."""


class Finger:
    """Touches a running kiosk and sees what it shows."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=data)
        with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
            return json.loads(answer.read())

    def state(self) -> dict[str, Any]:
        return self.ask("GET", "/state.json")

    def touch(self, key: str) -> dict[str, Any]:
        return self.ask("POST", "/touch", {"key": key})

    def until_so(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The kiosk's first state of which `is_so` is true."""
        deadline_s = time.monotonic() + WITHIN_S
        while not is_so(state := self.state()):
            assert time.monotonic() < deadline_s, state
            time.sleep(0.05)  # the window of another process can only be asked again
        return state

    def until(self, **wanted: object) -> dict[str, Any]:
        """The kiosk's state, once it is as wanted."""
        return self.until_so(lambda state: all(state[name] == value for name, value in wanted.items()))

    def until_key(self, key: str) -> dict[str, Any]:
        """The kiosk's state, once it offers that key."""
        return self.until_so(lambda state: key in state["keys"])

    def until_told(self) -> dict[str, Any]:
        """The kiosk's state, once the server has taken its journal, and of every id it is known what became of it."""
        return self.until_so(lambda state: state["journal"]["unsent"] == 0 and state["journal"]["unresolved"] == [])

    def go_home(self) -> None:
        """The next visitor is greeted, by a touch or because the screen has closed by itself meanwhile."""
        state = self.state()
        for key in ("done", "back"):
            if state["screen"] != "welcome" and key in state["keys"]:
                with suppress(urllib.error.HTTPError):
                    state = self.touch(key)
        self.until(screen="welcome")


def until(is_so: Callable[[], bool]) -> None:
    """It is so, in time."""
    deadline_s = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)  # the window of another process can only be asked again


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a reception whose kiosk has been paired and has greeted visitors, and which has closed."""
    folder = tmp_path_factory.mktemp("served")
    with House(Plan(folder, programs=(KIOSK,))) as house:
        Finger(house.mirror_ports[KIOSK]).until(screen="welcome", wired=True)
    return folder


def again(served: Path, folder: Path) -> House:
    """That reception, not yet opened, in a folder of its own."""
    shutil.copytree(served, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock"))
    return House(Plan(folder, programs=PROGRAMS, more_settings=PATIENT))


@pytest.fixture(scope="module")
def house(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with again(served, tmp_path_factory.mktemp("house")) as open_house:
        yield open_house


@pytest.fixture
def finger(house: House) -> Finger:
    found = Finger(house.mirror_ports[KIOSK])
    found.go_home()
    found.until(screen="welcome", wired=True)
    return found


def test_a_kiosk_that_has_served_before_starts_again_with_the_server(finger: Finger) -> None:
    finger.until_so(lambda state: "Välkommen" in state["texts"])


def test_one_touch_gives_a_number_and_then_a_slip(finger: Finger, house: House) -> None:
    finger.touch("human")
    state = finger.until(screen="ticket_ready", paper="confirmed")
    assert state["number"] in state["texts"]
    until(lambda: any(house.slips.glob(SLIPS)))


def test_undo_takes_the_ticket_back(finger: Finger) -> None:
    finger.touch("human")
    number = finger.until(screen="ticket_ready")["number"]
    finger.touch("undo")
    finger.until(screen="cancelled")
    assert number is not None


def test_a_finger_beside_the_keys_does_nothing(finger: Finger) -> None:
    assert finger.ask("POST", "/touch", {"x": 540, "y": 20})["screen"] == "welcome"
    with pytest.raises(urllib.error.HTTPError) as refused:
        finger.touch("group:not-there")
    refused.value.close()


def test_the_language_is_turned_with_everything(finger: Finger) -> None:
    before = finger.state()["keys"]
    finger.touch("more_languages")
    finger.until_key("language:ar")
    finger.touch("language:ar")
    after = finger.until(screen="welcome", language="ar")
    assert before["direct"]["x"] < before["human"]["x"]
    assert after["keys"]["direct"]["x"] > after["keys"]["human"]["x"]
    finger.touch("language:sv")


def test_a_server_that_goes_away_costs_nobody_a_number(served: Path, tmp_path: Path) -> None:
    with again(served, tmp_path) as lonely:
        finger = Finger(lonely.mirror_ports[KIOSK])
        finger.until(screen="welcome", wired=True)
        lonely.programs["server"].end()
        finger.touch("human")
        first = finger.until(screen="ticket_ready", paper="confirmed")
        assert (first["number"], first["offline"]) == ("K1-01", True)
        finger.touch("undo")
        finger.until(screen="cancelled")
        finger.go_home()
        finger.touch("human")
        assert finger.until(screen="ticket_ready", paper="confirmed")["number"] == "K1-02"
        lonely.start_server()
        finger.until(wired=True)
        finger.until_told()


def test_a_kiosk_that_starts_without_any_server_gives_numbers_and_tells_all_when_it_comes(served: Path, tmp_path: Path) -> None:
    alone = again(served, tmp_path)
    try:
        alone.launch(PRINTER)
        for number in ("K1-01", "K1-02"):
            finger = launched(alone)
            assert "Välkommen" in finger.until(screen="welcome", wired=False)["texts"]
            finger.touch("human")
            state = finger.until(screen="ticket_ready", paper="confirmed")
            assert (state["number"], state["offline"], state["wired"]) == (number, True, False)
            if number == "K1-01":
                alone.programs[KIOSK].kill()
        until(lambda: len(list(alone.slips.glob(SLIPS))) >= 2)
        alone.start_server()
        finger.until(wired=True)
        assert finger.until_told()["journal"]["counter"] == 2
    finally:
        alone.stop()


def launched(house: House) -> Finger:
    """The kiosk runs, and can be touched."""
    house.launch(KIOSK)
    house.await_ready(KIOSK)
    return Finger(house.mirror_ports[KIOSK])

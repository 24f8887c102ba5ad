# SPDX-License-Identifier: EUPL-1.2
"""The real program, off-screen, with the real server and the emulated printer: real touches through its window."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.house import KIOSK, PRINTER, House, Plan

pytestmark = [pytest.mark.slow, pytest.mark.window]
WITHIN_S = 30.0


class Finger:
    """Touches a running kiosk and sees what it shows."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=data)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def touch(self, key: str) -> dict[str, Any]:
        return self.ask("POST", "/touch", {"key": key})

    def until(self, **wanted: object) -> dict[str, Any]:
        """The kiosk's state, once it is as wanted."""
        deadline_s = time.monotonic() + WITHIN_S
        while True:
            state = self.ask("GET", "/state.json")
            if all(state[name] == value for name, value in wanted.items()):
                return state
            assert time.monotonic() < deadline_s, state
            time.sleep(0.05)  # the window of another process can only be asked again

    def until_key(self, key: str) -> dict[str, Any]:
        """The kiosk's state, once it offers that key."""
        deadline_s = time.monotonic() + WITHIN_S
        while True:
            state = self.ask("GET", "/state.json")
            if key in state["keys"]:
                return state
            assert time.monotonic() < deadline_s, state
            time.sleep(0.05)  # the window of another process can only be asked again

    def until_told(self) -> dict[str, Any]:
        """The kiosk's state, once the server has taken its journal."""
        deadline_s = time.monotonic() + WITHIN_S
        while True:
            state = self.ask("GET", "/state.json")
            if state["journal"]["unsent"] == 0:
                return state
            assert time.monotonic() < deadline_s, state
            time.sleep(0.05)  # the window of another process can only be asked again


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(Plan(tmp_path_factory.mktemp("house"), programs=(PRINTER, KIOSK))) as open_house:
        yield open_house


@pytest.fixture
def finger(house: House) -> Finger:
    found = Finger(house.mirror_ports[KIOSK])
    state = found.ask("GET", "/state.json")
    if state["screen"] != "welcome":
        found.touch("done" if "done" in state["keys"] else "back")
    found.until(screen="welcome", wired=True)
    return found


def test_one_touch_gives_a_number_and_then_a_slip(finger: Finger, house: House) -> None:
    finger.touch("human")
    state = finger.until(screen="ticket_ready", paper="confirmed")
    assert state["number"] in state["texts"]
    assert any(house.slips.iterdir())


def test_undo_takes_the_ticket_back(finger: Finger) -> None:
    finger.touch("human")
    number = finger.until(screen="ticket_ready")["number"]
    state = finger.touch("undo")
    assert state["screen"] == "cancelled"
    assert number is not None


def test_a_finger_beside_the_keys_does_nothing(finger: Finger) -> None:
    assert finger.ask("POST", "/touch", {"x": 540, "y": 20})["screen"] == "welcome"
    with pytest.raises(urllib.error.HTTPError):
        finger.touch("group:not-there")


def test_the_language_is_turned_with_everything(finger: Finger) -> None:
    before = finger.ask("GET", "/state.json")["keys"]
    finger.touch("more_languages")
    finger.until_key("language:ar")
    finger.touch("language:ar")
    after = finger.until(screen="welcome", language="ar")
    assert after["language"] == "ar"
    assert before["direct"]["x"] < before["human"]["x"]
    assert after["keys"]["direct"]["x"] > after["keys"]["human"]["x"]
    finger.touch("language:sv")


def test_a_server_that_goes_away_costs_nobody_a_number(tmp_path: Path) -> None:
    with House(Plan(tmp_path, programs=(PRINTER, KIOSK))) as lonely:
        finger = Finger(lonely.mirror_ports[KIOSK])
        finger.until(screen="welcome", wired=True)
        lonely.programs["server"].end()
        finger.touch("human")
        first = finger.until(screen="ticket_ready", paper="confirmed")
        assert (first["number"], first["offline"]) == ("K1-01", True)
        finger.touch("undo")
        finger.until(screen="cancelled")
        finger.touch("done")
        finger.touch("human")
        assert finger.until(screen="ticket_ready")["number"] == "K1-02"
        lonely.start_server()
        finger.until(wired=True)
        assert finger.until_told()["journal"]["unresolved"] == []


def test_a_kiosk_without_any_server_gives_numbers_and_tells_all_when_it_comes(tmp_path: Path) -> None:
    with House(Plan(tmp_path, programs=(PRINTER, KIOSK))) as house:
        Finger(house.mirror_ports[KIOSK]).until(screen="welcome", wired=True)
    alone = House(Plan(tmp_path, programs=(PRINTER, KIOSK)))
    try:
        alone.launch(PRINTER)
        for number in ("K1-01", "K1-02"):
            alone.launch(KIOSK)
            alone.await_ready(KIOSK)
            finger = Finger(alone.mirror_ports[KIOSK])
            finger.until(screen="welcome")
            finger.touch("human")
            state = finger.until(screen="ticket_ready", paper="confirmed")
            assert (state["number"], state["offline"], state["wired"]) == (number, True, False)
            if number == "K1-01":
                alone.programs[KIOSK].kill()
        assert len(list(alone.slips.glob("*.png"))) >= 2
        alone.start_server()
        finger.until(wired=True)
        told = finger.until_told()
        assert told["journal"]["counter"] == 2
    finally:
        alone.stop()


def test_a_kiosk_that_has_served_before_starts_again_with_and_without_the_server(tmp_path: Path) -> None:
    with House(Plan(tmp_path, programs=(PRINTER, KIOSK))) as house:
        Finger(house.mirror_ports[KIOSK]).until(screen="welcome", wired=True)
    with House(Plan(tmp_path, programs=(PRINTER, KIOSK))) as again:
        finger = Finger(again.mirror_ports[KIOSK])
        finger.until(screen="welcome", wired=True)
        again.programs[KIOSK].end()
        again.programs["server"].end()
        again.launch(KIOSK)
        again.await_ready(KIOSK)
        state = Finger(again.mirror_ports[KIOSK]).ask("GET", "/state.json")
        assert (state["screen"], state["wired"]) == ("welcome", False)
        assert "Välkommen" in state["texts"]

# SPDX-License-Identifier: EUPL-1.2
"""The real display, from a call on the wire to the picture and the sound."""

import math
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.display.programs import ROOT, DisplayProgram, eventually
from tests.display.small_server import SPEECH_HZ, SmallServer

pytestmark = pytest.mark.slow
RATE_HZ = 44_100
HEARD_FROM, LOUDER_THAN_ONE = 3_000, 13_000
PICTURES = ROOT / "var" / "pictures" / "display"


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer() as running:
        yield running


def numbers(state: dict) -> list[str]:
    return [shown["number"] for shown in state["shown"]]


def tells_of_silence(state: dict) -> bool:
    """Whether the picture on the screen has the banner; it is drawn a moment after the silence has grown too long."""
    return any(text.startswith("Skärmen har inte fått nya nummer") for text in state["texts"])


def heard_tones(raw: bytes) -> list[str]:
    """The languages heard one after the other, told by the tone that stands for each; "" where two sound at once."""
    samples = struct.unpack(f"<{len(raw) // 4 * 2}h", raw[: len(raw) // 4 * 4])[::2]
    window = RATE_HZ // 10
    heard = [tone_of(samples[start : start + window]) for start in range(0, len(samples) - window, window)]
    return [code for place, code in enumerate(heard) if code != "-" and (place == 0 or heard[place - 1] != code)]


def tone_of(part: tuple[int, ...]) -> str:
    """The loudest in a tenth of a second, "-" in silence. One may end in it and the next begin; two at once are louder."""
    loud = {code: heard for code, hertz in SPEECH_HZ.items() if (heard := strength(part, hertz)) > HEARD_FROM}
    if sum(loud.values()) > LOUDER_THAN_ONE:
        return ""
    return max(loud, key=lambda code: loud[code], default="-")


def strength(part: tuple[int, ...], hertz: float) -> float:
    """How strongly `hertz` sounds in the samples (Goertzel)."""
    turn = 2 * math.cos(2 * math.pi * hertz / RATE_HZ)
    before, now = 0.0, 0.0
    for sample in part:
        before, now = now, sample + turn * now - before
    return 2 * math.sqrt(abs(before**2 + now**2 - turn * before * now)) / len(part)


def test_two_desks_calling_in_the_same_second_are_both_shown_and_said_one_after_the_other(
    server: SmallServer, tmp_path: Path
) -> None:
    with DisplayProgram(server.url, tmp_path) as display:
        display.until(lambda state: state["seq"] == 1)
        server.call("A042", "C017", language="fi")
        display.until(lambda state: numbers(state) == ["A042", "C017"])
        done = display.until(lambda state: state["to_announce"] == 0 and len(state["announcements"]) >= 2)
        said = done["announcements"]
    assert [one["number"] for one in said][:2] == ["A042", "C017"]
    assert all(one["languages"] == ["sv", "fi"] for one in said)
    assert all(first["ended_at"] <= second["started_at"] for first, second in pairwise(said))
    assert heard_tones(display.sound_file.read_bytes())[:4] == ["sv", "fi", "sv", "fi"]
    assert display.exit_code == 0


def test_a_language_without_a_voice_is_said_in_swedish_only(server: SmallServer, tmp_path: Path) -> None:
    with DisplayProgram(server.url, tmp_path) as display:
        display.until(lambda state: state["seq"] == 1)
        server.call("A042", language="so")
        state = display.until(lambda state: state["announcements"])
    assert state["announcements"][0]["languages"] == ["sv"]
    assert server.speech_asked[0] == "sv A042"


def test_a_machine_without_loudspeakers_shows_the_call_all_the_same(server: SmallServer, tmp_path: Path) -> None:
    display = DisplayProgram(server.url, tmp_path)
    display.environment["SDL_AUDIODRIVER"] = "no_such_driver"
    with display:
        display.until(lambda state: state["seq"] == 1)
        server.call("A042")
        state = display.until(lambda state: numbers(state) == ["A042"] and state["announcements"])
    assert state["announcements"][0]["languages"] == []
    assert display.exit_code == 0


def test_a_server_that_falls_silent_is_told_of_on_the_screen_and_forgiven_when_it_speaks(
    server: SmallServer, tmp_path: Path
) -> None:
    with DisplayProgram(server.url, tmp_path, sound="0") as display:
        display.until(lambda state: state["seq"] == 1)
        server.hush()
        stale = display.until(tells_of_silence)
        assert stale["stale"]
        assert stale["silent_s"] >= 10
        server.hush(is_silent=False)
        display.until(lambda state: not state["stale"] and not tells_of_silence(state))


def test_the_display_beats_learns_the_catalogue_and_starts_with_the_kept_one(server: SmallServer, tmp_path: Path) -> None:
    with DisplayProgram(server.url, tmp_path, sound="0") as display:
        display.until(lambda state: "Väntar nu" in state["texts"] and "A" in state["texts"])
        eventually(lambda: server.heartbeats)
    with DisplayProgram("http://127.0.0.1:9", tmp_path, sound="0") as alone:
        alone.until(lambda state: "A" in state["texts"])


def test_what_the_running_display_shows_is_a_picture(server: SmallServer, tmp_path: Path) -> None:
    with DisplayProgram(server.url, tmp_path, sound="0") as display:
        server.call("A042", desk=3)
        display.until(lambda state: numbers(state) == ["A042"] and "A042" in state["texts"])
        picture = eventually(display.picture)
    assert picture.startswith(b"\x89PNG")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "program.png").write_bytes(picture)

# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's window: from finger up to the next screen on the glass, from start to the first screen, and what it uses idle.

Two hundred real touches on the real program, alternating with as many on a bare Kivy window of seven buttons in the same run.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
import psutil

from tests.bench import figures
from tests.bench.figures import Figure
from tests.journeys.hands import Kiosk, wait_for
from tools.house import KIOSK, House, Plan

ROUNDS = 5
TOUCHES = 40
STARTS = 5
IDLE_S = 20.0
BARE_WITHIN_S = 120
THERE_AND_BACK = ("group:", "back")


def measure() -> bool:
    """Whether all targets were met. Writes var/bench/kiosk.json."""
    settings: dict[str, dict[str, str]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="kolapp-bench-") as folder,
        House(Plan(Path(folder), programs=(KIOSK,), more_settings=settings)) as house,
    ):
        own, bare = alternating(house, Path(folder))
        fetching = [100 * idle_share(house) for _ in range(3)]
        starts = [started(house) for _ in range(STARTS)]
        # One that does not speak has nothing left to fetch.
        settings[KIOSK] = {"KOLAPP_KIOSK_IS_SPOKEN": "false"}
        idle = idle_shares(house)
    medians = [median(lengths) for lengths in own]
    told = [
        Figure("touch_to_screen_median_ms", tuple(medians), 50.0, "lower"),
        Figure("touch_to_screen_p95_ms", tuple(p95(lengths) for lengths in own), 100.0, "lower"),
        Figure(
            "touch_to_screen_to_bare_kivy",
            tuple(mine / median(theirs) for mine, theirs in zip(medians, bare, strict=True)),
            1.5,
            "lower",
        ),
        Figure("start_to_first_screen_s", tuple(starts), 1.5, "lower"),
        Figure("idle_cpu_percent", tuple(idle), 3.0, "lower"),
    ]
    figures.write("kiosk", told, {"touches_ms": own, "bare_ms": bare, "cpu_percent_while_clips_are_fetched": fetching})
    return all(figure.is_met for figure in told)


def alternating(house: House, folder: Path) -> tuple[list[list[float]], list[list[float]]]:
    """The milliseconds of each round's touches: ours, and those of the bare window."""
    kiosk = Kiosk(house.mirror_ports[KIOSK])
    own, bare = [], []
    for done in range(ROUNDS):
        print(f"   round {done + 1} of {ROUNDS}", flush=True)
        own.append(touches(kiosk))
        bare.append(bare_touches(folder / "bare"))
    return own, bare


def touches(kiosk: Kiosk) -> list[float]:
    """Into a group and back again, as often as it takes."""
    lengths = []
    kiosk.await_screen("welcome")
    for number in range(TOUCHES):
        prefix = THERE_AND_BACK[number % 2]
        key = wait_for(lambda prefix=prefix: a_key(kiosk, prefix), prefix)  # type: ignore[misc]
        lengths.append(float(kiosk.touch(key)["touch_ms"]))
    return lengths


def a_key(kiosk: Kiosk, prefix: str) -> str | None:
    """The first key of that kind on the glass."""
    return next((key for key in kiosk.state()["keys"] if key.startswith(prefix)), None)


def bare_touches(folder: Path) -> list[float]:
    """The same on a window with nothing of ours in it."""
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "dummy"}
    command = [sys.executable, "-m", "tests.support.bare_kivy", str(folder), str(TOUCHES)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=BARE_WITHIN_S, check=True)
    lengths: list[float] = json.loads(done.stdout.splitlines()[-1])
    return lengths


def p95(lengths: list[float]) -> float:
    """By nearest rank."""
    return sorted(lengths)[int(0.95 * len(lengths))]


def idle_shares(house: House) -> list[float]:
    """The percentages of a kiosk that has just been started, after it has made its screens out of sight."""
    started(house)
    return [100 * idle_share(house) for _ in range(1 + 3)][1:]


def idle_share(house: House) -> float:
    """The share of one core that a kiosk uses while nobody touches it."""
    process = psutil.Process(house.programs[KIOSK].pid)
    process.cpu_percent()
    return process.cpu_percent(interval=IDLE_S) / 100


def started(house: House) -> float:
    """Seconds from the start of the program until its first screen with keys stands on the glass."""
    house.programs[KIOSK].end()
    # What the system says of a program's beginning is reckoned from its own start, which it knows to a second only.
    began_at = time.time()
    house.launch(KIOSK)
    wait_for(lambda: shown_at(house), "the first screen", within_s=60)
    return (shown_at(house) or 0) - began_at


def shown_at(house: House) -> float | None:
    """When the kiosk could first be touched, Unix time."""
    try:
        state = Kiosk(house.mirror_ports[KIOSK]).state()
    except httpx.TransportError:
        return None
    return state["first_frame_at"] if state["screen"] == "welcome" else None

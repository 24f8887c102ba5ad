# SPDX-License-Identifier: EUPL-1.2
"""`make tour`: whole visits on the real programs, each a process of its own. Pictures and tour.json lie in var/tour."""

import json
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.evidence import loud_seconds
from tests.journeys.programme import DAYS, Act
from tests.journeys.stage import Album, Stage, Town, stage, town
from tools.programs import ProgramFailed

PICTURES = Path("var/tour")
HEARD_AT_LEAST_S = 5.0


def main(asked: list[str]) -> int:
    """1 when any journey failed."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    told: dict[str, dict[str, Any]] = {}
    alive: dict[str, bool] = {}
    with tempfile.TemporaryDirectory(prefix="kolapp-tour-") as folder, town(Path(folder)) as place:
        for opens, acts in DAYS.items():
            alive |= one_day(place, opens, {name: act for name, act in acts.items() if name in asked or not asked}, told)
        heard_s = sum(loud_seconds(sound) for sound in map(place.sound, DAYS) if sound.exists())
    is_well = all(journey["passed"] for journey in told.values()) and all(alive.values())
    print(f"heard {heard_s:.1f} s of chime and voice; programs alive to the end: {alive}")
    result = {"journeys": list(told.values()), "heard_s": round(heard_s, 1), "alive": alive}
    (PICTURES / "tour.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    passed = sum(journey["passed"] for journey in told.values())
    print(f"{passed} passed, {len(told) - passed} failed")
    return 0 if is_well and heard_s >= HEARD_AT_LEAST_S else 1


def one_day(place: Town, opens: datetime, acts: dict[str, Act], told: dict[str, dict[str, Any]]) -> dict[str, bool]:
    """The reception opens, those journeys are made, or go on, and it closes. Says which programs lived until then."""
    if not acts:
        return {}
    began = time.monotonic()
    try:
        with stage(place, opens, PICTURES) as reception:
            print(f"-- {opens:%A %H:%M}: everything stands after {time.monotonic() - began:.1f} s", flush=True)
            for name, act in acts.items():
                if name not in told or told[name]["passed"]:
                    told[name] = travel(reception, name, act, told.get(name))
            return {f"{program}, {opens:%A}": found.is_running for program, found in reception.house.programs.items()}
    except (ProgramFailed, PlaywrightError) as error:
        traceback.print_exc()
        fault = f"the reception did not stand: {error}"
        told |= {name: told.get(name, unmade(name)) | {"passed": False, "fault": fault} for name in acts}
        return {f"everything, {opens:%A}": False}


def unmade(name: str) -> dict[str, Any]:
    """What is told of a journey before its first step."""
    return {"name": name, "passed": False, "fault": None, "seconds": 0.0, "steps": [], "notes": []}


def travel(reception: Stage, name: str, act: Act, before: dict[str, Any] | None) -> dict[str, Any]:
    """One journey, with what it took and whether it went well. A journey that failed says why, with a last picture."""
    before = before or unmade(name)
    reception.album = album = Album(PICTURES, name, before["steps"], before["notes"])
    began, known, fault = time.monotonic(), len(album.steps), None
    print(f"== {name}", flush=True)
    try:
        act(reception)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        traceback.print_exc()
        _last_pictures(reception)
    seconds = round(time.monotonic() - began + before["seconds"], 1)
    for step in album.steps[known:]:
        words = "" if step["ms"] is None else f"{step['ms']:8.0f} ms"
        print(f"   {step['name']:<40}{words}")
    print(f"   {seconds:.1f} s")
    return before | {"passed": fault is None, "fault": fault, "seconds": seconds}


def _last_pictures(reception: Stage) -> None:
    """What everybody saw at last; a program that has died too shows nothing."""
    seen = {console.seat.desk: console.picture for console in (*reception.consoles, reception.guide)}
    for name, picture in ({"kiosk": reception.kiosk.picture, "display": reception.display.picture} | seen).items():
        with suppress(httpx.HTTPError, PlaywrightError):
            reception.step(f"{name} when it failed", picture)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

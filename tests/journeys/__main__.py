# SPDX-License-Identifier: EUPL-1.2
"""`make tour`: whole visits on the real programs, each a process of its own. Pictures and tour.json lie in var/tour."""

import json
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from tests.journeys.evidence import loud_seconds
from tests.journeys.stage import Album, Stage, stage
from tests.journeys.visits import JOURNEYS

PICTURES = Path("var/tour")
HEARD_AT_LEAST_S = 5.0


def main(asked: list[str]) -> int:
    """1 when any journey failed."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="kolapp-tour-") as folder:
        with stage(Path(folder), PICTURES) as reception:
            told.extend(travel(reception, name) for name in asked or JOURNEYS)
            programs_lived = {name: program.is_running for name, program in reception.house.programs.items()}
        heard_s = loud_seconds(Path(folder) / "sound.raw")
    is_well = all(journey["passed"] for journey in told) and all(programs_lived.values()) and heard_s >= HEARD_AT_LEAST_S
    print(f"heard {heard_s:.1f} s of chime and voice; programs alive to the end: {programs_lived}")
    result = {"journeys": told, "heard_s": round(heard_s, 1), "alive": programs_lived}
    (PICTURES / "tour.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    print(f"{sum(journey['passed'] for journey in told)} passed, {sum(not journey['passed'] for journey in told)} failed")
    return 0 if is_well else 1


def travel(reception: Stage, name: str) -> dict[str, Any]:
    """One journey, with what it took and whether it went well. A journey that failed says why, with a last picture."""
    reception.album = Album(PICTURES, name)
    print(f"== {name}", flush=True)
    fault = None
    try:
        JOURNEYS[name](reception)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        traceback.print_exc()
        _last_pictures(reception)
    album = reception.album
    for step in album.steps:
        told = "" if step["ms"] is None else f"{step['ms']:8.0f} ms"
        print(f"   {step['name']:<40}{told}")
    return {"name": name, "passed": fault is None, "fault": fault, "steps": album.steps, "notes": album.notes}


def _last_pictures(reception: Stage) -> None:
    reception.step("kiosk when it failed", reception.kiosk.picture)
    reception.step("display when it failed", reception.display.picture)
    for console in reception.consoles:
        reception.step(f"{console.seat.desk} when it failed", console.picture)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# SPDX-License-Identifier: EUPL-1.2
"""The town's own clock. It is always a Tuesday or a Thursday morning there, whenever the tour is made.

Only the programs of the reception read it (see `moved_clock`). Browsers keep the machine's clock, which may be days off: their
pages go by the server's time.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.programs import ROOT

ZONE = ZoneInfo("Europe/Stockholm")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)
HOOK = Path(__file__).parent / "moved_clock"


@dataclass(frozen=True, slots=True)
class TownClock:
    """The clock in `file`: by how many seconds it is ahead of the machine's."""

    file: Path

    def set(self, wanted: datetime) -> None:
        """It is `wanted` now, and the time goes on from there."""
        unfinished = self.file.with_suffix(".part")
        unfinished.write_text(f"{(wanted - datetime.now(UTC)).total_seconds():.3f}")
        unfinished.replace(self.file)

    def now(self) -> datetime:
        """What it shows, in the town's zone."""
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + float(self.file.read_text()), ZONE)

    @property
    def settings(self) -> dict[str, str]:
        """What a program must find in its environment to go by it; a change is seen within a second."""
        return {"PYTHONPATH": os.pathsep.join((str(HOOK), str(ROOT))), "KOLAPP_TOUR_CLOCK": str(self.file)}


def town_clock(folder: Path, at: datetime) -> TownClock:
    """A clock that shows `at`."""
    clock = TownClock(folder / "clock")
    clock.set(at)
    return clock

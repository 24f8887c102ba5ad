# SPDX-License-Identifier: EUPL-1.2
"""Makes a program go by the town's clock. Python reads this file by itself at its start, where its folder is in PYTHONPATH.

Only clocks that tell the time of day are moved; those that measure how long something takes go on as ever. It is not done by
libfaketime, which takes a lock in each thread that waits: the server forks for each announcement that it speaks, and a fork
made while that lock is held never comes back.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

LOOKS_EVERY_S = 0.5


def begin(file: Path) -> None:
    """This process' clock is as far from the machine's as `file` says, and follows when that changes."""
    ahead_s = float(file.read_text())
    traveller = time_machine.travel(time.time() + ahead_s).start()
    threading.Thread(target=follow, args=(file, ahead_s, traveller), name="town-clock", daemon=True).start()


def follow(file: Path, ahead_s: float, traveller: time_machine.Traveller) -> None:
    """Looks at `file` until the process ends."""
    never = threading.Event()
    while not never.wait(LOOKS_EVERY_S):
        wanted_s = float(file.read_text())
        if wanted_s != ahead_s:
            traveller.shift(wanted_s - ahead_s)
            ahead_s = wanted_s


if "KOLAPP_TOUR_CLOCK" in os.environ:
    begin(Path(os.environ["KOLAPP_TOUR_CLOCK"]))

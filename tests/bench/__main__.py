# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: every measurement, or the one that is named (`make bench ONLY=http`). Results lie in var/bench as JSON."""

import sys
import time
from importlib import import_module

BENCHES = ("http", "turn", "kiosk")


def main(asked: list[str]) -> int:
    """1 when a target was missed."""
    wrong = [name for name in asked if name not in BENCHES]
    if wrong:
        print(f"There is no measurement {', '.join(wrong)}. There are: {', '.join(BENCHES)}.")
        return 2
    is_met = True
    for name in asked or BENCHES:
        began = time.monotonic()
        print(f"== {name}")
        is_met = import_module(f"tests.bench.{name}").measure() and is_met
        print(f"   {time.monotonic() - began:.0f} s\n")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

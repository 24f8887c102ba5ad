# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: every measurement, or the one that is named (`make bench ONLY=http`). Results lie in var/bench as JSON.

`python -m tests.bench turn --days 20` tries the simulated ones with few days; the figures then are only roughly right.
"""

import sys
import time
from importlib import import_module

BENCHES = ("http", "turn", "kiosk", "estimate", "slip", "fanout", "postgres", "clips")


SIMULATED = ("turn", "estimate")


def main(arguments: list[str]) -> int:
    """1 when a target was missed."""
    asked, days = _understood(arguments)
    wrong = [name for name in asked if name not in BENCHES]
    if wrong:
        print(f"There is no measurement {', '.join(wrong)}. There are: {', '.join(BENCHES)}.")
        return 2
    is_met = True
    for name in asked or BENCHES:
        began = time.monotonic()
        print(f"== {name}")
        more = (days,) if name in SIMULATED else ()
        is_met = import_module(f"tests.bench.{name}").measure(*more) and is_met
        print(f"   {time.monotonic() - began:.0f} s\n")
    return 0 if is_met else 1


def _understood(arguments: list[str]) -> tuple[list[str], int | None]:
    if "--days" not in arguments:
        return arguments, None
    at = arguments.index("--days")
    return arguments[:at] + arguments[at + 2 :], int(arguments[at + 1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

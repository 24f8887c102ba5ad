# SPDX-License-Identifier: EUPL-1.2
"""`make faults`: every row of the fault table, played on the real programs; var/faults/faults.json says what came of each.

`--long` plays them as often as a release wants (hours of a reception's life); `--only "power loss"` plays one.
"""

import argparse
import json
import logging
import sys
import time
from pathlib import Path

import structlog

from tests.faults.row import LONG, SHORT, USUAL, Row, Scale
from tests.faults.table import MODULES, play

FILE = Path("var/faults/faults.json")


def main() -> int:
    """1 when a row has not passed; a row that could not be run says why and has not passed."""
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="as often as a release wants")
    parser.add_argument("--short", action="store_true", help="once or twice, as the tests do")
    parser.add_argument("--only", choices=tuple(MODULES), help="one row")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    scale = LONG if asked.long else SHORT if asked.short else USUAL
    faults = [asked.only] if asked.only else list(MODULES)
    began_s = time.monotonic()
    rows = [told(fault, scale, f"{place}/{len(faults)}") for place, fault in enumerate(faults, start=1)]
    keep(rows)
    passed = sum(row.passed is True for row in rows)
    print(f"{passed} of {len(rows)} rows passed in {time.monotonic() - began_s:.0f} s; {FILE}")
    return 0 if passed == len(rows) else 1


def told(fault: str, scale: Scale, place: str) -> Row:
    """The row, played and told in one line."""
    print(f"{place:>6}  {fault:<48.48} ", end="", flush=True)
    began_s = time.monotonic()
    row = play(fault, scale)
    result = {True: "passed", False: "FAILED", None: "not run"}[row.passed]
    facts = f"{row.rounds} rounds, {row.acknowledged} acknowledged, {row.lost} lost, {row.doubled} doubled" if row.rounds else ""
    print(f"{result:<8} {time.monotonic() - began_s:6.1f} s  {facts} {row.why}".rstrip(), flush=True)
    return row


def keep(rows: list[Row]) -> None:
    """The rows stand in the file; those of a whole run stay when one is played again."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    known = {row["fault"]: row for row in json.loads(FILE.read_text())["rows"]} if FILE.exists() else {}
    known |= {row.fault: row.as_json() for row in rows}
    ordered = [known[fault] for fault in MODULES if fault in known]
    FILE.write_text(json.dumps({"rows": ordered}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())

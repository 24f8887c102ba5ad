# SPDX-License-Identifier: EUPL-1.2
"""Runs the checks and the tests in groups that suit two processors, and closes with one line: N passed, N failed.

The checks and the fast tests run side by side; fast tests three at a time, since some wait, and those of one file in one
process, since they share a server. Then those that start programs and browsers, then each file of tests that opens a Kivy window
in a process of its own, since Kivy knows one window per process.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
BIN = Path(sys.executable).parent
END_WITHIN_S = 2700
"""A group that takes longer hangs: it is ended, and counts as failed."""
NO_TESTS = 5
"""pytest's exit code when it found no test to run."""
CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "import borders": ["lint-imports", "--no-logo"],
}
FAST = "not slow and not window"
SLOW = "slow and not window"


@dataclass(slots=True)
class Group:
    """One process at work: a check or some tests. `report` is where pytest counts its tests; a check counts as one."""

    name: str
    process: subprocess.Popen[str]
    started_s: float
    report: Path | None = None


def main() -> int:
    """0 when everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only the checks and the fast tests")
    only_checks = parser.parse_args().check
    REPORTS.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    counts = checks_and_fast_tests()
    if not only_checks:
        counts += finish(start_tests("slow", "-m", SLOW, "-n", "2", "--dist", "loadfile"))
        for file in window_files():
            counts += finish(start_tests(f"window {file}", "-m", "window", file))
    print(f"\n{time.monotonic() - begun:.0f} s")
    print(closing_line(counts))
    return 1 if counts["failed"] or not counts["passed"] else 0


def checks_and_fast_tests() -> Counter[str]:
    """All that `make check` promises."""
    tests = start_tests("fast", "-m", FAST, "-n", "3", "--dist", "loadfile")
    checks = [start_check(name, command) for name, command in CHECKS.items()]
    return sum((finish(group) for group in (*checks, tests)), Counter())


def start_check(name: str, command: list[str]) -> Group:
    """A check under way; its words are kept until it ends."""
    return Group(name, start([str(BIN / command[0]), *command[1:]], capture=True), time.monotonic())


def start_tests(name: str, *arguments: str) -> Group:
    """Tests under way, chosen by pytest's `arguments`."""
    report = REPORTS / f"{re.sub(r'[^a-z0-9]+', '-', name)}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
    return Group(name, start(command, capture="-n" in arguments), time.monotonic(), report)


def start(command: list[str], *, capture: bool) -> subprocess.Popen[str]:
    """The command under way in the root folder. What Python compiles is kept, whatever the caller's shell says."""
    kept = subprocess.PIPE if capture else None
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    said = subprocess.STDOUT if capture else None
    return subprocess.Popen(command, cwd=ROOT, stdout=kept, stderr=said, text=True, env=surroundings)


def finish(group: Group) -> Counter[str]:
    """How the group ended, told in one line, with its words where it failed."""
    words = ended_words(group.process)
    code = group.process.returncode
    counts = counted(group.report, code) if group.report else Counter({"failed" if code else "passed": 1})
    seconds = time.monotonic() - group.started_s
    if counts["failed"] and words:
        print(words)
    print(f"{group.name}: {closing_line(counts)} ({seconds:.0f} s)", flush=True)
    return counts


def ended_words(process: subprocess.Popen[str]) -> str:
    """What the process said, after it has ended or has been ended."""
    try:
        words, _ = process.communicate(timeout=END_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        words, _ = process.communicate()
        return f"{words or ''}\nended after {END_WITHIN_S} s"
    return words or ""


def counted(report: Path, code: int) -> Counter[str]:
    """The tests of one pytest run. A run that broke before it could report counts as one failure."""
    if not report.exists():
        return Counter({"failed": 0 if code == NO_TESTS else 1})
    counts = Counter(outcome(case) for case in ElementTree.parse(report).iter("testcase"))
    if code not in {0, NO_TESTS} and not counts["failed"]:
        counts["failed"] = 1
    return counts


def outcome(case: ElementTree.Element) -> str:
    """One test's end; an error in its preparation is a failure too."""
    parts = {part.tag for part in case}
    if parts & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in parts else "passed"


def window_files() -> Iterable[str]:
    """The test files that open a Kivy window."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-m", "window", "-p", "no:randomly"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    return sorted({line.split("::")[0].split(":")[0] for line in listed.splitlines() if line.startswith("tests/")})


def closing_line(counts: Counter[str]) -> str:
    """The one line that people and programs read."""
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['passed']} passed, {counts['failed']} failed{skipped}"


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: EUPL-1.2
"""Runs the checks and the tests in groups that suit two processors, and closes with one line: N passed, N failed.

The checks and the fast tests run side by side; fast tests in three processes, since some wait, and those of one file in one
process, since they share a server. Then, three at a time and the longest first, the tests that start programs and browsers, and
each file of tests that opens a Kivy window in a process of its own, since Kivy knows one window per process.
How long a file takes is read from the reports of the run before, and in a fresh tree from tools/long_tests.txt.

A test of real programs that failed beside the others is run once more, alone. What it said the first time stands in the output;
if it passes now it counts as passed and as unsteady, and the closing line says how many did. Fast tests have no second chance.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
LONG_TESTS = ROOT / "tools" / "long_tests.txt"
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
FAST_PIECES, SLOW_PIECES = 3, 8
SLOW_AT_ONCE = 3
MOST_UNSTEADY = 3
"""Where more tests failed, something is broken, and nothing is run again."""
UNKNOWN_S = 0.5
"""A file of which nobody knows how long it takes."""
LONG_S = 1.0
"""What takes less is written down nowhere."""
OPENS_A_WINDOW = re.compile(r"\bmark\.window\b")
Seconds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Group:
    """One process: a check, or the tests of some files. `report` is where pytest counts its tests; a check counts as one."""

    name: str
    command: tuple[str, ...]
    report: Path | None = None
    seconds: float = 0.0
    """As long as it took before."""


def main() -> int:
    """0 when everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only the checks and the fast tests")
    parser.add_argument("--remember", action="store_true", help="only write down, from the last run, how long the tests take")
    asked = parser.parse_args()
    if asked.remember:
        remember()
        return 0
    REPORTS.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    counts = checks_and_fast_tests()
    if not asked.check:
        counts += slow_tests_and_windows()
    print(f"\n{time.monotonic() - begun:.0f} s")
    print(closing_line(counts))
    return 1 if counts["failed"] or not counts["passed"] else 0


def checks_and_fast_tests() -> Counter[str]:
    """All that `make check` promises."""
    checks = [Group(name, (str(BIN / command[0]), *command[1:])) for name, command in CHECKS.items()]
    groups = [*checks, *pieces("fast", FAST, FAST_PIECES)]
    return run(groups, at_once=len(groups))


def slow_tests_and_windows() -> Counter[str]:
    """All else. What takes longest begins first, so that both processors have work to the end."""
    windows = [tests_of(f"window {file}", "window", [file], taken("window").get(file, 0)) for file in window_files()]
    groups = [*windows, *pieces("slow", SLOW, SLOW_PIECES)]
    return with_second_look(groups, run(sorted(groups, key=lambda group: -group.seconds), at_once=SLOW_AT_ONCE))


def with_second_look(groups: Iterable[Group], counts: Counter[str]) -> Counter[str]:
    """How the groups ended, after those of their tests that failed have been run once more, if they are few."""
    failed = {group: failed_tests(group.report) for group in groups if group.report}
    number = sum(map(len, failed.values()))
    if not 0 < number == counts["failed"] <= MOST_UNSTEADY:
        return counts
    print(f"\n{number} failed beside the others; once more, alone:", flush=True)
    second = run([alone(group, tests) for group, tests in failed.items() if tests], at_once=1)
    for test in (test for tests in failed.values() for test in tests):
        print(f"unsteady, or broken: {test}")
    return counts - Counter(failed=number) + second + Counter(unsteady=second["passed"])


def alone(group: Group, tests: Iterable[str]) -> Group:
    """Those tests of the group, in a process of their own."""
    which = "window" if group.name.startswith("window") else SLOW
    return tests_of(f"again, {group.name}", which, tests, 0)


def pieces(name: str, which: str, number: int) -> list[Group]:
    """The tests that `which` chooses, in that many processes of about the same length."""
    seconds = taken(name)
    shares = shared_out(files_of_tests(), lambda file: seconds.get(file, UNKNOWN_S), number)
    return [
        tests_of(f"{name} {place}", which, share, sum(seconds.get(file, UNKNOWN_S) for file in share))
        for place, share in enumerate(shares, 1)
    ]


def shared_out(files: Iterable[str], seconds: Callable[[str], float], number: int) -> list[list[str]]:
    """Each file in one of `number` shares: the longest first, each to whoever has least."""
    shares: list[list[str]] = [[] for _ in range(number)]
    for file in sorted(files, key=lambda file: (-seconds(file), file)):
        min(shares, key=lambda share: sum(map(seconds, share))).append(file)
    return [sorted(share) for share in shares if share]


def tests_of(name: str, which: str, files: Iterable[str], seconds: float) -> Group:
    """Those tests of `files` that `which` chooses."""
    report = REPORTS / f"{re.sub(r'[^a-z0-9]+', '-', name)}.xml"
    chosen = ("-m", which, "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}")
    return Group(name, (sys.executable, "-m", "pytest", *chosen, *files), report, seconds)


def files_of_tests() -> list[str]:
    """Every file of tests, as pytest finds them."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))


def window_files() -> list[str]:
    """The test files that open a Kivy window."""
    return [file for file in files_of_tests() if OPENS_A_WINDOW.search((ROOT / file).read_text(encoding="utf-8"))]


def taken(name: str) -> Seconds:
    """How long each file took in the last run of the groups of that name; before the first one, as long as LONG_TESTS says."""
    found: defaultdict[str, float] = defaultdict(float)
    for report in REPORTS.glob(f"{name}-*.xml"):
        for file, seconds in seconds_told(report):
            found[file] += seconds
    return found or dict(seconds_written(name))


def seconds_told(report: Path) -> Iterator[tuple[str, float]]:
    """Each test's file and seconds."""
    for case in cases_of(report):
        yield file_of(case), float(case.get("time", 0))


def cases_of(report: Path) -> list[ElementTree.Element]:
    """The tests of one pytest run. A report that is missing or broke off has none."""
    try:
        return list(ElementTree.parse(report).iter("testcase"))
    except (ElementTree.ParseError, OSError):
        return []


def seconds_written(name: str) -> Iterator[tuple[str, float]]:
    """The lines of LONG_TESTS for those groups: name, seconds, file."""
    for line in LONG_TESTS.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name} "):
            _, seconds, file = line.split()
            yield file, float(seconds)


def remember() -> None:
    """What the last run took stands in LONG_TESTS, under the words at its head, the longest first."""
    head = [line for line in LONG_TESTS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [(name, seconds, file) for name in ("window", "slow", "fast") for file, seconds in longest_first(taken(name))]
    LONG_TESTS.write_text("\n".join([*head, *(f"{name} {seconds:.0f} {file}" for name, seconds, file in rows), ""]))


def longest_first(seconds: Seconds) -> list[tuple[str, float]]:
    """The files that take long enough to be known."""
    return sorted(((file, took) for file, took in seconds.items() if took >= LONG_S), key=lambda row: (-row[1], row[0]))


def run(groups: Iterable[Group], *, at_once: int) -> Counter[str]:
    """How all of them ended. They begin in that order, `at_once` at a time."""
    with ThreadPoolExecutor(at_once) as lanes:
        return sum(lanes.map(run_one, groups), Counter[str]())


def run_one(group: Group) -> Counter[str]:
    """How the group ended, told in one line, with its words where it failed."""
    if group.report:
        group.report.unlink(missing_ok=True)
    begun = time.monotonic()
    words, code = ended(start(group.command))
    counts = counted(group.report, code) if group.report else Counter({"failed" if code else "passed": 1})
    if counts["failed"] and words:
        print(words)
    print(f"{group.name}: {closing_line(counts)} ({time.monotonic() - begun:.0f} s)", flush=True)
    return counts


def start(command: tuple[str, ...]) -> subprocess.Popen[str]:
    """The command under way in the root folder. What Python compiles is kept, whatever the caller's shell says."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=surroundings)


def ended(process: subprocess.Popen[str]) -> tuple[str, int]:
    """What the process said and its exit code, after it has ended or has been ended."""
    try:
        words, _ = process.communicate(timeout=END_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        words, _ = process.communicate()
        words = f"{words}\nended after {END_WITHIN_S} s"
    return words, process.returncode


def counted(report: Path, code: int) -> Counter[str]:
    """The tests of one pytest run. A run that broke before it could report counts as one failure."""
    if not report.exists():
        return Counter({"failed": 0 if code == NO_TESTS else 1})
    counts = Counter(outcome(case) for case in ElementTree.parse(report).iter("testcase"))
    if code not in {0, NO_TESTS} and not counts["failed"]:
        counts["failed"] = 1
    return counts


def failed_tests(report: Path) -> list[str]:
    """The tests that failed in one pytest run, as pytest names them."""
    return [name_of(case) for case in cases_of(report) if outcome(case) == "failed"]


def file_of(case: ElementTree.Element) -> str:
    """The file of tests. A state machine's test says that it stands where the library has it; its class knows better."""
    parts = case.get("classname", "").split(".")
    files = ("/".join(parts[:length]) + ".py" for length in range(len(parts), 0, -1))
    return next((file for file in files if (ROOT / file).is_file()), case.get("file", ""))


def name_of(case: ElementTree.Element) -> str:
    """As pytest is asked for one test: tests/kiosk/test_it.py::TestClass::test_this."""
    file = file_of(case)
    inner = case.get("classname", "").removeprefix(file.removesuffix(".py").replace("/", ".")).strip(".").split(".")
    return "::".join(part for part in (file, *inner, case.get("name", "")) if part)


def outcome(case: ElementTree.Element) -> str:
    """One test's end; an error in its preparation is a failure too."""
    parts = {part.tag for part in case}
    if parts & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in parts else "passed"


def closing_line(counts: Counter[str]) -> str:
    """The one line that people and programs read."""
    also = "".join(f", {counts[name]} {name}" for name in ("skipped", "unsteady") if counts[name])
    return f"{counts['passed']} passed, {counts['failed']} failed{also}"


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: EUPL-1.2
"""How the tests are handed out to processes: every file once, the longest first, and a fault is always counted."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import run_tests
from tools.run_tests import (
    MOST_UNSTEADY,
    Group,
    counted,
    failed_tests,
    files_of_tests,
    run,
    seconds_told,
    shared_out,
    taken,
    window_files,
    with_second_look,
)

MARK = "mark" + ".window"


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 300)), st.integers(1, 9))
def test_every_file_is_handed_out_once(files: dict[str, float], number: int) -> None:
    shares = shared_out(files, files.__getitem__, number)
    assert Counter(file for share in shares for file in share) == Counter(list(files))
    assert all(shares)


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 300), min_size=1), st.integers(1, 9))
def test_no_share_is_longer_than_another_by_more_than_one_file(files: dict[str, float], number: int) -> None:
    taken_s = [sum(files[file] for file in share) for share in shared_out(files, files.__getitem__, number)]
    assert max(taken_s) - min(taken_s) <= max(files.values()) + 1e-6 or len(taken_s) < number


def test_every_file_that_opens_a_window_is_found() -> None:
    assert {"tests/display/test_window.py", "tests/kiosk/ui/test_screens.py"} <= set(window_files()) <= set(files_of_tests())


def test_the_mark_of_a_window_stands_where_it_is_looked_for() -> None:
    """Borrowed from another file it would not be seen, and its tests would not run."""
    root = run_tests.ROOT
    marked = {str(path.relative_to(root)) for path in (root / "tests").rglob("*.py") if MARK in path.read_text(encoding="utf-8")}
    assert marked == set(window_files())


def test_a_tree_in_which_nothing_has_run_yet_knows_the_longest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    for name in ("fast", "slow", "window"):
        assert taken(name), name
        assert set(taken(name)) <= set(files_of_tests()), name


def test_what_the_last_run_took_is_read_from_its_reports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    for name, seconds in (("slow-1", 2), ("slow-2", 5), ("fast-1", 9)):
        (tmp_path / f"{name}.xml").write_text(f'<a><testcase file="tests/{name}.py" time="{seconds}"/></a>')
    (tmp_path / "slow-3.xml").write_text("<a><testcase")
    assert taken("slow") == {"tests/slow-1.py": 2, "tests/slow-2.py": 5}
    assert list(seconds_told(tmp_path / "slow-3.xml")) == []


def test_what_the_last_run_took_is_written_down_the_longest_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "LONG_TESTS", tmp_path / "long.txt")
    (tmp_path / "long.txt").write_text("# its head\nslow 99 tests/gone.py\n")
    for name, rows in (("slow-1", {"a": 2.4, "b": 30, "c": 0.3}), ("fast-1", {"d": 4})):
        cases = "".join(f'<testcase file="tests/{file}.py" time="{seconds}"/>' for file, seconds in rows.items())
        (tmp_path / f"{name}.xml").write_text(f"<a>{cases}</a>")
    run_tests.remember()
    written = (tmp_path / "long.txt").read_text().splitlines()
    assert written == ["# its head", "slow 30 tests/b.py", "slow 2 tests/a.py", "fast 4 tests/d.py"]
    assert dict(run_tests.seconds_written("slow")) == {"tests/b.py": 30, "tests/a.py": 2}


@pytest.mark.parametrize(
    ("report", "code", "is_counted"),
    [
        ("<a><testcase/><testcase><failure/></testcase></a>", 1, {"passed": 1, "failed": 1}),
        ("<a><testcase/><testcase><error/></testcase></a>", 1, {"passed": 1, "failed": 1}),
        ("<a><testcase><skipped/></testcase></a>", 0, {"skipped": 1}),
        ("<a><testcase/></a>", 2, {"passed": 1, "failed": 1}),
        (None, 2, {"failed": 1}),
        (None, run_tests.NO_TESTS, {}),
    ],
)
def test_a_fault_is_counted_whatever_a_process_leaves_behind(
    tmp_path: Path, report: str | None, code: int, is_counted: dict[str, int]
) -> None:
    path = tmp_path / "fast-1.xml"
    if report:
        path.write_text(report)
    assert +counted(path, code) == Counter(is_counted)


def test_each_group_is_counted_and_told_in_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    groups = [Group(str(code), (sys.executable, "-c", f"print('because', {code}); raise SystemExit({code})")) for code in (0, 1)]
    assert run(groups, at_once=2) == Counter(passed=1, failed=1)
    said = capfd.readouterr().out
    assert "0: 1 passed, 0 failed (" in said
    assert "1: 0 passed, 1 failed (" in said
    assert "because 1" in said
    assert "because 0" not in said


UNSTEADY = """
import pathlib
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", range({number}))
def test_that_fails_{times}(number):
    tried = pathlib.Path(__file__).with_suffix(f".{{number}}.tried")
    before = len(tried.read_text()) if tried.exists() else 0
    tried.write_text("x" * (before + 1))
    assert before >= {times}
"""


MACHINE = """
import pytest
from hypothesis.stateful import RuleBasedStateMachine, rule

pytestmark = pytest.mark.slow

class Machine(RuleBasedStateMachine):
    @rule()
    def goes(self):
        assert False

TestMachine = Machine.TestCase
"""


def first_run(folder: Path, *, number: int, times: int) -> tuple[Group, Counter[str]]:
    """A file of so many tests, each of which fails so many times, after it has been run once."""
    file = folder / "test_unsteady.py"
    file.write_text(UNSTEADY.format(number=number, times=times))
    group = run_tests.tests_of("slow 1", "slow", [str(file), f"--rootdir={folder}", "-o", "markers=slow"], 0)
    return group, run([group], at_once=1)


@pytest.mark.slow
@pytest.mark.parametrize(("times", "expected"), [(1, {"passed": 1, "unsteady": 1}), (2, {"failed": 1})])
def test_a_slow_test_that_failed_is_run_once_more_and_told_of(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    times: int,
    expected: dict[str, int],
) -> None:
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    group, counts = first_run(tmp_path, number=1, times=times)
    assert counts == Counter(failed=1)
    assert with_second_look([group], counts) == Counter(expected)
    assert group.report
    assert failed_tests(group.report) == [f"test_unsteady.py::test_that_fails_{times}[0]"]
    assert f"unsteady, or broken: test_unsteady.py::test_that_fails_{times}[0]" in capfd.readouterr().out


@pytest.mark.slow
def test_a_state_machine_that_failed_is_looked_for_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    (tmp_path / "test_machine.py").write_text(MACHINE)
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    chosen = ["test_machine.py", f"--rootdir={tmp_path}", "-o", "markers=slow"]
    run([run_tests.tests_of("slow 1", "slow", chosen, 0)], at_once=1)
    report = tmp_path / "slow-1.xml"
    assert failed_tests(report) == ["test_machine.py::TestMachine::runTest"]
    assert [file for file, _ in seconds_told(report)] == ["test_machine.py"]


@pytest.mark.slow
def test_where_much_failed_nothing_is_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    group, counts = first_run(tmp_path, number=MOST_UNSTEADY + 1, times=1)
    assert counts["failed"] == MOST_UNSTEADY + 1
    assert with_second_look([group], counts) == counts


def test_a_process_that_broke_is_not_forgiven(tmp_path: Path) -> None:
    group = Group("slow 1", ("true",), tmp_path / "none.xml")
    assert with_second_look([group], Counter(failed=1)) == Counter(failed=1)

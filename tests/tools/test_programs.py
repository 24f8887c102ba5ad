# SPDX-License-Identifier: EUPL-1.2
"""What `make run` and the tour stand on: programs are started, waited for, and ended by their own id."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.programs import Program, ProgramFailed

SLEEPER = "import signal, sys, time; {before}; print('up', flush=True); time.sleep(60)"
"""The process that is started sleeps, not the test."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "program.log"


@pytest.fixture
def started(log: Path) -> Iterator[list[Program]]:
    programs: list[Program] = []
    yield programs
    for program in programs:
        program.kill()


def python(log: Path, text: str, started: list[Program]) -> Program:
    program = Program("sleeper", ("python", "-c", text), {"KOLAPP_TEST": "42"}, log)
    started.append(program)
    program.start()
    return program


def is_up(program: Program) -> bool:
    return "up" in program.last_words()


def test_a_program_ends_when_it_is_asked_to(log: Path, started: list[Program]) -> None:
    program = python(log, SLEEPER.format(before="pass"), started)
    program.wait_until(lambda: is_up(program), within_s=20)
    program.end()
    assert not program.is_running
    with pytest.raises(ProcessLookupError):
        os.kill(program.pid, 0)


def test_a_program_that_ends_before_it_is_ready_is_told_with_its_last_words(log: Path, started: list[Program]) -> None:
    program = python(log, "print('no paper'); raise SystemExit(3)", started)
    with pytest.raises(ProgramFailed, match=r"sleeper ended with code 3:\nno paper"):
        program.wait_until(lambda: False, within_s=20)


def test_a_program_that_never_gets_ready_is_not_waited_for_for_ever(log: Path, started: list[Program]) -> None:
    program = python(log, SLEEPER.format(before="pass"), started)
    with pytest.raises(ProgramFailed, match="was not ready within 0 s"):
        program.wait_until(lambda: False, within_s=0)


def test_a_program_gets_its_settings_and_not_the_terminals_ctrl_c(log: Path, started: list[Program]) -> None:
    program = python(log, "import os; print(os.environ['KOLAPP_TEST'], os.getsid(0) == os.getpid())", started)
    assert program.ends_within(20)
    assert program.last_words() == "42 True"

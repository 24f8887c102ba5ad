# SPDX-License-Identifier: EUPL-1.2
"""One program of Kölapp as a process of its own: started, waited for, ended by its own id, its words kept in a file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOOK_EVERY_S = 0.05
END_WITHIN_S = 8.0
LAST_LINES = 15


class ProgramFailed(Exception):
    """A program ended, or did not get ready in time; the text has its last words."""


@dataclass(slots=True)
class Program:
    """`command` begins with a program of this environment; `settings` are added to the environment."""

    name: str
    command: tuple[str, ...]
    settings: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """The process' id. Raises `ProgramFailed` when it was not started."""
        if self.process is None:
            raise ProgramFailed(f"{self.name} has not been started")
        return self.process.pid

    def start(self) -> None:
        """The process lives; a terminal's Ctrl-C does not reach it, since whoever started it ends it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **self.settings}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(BIN / self.command[0]), *self.command[1:]],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, is_ready: Callable[[], bool], within_s: float) -> None:
        """`is_ready` has said yes. Raises `ProgramFailed` when the program ends before that, or time is out."""
        deadline = time.monotonic() + within_s
        while not is_ready():
            if self.ends_within(LOOK_EVERY_S):
                raise ProgramFailed(f"{self.name} ended with code {self.code}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise ProgramFailed(f"{self.name} was not ready within {within_s:.0f} s:\n{self.last_words()}")

    def ends_within(self, seconds: float) -> bool:
        """Whether the process ends in that time, or has ended."""
        if self.process is None:
            return True
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def code(self) -> int | None:
        """The exit code; None while it lives."""
        return None if self.process is None else self.process.poll()

    def ask_to_end(self) -> None:
        """The process knows that it shall end."""
        if self.is_running:
            os.kill(self.pid, signal.SIGTERM)

    def end(self) -> None:
        """The process has ended, by itself where it could."""
        self.ask_to_end()
        if not self.ends_within(END_WITHIN_S):
            self.kill()

    def kill(self) -> None:
        """The process is gone at once, as in a power cut."""
        if self.is_running:
            os.kill(self.pid, signal.SIGKILL)
        self.ends_within(END_WITHIN_S)

    def last_words(self) -> str:
        """The end of what it said."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-LAST_LINES:])

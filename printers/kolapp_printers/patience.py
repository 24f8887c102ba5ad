# SPDX-License-Identifier: EUPL-1.2
"""Work that may get stuck in a device is done in a thread of its own, one piece at a time; who asked waits no longer than told.

A name server that is silent or a USB call that never returns cannot be interrupted. The one who waits is told so in time, the
stuck thread keeps the device until it comes back, and what it has not begun by then it may not begin any more.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TypeVar

GRACE_SECONDS = 0.25
"""Work keeps its own deadlines; it is given up only when it has not."""
Result = TypeVar("Result")


class GivenUp(Exception):
    """Nobody waits any more. `has_begun`: what cannot be undone may have been done."""

    def __init__(self, has_begun: bool) -> None:
        super().__init__("given up after it had begun" if has_begun else "given up before anything was done")
        self.has_begun = has_begun


class Gate:
    """Stands before what cannot be undone: either it has begun, or it never will."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._has_begun = self._is_given_up = False

    def begin(self) -> None:
        """It may be done. Raises `GivenUp` where nobody waits for it any more."""
        with self._lock:
            if self._is_given_up:
                raise GivenUp(has_begun=False)
            self._has_begun = True

    def give_up(self) -> bool:
        """Nothing begins from here on. Returns whether it had begun before."""
        with self._lock:
            self._is_given_up = True
            return self._has_begun


class OneAtATime:
    """Who comes while another piece of work goes on waits for a turn."""

    def __init__(self) -> None:
        self._turn = Lock()

    def do(self, work: Callable[[Gate], Result], seconds: float) -> Result:
        """What `work` returned. Raises `GivenUp` after `seconds` without a turn, and after `seconds` with it."""
        if not self._turn.acquire(timeout=seconds):
            raise GivenUp(has_begun=False)
        gate, done = Gate(), Future[Result]()
        Thread(target=self._run, args=(work, gate, done), daemon=True).start()
        try:
            return done.result(seconds + GRACE_SECONDS)
        except TimeoutError:
            raise GivenUp(gate.give_up()) from None

    def _run(self, work: Callable[[Gate], Result], gate: Gate, done: "Future[Result]") -> None:
        try:
            result = work(gate)
        except BaseException as error:  # whatever it is, it belongs to the one who waits
            self._turn.release()
            done.set_exception(error)
        else:
            self._turn.release()
            done.set_result(result)

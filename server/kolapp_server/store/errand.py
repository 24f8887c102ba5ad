# SPDX-License-Identifier: EUPL-1.2
"""Work that one thread has another one do, and waits for."""

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
WAITS_S = 0.25


class Errand(Generic[T]):
    """Work that is done once: by the loop when it comes to it, or by whoever waits when the loop does not come."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._is_mine = threading.Lock()
        self._is_done = threading.Event()
        self._made: T | None = None
        self._error: BaseException | None = None

    def done_in(self, loop: asyncio.AbstractEventLoop) -> T:
        """What the work made. Raises what the work raised. A loop that is closed, or busy for long, is not waited for."""
        try:
            loop.call_soon_threadsafe(self._do)
        except RuntimeError:
            self._do()
        if not self._is_done.wait(WAITS_S):
            self._do()
        if self._error is not None:
            raise self._error
        return self._made  # type: ignore[return-value]  # it is done, and raised nothing

    def _do(self) -> None:
        with self._is_mine:
            if self._is_done.is_set():
                return
            try:
                self._made = self._work()
            except BaseException as error:
                self._error = error
            self._is_done.set()

# SPDX-License-Identifier: EUPL-1.2
"""How bytes reach a printer: open, write, read, close, and nothing else.

    Fault                       a device or its wire broke
        NotReached              it could not be opened: nothing has been sent
        WireBroken              it was lost after it had been opened

A driver turns every error of its library into one of these. All waits end at a time given in seconds.
"""

from typing import Protocol


class Fault(Exception):
    """A printer or its wire broke."""


class NotReached(Fault):
    """The printer could not be opened; nothing has been sent."""


class WireBroken(Fault):
    """The wire was lost, or took no more bytes within the time; how much was printed is not known."""


class Driver(Protocol):
    """One wire to one printer. Opened for one conversation and closed after it: many printers take one connection."""

    can_answer: bool
    """False, once open, where this wire only leads away: a plain file, a port that may not be read."""

    def open(self, seconds: float) -> None:
        """The wire is open. Raises `NotReached`."""

    def write(self, data: bytes, seconds: float) -> None:
        """All of `data` has been handed over, which does not say that it was printed. Raises `WireBroken`."""

    def read(self, seconds: float) -> bytes:
        """What came; empty where nothing came within the time. Raises `WireBroken` where the other end closed."""

    def close(self) -> None:
        """The wire is closed. Never raises, and may be called twice."""

    def abandon(self) -> None:
        """Closed, and what has not yet left this machine never will. Never raises; nothing where it is closed already."""

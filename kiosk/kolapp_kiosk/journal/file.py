# SPDX-License-Identifier: EUPL-1.2
"""The journal's file: only ever added to, on disk before anybody hears of it, and rewritten whole or not at all.

OSError        it could not be written: nothing of it holds
JournalInUse   another program of this machine writes it
"""

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from kolapp_kiosk.journal.entries import Entry, Line, written
from kolapp_kiosk.journal.ledger import Ledger, after, compacted, folded, spoilt

Decide = Callable[[Ledger], tuple[Entry, ...]]


class JournalInUse(Exception):
    """Another kiosk program uses the same journal; two of them would give the same numbers."""


class JournalFile:
    """An open journal. `ledger` is what stands on disk. Its calls block, and are made one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(path.with_suffix(".lock"))
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        _sync_folder(path.parent)
        content = path.read_bytes()
        self.ledger: Ledger = folded(content)
        self.unreadable = self.ledger.unreadable
        self.added = 0
        self._is_torn = bool(content) and not content.endswith(b"\n")
        with suppress(OSError):
            self.rewrite(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is written any more, and another program may."""
        os.close(self._handle)
        os.close(self._lock)

    def record(self, decide: Decide, at: datetime) -> tuple[Entry, ...]:
        """What `decide` makes of the ledger is on disk; it is given back. Raises `OSError`, and then nothing of it holds."""
        ledger, entries, raw = self.ledger, decide(self.ledger), b""
        for entry in entries:
            line = Line(n=ledger.next_n, at=at, entry=entry)
            ledger, raw = after(ledger, line), raw + written(line)
        if raw:
            self._write(raw)
            self.ledger = ledger
            self.added += len(entries)
        return entries

    def rewrite(self, now: datetime | None) -> None:
        """The file holds what is still needed at `now`, without gaps or torn ends; without a sure `now` nothing is too old."""
        lines = compacted(self.ledger, now)
        unfinished = self.path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _write_all(handle, b"".join(written(line) for line in lines))
            os.fsync(handle)
            unfinished.replace(self.path)
        except OSError:
            os.close(handle)
            raise
        os.close(self._handle)
        self._handle, self._is_torn, self.added = handle, False, 0
        _sync_folder(self.path.parent)
        self.ledger = replace(self.ledger, next_n=lines[-1].n + 1, lines=lines[:-1], unreadable=0)

    def _write(self, raw: bytes) -> None:
        before = os.fstat(self._handle).st_size
        try:
            _write_all(self._handle, b"\n" + raw if self._is_torn else raw)
            os.fsync(self._handle)
        except OSError:
            self._take_back(before)
            raise
        self._is_torn = False

    def _take_back(self, size: int) -> None:
        """What was half written goes. Where even that fails, the next line begins anew, and a number is stepped over."""
        try:
            os.ftruncate(self._handle, size)
            os.fsync(self._handle)
        except OSError:
            self._is_torn = True
            self.ledger = spoilt(self.ledger)


def _write_all(handle: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise JournalInUse(str(path)) from error
    return handle


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

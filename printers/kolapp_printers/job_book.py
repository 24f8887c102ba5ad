# SPDX-License-Identifier: EUPL-1.2
"""Which print jobs a printer host has begun, and what became of them: one small file that outlives a power cut.

A job is written down before the first byte goes to the printer. A host that died in between finds the job begun and
without an end: whether a slip came is then unknown, and it is not printed a second time.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from uuid import UUID

from kolapp_contract.tickets import PrintResult

MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """A job that was begun. Without an end its result is `unknown`, and nothing is reported while it is being printed."""

    result: PrintResult = PrintResult.UNKNOWN
    is_reported: bool = False
    is_printing: bool = False


class JobBook:
    """The book at `path`, read when it is opened and written at every change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._entries = _read(path)
        self._shorten()
        self._file: TextIO = path.open("a", encoding="utf-8")

    def close(self) -> None:
        """The file is closed."""
        self._file.close()

    def result(self, job_id: UUID) -> PrintResult | None:
        """What became of a job; None where it was never begun."""
        entry = self._entries.get(job_id)
        return entry.result if entry else None

    def begin(self, job_id: UUID) -> None:
        """The job will never be printed again."""
        self._write(job_id, Entry(is_printing=True))

    def finish(self, job_id: UUID, result: PrintResult) -> None:
        """What is known of the printout is on disk."""
        self._write(job_id, Entry(result))

    def reported(self, job_id: UUID) -> None:
        """The server knows."""
        self._write(job_id, Entry(self._entries[job_id].result, is_reported=True))

    def unreported(self) -> list[tuple[UUID, PrintResult]]:
        """What the server has still to be told."""
        return [(job, entry.result) for job, entry in self._entries.items() if not (entry.is_reported or entry.is_printing)]

    def _write(self, job_id: UUID, entry: Entry) -> None:
        self._entries[job_id] = entry
        self._file.write(_line(job_id, entry))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _shorten(self) -> None:
        """The file holds one line for each of the latest jobs."""
        self._entries = dict(list(self._entries.items())[-MOST_REMEMBERED:])
        unfinished = self.path.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(_line(job_id, entry) for job_id, entry in self._entries.items())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)
        _sync_folder(self.path.parent)


def _line(job_id: UUID, entry: Entry) -> str:
    return json.dumps({"job": str(job_id), "result": entry.result, "reported": entry.is_reported}) + "\n"


def _read(path: Path) -> dict[UUID, Entry]:
    """Later lines replace earlier ones; the last one may have been cut short by a power cut."""
    return dict(_entries(path.read_text(encoding="utf-8", errors="replace").splitlines())) if path.exists() else {}


def _entries(lines: Iterable[str]) -> Iterable[tuple[UUID, Entry]]:
    for line in lines:
        try:
            said = json.loads(line)
            yield UUID(said["job"]), Entry(PrintResult(said["result"]), bool(said["reported"]))
        except (ValueError, KeyError, TypeError):
            continue


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

# SPDX-License-Identifier: EUPL-1.2
"""Copies of the embedded database, made while it is written to; and what such a copy is worth.

A copy is read within one transaction, so it is the database of one moment. In WAL mode a reader holds up no writer, however long
it reads; the copying rests between slices so that the disk is not its alone. The file gets its name when it is whole, has been
checked and is on the disk: a name means a good backup.
"""

import os
import shlex
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from kolapp_server.store.schema import migrations, named

PAGES_A_SLICE = 256
REST_S = 0.002
LOCK_WAIT_S = 5.0
PART = ".part"
Told = Callable[[int], None]


class BackupDamaged(Exception):
    """The file is not a whole backup of a Kölapp database."""


@dataclass(frozen=True, slots=True)
class BranchHead:
    """Where a branch's journal ends."""

    branch_id: str
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds."""

    revision: str
    size_bytes: int
    heads: tuple[BranchHead, ...]

    @property
    def is_of_later_release(self) -> bool:
        """Whether this release does not know its tables."""
        return named(self.revision) > migrations()[-1]


def copy_database(source: Path, target: Path, told: Told) -> Contents:
    """`target` is a checked copy of `source` as it is now; `told` gets the percentage done after each slice.

    Where that fails `target` is as it was before. Raises `OSError`, `sqlite3.Error` or `BackupDamaged`.
    """
    part = target.with_name(target.name + PART)
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(source, part, told)
        contents = examine(part)
        put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)
    return contents


def _copy(source: Path, part: Path, told: Told) -> None:
    def slice_done(_status: int, left: int, pages: int) -> None:
        told(100 - 100 * left // max(pages, 1))
        time.sleep(REST_S)  # the disk is the writer's first

    with closing(_open(source)) as reading, closing(sqlite3.connect(part, isolation_level=None)) as writing:
        reading.execute("BEGIN")
        # The first question takes the moment's picture; without it each slice would look at a newer one and begin again.
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(writing, pages=PAGES_A_SLICE, progress=slice_done)
        reading.execute("ROLLBACK")
        # One file, without a log beside it.
        writing.execute("PRAGMA journal_mode=DELETE")


def examine(file: Path) -> Contents:
    """What a backup holds, every page of it read. Raises `BackupDamaged`."""
    try:
        with closing(_open(file, "ro")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BackupDamaged()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            heads = tuple(BranchHead(*row) for row in connection.execute("SELECT branch_id, epoch, seq FROM branches"))
            if not all(_has_its_journal(connection, head) for head in heads):
                raise BackupDamaged()
            return Contents(revision, file.stat().st_size, heads)
    except (sqlite3.Error, OSError, TypeError, ValueError) as fault:
        raise BackupDamaged() from fault


def _has_its_journal(connection: sqlite3.Connection, head: BranchHead) -> bool:
    """Whether the journal goes to where the counter row says, without a gap."""
    query = "SELECT count(*), min(seq), max(seq) FROM journal WHERE branch_id = ? AND epoch = ?"
    count, first, last = connection.execute(query, (head.branch_id, head.epoch)).fetchone()
    return bool(last == head.seq and count == last - first + 1)


def epochs_in(file: Path) -> dict[str, int]:
    """The epoch of each branch in a database that may be damaged; of what cannot be read, nothing."""
    try:
        with closing(_open(file, "ro")) as connection:
            return dict(connection.execute("SELECT branch_id, epoch FROM branches").fetchall())
    except sqlite3.Error:
        return {}


def set_aside(file: Path, aside: Path) -> None:
    """`file` can be found as `aside` too, its log with it; and `file` has no log any more that another could be taken for."""
    os.link(file, aside)
    for log, kept in zip(_logs(file), _logs(aside), strict=True):
        if log.exists():
            os.link(log, kept)
    try:
        fold_log_in(file)
        forget_log(aside)
    except sqlite3.Error:
        pass  # What cannot be read may be mended by somebody who knows how, with the log that was left.
    forget_log(file)


def forget_log(file: Path) -> None:
    """No log lies beside `file`: of a database that is another's, it would be taken for its own."""
    for log in _logs(file):
        log.unlink(missing_ok=True)


def _logs(file: Path) -> tuple[Path, Path]:
    return Path(f"{file}-wal"), Path(f"{file}-shm")


def fold_log_in(file: Path) -> None:
    """The database is one file, without a log beside it. Raises `sqlite3.Error`."""
    with closing(_open(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def put_in_place(part: Path, target: Path) -> None:
    """`part`, which is on the disk to its last byte, is called `target` from now on."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _open(file: Path, mode: str = "rw") -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=LOCK_WAIT_S)


def words_for_postgresql(url: str, file: Path) -> str:
    """How a PostgreSQL is backed up: by its own means, which know its replicas. The password is not in it."""
    address = make_url(url)._replace(drivername="postgresql", password=None).render_as_string()
    return (
        "The database is a PostgreSQL, which makes its own backups. One file, while everybody works:\n"
        f"  pg_dump --format=custom --file={shlex.quote(str(file))} {shlex.quote(address)}\n"
        "The whole database server, to start a standby from: pg_basebackup --pgdata=FOLDER --checkpoint=fast"
    )


def words_to_restore_postgresql(url: str, file: Path) -> str:
    """How such a backup is put back, and what Kölapp must do then."""
    address = make_url(url)._replace(drivername="postgresql", password=None).render_as_string()
    return (
        "The database is a PostgreSQL. End every kolapp-server; then\n"
        f"  pg_restore --clean --if-exists --single-transaction --dbname={shlex.quote(address)} {shlex.quote(str(file))}\n"
        "  kolapp-server restore --in-place"
    )

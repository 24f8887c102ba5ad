# SPDX-License-Identifier: EUPL-1.2
"""A backup is made while the server serves, and put back while none does.

What a restored backup cannot know is made good for: numbers that may be on slips are skipped, screens take a new picture
because the epoch is higher, and kiosks send again what they gave out in the last 48 hours.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kolapp_server.store import backup
from kolapp_server.store.backup import BackupDamaged, Contents, Told
from kolapp_server.store.engine import open_writing
from kolapp_server.store.new_epoch import DayDiffers, begin_anew, epochs, sign_everybody_out
from kolapp_server.store.schema import bring_up_to_date

DATABASE = "kolapp.sqlite"
RECORD = "backup.json"
RESTORING = "restoring"


class NotSaved(Exception):
    """The backup could not be made. Is there room, and may the server write there?"""


class NotABackup(Exception):
    """That file is not a whole backup of Kölapp. Nothing was changed."""


class BackupTooNew(Exception):
    """That backup was made by a later release of Kölapp. Install that release first. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When the last backup was made; before the first, since when one has been waited for."""

    at: datetime
    file: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `aside` is the database of before, if there was one."""

    contents: Contents
    branches: dict[str, int]
    aside: Path | None


def back_up(var: Path, file: Path, now: datetime, told: Told) -> Contents:
    """`file` is a whole and checked copy of the database in `var`. Raises `NotSaved`; then `file` is as it was."""
    try:
        contents = backup.copy_database(var / DATABASE, file, told)
    except (OSError, sqlite3.Error, BackupDamaged) as fault:
        raise NotSaved() from fault
    remember(var, LastBackup(now, str(file), contents.size_bytes))
    return contents


def remember(var: Path, last: LastBackup) -> None:
    """It is known when the last backup was made."""
    part = var / f"{RECORD}{backup.PART}"
    part.write_text(json.dumps({**asdict(last), "at": last.at.isoformat()}), encoding="utf-8")
    backup.put_in_place(part, var / RECORD)


def last_backup(var: Path) -> LastBackup | None:
    """The last backup that was made by command; None where nothing is known of one."""
    try:
        said = json.loads((var / RECORD).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(said["at"]), str(said["file"]), int(said["size_bytes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def restore(var: Path, file: Path, now: datetime, told: Callable[[str], None]) -> Restored:
    """The database in `var` is the one in `file`, under a new epoch. Raises `NotABackup` or `BackupTooNew`.

    To be called with the folder's lock held. At each moment of it there is a whole database under the database's name.
    """
    contents = _checked(file)
    told("The backup is whole.")
    present, fresh = var / DATABASE, var / f"{DATABASE}.{RESTORING}"
    known = backup.epochs_in(present) if present.exists() else {}
    backup.forget_log(fresh)
    backup.copy_database(file, fresh, lambda _percent: None)
    branches = _begin_anew(fresh, known, now)
    told("The day is carried on under a new epoch.")
    aside = var / f"{DATABASE}.before-{now:%Y%m%dT%H%M%SZ}" if present.exists() else None
    if aside is not None:
        backup.set_aside(present, aside)
    backup.put_in_place(fresh, present)
    return Restored(contents, branches, aside)


def _checked(file: Path) -> Contents:
    try:
        contents = backup.examine(file)
    except BackupDamaged:
        raise NotABackup() from None
    if contents.is_of_later_release:
        raise BackupTooNew()
    return contents


def _begin_anew(database: Path, known: dict[str, int], now: datetime) -> dict[str, int]:
    """Every branch of that file goes on under an epoch that nobody has seen. Returns their epochs."""
    try:
        return begin_new_epochs(f"sqlite:///{database}", known, now)
    except DayDiffers:
        raise NotABackup() from None
    finally:
        backup.fold_log_in(database)


def begin_new_epochs(url: str, known: dict[str, int], now: datetime) -> dict[str, int]:
    """Every branch of the database at that address goes on under an epoch above its own and the `known` one."""
    engine = open_writing(url)
    try:
        bring_up_to_date(engine)
        with engine.begin() as connection:
            wanted = {branch: 1 + max(epoch, known.get(branch, 0)) for branch, epoch in epochs(connection).items()}
            for branch_id, epoch in wanted.items():
                begin_anew(connection, branch_id, epoch, now)
            sign_everybody_out(connection)
        return wanted
    finally:
        engine.dispose()

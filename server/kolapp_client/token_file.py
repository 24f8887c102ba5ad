# SPDX-License-Identifier: EUPL-1.2
"""Where a paired device keeps what it was given: one file that only its own user can read."""

import os
from pathlib import Path

from pydantic import ValidationError

from kolapp_contract.devices import Paired


class TokenFileBroken(Exception):
    """The token file is there but cannot be understood: pair the device anew."""


def write(path: Path, paired: Paired) -> None:
    """`paired` is on disk, whole, readable by its owner only; it outlives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(paired.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _sync_folder(path.parent)


def read(path: Path) -> Paired | None:
    """What the device was given, or None before it was paired. Raises `TokenFileBroken`."""
    try:
        return Paired.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise TokenFileBroken(str(path)) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

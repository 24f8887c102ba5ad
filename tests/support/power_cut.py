# SPDX-License-Identifier: EUPL-1.2
"""A power cut that can be looked at: what a disk had received at a moment, as a copy that shares its blocks.

    with cut_disk(folder) as disk:         an ext4 in a file on an XFS that can share blocks; `disk.folder` is written to
        copy = disk.cut()                  all that the device had been given; nothing that was only in memory
        with disk.after(copy) as folder:   the file system mends itself, as after the power is back

Needs root, loop devices, and the programs of xfsprogs and e2fsprogs.
"""

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("mkfs.xfs", "mkfs.ext4", "mount", "umount", "cp")
HOLDER_MB, DISK_MB = 1024, 256
UNMOUNTED_WITHIN_S = 10.0


class CannotCut(Exception):
    """This machine cannot show a power cut; the text says why."""


@dataclass(slots=True)
class CutDisk:
    """A disk whose power can be cut as often as one likes. `folder` is where it is mounted."""

    image: Path
    folder: Path
    _names: "itertools.count[int]" = field(default_factory=itertools.count)

    def cut(self) -> Path:
        """What the disk holds at this moment; it goes on meanwhile."""
        copy = self.image.with_name(f"cut-{next(self._names)}.img")
        _do("cp", "--reflink=always", str(self.image), str(copy))
        return copy

    @contextmanager
    def after(self, copy: Path) -> Iterator[Path]:
        """The disk of a cut, with power again, inside this; then it is thrown away."""
        folder = copy.with_suffix(".dir")
        folder.mkdir()
        try:
            with mounted("-o", "loop", str(copy), folder=folder):
                yield folder
        finally:
            folder.rmdir()
            copy.unlink()


@contextmanager
def cut_disk(place: Path) -> Iterator[CutDisk]:
    """A disk in a file under `place`. Raises `CannotCut`."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if os.geteuid() != 0 or missing:
        raise CannotCut(f"needs root and {', '.join(missing) or 'loop devices'}")
    holder, inside, folder = place / "holder.img", place / "holder", place / "disk"
    with ExitStack() as ends:
        try:
            _sparse(holder, HOLDER_MB)
            _do("mkfs.xfs", "-q", "-m", "reflink=1", str(holder))
            ends.enter_context(mounted("-o", "loop", str(holder), folder=_made(inside)))
            _sparse(inside / "disk.img", DISK_MB)
            _do("mkfs.ext4", "-q", str(inside / "disk.img"))
            ends.enter_context(mounted("-o", "loop", str(inside / "disk.img"), folder=_made(folder)))
        except subprocess.CalledProcessError as fault:
            raise CannotCut(f"{fault.cmd[0]}: {fault.stderr}") from fault
        yield CutDisk(inside / "disk.img", folder)


@contextmanager
def mounted(*words: str, folder: Path) -> Iterator[None]:
    """What `words` name is mounted on `folder` inside this."""
    _do("mount", *words, str(folder))
    try:
        yield
    finally:
        _unmounted(folder)


def _unmounted(folder: Path) -> None:
    """Whoever looked into the folder for a moment holds it for a moment; after that it goes when they do."""
    deadline = time.monotonic() + UNMOUNTED_WITHIN_S
    while subprocess.run(("umount", str(folder)), capture_output=True, timeout=120).returncode:
        if time.monotonic() > deadline:
            _do("umount", "--lazy", str(folder))
            return
        # Nothing tells when a mount is no longer held.
        time.sleep(0.1)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _sparse(file: Path, megabytes: int) -> None:
    with file.open("wb") as made:
        made.truncate(megabytes * 2**20)


def _do(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True, timeout=120)

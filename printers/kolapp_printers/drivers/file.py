# SPDX-License-Identifier: EUPL-1.2
"""A printer behind a file of the kernel, such as /dev/usb/lp0; or a plain file, for a look at the bytes."""

import os
import select
import stat
from contextlib import suppress
from time import monotonic

from kolapp_printers.drivers import NotReached, WireBroken

READ_BYTES = 4096


class FileDriver:
    """Writes to `path`. A plain file is written to its end and never answers."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: int | None = None
        self.can_answer = False

    def open(self, seconds: float) -> None:  # noqa: ARG002 - opening without blocking waits for nobody
        """Open to write, and to read where the device allows it."""
        try:
            self._file = self._opened()
            self.can_answer = self.can_answer and not stat.S_ISREG(os.fstat(self._file).st_mode)
        except OSError as error:
            self.close()
            raise NotReached(str(error)) from error

    def _opened(self) -> int:
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_APPEND | os.O_CLOEXEC
        try:
            self.can_answer = True
            return os.open(self.path, os.O_RDWR | flags)
        except PermissionError:
            self.can_answer = False
            return os.open(self.path, os.O_WRONLY | flags)

    def write(self, data: bytes, seconds: float) -> None:
        """The device has taken `data`."""
        device, rest, end = self._device(), memoryview(data), monotonic() + seconds
        try:
            while rest:
                if not select.select([], [device], [], max(0.0, end - monotonic()))[1]:
                    raise WireBroken("the printer takes no more")
                rest = rest[os.write(device, rest) :]
        except OSError as error:
            raise WireBroken(str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What came within the time."""
        device = self._device()
        try:
            return os.read(device, READ_BYTES) if select.select([device], [], [], max(0.0, seconds))[0] else b""
        except OSError as error:
            raise WireBroken(str(error)) from error

    def close(self) -> None:
        """The file is closed."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
        self._file = None

    def abandon(self) -> None:
        """Closed; a device of the kernel has taken what it was given, or nothing of it."""
        self.close()

    def _device(self) -> int:
        if self._file is None:
            raise WireBroken("not open")
        return self._file

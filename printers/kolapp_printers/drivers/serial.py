# SPDX-License-Identifier: EUPL-1.2
"""A printer on a serial port. At 19200 baud a slip takes half a minute: let it be 115200, or another wire."""

import termios
from contextlib import suppress

import serial

from kolapp_printers.drivers import NotReached, WireBroken

BAUD = 115200


class SerialDriver:
    """A port such as /dev/ttyS0 at `baud`, eight bits, no parity, hardware flow control where `has_flow_control`."""

    can_answer = True

    def __init__(self, port: str, baud: int = BAUD, has_flow_control: bool = False) -> None:
        self.port, self.baud, self.has_flow_control = port, baud, has_flow_control
        self._serial: serial.Serial | None = None

    def open(self, seconds: float) -> None:  # noqa: ARG002 - opening a serial port waits for nobody
        """The port is ours alone, and what was said before is forgotten."""
        try:
            self._serial = serial.Serial(self.port, self.baud, exclusive=True, dsrdtr=self.has_flow_control)
            self._serial.reset_input_buffer()
        except (OSError, ValueError) as error:
            self.close()
            raise NotReached(str(error)) from error

    def write(self, data: bytes, seconds: float) -> None:
        """The port has taken `data`."""
        port = self._open_port()
        try:
            port.write_timeout = max(seconds, 0.001)
            port.write(data)
        except OSError as error:
            raise WireBroken(str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What came within the time."""
        port = self._open_port()
        try:
            port.timeout = max(seconds, 0.001)
            first = port.read(1)
            return bytes(first + port.read(port.in_waiting)) if first else b""
        except (OSError, TypeError) as error:
            raise WireBroken(str(error)) from error

    def close(self) -> None:
        """The port is free again."""
        if self._serial is not None:
            with suppress(OSError):
                self._serial.close()
        self._serial = None

    def abandon(self) -> None:
        """Free at once: closing alone waits up to half a minute for a printer that takes no more."""
        if self._serial is not None:
            with suppress(OSError, termios.error):
                self._serial.reset_output_buffer()
        self.close()

    def _open_port(self) -> serial.Serial:
        if self._serial is None:
            raise WireBroken("not open")
        return self._serial

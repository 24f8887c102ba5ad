# SPDX-License-Identifier: EUPL-1.2
"""A printer on the network, at port 9100."""

import socket
import struct
from contextlib import suppress

from kolapp_printers.drivers import NotReached, WireBroken

PORT = 9100
READ_BYTES = 4096
AT_ONCE = struct.pack("ii", 1, 0)


class NetworkDriver:
    """TCP to `host`:`port`."""

    can_answer = True

    def __init__(self, host: str, port: int = PORT) -> None:
        self.host, self.port = host, port
        self._socket: socket.socket | None = None

    def open(self, seconds: float) -> None:
        """Connected, without delay for small writes."""
        try:
            self._socket = socket.create_connection((self.host, self.port), timeout=max(seconds, 0.001))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            self.close()
            raise NotReached(str(error)) from error

    def write(self, data: bytes, seconds: float) -> None:
        """The kernel has taken `data`; it takes up to 2 MB without the printer having read a byte."""
        connected = self._connected()
        try:
            connected.settimeout(max(seconds, 0.001))
            connected.sendall(data)
        except OSError as error:
            raise WireBroken(str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What came within the time."""
        connected = self._connected()
        try:
            connected.settimeout(max(seconds, 0.001))
            data = connected.recv(READ_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise WireBroken(str(error)) from error
        if not data:
            raise WireBroken("closed by the printer")
        return data

    def close(self) -> None:
        """The connection is gone."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket = None

    def abandon(self) -> None:
        """The connection is reset: what lay in the kernel's buffers is thrown away, and the printer is free at once."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise WireBroken("not open")
        return self._socket

# SPDX-License-Identifier: EUPL-1.2
"""Where a printer is, as one line in the settings.

tcp://10.1.2.3            network, port 9100        tcp://10.1.2.3:9101
usb://04b8:0e15           maker and model           usb://04b8:0e15/SERIAL
serial:///dev/ttyS0       at 115200 baud            serial:///dev/ttyS0?baud=38400&flow=1
file:///dev/usb/lp0       a file of the kernel
"""

from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kolapp_printers.drivers import Driver
from kolapp_printers.drivers.file import FileDriver
from kolapp_printers.drivers.network import PORT, NetworkDriver
from kolapp_printers.drivers.serial import BAUD, SerialDriver
from kolapp_printers.drivers.usb import UsbDriver


class NoSuchAddress(ValueError):
    """A printer's address that cannot be read."""


def open_driver(address: str) -> Driver:
    """The driver for `address`; nothing is opened yet. Raises `NoSuchAddress`."""
    try:
        return _driver(urlsplit(address))
    except ValueError as error:
        raise NoSuchAddress(
            f"{address!r}: write tcp://host, usb://1234:5678, serial:///dev/ttyS0 or file:///dev/usb/lp0"
        ) from error


def _driver(parts: SplitResult) -> Driver:
    match parts.scheme:
        case "tcp" if parts.hostname:
            return NetworkDriver(parts.hostname, parts.port or PORT)
        case "usb":
            vendor, product = (int(number, 16) for number in parts.netloc.split(":"))
            return UsbDriver(vendor, product, unquote(parts.path.strip("/")) or None)
        case "serial" if parts.path:
            asked = parse_qs(parts.query)
            return SerialDriver(unquote(parts.path), int(asked.get("baud", [str(BAUD)])[0]), asked.get("flow") == ["1"])
        case "file" if parts.path:
            return FileDriver(unquote(parts.path))
        case _:
            raise ValueError(parts.scheme)

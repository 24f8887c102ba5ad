# SPDX-License-Identifier: EUPL-1.2
"""Which printers there are: on USB and serial ports of this machine, and on the network where somebody has named the hosts.

Nothing is printed, and no address is tried that was not asked for: a town's network is not ours to search.
"""

import socket
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_network
from itertools import islice
from pathlib import Path

import usb.core
from serial.tools import list_ports

from kolapp_printers.drivers.network import PORT
from kolapp_printers.drivers.usb import UsbThing, printer_interface

MOST_HOSTS = 512
CONNECT_SECONDS = 0.5
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A printer, or a port that may have one."""

    address: str
    says: str


def find_local() -> Iterator[Found]:
    """What this machine has: USB printers, printers of the kernel, serial ports."""
    yield from usb_printers()
    for path in sorted(Path("/dev/usb").glob("lp*")):
        yield Found(f"file://{path}", "printer of the kernel")
    for port in list_ports.comports():
        yield Found(f"serial://{port.device}", port.description)


def usb_printers(backend: object = None) -> Iterator[Found]:
    """USB devices of the class printer; none where libusb is missing."""
    with suppress(usb.core.NoBackendError, usb.core.USBError):
        for device in usb.core.find(find_all=True, backend=backend):
            with suppress(ValueError, NotImplementedError, usb.core.USBError):
                printer_interface(device)
                yield Found(f"usb://{device.idVendor:04x}:{device.idProduct:04x}", _usb_name(device))


def _usb_name(device: UsbThing) -> str:
    try:
        return f"{device.manufacturer} {device.product}"
    except (ValueError, NotImplementedError, usb.core.USBError):
        return "USB printer (its name may not be read: see the udev rule)"


def hosts_of(wanted: Iterable[str]) -> list[str]:
    """Names and addresses as they are, networks (10.1.2.0/24) as their hosts. Raises `ValueError` beyond 512 hosts."""
    hosts: list[str] = []
    for text in wanted:
        left = MOST_HOSTS - len(hosts)
        hosts += [str(host) for host in islice(ip_network(text, strict=False).hosts(), left + 1)] if "/" in text else [text]
    if len(hosts) > MOST_HOSTS:
        raise ValueError(f"more than {MOST_HOSTS} hosts")
    return hosts


def find_network(hosts: Iterable[str], port: int = PORT) -> list[Found]:
    """Those of `hosts` where somebody listens at `port`, each asked once and given half a second."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda host: _listens(host, port), list(hosts))
        return [found for found in answers if found]


def _listens(host: str, port: int) -> Found | None:
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS):
            return Found(f"tcp://{host}:{port}", "answers")
    except OSError:
        return None

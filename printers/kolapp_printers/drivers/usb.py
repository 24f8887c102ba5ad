# SPDX-License-Identifier: EUPL-1.2
"""A printer on USB, found by the numbers of its maker and model (`lsusb` shows them), and by its serial number."""

from contextlib import suppress
from typing import Any

import usb.core
import usb.util

from kolapp_printers.drivers import NotReached, WireBroken

UsbThing = Any
"""A device, interface or endpoint of pyusb, which makes their attributes as it reads the descriptors."""
PRINTER_CLASS = 7
READ_BYTES = 64
TIMEOUT_CODES = frozenset({110, 60, 10060})
"""ETIMEDOUT on Linux, on BSD and on Windows."""


class UsbDriver:
    """The first printer with these numbers. `backend` None lets pyusb choose libusb."""

    can_answer = True

    def __init__(self, vendor: int, product: int, serial: str | None = None, backend: object = None) -> None:
        self.vendor, self.product, self.serial, self.backend = vendor, product, serial, backend
        self._device: UsbThing = None
        self._interface: UsbThing = None
        self._had_kernel_driver = False

    def open(self, seconds: float) -> None:  # noqa: ARG002 - finding a USB device waits for nobody
        """The printer's interface is ours; the kernel's own driver has let go of it."""
        try:
            self._device = self._found()
            self._interface = printer_interface(self._device)
            self._take()
        except (usb.core.USBError, usb.core.NoBackendError, NotImplementedError, ValueError) as error:
            self.close()
            raise NotReached(str(error)) from error

    def _found(self) -> UsbThing:
        wanted: dict[str, object] = {"idVendor": self.vendor, "idProduct": self.product}
        if self.serial:
            wanted["serial_number"] = self.serial
        device = usb.core.find(backend=self.backend, **wanted)
        if device is None:
            raise NotReached(f"no USB printer {self.vendor:04x}:{self.product:04x}")
        return device

    def _take(self) -> None:
        number = self._interface.bInterfaceNumber
        with suppress(NotImplementedError):
            self._had_kernel_driver = self._device.is_kernel_driver_active(number)
            if self._had_kernel_driver:
                self._device.detach_kernel_driver(number)
        usb.util.claim_interface(self._device, number)

    def write(self, data: bytes, seconds: float) -> None:
        """The printer has taken `data`."""
        out = self._endpoint(usb.util.ENDPOINT_OUT)
        try:
            sent = out.write(data, timeout=_milliseconds(seconds))
        except usb.core.USBError as error:
            raise WireBroken(str(error)) from error
        if sent != len(data):
            raise WireBroken("the printer takes no more")

    def read(self, seconds: float) -> bytes:
        """What came within the time."""
        into = self._endpoint(usb.util.ENDPOINT_IN)
        try:
            return bytes(into.read(READ_BYTES, timeout=_milliseconds(seconds)))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            if error.errno in TIMEOUT_CODES:
                return b""
            raise WireBroken(str(error)) from error

    def close(self) -> None:
        """The interface is given back to the kernel."""
        device, interface = self._device, self._interface
        self._device = self._interface = None
        if device is None:
            return
        with suppress(usb.core.USBError, NotImplementedError):
            if interface is not None:
                usb.util.release_interface(device, interface.bInterfaceNumber)
            usb.util.dispose_resources(device)
            if self._had_kernel_driver and interface is not None:
                device.attach_kernel_driver(interface.bInterfaceNumber)

    def abandon(self) -> None:
        """Given back; what a USB printer has not taken is nowhere else."""
        self.close()

    def _endpoint(self, direction: int) -> UsbThing:
        if self._interface is None:
            raise WireBroken("not open")
        found = usb.util.find_descriptor(
            self._interface, custom_match=lambda e: usb.util.endpoint_direction(e.bEndpointAddress) == direction
        )
        if found is None:
            raise WireBroken("the printer has no such channel")
        return found


def printer_interface(device: UsbThing) -> UsbThing:
    """The interface of class 7 (printer). Raises `ValueError` where there is none."""
    for configuration in device:
        found = usb.util.find_descriptor(configuration, bInterfaceClass=PRINTER_CLASS)
        if found is not None:
            return found
    raise ValueError("not a printer")


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))

# SPDX-License-Identifier: EUPL-1.2
"""Each wire on something real: a pseudo terminal, a pipe, a socket. For USB, the layer under pyusb is played."""

import os
import socket
import threading
import tty
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from kolapp_printers.drivers import NotReached, WireBroken
from kolapp_printers.drivers.address import NoSuchAddress, open_driver
from kolapp_printers.drivers.file import FileDriver
from kolapp_printers.drivers.network import NetworkDriver
from kolapp_printers.drivers.serial import SerialDriver
from kolapp_printers.drivers.usb import UsbDriver
from kolapp_printers.find import usb_printers


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """The printer's end of a serial wire, and the name of ours."""
    theirs, ours = os.openpty()
    tty.setraw(theirs)
    tty.setraw(ours)
    yield theirs, os.ttyname(ours)
    os.close(theirs)
    os.close(ours)


def test_a_serial_printer_hears_and_answers(terminal: tuple[int, str]) -> None:
    theirs, name = terminal
    driver = SerialDriver(name)
    driver.open(1)
    driver.write(b"\x10\x04\x01", 1)
    assert os.read(theirs, 3) == b"\x10\x04\x01"
    os.write(theirs, b"\x12")
    assert driver.read(20) == b"\x12"
    assert driver.read(0.05) == b""
    driver.close()
    driver.close()


def test_a_serial_printer_that_takes_nothing_breaks_the_wire_in_time(terminal: tuple[int, str]) -> None:
    driver = SerialDriver(terminal[1])
    driver.open(1)
    with pytest.raises(WireBroken):
        driver.write(bytes(200_000), 0.2)
    driver.close()


def test_a_port_that_is_not_there_is_not_reached() -> None:
    with pytest.raises(NotReached):
        SerialDriver("/dev/nothing-here").open(1)
    with pytest.raises(NotReached):
        FileDriver("/nothing/here").open(1)
    with pytest.raises(NotReached):
        NetworkDriver("127.0.0.1", 1).open(1)


def test_a_printer_of_the_kernel_hears_and_answers(terminal: tuple[int, str]) -> None:
    theirs, name = terminal
    driver = FileDriver(name)
    driver.open(1)
    assert driver.can_answer
    driver.write(b"\x10\x04\x01", 1)
    assert os.read(theirs, 3) == b"\x10\x04\x01"
    os.write(theirs, b"\x12")
    assert driver.read(20) == b"\x12"
    assert driver.read(0.05) == b""
    driver.close()


def test_a_full_pipe_breaks_the_wire_in_time(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    driver = FileDriver(str(path))
    driver.open(1)
    with pytest.raises(WireBroken):
        driver.write(bytes(1_000_000), 0.2)
    driver.close()
    os.close(reader)


def test_a_plain_file_takes_all_and_never_answers(tmp_path: Path) -> None:
    path = tmp_path / "slip.bin"
    path.write_bytes(b"before")
    driver = FileDriver(str(path))
    driver.open(1)
    driver.write(b"after", 1)
    assert not driver.can_answer
    driver.close()
    assert path.read_bytes() == b"beforeafter"


def test_a_network_printer_that_closes_is_not_taken_for_a_silent_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        driver = NetworkDriver("127.0.0.1", listener.getsockname()[1])
        threading.Thread(target=lambda: listener.accept()[0].close()).start()
        driver.open(1)
        with pytest.raises(WireBroken):
            driver.read(20)
        driver.close()


@pytest.mark.parametrize("driver", [NetworkDriver("127.0.0.1"), SerialDriver("/dev/ttyS0"), FileDriver("/x"), UsbDriver(1, 2)])
def test_a_wire_that_is_not_open_is_broken(driver: Any) -> None:
    with pytest.raises(WireBroken):
        driver.write(b"x", 0.1)
    with pytest.raises(WireBroken):
        driver.read(0.1)
    driver.close()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("tcp://10.1.2.3", NetworkDriver),
        ("tcp://[::1]:9101", NetworkDriver),
        ("usb://04b8:0e15", UsbDriver),
        ("usb://04b8:0e15/J3BF012345", UsbDriver),
        ("serial:///dev/ttyS0?baud=38400&flow=1", SerialDriver),
        ("file:///dev/usb/lp0", FileDriver),
    ],
)
def test_an_address_names_its_driver(address: str, kind: type) -> None:
    assert isinstance(open_driver(address), kind)


def test_an_address_brings_its_details() -> None:
    port = open_driver("serial:///dev/ttyS0?baud=38400&flow=1")
    assert isinstance(port, SerialDriver)
    assert (port.port, port.baud, port.has_flow_control) == ("/dev/ttyS0", 38400, True)
    printer = open_driver("usb://04b8:0e15/J3BF")
    assert isinstance(printer, UsbDriver)
    assert (printer.vendor, printer.product, printer.serial) == (0x04B8, 0x0E15, "J3BF")
    with pytest.raises(NoSuchAddress):
        open_driver("tcp://host:port")


def described(**fields: int) -> SimpleNamespace:
    return SimpleNamespace(extra_descriptors=[], **fields)


class PlayedUsb(usb.backend.IBackend):
    """One USB device under pyusb, of class printer or of another."""

    def __init__(self, interface_class: int = 7) -> None:
        self.interface_class, self.written, self.claimed = interface_class, b"", False

    def enumerate_devices(self) -> Any:
        return iter(["device"])

    def get_device_descriptor(self, dev: Any) -> Any:
        return described(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0, bMaxPacketSize0=64,
            idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0,
            bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        return described(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1,
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return described(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=self.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return described(
            bLength=7, bDescriptorType=5, bEndpointAddress=(0x01, 0x82)[ep], bmAttributes=2, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0,
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        return dev

    def close_device(self, dev_handle: Any) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        pass

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed = True

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed = False

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return True

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        pass

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        pass

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        self.written += data.tobytes()
        return len(data)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        if not self.written:
            raise usb.core.USBTimeoutError("nothing came", errno=110)
        buff[0] = 0x12
        return 1


def test_a_usb_printer_hears_and_answers() -> None:
    played = PlayedUsb()
    driver = UsbDriver(0x04B8, 0x0E15, backend=played)
    driver.open(1)
    assert played.claimed
    assert driver.read(0.1) == b""
    driver.write(b"\x10\x04\x01", 1)
    assert played.written == b"\x10\x04\x01"
    assert driver.read(0.1) == b"\x12"
    driver.close()
    assert not played.claimed


def test_a_usb_device_that_is_no_printer_is_not_reached() -> None:
    with pytest.raises(NotReached):
        UsbDriver(0x04B8, 0x0E15, backend=PlayedUsb(interface_class=3)).open(1)
    with pytest.raises(NotReached):
        UsbDriver(0x04B8, 0x9999, backend=PlayedUsb()).open(1)


def test_usb_printers_are_found_and_others_passed_over() -> None:
    assert [found.address for found in usb_printers(PlayedUsb())] == ["usb://04b8:0e15"]
    assert list(usb_printers(PlayedUsb(interface_class=3))) == []

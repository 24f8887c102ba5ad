# SPDX-License-Identifier: EUPL-1.2
"""The emulated printer, spoken to in bytes and by its control port."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from kolapp_printers.emulator.control import Control
from kolapp_printers.emulator.faults import Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator

RASTER = b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55"
JOB = b"\x1b@" + RASTER + b"\x1dV\x00\x1d(H\x06\x0000ABCD"
ANSWER = b"\x37\x22ABCD\x00"


@pytest.fixture
def control(emulator: Emulator) -> Iterator[Control]:
    running = Control(emulator)
    running.start()
    yield running
    running.stop()


def wish(control: Control, *lines: str) -> list[str]:
    """What the control port says to each line."""
    with socket.create_connection(("127.0.0.1", control.port), 20) as wire, wire.makefile("rw") as file:
        answers = []
        for line in lines:
            file.write(line + "\n")
            file.flush()
            answers.append(file.readline().strip())
        return answers


def connect(emulator: Emulator) -> socket.socket:
    return socket.create_connection(("127.0.0.1", emulator.port), 20)


def read(wire: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length and (piece := wire.recv(length - len(data))):
        data += piece
    return data


def test_a_job_is_answered_and_falls_into_the_folder_as_three_files(emulator: Emulator) -> None:
    with closing(connect(emulator)) as wire:
        wire.sendall(JOB)
        assert read(wire, 7) == ANSWER
    (slip,) = emulator.tray.wait_for(1, 20)
    folder = emulator.tray.folder
    said = json.loads((folder / "slip-0001.json").read_text())
    assert said["is_cut"] is True
    assert said["unknown"] == []
    assert "\u2800" not in (folder / "slip-0001.txt").read_text().splitlines()[0][-1:]
    with Image.open(folder / slip.picture) as picture:
        assert [picture.getpixel((x, 0)) for x in range(4)] == [0, 255, 0, 255]


def test_slips_of_an_earlier_run_are_not_written_over(tmp_path: Path) -> None:
    for expected in ("slip-0001.png", "slip-0002.png"):
        with Emulator(tmp_path) as emulator, closing(connect(emulator)) as wire:
            wire.sendall(JOB)
            read(wire, 7)
            assert emulator.tray.wait_for(1, 20)[0].picture == expected


def test_the_lid_is_opened_and_closed_from_outside(emulator: Emulator, control: Control) -> None:
    assert wish(control, "fault paper_out") == ["ok"]
    with closing(connect(emulator)) as wire:
        wire.sendall(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04" + JOB)
        assert read(wire, 4) == bytes.fromhex("1a32127e")
        told = json.loads(wish(control, "status")[0])
        assert told["fault"] == "paper_out"
        assert told["slips"] == 0
        assert wish(control, "fault none") == ["ok"]
        assert read(wire, 7) == ANSWER
    assert json.loads(wish(control, "status")[0])["slips"] == 1


@pytest.mark.parametrize("line", ["", "fault", "fault fire", "fault dies many", "fault dies 1 2 3 x", "help", "\x00"])
def test_a_wish_that_cannot_be_read_is_explained(control: Control, line: str) -> None:
    (said,) = wish(control, line)
    if line != "fault dies 1 2 3 x":
        assert said.startswith("error")
        assert "paper_out" in said


def test_a_printer_that_is_gone_refuses_and_comes_back_at_the_same_port(emulator: Emulator, control: Control) -> None:
    port = emulator.port
    wish(control, "fault closed")
    with pytest.raises(OSError, match="refused"):
        connect(emulator)
    wish(control, "fault none")
    assert emulator.port == port
    connect(emulator).close()


def test_a_second_connection_waits_for_the_first(emulator: Emulator) -> None:
    with closing(connect(emulator)) as first, closing(connect(emulator)) as second:
        first.sendall(b"\x10\x04\x01")
        assert read(first, 1) == b"\x12"
        second.sendall(b"\x10\x04\x01")
        second.settimeout(0.2)
        with pytest.raises(TimeoutError):
            second.recv(1)
        first.close()
        second.settimeout(20)
        assert read(second, 1) == b"\x12"


def test_a_sender_that_dies_leaves_a_torn_slip(emulator: Emulator) -> None:
    with closing(connect(emulator)) as wire:
        wire.sendall(b"\x1b@" + RASTER + RASTER[:-1])
    (slip,) = emulator.tray.wait_for(1, 20)
    assert not slip.is_cut
    assert slip.height_dots == 3


def test_a_fault_begins_at_its_very_byte(emulator: Emulator) -> None:
    emulator.set_fault(Fault(FaultKind.SILENT, after_bytes=3))
    with closing(connect(emulator)) as wire:
        wire.sendall(b"\x10\x04\x01\x10\x04\x02")
        assert read(wire, 1) == b"\x12"
        wire.settimeout(0.2)
        with pytest.raises(TimeoutError):
            wire.recv(1)


def test_paper_moves_as_fast_as_it_is_told(tmp_path: Path) -> None:
    with Emulator(tmp_path, mm_per_second=1.0) as emulator, closing(connect(emulator)) as wire:
        began = monotonic()
        wire.sendall(JOB)
        assert read(wire, 7) == ANSWER
        assert monotonic() - began >= 0.25

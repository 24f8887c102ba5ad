# SPDX-License-Identifier: EUPL-1.2
"""An emulated printer of one's own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kolapp_printers.drivers.address import open_driver
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.printer import Printer
from tests.printers.slips import WIDE

PATIENT_SECONDS = 20.0


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    """An emulated printer at a free port, its slips in a folder of the test's own."""
    with Emulator(tmp_path / "slips") as running:
        yield running


@pytest.fixture
def printer(emulator: Emulator) -> Printer:
    """A printer program that is connected to the emulator, and waits longer for a busy machine than it does in a house."""
    return Printer(open_driver(emulator.address), WIDE, seconds=PATIENT_SECONDS)


@pytest.fixture
def hasty_printer(emulator: Emulator) -> Printer:
    """The same with a fifth of the patience that it has in a house, for the many tests in which it waits in vain."""
    return Printer(open_driver(emulator.address), WIDE, seconds=0.6)

# SPDX-License-Identifier: EUPL-1.2
"""The paper is nearly at its end: slips come whole and are confirmed, and the printer's state says that it is low."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from kolapp_contract.devices import PrinterState
from kolapp_printers.drivers.address import open_driver
from kolapp_printers.emulator.faults import Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.paper import Paper
from kolapp_printers.printer import Printer
from tests.faults.row import Row, Scale
from tests.faults.rows.paper_faults import MOST_PLACES, row_of
from tests.support.printer_faults import sweep

FAULT = "paper low"


def run(scale: Scale) -> Row:
    """The row."""
    seed = random.randrange(10**6) if scale.seed is None else scale.seed
    findings = sweep(min(MOST_PLACES, scale.rounds), seed, kinds=(FaultKind.PAPER_LOW,))
    row = row_of(FAULT, findings, seed)
    are_all_confirmed = all(finding.confirmed == finding.rounds for finding in findings)
    return row.only_if(are_all_confirmed, "a slip was not confirmed").only_if(warns(), "nobody was warned")


def warns() -> bool:
    """Whether a printer with little paper says so when it is asked."""
    with TemporaryDirectory() as folder, Emulator(Path(folder)) as emulator:
        emulator.set_fault(Fault(FaultKind.PAPER_LOW))
        return Printer(open_driver(emulator.address), Paper()).status() is PrinterState.PAPER_LOW

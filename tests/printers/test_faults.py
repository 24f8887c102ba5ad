# SPDX-License-Identifier: EUPL-1.2
"""Every fault at every phase: what is said of a slip is what lies on the paper, and the next visitor's slip is whole."""

from pathlib import Path

import pytest

from kolapp_contract.tickets import PrintResult
from kolapp_printers.conversation import Conversation
from kolapp_printers.drivers.address import open_driver
from kolapp_printers.emulator.faults import Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.printer import Printer
from tests.printers.slips import WIDE
from tests.support.printer_faults import PATIENT_SECONDS, SLIPS, STATUS_BYTES, Finding, sweep

AMID_PICTURE = STATUS_BYTES + 9000


def wrongs(findings: list[Finding]) -> list[str]:
    return [wrong for finding in findings for wrong in finding.wrong]


@pytest.mark.slow
def test_every_fault_at_every_phase_is_told_as_it_is() -> None:
    findings = sweep(rounds=4, seed=1)
    assert {finding.fault for finding in findings} == set(FaultKind)
    assert wrongs(findings) == []


@pytest.mark.slow
def test_a_program_that_takes_sent_for_printed_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Conversation, "_heard", lambda *_: True)
    assert wrongs(sweep(rounds=4, seed=1, kinds=(FaultKind.PAPER_OUT, FaultKind.HUNG, FaultKind.HALF_OPEN)))


@pytest.mark.slow
def test_a_program_that_leaves_a_picture_unfinished_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next slip is taken for the rest of the picture, and answered for."""
    monkeypatch.setattr("kolapp_printers.printer.finish_unfinished", lambda *_, **__: b"")
    (finding,) = sweep(rounds=12, seed=1, kinds=(FaultKind.CUT,))
    assert any("next slip: confirmed, 0 whole" in wrong for wrong in finding.wrong)


@pytest.mark.slow
def test_a_program_that_sends_again_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Printer.print_slip

    def stubborn(printer: Printer, slip: object) -> PrintResult:
        result = original(printer, slip)  # type: ignore[arg-type]  # it is what was given
        return result if result is PrintResult.CONFIRMED else original(printer, slip)  # type: ignore[arg-type]  # the same

    monkeypatch.setattr(Printer, "print_slip", stubborn)
    assert any("2 slips of one" in wrong for wrong in wrongs(sweep(rounds=2, seed=1, kinds=(FaultKind.NO_COMPLETION,))))


def test_after_a_cut_wire_the_torn_slip_is_cut_off_and_the_next_one_is_whole(emulator: Emulator, printer: Printer) -> None:
    assert printer.print_slip(SLIPS[0]) is PrintResult.CONFIRMED
    emulator.set_fault(Fault(FaultKind.CUT, AMID_PICTURE))
    assert printer.print_slip(SLIPS[1]) is PrintResult.UNKNOWN
    assert printer.print_slip(SLIPS[0]) is PrintResult.CONFIRMED
    whole, torn, following = emulator.tray.wait_for(3, 20)
    assert torn.height_dots < whole.height_dots
    assert following.dots == whole.dots
    assert not following.text
    assert not following.unknown


def test_what_a_program_that_died_left_in_the_printer_does_not_swallow_the_first_slip(emulator: Emulator) -> None:
    emulator.set_fault(Fault(FaultKind.CUT, AMID_PICTURE))
    started, started_again = (Printer(open_driver(emulator.address), WIDE, seconds=PATIENT_SECONDS) for _ in range(2))
    started.print_slip(SLIPS[0])
    assert started_again.print_slip(SLIPS[1]) is PrintResult.CONFIRMED
    (paper,) = emulator.tray.wait_for(1, 20)
    assert not paper.text
    assert not paper.unknown


def test_a_healthy_printer_is_sent_nothing_but_the_slip(emulator: Emulator, printer: Printer, tmp_path: Path) -> None:
    """White dots before each slip would cost time and paper; they come only after a slip that nobody answered for."""
    printer.print_slip(SLIPS[0])
    emulator.set_fault(Fault(FaultKind.CUT, STATUS_BYTES + len(printer.bytes_of(SLIPS[1])) + STATUS_BYTES - 1))
    assert printer.print_slip(SLIPS[1]) is PrintResult.CONFIRMED

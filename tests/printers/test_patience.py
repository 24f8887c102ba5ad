# SPDX-License-Identifier: EUPL-1.2
"""Whatever a device does, who asked is answered in time, and what has not begun by then never does."""

from collections.abc import Iterator
from threading import Event
from time import monotonic

import pytest

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import PrintResult
from kolapp_printers.patience import Gate, GivenUp, OneAtATime
from kolapp_printers.printer import Printer
from tests.printers.slips import WIDE, a_slip

pytestmark = pytest.mark.slow

SECONDS = 0.1
MARGIN_SECONDS = 20.0


class StuckDriver:
    """A device that never comes back from one of its doings, until it is let go."""

    can_answer = True

    def __init__(self, stuck_at: str) -> None:
        self.stuck_at, self.let_go, self.written, self.is_open = stuck_at, Event(), b"", False
        self.most_open = 0
        self.closed = Event()

    def _do(self, doing: str) -> None:
        if doing == self.stuck_at:
            self.let_go.wait(30)

    def open(self, seconds: float) -> None:
        assert not self.is_open
        self.is_open = True
        self._do("open")

    def write(self, data: bytes, seconds: float) -> None:
        self._do("slip" if len(data) > 3 else "question")
        self.written += data

    def read(self, seconds: float) -> bytes:
        self._do("read")
        return b"\x12"

    def close(self) -> None:
        self.is_open = False
        self.closed.set()

    def abandon(self) -> None:
        self.close()


@pytest.fixture(params=[("open", "failed"), ("question", "failed"), ("read", "failed"), ("slip", "unknown")])
def stuck(request: pytest.FixtureRequest) -> Iterator[tuple[StuckDriver, PrintResult]]:
    driver = StuckDriver(request.param[0])
    yield driver, PrintResult(request.param[1])
    driver.let_go.set()


def test_a_device_that_never_comes_back_holds_nobody_and_prints_nothing_later(stuck: tuple[StuckDriver, PrintResult]) -> None:
    driver, result = stuck
    printer, began = Printer(driver, WIDE, seconds=SECONDS), monotonic()
    assert printer.print_slip(a_slip()) is result
    assert printer.print_slip(a_slip()) is PrintResult.FAILED
    assert printer.status() is PrinterState.UNKNOWN
    assert monotonic() - began < MARGIN_SECONDS
    driver.let_go.set()
    assert driver.closed.wait(20)
    if result is PrintResult.FAILED:
        assert len(driver.written) <= 12


def test_what_was_given_up_may_not_begin() -> None:
    gate = Gate()
    assert gate.give_up() is False
    with pytest.raises(GivenUp):
        gate.begin()


def test_what_has_begun_is_known_to_have_begun() -> None:
    gate = Gate()
    gate.begin()
    assert gate.give_up() is True


def test_a_fault_in_the_work_reaches_who_asked_and_the_next_one_has_a_turn() -> None:
    turns = OneAtATime()

    def broken(_gate: Gate) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        turns.do(broken, 5)
    assert turns.do(lambda _gate: 7, 5) == 7

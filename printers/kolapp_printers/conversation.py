# SPDX-License-Identifier: EUPL-1.2
"""What is said to a printer and heard from it while its wire is open, and what that proves.

An answer to a question that was asked after the slip proves that the slip's last byte has come to the printer, since a wire keeps
the order; only the completion answer proves that it is on the paper.
"""

from dataclasses import dataclass
from time import monotonic

import structlog

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import PrintResult
from kolapp_printers.drivers import Driver, Fault
from kolapp_printers.patience import Gate
from kolapp_printers.status import CANNOT_BEGIN, QUESTIONS, hear, state_of

log = structlog.get_logger()

OPEN_SECONDS = 1.0
MOST_HEARD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Outcome:
    """`has_arrived`: every byte of the slip is in the printer, or none was sent. `has_spoken`: it answered before the slip."""

    result: PrintResult
    state: PrinterState = PrinterState.UNKNOWN
    has_arrived: bool = True
    has_spoken: bool = True


class Conversation:
    """One opening of the wire, for `seconds`; the four status answers together may take `status_seconds` of them."""

    def __init__(self, driver: Driver, seconds: float, status_seconds: float) -> None:
        self.driver, self.status_seconds = driver, status_seconds
        self.end = monotonic() + seconds
        self.last_question = self.end - status_seconds

    def ask(self) -> PrinterState:
        """How the printer is; `unknown` for any silence and any fault."""
        try:
            self.driver.open(OPEN_SECONDS)
            return self._asked(monotonic() + self.status_seconds)
        except Fault:
            return PrinterState.UNKNOWN
        finally:
            self.driver.close()

    def print(self, data: bytes, answer: bytes, gate: Gate, first: bytes = b"") -> Outcome:
        """What became of a slip that is `data` and whose completion is `answer`. Raises `GivenUp` where it came too late.

        `first` goes before everything else, and is no part of the slip: in the midst of a picture's head even a question would be
        taken for the picture's size.
        """
        try:
            state = self._state_before(first)
            if state is None:
                return Outcome(PrintResult.FAILED)
            if state in CANNOT_BEGIN:
                outcome = Outcome(PrintResult.FAILED, state)
            else:
                gate.begin()
                outcome = self._sent(data, answer, has_spoken=state is not PrinterState.UNKNOWN)
            if outcome.has_arrived:
                self.driver.close()
            return outcome
        finally:
            # A slip that nobody answered for may not come out of some buffer when the visitor has long gone.
            self.driver.abandon()

    def _state_before(self, first: bytes) -> PrinterState | None:
        """None where the printer was not reached, or lost before the slip."""
        try:
            self.driver.open(OPEN_SECONDS)
            if first:
                self.driver.write(first, self.last_question - monotonic())
            return self._asked(monotonic() + self.status_seconds)
        except Fault as fault:
            log.warning("printer_not_reached", fault=str(fault))
            return None

    def _sent(self, data: bytes, answer: bytes, has_spoken: bool) -> Outcome:
        """Some of `data` may be on its way from here on, so nothing that follows can be `failed`."""
        try:
            self.driver.write(data, self.last_question - monotonic())
            is_confirmed = self._heard(answer)
        except Fault as fault:
            log.warning("printer_lost", fault=str(fault))
            return Outcome(PrintResult.UNKNOWN, has_arrived=False)
        after = self._state_after() if has_spoken or is_confirmed else PrinterState.UNKNOWN
        has_arrived = is_confirmed or after is not PrinterState.UNKNOWN or not self.driver.can_answer
        result = PrintResult.CONFIRMED if is_confirmed else PrintResult.UNKNOWN
        return Outcome(result, after, has_arrived, has_spoken)

    def _state_after(self) -> PrinterState:
        try:
            return self._asked(min(self.end, monotonic() + self.status_seconds))
        except Fault:
            return PrinterState.UNKNOWN

    def _heard(self, answer: bytes) -> bool:
        """Whether `answer` came before it is time for the last questions, whatever else the printer said in between."""
        heard = b""
        while self.driver.can_answer and (left := self.last_question - monotonic()) > 0 and len(heard) < MOST_HEARD_BYTES:
            heard += self.driver.read(left)
            if answer in heard:
                return True
        return False

    def _asked(self, end: float) -> PrinterState:
        answers = []
        for question in QUESTIONS:
            answers.append(self._answer(question, end))
            if answers[-1] is None:
                return PrinterState.UNKNOWN
        return state_of(tuple(answers))

    def _answer(self, question: bytes, end: float) -> int | None:
        """The status byte that answers `question`, or None."""
        self.driver.write(question, end - monotonic())
        came = b""
        while self.driver.can_answer and (left := end - monotonic()) > 0:
            came += self.driver.read(left)
            heard = hear(came)
            if heard.answer is not None or heard.is_foreign or len(came) > MOST_HEARD_BYTES:
                return heard.answer
        return None

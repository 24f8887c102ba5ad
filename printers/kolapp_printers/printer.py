# SPDX-License-Identifier: EUPL-1.2
"""A printer as programs use it: print a slip, and ask how it is. Calls block; run them in a thread.

What is known of a printout, and never more:

    confirmed   the printer said that it had come to the end of this very slip (GS ( H, function 48)
    failed      nothing was sent: it could not be opened, or it said before that it cannot print (paper, cover, cutter, offline)
    unknown     everything else, silence first of all. The slip may lie in the tray, or come when the paper is filled

A printer without paper takes a slip and prints it later, so nothing is ever sent twice: who prints again says "kopia".
Many printers take one connection; one lock keeps it so.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from uuid import uuid4

import structlog

from kolapp_contract.devices import PrinterState
from kolapp_contract.slip import Slip
from kolapp_contract.tickets import PrintResult
from kolapp_printers.drivers import Driver, Fault
from kolapp_printers.drivers.address import NoSuchAddress, open_driver
from kolapp_printers.encode import NoSuchPaper, check_paper, completion_answer, encode
from kolapp_printers.layout import lay_out
from kolapp_printers.paper import Paper
from kolapp_printers.picture import draw
from kolapp_printers.status import CANNOT_BEGIN, QUESTIONS, hear, state_of
from kolapp_printers.typefaces import Typefaces
from kolapp_printers.words import slip_texts
from kolapp_words.fonts import FONT_FOLDER
from kolapp_words.languages import LANGUAGES

log = structlog.get_logger()

PRINT_SECONDS = 3.0
OPEN_SECONDS = 1.0
STATUS_SHARE = 1 / 6
"""How much of that the four status answers may take together; a healthy printer needs a few milliseconds."""
MOST_HEARD_BYTES = 65536


class Printer:
    """One printer, which gets `seconds` for a slip. `last_state` is what it last said of itself, for heartbeat and staff."""

    def __init__(self, driver: Driver, paper: Paper, font_folder: Path = FONT_FOLDER, seconds: float = PRINT_SECONDS) -> None:
        self.driver, self.paper, self.font_folder = driver, paper, font_folder
        self.seconds, self.status_seconds = seconds, seconds * STATUS_SHARE
        self.last_state = PrinterState.UNKNOWN
        self._one_at_a_time = Lock()

    def print_slip(self, slip: Slip) -> PrintResult:
        """What is known of the printout of `slip`, within 3 s of its turn. Raises nothing for a device that broke."""
        job = secrets.randbelow(1 << 16)
        data = self.bytes_of(slip, job)
        with self._one_at_a_time:
            result = self._printed(data, completion_answer(job))
        log.info("slip_printed", slip_id=str(slip.slip_id), result=result, printer=self.last_state)
        return result

    def status(self) -> PrinterState:
        """How the printer is now; `unknown` for any silence and any fault."""
        with self._one_at_a_time:
            try:
                self.driver.open(OPEN_SECONDS)
                self.last_state = self._asked(monotonic() + self.status_seconds)
            except Fault:
                self.last_state = PrinterState.UNKNOWN
            finally:
                self.driver.close()
        return self.last_state

    def make_ready(self, languages: Iterable[str] = tuple(LANGUAGES)) -> None:
        """The typefaces of these languages are cut and loaded, so that the first visitor waits no longer than the second."""
        for language in languages:
            self.bytes_of(Slip(slip_id=uuid4(), language=language, town="Kölapp", number="A042", local_time=datetime.now(UTC)))

    def bytes_of(self, slip: Slip, job: int = 0) -> bytes:
        """What is sent for `slip`."""
        texts = slip_texts(slip.language)
        typefaces = Typefaces(texts.language, self.font_folder)
        lines = lay_out(slip, self.paper, texts, typefaces.measure)
        return encode(draw(lines, self.paper, typefaces), self.paper, job)

    def _printed(self, data: bytes, answer: bytes) -> PrintResult:
        end = monotonic() + self.seconds
        try:
            self.driver.open(OPEN_SECONDS)
            self.last_state = self._asked(monotonic() + self.status_seconds)
        except Fault as fault:
            log.warning("printer_not_reached", fault=str(fault))
            self.last_state = PrinterState.UNKNOWN
            self.driver.close()
            return PrintResult.FAILED
        try:
            return PrintResult.FAILED if self.last_state in CANNOT_BEGIN else self._sent(data, answer, end)
        except Fault as fault:
            log.warning("printer_lost", fault=str(fault))
            self.last_state = PrinterState.UNKNOWN
            return PrintResult.UNKNOWN
        finally:
            self.driver.close()

    def _sent(self, data: bytes, answer: bytes, end: float) -> PrintResult:
        """Some of `data` may be on its way from here on, so nothing that follows can be `failed`."""
        has_spoken, last_question = self.last_state is not PrinterState.UNKNOWN, end - self.status_seconds
        self.driver.write(data, last_question - monotonic())
        if self._heard(answer, last_question):
            return PrintResult.CONFIRMED
        self.last_state = self._asked(end) if has_spoken else PrinterState.UNKNOWN
        return PrintResult.UNKNOWN

    def _heard(self, answer: bytes, end: float) -> bool:
        """Whether `answer` came before `end`, whatever else the printer said in between."""
        heard = b""
        while self.driver.can_answer and (left := end - monotonic()) > 0 and len(heard) < MOST_HEARD_BYTES:
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


def open_printer(address: str, paper: Paper, font_folder: Path = FONT_FOLDER) -> Printer:
    """The printer at `address` (tcp, usb, serial, file); nothing is sent yet. Raises `NoSuchAddress` and `NoSuchPaper`."""
    check_paper(paper)
    return Printer(open_driver(address), paper, font_folder)


__all__ = ["NoSuchAddress", "NoSuchPaper", "Printer", "open_printer"]

# SPDX-License-Identifier: EUPL-1.2
"""A printer as programs use it: print a slip, and ask how it is. Calls block; run them in a thread.

What is known of a printout, and never more:

    confirmed   the printer said that it had come to the end of this very slip (GS ( H, function 48)
    failed      nothing was sent: it could not be opened, or it said before that it cannot print (paper, cover, cutter, offline)
    unknown     everything else, silence first of all. The slip may lie in the tray, or come when the paper is filled

A printer without paper takes a slip and prints it later, so nothing is ever sent twice: who prints again says "kopia".
Many printers take one connection; one turn at a time keeps it so.

A printer whose wire broke in the midst of a picture waits for the rest of it, and would take the next slip for that: answered
for, and rubbish on the paper. So what may be left unfinished is finished first, and cut off.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

import structlog

from kolapp_contract.devices import PrinterState
from kolapp_contract.slip import Slip
from kolapp_contract.tickets import PrintResult
from kolapp_printers.conversation import Conversation, Outcome
from kolapp_printers.drivers import Driver
from kolapp_printers.drivers.address import NoSuchAddress, open_driver
from kolapp_printers.encode import JOBS, NoSuchPaper, check_paper, completion_answer, encode, finish_unfinished
from kolapp_printers.layout import lay_out
from kolapp_printers.paper import Paper
from kolapp_printers.patience import Gate, GivenUp, OneAtATime
from kolapp_printers.picture import draw
from kolapp_printers.typefaces import Typefaces
from kolapp_printers.words import slip_texts
from kolapp_words.fonts import FONT_FOLDER
from kolapp_words.languages import LANGUAGES

log = structlog.get_logger()

PRINT_SECONDS = 3.0
STATUS_SHARE = 1 / 6
"""How much of that the four status answers may take together; a healthy printer needs a few milliseconds."""


class Printer:
    """One printer, which gets `seconds` for a slip. `last_state` is what it last said of itself, for heartbeat and staff."""

    def __init__(self, driver: Driver, paper: Paper, font_folder: Path = FONT_FOLDER, seconds: float = PRINT_SECONDS) -> None:
        self.driver, self.paper, self.font_folder = driver, paper, font_folder
        self.seconds, self.status_seconds = seconds, seconds * STATUS_SHARE
        self.last_state = PrinterState.UNKNOWN
        self._turns = OneAtATime()
        self._jobs = count(secrets.randbelow(JOBS))
        # Nobody knows what the program before this one left in the printer; a cut at every start would waste paper.
        self._first, self._begin = b"", finish_unfinished(paper, cuts=False)

    def print_slip(self, slip: Slip) -> PrintResult:
        """What is known of the printout of `slip`, within 3 s of its turn, for which it waits 3 s at most.

        Raises nothing for a device that broke.
        """
        job = next(self._jobs) % JOBS
        data = self.bytes_of(slip, job)
        try:
            result = self._turns.do(partial(self._printed, data, completion_answer(job)), self.seconds)
        except GivenUp as given_up:
            log.warning("printer_stuck", has_begun=given_up.has_begun)
            self.last_state = PrinterState.UNKNOWN
            result = PrintResult.UNKNOWN if given_up.has_begun else PrintResult.FAILED
        log.info("slip_printed", slip_id=str(slip.slip_id), result=result, printer=self.last_state)
        return result

    def status(self) -> PrinterState:
        """How the printer is now; `unknown` for any silence and any fault."""
        try:
            self.last_state = self._turns.do(self._asked, self.seconds)
        except GivenUp:
            self.last_state = PrinterState.UNKNOWN
        return self.last_state

    def make_ready(self, languages: Iterable[str] = tuple(LANGUAGES)) -> None:
        """The typefaces of these languages are cut and loaded, so that the first visitor waits no longer than the second."""
        for language in languages:
            self.bytes_of(Slip(slip_id=uuid4(), language=language, town="Kölapp", number="A042", local_time=datetime.now(UTC)))

    def bytes_of(self, slip: Slip, job: int = 0) -> bytes:
        """What is sent for `slip`."""
        texts = slip_texts(slip.language, slip.texts)
        typefaces = Typefaces(texts.language, self.font_folder)
        lines = lay_out(slip, self.paper, texts, typefaces.measure)
        return encode(draw(lines, self.paper, typefaces), self.paper, job)

    def _printed(self, data: bytes, answer: bytes, gate: Gate) -> PrintResult:
        conversation, first, begin = Conversation(self.driver, self.seconds, self.status_seconds), self._first, self._begin
        self._first, self._begin = finish_unfinished(self.paper, cuts=True), b""
        try:
            outcome = conversation.print(begin + data, answer, gate, first=first)
        except GivenUp:
            self._first, self._begin = first, begin
            raise
        self.last_state = outcome.state
        if outcome.result is PrintResult.FAILED:
            self._first, self._begin = first, begin
        else:
            self._first = self._next_first(outcome)
        return outcome.result

    def _next_first(self, outcome: Outcome) -> bytes:
        """What goes before the next slip. A printer that never says a word may well print all, so it need not cut in vain."""
        return b"" if outcome.has_arrived else finish_unfinished(self.paper, cuts=outcome.has_spoken)

    def _asked(self, _gate: Gate) -> PrinterState:
        return Conversation(self.driver, self.seconds, self.status_seconds).ask()


def open_printer(address: str, paper: Paper, font_folder: Path = FONT_FOLDER) -> Printer:
    """The printer at `address` (tcp, usb, serial, file); nothing is sent yet. Raises `NoSuchAddress` and `NoSuchPaper`."""
    check_paper(paper)
    return Printer(open_driver(address), paper, font_folder)


__all__ = ["NoSuchAddress", "NoSuchPaper", "Printer", "open_printer"]

# SPDX-License-Identifier: EUPL-1.2
"""PURE: what a printer's status bytes mean (Epson ESC/POS, DLE EOT n). Every byte that is not in the manual means: unknown.

    asked       answered when all is well   otherwise
    DLE EOT 1   12                          08 offline
    DLE EOT 2   12                          04 cover open, 20 stopped at the end of the paper, 40 error
    DLE EOT 3   12                          08 cutter, 20 unrecoverable, 40 recovers by itself
    DLE EOT 4   12                          0c paper near its end, 60 paper out

A printer may also speak unasked (automatic status back, four bytes), and a late answer for an earlier slip may come (37 .. 00);
those are not the answer and are stepped over.
"""

from dataclasses import dataclass

from kolapp_contract.devices import PrinterState

QUESTIONS = tuple(b"\x10\x04" + bytes((n,)) for n in (1, 2, 3, 4))
FIXED_MASK, FIXED_BITS = 0x93, 0x12
BLOCK_HEAD, BLOCK_END, LONGEST_OTHER = 0x37, 0x00, 80
UNASKED_FIRST_BITS, UNASKED_MASK, UNASKED_LENGTH = 0x10, 0x90, 4

OFFLINE = 0x08
COVER_OPEN, STOPPED_FOR_PAPER, ANY_ERROR = 0x04, 0x20, 0x40
CUTTER, UNRECOVERABLE = 0x08, 0x20
PAPER_LOW, PAPER_OUT = 0x0C, 0x60

CANNOT_BEGIN = frozenset({PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.CUTTER_JAM, PrinterState.OFFLINE})
"""States in which a printer prints nothing; it would hold what it is sent and print it later."""


def is_status(byte: int) -> bool:
    """Whether `byte` can be an answer to DLE EOT: its four fixed bits are right."""
    return byte & FIXED_MASK == FIXED_BITS


@dataclass(frozen=True, slots=True)
class Heard:
    """`answer` is the first byte that can be one, None where none has come; `is_foreign`: bytes came that no manual knows."""

    answer: int | None
    is_foreign: bool = False


def hear(data: bytes) -> Heard:
    """The answer to one question among the bytes that came after it."""
    at = 0
    while at < len(data):
        if is_status(data[at]):
            return Heard(data[at])
        length = _length_of_other(data[at : at + LONGEST_OTHER])
        if length is None:
            return Heard(None, is_foreign=True)
        at += length
    return Heard(None)


def _length_of_other(data: bytes) -> int | None:
    """How long it is what stands at the beginning and is no answer to this question; None where no manual knows it."""
    if data[0] == BLOCK_HEAD:
        end = data.find(BLOCK_END)
        return end + 1 if end >= 0 else len(data)
    return UNASKED_LENGTH if _is_unasked(data[:UNASKED_LENGTH]) else None


def _is_unasked(data: bytes) -> bool:
    """The whole or the beginning of an automatic status: bits 0, 1, 7 clear and 4 set, then 4 and 7 clear."""
    return data[0] & FIXED_MASK == UNASKED_FIRST_BITS and not any(byte & UNASKED_MASK for byte in data[1:])


def state_of(answers: tuple[int | None, ...]) -> PrinterState:
    """What the four answers say together. What has to be mended first comes first."""
    if len(answers) != len(QUESTIONS):
        return PrinterState.UNKNOWN
    seen = [byte for byte in answers if byte is not None and is_status(byte)]
    if len(seen) != len(QUESTIONS):
        return PrinterState.UNKNOWN
    return _state(*seen)


def _state(printer: int, cause: int, error: int, paper: int) -> PrinterState:
    faults = (
        (cause & COVER_OPEN, PrinterState.COVER_OPEN),
        (cause & STOPPED_FOR_PAPER or paper & PAPER_OUT, PrinterState.PAPER_OUT),
        (error & CUTTER, PrinterState.CUTTER_JAM),
        (printer & OFFLINE or cause & ANY_ERROR or error & UNRECOVERABLE, PrinterState.OFFLINE),
        (paper & PAPER_LOW, PrinterState.PAPER_LOW),
    )
    return next((state for is_so, state in faults if is_so), PrinterState.OK)

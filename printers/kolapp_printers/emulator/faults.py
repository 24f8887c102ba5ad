# SPDX-License-Identifier: EUPL-1.2
"""PURE: the faults that a printer can have, and what it answers with each."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """`PLAYED` says what each of them is."""

    NONE = "none"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER = "cover"
    CUTTER = "cutter"
    SILENT = "silent"
    NO_COMPLETION = "no_completion"
    GARBAGE = "garbage"
    CHATTY = "chatty"
    SLOW = "slow"
    HUNG = "hung"
    HALF_OPEN = "half_open"
    CUT = "cut"
    CLOSED = "closed"
    DIES = "dies"


PLAYED = {
    FaultKind.NONE: "Mended.",
    FaultKind.PAPER_LOW: "It prints, and says that the paper is near its end.",
    FaultKind.PAPER_OUT: "It holds what it is sent, and prints it when there is paper again.",
    FaultKind.COVER: "The cover is open; it holds what it is sent.",
    FaultKind.CUTTER: "The cutter is stuck; it holds what it is sent.",
    FaultKind.SILENT: "It prints, and answers nothing.",
    FaultKind.NO_COMPLETION: "It prints, and never says when a slip is done, like some clones.",
    FaultKind.GARBAGE: "It prints, and answers rubbish.",
    FaultKind.CHATTY: "It also tells its status unasked.",
    FaultKind.SLOW: "The wire brings 10 kB a second.",
    FaultKind.HUNG: "It takes a connection and never reads from it.",
    FaultKind.HALF_OPEN: "It was switched off and on amid a connection that it knows nothing of; the sender is not told.",
    FaultKind.CUT: "The wire is cut; the printer lives on and waits for the rest of the picture.",
    FaultKind.CLOSED: "Nobody listens.",
    FaultKind.DIES: "The plug is pulled.",
}

FINE = bytes.fromhex("12 12 12 12")
STATUS = {
    FaultKind.PAPER_LOW: bytes.fromhex("12 12 12 1e"),
    FaultKind.PAPER_OUT: bytes.fromhex("1a 32 12 7e"),
    FaultKind.COVER: bytes.fromhex("1a 16 12 12"),
    FaultKind.CUTTER: bytes.fromhex("1a 52 1a 12"),
}
"""Seen on real printers, but for the cutter's, which is from the manual."""
HOLDING = frozenset({FaultKind.PAPER_OUT, FaultKind.COVER, FaultKind.CUTTER})
"""Nothing is printed now; what came is printed when the fault is gone."""
MUTE = frozenset({FaultKind.SILENT, FaultKind.HUNG})
UNASKED = bytes.fromhex("14 00 00 0f")
RUBBISH = (b"\xff", b"\x00\x81\xfe", b"\x37\x22????\x00", b"\x93\x93", b"HTTP/1.0 400 Bad Request\r\n")


@dataclass(frozen=True, slots=True)
class Fault:
    """`after_bytes`: it begins when a connection has brought so many bytes since it was wished for."""

    kind: FaultKind = FaultKind.NONE
    after_bytes: int = 0


def status_bytes(kind: FaultKind) -> bytes:
    """The four answers to DLE EOT 1-4."""
    return STATUS.get(kind, FINE)


def read_fault(words: list[str]) -> Fault:
    """`paper_out`, or `dies 500` for a fault that begins after 500 bytes. Raises `ValueError`."""
    kind, *after = words
    return Fault(FaultKind(kind), int(after[0]) if after else 0)

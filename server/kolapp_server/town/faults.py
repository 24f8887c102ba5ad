# SPDX-License-Identifier: EUPL-1.2
"""What is wrong in a town's file, said to the one who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_TOLD = 16
"""Right words that a fault tells, where no word is near."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `line` is counted from 1, as an editor counts."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class TownFaults(Exception):
    """The file was not taken. All its faults are told at once, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def nearest(word: str, right: Iterable[str]) -> str:
    """What may have been meant: `; did you mean "names"?`, or the right words where they are few, or nothing."""
    known = sorted(right)
    close = get_close_matches(word, known, n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; it is one of {', '.join(known)}" if 0 < len(known) <= MOST_TOLD else ""

# SPDX-License-Identifier: EUPL-1.2
"""A measured figure beside its target, and the file that other programs read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

FOLDER = Path("var/bench")


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of `rounds` beside its `target`. No rounds: it could not be measured, and `note` says why.

    `over_all` stands instead of the median where the rounds are halls, of which each is a part of the whole.
    """

    name: str
    rounds: tuple[float, ...]
    target: float
    better: Literal["higher", "lower"]
    note: str = ""
    over_all: float | None = None

    @property
    def value(self) -> float | None:
        """The median, or None where nothing was measured."""
        if self.over_all is not None:
            return self.over_all
        return median(self.rounds) if self.rounds else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where nothing was measured."""
        if self.value is None:
            return None
        return self.value >= self.target if self.better == "higher" else self.value <= self.target

    def as_json(self) -> dict[str, object]:
        """As `design.md` fixes it."""
        return {
            "name": self.name,
            "value": self.value,
            "target": self.target,
            "better": self.better,
            "met": self.is_met,
            "rounds": list(self.rounds),
            "note": self.note,
        }


def write(bench: str, figures: Sequence[Figure], details: object = None) -> Path:
    """Keeps the figures in var/bench and prints them, every round."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{bench}.json"
    path.write_text(json.dumps({"figures": [figure.as_json() for figure in figures], "details": details}, indent=1))
    for figure in figures:
        rounds = " ".join(f"{value:.3g}" for value in figure.rounds)
        told = "not measured" if figure.value is None else f"{figure.value:.3g}"
        met = f"target {figure.target:g} ({figure.better})  met: {figure.is_met}"
        print(f"{figure.name:<36} {told:>10}  {met}  [{rounds}] {figure.note}".rstrip())
    return path

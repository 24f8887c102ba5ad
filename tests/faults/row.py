# SPDX-License-Identifier: EUPL-1.2
"""A row of faults.json: what was done to Kölapp, how often, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.history.checker import DOUBLED, LOST, OUT_OF_ORDER, check
from tests.history.records import History


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of each fault."""

    kills: int
    power_cuts: int
    fail_overs: int
    visitors: int
    offline_tickets: int
    displays: int
    display_s: float
    calls: int
    replica_s: float
    rounds: int
    tickets_between_kills: int = 50
    seed: int | None = None
    """What draws the places at which printers break; a new one each time where there is none."""
    patience: float = 1.0
    """How many times longer than agreed anything may take: the tests run beside others, and show what happens, not how fast."""


SHORT = Scale(2, 1, 1, 12, 12, 6, 4.0, 64, 1.0, 2, 15, seed=1, patience=10.0)
USUAL = Scale(60, 30, 5, 120, 60, 50, 20.0, 1000, 30.0, 20)
LONG = Scale(300, 60, 20, 300, 200, 100, 60.0, 2000, 120.0, 60)


@dataclass(frozen=True, slots=True)
class Row:
    """`passed` is None for what could not be run, and `why` says why. `more` holds further keys of the row."""

    fault: str
    rounds: int | None = None
    acknowledged: int | None = None
    lost: int | None = None
    doubled: int | None = None
    out_of_order: int | None = None
    worst_s: float | None = None
    passed: bool | None = None
    why: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the design fixes it, and what is more."""
        return {
            "fault": self.fault,
            "rounds": self.rounds,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "out_of_order": self.out_of_order,
            "worst_s": None if self.worst_s is None else round(self.worst_s, 3),
            "passed": self.passed,
            "why": self.why,
            **self.more,
        }

    def only_if(self, is_good: bool, why: str) -> "Row":
        """The row, which has not passed unless that is so too."""
        return self if is_good else replace(self, passed=False, why=f"{self.why}; {why}".strip("; "))


Run = Callable[[Scale], Row]


def judged(fault: str, rounds: int, history: History, worst_s: float, *, patience: float = 1.0, **more: Any) -> Row:
    """The row of a history, checked for all that was promised."""
    verdict = check(replace(history, patience=patience))
    return Row(
        fault,
        rounds,
        verdict.acknowledged,
        verdict.count(*LOST),
        verdict.count(*DOUBLED),
        verdict.count(*OUT_OF_ORDER),
        worst_s,
        verdict.is_good and verdict.acknowledged > 0,
        verdict.words(),
        more,
    )


def not_run(fault: str, why: str) -> Row:
    """The row of what could not be run here."""
    return Row(fault, why=why)

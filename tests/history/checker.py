# SPDX-License-Identifier: EUPL-1.2
"""The twelve promises, checked over the merged history of clients, kiosks, printers, displays and database. Pure.

An empty part of a history claims nothing: who did not look at displays learns nothing of displays. Only the database's
tickets are always asked for: who was promised a place must be found there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.history import queueing, told
from tests.history.records import History

Invariant = Callable[[History], Iterator[str]]
INVARIANTS: dict[str, Invariant] = {
    "I1": told.i1_every_promised_ticket_exists_once,
    "I2": told.i2_a_number_stands_for_one_ticket,
    "I3": told.i3_each_paper_has_one_ticket,
    "I4": queueing.i4_one_visitor_at_one_desk,
    "I5": queueing.i5_alike_are_called_as_they_came,
    "I6": told.i6_what_ended_before_stands_before,
    "I7": queueing.i7_the_journal_has_no_gaps_and_displays_follow_it,
    "I8": queueing.i8_displays_come_to_stand_where_the_journal_does,
    "I9": queueing.i9_only_steps_that_are_allowed,
    "I10": told.i10_nothing_is_promised_before_it_is_on_disk,
    "I11": told.i11_an_unknown_outcome_becomes_none_or_one,
    "I12": told.i12_nobodys_name_goes_out,
}
LOST, DOUBLED, OUT_OF_ORDER = ("I1", "I10"), ("I2", "I3", "I4", "I11"), ("I5", "I6")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found wrong, by invariant; those that hold are not in it."""

    violations: dict[str, tuple[str, ...]]
    acknowledged: int

    @property
    def is_good(self) -> bool:
        """Whether all twelve hold."""
        return not self.violations

    def count(self, *invariants: str) -> int:
        """How often those were broken."""
        return sum(len(self.violations.get(name, ())) for name in invariants)

    def words(self, at_most: int = 6) -> str:
        """The first of what was found, for whoever has to mend it."""
        told_of = [f"{name}: {sentence}" for name, sentences in self.violations.items() for sentence in sentences[:at_most]]
        return "; ".join(told_of[:at_most])


def check(history: History) -> Verdict:
    """Every violation of every invariant."""
    found = {name: tuple(invariant(history)) for name, invariant in INVARIANTS.items()}
    promised = sum(1 for _ in told.acknowledged(history))
    return Verdict({name: sentences for name, sentences in found.items() if sentences}, promised)

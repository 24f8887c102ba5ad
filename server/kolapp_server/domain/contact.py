# SPDX-License-Identifier: EUPL-1.2
"""What is true of contacts and promises: whether somebody came again, how a promise stands, and which figures may be told. Pure.

Somebody comes again where an earlier record of the same matter is at most 14 days old. A promise holds until the end of its
day; staff are reminded on that day and the day before. A figure of one to four is not told, nor what it could be worked out from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kolapp_server.domain.explaining import FEWEST_TOLD, Told

REPEAT_WITHIN = timedelta(days=14)
REMINDED_BEFORE = timedelta(days=1)


class PromiseState(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"


def promise_state(due_on: date, is_kept: bool | None, today: date) -> PromiseState:
    """`is_kept` None: nobody has said yet."""
    if is_kept is not None:
        return PromiseState.KEPT if is_kept else PromiseState.BROKEN
    if today > due_on:
        return PromiseState.OVERDUE
    return PromiseState.DUE if today >= due_on - REMINDED_BEFORE else PromiseState.OPEN


def is_repeat(last_at: datetime | None, now: datetime) -> bool:
    """Whether a contact now comes again after one of `last_at`."""
    return last_at is not None and now - last_at <= REPEAT_WITHIN


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted between two days, before it is known what may be told."""

    outcomes: Mapping[str, int]
    repeats: int
    avoidable: Mapping[str, int]
    promises: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be told of it."""

    contacts: int
    by_outcome: Mapping[str, Told]
    repeats: Told
    avoidable: Mapping[str, Told]
    promises: Mapping[str, Told]


def figures(counted: Counted) -> Figures:
    """The figures with the small ones left out. A whole of so few is not told either: it stands as none."""
    contacts = sum(counted.outcomes.values())
    return Figures(
        contacts if contacts >= FEWEST_TOLD else 0,
        parts_told(counted.outcomes),
        told(counted.repeats),
        {reason: told(count) for reason, count in sorted(counted.avoidable.items())},
        parts_told(counted.promises),
    )


def parts_told(counts: Mapping[str, int]) -> dict[str, Told]:
    """Parts of a whole that is told: where one of them is left out, so is the smallest of the others."""
    parts = {name: told(count) for name, count in sorted(counts.items())}
    others = [name for name, part in parts.items() if part.count]
    if sum(part.is_few for part in parts.values()) == 1 and others:
        parts[min(others, key=lambda name: (counts[name], name))] = Told(None)
    return parts


def told(count: int) -> Told:
    """The count, or that it is few."""
    return Told(None, is_few=True) if 0 < count < FEWEST_TOLD else Told(count)


def promises_counted(promises: Iterable[tuple[date, bool | None]], today: date) -> Counter[str]:
    """How many promises stand how."""
    return Counter(promise_state(due_on, is_kept, today).value for due_on, is_kept in promises)

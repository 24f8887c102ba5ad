# SPDX-License-Identifier: EUPL-1.2
"""Booked times in a town's file: an errand without a `booking` cannot be booked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time

from kolapp_server.town.section import Section

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Stretch = tuple[int, time, time]
"""Of a weekday (0 is Monday), from and to, in the branch's own time."""
ReadStretch = Callable[[int, str, int], Sequence[Stretch]]
"""Reads what is written as 08:00-17:00 for a weekday, on a line."""


@dataclass(frozen=True, slots=True)
class Booking:
    """How an errand can be booked. Without `times` of its own: within the branch's hours."""

    minutes: int
    places: int
    lead_hours: int
    days_ahead: int
    times: tuple[Stretch, ...] = ()


def read_booking(errand: Section, stretch: ReadStretch) -> Booking | None:
    """The errand's `booking`, if it has one."""
    block = errand.optional_section("booking")
    if block is None:
        return None
    found = Booking(
        minutes=block.number("minutes", 5, 240),
        places=block.number("places", 1, 50, default=1),
        lead_hours=block.number("lead_hours", 0, 336, default=1),
        days_ahead=block.number("days_ahead", 1, 180, default=30),
        times=tuple(_times(block, stretch)),
    )
    block.finish()
    return found


def _times(block: Section, stretch: ReadStretch) -> list[Stretch]:
    hours = block.optional_section("hours")
    if hours is None:
        return []
    hours.known.update(DAYS)
    written = [(number, *said) for number, day in enumerate(DAYS) if day in hours.values for said in hours.words(day)]
    hours.finish()
    return [found for number, words, line in written for found in stretch(number, words, line)]

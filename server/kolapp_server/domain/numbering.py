# SPDX-License-Identifier: EUPL-1.2
"""Ticket numbers: a letter and three digits, four after 999. Spoken digit by digit. From a kiosk that is offline: K1-07."""

from collections.abc import Container

from kolapp_server.domain.refusals import SeriesFull
from kolapp_server.domain.ticket import TicketNumber

SERIES = "ACDEFGHJLMNPQRSTUVWXYZ"
"""A-Z without B, I and O, which are read as 8, 1 and 0, and without K, kept for kiosks that are offline."""
HIGHEST = 9999
FIRST_DISPLACED, LAST_DISPLACED = 900, 999
"""Pairing numbers of no kiosk: under them stand tickets whose number another one has."""


def ticket_number(series: str, count: int) -> TicketNumber:
    """The number of the `count`-th ticket of a series, from 1. Raises `SeriesFull` after 9999."""
    if count > HIGHEST:
        raise SeriesFull()
    return TicketNumber(f"{series}{count:03d}")


def is_of_a_kiosk(number: TicketNumber) -> bool:
    """Whether a kiosk gave that number out by itself: `K1-07`, not `A042`."""
    return "-" in number


def count_of(number: TicketNumber) -> int:
    """The counter in a number: 7 of `K1-07`, 42 of `A042`."""
    return int(number.partition("-")[2] or number[1:])


def displaced(number: TicketNumber, used: Container[TicketNumber]) -> TicketNumber:
    """The number of a ticket whose own, `K1-07`, another ticket has: `K901-07`, as of a kiosk that no branch has.

    `A042` becomes `K900-042`.
    """
    kiosk, _, count = number.partition("-") if is_of_a_kiosk(number) else ("K0", "-", number[1:])
    alike = f"K{FIRST_DISPLACED + int(kiosk[1:]) % 100}-{count}"
    for candidate in (alike, *(f"K{stranger}-{count}" for stranger in range(LAST_DISPLACED, FIRST_DISPLACED - 1, -1))):
        if candidate not in used:
            return TicketNumber(candidate)
    raise SeriesFull()

# SPDX-License-Identifier: EUPL-1.2
"""Ticket numbers: a letter and three digits, four after 999. Spoken digit by digit."""

from kolapp_server.domain.refusals import SeriesFull
from kolapp_server.domain.ticket import TicketNumber

SERIES = "ACDEFGHJLMNPQRSTUVWXYZ"
"""A-Z without B, I and O, which are read as 8, 1 and 0, and without K, kept for kiosks that are offline."""
HIGHEST = 9999


def ticket_number(series: str, count: int) -> TicketNumber:
    """The number of the `count`-th ticket of a series, from 1. Raises `SeriesFull` after 9999."""
    if count > HIGHEST:
        raise SeriesFull()
    return TicketNumber(f"{series}{count:03d}")

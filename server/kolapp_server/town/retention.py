# SPDX-License-Identifier: EUPL-1.2
"""How long a town keeps what it may decide on itself, and where that was decided. What is left out is kept as long as usual."""

from collections.abc import Iterator
from dataclasses import dataclass

from kolapp_server.town.faults import nearest
from kolapp_server.town.section import Section

SETTABLE = (
    "answer_reads", "bookings", "cards", "contact_notes", "contact_readings", "contact_records", "contact_renewals", "contacts",
    "incident_readings", "incidents", "officer_calls", "ticket_ways",
)  # fmt: skip
"""Visitors have been promised how soon their notes and secrets go; journal and tickets are the server's, for all branches."""
LONGEST_DAYS = 3650
DECISION_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Retention:
    """Rows under that rule are kept for so many days, by that decision."""

    rule: str
    days: int
    decision: str


def read_retention(file: Section) -> Iterator[Retention]:
    """What stands under `retention`, if the town has decided anything."""
    block = file.optional_section("retention")
    for rule in block.values if block else ():
        inner = block.section(rule) if block else None
        if block is None or inner is None:
            continue
        if rule not in SETTABLE:
            block.fault(f'there is no rule "{rule}" that a town can set{nearest(rule, SETTABLE)}', block.line_at(rule))
        days, decision = inner.number("days", 1, LONGEST_DAYS), inner.text("decision", DECISION_LONGEST)
        inner.finish()
        yield Retention(rule, days, decision)

# SPDX-License-Identifier: EUPL-1.2
"""The queue once more, written from the agreement and not from the server: which step leads where, and how everything stands."""

import zlib
from dataclasses import dataclass, field

from tests.history.records import JournalRow

WAITING, CALLED, SERVING, PARKED, ABSENT = "waiting", "called", "serving", "parked", "absent"
DONE, CANCELLED, LEFT = "done", "cancelled", "left"
ACTIVE = (CALLED, SERVING)
OPEN = (WAITING, CALLED, SERVING, PARKED, ABSENT)
NOT_THERE = None
STEPS: dict[str, tuple[tuple[str | None, ...], str]] = {
    "TicketIssued": ((NOT_THERE,), WAITING),
    "OfflineTicketTaken": ((NOT_THERE,), WAITING),
    "OfflineTicketLeft": ((NOT_THERE,), LEFT),
    "TicketCalled": ((WAITING,), CALLED),
    "TicketRecalled": ((CALLED,), CALLED),
    "ServingStarted": ((CALLED,), SERVING),
    "TicketParked": ((SERVING,), PARKED),
    "ServingResumed": ((PARKED,), SERVING),
    "TicketUnparked": ((PARKED,), WAITING),
    "TicketTransferred": (ACTIVE, WAITING),
    "TicketMissed": ((CALLED,), ABSENT),
    "TicketReturned": ((ABSENT,), WAITING),
    "TicketFinished": (ACTIVE, DONE),
    "TicketCancelled": ((WAITING, CALLED, PARKED, ABSENT), CANCELLED),
    "TicketLeft": (OPEN, LEFT),
    "CallUndone": ((CALLED,), WAITING),
}
"""From where, and to where."""
NO_STEPS = frozenset({"TicketBarred", "TicketPrinted", "OfflineTicketMatched", "TicketAlsoKnownAs"})
"""They speak of a ticket and move none."""


@dataclass(slots=True)
class Standing:
    """How the tickets of one branch stand after some rows of its journal."""

    status: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    desk_of: dict[str, str] = field(default_factory=dict)
    visitor_at: dict[str, str] = field(default_factory=dict)
    parked_at: dict[str, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def after(self, row: JournalRow) -> list[str]:
        """Moves on by `row`; what was wrong with it, in sentences."""
        ticket, step = row.ticket_id, STEPS.get(row.kind)
        if ticket is None or row.kind in NO_STEPS:
            return []
        if step is None:
            return [f"seq {row.seq}: nobody knows the step {row.kind}"]
        before = self.status.get(ticket)
        wrong = [] if before in step[0] else [f"seq {row.seq}: {row.kind} on {ticket}, which is {before or 'not there'}"]
        self.status[ticket] = step[1]
        if row.number:
            self.numbers[ticket] = row.number
        (self.open.add if step[1] in OPEN else self.open.discard)(ticket)
        return wrong

    def seated(self, row: JournalRow) -> list[str]:
        """Moves desks on by `row`; who sits at two desks, and where two sit."""
        ticket = row.ticket_id
        if ticket is None or row.kind not in STEPS:
            return []
        if STEPS[row.kind][1] not in ACTIVE:
            return self._risen(ticket)
        was_at = self.desk_of.get(ticket)
        desk = row.desk or was_at or self.parked_at.get(ticket, "")
        other = self.visitor_at.get(desk)
        wrong = (
            [f"seq {row.seq}: {ticket} is called to {desk} and still active at {was_at}"] if was_at not in (None, desk) else []
        )
        if other not in (None, ticket):
            wrong.append(f"seq {row.seq}: {desk} has {ticket} and still {other}")
        self.desk_of[ticket] = desk
        self.visitor_at[desk] = ticket
        return wrong

    def _risen(self, ticket: str) -> list[str]:
        desk = self.desk_of.pop(ticket, None)
        if desk is not None and self.visitor_at.get(desk) == ticket:
            del self.visitor_at[desk]
        if desk is not None:
            self.parked_at[ticket] = desk
        return []

    def digest(self) -> int:
        """The hash that every waiting room must have."""
        lines = sorted(f"{self.numbers[t]}|{self.status[t]}|{self.shown_desk(t)}" for t in self.open)
        return zlib.crc32("\n".join(lines).encode())

    def shown_desk(self, ticket: str) -> str:
        """The desk that stands beside a ticket's number."""
        return self.desk_of.get(ticket, "")

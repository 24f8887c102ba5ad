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
    "LegFinished": (ACTIVE, WAITING),
    "TicketCancelled": ((WAITING, CALLED, PARKED, ABSENT), CANCELLED),
    "TicketLeft": (OPEN, LEFT),
    "CallUndone": ((CALLED,), WAITING),
}
"""From where, and to where."""
JOINED, PARTED = "VisitJoined", "VisitLeft"
"""A desk takes part in another desk's visit: it is busy, and has no visitor of its own. The visit has one owner."""
PREPARED = "PreparationSet"
NO_STEPS = frozenset(
    {"TicketBarred", "TicketPrinted", "OfflineTicketMatched", "TicketAlsoKnownAs", JOINED, PARTED, PREPARED}
    | {"HandOverMarked", "ErrandsPlanned", "BindingMoved", "JoiningAsked", "AskingEnded"}
)
"""They speak of a ticket and move none."""


@dataclass(slots=True)
class Standing:
    """How the tickets of one branch stand after some rows of its journal."""

    status: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    desk_of: dict[str, str] = field(default_factory=dict)
    visitor_at: dict[str, str] = field(default_factory=dict)
    parked_at: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
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
        if ticket is not None and row.kind in (JOINED, PARTED):
            return self._takes_part(row, ticket, row.desk or "")
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
        if desk in self.joined:
            wrong.append(f"seq {row.seq}: {desk} has {ticket} and still takes part in the visit of {self.joined[desk]}")
        self.desk_of[ticket] = desk
        self.visitor_at[desk] = ticket
        return wrong

    def _takes_part(self, row: JournalRow, ticket: str, desk: str) -> list[str]:
        """Only in a visit that is at another desk, and only a desk with nobody of its own."""
        if row.kind == PARTED:
            return [] if self.joined.pop(desk, None) == ticket else [f"seq {row.seq}: {desk} left a visit that it had not joined"]
        owner, other = self.desk_of.get(ticket), self.visitor_at.get(desk) or self.joined.get(desk)
        self.joined[desk] = ticket
        if owner in (None, desk):
            return [f"seq {row.seq}: {desk} joined {ticket}, which is at {owner or 'no desk'}"]
        return [] if other is None else [f"seq {row.seq}: {desk} joined {ticket} and still has {other}"]

    def _risen(self, ticket: str) -> list[str]:
        """Who took part is free by that."""
        desk = self.desk_of.pop(ticket, None)
        self.joined = {at: whose for at, whose in self.joined.items() if whose != ticket} if self.joined else self.joined
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

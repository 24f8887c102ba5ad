# SPDX-License-Identifier: EUPL-1.2
"""One batch: commands tried out on drafts of the branches' days, then written as a few statements with many rows.

Each command sees those accepted before it in the same batch. Nothing of a batch is seen by anybody before it is committed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import Row as SqlRow

from kolapp_server.domain.changing import made_at_once
from kolapp_server.domain.commands import CallNext, Command
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.events import DayStarted, Event, TicketCalled
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.ticket import TicketId
from kolapp_server.store import journal
from kolapp_server.store.faults import RequestReused, UnknownBranch
from kolapp_server.store.rows import Row, Sheet
from kolapp_server.store.standing import put_desks, put_tickets, touched_desks, touched_tickets
from kolapp_server.store.tables import journal as journal_table
from kolapp_server.store.tables import requests
from kolapp_server.store.words import Words, put_words


@made_at_once
@dataclass(frozen=True, slots=True)
class Ask:
    """A command with its promise: the same `request_id` always gets the same answer; another body with it is refused."""

    branch_id: str
    command: Command
    request_id: str
    fingerprint: bytes
    actor: str | None = None
    words: tuple[Words, ...] = ()


@made_at_once
@dataclass(frozen=True, slots=True)
class Done:
    """What came of an `Ask`. `seq` is the journal number at which it was committed; `day` a committed day."""

    day: Day
    seq: int
    ticket_id: TicketId | None
    events: tuple[Event, ...] = ()
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Committed:
    """What a batch made of one branch's day: a batch of ours, or what another replica wrote."""

    before: Day
    after: Day
    events: tuple[Event, ...]
    is_ours: bool = True


@made_at_once
@dataclass(frozen=True, slots=True)
class Remembered:
    """A request that was answered."""

    fingerprint: bytes
    seq: int
    ticket_id: TicketId | None


@dataclass(slots=True)
class BranchDraft:
    """One branch within a batch."""

    before: Day
    day: Day
    remembered: dict[str, Remembered]
    missed: Committed | None = None
    events: list[tuple[Event, str | None]] = field(default_factory=list)
    ticket_rows: dict[TicketId, Callable[[], Row]] = field(default_factory=dict)
    requests: dict[str, Remembered] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)

    def carry_out(self, ask: Ask, now: datetime) -> Done:
        """What comes of `ask`. Raises a `Refusal` or `RequestReused`; then nothing is changed."""
        known = self.requests.get(ask.request_id) or self.remembered.get(ask.request_id)
        if known is not None:
            return self._repeated(ask, known)
        tried = try_out(self.day, ask.command, now)
        self.ticket_rows.update(touched_tickets(self.day, tried.day, tried.events))
        self.events.extend((event, ask.actor) for event in tried.events)
        self.day = tried.day
        self.words.extend(ask.words)
        ticket_id = _ticket_of(ask.command, tried.events)
        self.requests[ask.request_id] = Remembered(ask.fingerprint, self.day.seq, ticket_id)
        return Done(self.day, self.day.seq, ticket_id, tuple(tried.events))

    def _repeated(self, ask: Ask, known: Remembered) -> Done:
        if known.fingerprint != ask.fingerprint:
            raise RequestReused()
        return Done(self.day, known.seq, known.ticket_id, is_repeat=True)

    def write_down(self, sheet: Sheet) -> None:
        """Journal, standing, requests and words of this branch."""
        if self.events:
            sheet.add(journal_table, journal.rows(self.before, self.events))
            put_tickets(sheet, [row() for row in self.ticket_rows.values()])
            put_desks(sheet, touched_desks(self.before, self.day))
            sheet.also(lambda connection: journal.move_head(connection, self.day))
        if self.requests:
            sheet.add(requests, (self._request_row(*entry) for entry in self.requests.items()))
        put_words(sheet, self.words)

    def _request_row(self, request_id: str, request: Remembered) -> Row:
        return {
            "branch_id": self.day.branch_id,
            "request_id": request_id,
            "fingerprint": request.fingerprint,
            "seq": request.seq,
            "ticket_id": request.ticket_id,
            "at": self.day.last_at,
        }

    def committed(self) -> Committed:
        """What there is to tell once it is on disk."""
        return Committed(self.before, self.day, tuple(event for event, _ in self.events))


@dataclass(slots=True)
class BranchMemory:
    """A branch as this process knows it: the last committed day, and the requests answered in it.

    It is doubted after a commit whose outcome nobody knows, and after the wire to the database broke: then it may be shown, but
    nothing is decided on it before it has been read anew.
    """

    day: Day
    remembered: dict[str, Remembered]
    is_doubted: bool = False


def open_draft(
    connection: Connection, branch_id: str, memory: BranchMemory | None, asked: list[str] | None = None
) -> BranchDraft:
    """A draft on the branch's true day: its counter row is locked, and what another replica wrote is folded in.

    `asked` are the ids of the requests to come, where other replicas may have answered them; else they are all remembered.
    """
    head = journal.head(connection, branch_id)
    if head is None:
        raise UnknownBranch()
    day, missed = present_day(connection, branch_id, head, memory)
    if asked is None:
        is_same = memory is not None and day is memory.day
        remembered = memory.remembered if memory and is_same else load_requests(connection, branch_id, day)
    else:
        remembered = {} if memory is None or memory.is_doubted else memory.remembered
        remembered |= find_requests(connection, branch_id, [name for name in asked if name not in remembered])
    return BranchDraft(day, day, remembered, missed)


def present_day(
    connection: Connection, branch_id: str, head: journal.Head, memory: BranchMemory | None
) -> tuple[Day, Committed | None]:
    """The branch's day at `head`, and what others made of the day that is remembered. Raises `UnknownBranch`."""
    if memory is not None and not memory.is_doubted and (memory.day.epoch, memory.day.seq) == (head.epoch, head.seq):
        return memory.day, None
    is_ahead = memory is not None and memory.day.epoch == head.epoch and memory.day.seq <= head.seq
    if memory is None or memory.is_doubted or not is_ahead:
        day = journal.load_day(connection, branch_id)
        if day is None:
            raise UnknownBranch()
        return day, _turned_into(connection, memory.day, day) if memory else None
    events = tuple(journal.since(connection, branch_id, head.epoch, memory.day.seq))
    day = fold_all(memory.day, events)
    return day, Committed(memory.day, day, events, is_ours=False)


def _turned_into(connection: Connection, before: Day, after: Day) -> Committed | None:
    """What there is to tell of a day that was read anew. Under another epoch all of it is new, as when a day begins."""
    if (before.epoch, before.seq) == (after.epoch, after.seq):
        return None
    if before.epoch != after.epoch or before.seq > after.seq:
        return Committed(before, after, (DayStarted(after.last_at, after.service_day),), is_ours=False)
    return Committed(before, after, tuple(journal.since(connection, after.branch_id, after.epoch, before.seq)), is_ours=False)


def load_requests(connection: Connection, branch_id: str, day: Day) -> dict[str, Remembered]:
    """The requests answered on the present day."""
    began = min((ticket.issued_at for ticket in day.tickets.values()), default=day.last_at)
    query = select(requests).where(requests.c.branch_id == branch_id, requests.c.at >= began)
    return {row.request_id: _remembered(row) for row in connection.execute(query)}


def find_request(connection: Connection, branch_id: str, request_id: str) -> Remembered | None:
    """A request answered in the last seven days."""
    query = select(requests).where(requests.c.branch_id == branch_id, requests.c.request_id == request_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _remembered(row)


def find_requests(connection: Connection, branch_id: str, request_ids: list[str]) -> dict[str, Remembered]:
    """Those of the requests that were answered in the last seven days."""
    if not request_ids:
        return {}
    query = select(requests).where(requests.c.branch_id == branch_id, requests.c.request_id.in_(request_ids))
    return {row.request_id: _remembered(row) for row in connection.execute(query)}


def _remembered(row: SqlRow[Any]) -> Remembered:
    return Remembered(row.fingerprint, row.seq, row.ticket_id)


def _ticket_of(command: Command, events: list[Event]) -> TicketId | None:
    if isinstance(command, CallNext):
        called = (event.ticket_id for event in events if isinstance(event, TicketCalled) and event.desk == command.desk)
        return next(called, None)
    return getattr(command, "ticket_id", None)

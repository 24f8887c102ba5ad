# SPDX-License-Identifier: EUPL-1.2
"""A branch's journal begins anew, after a backup was restored.

What happened between the backup and the fault is not in the backup, but it was on slips and screens. So the present day is
written once more under a higher epoch: whoever listens sees another epoch and takes a snapshot, and the numbers that may have
been given out meanwhile are skipped. The rows of before stay as they are; of a service day, the highest epoch counts.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from immutables import Map
from sqlalchemy import Connection, case, delete, func, insert, literal, select, update
from sqlalchemy import Row as SqlRow

from kolapp_server.domain import events as happened
from kolapp_server.domain.commands import Tick
from kolapp_server.domain.day import Day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.ticket import Ticket, TicketId
from kolapp_server.store import journal
from kolapp_server.store.rows import at_once
from kolapp_server.store.standing import desk_row, put_desks, put_tickets, ticket_row, touched_tickets
from kolapp_server.store.tables import branches, requests, sessions
from kolapp_server.store.tables import journal as journal_table

NUMBERS_SKIPPED = 100
LASTING = (happened.BranchConfigured.__name__, happened.NoticePosted.__name__)
"""What was said once and holds on every later day."""


class DayDiffers(Exception):
    """The day that was written anew is not the day that the backup holds. Nothing was changed."""


def epochs(connection: Connection) -> dict[str, int]:
    """The epoch of every branch."""
    return {row.branch_id: row.epoch for row in connection.execute(select(branches.c.branch_id, branches.c.epoch))}


def begin_anew(connection: Connection, branch_id: str, epoch: int, now: datetime) -> Day:
    """The branch goes on under `epoch` where it stood, its numbers moved on. Raises `DayDiffers`."""
    before = journal.load_day(connection, branch_id)
    assert before is not None
    began = _rewrite(connection, before, epoch)
    day = journal.load_day(connection, branch_id)
    if day is None or _without_numbering(day) != _without_numbering(before):
        raise DayDiffers()
    _shift_requests(connection, branch_id, before.seq - day.seq, began)
    rows = [ticket_row(ticket, branch_id, day.service_day) for ticket in day.tickets.values()]
    at_once(connection, lambda sheet: put_tickets(sheet, rows))
    return _moved_on(connection, day, now)


def sign_everybody_out(connection: Connection) -> None:
    """Who was signed out after the backup stays so; everybody else signs in once more."""
    connection.execute(delete(sessions))


def _rewrite(connection: Connection, before: Day, epoch: int) -> int:
    """The present day's rows stand under `epoch`, from 1. Returns the journal number at which the day began before."""
    old = (journal_table.c.branch_id == before.branch_id) & (journal_table.c.epoch == before.epoch)
    day_started = journal_table.c.kind == happened.DayStarted.__name__
    began = connection.scalar(select(func.max(journal_table.c.seq)).where(old, day_started)) or 1
    lasting = [_last_of(connection, before, kind, began) for kind in LASTING]
    today = connection.execute(select(journal_table).where(old, journal_table.c.seq >= began).order_by(journal_table.c.seq))
    rows = [*sorted((row for row in lasting if row is not None), key=lambda row: row.seq), *today]
    for seq, row in enumerate(rows, start=1):
        connection.execute(insert(journal_table).values({**row._mapping, "epoch": epoch, "seq": seq}))
    counter = {"epoch": epoch, "seq": len(rows), "last_at": before.last_at}
    connection.execute(update(branches).where(branches.c.branch_id == before.branch_id).values(counter))
    return began


def _last_of(connection: Connection, day: Day, kind: str, before_seq: int) -> SqlRow[Any] | None:
    table = journal_table.c
    is_it = (table.branch_id == day.branch_id) & (table.epoch == day.epoch) & (table.kind == kind) & (table.seq < before_seq)
    return connection.execute(select(journal_table).where(is_it).order_by(table.seq.desc()).limit(1)).one_or_none()


def _without_numbering(day: Day) -> tuple[Day, list[Ticket], dict[str, list[TicketId]]]:
    """The day but for the journal's numbers. Turns keep their order, since the rows did."""
    in_turn = sorted(day.tickets.values(), key=lambda ticket: ticket.leg.turn)
    waiting = {str(errand): [entry.ticket_id for entry in line] for errand, line in day.lines.items()}
    return replace(day, epoch=0, seq=0, tickets=Map(), lines=Map()), [_unnumbered(ticket) for ticket in in_turn], waiting


def _unnumbered(ticket: Ticket) -> Ticket:
    return replace(ticket, leg=replace(ticket.leg, turn=ticket.leg.turn._replace(seq=0)))


def _shift_requests(connection: Connection, branch_id: str, by: int, began: int) -> None:
    """Who asks again gets the same ticket, at a number that this epoch's journal has; of an earlier day, its first."""
    seq = case((requests.c.seq > began, requests.c.seq - by), else_=literal(1))
    connection.execute(update(requests).where(requests.c.branch_id == branch_id).values(seq=seq))


def _moved_on(connection: Connection, day: Day, now: datetime) -> Day:
    """The day of `now`, in which the numbers that may be on slips are never used."""
    draft = try_out(day, Tick(), now)
    draft.add(happened.NumbersSkipped(draft.at, NUMBERS_SKIPPED))
    connection.execute(insert(journal_table), list(journal.rows(day, ((event, None) for event in draft.events))))
    touched = [row() for row in touched_tickets(day, draft.day, draft.events).values()]
    at_once(connection, lambda sheet: put_tickets(sheet, touched))
    at_once(connection, lambda sheet: put_desks(sheet, [desk_row(desk, day.branch_id) for desk in draft.day.desks.values()]))
    connection.execute(journal.MOVE_HEAD, {"branch": day.branch_id, "to": draft.day.seq, "at": draft.day.last_at})
    return draft.day

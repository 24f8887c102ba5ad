# SPDX-License-Identifier: EUPL-1.2
"""The journal: what happened, numbered without gaps per branch. It is read to make a day, and to bring it up to date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, select, update

from kolapp_server.domain import events as happened
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.events import Event
from kolapp_server.domain.folding import fold_all
from kolapp_server.store import straight
from kolapp_server.store.tables import branches, journal, to_microseconds

CHANNEL = "kolapp"
"""Where PostgreSQL wakes the other replicas, with the branch and the journal number. What happened is read in the journal."""
_ADAPTERS: dict[str, TypeAdapter[Event]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Event)}
_WRITERS = {name: adapter.serializer.to_json for name, adapter in _ADAPTERS.items()}

MOVE_HEAD = (
    update(branches)
    .where(branches.c.branch_id == bindparam("branch"))
    .values(seq=bindparam("to"), last_at=bindparam("at", type_=branches.c.last_at.type))
)
"""Moves a branch's counter row on, together with the journal rows that it counts."""
_MOVE_AND_WAKE = MOVE_HEAD.returning(func.pg_notify(CHANNEL, bindparam("word")))
_MOVE_STRAIGHT = "UPDATE branches SET seq = ?, last_at = ? WHERE branch_id = ?"
_GLANCE = select(branches.c.epoch, branches.c.seq, branches.c.last_at).where(branches.c.branch_id == bindparam("branch"))
_HEAD = _GLANCE.with_for_update()
_HEADS = select(branches.c.branch_id, branches.c.epoch, branches.c.seq, branches.c.last_at)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a branch's journal stands."""

    epoch: int
    seq: int
    last_at: datetime


def encode(event: Event) -> tuple[str, str]:
    """An event's kind and its body as JSON."""
    kind = type(event).__name__
    return kind, _WRITERS[kind](event, exclude_defaults=True).decode()


def decode(kind: str, body: str) -> Event:
    """The event that was written. Raises `KeyError` for a kind that this release does not know."""
    return _ADAPTERS[kind].validate_json(body)


def rows(day: Day, events: Iterable[tuple[Event, str | None]]) -> Iterator[dict[str, Any]]:
    """The rows of events with their actors, numbered on from the last of `day`."""
    for seq, (event, actor) in enumerate(events, start=day.seq + 1):
        kind, body = encode(event)
        yield {
            "branch_id": day.branch_id,
            "epoch": day.epoch,
            "seq": seq,
            "at": event.at,
            "kind": kind,
            "body": body,
            "actor": actor,
        }


def head(connection: Connection, branch_id: str) -> Head | None:
    """Where the journal stands, its counter row locked for this transaction; None for a branch that is not set up."""
    row = connection.execute(_HEAD, {"branch": branch_id}).one_or_none()
    return None if row is None else Head(row.epoch, row.seq, row.last_at)


def stands_at(connection: Connection, day: Day) -> bool:
    """Whether nothing has been written to the branch's journal since `day`. Asked of SQLite."""
    where = straight.ask(connection, "SELECT epoch, seq FROM branches WHERE branch_id = ?", day.branch_id)
    return bool(where == (day.epoch, day.seq))


def heads(connection: Connection) -> dict[str, Head]:
    """Where every branch's journal stands, nothing locked."""
    return {row.branch_id: Head(row.epoch, row.seq, row.last_at) for row in connection.execute(_HEADS)}


def move_head(connection: Connection, day: Day) -> None:
    """The counter row counts the rows up to `day`; once they are committed, other replicas are woken."""
    if straight.is_sqlite(connection):
        straight.ask(connection, _MOVE_STRAIGHT, day.seq, to_microseconds(day.last_at), day.branch_id)
    else:
        to = {"branch": day.branch_id, "to": day.seq, "at": day.last_at}
        connection.execute(_MOVE_AND_WAKE, {**to, "word": f"{day.branch_id}:{day.seq}"})


def since(connection: Connection, branch_id: str, epoch: int, seq: int, before: int | None = None) -> list[Event]:
    """What happened after `seq`, in order; up to `before`, where that is given."""
    query = (
        select(journal.c.kind, journal.c.body)
        .where(journal.c.branch_id == branch_id, journal.c.epoch == epoch, journal.c.seq > seq)
        .order_by(journal.c.seq)
    )
    if before is not None:
        query = query.where(journal.c.seq < before)
    return [decode(row.kind, row.body) for row in connection.execute(query)]


def load_day(connection: Connection, branch_id: str) -> Day | None:
    """The branch's present day, folded from the journal since the day began; None for a branch that is not set up."""
    now = connection.execute(_GLANCE, {"branch": branch_id}).one_or_none()
    if now is None:
        return None
    start = _last(connection, branch_id, now.epoch, happened.DayStarted.__name__)
    if start is None:
        return None
    started_seq, started = start
    assert isinstance(started, happened.DayStarted)
    base = _day_before(connection, branch_id, now.epoch, started_seq, started)
    return fold_all(base, since(connection, branch_id, now.epoch, base.seq))


def day_told(connection: Connection, branch_id: str, service_day: date) -> tuple[Day, list[Event]] | None:
    """How that service day began, and what happened in it; None for a day of which nothing is known."""
    started = (
        select(journal.c.epoch, journal.c.seq, journal.c.body)
        .where(journal.c.branch_id == branch_id, journal.c.kind == happened.DayStarted.__name__)
        .order_by(journal.c.epoch.desc(), journal.c.seq.desc())
    )
    ends: tuple[int, int] | None = None
    for row in connection.execute(started):
        event = decode(happened.DayStarted.__name__, row.body)
        assert isinstance(event, happened.DayStarted)
        if event.service_day == service_day:
            base = _day_before(connection, branch_id, row.epoch, row.seq, event)
            last = ends[1] if ends is not None and ends[0] == row.epoch else None
            return base, since(connection, branch_id, row.epoch, base.seq, before=last)
        ends = (row.epoch, row.seq)
    return None


def _day_before(connection: Connection, branch_id: str, epoch: int, started_seq: int, started: happened.DayStarted) -> Day:
    configured = _last(connection, branch_id, epoch, happened.BranchConfigured.__name__, before=started_seq)
    assert configured is not None
    assert isinstance(configured[1], happened.BranchConfigured)
    notice = _last(connection, branch_id, epoch, happened.NoticePosted.__name__, before=started_seq)
    has_notice = notice is not None and isinstance(notice[1], happened.NoticePosted) and notice[1].has_text
    day = first_day(branch_id, configured[1].rules, started.service_day, started.at)
    return replace(day, epoch=epoch, seq=started_seq - 1, has_notice=has_notice)


def _last(connection: Connection, branch_id: str, epoch: int, kind: str, before: int | None = None) -> tuple[int, Event] | None:
    query = select(journal.c.seq, journal.c.kind, journal.c.body).where(
        journal.c.branch_id == branch_id, journal.c.epoch == epoch, journal.c.kind == kind
    )
    if before is not None:
        query = query.where(journal.c.seq < before)
    row = connection.execute(query.order_by(journal.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else (row.seq, decode(row.kind, row.body))


def branch_ids(connection: Connection) -> list[str]:
    """Every branch that has been set up."""
    return list(connection.scalars(select(branches.c.branch_id).order_by(branches.c.branch_id)))


def length(connection: Connection, branch_id: str) -> int:
    """How many rows a branch's journal has, over all epochs."""
    return connection.scalar(select(func.count()).where(journal.c.branch_id == branch_id)) or 0

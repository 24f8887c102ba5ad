# SPDX-License-Identifier: EUPL-1.2
"""What comes of a batch of jobs, worked out and written down before anything of it is committed.

Where nobody else writes, a branch's day in memory is its true day. Then the event loop tries the next batch out by itself as soon
as the one before has been answered, and writes it down in a transaction; to the writer's thread is left what takes long, the
commit. Two threads that take turns at the interpreter wake each other again and again: for each row, each statement. What would
have to wait, as while somebody else has the lock, is left to the thread from the beginning.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kolapp_server.domain.refusals import Refusal
from kolapp_server.store import journal, straight
from kolapp_server.store.batch import Ask, BranchDraft, BranchMemory
from kolapp_server.store.faults import StoreFault, UnknownBranch
from kolapp_server.store.rows import Sheet


@dataclass(slots=True)
class Job:
    """Something to be written, and who waits for it."""

    work: Ask | Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


Result = tuple[Job, Any]
Drafts = dict[str, BranchDraft]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a batch makes of its branches, what each job is answered, and the rows that say so."""

    drafts: Drafts
    results: list[Result]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Written:
    """A batch whose rows stand in the transaction of `connection`, which only has to be committed."""

    tried: Tried
    connection: Connection


def write_ahead(tried: Tried, engine: Engine) -> Written | None:
    """None where the rows cannot be written at once: somebody else has the lock, or has written since, or a statement failed.

    Then the thread does all of it again. It meets the same error, and knows how to keep it from the others of the batch.
    """
    try:
        connection = straight.begin_at_once(engine)
    except Exception:
        return None
    try:
        if still_stands := all(journal.stands_at(connection, draft.before) for draft in tried.drafts.values()):
            tried.sheet.carry_out(connection)
    except Exception:
        still_stands = False
    if still_stands:
        return Written(tried, connection)
    connection.close()
    return None


def try_ahead(jobs: list[Job], memory: Mapping[str, BranchMemory], now: datetime) -> Tried | None:
    """What comes of commands on the days in memory; None where a job is no command, a day is not known for sure, or one fails."""
    drafts: Drafts = {}
    for job in jobs:
        if not isinstance(job.work, Ask):
            return None
        known = memory.get(job.work.branch_id)
        if known is None or known.is_doubted:
            return None
        if job.work.branch_id not in drafts:
            drafts[job.work.branch_id] = BranchDraft(known.day, known.day, known.remembered)
    try:
        return try_batch(jobs, drafts, now, Sheet(for_postgres=False))
    except Exception:
        return None


def try_batch(jobs: Iterable[Job], drafts: Drafts, now: datetime, sheet: Sheet, connection: Connection | None = None) -> Tried:
    """What comes of each job, and what is to be written. Work that is no command is done at once on `connection`."""
    results = [(job, _result(job, drafts, now, connection)) for job in jobs]
    for draft in drafts.values():
        draft.write_down(sheet)
    return Tried(drafts, results, sheet)


def _result(job: Job, drafts: Drafts, now: datetime, connection: Connection | None) -> Any:  # noqa: ANN401 (whatever the work returns)
    if not isinstance(job.work, Ask):
        assert connection is not None
        return _worked(job.work, connection)
    try:
        if job.work.branch_id not in drafts:
            raise UnknownBranch()
        return drafts[job.work.branch_id].carry_out(job.work, now)
    except (Refusal, StoreFault) as no:
        return no


def _worked(work: Callable[[Connection], Any], connection: Connection) -> Any:  # noqa: ANN401 (as `_result`)
    try:
        with connection.begin_nested():
            return work(connection)
    except DBAPIError:
        raise
    except Exception as error:
        return error

# SPDX-License-Identifier: EUPL-1.2
"""The one writer: everything that queued up while the disk was busy becomes one transaction.

A commit costs an fsync, however much is in it. So there is one thread that commits; a batch is whatever waited during the
previous commit. There is no timer: under light load a batch is one command, under heavy load hundreds. What comes of the
commands is decided on drafts, in the event loop that asked, which with SQLite also writes it down (`trying`): to the thread is
left what the loop would have to wait for. After COMMIT the drafts become the days, the hub is told, and all callers are answered
by one call into their loop, which at once does the same with what has gathered meanwhile.
If a statement fails, the batch is rolled back and its commands run one by one. If COMMIT fails, or nobody knows
whether it did, every caller is told so, and the days are doubted until they have been read anew.

On PostgreSQL other replicas write too. Then a batch is of one branch, so that nobody holds two branches' locks; what was
turned away before COMMIT, because somebody else was first or the wire broke, is tried once again; and `look` reads what others
wrote.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from kolapp_server.domain.day import Day
from kolapp_server.store import faults, journal
from kolapp_server.store.batch import (
    Ask,
    BranchDraft,
    BranchMemory,
    Committed,
    Done,
    Remembered,
    find_request,
    load_requests,
    open_draft,
    present_day,
)
from kolapp_server.store.engine import is_postgres
from kolapp_server.store.errand import Errand
from kolapp_server.store.faults import OutcomeUnknown, RequestReused, StoreBusy, UnknownBranch
from kolapp_server.store.rows import Sheet
from kolapp_server.store.trying import Drafts, Job, Result, Tried, Written, try_ahead, try_batch, write_ahead

T = TypeVar("T")
Telling = tuple[Callable[[Committed], None], Committed]
LONGEST_QUEUE = 4000
LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that become one transaction, `written` where the event loop has done that already. `began_s` is when it was begun."""

    jobs: list[Job]
    written: Written | None = None
    began_s: float = field(default_factory=time.perf_counter)


class Writer:
    """Carries out commands and other writes, in batches. Its days may be read by anybody at any time."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._has_others = is_postgres(engine)
        self._clock = clock
        self._jobs: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._gathered: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        self._busy_for: set[asyncio.AbstractEventLoop] = set()
        self._under_way = 0
        self._memory: dict[str, BranchMemory] = {}
        self._news: list[Committed] = []
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._listeners: list[Callable[[Committed], None]] = []
        self._measures: list[Callable[[int, float], None]] = []

    def start(self) -> None:
        """Reads every branch's day and begins to write."""
        with self._engine.begin() as connection:
            self._catch_up(connection)
        self._thread.start()

    def stop(self) -> None:
        """Finishes what has been asked, then ends. Returns when the thread has ended."""
        for loop in list(self._gathered):
            self._jobs.put(Batch(self._gathered.pop(loop)))
        self._jobs.put(None)
        self._thread.join()

    def listen(self, listener: Callable[[Committed], None]) -> None:
        """`listener` is told of every commit, in order, in the event loop of whoever asked first in the batch."""
        self._listeners.append(listener)

    def measure(self, measure: Callable[[int, float], None]) -> None:
        """`measure` is told of every transaction: how many jobs it carried, and its seconds. It runs in the writer's thread."""
        self._measures.append(measure)

    def days(self) -> dict[str, Day]:
        """The last committed day of every branch."""
        return {branch_id: memory.day for branch_id, memory in list(self._memory.items())}

    def day(self, branch_id: str) -> Day | None:
        """The last committed day of a branch."""
        memory = self._memory.get(branch_id)
        return None if memory is None else memory.day

    async def carry_out(self, ask: Ask) -> Done:
        """What came of `ask`, once it is on disk. Raises a `Refusal` or a `StoreFault`."""
        done: Done = await self._ask(ask)
        return done

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` returned, once what it wrote is on disk. It runs in the writer's thread: nothing slow in it."""
        result: T = await self._ask(work)
        return result

    async def look(self) -> bool:
        """What other replicas have written is known here too, and told. False where there are none."""
        if self._has_others:
            await self._ask(self._catch_up)
        return self._has_others

    async def _ask(self, work: Ask | Callable[[Connection], Any]) -> Any:  # noqa: ANN401 (whatever the work returns)
        if self._under_way >= LONGEST_QUEUE:
            raise StoreBusy()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        # Whoever asks in the same turn of the loop goes in the same batch; else the first would wake the writer alone.
        if loop not in self._gathered:
            self._gathered[loop] = []
            loop.call_soon(self._hand_over, loop)
        self._gathered[loop].append(Job(work, future, loop))
        self._under_way += 1
        try:
            return await future
        finally:
            self._under_way -= 1

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """What has gathered goes to the thread; while that has a batch of this loop, what comes meanwhile waits for the next."""
        if loop in self._busy_for:
            return
        jobs = self._gathered.pop(loop, [])
        if len(jobs) > LARGEST_BATCH:
            jobs, self._gathered[loop] = jobs[:LARGEST_BATCH], jobs[LARGEST_BATCH:]
        if not jobs:
            return
        if self._has_others:
            self._jobs.put(Batch(jobs))
            return
        began_s, written = time.perf_counter(), None
        if not self._busy_for:
            # Else another loop's batch is under way: whoever held the lock behind it would keep it waiting.
            tried = try_ahead(jobs, self._memory, self._clock())
            written = None if tried is None else write_ahead(tried, self._engine)
        self._busy_for.add(loop)
        self._jobs.put(Batch(jobs, written, began_s))

    def _work(self) -> None:
        while (asked := self._jobs.get()) is not None:
            batches, is_last = self._drained(asked)
            for batch in batches:
                results, committed = self._carried_out(batch)
                self._answer(results, [(listener, change) for change in committed for listener in self._listeners])
            if is_last:
                return

    def _drained(self, asked: Batch) -> tuple[Iterable[Batch], bool]:
        """What waits, as one batch; on PostgreSQL as one of each branch. Whether nothing comes after it."""
        if asked.written is not None:
            return (asked,), False
        jobs = list(asked.jobs)
        is_last = False
        while len(jobs) < LARGEST_BATCH and not is_last:
            try:
                further = self._jobs.get_nowait()
            except queue.Empty:
                break
            is_last = further is None
            jobs.extend(further.jobs if further is not None else ())
        if not self._has_others:
            return (Batch(jobs),), is_last
        by_branch: dict[str, list[Job]] = {}
        for job in jobs:
            by_branch.setdefault(job.work.branch_id if isinstance(job.work, Ask) else "", []).append(job)
        return map(Batch, by_branch.values()), is_last

    def _carried_out(self, batch: Batch, *, may_try_again: bool = True) -> tuple[list[Result], list[Committed]]:
        jobs = batch.jobs
        try:
            return self._committed(batch)
        except OutcomeUnknown as unknown:
            self._doubt()
            return [(job, unknown) for job in jobs], []
        except DBAPIError as error:
            if self._has_others and may_try_again and faults.may_go_well_now(error):
                self._connect_anew(error)
                return self._carried_out(Batch(jobs), may_try_again=False)
            if faults.is_about_the_database(error):
                return [(job, faults.fault_of(error)) for job in jobs], []
            return self._each_alone(jobs, error)
        except Exception as error:
            return self._each_alone(jobs, error)

    def _each_alone(self, jobs: list[Job], error: Exception) -> tuple[list[Result], list[Committed]]:
        if len(jobs) == 1:
            return [(jobs[0], self._explained(jobs[0], error))], []
        one_by_one = [self._carried_out(Batch([job])) for job in jobs]
        return [result for results, _ in one_by_one for result in results], [c for _, changes in one_by_one for c in changes]

    def _connect_anew(self, error: DBAPIError) -> None:
        """Whoever takes writes after a break may not be whom we spoke to before."""
        if error.connection_invalidated or faults.must_connect_anew(error):
            self._engine.dispose()
            self._doubt()

    def _doubt(self) -> None:
        self._memory = {name: BranchMemory(known.day, {}, is_doubted=True) for name, known in self._memory.items()}

    def _committed(self, batch: Batch) -> tuple[list[Result], list[Committed]]:
        written = batch.written or self._written(batch.jobs)
        with written.connection as connection:
            try:
                connection.commit()
            except DBAPIError as error:
                raise faults.fault_of_commit(error) from error
        for measure in self._measures:
            measure(len(batch.jobs), time.perf_counter() - batch.began_s)
        return written.tried.results, self._adopted(written.tried.drafts.values())

    def _written(self, jobs: list[Job]) -> Written:
        with ExitStack() as unless_written:
            connection = unless_written.enter_context(self._engine.connect())
            unless_written.enter_context(connection.begin())
            tried = self._tried(jobs, connection)
            tried.sheet.carry_out(connection)
            unless_written.pop_all()
        return Written(tried, connection)

    def _drafts(self, jobs: list[Job], connection: Connection) -> Drafts:
        """Every branch of the batch is opened; where others write, with all the requests looked up at once."""
        asked: dict[str, list[str]] = {}
        for job in jobs:
            if isinstance(job.work, Ask):
                asked.setdefault(job.work.branch_id, []).append(job.work.request_id)
        drafts: Drafts = {}
        for branch_id, requests in asked.items():
            with suppress(UnknownBranch):
                known = requests if self._has_others else None
                drafts[branch_id] = open_draft(connection, branch_id, self._memory.get(branch_id), known)
        return drafts

    def _tried(self, jobs: list[Job], connection: Connection) -> Tried:
        """What comes of each job, and what is to be written.

        Two threads that both compute take the interpreter from each other again and again. So commands are decided in the loop
        that asked for them, in one go, while this thread rests; it then does what needs no interpreter: the database's work.
        """
        drafts, sheet = self._drafts(jobs, connection), Sheet(for_postgres=self._has_others)
        if all(isinstance(job.work, Ask) for job in jobs):
            return Errand(lambda: try_batch(jobs, drafts, self._clock(), sheet)).done_in(jobs[0].loop)
        return try_batch(jobs, drafts, self._clock(), sheet, connection)

    def _adopted(self, drafts: Iterable[BranchDraft]) -> list[Committed]:
        changes, self._news = self._news, []
        for draft in drafts:
            if draft.day.service_day != draft.before.service_day:
                draft.remembered.clear()
            draft.remembered.update(draft.requests)
            self._memory[draft.day.branch_id] = BranchMemory(draft.day, draft.remembered)
            if draft.missed:
                changes.append(draft.missed)
            if draft.events:
                changes.append(draft.committed())
        return changes

    def _catch_up(self, connection: Connection) -> None:
        for branch_id, head in journal.heads(connection).items():
            memory = self._memory.get(branch_id)
            try:
                day, missed = present_day(connection, branch_id, head, memory)
            except UnknownBranch:
                continue
            if memory is None or day is not memory.day:
                self._memory[branch_id] = BranchMemory(day, self._requests_of(connection, day, memory))
            if missed is not None:
                self._news.append(missed)

    def _requests_of(self, connection: Connection, day: Day, memory: BranchMemory | None) -> dict[str, Remembered]:
        if not self._has_others:
            return load_requests(connection, day.branch_id, day)
        return memory.remembered if memory and day.service_day == memory.day.service_day else {}

    def _explained(self, job: Job, error: Exception) -> Any:  # noqa: ANN401 (an answer after all, or a fault)
        """A request that meets the unique index was answered on an earlier day."""
        if isinstance(error, IntegrityError) and isinstance(job.work, Ask):
            with self._engine.connect() as connection:
                known = find_request(connection, job.work.branch_id, job.work.request_id)
            day = self.day(job.work.branch_id)
            if known is not None and day is not None:
                is_same = known.fingerprint == job.work.fingerprint
                return Done(day, known.seq, known.ticket_id, is_repeat=True) if is_same else RequestReused()
        return error

    def _answer(self, results: list[Result], told: list[Telling]) -> None:
        """The hub first, then every caller: one call into each event loop."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Result]] = {}
        for result in results:
            by_loop.setdefault(result[0].loop, []).append(result)
        for loop, answers in by_loop.items():
            if loop.is_closed():
                self._busy_for.discard(loop)
                continue
            loop.call_soon_threadsafe(self._deliver, loop, answers, told)
            told = []

    def _deliver(self, loop: asyncio.AbstractEventLoop, answers: list[Result], told: list[Telling]) -> None:
        self._busy_for.discard(loop)
        try:
            for listener, change in told:
                listener(change)
            for job, result in answers:
                if job.future.cancelled():
                    continue
                if isinstance(result, BaseException):
                    job.future.set_exception(result)
                else:
                    job.future.set_result(result)
        finally:
            # They go on when this turn of the loop is over; what has gathered meanwhile is written while they do.
            self._hand_over(loop)

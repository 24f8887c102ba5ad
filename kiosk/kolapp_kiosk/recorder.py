# SPDX-License-Identifier: EUPL-1.2
"""Keeps the kiosk's journal while it runs: one writer, never in the way of the screen; and knows what time it is.

Everything here is on disk when it returns. `OSError` says that it is not.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from kolapp_contract.devices import Paired
from kolapp_contract.offline import IssuedOffline, PrintedOffline, Withdrawn
from kolapp_contract.tickets import IssueTicket, PrintResult
from kolapp_contract.wire import TicketNumber
from kolapp_kiosk.journal.clock import Reckoning, last_heard, reckoned
from kolapp_kiosk.journal.entries import Answered, Asked, Declined, Entry, EpochSeen, Heard, JobBegun, Line, Taken
from kolapp_kiosk.journal.file import Decide, JournalFile
from kolapp_kiosk.journal.ledger import Ledger, later_wishes, next_number, untold

HEARD_EVERY = timedelta(minutes=5)
"""How often the server's time is written down for a start without the server; more often would wear the disk."""
REWRITTEN_AFTER = 1000
log = structlog.get_logger()


def journal_path(folder: Path, paired: Paired) -> Path:
    """Where a kiosk's journal lies. A kiosk that is paired anew begins another one, with another pairing number."""
    return folder / f"journal-{paired.device_id}.jsonl"


@dataclass(frozen=True, slots=True)
class Clocks:
    """The machine's clock, which may be wrong and may jump; and one that only ever goes on."""

    own: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady_s: Callable[[], float] = time.monotonic


class Recorder:
    """The journal of the kiosk of that pairing number, at work."""

    def __init__(self, file: JournalFile | None, pairing_number: int | None, clocks: Clocks | None = None) -> None:
        self._file = file
        self.pairing_number = pairing_number
        self.clocks = clocks or Clocks()
        self.reckoning = Reckoning()
        self.has_news = asyncio.Event()
        self._one_writer = asyncio.Lock()

    @classmethod
    def open(cls, folder: Path, paired: Paired) -> "Recorder":
        """The kiosk's recorder. Where the disk cannot be used it serves with the server only. Raises `JournalInUse`."""
        try:
            file: JournalFile | None = JournalFile(journal_path(folder, paired))
        except OSError as fault:
            log.error("journal_unusable", fault=str(fault))
            file = None
        if file is not None and file.unreadable:
            log.warning("journal_spoilt", lines=file.unreadable)
        return cls(file, paired.pairing_number)

    def close(self) -> None:
        """Nothing is written any more."""
        if self._file is not None:
            self._file.close()

    @property
    def ledger(self) -> Ledger:
        """What stands on disk."""
        return self._file.ledger if self._file else Ledger()

    @property
    def unsent(self) -> int:
        """How many entries the server has not taken."""
        return len(untold(self.ledger))

    def now(self) -> datetime:
        """The server's time, as far as it is known here."""
        return reckoned(self.reckoning, self.ledger, self.clocks.own(), self.clocks.steady_s())

    async def asked(self, ticket_id: UUID, body: IssueTicket) -> None:
        """The id is known before it is sent."""
        await self._note(Asked(ticket_id=ticket_id, body=body))

    async def answered(self, ticket_id: UUID, number: TicketNumber) -> None:
        """The id's outcome is known before it is shown."""
        await self._note(Answered(ticket_id=ticket_id, number=number))

    async def declined(self, ticket_id: UUID) -> None:
        """The id came to nothing, and the server knows."""
        await self._note(Declined(ticket_id=ticket_id))

    async def issued(self, ticket_id: UUID, body: IssueTicket, in_place_of: UUID | None) -> IssuedOffline:
        """The next number of the kiosk's own is this ticket's, and no other's ever."""
        number_of = self.pairing_number
        if number_of is None:
            raise OSError("this kiosk was paired without a number of its own")

        def decide(ledger: Ledger) -> tuple[IssuedOffline]:
            return (
                IssuedOffline(
                    ticket_id=ticket_id,
                    number=next_number(ledger, number_of),
                    errand_id=body.errand_id,
                    language=body.language,
                    kind=body.kind,
                    needs=body.needs,
                    secret=body.secret,
                    issued_at=self.now(),
                    heard_at=last_heard(self.reckoning, ledger),
                    in_place_of=in_place_of,
                    **later_wishes(body),
                ),
            )

        (entry,) = await self._record(decide)
        assert isinstance(entry, IssuedOffline)
        return entry

    async def withdraw(self, *ticket_ids: UUID) -> None:
        """The server will be told that these tickets must not live."""
        await self._note(*(Withdrawn(ticket_id=ticket_id, request_id=uuid7()) for ticket_id in ticket_ids))

    async def withdraw_unresolved(self) -> None:
        """What was sent and not answered before the kiosk stopped is barred: nobody saw a number."""
        await self.withdraw(*sorted(self.ledger.unresolved))

    async def printed(self, ticket_id: UUID, result: PrintResult) -> None:
        """The server will be told what is known of that slip."""
        await self._note(PrintedOffline(ticket_id=ticket_id, result=result, request_id=uuid7()))

    async def job_begun(self, job_id: UUID) -> bool:
        """True for a slip that was never begun before, here or before the kiosk was started."""
        return bool(await self._record(lambda ledger: () if job_id in ledger.jobs else (JobBegun(job_id=job_id),)))

    async def taken(self, batch: tuple[Line, ...], epoch: int | None) -> None:
        """The server that stood at that epoch when it was sent has the batch."""
        await self._note(Taken(upto=batch[-1].n, epoch=epoch))

    async def epoch_seen(self, epoch: int) -> None:
        """Another epoch than before means a restored server: it will be told the last 48 hours again."""
        await self._record(lambda ledger: () if ledger.epoch == epoch else (EpochSeen(epoch=epoch),))

    async def heard(self, at: datetime) -> None:
        """The server has told its time. It is written down at once after a start, and every five minutes."""
        is_first = not self.reckoning.is_sure
        self.reckoning = Reckoning(at, self.clocks.steady_s())
        self.has_news.set()
        with suppress(OSError):
            written = self.ledger.heard_at
            if is_first or written is None or abs(at - written) >= HEARD_EVERY:
                await self._note(Heard(at=at))
            await self._rewrite_if_long()

    async def _rewrite_if_long(self) -> None:
        """Old lines are left out; only while the time is sure, since a wrong clock would call the youngest old."""
        if self._file is None or self._file.added < REWRITTEN_AFTER:
            return
        async with self._one_writer:
            await asyncio.to_thread(self._file.rewrite, self.now())

    async def _note(self, *entries: Entry) -> None:
        await self._record(lambda _: entries)

    async def _record(self, decide: Decide) -> tuple[Entry, ...]:
        if self._file is None:
            raise OSError("there is no journal")
        async with self._one_writer:
            entries = await asyncio.to_thread(self._file.record, decide, self.now())
        self.has_news.set()
        return entries

# SPDX-License-Identifier: EUPL-1.2
"""Tells the server what stands in the journal, in order, as often as it takes.

How the paper of a ticket went that the server itself gave is told by itself, since that may make another printer print it.
A batch that the server will not have is halved until the one entry that it cannot take stands alone; that one is logged and
passed over, so that it holds up nobody behind it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import structlog

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract.errors import ErrorCode
from kolapp_contract.offline import LARGEST_BATCH, JournalTaken, PrintedOffline, UploadJournal, as_in_0_1
from kolapp_contract.tickets import PrintReport
from kolapp_kiosk.journal.entries import Line
from kolapp_kiosk.journal.ledger import next_batch, next_report, told
from kolapp_kiosk.recorder import Recorder

AGAIN_AFTER_S = 2.0
UNFIT = {ErrorCode.INVALID, ErrorCode.TOO_LARGE, ErrorCode.NOT_JSON, ErrorCode.ID_REUSED, ErrorCode.STEP_NOT_ALLOWED}
UNHEARD_STATUSES = {404, 409, 422}
"""The server answered, and will not answer otherwise if it is asked again."""
log = structlog.get_logger()


class Uploader:
    """Uploads the journal of one kiosk. `on_elsewhere` hears which other device prints the slip of a ticket."""

    def __init__(
        self, recorder: Recorder, server: ServerHttp, device_id: UUID, on_elsewhere: Callable[[UUID, str], None]
    ) -> None:
        self._recorder, self._server, self._device_id = recorder, server, device_id
        self._on_elsewhere = on_elsewhere
        self._most = LARGEST_BATCH

    async def work(self) -> None:
        """For ever: whatever is new is told. A server that does not answer is asked again when it has been heard, or in 2 s."""
        while True:
            self._recorder.has_news.clear()
            is_done = await self.tell_all()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if is_done else AGAIN_AFTER_S):
                    await self._recorder.has_news.wait()

    async def tell_all(self) -> bool:
        """Whether the server has taken everything. False once it does not answer."""
        while self._recorder.unsent:
            try:
                is_taken = await self._tell_next()
            except ServerFault as fault:
                log.info("journal_untold", entries=self._recorder.unsent, fault=str(fault))
                return False
            if not is_taken:
                return False
        return True

    async def _tell_next(self) -> bool:
        epoch = self._recorder.ledger.epoch
        if (report := next_report(self._recorder.ledger)) is not None:
            line, printed = report
            await self._report(printed)
            await self._recorder.taken((line,), epoch)
            return True
        batch = next_batch(self._recorder.ledger, self._most)
        entries = told(self._recorder.ledger, batch)
        if not entries:
            await self._recorder.taken(batch, epoch)
            return True
        try:
            taken = await self._server.upload_journal(self._device_id, UploadJournal(entries=entries))
        except ServerRefused as refusal:
            return await self._unfit(batch, refusal, epoch)
        _log_results(taken)
        self._most = LARGEST_BATCH
        await self._recorder.taken(batch, epoch)
        return True

    async def _report(self, printed: PrintedOffline) -> None:
        """The server has heard, or will never hear, how that paper went."""
        report = PrintReport(result=printed.result, request_id=printed.request_id)
        try:
            answer = await self._server.report_printed(printed.ticket_id, report)
        except ServerRefused as refusal:
            if refusal.problem.status not in UNHEARD_STATUSES:
                raise
            log.warning("report_refused", code=refusal.problem.code, ticket_id=str(printed.ticket_id))
            return
        if answer is not None:
            self._on_elsewhere(printed.ticket_id, answer.fallback)

    async def _unfit(self, batch: tuple[Line, ...], refusal: ServerRefused, epoch: int | None) -> bool:
        """Whether to go on: with fewer entries, or past the one that stands alone."""
        if refusal.problem.code not in UNFIT:
            log.warning("journal_refused", code=refusal.problem.code)
            return False
        if len(batch) > 1:
            self._most = len(batch) // 2
            return True
        if await self._is_taken_as_in_0_1(batch, epoch):
            return True
        log.error("journal_entry_unfit", code=refusal.problem.code, entry=batch[0].entry.entry, n=batch[0].n)
        await self._recorder.taken(batch, epoch)
        return True

    async def _is_taken_as_in_0_1(self, batch: tuple[Line, ...], epoch: int | None) -> bool:
        """Whether a server that does not know all that the entry says took the rest of it: the visitor's place is there."""
        entries = told(self._recorder.ledger, batch)
        older = tuple(map(as_in_0_1, entries))
        if older == entries:
            return False
        try:
            taken = await self._server.upload_journal(self._device_id, UploadJournal(entries=older))
        except ServerRefused:
            return False
        log.warning("journal_entry_shortened", n=batch[0].n)
        _log_results(taken)
        await self._recorder.taken(batch, epoch)
        return True


def _log_results(taken: JournalTaken) -> None:
    for result in taken.results:
        if result.became in {"refused", "matched"}:
            log.warning("journal_entry", became=result.became, ticket_id=str(result.ticket_id), number=result.number)

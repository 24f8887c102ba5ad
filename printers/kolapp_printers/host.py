# SPDX-License-Identifier: EUPL-1.2
"""A printer host: a paired device that prints what its branch sends: a desk's receipts, copies, what a kiosk could not print.

Each job is printed once, whatever breaks: the server may send it again after a lost wire, and the host may die at any moment.
"""

import asyncio
from collections.abc import AsyncIterator

import structlog

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_client.stream import Update
from kolapp_contract.devices import Heartbeat
from kolapp_contract.slip import PrintJob
from kolapp_contract.tickets import PrintReport, PrintResult
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_contract.wire import Id
from kolapp_printers.job_book import JobBook
from kolapp_printers.printer import Printer

log = structlog.get_logger()

HEARTBEAT_SECONDS = 10.0


class PrinterHost:
    """One printer of one branch. `run` ends only when it is cancelled or `updates` ends."""

    def __init__(self, server: ServerHttp, printer: Printer, book: JobBook, program: str = "kolapp-printer") -> None:
        self.server, self.printer, self.book, self.program = server, printer, book, program
        self._jobs: asyncio.Queue[PrintJob] = asyncio.Queue()

    async def run(self, updates: AsyncIterator[Update]) -> None:
        """Jobs that come with `updates` are printed and reported, and the server hears of this printer every 10 s."""
        beside = [asyncio.create_task(self._print_all()), asyncio.create_task(self._beat())]
        following = asyncio.create_task(self._follow(updates))
        try:
            done, _ = await asyncio.wait([following, *beside], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            await self._jobs.join()
        finally:
            for task in [following, *beside]:
                task.cancel()
            await asyncio.gather(following, *beside, return_exceptions=True)

    async def _follow(self, updates: AsyncIterator[Update]) -> None:
        async for update in updates:
            if update.stream.refused_status:
                log.warning("live_refused", status=update.stream.refused_status)
            for job in update.jobs:
                self._jobs.put_nowait(job)

    async def _print_all(self) -> None:
        while True:
            job = await self._jobs.get()
            try:
                await self.handle(job)
            finally:
                self._jobs.task_done()

    async def handle(self, job: PrintJob) -> None:
        """The job has been printed, now or before, and the server has been told if it could be reached."""
        result = self.book.result(job.job_id)
        if result is None:
            self.book.begin(job.job_id)
            result = await self._printed(job)
            self.book.finish(job.job_id, result)
        await self._report(job.job_id, result)

    async def _printed(self, job: PrintJob) -> PrintResult:
        try:
            return await asyncio.to_thread(self.printer.print_slip, job.slip)
        except Exception:
            # A slip that cannot be drawn must not take down the printing of all that come after it.
            log.exception("slip_not_drawn", job_id=str(job.job_id))
            return PrintResult.FAILED

    async def _report(self, job_id: Id, result: PrintResult) -> None:
        try:
            await self.server.report_job(job_id, PrintReport(result=result, request_id=job_id))
        except ServerRefused as refusal:
            log.warning("report_refused", job_id=str(job_id), problem=str(refusal))
            if refusal.problem.status >= 500 or refusal.problem.status == 429:
                return
        except ServerFault as fault:
            log.warning("report_not_sent", job_id=str(job_id), fault=str(fault))
            return
        self.book.reported(job_id)

    async def _beat(self) -> None:
        while True:
            await self.beat()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def beat(self) -> None:
        """The server knows how the printer is, and what it could not be told before."""
        state = await asyncio.to_thread(self.printer.status)
        unsent = self.book.unreported()
        alive = Heartbeat(contract=CONTRACT_VERSION, program=self.program, printer=state, unsent=len(unsent))
        try:
            await self.server.heartbeat(alive)
        except ServerFault as fault:
            log.warning("heartbeat_not_sent", fault=str(fault))
            return
        if self._jobs.empty():
            await self._report_late(unsent)

    async def _report_late(self, unsent: list[tuple[Id, PrintResult]]) -> None:
        for job_id, result in unsent:
            if (job_id, result) in self.book.unreported():
                await self._report(job_id, result)

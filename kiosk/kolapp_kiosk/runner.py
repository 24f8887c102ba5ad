# SPDX-License-Identifier: EUPL-1.2
"""Runs a kiosk: the only place where the wire, the printer's threads and Kivy's clock meet.

Every event goes through `feed`: the flow decides, the screen is shown, then the effects are done. A slip is printed only after
the screen with its number has been flipped to the glass.
"""

import asyncio
import importlib
import secrets
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import assert_never
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from uuid_utils.compat import uuid7

from kolapp_client import enrolment
from kolapp_client.http import ServerBroken, ServerFault, ServerHttp, ServerRefused, ServerSilent
from kolapp_client.live import listen
from kolapp_client.stream import Update, is_stale
from kolapp_contract.board import View, ViewName
from kolapp_contract.devices import Heartbeat, Paired, PrinterState
from kolapp_contract.slip import PrintJob, Slip
from kolapp_contract.tickets import IssueTicket, PrintReport, PrintResult, VisitorCancel
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_kiosk import kept
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import CancelTicket, Effect, Issue, PrintSlip, ReportPrinted
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    Event,
    IssueAnswered,
    IssueFailed,
    IssueRefused,
    PrintFinished,
    Ticked,
    Touched,
    ViewChanged,
    WireLost,
)
from kolapp_kiosk.flow.keys import Target
from kolapp_kiosk.flow.state import Draft
from kolapp_kiosk.settings import Settings
from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare
from kolapp_printers.paper import Paper
from kolapp_printers.printer import Printer, open_printer
from kolapp_words.languages import LANGUAGES

PROGRAM = "kolapp-kiosk 0.1.0"
TICK_EVERY_S = 0.1
HEARTBEAT_EVERY_S = 10.0
PRINTER_ASKED_EVERY_S = 5.0
ASK_AGAIN_AFTER_S = 2.0
SHOWN_WITHIN_S = 1.0
log = structlog.get_logger()


def surface_of(settings: Settings) -> Surface:
    """The glass that the settings describe."""
    return Surface(settings.width_px, settings.height_px, settings.dpi, settings.font_folder)


async def run(settings: Settings) -> None:
    """The kiosk runs until its window is closed or the program is told to end."""
    code = settings.pairing_code.get_secret_value() if settings.pairing_code else None
    paired = await enrolment.admitted(settings.server_url, code, settings.token_file)
    prepare(surface_of(settings), settings.state_folder / "kivy", is_fullscreen=settings.fullscreen)
    async with ServerHttp(settings.server_url, paired.token) as server:
        await Kiosk(settings, paired, server).run()


def fresh_draft() -> Draft:
    """A new ticket's id and its page's secret of 128 bits."""
    return Draft(uuid7(), secrets.token_urlsafe(16))


class Kiosk:
    """One kiosk at work. A plugin is given this: `state`, `app` and `settings` tell what stands on the glass."""

    def __init__(self, settings: Settings, paired: Paired, server: ServerHttp) -> None:
        # Kivy opens its window when the app is imported, with what was prepared before.
        from kolapp_kiosk.ui.app import KioskApp

        self.settings, self.paired, self.server = settings, paired, server
        self.printer = _printer(settings)
        self.printer_state: PrinterState | None = PrinterState.UNKNOWN if self.printer else None
        self.zone: ZoneInfo | None = None
        surface = surface_of(settings)
        first = flow.first(Ticked(self.now(), fresh_draft()))
        self.state = flow.equipped(first, has_printer=self.printer is not None, is_landscape=surface.is_landscape)
        self.app: KioskApp = KioskApp(surface, self.state, self._touched)
        self._view: View | None = None
        self._is_printing = asyncio.Lock()
        self._printed_jobs: set[UUID] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Everything goes on until the window is gone."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.app.stop)
        self._take_kept_catalogue()
        self.app.bind(on_start=self._attach)
        works = (self._tick, self._listen, self._learn, self._beat, self._ask_printer)
        tasks = [loop.create_task(self._for_ever(work)) for work in works]
        await self.app.async_run("asyncio")
        for task in (*tasks, *self._errands):
            task.cancel()

    def _attach(self, *_: object) -> None:
        if self.settings.plugin:
            importlib.import_module(self.settings.plugin).attach(self)

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        """A fault that nobody foresaw is logged, and the work begins again: a kiosk has nobody beside it."""
        while True:
            try:
                await work()
            except Exception:
                log.exception("work_broke", work=work.__name__)
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    def now(self) -> datetime:
        """The clock where the kiosk stands."""
        return datetime.now(self.zone) if self.zone else datetime.now().astimezone()

    def feed(self, event: Event) -> None:
        """The flow has decided, the screen shows it, and what it wants done is under way."""
        before = self.state
        self.state, effects = flow.step(self.state, event)
        if not isinstance(event, Ticked) or flow.looks_different(before, self.state):
            self.app.show(self.state)
        for effect in effects:
            self._begin(self._done(effect))

    def _begin(self, errand: Awaitable[None]) -> None:
        task = asyncio.ensure_future(errand)
        self._errands.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._errands.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            log.error("effect_broke", fault=repr(fault))

    def _touched(self, target: Target) -> None:
        self.feed(Touched(self.now(), fresh_draft(), target))

    async def _tick(self) -> None:
        while True:
            self.feed(Ticked(self.now(), fresh_draft()))
            await asyncio.sleep(TICK_EVERY_S)

    async def _done(self, effect: Effect) -> None:
        match effect:
            case Issue(ticket_id, body):
                await self._issue(ticket_id, body)
            case CancelTicket(ticket_id):
                request = VisitorCancel(request_id=uuid7())
                await self._until_answered(lambda: self.server.cancel(ticket_id, request))
            case PrintSlip(ticket_id, slip):
                await self._shown()
                result = await self._print(slip)
                self.feed(PrintFinished(self.now(), fresh_draft(), ticket_id, result, self.printer_state))
            case ReportPrinted(ticket_id, result):
                report = PrintReport(result=result, request_id=uuid7())
                await self._until_answered(lambda: self.server.report_printed(ticket_id, report))
            case _:
                assert_never(effect)

    async def _issue(self, ticket_id: UUID, body: IssueTicket) -> None:
        try:
            ticket = await self.server.issue(ticket_id, body)
        except ServerRefused as refusal:
            log.warning("issue_refused", code=refusal.problem.code)
            self.feed(IssueRefused(self.now(), fresh_draft(), ticket_id, refusal.problem.code))
        except (ServerSilent, ServerBroken) as fault:
            log.warning("issue_unanswered", fault=str(fault))
            self.feed(IssueFailed(self.now(), fresh_draft(), ticket_id))
        else:
            self.feed(IssueAnswered(self.now(), fresh_draft(), ticket))

    async def _until_answered(self, ask: Callable[[], Awaitable[None]]) -> None:
        """The server has said yes or no."""
        while True:
            try:
                await ask()
            except ServerRefused as refusal:
                log.warning("refused", code=refusal.problem.code)
            except ServerFault as fault:
                log.warning("unanswered", fault=str(fault))
                await asyncio.sleep(ASK_AGAIN_AFTER_S)
                continue
            return

    async def _shown(self) -> None:
        """What the app shows now has been flipped to the glass."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SHOWN_WITHIN_S):
                await self.app.next_flip().wait()

    async def _print(self, slip: Slip) -> PrintResult:
        if self.printer is None:
            return PrintResult.FAILED
        async with self._is_printing:
            result = await asyncio.to_thread(self.printer.print_slip, slip)
        self.printer_state = self.printer.last_state
        return result

    async def _ask_printer(self) -> None:
        """Asked on a short connection of its own, never while a slip is being printed."""
        if self.printer is not None and not self._is_printing.locked():
            self.printer_state = await asyncio.to_thread(self.printer.status)
        await asyncio.sleep(PRINTER_ASKED_EVERY_S - ASK_AGAIN_AFTER_S)

    async def _beat(self) -> None:
        while True:
            with suppress(ServerFault):
                heartbeat = Heartbeat(contract=CONTRACT_VERSION, program=PROGRAM, printer=self.printer_state)
                await self.server.heartbeat(heartbeat)
            await asyncio.sleep(HEARTBEAT_EVERY_S)

    async def _listen(self) -> None:
        async for update in listen(self.settings.server_url, self.paired.branch_id, self.paired.token, ViewName.KIOSK):
            self._heard(update)

    def _heard(self, update: Update) -> None:
        view = update.stream.view
        if is_stale(update.stream, time.monotonic()):
            if self.state.world.is_wired:
                self.feed(WireLost(self.now(), fresh_draft()))
        elif view is not None and update.stream.is_open and (view is not self._view or not self.state.world.is_wired):
            self._view = view
            self.feed(ViewChanged(self.now(), fresh_draft(), view.opening, view.waits, view.notice))
        for job in update.jobs:
            self._begin(self._printed(job))

    async def _printed(self, job: PrintJob) -> None:
        """A slip that the branch sent is printed once, and what is known of it is told."""
        if self.printer is None or job.job_id in self._printed_jobs:
            return
        self._printed_jobs.add(job.job_id)
        report = PrintReport(result=await self._print(job.slip), request_id=uuid7())
        await self._until_answered(lambda: self.server.report_job(job.job_id, report))

    async def _learn(self) -> None:
        """The catalogue is the server's; the last one is on disk, so that a kiosk starts without it."""
        is_first = True
        while True:
            known = self.state.world.catalogue
            if is_first or (self._view and known and self._view.catalogue_version != known.version):
                with suppress(ServerFault):
                    catalogue = await self.server.catalogue(self.paired.branch_id)
                    kept.keep(self.settings.state_folder, catalogue)
                    self._take_kept_catalogue()
                    is_first = False
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    def _take_kept_catalogue(self) -> None:
        catalogue = kept.catalogue(self.settings.state_folder, self.paired.branch_id)
        if catalogue is None:
            return
        self.zone = ZoneInfo(catalogue.time_zone)
        languages = tuple(code for code in catalogue.languages if code in LANGUAGES) or ("sv",)
        self.feed(CatalogueChanged(self.now(), fresh_draft(), catalogue, languages))


def _printer(settings: Settings) -> Printer | None:
    if settings.printer_address is None:
        return None
    paper = Paper(settings.paper_width_dots, settings.paper_dpi, settings.printer_profile)
    return open_printer(settings.printer_address, paper, settings.font_folder)

# SPDX-License-Identifier: EUPL-1.2
"""Runs a kiosk: the only place where the wire, the printer's threads and Kivy's clock meet.

Every event goes through `feed`: the flow decides, the screen is shown, then the effects are done. What is sent or shown stands
in the journal before; a slip is printed only after the screen with its number has been flipped to the glass.
"""

import asyncio
import gc
import importlib
import secrets
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
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
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.devices import Heartbeat, Paired
from kolapp_contract.slip import PrintJob
from kolapp_contract.tickets import PrintReport, PrintResult, TicketView
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_kiosk import asking, directory, kept
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import (
    AskForHelp,
    CancelTicket,
    Effect,
    EndHelp,
    FollowTicket,
    Hush,
    Issue,
    IssueHere,
    LookAtCode,
    PrintSlip,
    ReportPrinted,
    Say,
    Sound,
    TellRead,
)
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    ClockProven,
    DirectoryChanged,
    Event,
    HelpTold,
    IssueAnswered,
    IssuedHere,
    IssueFailed,
    IssueRefused,
    OpeningRecalled,
    Pressed,
    PrintFinished,
    Scanned,
    SlipElsewhere,
    SpeechEnded,
    Ticked,
    Touched,
    ViewChanged,
    VoicesFound,
    WireFound,
    WireLost,
)
from kolapp_kiosk.flow.keys import Target
from kolapp_kiosk.flow.pad import Pad, keypad
from kolapp_kiosk.flow.state import Draft
from kolapp_kiosk.press import Press
from kolapp_kiosk.recorder import Recorder, journal_path
from kolapp_kiosk.scanner import scans
from kolapp_kiosk.settings import Settings
from kolapp_kiosk.sounds import Sounds
from kolapp_kiosk.ui.look import LEAST_KEY_MM, Surface
from kolapp_kiosk.ui.warm import likely
from kolapp_kiosk.ui.window import prepare
from kolapp_kiosk.uploader import Uploader
from kolapp_kiosk.voice import Voice
from kolapp_words.languages import LANGUAGES

PROGRAM = "kolapp-kiosk 0.1.0"
TICK_EVERY_S = 0.1
HEARTBEAT_EVERY_S = 10.0
PRINTER_ASKED_EVERY_S = 5.0
ASK_AGAIN_AFTER_S = 2.0
SHOWN_WITHIN_S = 1.0
FIRST_PICTURE_WITHIN_S = 5.0
WORTH_ASKING_AGAIN_S = 0.2
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
        self._keypad = keypad(settings.keypad)
        self.journal_path = journal_path(settings.state_folder, paired)
        self.recorder = Recorder.open(settings.state_folder, paired)
        self.uploader = Uploader(self.recorder, server, paired.device_id, self._printed_elsewhere)
        self.press = Press(settings)
        self.zone: ZoneInfo | None = None
        self._set_right()
        surface = surface_of(settings)
        first = flow.first(Ticked(self.now(), fresh_draft()))
        if surface.least_key_mm < LEAST_KEY_MM:
            log.warning("glass_too_small", least_key_mm=round(surface.least_key_mm, 1), wanted_mm=LEAST_KEY_MM)
        self.state = flow.equipped(
            first, has_printer=self.press.printer is not None, is_landscape=surface.is_landscape, is_small=surface.is_small
        )
        self.app: KioskApp = KioskApp(surface, self.state, self._touched)
        sounds = Sounds(server, paired.branch_id, settings.state_folder / "speech", settings.speech_most_mb)
        self.voice = Voice(self.app, sounds, lambda: self.feed(SpeechEnded(*self._moment())), is_on=settings.is_spoken)
        self._view: View | None = None
        self._printed_jobs: set[UUID] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Everything goes on until the window is gone."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.app.stop)
        self._take_kept_catalogue()
        self._recall_opening()
        self.app.bind(on_start=self._attach)
        self._begin(self._written(self.recorder.withdraw_unresolved))
        works = (
            self._tick,
            self._listen,
            self._learn,
            self._follow_officers,
            self._beat,
            self._ask_printer,
            self._scan,
            self._stock,
            self.uploader.work,
        )
        tasks = [loop.create_task(self._for_ever(work)) for work in works]
        await self.app.async_run("asyncio")
        for task in (*tasks, *self._errands):
            task.cancel()

    def _attach(self, *_: object) -> None:
        from kolapp_kiosk.ui.scanner_keys import listen

        # Kivy holds those whom it calls back weakly.
        self._keys = listen(self._keypad, self.pressed, self.scanned, self.now)
        self._begin(self._settle())
        if self.settings.plugin:
            importlib.import_module(self.settings.plugin).attach(self)

    async def _settle(self) -> None:
        """What stands after the start stays: the collector of garbage need not walk over it while a visitor waits."""
        try:
            await self._warm()
        finally:
            gc.collect()
            gc.freeze()
            gc.enable()

    async def _warm(self) -> None:
        """The first visitor waits no longer than the second; one who is here already is not made to wait."""
        for state in likely(self.state):
            await asyncio.sleep(TICK_EVERY_S)
            if self.state.touched_at is not None:
                return
            self.app.warm(state)
        await self.press.make_ready()

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        """A fault that nobody foresaw is logged, and the work begins again: a kiosk has nobody beside it.

        No work is done before the first picture stands on the glass.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PICTURE_WITHIN_S):
                await self.app.stands.wait()
        while True:
            try:
                await work()
            except Exception:
                log.exception("work_broke", work=work.__name__)
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    def now(self) -> datetime:
        """The clock where the kiosk stands. It goes on evenly while a visitor is there, whatever is done to the machine's."""
        right_at, right_at_s = self._set_right_at
        now = right_at + timedelta(seconds=self.recorder.clocks.steady_s() - right_at_s)
        return now.astimezone(self.zone)

    def _set_right(self) -> None:
        self._set_right_at = (self.recorder.now(), self.recorder.clocks.steady_s())

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

    def scanned(self, text: str) -> None:
        """A paper was held in front of the scanner."""
        self.feed(Scanned(self.now(), fresh_draft(), text))

    def _moment(self) -> tuple[datetime, Draft]:
        return self.now(), fresh_draft()

    def _until_s(self, by: datetime) -> float:
        return max(0.0, (by - self.now()).total_seconds())

    async def _scan(self) -> None:
        if self.settings.scanner_device is None:
            await asyncio.Event().wait()
            return
        with suppress(OSError):
            async for text in scans(self.settings.scanner_device):
                self.scanned(text)

    def pressed(self, pad: Pad) -> None:
        """A key of the keypad went down."""
        self.feed(Pressed(self.now(), fresh_draft(), pad))

    async def _stock(self) -> None:
        await self.voice.stock(lambda: self.state.world, lambda voices: self.feed(VoicesFound(self.now(), fresh_draft(), voices)))

    def _printed_elsewhere(self, ticket_id: UUID, device_name: str) -> None:
        self.feed(SlipElsewhere(self.now(), fresh_draft(), ticket_id, device_name))

    async def _tick(self) -> None:
        while True:
            if self.state.touched_at is None:
                self._set_right()
            self.feed(Ticked(self.now(), fresh_draft()))
            await asyncio.sleep(TICK_EVERY_S)

    async def _done(self, effect: Effect) -> None:
        match effect:
            case Issue():
                await self._issue(effect)
            case IssueHere():
                await self._issue_here(effect)
            case CancelTicket(ticket_id):
                await self._written(lambda: self.recorder.withdraw(ticket_id))
            case Say() | Hush() | Sound():
                self.voice.act(effect, self.state)
            case AskForHelp(help_id):
                is_taken = await asking.ask_for_help(self.server, help_id)
                self.feed(HelpTold(self.now(), fresh_draft(), is_taken))
            case EndHelp(help_id):
                await asking.end_help(self.server, help_id)
            case LookAtCode(code, by):
                self.feed(await asking.look(self.server, self.paired.branch_id, code, self._until_s(by), self._moment))
            case TellRead(errand_id, opened_at, has_ticket):
                await asking.tell_read(self.server, self.paired.branch_id, (errand_id, opened_at, has_ticket))
            case PrintSlip(ticket_id, slip):
                await self._shown()
                result = await self.press.print(slip)
                self.feed(PrintFinished(self.now(), fresh_draft(), ticket_id, result, self.press.state))
            case FollowTicket(ticket_id):
                await asking.follow(self.server, ticket_id, lambda: self.state, self._moment, self.feed)
            case ReportPrinted(ticket_id, result):
                await self._written(lambda: self.recorder.printed(ticket_id, result))
            case _:
                assert_never(effect)

    async def _issue(self, wanted: Issue) -> None:
        """What the disk does not take is asked for all the same: a visitor waits, and the server writes it down."""
        ticket_id = wanted.ticket_id
        await self._noted(self.recorder.asked(ticket_id, wanted.body))
        try:
            ticket = await self._answer(wanted)
        except ServerRefused as refusal:
            log.warning("issue_refused", code=refusal.problem.code)
            if refusal.problem.code not in flow.CANNOT_NOW:
                await self._noted(self.recorder.declined(ticket_id))
            self.feed(IssueRefused(self.now(), fresh_draft(), ticket_id, refusal.problem.code))
        except (ServerSilent, ServerBroken) as fault:
            log.warning("issue_unanswered", fault=str(fault))
            self.feed(IssueFailed(self.now(), fresh_draft(), ticket_id))
        else:
            await self._noted(self.recorder.answered(ticket_id, ticket.number))
            self.feed(IssueAnswered(self.now(), fresh_draft(), ticket))

    async def _answer(self, wanted: Issue) -> TicketView:
        """The server's answer, in time. A wire that breaks at once may only have been idle for too long: once more."""
        try:
            return await self.server.issue(wanted.ticket_id, wanted.body, self._left_s(wanted))
        except ServerSilent:
            if self._left_s(wanted) < WORTH_ASKING_AGAIN_S:
                raise
            return await self.server.issue(wanted.ticket_id, wanted.body, self._left_s(wanted))

    def _left_s(self, wanted: Issue) -> float:
        return self._until_s(wanted.by)

    async def _issue_here(self, wanted: IssueHere) -> None:
        try:
            issued = await self.recorder.issued(wanted.ticket_id, wanted.body, wanted.in_place_of)
        except OSError as fault:
            log.error("journal_not_written", fault=str(fault))
            self.feed(IssueFailed(self.now(), fresh_draft(), wanted.ticket_id))
            if (barred := wanted.in_place_of) is not None:
                await self._written(lambda: self.recorder.withdraw(barred))
            return
        self.feed(IssuedHere(self.now(), fresh_draft(), issued.ticket_id, issued.number, issued.issued_at))

    async def _noted(self, note: Awaitable[None]) -> None:
        """It stands in the journal, or the log says why not."""
        try:
            await note
        except OSError as fault:
            log.error("journal_not_written", fault=str(fault))

    async def _written(self, write: Callable[[], Awaitable[None]]) -> None:
        """It stands in the journal, however long that takes."""
        while True:
            try:
                return await write()
            except OSError as fault:
                log.error("journal_not_written", fault=str(fault))
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

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

    async def _ask_printer(self) -> None:
        await self.press.ask()
        await asyncio.sleep(PRINTER_ASKED_EVERY_S - ASK_AGAIN_AFTER_S)

    async def _beat(self) -> None:
        while True:
            with suppress(ServerFault):
                unsent = self.recorder.unsent
                heartbeat = Heartbeat(contract=CONTRACT_VERSION, program=PROGRAM, printer=self.press.state, unsent=unsent)
                answer = await self.server.heartbeat(heartbeat)
                await self._told(answer.at)
                if not self.state.world.is_answering:
                    self.feed(WireFound(self.now(), fresh_draft()))
            await asyncio.sleep(HEARTBEAT_EVERY_S)

    async def _told(self, at: datetime) -> None:
        """The server has told its time."""
        await self.recorder.heard(at)
        if not self.state.world.is_clock_sure:
            self.feed(ClockProven(self.now(), fresh_draft()))

    async def _listen(self) -> None:
        async for update in listen(self.settings.server_url, self.paired.branch_id, self.paired.token, ViewName.KIOSK):
            if update.told_at is not None:
                await self._told(update.told_at)
            self._heard(update)

    def _heard(self, update: Update) -> None:
        view = update.stream.view
        if is_stale(update.stream, self.recorder.clocks.steady_s()):
            if self.state.world.is_wired:
                self.feed(WireLost(self.now(), fresh_draft()))
        elif view is not None and update.stream.is_open and (view is not self._view or not self.state.world.is_wired):
            self._seen(view)
        for job in update.jobs:
            self._begin(self._printed(job))

    def _seen(self, view: View) -> None:
        if self._view is None or view.opening != self._view.opening:
            kept.keep_opening(self.settings.state_folder, self.paired.branch_id, view.opening, self.recorder.now())
        self._view = view
        self._begin(self._written(lambda: self.recorder.epoch_seen(view.epoch)))
        mine = next((each for each in view.helps if each.device_id == self.paired.device_id), None)
        self.feed(ViewChanged(self.now(), fresh_draft(), view.opening, view.waits, view.notice, mine, view.room))

    async def _printed(self, job: PrintJob) -> None:
        """A slip that the branch sent is printed once, and what is known of it is told."""
        if self.press.printer is None or job.job_id in self._printed_jobs:
            return
        self._printed_jobs.add(job.job_id)
        is_new = True
        with suppress(OSError):
            is_new = await self.recorder.job_begun(job.job_id)
        # Begun before the kiosk was started anew: nobody knows whether that paper came out.
        result = await self.press.print(job.slip) if is_new else PrintResult.UNKNOWN
        report = PrintReport(result=result, request_id=uuid7())
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
                    self._take_catalogue(catalogue)
                    self._begin(self._settle())
                    is_first = False
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    async def _follow_officers(self) -> None:
        """Whom visitors can ask for, and where they are."""
        await directory.follow(
            self.server, self.paired.branch_id, lambda found: self.feed(DirectoryChanged(self.now(), fresh_draft(), found))
        )

    def _recall_opening(self) -> None:
        if (recalled := kept.opening(self.settings.state_folder, self.paired.branch_id)) is not None:
            self.feed(OpeningRecalled(self.now(), fresh_draft(), recalled.opening, recalled.told_at))

    def _take_kept_catalogue(self) -> None:
        catalogue = kept.catalogue(self.settings.state_folder, self.paired.branch_id)
        if catalogue is not None:
            self._take_catalogue(catalogue)

    def _take_catalogue(self, catalogue: Catalogue) -> None:
        self.zone = ZoneInfo(catalogue.time_zone)
        languages = tuple(code for code in catalogue.languages if code in LANGUAGES) or ("sv",)
        self.feed(CatalogueChanged(self.now(), fresh_draft(), catalogue, languages))

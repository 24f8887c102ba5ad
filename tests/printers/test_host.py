# SPDX-License-Identifier: EUPL-1.2
"""A printer host prints each job once, whatever breaks."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from kolapp_client.http import ServerHttp
from kolapp_client.stream import Stream, Update
from kolapp_contract.board import ViewName
from kolapp_contract.slip import PrintJob
from kolapp_contract.tickets import PrintResult
from kolapp_printers.drivers import NotReached
from kolapp_printers.emulator.faults import Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.host import PrinterHost
from kolapp_printers.job_book import JobBook
from kolapp_printers.printer import Printer
from tests.printers.slips import WIDE, a_slip

DEADLINE_SECONDS = 30


class PlayedServer:
    """Takes reports and heartbeats; `status` 0 is a wire that is cut."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.reports: list[tuple[str, str]] = []
        self.beats: list[dict[str, object]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.status == 0:
            raise httpx.ConnectError("cut")
        body = json.loads(request.content)
        if request.url.path.endswith("/heartbeat"):
            self.beats.append(body)
            now = datetime.now(UTC).isoformat()
            return httpx.Response(200, json={"seq": 1, "at": now, "catalogue_version": 1, "oldest_contract": 1})
        self.reports.append((request.url.path.split("/")[-2], body["result"]))
        problem = {"type": "about:blank", "title": "No", "status": self.status, "code": "not_found"}
        return httpx.Response(self.status, json=problem if self.status >= 400 else None)

    def http(self) -> ServerHttp:
        return ServerHttp("http://server", "token", httpx.MockTransport(self.answer))


@pytest.fixture
def server() -> PlayedServer:
    return PlayedServer()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[JobBook]:
    opened = JobBook(tmp_path / "jobs.jsonl")
    yield opened
    opened.close()


def job(number: int) -> PrintJob:
    return PrintJob(job_id=UUID(int=number), slip=a_slip(number=f"A{number:03}", page_url=None, is_copy=True))


async def updates_with(*jobs: PrintJob) -> AsyncIterator[Update]:
    for one in jobs:
        yield Update(Stream(ViewName.PRINTER, since_s=0.0), jobs=(one,))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not is_so():  # noqa: ASYNC110 - the played server is no coroutine and can set no event
            await asyncio.sleep(0.01)


async def test_jobs_are_printed_in_order_and_reported(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    async with server.http() as http:
        await PrinterHost(http, printer, book).run(updates_with(job(1), job(2)))
    assert server.reports == [(str(UUID(int=1)), "confirmed"), (str(UUID(int=2)), "confirmed")]
    assert len(emulator.tray.slips) == 2
    assert book.unreported() == []


async def test_the_server_hears_how_the_printer_is(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    emulator.set_fault(Fault(FaultKind.PAPER_LOW))
    async with server.http() as http:
        await PrinterHost(http, printer, book).beat()
    assert [beat["printer"] for beat in server.beats] == ["paper_low"]


async def test_a_job_that_is_sent_again_is_reported_again_but_not_printed(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    async with server.http() as http:
        await PrinterHost(http, printer, book).run(updates_with(job(1), job(1), job(1)))
    assert len(server.reports) == 3
    assert len(emulator.tray.slips) == 1


async def test_a_host_that_died_while_printing_calls_it_unknown_and_prints_no_second_slip(
    server: PlayedServer, printer: Printer, emulator: Emulator, tmp_path: Path
) -> None:
    died = JobBook(tmp_path / "jobs.jsonl")
    died.begin(job(1).job_id)
    died.close()
    book = JobBook(tmp_path / "jobs.jsonl")
    async with server.http() as http:
        await PrinterHost(http, printer, book).run(updates_with(job(1)))
    book.close()
    assert server.reports == [(str(UUID(int=1)), "unknown")]
    assert emulator.tray.slips == []


class LookingDriver:
    """Looks into the host's book at the moment when the printer would be opened."""

    can_answer = True

    def __init__(self, book: Path) -> None:
        self.book, self.seen = book, ""

    def open(self, seconds: float) -> None:
        self.seen = self.book.read_text()
        raise NotReached("no printer")

    def write(self, data: bytes, seconds: float) -> None:
        raise AssertionError

    def read(self, seconds: float) -> bytes:
        raise AssertionError

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


async def test_a_job_is_written_down_before_the_printer_is_opened(server: PlayedServer, book: JobBook) -> None:
    driver = LookingDriver(book.path)
    async with server.http() as http:
        await PrinterHost(http, Printer(driver, WIDE), book).handle(job(1))
    assert str(job(1).job_id) in driver.seen


async def test_a_report_that_did_not_arrive_is_sent_with_a_later_heartbeat(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    server.status = 0
    async with server.http() as http:
        host = PrinterHost(http, printer, book)
        await host.handle(job(1))
        assert book.unreported() == [(job(1).job_id, PrintResult.CONFIRMED)]
        await host.beat()
        server.status = 204
        await host.beat()
    assert server.reports == [(str(UUID(int=1)), "confirmed")]
    assert server.beats[0]["unsent"] == 1
    assert book.unreported() == []
    assert len(emulator.tray.slips) == 1


@pytest.mark.parametrize(("status", "is_over"), [(404, True), (409, True), (503, False), (429, False)])
async def test_a_refused_report_is_not_repeated_but_a_busy_server_is_asked_again(
    server: PlayedServer, printer: Printer, book: JobBook, status: int, is_over: bool
) -> None:
    server.status = status
    async with server.http() as http:
        await PrinterHost(http, printer, book).handle(job(1))
    assert (book.unreported() == []) is is_over


async def test_a_printer_without_paper_fails_the_job_and_the_host_goes_on(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    emulator.set_fault(Fault(FaultKind.PAPER_OUT))
    async with server.http() as http:
        host = PrinterHost(http, printer, book)
        await host.handle(job(1))
        emulator.set_fault(Fault())
        await host.handle(job(2))
    assert [result for _, result in server.reports] == ["failed", "confirmed"]


async def test_a_host_prints_while_the_wire_to_the_server_is_quiet(
    server: PlayedServer, printer: Printer, emulator: Emulator, book: JobBook
) -> None:
    async def never_ending() -> AsyncIterator[Update]:
        async for update in updates_with(job(1)):
            yield update
        await asyncio.Event().wait()

    async with server.http() as http:
        running = asyncio.create_task(PrinterHost(http, printer, book).run(never_ending()))
        await until(lambda: len(server.reports) == 1 and len(server.beats) == 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert len(emulator.tray.slips) == 1


def test_a_job_that_is_being_printed_is_not_reported_yet(book: JobBook) -> None:
    book.begin(UUID(int=1))
    assert book.unreported() == []
    book.finish(UUID(int=1), PrintResult.CONFIRMED)
    assert book.unreported() == [(UUID(int=1), PrintResult.CONFIRMED)]


def test_the_book_forgets_nothing_over_a_power_cut_in_mid_line(tmp_path: Path) -> None:
    path = tmp_path / "jobs.jsonl"
    book = JobBook(path)
    book.begin(UUID(int=1))
    book.finish(UUID(int=1), PrintResult.CONFIRMED)
    book.reported(UUID(int=1))
    book.begin(UUID(int=2))
    book.close()
    with path.open("a") as file:
        file.write('{"job": "0000')
    again = JobBook(path)
    assert again.result(UUID(int=1)) is PrintResult.CONFIRMED
    assert again.unreported() == [(UUID(int=2), PrintResult.UNKNOWN)]
    assert again.result(UUID(int=3)) is None
    again.close()
    assert len(path.read_text().splitlines()) == 2

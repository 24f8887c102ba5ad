# SPDX-License-Identifier: EUPL-1.2
"""A kiosk's journal at work, with a scripted server at the other end of the wire."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from kolapp_client.http import ServerHttp
from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.devices import DeviceKind, Paired
from kolapp_contract.officers import OfficerWish
from kolapp_contract.offline import (
    SINCE_0_1,
    IssuedOffline,
    JournalTaken,
    PrintedOffline,
    UploadJournal,
    Withdrawn,
    as_in_0_1,
)
from kolapp_contract.tickets import IssueTicket, PrintResult, Way
from kolapp_kiosk.journal.ledger import later_wishes
from kolapp_kiosk.recorder import Clocks, Recorder, journal_path
from kolapp_kiosk.uploader import Uploader
from tests.kiosk.journal.test_ledger import an_id

NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAIRED = Paired(device_id=UUID(int=1), branch_id="ekvik", kind=DeviceKind.KIOSK, name="Entrén", token="hemlig", pairing_number=1)
BODY = IssueTicket(errand_id="bygglov", language="sv")
REFUSED_AS_INVALID = httpx.Response(422, json={"title": "no", "status": 422, "code": "invalid"})
SILENCE = httpx.ConnectError("no wire")


@dataclass
class Town:
    """A kiosk's folder, its clocks, and a server that takes journals. `answers` are given first, one an upload."""

    folder: Path
    own: datetime = NOON
    steady_s: float = 1000.0
    answers: list[Exception | httpx.Response] = field(default_factory=list)
    uploads: list[UploadJournal] = field(default_factory=list)
    elsewhere: list[tuple[UUID, str]] = field(default_factory=list)
    reports: list[httpx.Request] = field(default_factory=list)
    open: list[Recorder] = field(default_factory=list)

    def recorder(self) -> Recorder:
        """The kiosk starts; the one before has been switched off."""
        for one in self.open:
            one.close()
        found = Recorder.open(self.folder, PAIRED)
        found.clocks = Clocks(lambda: self.own, lambda: self.steady_s)
        self.open = [found]
        return found

    def uploader(self, recorder: Recorder) -> Uploader:
        server = ServerHttp("http://ko.test", "hemlig", httpx.MockTransport(self.taken))
        return Uploader(recorder, server, PAIRED.device_id, lambda ticket_id, name: self.elsewhere.append((ticket_id, name)))

    def taken(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/printed"):
            self.reports.append(request)
            return self.answers.pop(0) if self.answers else httpx.Response(204)
        upload = UploadJournal.model_validate_json(request.content)
        assert request.url.path == f"/api/v1/kiosks/{PAIRED.device_id}/journal"
        self.uploads.append(upload)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        results = [{"ticket_id": str(entry.ticket_id), "became": "taken"} for entry in upload.entries]
        return httpx.Response(200, text=JournalTaken.model_validate({"results": results, "seq": 1}).model_dump_json())

    def said(self) -> list[object]:
        return [entry for upload in self.uploads for entry in upload.entries]


async def given(recorder: Recorder, number: int, in_place_of: UUID | None = None) -> IssuedOffline:
    return await recorder.issued(an_id(number), BODY, in_place_of)


async def test_numbers_go_on_after_a_start_and_everything_is_told_in_order(tmp_path: Path) -> None:
    town = Town(tmp_path)
    first = town.recorder()
    assert (await given(first, 1)).number == "K1-01"
    await first.printed(an_id(1), PrintResult.CONFIRMED)
    second = town.recorder()
    assert (await given(second, 2)).number == "K1-02"
    assert second.unsent == 3
    assert await town.uploader(second).tell_all()
    assert [type(entry) for entry in town.said()] == [IssuedOffline, PrintedOffline, IssuedOffline]
    assert second.unsent == 0


async def test_an_id_without_an_answer_is_barred_by_the_ticket_in_its_place(tmp_path: Path) -> None:
    town = Town(tmp_path)
    recorder = town.recorder()
    await recorder.asked(an_id(1), BODY)
    await given(recorder, 2, in_place_of=an_id(1))
    await recorder.withdraw_unresolved()
    await town.uploader(recorder).tell_all()
    (ticket,) = town.said()
    assert ticket.in_place_of == an_id(1)


async def test_an_id_that_was_in_the_air_when_the_power_went_is_withdrawn(tmp_path: Path) -> None:
    town = Town(tmp_path)
    before = town.recorder()
    await before.asked(an_id(1), BODY)
    await before.asked(an_id(2), BODY)
    await before.answered(an_id(2), "A042")
    after = town.recorder()
    await after.withdraw_unresolved()
    await after.withdraw_unresolved()
    await town.uploader(after).tell_all()
    (withdrawn,) = town.said()
    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.ticket_id == an_id(1)


async def test_a_batch_without_an_answer_is_told_again_word_for_word(tmp_path: Path) -> None:
    town = Town(tmp_path, answers=[SILENCE])
    recorder = town.recorder()
    await given(recorder, 1)
    assert not await town.uploader(recorder).tell_all()
    assert recorder.unsent == 1
    assert await town.uploader(town.recorder()).tell_all()
    assert town.uploads[0] == town.uploads[1]


async def test_250_tickets_are_told_in_three_batches(tmp_path: Path) -> None:
    town = Town(tmp_path)
    recorder = town.recorder()
    for number in range(1, 251):
        await given(recorder, number)
    assert await town.uploader(recorder).tell_all()
    assert [len(upload.entries) for upload in town.uploads] == [100, 100, 50]


async def test_one_entry_that_the_server_cannot_take_holds_up_nobody_behind_it(tmp_path: Path) -> None:
    town = Town(tmp_path)
    recorder = town.recorder()
    for number in range(1, 6):
        await given(recorder, number)
    real = town.taken

    def picky(request: httpx.Request) -> httpx.Response:
        answer = real(request)
        if b'"K1-03"' in request.content:
            return httpx.Response(422, json={"title": "no", "status": 422, "code": "invalid"})
        return answer

    town.taken = picky
    assert await town.uploader(recorder).tell_all()
    held = {entry.number for upload in town.uploads for entry in upload.entries if len(upload.entries) < 5}
    assert held == {f"K1-{n:02d}" for n in range(1, 6)}
    assert recorder.unsent == 0


async def test_the_paper_of_a_ticket_that_the_server_gave_is_told_by_itself_and_in_its_turn(tmp_path: Path) -> None:
    town = Town(tmp_path, answers=[httpx.Response(200, json={"fallback": "Disk 3"})])
    recorder = town.recorder()
    await recorder.answered(an_id(1), "A042")
    await recorder.printed(an_id(1), PrintResult.FAILED)
    await given(recorder, 2)
    await recorder.printed(an_id(2), PrintResult.FAILED)
    assert await town.uploader(recorder).tell_all()
    assert [request.url.path for request in town.reports] == [f"/api/v1/tickets/{an_id(1)}/printed"]
    assert [type(entry) for entry in town.said()] == [IssuedOffline, PrintedOffline]
    assert town.elsewhere == [(an_id(1), "Disk 3")]


async def test_a_report_that_the_server_will_never_hear_holds_up_nobody(tmp_path: Path) -> None:
    town = Town(tmp_path, answers=[httpx.Response(404, json={"title": "no", "status": 404, "code": "not_found"})])
    recorder = town.recorder()
    await recorder.printed(an_id(1), PrintResult.CONFIRMED)
    assert await town.uploader(recorder).tell_all()
    assert recorder.unsent == 0


async def test_a_kiosk_that_is_not_let_in_keeps_what_it_has(tmp_path: Path) -> None:
    refused = httpx.Response(401, json={"title": "no", "status": 401, "code": "not_signed_in"})
    town = Town(tmp_path, answers=[refused])
    recorder = town.recorder()
    await given(recorder, 1)
    assert not await town.uploader(recorder).tell_all()
    assert recorder.unsent == 1


async def test_a_restored_server_is_told_the_last_48_hours_again(tmp_path: Path) -> None:
    town = Town(tmp_path)
    recorder = town.recorder()
    await recorder.epoch_seen(7)
    await given(recorder, 1)
    await town.uploader(recorder).tell_all()
    again = town.recorder()
    await again.epoch_seen(7)
    assert again.unsent == 0
    await again.epoch_seen(8)
    assert await town.uploader(again).tell_all()
    assert town.uploads[0] == town.uploads[1]


async def test_a_clock_that_is_a_day_wrong_repeats_no_number_and_keeps_the_order(tmp_path: Path) -> None:
    town = Town(tmp_path)
    numbers, times = [], []
    for wrong in (timedelta(0), -DAY, DAY, -DAY, timedelta(0)):
        town.own = NOON + wrong
        recorder = town.recorder()
        for _ in range(2):
            ticket = await given(recorder, len(numbers) + 1)
            numbers.append(ticket.number)
            times.append(ticket.issued_at)
    assert numbers == [f"K1-{n:02d}" for n in range(1, 11)]
    assert times == sorted(times)


async def test_the_time_is_the_servers_and_goes_on_whatever_the_own_clock_does(tmp_path: Path) -> None:
    town = Town(tmp_path)
    recorder = town.recorder()
    await recorder.heard(NOON)
    town.steady_s, town.own = town.steady_s + 90, NOON - DAY
    ticket = await given(recorder, 1)
    assert ticket.issued_at == NOON + timedelta(seconds=90)
    assert ticket.heard_at == NOON


async def test_what_was_heard_before_a_start_is_remembered(tmp_path: Path) -> None:
    town = Town(tmp_path)
    await town.recorder().heard(NOON)
    town.own = NOON - DAY
    ticket = await given(town.recorder(), 1)
    assert ticket.issued_at == ticket.heard_at == NOON


async def test_a_slip_that_was_begun_before_a_start_is_not_begun_again(tmp_path: Path) -> None:
    town = Town(tmp_path)
    assert await town.recorder().job_begun(an_id(1))
    assert not await town.recorder().job_begun(an_id(1))


async def test_old_lines_go_while_the_kiosk_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolapp_kiosk.recorder.REWRITTEN_AFTER", 40)
    town = Town(tmp_path)
    recorder = town.recorder()
    await recorder.heard(NOON)
    for number in range(1, 31):
        await recorder.answered(an_id(number), "A042")
        await recorder.printed(an_id(number), PrintResult.CONFIRMED)
    await town.uploader(recorder).tell_all()
    long = journal_path(tmp_path, PAIRED).stat().st_size
    await recorder.heard(NOON + 3 * DAY)
    assert journal_path(tmp_path, PAIRED).stat().st_size < long / 10


async def test_a_folder_that_cannot_be_used_leaves_a_kiosk_that_works_with_its_server(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recorder = Recorder.open(tmp_path / "file" / "kiosk", PAIRED)
    assert recorder.unsent == 0
    await recorder.heard(NOON)
    assert recorder.now() >= NOON


ALL_WISHES = IssueTicket(
    errand_id="bygglov",
    language="sv",
    contact_code=code_of(CodeKind.CONTACT, b"a contact's code"),
    officer_id="bygglov",
    officer_wish=OfficerWish.MESSAGE,
    way=Way.CARD,
    holder_id="god-man",
    further_errands=("avfall",),
)


async def test_what_the_visitor_wished_for_is_told_with_a_number_of_the_kiosks_own(tmp_path: Path) -> None:
    town = Town(tmp_path)
    first = town.recorder()
    await first.issued(an_id(1), ALL_WISHES, None)
    second = town.recorder()
    assert await town.uploader(second).tell_all()
    (told,) = town.said()
    assert {name: getattr(told, name) for name in SINCE_0_1} == later_wishes(ALL_WISHES)


async def test_a_server_of_release_0_1_gets_the_ticket_without_what_it_does_not_know(tmp_path: Path) -> None:
    town = Town(tmp_path, answers=[REFUSED_AS_INVALID])
    recorder = town.recorder()
    await recorder.issued(an_id(1), ALL_WISHES, None)
    assert await town.uploader(recorder).tell_all()
    refused, taken = town.said()
    assert as_in_0_1(refused) == taken != refused
    assert recorder.unsent == 0


async def test_a_visitor_without_wishes_is_written_as_release_0_1_wrote_it(tmp_path: Path) -> None:
    recorder = Town(tmp_path).recorder()
    entry = await given(recorder, 1)
    assert not set(SINCE_0_1) & set(json.loads(entry.model_dump_json()))

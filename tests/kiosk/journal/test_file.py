# SPDX-License-Identifier: EUPL-1.2
"""The journal on a real disk."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kolapp_contract.tickets import IssueTicket
from kolapp_kiosk.journal.entries import Asked
from kolapp_kiosk.journal.file import JournalFile, JournalInUse
from kolapp_kiosk.journal.ledger import next_number, told, untold
from tests.kiosk.journal.test_ledger import NOON, an_id, issued


def give(file: JournalFile) -> str:
    """The file's next number, written down."""

    def decide(ledger: object) -> tuple[object, ...]:
        number = next_number(ledger, 1)
        return (issued(int(number[3:])),)

    return file.record(decide, NOON)[0].number


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk" / "journal.jsonl"


def test_what_was_written_is_there_after_a_start(path: Path) -> None:
    with JournalFile(path) as file:
        assert [give(file), give(file)] == ["K1-01", "K1-02"]
    with JournalFile(path) as file:
        assert give(file) == "K1-03"
        assert [entry.number for entry in told(file.ledger, untold(file.ledger))] == ["K1-01", "K1-02", "K1-03"]


def test_a_torn_end_spoils_nothing_that_comes_after(path: Path) -> None:
    with JournalFile(path) as file:
        give(file)
    with path.open("ab") as torn:
        torn.write(b'{"sum":"0000')
    with JournalFile(path) as file:
        assert file.unreadable == 1
        given = give(file)
    with JournalFile(path) as file:
        assert file.unreadable == 0
        assert [entry.number for entry in told(file.ledger, untold(file.ledger))] == ["K1-01", given]


def test_two_programs_never_write_one_journal(path: Path) -> None:
    with JournalFile(path), pytest.raises(JournalInUse):
        JournalFile(path)


def test_what_the_disk_did_not_take_does_not_hold(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with JournalFile(path) as file:
        give(file)
        real = os.write

        def full(handle: int, raw: memoryview) -> int:
            if len(raw) > 20:
                return real(handle, raw[:20])
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(os, "write", lambda handle, raw: full(handle, raw[:30]))
        with pytest.raises(OSError, match="full"):
            give(file)
        monkeypatch.undo()
        assert give(file) == "K1-02"
    with JournalFile(path) as file:
        assert file.unreadable == 0
        assert len(file.ledger.lines) == 2


def test_a_disk_that_cannot_say_whether_it_took_a_number_never_gives_it_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with JournalFile(path) as file:
        give(file)

        def broken(handle: int) -> None:
            raise OSError(errno.EIO, "broken")

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="broken"):
            give(file)
        monkeypatch.undo()
        assert give(file) == "K1-03"
    with JournalFile(path) as file:
        assert next_number(file.ledger, 1) >= "K1-04"


def test_a_rewritten_journal_says_the_same(path: Path) -> None:
    with JournalFile(path) as file:
        give(file)
        file.record(lambda _: (Asked(ticket_id=an_id(5), body=IssueTicket(errand_id=None, language="sv")),), NOON)
        file.rewrite(datetime(2026, 11, 1, tzinfo=UTC))
        before = file.ledger
        give(file)
    with JournalFile(path) as file:
        assert before.unresolved == file.ledger.unresolved == {an_id(5)}
        assert [entry.number for entry in told(file.ledger, untold(file.ledger))] == ["K1-01", "K1-02"]

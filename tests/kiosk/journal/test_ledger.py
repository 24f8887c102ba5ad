# SPDX-License-Identifier: EUPL-1.2
"""What the journal's lines add up to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_contract.offline import LARGEST_BATCH, IssuedOffline, UploadJournal, Withdrawn
from kolapp_contract.tickets import IssueTicket
from kolapp_kiosk.journal import ledger as books
from kolapp_kiosk.journal.clock import Reckoning, reckoned
from kolapp_kiosk.journal.entries import Answered, Asked, Entry, EpochSeen, Heard, Line, Taken, read, written
from kolapp_kiosk.journal.ledger import Ledger

NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def an_id(number: int) -> UUID:
    return UUID(int=number | 7 << 76 | 2 << 62)


def issued(number: int, at: datetime = NOON, **values: object) -> IssuedOffline:
    given = {"ticket_id": an_id(number), "number": f"K1-{number:02d}", "errand_id": None, "language": "sv", "issued_at": at}
    return IssuedOffline(**(given | values))


def ledger(*entries: Entry, at: datetime = NOON) -> Ledger:
    return books.folded(content(*entries, at=at))


def content(*entries: Entry, at: datetime = NOON) -> bytes:
    return b"".join(written(Line(n=n, at=at, entry=entry)) for n, entry in enumerate(entries, start=1))


def test_a_line_is_read_as_it_was_written() -> None:
    line = Line(n=3, at=NOON, entry=issued(7))
    assert read(written(line).rstrip(b"\n")) == line


@given(st.integers(0, 400), st.integers(1, 255))
@settings(max_examples=50, deadline=None)
def test_any_bit_that_falls_over_is_seen(place: int, change: int) -> None:
    raw = bytearray(written(Line(n=3, at=NOON, entry=issued(7))).rstrip(b"\n"))
    place %= len(raw) - 1
    raw[place] ^= change
    assert read(bytes(raw)) is None


def test_the_first_number_is_1_and_then_it_goes_on() -> None:
    assert books.next_number(Ledger(), 1) == "K1-01"
    assert books.next_number(ledger(issued(1), issued(2)), 12) == "K12-03"
    assert books.next_number(ledger(issued(99)), 1) == "K1-100"
    assert books.next_number(ledger(issued(9999)), 1) == "K1-01"


def test_a_spoilt_line_in_the_middle_takes_nothing_else_with_it() -> None:
    lines = content(issued(1), issued(2), issued(3)).split(b"\n")
    spoilt = b"\n".join([lines[0], lines[1][:40] + b"?" + lines[1][41:], lines[2], b""])
    assert [entry.number for entry in books.told(Ledger(), books.untold(books.folded(spoilt)))] == ["K1-01", "K1-03"]
    assert books.folded(spoilt).unreadable == 1


def test_the_number_that_a_spoilt_last_line_may_have_held_is_not_given_again() -> None:
    raw = content(issued(1), issued(2))
    assert books.next_number(books.folded(raw[:-30] + b"?" * 30), 1) == "K1-03"


def test_wherever_the_power_goes_no_number_that_was_shown_is_given_again() -> None:
    raw, shown = content(issued(1), issued(2), issued(3)), 0
    for length in range(len(raw) + 1):
        shown = raw[:length].count(b"\n")
        known = books.folded(raw[:length])
        assert books.counter_of(books.next_number(known, 1)) > shown
        assert [entry.number for entry in books.told(known, books.untold(known))][:shown] == [
            f"K1-{n:02d}" for n in range(1, shown + 1)
        ]


def test_an_id_without_an_answer_is_unresolved() -> None:
    body = IssueTicket(errand_id=None, language="sv")
    asked = (Asked(ticket_id=an_id(1), body=body), Asked(ticket_id=an_id(2), body=body))
    known = ledger(*asked, Answered(ticket_id=an_id(1), number="A001"))
    assert known.unresolved == {an_id(2)}
    assert ledger(*asked, issued(3, in_place_of=an_id(2))).unresolved == {an_id(1)}


def test_what_was_taken_is_not_told_again_until_the_server_is_another() -> None:
    entries = (EpochSeen(epoch=1), issued(1), issued(2), Taken(upto=3, epoch=1))
    assert books.untold(ledger(*entries)) == ()
    assert books.untold(ledger(*entries, EpochSeen(epoch=1))) == ()
    assert len(books.untold(ledger(*entries, EpochSeen(epoch=2)))) == 2


def test_what_the_server_took_before_it_was_restored_does_not_count() -> None:
    known = ledger(EpochSeen(epoch=1), issued(1), EpochSeen(epoch=2), Taken(upto=2, epoch=1))
    assert len(books.untold(known)) == 1


def test_what_was_taken_before_any_epoch_was_known_is_told_again() -> None:
    known = ledger(issued(1), Taken(upto=1), EpochSeen(epoch=2))
    assert len(books.untold(known)) == 1
    assert books.untold(ledger(issued(1), EpochSeen(epoch=2), Taken(upto=2, epoch=2))) == ()


def test_old_lines_are_left_out_once_they_are_taken() -> None:
    known = ledger(issued(1), Withdrawn(ticket_id=an_id(1), request_id=an_id(9)), issued(2), Taken(upto=2))
    young = books.compacted(known, NOON + 2 * DAY - timedelta(minutes=1))
    old = books.compacted(known, NOON + 2 * DAY)
    assert [len(young), len(old)] == [4, 2]
    after = books.folded(b"".join(written(line) for line in old))
    assert [entry.number for entry in books.told(after, books.untold(after))] == ["K1-02"]
    assert books.next_number(after, 1) == "K1-03"


def test_nothing_is_too_old_for_a_clock_that_nobody_vouches_for() -> None:
    assert len(books.compacted(ledger(issued(1), Taken(upto=1)), None)) == 2


def test_a_batch_holds_what_the_contract_allows() -> None:
    known = ledger(*(issued(number) for number in range(1, 251)))
    batch = books.next_batch(known)
    assert len(batch) == LARGEST_BATCH
    assert len(UploadJournal(entries=books.told(Ledger(), batch)).model_dump_json()) < 256 * 1024
    assert books.told(Ledger(), batch)[0].number == "K1-01"


@pytest.mark.parametrize("wrong", [-DAY, timedelta(0), DAY])
def test_while_the_server_is_remembered_the_own_clock_does_not_matter(wrong: timedelta) -> None:
    told = Reckoning(NOON, 100.0)
    assert reckoned(told, Ledger(), NOON + wrong, 160.0) == NOON + timedelta(minutes=1)


def test_after_a_start_a_clock_that_is_behind_stands_at_what_was_heard() -> None:
    known = ledger(Heard(at=NOON), issued(1, NOON + timedelta(hours=1)))
    assert reckoned(Reckoning(), known, NOON - DAY, 5.0) == NOON + timedelta(hours=1)
    assert reckoned(Reckoning(), known, NOON + DAY, 5.0) == NOON + DAY


def test_once_the_server_is_heard_a_clock_that_was_ahead_is_forgotten() -> None:
    known = ledger(Heard(at=NOON), issued(1, NOON + DAY), Heard(at=NOON + timedelta(hours=2)))
    assert known.latest_at == NOON + timedelta(hours=2)


def test_a_restored_server_is_told_again_what_it_once_answered_itself() -> None:
    body = IssueTicket(errand_id="bygglov", language="fi")
    visit = (EpochSeen(epoch=1), Asked(ticket_id=an_id(1), body=body), Answered(ticket_id=an_id(1), number="A042"))
    assert books.untold(ledger(*visit)) == ()
    restored = ledger(*visit, EpochSeen(epoch=2))
    (told,) = books.told(restored, books.next_batch(restored))
    assert (told.entry, told.number, told.errand_id, told.language, told.issued_at) == (
        "issued_online",
        "A042",
        "bygglov",
        "fi",
        NOON,
    )
    after = books.after(restored, Line(n=restored.next_n, at=NOON, entry=Taken(upto=restored.next_n - 1, epoch=2)))
    assert books.untold(after) == ()
    fresh = (Asked(ticket_id=an_id(2), body=body), Answered(ticket_id=an_id(2), number="A142"))
    assert books.untold(ledger(*visit, EpochSeen(epoch=2), Taken(upto=4, epoch=2), *fresh)) == ()

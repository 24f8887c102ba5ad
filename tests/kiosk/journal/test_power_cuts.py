# SPDX-License-Identifier: EUPL-1.2
"""The power goes at any byte of the journal, and comes back: no number twice, nothing shown is lost, each unknown id barred once.

The disk is played: what was synced stays, of what was being written any beginning, or rubbish, may be there. The kiosk that
runs on it does what the real one does: writes before it shows, withdraws what is unresolved when it starts, uploads in order.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kolapp_contract.offline import IssuedOffline, PrintedOffline, Withdrawn
from kolapp_contract.tickets import IssueTicket, PrintResult
from kolapp_kiosk.journal import ledger as books
from kolapp_kiosk.journal.entries import Answered, Asked, Entry, EpochSeen, Line, Taken, written
from kolapp_kiosk.journal.ledger import Ledger

pytestmark = pytest.mark.slow
START = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)
BODY = IssueTicket(errand_id="bygglov", language="sv")


class PowerCuts(RuleBasedStateMachine):
    """One kiosk, its disk, and a server that remembers what it took."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = b""
        self.ledger = Ledger()
        self.ids = 0
        self.now = START
        self.epoch = 1
        self.shown: dict[str, UUID] = {}
        self.sent: set[UUID] = set()
        self.answered: set[UUID] = set()
        self.taken: list[Entry] = []
        self.bars: dict[UUID, set[tuple[str, UUID]]] = {}

    def new_id(self) -> UUID:
        self.ids += 1
        return UUID(int=self.ids | 7 << 76 | 2 << 62)

    def lines(self, *entries: Entry) -> tuple[Ledger, bytes]:
        self.now += timedelta(seconds=1)
        ledger, raw = self.ledger, b""
        for entry in entries:
            line = Line(n=ledger.next_n, at=self.now, entry=entry)
            ledger, raw = books.after(ledger, line), raw + written(line)
        return ledger, raw

    def write(self, *entries: Entry) -> None:
        self.ledger, raw = self.lines(*entries)
        self.disk += raw

    def issued(self, in_place_of: UUID | None = None) -> IssuedOffline:
        number = books.next_number(self.ledger, 1)
        return IssuedOffline(
            ticket_id=self.new_id(), number=number, errand_id=None, language="sv", issued_at=self.now, in_place_of=in_place_of
        )

    @rule(is_answered=st.booleans())
    def asks_the_server(self, is_answered: bool) -> None:
        ticket_id = self.new_id()
        self.write(Asked(ticket_id=ticket_id, body=BODY))
        self.sent.add(ticket_id)
        if is_answered:
            self.write(Answered(ticket_id=ticket_id, number="A042"))
            self.answered.add(ticket_id)

    @rule()
    def gives_a_number_of_its_own(self) -> None:
        unknown = next(iter(sorted(self.ledger.unresolved)), None)
        entry = self.issued(unknown)
        self.write(entry)
        assert entry.number not in self.shown
        self.shown[entry.number] = entry.ticket_id

    @rule()
    def prints(self) -> None:
        for ticket_id in list(self.shown.values())[-1:]:
            self.write(PrintedOffline(ticket_id=ticket_id, result=PrintResult.CONFIRMED, request_id=self.new_id()))

    @rule(torn=st.integers(0, 2000), rubbish=st.binary(max_size=8), what=st.sampled_from(["ask", "issue", "taken"]))
    def power_goes_while_writing(self, torn: int, rubbish: bytes, what: str) -> None:
        entries: dict[str, Entry] = {
            "ask": Asked(ticket_id=self.new_id(), body=BODY),
            "issue": self.issued(),
            "taken": Taken(upto=self.ledger.next_n - 1, epoch=self.ledger.epoch)
            if not books.untold(self.ledger)
            else self.issued(),
        }
        _, raw = self.lines(entries[what])
        self.disk += raw[:torn] + (rubbish if torn < len(raw) else b"")
        self.starts()

    @rule()
    def power_goes_while_rewriting(self) -> None:
        """The new file was not named yet: the old one stands."""
        self.starts()

    @rule(is_later=st.booleans())
    def is_rewritten(self, is_later: bool) -> None:
        lines = books.compacted(self.ledger, self.now + timedelta(hours=50 if is_later else 0))
        self.disk = b"".join(written(line) for line in lines)
        self.ledger = books.folded(self.disk)

    def starts(self) -> None:
        self.ledger = books.folded(self.disk)
        self.disk = b"".join(written(line) for line in books.compacted(self.ledger, None))
        self.ledger = books.folded(self.disk)
        self.write(*(Withdrawn(ticket_id=each, request_id=self.new_id()) for each in sorted(self.ledger.unresolved)))

    @rule(is_answered=st.booleans(), most=st.integers(1, 5))
    def uploads(self, is_answered: bool, most: int) -> None:
        batch = self.next_told(most)
        for entry in books.told(self.ledger, batch):
            self.taken.append(entry)
            self.bar(entry)
        if batch and is_answered:
            self.write(Taken(upto=batch[-1].n, epoch=self.ledger.epoch))

    def next_told(self, most: int) -> tuple[Line, ...]:
        """What the uploader tells in one request."""
        report = books.next_report(self.ledger)
        return report[:1] if report else books.next_batch(self.ledger, most)

    def bar(self, entry: Entry) -> None:
        if isinstance(entry, IssuedOffline) and entry.in_place_of:
            self.bars.setdefault(entry.in_place_of, set()).add(("in place", entry.ticket_id))
        if isinstance(entry, Withdrawn):
            self.bars.setdefault(entry.ticket_id, set()).add(("withdrawn", entry.request_id))

    @rule()
    def the_server_is_restored(self) -> None:
        self.epoch += 1
        self.taken.clear()
        self.write(EpochSeen(epoch=self.epoch))

    @invariant()
    def disk_and_memory_agree(self) -> None:
        on_disk = books.folded(self.disk)
        assert replace(on_disk, unreadable=0, next_n=0) == replace(self.ledger, unreadable=0, next_n=0)

    @invariant()
    def an_id_is_barred_in_one_way_only(self) -> None:
        assert all(len(ways) == 1 for ways in self.bars.values())

    def teardown(self) -> None:
        """At last the power stays and the server answers."""
        self.starts()
        while batch := self.next_told(100):
            for entry in books.told(self.ledger, batch):
                self.taken.append(entry)
                self.bar(entry)
            self.write(Taken(upto=batch[-1].n, epoch=self.ledger.epoch))
        young = {line.entry.ticket_id for line in self.ledger.lines if isinstance(line.entry, IssuedOffline)}
        uploaded = {entry.ticket_id for entry in self.taken if isinstance(entry, IssuedOffline)}
        assert young <= uploaded
        if self.epoch == 1:
            assert set(self.shown.values()) <= uploaded
        assert self.sent - self.answered <= set(self.bars)
        assert not self.answered & set(self.bars)
        assert not self.ledger.unresolved


TestPowerCuts = PowerCuts.TestCase
TestPowerCuts.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)

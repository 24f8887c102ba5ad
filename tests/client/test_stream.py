# SPDX-License-Identifier: EUPL-1.2
"""Whatever is cut, lost or reordered on the way: once the wire is whole again, the view is the server's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_client import stream as rules
from kolapp_client.stream import Stream, Update
from kolapp_contract.board import Call, Opening, TicketLine, View, ViewName, WaitLine
from kolapp_contract.live import Change, Hello, Pulse, Snapshot, digest
from kolapp_contract.tickets import State

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
NUMBERS = ["A001", "A002", "C003", "K1-04"]
STATES = [State.WAITING, State.CALLED, State.SERVING]
Message = Hello | Snapshot | Change | Pulse
Receive = Callable[[Stream, Message, float], Update]


def view(seq: int, tickets: dict[str, TicketLine], epoch: int = 1, calls: tuple[Call, ...] = ()) -> View:
    lines = tuple(tickets.values())
    return View(
        view=ViewName.BOARD, branch_id="ekvik", epoch=epoch, seq=seq, at=NOON, hash=digest(lines), tickets=lines,
        recent_calls=calls, opening=Opening(is_open=True), catalogue_version=1,
    )  # fmt: skip


@dataclass
class SmallServer:
    """A server of one branch that keeps every change, as the live hub does."""

    epoch: int = 1
    seq: int = 0
    tickets: dict[str, TicketLine] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def step(self, number: str, state: State | None) -> Change:
        calls = ()
        if state is None:
            self.tickets.pop(number, None)
        else:
            self.tickets[number] = TicketLine(number=number, state=state, desk_id=None if state is State.WAITING else "disk-1")
        self.seq += 1
        if state is State.CALLED:
            calls = (Call(number=number, desk_id="disk-1", language="sv", at=NOON, seq=self.seq),)
            self.calls.extend(calls)
        change = Change(
            from_seq=self.seq - 1, to_seq=self.seq, at=NOON + timedelta(seconds=self.seq), hash=digest(self.tickets.values()),
            tickets=() if state is None else (self.tickets[number],), gone=(number,) if state is None else (), calls=calls,
        )  # fmt: skip
        self.changes.append(change)
        return change

    def restore(self) -> None:
        """A backup came back: another epoch, and what was changed is not told."""
        self.epoch += 1
        self.seq += 100
        self.changes.clear()

    def pulse(self) -> Pulse:
        return Pulse(epoch=self.epoch, seq=self.seq, hash=digest(self.tickets.values()), at=NOON)

    def snapshot(self) -> Snapshot:
        return Snapshot(view=view(self.seq, self.tickets, self.epoch, tuple(self.calls[-10:])))

    def answer(self, epoch: int | None, seq: int | None) -> list[Message]:
        hello = Hello(contract=1, view=ViewName.BOARD, epoch=self.epoch, seq=self.seq)
        missed = [change for change in self.changes if seq is not None and change.from_seq >= seq]
        kept = seq is not None and (seq == self.seq or (missed and missed[0].from_seq == seq))
        return [hello, *missed] if epoch == self.epoch and kept else [hello, self.snapshot()]


steps = st.one_of(
    st.tuples(st.just("step"), st.sampled_from(NUMBERS), st.sampled_from([*STATES, None])),
    st.tuples(st.sampled_from(["cut", "lose", "swap", "twice", "restore", "pulse"]), st.none(), st.none()),
)


def run(script: list[tuple[str, str | None, State | None]], receive: Receive) -> tuple[Stream, SmallServer]:
    """The stream after the script and after the wire has been whole for three pulses."""
    server, wire, stream = SmallServer(), [], rules.opened(Stream(ViewName.BOARD, since_s=0))[0]
    wire += server.answer(None, None)
    for deed, number, state in script:
        if deed == "step":
            wire.append(server.step(str(number), state))
        if deed == "restore":
            server.restore()
        if deed == "pulse":
            wire.append(server.pulse())
        stream, wire = deliver(stream, spoiled(deed, wire), server, receive) if deed != "step" else (stream, wire)
    for _ in range(4):
        stream, wire = deliver(stream, [*wire, server.pulse()], server, receive)
    return stream, server


def spoiled(deed: str, wire: list[Message]) -> list[Message]:
    if deed == "lose":
        return wire[1:]
    if deed == "swap":
        return wire[::-1]
    return wire + wire if deed == "twice" else wire


def deliver(stream: Stream, wire: list[Message], server: SmallServer, receive: Receive) -> tuple[Stream, list[Message]]:
    for message in wire:
        update = receive(stream, message, 1.0)
        stream = update.stream
        if update.must_hang_up:
            return reconnect(stream, server)
    return stream, []


def reconnect(stream: Stream, server: SmallServer) -> tuple[Stream, list[Message]]:
    stream, resume = rules.opened(rules.closed(stream, now_s=1.0, jitter=0.5))
    return stream, server.answer(resume.epoch, resume.seq)


def agrees(stream: Stream, server: SmallServer) -> bool:
    seen = stream.view
    return seen is not None and (
        (seen.epoch, seen.seq) == (server.epoch, server.seq)
        and {line.number: line for line in seen.tickets} == server.tickets
        and seen.recent_calls == tuple(server.calls[-rules.RECENT_CALLS :])
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(steps, max_size=40))
def test_whatever_happens_on_the_wire_the_view_is_the_servers_once_the_wire_is_whole(
    script: list[tuple[str, str | None, State | None]],
) -> None:
    assert agrees(*run(script, rules.received))


def credulous(stream: Stream, message: Message, now_s: float) -> Update:
    """The known bad variant: applies whatever comes, and believes that a pulse needs no look."""
    if isinstance(message, Change) and stream.view is not None:
        after = rules.apply(stream.view, message)
        return Update(Stream(stream.view_name, 0, view=after, wants_whole=False))
    return Update(stream) if isinstance(message, Pulse) else rules.received(stream, message, now_s)


def test_a_listener_that_believes_everything_ends_wrong() -> None:
    script = [("pulse", None, None), ("step", "A001", State.CALLED), ("lose", None, None)]
    assert agrees(*run(script, rules.received))
    assert not agrees(*run(script, credulous))


def followed() -> tuple[Stream, SmallServer]:
    server = SmallServer()
    server.step("A001", State.WAITING)
    stream = rules.opened(Stream(ViewName.BOARD, since_s=0))[0]
    return rules.received(stream, server.snapshot(), 100.0).stream, server


def test_a_change_that_follows_is_applied_and_its_calls_are_told() -> None:
    stream, server = followed()
    update = rules.received(stream, server.step("A001", State.CALLED), 101.0)
    assert [call.number for call in update.calls] == ["A001"]
    assert agrees(update.stream, server)


def test_a_change_with_another_hash_is_not_shown_and_the_whole_is_asked_for() -> None:
    stream, server = followed()
    wrong = server.step("A001", State.CALLED).model_copy(update={"hash": 7})
    update = rules.received(stream, wrong, 101.0)
    assert update.must_hang_up
    assert update.view == stream.view
    assert rules.opened(update.stream)[1].epoch is None


def test_a_pulse_of_another_epoch_asks_for_the_whole() -> None:
    stream, server = followed()
    server.restore()
    assert rules.received(stream, server.pulse(), 101.0).must_hang_up


def test_a_pulse_that_runs_ahead_of_its_changes_is_given_until_the_next_pulse() -> None:
    stream, server = followed()
    server.step("A002", State.WAITING)
    first = rules.received(stream, server.pulse(), 102.0)
    assert not first.must_hang_up
    assert rules.received(first.stream, server.pulse(), 104.0).must_hang_up


def test_after_a_cut_the_listener_goes_on_from_where_it_stood() -> None:
    stream, _ = followed()
    resume = rules.opened(rules.closed(stream, now_s=101.0, jitter=0.0))[1]
    assert (resume.epoch, resume.seq) == (1, 1)


def test_ten_seconds_of_silence_make_it_stale_and_a_pulse_makes_it_fresh() -> None:
    stream, server = followed()
    assert not rules.is_stale(stream, 109.9)
    assert rules.is_stale(stream, 110.0)
    assert not rules.is_stale(rules.received(stream, server.pulse(), 110.0).stream, 110.1)


def test_a_listener_that_never_heard_anything_is_stale_ten_seconds_after_it_began() -> None:
    stream = Stream(ViewName.BOARD, since_s=50.0)
    assert not rules.is_stale(stream, 59.0)
    assert rules.is_stale(stream, 60.0)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_no_try_comes_sooner_than_a_fifth_of_a_second_or_later_than_five(failures: int, jitter: float) -> None:
    assert rules.FIRST_DELAY_S <= rules.delay_s(failures, jitter) <= rules.LONGEST_DELAY_S


def test_tries_become_rarer_and_a_pulse_that_agrees_forgives() -> None:
    stream, server = followed()
    for _ in range(6):
        stream = rules.closed(stream, now_s=0.0, jitter=0.5)
    assert stream.reconnect_at_s == pytest.approx(3.75)
    stream = rules.received(rules.opened(stream)[0], server.pulse(), 1.0).stream
    assert rules.closed(stream, now_s=0.0, jitter=0.5).reconnect_at_s == rules.FIRST_DELAY_S


def test_what_a_change_does_not_name_stays_as_it_was() -> None:
    before = view(1, {}).model_copy(update={"notice": "Vi stänger 15", "waits": (WaitLine(key="bygga", waiting=2),)})
    after = rules.apply(before, Change(from_seq=1, to_seq=2, at=NOON, hash=0))
    assert (after.notice, after.waits) == (before.notice, before.waits)
    silent = rules.apply(after, Change(from_seq=2, to_seq=3, at=NOON, hash=0, notice_changed=True))
    assert silent.notice is None


def test_estimates_that_came_without_a_step_of_the_queue_are_shown() -> None:
    stream, server = followed()
    wait = WaitLine(key="bygga", waiting=3)
    news = Change(from_seq=1, to_seq=1, at=NOON, hash=digest(server.tickets.values()), waits=(wait,))
    update = rules.received(stream, news, 101.0)
    assert update.view is not None
    assert update.view.waits == (wait,)
    assert not rules.received(update.stream, server.step("A001", State.CALLED), 102.0).must_hang_up


def test_a_change_that_was_already_applied_changes_nothing() -> None:
    stream, server = followed()
    update = rules.received(stream, server.step("A001", State.CALLED), 101.0)
    again = rules.received(update.stream, server.changes[-1], 102.0)
    assert (again.view, again.calls, again.must_hang_up) == (update.view, (), False)

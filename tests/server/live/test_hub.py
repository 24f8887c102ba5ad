# SPDX-License-Identifier: EUPL-1.2
"""The hub: whoever follows, resumes or comes late sees what the day is, and nothing that the role may not see."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_client import stream as following
from kolapp_client.stream import Stream
from kolapp_contract import tickets as wire
from kolapp_contract.board import ViewName
from kolapp_contract.live import Change, Pulse, digest, server_message
from kolapp_server.domain import commands
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.estimate import Estimate
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, Outcome, ProfileId, TicketId
from kolapp_server.live.hub import LONGEST_OUTBOX, Hub, Listener
from kolapp_server.services.branches import BranchWords
from kolapp_server.translate import views
from kolapp_server.translate.views import Surroundings
from tests.support.small_branch import DESKS, ERRANDS, MONDAY_MORNING, small_rules

WORDS = BranchWords('{"board_is_public": true}', {})
FOLLOWED = [ViewName.BOARD, ViewName.FACILITY, ViewName.DESK, ViewName.KIOSK]


class Bell:
    """A bell that nobody waits for."""

    def set(self) -> None:
        """Rung."""

    def clear(self) -> None:
        """Seen."""

    async def wait(self) -> object:
        """Not waited for."""
        return None


class Story:
    """A day that goes on by random commands, told to a hub."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = MONDAY_MORNING
        self.day: Day = first_day("ekvik", small_rules(), MONDAY_MORNING.date(), self.now)
        self.hub = Hub()
        self.count = 0

    def around(self) -> Surroundings:
        return Surroundings(self.now, WORDS)

    def goes_on(self, steps: int) -> None:
        for _ in range(steps):
            self.now += timedelta(seconds=self.random.randint(1, 90))
            try:
                draft = try_out(self.day, self.some_command(), self.now)
            except Refusal:
                continue
            if draft.events:
                self.day = draft.day
                self.hub.committed(self.day, tuple(draft.events), self.around())

    def some_command(self) -> commands.Command:
        self.count += 1
        desk = DeskId(self.random.choice(DESKS[:3]))
        at_desk = self.day.desks[desk].ticket or TicketId("none")
        some = self.random.choice(list(self.day.tickets) or [TicketId("none")])
        errand = ErrandId(self.random.choice(ERRANDS))
        return self.random.choice(
            [
                commands.IssueTicket(TicketId(f"00000000-0000-7000-8000-{self.count:012d}"), errand, Kind.WALK_IN, "ar"),
                commands.IssueTicket(TicketId(f"00000000-0000-7000-9000-{self.count:012d}"), errand, Kind.PRIORITY, "sv"),
                commands.OpenDesk(desk, ProfileId("alla"), ClerkId(f"clerk-{desk}")),
                commands.CallNext(desk, finish=Outcome.SOLVED),
                commands.Recall(at_desk, desk),
                commands.Start(at_desk, desk),
                commands.Park(at_desk, desk),
                commands.Resume(some, desk),
                commands.Transfer(at_desk, desk, errand),
                commands.MarkAbsent(at_desk, desk),
                commands.Return(some),
                commands.Cancel(some),
                commands.Undo(at_desk, desk),
            ]
        )

    def listener(self, view: ViewName, ticket: TicketId | None = None) -> Listener:
        return Listener("ekvik", view, Bell(), ticket_id=ticket)


def followed(stream: Stream, listener: Listener) -> Stream:
    """The stream of a client that got every frame in the listener's outbox."""
    while listener.outbox:
        update = following.received(stream, server_message.validate_json(listener.outbox.popleft()), 0.0)
        assert not update.must_hang_up
        stream = update.stream
    return stream


@given(seed=st.integers(0, 10**6), view=st.sampled_from(FOLLOWED))
@settings(max_examples=40, deadline=None)
def test_whoever_follows_sees_what_a_late_comer_sees(seed: int, view: ViewName) -> None:
    story = Story(seed)
    story.goes_on(15)
    listener = story.listener(view)
    story.hub.join(listener, story.day, story.around(), None)
    stream, _ = following.opened(Stream(view, since_s=0.0))
    for _ in range(6):
        story.goes_on(10)
        stream = followed(stream, listener)
    late = story.hub.snapshot(view, story.day, story.around())
    assert stream.view is not None
    assert sorted(stream.view.tickets, key=lambda line: line.number) == sorted(late.tickets, key=lambda line: line.number)
    assert (stream.view.desks, stream.view.waits, stream.view.seq) == (late.desks, late.waits, story.day.seq)
    assert stream.view.hash == digest(late.tickets)
    drawn_from_nothing = Hub().snapshot(view, story.day, story.around())
    assert set(drawn_from_nothing.tickets) == set(late.tickets)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_whoever_lost_the_wire_gets_what_was_missed_and_no_snapshot(seed: int) -> None:
    story = Story(seed)
    stays, leaves = story.listener(ViewName.BOARD), story.listener(ViewName.BOARD)
    for listener in (stays, leaves):
        story.hub.join(listener, story.day, story.around(), None)
    story.goes_on(20)
    stream = followed(following.opened(Stream(ViewName.BOARD, since_s=0.0))[0], leaves)
    story.hub.leave(leaves)
    before = story.day.seq
    story.goes_on(20)
    assert stream.view is not None
    back = story.listener(ViewName.BOARD)
    story.hub.join(back, story.day, story.around(), (stream.view.epoch, stream.view.seq))
    kinds = [server_message.validate_json(frame).type for frame in back.outbox]
    if story.day.seq > before:
        assert "snapshot" not in kinds
    stream = followed(following.opened(stream)[0], back)
    assert stream.view is not None
    assert set(stream.view.tickets) == set(story.hub.snapshot(ViewName.BOARD, story.day, story.around()).tickets)


def test_another_epoch_gets_the_whole_view() -> None:
    story = Story(1)
    listener = story.listener(ViewName.BOARD)
    story.hub.join(listener, story.day, story.around(), (7, 3))
    assert [server_message.validate_json(frame).type for frame in listener.outbox] == ["hello", "snapshot"]


def test_the_board_knows_no_errand_no_language_and_no_clerk() -> None:
    story = Story(4)
    story.goes_on(60)
    view = story.hub.snapshot(ViewName.BOARD, story.day, story.around())
    assert view.tickets
    told = {name for line in view.tickets for name in line.model_dump(exclude_none=True)}
    assert told <= {"number", "state", "desk_id", "called_at"}
    assert not any(errand in view.model_copy(update={"recent_calls": ()}).model_dump_json() for errand in ERRANDS)
    assert {line.profile_id for line in view.desks} == {None}


@pytest.mark.parametrize("view", list(ViewName))
def test_only_those_at_desks_see_who_sits_where(view: ViewName) -> None:
    story = Story(4)
    story.day = try_out(story.day, commands.OpenDesk(DeskId("disk-1"), ProfileId("alla"), ClerkId("clerk-1")), story.now).day
    around = replace(story.around(), words=BranchWords("{}", {}, {"clerk-1": "Malin"}))
    told = Hub().snapshot(view, story.day, around).model_dump_json()
    assert ("Malin" in told) == (view is ViewName.DESK)


def test_the_kiosk_sees_no_ticket_at_all() -> None:
    story = Story(4)
    story.goes_on(60)
    view = story.hub.snapshot(ViewName.KIOSK, story.day, story.around())
    assert (view.tickets, view.desks, view.hash) == ((), (), 0)
    assert {line.key for line in view.waits} == set(ERRANDS)


def test_a_visitors_page_sees_its_own_ticket_and_no_other() -> None:
    story = Story(2)
    story.goes_on(30)
    own = next(iter(story.day.tickets))
    listener = story.listener(ViewName.VISITOR, own)
    story.hub.join(listener, story.day, story.around(), None)
    story.goes_on(60)
    story.hub.pulse_visitors(story.now, {"ekvik": story.now})
    messages = [server_message.validate_json(frame) for frame in listener.outbox]
    numbers = {line.number for message in messages if isinstance(message, Change) for line in message.tickets}
    assert numbers <= {story.day.tickets[own].number}
    pulse = messages[-1]
    assert isinstance(pulse, Pulse)
    assert pulse.hash == digest((views.ticket_line(ViewName.VISITOR, story.day, story.day.tickets[own], story.around()),))
    assert pulse.estimates_at == story.now


def test_a_forecast_alone_reaches_the_visitors_page_and_the_desk_and_only_once() -> None:
    story = Story(2)
    own = TicketId("00000000-0000-7000-8000-000000000001")
    story.day = try_out(story.day, commands.IssueTicket(own, ErrandId("fraga"), Kind.WALK_IN, "sv"), story.now).day
    phone, desk = story.listener(ViewName.VISITOR, own), story.listener(ViewName.DESK)
    for listener in (phone, desk):
        story.hub.join(listener, story.day, story.around(), None)
        listener.outbox.clear()
    foreseen = replace(story.around(), waits={own: Estimate(7, 4, 12)})
    for _ in range(3):
        story.hub.looked_anew(story.day, foreseen)
    for listener in (phone, desk):
        (frame,) = listener.outbox
        change = server_message.validate_json(frame)
        assert isinstance(change, Change)
        assert [(line.number, line.estimate.minutes) for line in change.tickets] == [("F001", 7)]


def test_the_board_says_one_number_for_a_group_or_a_range() -> None:
    story = Story(2)
    story.day = try_out(story.day, commands.OpenDesk(DeskId(DESKS[0]), ProfileId("alla"), ClerkId("c")), story.now).day
    rules = story.day.rules
    together = replace(rules, errands=tuple(replace(errand, group_id="allt") for errand in rules.errands))
    day = replace(story.day, rules=together)
    alike = {
        ErrandId("fraga"): wire.Estimate(minutes=5, low=3, high=9),
        ErrandId("skola"): wire.Estimate(minutes=7, low=4, high=12),
    }
    apart = {**alike, ErrandId("bygglov"): wire.Estimate(minutes=40, low=25, high=65)}
    said = [views.wait_lines(ViewName.BOARD, day, replace(story.around(), estimates=each))[0].estimate for each in (alike, apart)]
    assert [(each.minutes, each.low, each.high) for each in said if each] == [(7, 3, 12), (None, 3, 65)]


def test_a_group_without_a_desk_says_when_one_opens() -> None:
    story = Story(2)
    (line, *_) = views.wait_lines(ViewName.BOARD, story.day, story.around())
    assert (line.is_staffed, line.opens_at, line.estimate) == (False, None, wire.Estimate())
    opens_at = story.now + timedelta(hours=2)
    planned = try_out(story.day, commands.PlanOpening(DeskId(DESKS[0]), ProfileId("bygg"), opens_at), story.now).day
    found = {line.key: line.opens_at for line in views.wait_lines(ViewName.FACILITY, planned, story.around())}
    assert found == {"bygglov": opens_at, "skola": None, "fraga": None}


def test_two_calls_in_one_commit_are_both_told() -> None:
    story = Story(9)
    for n in range(2):
        story.day = try_out(story.day, commands.OpenDesk(DeskId(DESKS[n]), ProfileId("alla"), ClerkId(f"c{n}")), story.now).day
        story.day = try_out(
            story.day, commands.IssueTicket(TicketId(f"t{n}"), ErrandId("fraga"), Kind.WALK_IN, "fi"), story.now
        ).day
    listener = story.listener(ViewName.BOARD)
    story.hub.join(listener, story.day, story.around(), None)
    events = []
    for n in range(2):
        draft = try_out(story.day, commands.CallNext(DeskId(DESKS[n])), story.now)
        story.day = draft.day
        events.extend(draft.events)
    story.hub.committed(story.day, tuple(events), story.around())
    change = server_message.validate_json(listener.outbox[-1])
    assert isinstance(change, Change)
    assert [(call.number, call.desk_id, call.language) for call in change.calls] == [
        ("F001", "disk-1", "fi"),
        ("F002", "disk-2", "fi"),
    ]


def test_one_who_does_not_listen_is_given_up_and_holds_up_nobody() -> None:
    story = Story(3)
    slow, quick = story.listener(ViewName.BOARD), story.listener(ViewName.BOARD)
    for listener in (slow, quick):
        story.hub.join(listener, story.day, story.around(), None)
    for _ in range(LONGEST_OUTBOX + 5):
        story.hub.pulse(story.now)
        quick.outbox.clear()
    assert slow.is_too_slow
    assert not quick.is_too_slow


def test_a_message_on_all_screens_is_told_once() -> None:
    story = Story(3)
    listener = story.listener(ViewName.KIOSK)
    story.hub.join(listener, story.day, story.around(), None)
    listener.outbox.clear()
    said = replace(story.around(), words=BranchWords("{}", {"notice": "Vi stänger 15.00 i dag."}))
    story.hub.looked_anew(story.day, said)
    story.hub.looked_anew(story.day, said)
    (frame,) = listener.outbox
    change = server_message.validate_json(frame)
    assert isinstance(change, Change)
    assert (change.notice, change.from_seq) == ("Vi stänger 15.00 i dag.", change.to_seq)


def test_a_change_that_is_not_sent_is_noticed_by_the_digest() -> None:
    """The check that the tests above lean on can fail."""
    story = Story(5)
    listener = story.listener(ViewName.BOARD)
    story.goes_on(20)
    story.hub.join(listener, story.day, story.around(), None)
    stream = followed(following.opened(Stream(ViewName.BOARD, since_s=0.0))[0], listener)
    issued = try_out(story.day, commands.IssueTicket(TicketId("x"), ErrandId("fraga"), Kind.WALK_IN, "sv"), story.now)
    story.hub.committed(issued.day, tuple(issued.events), story.around())
    broken = server_message.validate_json(listener.outbox[-1]).model_copy(update={"tickets": ()})
    listener.outbox[-1] = broken.model_dump_json(exclude_none=True)
    with pytest.raises(AssertionError):
        followed(stream, listener)

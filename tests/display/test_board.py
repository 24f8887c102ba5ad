# SPDX-License-Identifier: EUPL-1.2
"""What the waiting room sees and hears: nobody's call is lost, none is said over another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_client.stream import Update
from kolapp_contract.board import Call
from kolapp_contract.tickets import State
from kolapp_display import board as rules
from kolapp_display.board import Board
from tests.display.town import EARLIER, NOW, Scene, call, called, fresh, heard, lines

Events = list[tuple[str, int]]
events = st.lists(st.one_of(st.tuples(st.just("call"), st.integers(1, 4)), st.tuples(st.just("wait"), st.integers(0, 30)),
                            st.tuples(st.just("voice"), st.just(0))), max_size=40)  # fmt: skip


def numbers(board: Board) -> list[str]:
    return [shown.call.number for shown in board.field]


def earlier(board: Board) -> list[str]:
    return [one.number for one in rules.earlier_calls(board)]


class Hall:
    """A waiting room through a day: what was called, when each number stood in the field, and what was said."""

    def __init__(self) -> None:
        self.now_s, self.seq = 100.0, 20
        self.board = heard(fresh(), Scene(), self.now_s)
        self.called: list[Call] = []
        self.in_field: dict[str, list[float]] = {}
        self.said: list[str] = []

    def call(self, count: int) -> None:
        new = tuple(call(f"A{len(self.called) + place:03}", 1 + place, self.seq + place + 1) for place in range(count))
        self.called += new
        self.seq += count
        scene = Scene(tuple(self.called[-10:]), lines(tuple(self.called)), seq=self.seq)
        self.board = heard(self.board, scene, self.now_s, calls=new)
        self.look()

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now_s += 1
            self.board = rules.ticked(self.board, self.now_s)
            self.look()

    def voice(self) -> None:
        """The voice finishes a round, and takes the next."""
        self.board = rules.next_to_say(rules.said(self.board))
        if self.board.saying:
            self.said.append(self.board.saying.call.number)

    def look(self) -> None:
        for number in numbers(self.board):
            self.in_field.setdefault(number, []).append(self.now_s)

    def live(self, script: Events) -> None:
        for deed, count in script:
            if deed == "call":
                self.call(count)
            elif deed == "wait":
                self.wait(count)
            else:
                self.voice()


def end_of(hall: Hall) -> None:
    """Nobody calls any more, and everything has time to be shown and said."""
    for _ in range(3 * len(hall.called) + 4):
        hall.voice()
        hall.wait(21)


@settings(max_examples=60, deadline=None)
@given(events)
def test_every_call_comes_into_the_field_for_twenty_seconds_at_least(script: Events) -> None:
    hall = Hall()
    hall.live(script)
    end_of(hall)
    for one in hall.called:
        seen = hall.in_field[one.number]
        assert max(seen) - min(seen) >= rules.SHOWN_AT_LEAST_S - 1


@settings(max_examples=60, deadline=None)
@given(events)
def test_every_call_is_said_in_the_order_of_calling_and_at_most_twice(script: Events) -> None:
    hall = Hall()
    hall.live(script)
    end_of(hall)
    assert list(dict.fromkeys(hall.said)) == [one.number for one in hall.called]
    assert all(hall.said.count(number) <= rules.ROUNDS for number in hall.said)


@settings(max_examples=60, deadline=None)
@given(events)
def test_at_every_moment_the_newest_calls_are_in_sight(script: Events) -> None:
    hall = Hall()
    hall.live(script)
    newest = [one.number for one in hall.called[-rules.EARLIER_CALLS :]]
    assert set(newest) <= set(numbers(hall.board)) | set(earlier(hall.board))
    assert len(earlier(hall.board)) <= rules.EARLIER_CALLS
    assert len(numbers(hall.board)) <= rules.SHARED_BY
    assert not set(earlier(hall.board)) & set(numbers(hall.board))


def last_one_only(board: Board, update: Update, now_s: float) -> Board:
    """The known bad variant: shows and says the last call of a message, as a board without a queue does."""
    return rules.followed(board, replace(update, calls=update.calls[-1:]), now_s)


def test_a_board_without_a_queue_loses_the_first_of_two_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.display.town.followed", last_one_only)
    hall = Hall()
    hall.live([("call", 2)])
    end_of(hall)
    assert [one.number for one in hall.called] == ["A000", "A001"]
    assert hall.said == ["A001", "A001"]


def test_two_desks_that_call_in_the_same_second_share_the_field() -> None:
    board = called(call("A042", 3, 21), call("C018", 1, 22))
    assert numbers(board) == ["A042", "C018"]
    assert earlier(board) == ["A041", "C017", "A040", "D008", "A039"]


def test_a_third_call_waits_among_the_earlier_ones_until_there_is_room() -> None:
    board = called(call("A042", 3, 21), call("C018", 1, 22), call("D009", 2, 23))
    assert (numbers(board), earlier(board)[0]) == (["A042", "C018"], "D009")
    after = rules.ticked(board, 120.0)
    assert numbers(after) == ["C018", "D009"]
    assert earlier(after)[0] == "A042"


def test_who_has_arrived_makes_room_before_who_has_not() -> None:
    board = called(call("A042", 3, 21), call("C018", 1, 22))
    new = call("D009", 2, 31)
    met = (*lines((call("C018", 1, 22),), State.SERVING), *lines((call("A042", 3, 21), new)))
    board = heard(board, Scene((*EARLIER, new), met, seq=31), 130.0, calls=(new,))
    assert numbers(board) == ["A042", "D009"]
    assert earlier(board)[0] == "C018"


def test_a_visitor_who_is_still_awaited_stays_on_the_screen_however_many_are_called_after() -> None:
    board, first = called(call("A042", 3, 21)), call("A042", 3, 21)
    for place in range(9):
        new = call(f"C{place:03}", 1, 31 + place)
        met = tuple(lines((one,), State.SERVING)[0] for one in (call(f"C{n:03}", 1, 31 + n) for n in range(place)))
        now_s = 130.0 + 30 * place
        board = heard(board, Scene((*EARLIER, new), (*met, *lines((first, new))), seq=31 + place), now_s, calls=(new,))
        assert "A042" in numbers(board) + earlier(board), place


def test_a_call_stays_until_the_next_however_long_that_takes() -> None:
    board = rules.ticked(called(call("A042", 3, 21)), 100.0 + 3600)
    assert numbers(board) == ["A042"]


def test_a_recall_shows_the_number_anew_and_says_it_again() -> None:
    board = called(call("A042", 3, 21))
    board = rules.said(rules.said(rules.next_to_say(board)))
    again = call("A042", 3, 22, again=True)
    board = heard(board, Scene((*EARLIER, again), lines((again,)), seq=31), 150.0, calls=(again,))
    assert [(shown.call.again, shown.shown_at_s) for shown in board.field] == [(True, 150.0)]
    assert [waiting.call.number for waiting in board.to_say] == ["A042"]


def test_a_call_that_was_undone_is_neither_shown_nor_said() -> None:
    board = called(call("A042", 3, 21), call("C018", 1, 22))
    undone = Scene(EARLIER, lines((call("A042", 3, 21),), State.WAITING), seq=31)
    board = heard(board, undone, 105.0, calls=())
    assert numbers(board) == ["C018"]
    assert [waiting.call.number for waiting in board.to_say] == ["C018"]


def test_after_a_gap_those_still_called_are_said_and_those_met_meanwhile_are_not() -> None:
    met, still = call("A042", 3, 21, seconds_ago=50), call("C018", 1, 22, seconds_ago=40)
    before = heard(fresh(), Scene(EARLIER, ()), 40.0)
    whole = Scene((*EARLIER, met, still), lines((still,)) + lines((met,), State.SERVING), seq=30)
    board = heard(before, whole, 100.0)
    assert [waiting.call.number for waiting in board.to_say] == ["C018"]


def test_after_a_restore_no_old_call_is_said_again() -> None:
    board = rules.said(rules.said(rules.next_to_say(called(call("A042", 3, 21)))))
    whole = Scene((*EARLIER, call("A042", 3, 121)), lines((call("A042", 3, 121),)), seq=130, epoch=2)
    assert heard(board, whole, 110.0).to_say == ()


def test_a_screen_that_begins_to_look_shows_the_last_call_and_says_nothing() -> None:
    board = heard(fresh(), Scene(EARLIER, lines(EARLIER, State.SERVING)), 100.0)
    assert (numbers(board), board.to_say) == (["A041"], ())
    assert earlier(board) == ["C017", "A040", "D008", "A039"]


def test_yesterdays_calls_are_forgotten_overnight() -> None:
    old = tuple(one.model_copy(update={"at": NOW - timedelta(hours=9)}) for one in EARLIER)
    board = heard(fresh(), Scene(old), 100.0)
    assert (numbers(board), earlier(board)) == ([], [])


def test_a_call_is_repeated_once_and_not_while_another_waits_to_be_said() -> None:
    board = rules.next_to_say(called(call("A042", 3, 21), call("C018", 1, 22)))
    order = []
    while board.saying:
        order.append((board.saying.call.number, board.saying.spoken))
        board = rules.next_to_say(rules.said(board))
    assert order == [("A042", 0), ("C018", 0), ("C018", 1)]


def test_a_voice_far_behind_leaves_out_whoever_has_been_met() -> None:
    late = call("A042", 3, 21, seconds_ago=90)
    board = called(late)
    assert rules.next_to_say(board).saying is not None
    met = heard(board, Scene(EARLIER, lines((late,), State.SERVING), seq=31), 110.0, calls=())
    assert rules.next_to_say(met).saying is None

# SPDX-License-Identifier: EUPL-1.2
"""Who asked for a discreet call is not called out; to whom somebody comes no desk is said."""

from kolapp_contract.board import Call, TicketLine
from kolapp_contract.tickets import State
from kolapp_display import board as rules
from kolapp_display.board import Board
from kolapp_display.picture import Moment, waiting_picture
from tests.display.town import CATALOGUE, EARLIER, NOW, Scene, call, called, fresh, heard, lines

LOUD = call("C018", 1, 22)
QUIET = TicketLine(number="A042", state=State.CALLED, desk_id="disk-3", called_at=NOW, is_discreet=True, is_fetched=True)


def quietly(state: State = State.CALLED, board: Board | None = None) -> Board:
    """A042 is called discreetly in a room that has heard others."""
    line = QUIET.model_copy(update={"state": state})
    scene = Scene(EARLIER, (line, *lines(EARLIER, State.SERVING)), seq=30)
    return heard(board or called(), scene, 101.0, calls=())


def earlier(board: Board) -> list[str]:
    return [one.number for one in rules.earlier_calls(board)]


def test_a_discreet_call_stands_small_while_the_desk_waits_and_is_neither_large_nor_said() -> None:
    board = quietly()
    assert earlier(board)[0] == "A042"
    assert "A042" not in [shown.call.number for shown in board.field]
    assert "A042" not in [waiting.call.number for waiting in board.to_say]
    assert len(earlier(board)) == rules.EARLIER_CALLS


def test_it_is_gone_when_the_visitor_has_come_and_never_among_the_last_calls() -> None:
    board = quietly(State.SERVING, quietly())
    assert "A042" not in earlier(board)


def test_a_screen_that_begins_to_look_shows_it_too() -> None:
    board = heard(fresh(), Scene(EARLIER, (QUIET,), seq=30), 100.0)
    assert earlier(board)[0] == "A042"


def test_however_many_are_called_after_it_stays_in_sight() -> None:
    others = tuple(call(f"D{place:03}", 2, 40 + place) for place in range(9))
    scene = Scene(others, (QUIET, *lines(others)), seq=60)
    assert "A042" in earlier(heard(quietly(), scene, 120.0, calls=others))


def test_to_whom_somebody_comes_the_picture_says_so() -> None:
    board = called(LOUD.model_copy(update={"is_fetched": True}))
    picture = waiting_picture(board, CATALOGUE, Moment(NOW, 104.0))
    assert [shown.is_fetched for shown in picture.field] == [True]
    assert not any(shown.is_fetched for shown in picture.earlier)


def test_a_call_of_a_server_that_says_nothing_of_it_is_as_before() -> None:
    told = LOUD.model_dump(mode="json", exclude_none=True)
    assert "is_fetched" not in told
    assert Call.model_validate(told) == LOUD

# SPDX-License-Identifier: EUPL-1.2
"""Two desks with one visitor: the room sees the signs of both."""

from dataclasses import replace

from kolapp_contract.board import TicketLine
from kolapp_contract.tickets import State
from kolapp_display.board import Board
from kolapp_display.picture import Moment, waiting_picture
from tests.display.town import CATALOGUE, NOW, call, called


def sign(joined: tuple[str, ...]) -> str:
    """What stands beside the number."""
    board: Board = called(call("A042", 3, 21))
    line = TicketLine(number="A042", state=State.SERVING, desk_id="disk-3", joined_desk_ids=joined or None)
    view = board.stream.view.model_copy(update={"tickets": (line,)})
    joint = replace(board, stream=replace(board.stream, view=view))
    return waiting_picture(joint, CATALOGUE, Moment(NOW, 104.0)).field[0].sign


def test_the_desk_that_takes_part_stands_beside_the_one_that_has_the_visit() -> None:
    assert sign(("disk-1",)) == "3+1"


def test_one_desk_stands_alone() -> None:
    assert sign(()) == "3"

# SPDX-License-Identifier: EUPL-1.2
"""The waiting room sees by number that an officer is coming, the soonest first, and never who."""

from datetime import timedelta

from kolapp_contract.board import TicketLine
from kolapp_contract.officers import OfficerAnswer, OfficerLine
from kolapp_contract.tickets import State
from kolapp_display.picture import Moment, waiting_picture
from tests.display.town import CATALOGUE, EARLIER, NOW, Scene, fresh, heard


def coming(number: str, in_minutes: int | None) -> TicketLine:
    at = None if in_minutes is None else NOW + timedelta(minutes=in_minutes)
    answer = OfficerAnswer.CANNOT if at is None else OfficerAnswer.COMING
    return TicketLine(number=number, state=State.WAITING, officer=OfficerLine(answer=answer, coming_at=at))


def banner(*lines: TicketLine) -> str | None:
    board = heard(fresh(), Scene(EARLIER, lines), 100.0)
    return waiting_picture(board, CATALOGUE, Moment(NOW, 100.1)).coming


def test_three_at_most_are_named_by_number_and_time() -> None:
    found = banner(coming("A042", 15), coming("A043", 5), coming("A044", 30), coming("A045", 25))
    assert found == "A043 10:29, A042 10:39, A045 10:49"


def test_who_gets_nobody_is_not_told_of_on_the_wall() -> None:
    assert banner(coming("A042", None), TicketLine(number="A043", state=State.WAITING)) is None

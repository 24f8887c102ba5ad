# SPDX-License-Identifier: EUPL-1.2
"""What the ticket's screen says of an officer, and of how somebody is called.

Slow only since Kivy is imported, for the screen's facts; no window is opened.
"""

import os
from dataclasses import replace
from typing import Any

import pytest

from kolapp_contract.officers import OfficerAnswer
from kolapp_contract.tickets import Need
from kolapp_kiosk.flow.state import State
from tests.kiosk import scenes, town

pytestmark = [pytest.mark.slow, pytest.mark.window]


@pytest.fixture(scope="module", autouse=True)
def kivy(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Kivy keeps to a folder of its own and leaves the arguments alone."""
    os.environ |= {"KIVY_HOME": str(tmp_path_factory.mktemp("kivy")), "KIVY_NO_ARGS": "1", "KIVY_LOG_MODE": "PYTHON"}


def read(state: State) -> str:
    """All that stands on the ticket's screen."""
    from kolapp_kiosk.ui.language import texts
    from kolapp_kiosk.ui.screens.ticket_ready import TicketReadyScreen

    return " | ".join(TicketReadyScreen.facts_of(state, texts(state.wishes.language)).said)


def called(*needs: Need, **values: Any) -> str:
    """What a visitor with those needs reads who is called at once; or waits, without a desk."""
    start = town.kiosk()
    wished = replace(start, wishes=replace(start.wishes, needs=needs))
    return read(town.answered(scenes.asked(wished), **{"desk_id": "disk-3", "ahead": 0, **values}))


def test_who_is_fetched_is_told_that_somebody_comes_and_is_sent_nowhere() -> None:
    assert "Personal kommer till dig" in called(Need.FETCH_ME)
    assert "Gå till" not in called(Need.FETCH_ME)
    assert "Personal kommer till dig" in called(Need.FETCH_ME, desk_id=None, ahead=3)


def test_who_wants_a_discreet_call_is_not_told_that_the_number_is_read_out() -> None:
    assert "ropas upp" in called(desk_id=None, ahead=3)
    for words in (called(Need.DISCREET), called(Need.DISCREET, desk_id=None, ahead=3)):
        assert "Numret sägs inte" in words
        assert "ropas upp" not in words
    assert "Gå till disk 3" in called(Need.DISCREET)


def test_everybody_else_is_sent_to_the_desk() -> None:
    assert "Gå till disk 3" in called(Need.HEARING)


def test_what_the_officer_has_answered_stands_there() -> None:
    start = town.kiosk()
    assert "har fått veta att du är här" in read(scenes.with_officer(start))
    assert "Du blir mött 13:15" in read(scenes.with_officer(start, answer=OfficerAnswer.COMING, coming_at=town.BACK_AT))
    assert "kan inte komma nu" in read(scenes.with_officer(start, answer=OfficerAnswer.CANNOT))
    assert "En kollega" in read(scenes.with_officer(start, is_deputy=True))

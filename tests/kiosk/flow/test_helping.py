# SPDX-License-Identifier: EUPL-1.2
""" "Jag behöver hjälp" at the kiosk: on every screen, told only what is true, and nothing left for the next visitor."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kolapp_contract.helps import HelpKind, HelpLine
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import AskForHelp, EndHelp
from kolapp_kiosk.flow.events import HelpTold, Touched, ViewChanged, WireLost
from kolapp_kiosk.flow.keys import GroupKey, Standing, offered
from kolapp_kiosk.flow.state import Aid, Errands, Helping, Issuing, State, TicketReady, Welcome, Wishes
from tests.kiosk import town
from tests.kiosk.scenes import SCENES


def standing(state: State, *, is_coming: bool = False) -> HelpLine:
    coming_at = state.now if is_coming else None
    return HelpLine(help_id=uuid4(), kind=HelpKind.VISITOR, asked_at=state.now, device_id=uuid4(), coming_at=coming_at)


def shows(state: State, help_line: HelpLine | None) -> State:
    return town.after(state, ViewChanged(state.now, town.draft(), town.OPEN, town.WAITS, None, help_line))


def asked(state: State) -> State:
    return town.touch(state, Standing.HELP)


def told(state: State, *, is_taken: bool = True) -> State:
    return town.after(state, HelpTold(state.now, town.draft(), is_taken))


@pytest.mark.parametrize("name", SCENES)
def test_the_key_stands_on_every_screen(name: str) -> None:
    assert offered(SCENES[name](town.kiosk())).count(Standing.HELP) == 1


def test_staff_are_asked_and_what_was_chosen_stays_underneath() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"))
    after, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), Standing.HELP))
    assert [type(effect) for effect in effects] == [AskForHelp]
    assert isinstance(after.screen, Helping)
    assert isinstance(town.touch(after, Standing.BACK).screen, Errands)


def test_it_is_said_that_staff_know_only_when_the_server_said_so() -> None:
    state = asked(town.kiosk())
    assert state.screen.aid is Aid.ASKING
    assert told(state).screen.aid is Aid.TOLD
    assert told(state, is_taken=False).screen.aid is Aid.FAILED


def test_a_help_that_the_branch_shows_was_taken_though_the_answer_was_lost() -> None:
    state = shows(asked(town.kiosk()), standing(town.kiosk()))
    assert told(state, is_taken=False).screen.aid is Aid.TOLD


def test_without_the_server_the_desk_is_pointed_to_and_one_may_try_again() -> None:
    cut = town.after(town.kiosk(), WireLost(town.kiosk().now, town.draft()))
    failed = told(asked(cut), is_taken=False)
    assert failed.screen.aid is Aid.FAILED
    after, effects = flow.step(failed, Touched(failed.now + timedelta(seconds=1), town.draft(), Standing.HELP))
    assert [type(effect) for effect in effects] == [AskForHelp]
    assert after.screen.aid is Aid.ASKING


def test_while_staff_know_the_key_asks_nobody_twice() -> None:
    state = told(asked(town.kiosk()))
    _, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), Standing.HELP))
    assert effects == ()


def test_when_the_clerk_says_that_it_is_done_the_visitor_goes_on_where_they_were() -> None:
    state = asked(town.touch(town.kiosk(), GroupKey("bygga")))
    coming = shows(state, standing(state, is_coming=True))
    assert isinstance(coming.screen, Helping)
    assert isinstance(shows(coming, None).screen, Errands)


def test_a_view_that_came_before_the_question_closes_nothing() -> None:
    assert isinstance(shows(asked(town.kiosk()), None).screen, Helping)


def test_who_needs_nobody_any_more_says_so() -> None:
    state = asked(town.kiosk())
    line = standing(state)
    state = shows(state, line)
    after, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), Standing.NO_HELP))
    assert effects == (EndHelp(line.help_id),)
    assert isinstance(after.screen, Welcome)


def test_a_ticket_that_is_being_asked_for_is_not_held_up() -> None:
    state = town.touch(town.kiosk(), Standing.HUMAN)
    after, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), Standing.HELP))
    assert isinstance(after.screen, Issuing)
    assert [type(effect) for effect in effects] == [AskForHelp]
    assert isinstance(town.answered(after).screen, TicketReady)


def test_nothing_of_the_visitor_is_left_after_two_minutes() -> None:
    state = told(asked(town.touch(town.kiosk(), GroupKey("bygga"))))
    assert isinstance(town.later(state, 100).screen, Helping)
    after = town.later(state, 125)
    assert after.screen == Welcome()
    assert after.wishes == Wishes()

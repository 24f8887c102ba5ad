# SPDX-License-Identifier: EUPL-1.2
"""What an officer answers while the ticket is on the glass, and what the paper says of how the visitor is met."""

from datetime import timedelta
from typing import Any

import pytest

from kolapp_contract.officers import OfficerAnswer, OfficerLine, OfficerPurpose
from kolapp_contract.tickets import Need, TicketView
from kolapp_contract.tickets import State as TicketState
from kolapp_kiosk.flow import officer_news
from kolapp_kiosk.flow.effects import FollowTicket, PrintSlip, Say, Saying
from kolapp_kiosk.flow.events import IssueAnswered, TicketTold
from kolapp_kiosk.flow.keys import Standing
from kolapp_kiosk.flow.state import State, TicketReady
from kolapp_kiosk.flow.step import Step, awaited, step
from tests.kiosk import town

WAITED_FOR = OfficerLine(purpose=OfficerPurpose.WAIT)
COMING = OfficerLine(purpose=OfficerPurpose.WAIT, answer=OfficerAnswer.COMING, coming_at=town.BACK_AT)


def answered(*needs: Need, **values: Any) -> Step:
    """The step in which the server gives a ticket to a visitor with those needs."""
    state = town.touch(town.kiosk(), Standing.SUPPORT) if needs else town.kiosk()
    state = town.replace(state, wishes=town.replace(state.wishes, needs=needs))
    state = town.touch(state, Standing.HUMAN)
    pending = awaited(state.screen)
    assert pending is not None
    return step(state, IssueAnswered(state.now, town.draft(), town.ticket(pending.ticket_id, **values)))


def followed(state: State, effects: tuple[object, ...]) -> bool:
    ticket = shown(state)
    return FollowTicket(ticket.ticket_id) in effects


def shown(state: State) -> TicketView:
    assert isinstance(state.screen, TicketReady)
    return state.screen.ticket


def told(before: State, **values: Any) -> State:
    ticket = shown(before).model_copy(update=values)
    return town.after(before, TicketTold(before.now + timedelta(seconds=2), town.draft(), ticket))


def slip(effects: tuple[object, ...]) -> Any:
    (found,) = [effect.slip for effect in effects if isinstance(effect, PrintSlip)]
    return found


def test_only_who_waits_for_somebody_makes_the_kiosk_ask_again() -> None:
    assert followed(*answered(officer=WAITED_FOR))
    assert not followed(*answered())
    assert not followed(*answered(officer=OfficerLine(purpose=OfficerPurpose.MESSAGE)))


def test_the_answer_is_shown_while_the_ticket_stands_and_the_screen_lasts_no_longer_for_it() -> None:
    state, _ = answered(officer=WAITED_FOR)
    after = told(state, officer=COMING)
    assert shown(after).officer == COMING
    assert isinstance(after.screen, TicketReady)
    assert isinstance(state.screen, TicketReady)
    assert after.screen.shown_at == state.screen.shown_at


def test_the_answer_is_shown_under_a_screen_that_lies_over_the_ticket() -> None:
    state, _ = answered(officer=WAITED_FOR)
    over = town.touch(state, Standing.SUPPORT)
    after = town.after(over, TicketTold(over.now, town.draft(), shown(state).model_copy(update={"officer": COMING})))
    assert shown(town.touch(after, Standing.SUPPORT)).officer == COMING


def test_an_answer_that_comes_when_the_ticket_is_gone_changes_nothing() -> None:
    state, _ = answered(officer=WAITED_FOR)
    gone = town.touch(state, Standing.DONE)
    assert not officer_news.is_shown(gone, shown(state).ticket_id)
    after = town.after(gone, TicketTold(gone.now, town.draft(), shown(state).model_copy(update={"officer": COMING})))
    assert after.screen == gone.screen


def test_whoever_is_called_meanwhile_is_sent_to_the_desk_and_who_has_ended_the_visit_is_not() -> None:
    state, _ = answered(officer=WAITED_FOR)
    assert shown(told(state, state=TicketState.CALLED, desk_id="disk-3")).desk_id == "disk-3"
    assert shown(told(state, state=TicketState.CANCELLED)).state is TicketState.WAITING


def test_an_answer_is_said_to_whoever_listens_and_the_same_one_is_not_said_twice() -> None:
    state, _ = answered(officer=WAITED_FOR)
    spoken = town.replace(state, wishes=town.replace(state.wishes, is_spoken=True))
    news = TicketTold(spoken.now, town.draft(), shown(state).model_copy(update={"officer": COMING}))
    after, effects = step(spoken, news)
    assert [effect.what for effect in effects if isinstance(effect, Say)] == [Saying.SCREEN]
    assert step(after, news)[1] == ()


@pytest.mark.parametrize(
    ("line", "cannot"),
    [
        (WAITED_FOR, False),
        (COMING, False),
        (OfficerLine(answer=OfficerAnswer.SILENT), False),
        (OfficerLine(answer=OfficerAnswer.SILENT, is_deputy=True), True),
        (OfficerLine(answer=OfficerAnswer.CANNOT), True),
    ],
)
def test_nobody_comes_when_the_last_who_was_asked_does_not(line: OfficerLine, cannot: bool) -> None:
    assert officer_news.cannot_come(line) is cannot


def test_the_slip_says_when_somebody_comes_where_that_is_known_already() -> None:
    _, effects = answered(officer=COMING)
    assert slip(effects).met_at == town.BACK_AT
    _, effects = answered(officer=WAITED_FOR)
    assert slip(effects).met_at is None


def test_the_slip_of_one_who_is_fetched_sends_them_to_no_desk() -> None:
    _, effects = answered(desk_id="disk-3", ahead=0)
    assert slip(effects).desk_sign
    state, effects = answered(Need.FETCH_ME, desk_id="disk-3", ahead=0)
    assert slip(effects).desk_sign is None
    assert isinstance(state.screen, TicketReady)
    assert state.screen.needs == (Need.FETCH_ME,)

# SPDX-License-Identifier: EUPL-1.2
"""Visits told as touches, and what becomes of them."""

from datetime import timedelta

import pytest

from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.tickets import Kind, Need, PrintResult
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import CancelTicket, Issue, PrintSlip, ReportPrinted
from kolapp_kiosk.flow.events import IssueAnswered, IssueRefused, PrintFinished, Touched, ViewChanged
from kolapp_kiosk.flow.keys import ErrandKey, GroupKey, LanguageKey, NeedKey, Standing, offered
from kolapp_kiosk.flow.state import (
    Alternatives,
    Cancelled,
    Closed,
    Contrast,
    Errands,
    Issuing,
    Languages,
    Paper,
    Refused,
    State,
    StillThere,
    TicketReady,
    Welcome,
)
from tests.kiosk import town

SECOND = timedelta(seconds=1)


def touched(state: State, target: object, wait: timedelta = SECOND) -> tuple[State, tuple[object, ...]]:
    return flow.step(state, Touched(state.now + wait, town.draft(), target))


def test_two_touches_ask_for_a_ticket() -> None:
    state, effects = touched(town.touch(town.kiosk(), GroupKey("bygga")), ErrandKey("bygglov"))
    assert isinstance(state.screen, Issuing)
    assert [type(effect) for effect in effects] == [Issue]
    assert effects[0].body.errand_id == "bygglov"


def test_a_group_with_one_errand_asks_at_once() -> None:
    _, effects = touched(town.kiosk(), GroupKey("annat"))
    assert effects[0].body.errand_id == "annat"


def test_a_human_is_asked_for_in_one_touch() -> None:
    _, effects = touched(town.kiosk(), Standing.HUMAN)
    assert effects[0].body.errand_id is None


def test_two_quick_taps_ask_for_one_ticket() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"))
    state, first = touched(state, ErrandKey("bygglov"))
    _, second = touched(state, ErrandKey("bygglov"), timedelta(seconds=0.2))
    assert len(first) == 1
    assert second == ()


def test_the_id_asked_with_is_the_one_the_screen_was_entered_with() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"))
    _, effects = touched(state, ErrandKey("bygglov"))
    assert effects[0].ticket_id == state.draft.ticket_id


def test_the_first_touch_is_told_to_the_server() -> None:
    first = touched(town.kiosk(), GroupKey("bygga"))[0]
    _, effects = touched(first, ErrandKey("bygglov"))
    assert effects[0].body.first_touch_at == first.now


def test_needs_and_priority_follow_the_ticket() -> None:
    state = town.touch(
        town.kiosk(), Standing.SUPPORT, Standing.PRIORITY, NeedKey(Need.SIGHT), NeedKey(Need.FETCH_ME), Standing.BACK
    )
    _, effects = touched(state, Standing.HUMAN)
    assert effects[0].body.kind is Kind.PRIORITY
    assert effects[0].body.needs == (Need.FETCH_ME, Need.SIGHT)


def test_a_need_touched_twice_is_no_need() -> None:
    state = town.touch(town.kiosk(), Standing.SUPPORT, NeedKey(Need.SIGHT), NeedKey(Need.SIGHT))
    assert state.wishes.needs == ()


def test_the_number_is_shown_in_the_same_step_that_asks_for_paper() -> None:
    asked = town.touch(town.kiosk(), Standing.HUMAN)
    event = IssueAnswered(asked.now, town.draft(), town.ticket(asked.screen.pending.ticket_id))
    state, effects = flow.step(asked, event)
    assert isinstance(state.screen, TicketReady)
    assert [type(effect) for effect in effects] == [PrintSlip]


def test_a_kiosk_without_a_printer_prints_nothing() -> None:
    state = town.answered(town.touch(town.kiosk(has_printer=False), Standing.HUMAN))
    assert state.screen.paper is Paper.NONE


def test_a_sensitive_errand_prints_no_topic() -> None:
    groups = tuple(
        g.model_copy(update={"errands": tuple(e.model_copy(update={"is_sensitive": True}) for e in g.errands)})
        for g in town.CATALOGUE.groups
    )
    catalogue = town.CATALOGUE.model_copy(update={"groups": groups})
    slip = flow.slip_of(catalogue, town.ticket(town.draft().ticket_id), town.SECRET, town.MORNING)
    assert slip.errand_name is None
    assert slip.page_url is not None
    assert slip.page_url.endswith(town.SECRET)


@pytest.mark.parametrize(
    ("result", "paper"),
    [(PrintResult.CONFIRMED, Paper.CONFIRMED), (PrintResult.UNKNOWN, Paper.UNKNOWN), (PrintResult.FAILED, Paper.FAILED)],
)
def test_what_is_known_of_the_paper_is_shown_and_reported(result: PrintResult, paper: Paper) -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    event = PrintFinished(ready.now, town.draft(), ready.screen.ticket.ticket_id, result, PrinterState.PAPER_OUT)
    state, effects = flow.step(ready, event)
    assert state.screen.paper is paper
    assert effects == (ReportPrinted(ready.screen.ticket.ticket_id, result),)


def test_paper_is_reported_after_the_visitor_has_gone() -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    gone = town.touch(ready, Standing.DONE)
    ticket_id = ready.screen.ticket.ticket_id
    state, effects = flow.step(gone, PrintFinished(gone.now, town.draft(), ticket_id, PrintResult.CONFIRMED))
    assert effects == (ReportPrinted(ticket_id, PrintResult.CONFIRMED),)
    assert isinstance(state.screen, Welcome)


def test_undo_withdraws_the_ticket() -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    state, effects = touched(ready, Standing.UNDO)
    assert effects == (CancelTicket(ready.screen.ticket.ticket_id),)
    assert isinstance(state.screen, Cancelled)


def test_a_human_instead_of_a_ticket_leaves_one_ticket() -> None:
    ready = town.answered(town.touch(town.kiosk(), GroupKey("bygga"), ErrandKey("bygglov")))
    _, effects = touched(ready, Standing.HUMAN)
    assert [type(effect) for effect in effects] == [CancelTicket, Issue]
    assert effects[0].ticket_id != effects[1].ticket_id


def test_whoever_has_a_guides_ticket_gets_no_other() -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN), errand_id="annat")
    state, effects = touched(ready, Standing.HUMAN)
    assert effects == ()
    assert isinstance(state.screen, TicketReady)


def test_an_unstaffed_errand_offers_alternatives_before_a_ticket() -> None:
    state, effects = touched(town.touch(town.kiosk(), GroupKey("foretag")), ErrandKey("livsmedel"))
    assert isinstance(state.screen, Alternatives)
    assert effects == ()
    assert {Standing.ANYWAY, Standing.BACK, Standing.HUMAN} <= set(offered(state))


def test_a_ticket_can_be_taken_for_an_unstaffed_errand_anyway() -> None:
    state = town.touch(town.kiosk(), GroupKey("foretag"), ErrandKey("livsmedel"))
    _, effects = touched(state, Standing.ANYWAY)
    assert effects[0].body.errand_id == "livsmedel"


def test_a_stopped_errand_cannot_be_taken_anyway() -> None:
    stopped = tuple(w.model_copy(update={"is_stopped": w.key == "bygglov"}) for w in town.WAITS)
    state = town.after(town.kiosk(), ViewChanged(town.MORNING, town.draft(), town.OPEN, stopped))
    state = town.touch(state, GroupKey("bygga"), ErrandKey("bygglov"))
    assert Standing.ANYWAY not in offered(state)


def test_an_answer_that_comes_after_the_ticket_was_withdrawn_is_not_shown() -> None:
    asked = town.touch(town.kiosk(), Standing.HUMAN)
    ticket_id = asked.screen.pending.ticket_id
    left = town.touch(asked, Standing.UNDO)
    state, effects = flow.step(left, IssueAnswered(left.now, town.draft(), town.ticket(ticket_id)))
    assert effects == ()
    assert isinstance(state.screen, Welcome)


def test_a_refusal_is_said_and_not_tried_again() -> None:
    asked = town.touch(town.kiosk(), Standing.HUMAN)
    event = IssueRefused(asked.now, town.draft(), asked.screen.pending.ticket_id, ErrorCode.BRANCH_CLOSED)
    state, effects = flow.step(asked, event)
    assert state.screen == Refused(ErrorCode.BRANCH_CLOSED, asked.now)
    assert effects == ()


def test_language_keeps_the_place() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"), Standing.LANGUAGES)
    assert isinstance(state.screen, Languages)
    state = town.touch(state, LanguageKey("ar"))
    assert state.screen == Errands("bygga")
    assert state.wishes.language == "ar"


def test_an_untouched_screen_warns_after_40_s_and_begins_anew_after_60() -> None:
    state = town.touch(town.kiosk(), LanguageKey("fi"), Standing.CONTRAST, GroupKey("bygga"))
    assert isinstance(town.later(state, 39).screen, Errands)
    assert isinstance(town.later(state, 40).screen, StillThere)
    wiped = town.later(state, 60.2)
    assert wiped.screen == Welcome()
    assert wiped.wishes.language == "sv"
    assert wiped.wishes.contrast is Contrast.LIGHT


def test_staying_answers_the_warning() -> None:
    warned = town.later(town.touch(town.kiosk(), GroupKey("bygga")), 41)
    assert town.touch(warned, Standing.STAY).screen == Errands("bygga")


def test_a_finished_ticket_stays_30_s_after_the_last_touch() -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    assert isinstance(town.later(ready, 29).screen, TicketReady)
    touched_again = town.touch(town.later(ready, 20), Standing.CONTRAST)
    assert isinstance(town.later(touched_again, 29).screen, TicketReady)
    assert town.later(touched_again, 31).screen == Welcome()


def test_closing_leaves_whoever_has_begun_alone() -> None:
    shut = town.OPEN.model_copy(update={"is_open": False})
    chosen = town.touch(town.kiosk(), GroupKey("bygga"))
    begun = town.after(chosen, ViewChanged(chosen.now, town.draft(), shut, town.WAITS))
    assert begun.screen == Errands("bygga")
    assert town.touch(begun, Standing.BACK).screen == Closed()
    assert town.after(town.kiosk(), ViewChanged(town.MORNING, town.draft(), shut, ())).screen == Closed()

# SPDX-License-Identifier: EUPL-1.2
"""No answer comes: the visitor has a number within a second, and never two."""

from datetime import timedelta

import pytest

from kolapp_contract.board import Opening
from kolapp_contract.errors import ErrorCode
from kolapp_contract.tickets import PrintResult
from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import CancelTicket, Issue, IssueHere, PrintSlip, ReportPrinted
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    ClockProven,
    IssueAnswered,
    IssuedHere,
    IssueFailed,
    IssueRefused,
    OpeningRecalled,
    PrintFinished,
    Ticked,
    Touched,
    ViewChanged,
    WireFound,
    WireLost,
)
from kolapp_kiosk.flow.keys import ErrandKey, GroupKey, Standing, offered
from kolapp_kiosk.flow.state import Closed, Errands, Issuing, Paper, Refused, State, Stopped, TicketReady, Unreachable, Welcome
from tests.kiosk import town

SHUT = Opening(is_open=False, opens_at=town.MORNING + timedelta(days=1))


def asked() -> State:
    return town.touch(town.kiosk(), Standing.HUMAN)


def unanswered(state: State) -> tuple[State, tuple[object, ...]]:
    return flow.step(state, IssueFailed(state.now, town.draft(), state.screen.pending.ticket_id))


def cut_off(**world: object) -> State:
    state = town.kiosk(**world)
    return town.after(state, WireLost(state.now, town.draft()))


def touched(state: State, target: object) -> tuple[State, tuple[object, ...]]:
    return flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), target))


def without_server(hours: object = town.CATALOGUE.hours, **events: object) -> State:
    """A kiosk that was started without its server, on a Wednesday at 10:24."""
    state = flow.first(Ticked(town.MORNING, town.draft()))
    catalogue = town.CATALOGUE.model_copy(update={"hours": hours})
    return town.later(town.after(state, CatalogueChanged(town.MORNING, town.draft(), catalogue, town.LANGUAGES)), 0.2)


def test_at_800_ms_a_number_of_the_kiosks_own_is_asked_for() -> None:
    state = asked()
    first = state.screen.pending
    _, early = flow.step(state, Ticked(state.now + timedelta(seconds=0.7), town.draft()))
    _, effects = flow.step(state, Ticked(state.now + timedelta(seconds=0.8), town.draft()))
    assert early == ()
    assert [type(effect) for effect in effects] == [IssueHere]
    assert effects[0].in_place_of == first.ticket_id
    assert effects[0].ticket_id != first.ticket_id
    assert effects[0].body.secret is not None


def test_the_server_has_800_ms_from_the_touch() -> None:
    _, effects = touched(town.kiosk(), Standing.HUMAN)
    assert effects[0].by == town.MORNING + timedelta(seconds=1.8)


def test_a_wire_that_breaks_at_once_is_not_waited_for() -> None:
    state, effects = unanswered(asked())
    assert [type(effect) for effect in effects] == [IssueHere]
    assert isinstance(state.screen, Issuing)


def test_time_decides_once_however_long_the_disk_takes() -> None:
    state, first = unanswered(asked())
    seen = list(first)
    for _ in range(50):
        state, effects = flow.step(state, Ticked(state.now + timedelta(seconds=0.1), town.draft()))
        seen.extend(effects)
    assert [type(effect) for effect in seen] == [IssueHere]


def test_the_number_is_shown_and_printed_as_one_that_was_given_offline() -> None:
    state, _ = unanswered(asked())
    event = IssuedHere(state.now, town.draft(), state.screen.pending.ticket_id, "K1-07", state.now)
    state, effects = flow.step(state, event)
    assert isinstance(state.screen, TicketReady)
    assert state.screen.is_offline
    assert (state.screen.ticket.number, state.screen.ticket.errand_id) == ("K1-07", "annat")
    (print_slip,) = effects
    assert isinstance(print_slip, PrintSlip)
    assert print_slip.slip.is_offline
    assert print_slip.slip.number == "K1-07"
    assert print_slip.slip.page_url.endswith(state.screen.secret)


def test_a_late_answer_makes_no_second_ticket() -> None:
    state = asked()
    first = state.screen.pending.ticket_id
    state, _ = unanswered(state)
    late = IssueAnswered(state.now, town.draft(), town.ticket(first))
    while_writing, effects = flow.step(state, late)
    assert effects == ()
    ready = town.issued_here(while_writing)
    shown, effects = flow.step(ready, late)
    assert effects == ()
    assert shown.screen == ready.screen


@pytest.mark.parametrize("code", sorted(flow.CANNOT_NOW))
def test_a_server_that_cannot_now_is_as_good_as_silent(code: ErrorCode) -> None:
    state = asked()
    event = IssueRefused(state.now, town.draft(), state.screen.pending.ticket_id, code)
    state, effects = flow.step(state, event)
    assert [type(effect) for effect in effects] == [IssueHere]
    assert state.world.is_answering


def test_the_next_visitor_does_not_wait_for_a_server_that_is_known_to_be_silent() -> None:
    done = town.touch(town.issued_here(unanswered(asked())[0]), Standing.DONE)
    _, effects = touched(done, Standing.HUMAN)
    assert [type(effect) for effect in effects] == [IssueHere]
    assert effects[0].in_place_of is None


@pytest.mark.parametrize(
    "heard",
    [lambda s: WireFound(s.now, town.draft()), lambda s: ViewChanged(s.now, town.draft(), town.OPEN, town.WAITS)],
    ids=["answered", "told"],
)
def test_once_the_server_is_heard_it_is_asked_again(heard: object) -> None:
    done = town.touch(town.issued_here(unanswered(asked())[0]), Standing.DONE)
    _, effects = touched(town.after(done, heard(done)), Standing.HUMAN)
    assert [type(effect) for effect in effects] == [Issue]


def test_two_quick_taps_offline_give_one_ticket() -> None:
    state = cut_off()
    state, first = touched(town.touch(state, GroupKey("bygga")), ErrandKey("bygglov"))
    _, second = flow.step(state, Touched(state.now + timedelta(seconds=0.2), town.draft(), Standing.HUMAN))
    assert [type(effect) for effect in first] == [IssueHere]
    assert second == ()


def test_undo_withdraws_a_number_of_the_kiosks_own() -> None:
    ready = town.issued_here(town.touch(cut_off(), Standing.HUMAN))
    _, effects = touched(ready, Standing.UNDO)
    assert effects == (CancelTicket(ready.screen.ticket.ticket_id),)


def test_a_number_that_comes_after_the_visitor_took_it_back_is_withdrawn() -> None:
    writing = town.touch(cut_off(), GroupKey("bygga"), ErrandKey("bygglov"))
    ticket_id = writing.screen.pending.ticket_id
    left = town.touch(writing, Standing.UNDO)
    state, effects = flow.step(left, IssuedHere(left.now, town.draft(), ticket_id, "K1-07", left.now))
    assert effects == (CancelTicket(ticket_id),)
    assert isinstance(state.screen, Welcome)


def test_what_is_known_of_the_paper_is_told_offline_too() -> None:
    ready = town.issued_here(town.touch(cut_off(), Standing.HUMAN))
    ticket_id = ready.screen.ticket.ticket_id
    state, effects = flow.step(ready, PrintFinished(ready.now, town.draft(), ticket_id, PrintResult.FAILED))
    assert effects == (ReportPrinted(ticket_id, PrintResult.FAILED),)
    assert state.screen.paper is Paper.FAILED
    assert state.screen.ticket.number == "K1-07"


def test_where_not_even_the_disk_takes_a_number_the_desk_is_pointed_to() -> None:
    state, _ = unanswered(asked())
    state, effects = unanswered(state)
    assert isinstance(state.screen, Unreachable)
    assert effects == ()
    assert {Standing.HUMAN, Standing.DONE} <= set(offered(state))


def test_waits_that_may_no_longer_be_true_keep_nobody_from_a_ticket() -> None:
    state = town.touch(cut_off(), GroupKey("foretag"))
    assert offers.absence(town.kiosk().world, "livsmedel") is not None
    assert [type(e) for e in touched(state, ErrandKey("livsmedel"))[1]] == [IssueHere]


def test_a_kiosk_that_starts_without_its_server_serves_in_its_opening_hours() -> None:
    day = town.MORNING.weekday()
    open_now = without_server((town.OpenTime(day=day, opens="08:00", closes="16:00"),))
    assert open_now.screen == Welcome()
    assert open_now.world.opening.closes_at == town.MORNING.replace(hour=16, minute=0)
    assert without_server((town.OpenTime(day=day, opens="13:00", closes="16:00"),)).screen == Closed()
    assert without_server(()).screen == Welcome()


def test_it_closes_and_opens_by_the_clock_while_the_server_is_away() -> None:
    state = cut_off()
    evening = town.after(state, Ticked(state.now.replace(hour=16, minute=0), town.draft()))
    assert evening.screen == Closed()
    monday = town.after(evening, Ticked((town.MORNING + timedelta(days=5)).replace(hour=8, minute=0), town.draft()))
    assert monday.screen == Welcome()


def test_what_the_staff_decided_for_today_holds_today() -> None:
    stopped = town.OPEN.model_copy(update={"is_stopped": True})
    day = town.MORNING.weekday()
    state = without_server(tuple(town.OpenTime(day=d, opens="08:00", closes="16:00") for d in (day, (day + 1) % 7)))
    recalled = town.after(state, OpeningRecalled(state.now, town.draft(), stopped, state.now - timedelta(hours=1)))
    assert recalled.screen == Stopped()
    assert town.after(recalled, Ticked(recalled.now + timedelta(days=1), town.draft())).screen == Welcome()


def test_a_reception_that_is_surely_closed_gives_no_number_that_would_not_hold() -> None:
    shut = town.after(town.kiosk(), ViewChanged(town.MORNING, town.draft(), SHUT, ()), WireLost(town.MORNING, town.draft()))
    unsure, effects = touched(shut, Standing.HUMAN)
    assert [type(effect) for effect in effects] == [IssueHere]
    sure, effects = touched(town.after(shut, ClockProven(shut.now, town.draft())), Standing.HUMAN)
    assert effects == ()
    assert isinstance(sure.screen, Refused)
    assert isinstance(unsure.screen, Issuing)


def test_whoever_stands_in_the_middle_of_a_choice_keeps_the_screen_when_the_wire_is_lost() -> None:
    chosen = town.touch(town.kiosk(), GroupKey("bygga"))
    assert town.after(chosen, WireLost(chosen.now, town.draft())).screen == Errands("bygga")

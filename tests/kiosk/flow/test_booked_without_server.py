# SPDX-License-Identifier: EUPL-1.2
"""A booked visitor whom the server does not hear of has a number of the kiosk's own, with the booking's code beside it."""

from datetime import timedelta

from kolapp_contract.bookings import BookingState
from kolapp_kiosk.flow.effects import Effect, IssueHere
from kolapp_kiosk.flow.events import Scanned, Ticked, WireLost
from kolapp_kiosk.flow.keys import Standing
from kolapp_kiosk.flow.state import Issuing, NotOpened, Shut, State, TicketReady
from kolapp_kiosk.flow.step import step
from tests.kiosk import scenes, town


def silent() -> State:
    """A kiosk that knows that nobody answers."""
    return town.after(town.kiosk(), WireLost(town.MORNING, town.draft()))


def scanned(state: State, text: str) -> tuple[State, tuple[Effect, ...]]:
    return step(state, Scanned(state.now + timedelta(seconds=1), town.draft(), text))


def here(effects: tuple[Effect, ...]) -> IssueHere:
    (found,) = [effect for effect in effects if isinstance(effect, IssueHere)]
    return found


def test_who_scans_a_booking_while_nobody_answers_has_a_number_at_once_and_the_code_goes_with_it() -> None:
    state, effects = scanned(silent(), town.BOOKING_CODE)
    wanted = here(effects)
    assert (wanted.body.booking_code, wanted.body.errand_id) == (town.BOOKING_CODE, None)
    assert isinstance(state.screen, Issuing)
    assert state.draft.ticket_id != wanted.ticket_id
    assert isinstance(town.issued_here(state).screen, TicketReady)


def test_an_earlier_contact_and_a_card_still_need_the_server() -> None:
    state, effects = scanned(silent(), town.CARD_CODE)
    assert (state.screen, effects) == (NotOpened(Shut.UNREACHABLE), ())


def test_who_asks_for_a_human_meanwhile_has_one_ticket() -> None:
    state, effects = scanned(silent(), town.BOOKING_CODE)
    shown = town.issued_here(state)
    after, exchanged = step(shown, town.Touched(shown.now + timedelta(seconds=2), town.draft(), Standing.UNDO))
    assert not isinstance(after.screen, TicketReady)
    assert [getattr(effect, "ticket_id", None) for effect in exchanged] == [here(effects).ticket_id]


def test_an_answer_that_does_not_come_to_a_check_in_leaves_the_code_with_the_kiosks_own_number() -> None:
    state = scenes.booked(town.kiosk(), BookingState.READY, 5)
    assert isinstance(state.screen, Issuing)
    asked = state.screen.pending
    _, effects = step(state, Ticked(state.now + timedelta(seconds=1), town.draft()))
    wanted = here(effects)
    assert (wanted.body.booking_code, wanted.in_place_of) == (town.BOOKING_CODE, asked.ticket_id)

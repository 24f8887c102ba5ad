# SPDX-License-Identifier: EUPL-1.2
""" "Jag ska träffa en person": found by unit or by letter, and never a dead end."""

import pytest
from hypothesis import given, settings

from kolapp_contract.officers import OfficerDirectory, OfficerWish
from kolapp_kiosk.flow import keys, people
from kolapp_kiosk.flow.effects import Issue
from kolapp_kiosk.flow.events import DirectoryChanged, Touched, WireLost
from kolapp_kiosk.flow.keys import LettersKey, OfficerKey, Standing, UnitKey, offered
from kolapp_kiosk.flow.state import BookWith, Direct, Issuing, People, Person, Persons, State, Welcome
from kolapp_kiosk.flow.step import step
from tests.kiosk import town
from tests.kiosk.flow.test_every_way import MOVES, moved


def knowing(directory: OfficerDirectory = town.DIRECTORY) -> State:
    """A kiosk that knows whom one can ask for."""
    state = town.kiosk()
    return town.after(state, DirectoryChanged(state.now, town.draft(), directory))


def looked_for(*targets: keys.Target) -> State:
    return town.touch(knowing(), Standing.DIRECT, Standing.PERSON, *targets)


def asked(state: State, key: Standing) -> Issue:
    """What the touch asks of the server."""
    _, effects = step(state, Touched(state.now + town.timedelta(seconds=1), town.draft(), key))
    (effect,) = effects
    assert isinstance(effect, Issue)
    return effect


def test_a_person_is_found_in_two_touches_from_the_first_screen_and_two_more() -> None:
    assert isinstance(looked_for().screen, People)
    state = looked_for(UnitKey("bygg"), OfficerKey("bygglov"))
    assert isinstance(state.screen, Person)
    assert keys.choices(state) == (Standing.WAIT_FOR, Standing.BOOK_WITH, Standing.MESSAGE)
    assert Standing.HUMAN in offered(state)


def test_who_waits_is_put_in_the_officers_own_queue() -> None:
    body = asked(looked_for(UnitKey("bygg"), OfficerKey("bygglov")), Standing.WAIT_FOR).body
    assert (body.errand_id, body.officer_id, body.officer_wish) == ("bygglov", "bygglov", OfficerWish.WAIT)


def test_a_message_is_taken_by_a_guide() -> None:
    body = asked(looked_for(UnitKey("bygg"), OfficerKey("bygglov")), Standing.MESSAGE).body
    assert (body.errand_id, body.officer_id, body.officer_wish) == (None, "bygglov", OfficerWish.MESSAGE)


def test_who_would_rather_talk_to_a_guide_now_asks_for_nobody_else() -> None:
    body = asked(looked_for(UnitKey("bygg"), OfficerKey("bygglov")), Standing.HUMAN).body
    assert (body.errand_id, body.officer_id) == (None, None)


def test_a_time_is_booked_on_the_visitors_own_telephone_and_nothing_is_asked_of_the_server() -> None:
    state = looked_for(UnitKey("bygg"), OfficerKey("bygglov"), Standing.BOOK_WITH)
    assert isinstance(state.screen, BookWith)
    assert state.screen.officer_id == "bygglov"
    assert isinstance(town.touch(state, Standing.BACK).screen, Person)
    assert isinstance(town.touch(state, Standing.DONE).screen, Welcome)
    assert Standing.HUMAN in offered(state)


def test_where_the_officer_has_no_times_none_is_offered() -> None:
    assert Standing.BOOK_WITH not in offered(looked_for(UnitKey("bygg"), OfficerKey("inspektor")))


def test_names_are_found_by_letter_in_the_order_of_the_swedish_alphabet() -> None:
    state = looked_for(Standing.BY_NAME)
    assert keys.choices(state) == (LettersKey("N"), LettersKey("Ä"))
    assert keys.choices(town.touch(state, LettersKey("Ä"))) == (OfficerKey("inspektor"),)
    assert sorted("ÖAÅÄZ", key=people.in_order) == list("AZÅÄÖ")


def test_where_no_name_is_shown_there_is_no_search_by_name() -> None:
    nameless = tuple(each.model_copy(update={"name": None}) for each in town.DIRECTORY.officers)
    state = town.touch(knowing(town.DIRECTORY.model_copy(update={"officers": nameless})), Standing.DIRECT, Standing.PERSON)
    assert Standing.BY_NAME not in offered(state)


def test_many_letters_are_six_keys_at_most() -> None:
    many = tuple(
        town.officer(f"o-{place}", "bygg", town.PERMITS, name=f"Exempel {letter}namn")
        for place, letter in enumerate("ABCDEFGHIJKLMNOPRSTUVÅÄÖ")
    )
    state = knowing(town.DIRECTORY.model_copy(update={"officers": many}))
    found = people.ranges(state)
    assert len(found) == 6
    assert "".join(found) == "ABCDEFGHIJKLMNOPRSTUVÅÄÖ"


@pytest.mark.parametrize("directory", [OfficerDirectory(), town.DIRECTORY])
def test_without_officers_and_without_the_server_nobody_is_offered(directory: OfficerDirectory) -> None:
    state = town.touch(knowing(directory), Standing.DIRECT)
    if directory.officers:
        state = town.after(state, WireLost(state.now, town.draft()))
    assert isinstance(state.screen, Direct)
    assert Standing.PERSON not in offered(state)


def test_one_step_back_leads_the_same_way_home() -> None:
    state = looked_for(UnitKey("bygg"), OfficerKey("bygglov"))
    screens = []
    for _ in range(4):
        state = town.touch(state, Standing.BACK)
        screens.append(type(state.screen))
    assert screens == [Persons, People, Direct, Welcome]


def test_an_officer_who_is_taken_away_meanwhile_leaves_back_and_a_human() -> None:
    state = looked_for(UnitKey("bygg"), OfficerKey("bygglov"))
    state = town.after(state, DirectoryChanged(state.now, town.draft(), OfficerDirectory()))
    assert keys.choices(state) == ()
    assert {Standing.BACK, Standing.HUMAN} <= set(offered(state))


@given(MOVES)
@settings(max_examples=60, deadline=None)
def test_whoever_looks_for_a_person_has_a_human_and_a_way_out(moves: list[tuple[str, int]]) -> None:
    state = looked_for()
    for move in moves:
        state, _ = moved(state, move)
        assert offered(state).count(Standing.HUMAN) == 1
        assert len(keys.choices(state)) <= 6
        assert len(set(offered(state))) == len(offered(state))
    assert isinstance(state.screen, Issuing) or isinstance(town.later(state, 200).screen, Welcome | Issuing)

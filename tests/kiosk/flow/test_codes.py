# SPDX-License-Identifier: EUPL-1.2
"""A code is typed or scanned; whatever is wrong with it is told, and nothing that is scanned does anything else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kolapp_contract.bookings import BookingState
from kolapp_contract.codes import ALPHABET, LENGTH
from kolapp_kiosk.flow import codes, scans
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.codes import Slip
from kolapp_kiosk.flow.effects import Issue, LookAtCode
from kolapp_kiosk.flow.events import CodeOpened, CodeShut, Scanned, Touched, WireLost
from kolapp_kiosk.flow.keys import CharacterKey, Standing, offered
from kolapp_kiosk.flow.state import Booked, CodeEntry, Issuing, LookingUp, NotOpened, Shut, State, TicketReady, Welcome, Wishes
from tests.kiosk import town

CODE = town.BOOKING_CODE
BARE = CODE.replace("-", "")
A_MOMENT = timedelta(seconds=0.2)


def type_in(text: str) -> State:
    return town.touch(town.kiosk(), Standing.CODE, *map(CharacterKey, text))


def scan(state: State, text: str) -> tuple[State, tuple[object, ...]]:
    return flow.step(state, Scanned(state.now + timedelta(seconds=1), town.draft(), text))


def test_the_key_stands_on_the_first_screen_in_every_mode() -> None:
    for is_large in (False, True):
        for is_low in (False, True):
            state = replace(town.kiosk(), wishes=Wishes(is_large=is_large, is_low=is_low))
            assert Standing.CODE in offered(state)


def test_the_keyboard_has_every_character_of_a_code_and_no_other() -> None:
    keys = {target.character for target in offered(type_in("")) if isinstance(target, CharacterKey)}
    assert keys == set(ALPHABET)


def test_the_last_character_asks_the_server() -> None:
    state = type_in(BARE[:-1])
    state, effects = flow.step(state, Touched(state.now + A_MOMENT, town.draft(), CharacterKey(BARE[-1])))
    assert isinstance(state.screen, LookingUp)
    assert [effect.code for effect in effects if isinstance(effect, LookAtCode)] == [CODE]


def test_typing_is_faster_than_other_touches_and_the_same_key_counts_twice() -> None:
    state = town.touch(type_in("T"), CharacterKey("7"), CharacterKey("7"), wait=A_MOMENT)
    assert state.screen == CodeEntry("T77")
    assert town.touch(state, CharacterKey("7"), wait=timedelta(seconds=0.1)).screen == CodeEntry("T77")


@given(st.integers(1, LENGTH - 1), st.sampled_from(ALPHABET))
def test_any_wrong_character_is_told_of_before_the_server_is_asked(place: int, wrong: str) -> None:
    typed = BARE[:place] + wrong + BARE[place + 1 :]
    state = type_in(typed)
    if typed == BARE:
        assert isinstance(state.screen, LookingUp)
    else:
        assert state.screen == CodeEntry(typed)
        assert codes.slip(typed) is Slip.CHARACTER


def test_a_wrong_first_character_is_told_of_at_once_and_can_be_erased() -> None:
    state = type_in("X")
    assert codes.slip("X") is Slip.BEGINNING
    assert town.touch(state, Standing.ERASE).screen == CodeEntry("")
    assert town.touch(state, Standing.ERASE, Standing.ERASE).screen == CodeEntry("")


def test_what_has_been_typed_stands_in_groups_with_places_for_the_rest() -> None:
    assert codes.in_groups("") == "·-····-····-····"
    assert codes.in_groups("C7KQM3") == "C-7KQM-3···-····"
    assert codes.in_groups(BARE) == CODE


def test_a_scanned_paper_asks_the_server_from_any_screen_of_choices() -> None:
    for state in (town.kiosk(), town.touch(town.kiosk(), Standing.LANGUAGES), type_in("C7")):
        after, effects = scan(state, CODE + "\r")
        assert isinstance(after.screen, LookingUp)
        assert any(isinstance(effect, LookAtCode) for effect in effects)


def test_a_scan_disturbs_nobody_who_waits_for_a_ticket_or_reads_one() -> None:
    issuing = town.touch(town.kiosk(), Standing.HUMAN)
    ready = town.answered(issuing)
    for state, kind in ((issuing, Issuing), (ready, TicketReady)):
        after, effects = scan(state, CODE)
        assert isinstance(after.screen, kind)
        assert not effects


@given(
    st.text(max_size=600) | st.sampled_from(["https://evil.example/#" + CODE, "javascript:alert(1)", "A" * 5000, "\x1b@" + CODE])
)
@example("https://ko.ekvik.example/t#0192.secret")
def test_whatever_else_is_scanned_leads_to_the_one_screen_and_asks_nobody(text: str) -> None:
    state, effects = scan(town.kiosk(), text)
    assert state.screen == NotOpened(Shut.UNKNOWN)
    assert not any(isinstance(effect, LookAtCode) for effect in effects)


def test_our_own_addresses_carry_a_code_after_their_hash() -> None:
    assert scans.code_in(f"https://ko.ekvik.example/book/ekvik#{CODE}", "https://ko.ekvik.example/") == CODE
    assert scans.code_in(f"https://ko.ekvik.example.evil.test/#{CODE}", "https://ko.ekvik.example") is None


def test_while_the_server_is_silent_it_is_said_before_anything_is_typed() -> None:
    silent = town.after(town.kiosk(), WireLost(town.MORNING, town.draft()))
    assert town.touch(silent, Standing.CODE).screen == NotOpened(Shut.UNREACHABLE)
    assert scan(silent, town.CARD_CODE)[0].screen == NotOpened(Shut.UNREACHABLE)


def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    asked, _ = scan(town.kiosk(), CODE)
    assert town.later(asked, 6).screen == NotOpened(Shut.UNREACHABLE)


def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    asked, _ = scan(town.kiosk(), CODE)
    left = town.touch(asked, Standing.BACK)
    assert town.after(left, CodeShut(left.now, town.draft(), CODE, Shut.UNKNOWN)).screen == Welcome()


def open_booking(found: BookingState) -> tuple[State, tuple[object, ...]]:
    asked, _ = scan(town.kiosk(), CODE)
    return flow.step(asked, CodeOpened(asked.now + A_MOMENT, town.draft(), CODE, town.booking(found, 5)))


@pytest.mark.parametrize("found", [BookingState.READY, BookingState.LATE])
def test_who_comes_in_time_has_a_ticket_without_another_touch(found: BookingState) -> None:
    state, effects = open_booking(found)
    (issue,) = [effect for effect in effects if isinstance(effect, Issue)]
    assert isinstance(state.screen, Issuing)
    assert (issue.body.booking_code, issue.body.errand_id) == (CODE, "bygglov")


@pytest.mark.parametrize(("found", "is_told"), [(BookingState.READY, False), (BookingState.LATE, True)])
def test_who_is_late_and_keeps_the_time_is_told_which_it_was(found: BookingState, *, is_told: bool) -> None:
    state, _ = open_booking(found)
    screen = town.answered(state).screen
    assert isinstance(screen, TicketReady)
    assert screen.late_for == (town.booking(found, 5).booking.booked_at if is_told else None)


def test_who_is_too_late_is_told_so_and_takes_a_ticket_with_one_touch() -> None:
    state, effects = open_booking(BookingState.TOO_LATE)
    assert not any(isinstance(effect, Issue) for effect in effects)
    assert isinstance(town.touch(state, Standing.CHECK_IN).screen, Issuing)


@pytest.mark.parametrize("found", sorted({*BookingState} - {BookingState.READY, BookingState.LATE, BookingState.TOO_LATE}))
def test_nothing_else_checks_in_and_each_says_why(found: BookingState) -> None:
    state, effects = open_booking(found)
    assert isinstance(state.screen, Booked)
    assert not any(isinstance(effect, Issue) for effect in effects)
    assert Standing.CHECK_IN not in offered(state)
    assert town.touch(state, Standing.BACK).screen == Welcome()


def test_an_unknown_code_can_be_typed_again() -> None:
    asked, _ = scan(town.kiosk(), CODE)
    shut = town.after(asked, CodeShut(asked.now, town.draft(), CODE, Shut.UNKNOWN))
    assert shut.screen == NotOpened(Shut.UNKNOWN)
    assert town.touch(shut, Standing.CODE).screen == CodeEntry()


def test_nothing_of_the_code_is_left_for_the_next_visitor() -> None:
    assert town.later(type_in("T77"), 61).screen == Welcome()


@given(st.lists(st.floats(0.0, 0.079), min_size=scans.LEAST_KEYS, max_size=40))
def test_a_scanner_is_told_from_a_hand_by_its_speed(pauses: list[float]) -> None:
    keys, at = None, town.MORNING
    for pause in pauses:
        at += timedelta(seconds=pause)
        keys = scans.typed(keys, "7", at)
    assert scans.ended(keys, at) == "7" * len(pauses)
    assert scans.ended(keys, at + timedelta(seconds=0.3)) is None
    slow = scans.typed(keys, "7", at + timedelta(seconds=0.3))
    assert scans.ended(slow, slow.last_at) is None


def test_a_line_without_an_end_takes_no_room() -> None:
    keys, at = None, town.MORNING
    for _ in range(2000):
        keys = scans.typed(keys, "7", at)
    assert keys is not None
    assert len(keys.text) <= scans.LONGEST_BYTES
    assert scans.ended(keys, at) == ""

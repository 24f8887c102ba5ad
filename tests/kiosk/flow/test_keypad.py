# SPDX-License-Identifier: EUPL-1.2
"""Visits by the keypad: every key is reached and chosen, what is heard follows, and nothing of it is left for the next one."""

from datetime import timedelta

import pytest

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import Need, PrintResult
from kolapp_kiosk.flow import focus, keys, timers
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.aloud import LONGEST_SPEECH
from kolapp_kiosk.flow.effects import Hush, Issue, PrintSlip, Say, Saying, Sound
from kolapp_kiosk.flow.events import HelpTold, IssueAnswered, Pressed, PrintFinished, SpeechEnded, Ticked, Touched, VoicesFound
from kolapp_kiosk.flow.keys import ErrandKey, GroupKey, LanguageKey, NeedKey, Standing
from kolapp_kiosk.flow.pad import NotAKeypad, Pad, keypad
from kolapp_kiosk.flow.state import LOUDEST, NORMAL_VOLUME, Errands, State, StillThere, TicketReady, Welcome, Wishes
from tests.kiosk import town
from tests.kiosk.scenes import SCENES

HEARD = (Say, Hush, Sound)


def press(state: State, *pads: Pad, wait_s: float = 1.0) -> tuple[State, tuple[object, ...]]:
    """The state after those keys of the keypad, and the effects of the last."""
    effects: tuple[object, ...] = ()
    for pad in pads:
        state, effects = flow.step(state, Pressed(state.now + timedelta(seconds=wait_s), town.draft(), pad))
    return state, effects


def go(state: State, target: object) -> State:
    """The keypad stands on that key, by pressing next."""
    for _ in focus.order(state):
        if state.focus == target:
            return state
        state, _ = press(state, Pad.NEXT)
    assert state.focus == target
    return state


def chosen(state: State, *targets: object) -> tuple[State, tuple[object, ...]]:
    effects: tuple[object, ...] = ()
    for target in targets:
        state, effects = press(go(state, target), Pad.CHOOSE)
    return state, effects


def listening() -> State:
    """A visitor has started speech, and has heard the welcome."""
    return quiet(press(town.kiosk(), Pad.PLUGGED)[0])


def quiet(state: State) -> State:
    return town.after(state, SpeechEnded(state.now, town.draft()))


def left(state: State) -> State:
    """Nobody has answered the warning, which was said to its end."""
    return town.later(quiet(town.later(quiet(state), 41)), 21)


@pytest.mark.parametrize("name", SCENES)
def test_every_key_that_a_finger_can_touch_is_reached_round_and_round(name: str) -> None:
    state = SCENES[name](town.kiosk())
    if isinstance(state.screen, StillThere):
        return
    forth, reached = state, []
    for _ in focus.order(state):
        forth, _ = press(forth, Pad.NEXT)
        reached.append(forth.focus)
    assert set(reached) == set(keys.offered(state))
    assert len(reached) == len(set(reached))
    assert press(forth, Pad.NEXT)[0].focus == reached[0]
    assert press(forth, Pad.NEXT, Pad.BACK)[0].focus == reached[-1]
    assert press(state, Pad.BACK)[0].focus == reached[-1]


@pytest.mark.parametrize("name", ["welcome", "errands", "support", "ticket", "alternatives", "languages", "closed"])
def test_the_keypad_chooses_what_a_finger_would_touch(name: str) -> None:
    state = SCENES[name](town.kiosk())
    for target in keys.offered(state):
        stands = go(state, target)
        at, draft = stands.now + timedelta(seconds=1), town.draft()
        pressed, did = flow.step(stands, Pressed(at, draft, Pad.CHOOSE))
        touched, would = flow.step(stands, Touched(at, draft, target))
        assert (pressed.screen, pressed.wishes, pressed.draft) == (touched.screen, touched.wishes, touched.draft)
        assert [e for e in did if not isinstance(e, HEARD)] == [e for e in would if not isinstance(e, HEARD)]


def test_a_ticket_is_taken_by_the_keypad_alone() -> None:
    state, effects = chosen(town.kiosk(), GroupKey("bygga"), ErrandKey("bygglov"))
    assert [type(effect) for effect in effects] == [Issue]
    assert state.first_touch_at is not None


def test_choose_without_a_place_goes_to_the_first_key_and_chooses_nothing() -> None:
    state, _ = press(town.kiosk(), Pad.CHOOSE)
    assert state.focus == focus.order(state)[0]
    assert state.screen == Welcome()


def test_help_finds_at_once_on_every_screen_who_can_help() -> None:
    for scene in SCENES.values():
        state = scene(town.kiosk())
        if not isinstance(state.screen, StillThere):
            best = Standing.HELP if Standing.HELP in keys.offered(state) else Standing.HUMAN
            assert press(state, Pad.HELP)[0].focus is best


def test_a_trembling_finger_presses_once_but_another_key_is_meant() -> None:
    state, _ = press(town.kiosk(), Pad.NEXT)
    assert press(state, Pad.NEXT, wait_s=0.2)[0].focus == state.focus
    assert press(state, Pad.BACK, wait_s=0.2)[0].focus != state.focus


def test_nothing_is_said_to_whoever_did_not_ask_for_it_but_how_to_ask() -> None:
    state, first = press(town.kiosk(), Pad.NEXT)
    assert first == (Say(Saying.HINT),)
    state = quiet(state)
    state, later = press(state, Pad.NEXT)
    assert later == ()
    state, effects = chosen(state, Standing.HUMAN)
    ready, effects = flow.step(state, IssueAnswered(state.now, town.draft(), town.ticket(state.screen.pending.ticket_id)))
    assert [type(effect) for effect in effects] == [PrintSlip]
    assert press(ready, Pad.NEXT)[1] == ()


def test_a_finger_alone_is_never_answered_by_a_voice() -> None:
    state = town.kiosk()
    for target in (GroupKey("bygga"), ErrandKey("bygglov")):
        state, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), target))
        assert not [effect for effect in effects if isinstance(effect, HEARD)]


@pytest.mark.parametrize("pad", [Pad.REPEAT, Pad.PLUGGED, Pad.VOLUME])
def test_speech_starts_with_the_screen(pad: Pad) -> None:
    state, effects = press(town.kiosk(), pad)
    assert state.wishes.is_spoken
    assert effects == (Say(Saying.START),)


def test_headphones_taken_out_end_speech() -> None:
    state, effects = press(listening(), Pad.UNPLUGGED)
    assert not state.wishes.is_spoken
    assert effects == (Hush(),)


def test_a_new_screen_a_key_and_a_change_are_said_and_each_ends_what_was_said_before() -> None:
    state, effects = press(listening(), Pad.NEXT)
    assert effects == (Say(Saying.FOCUS),)
    state, effects = chosen(state, GroupKey("bygga"))
    assert effects == (Say(Saying.SCREEN),)
    assert state.focus is None
    state, effects = chosen(state, Standing.SUPPORT, NeedKey(Need.SIGHT))
    assert effects == (Say(Saying.FOCUS),)
    assert state.focus == NeedKey(Need.SIGHT)
    assert press(state, Pad.REPEAT)[1] == (Say(Saying.AGAIN),)
    assert press(state, Pad.HELP)[1] == (Say(Saying.HELP),)
    assert press(state, Pad.VOLUME)[1] == (Say(Saying.VOLUME),)


def test_a_key_that_says_nothing_new_ends_the_words_all_the_same() -> None:
    state, _ = press(town.kiosk(), Pad.REPEAT)
    state, effects = chosen(state, Standing.HUMAN)
    assert effects[-1] == Hush()
    assert state.speaking_since is None


def test_large_text_keeps_the_place_though_fewer_cards_have_room() -> None:
    state, effects = chosen(listening(), Standing.LARGE)
    assert state.focus is Standing.LARGE
    assert effects == (Say(Saying.FOCUS),)


def test_more_cards_are_said_as_a_new_screen() -> None:
    state, _ = chosen(listening(), Standing.LARGE)
    state, effects = chosen(quiet(state), Standing.MORE)
    assert effects == (Say(Saying.SCREEN),)
    assert state.focus is None


def test_another_language_is_heard_at_once() -> None:
    state, effects = chosen(listening(), LanguageKey("en"))
    assert effects == (Say(Saying.SCREEN),)
    assert state.wishes.language == "en"


def test_the_slip_is_read_when_it_is_there_and_trouble_with_the_paper_after_it() -> None:
    state, _ = chosen(listening(), Standing.HUMAN)
    ready, effects = flow.step(state, IssueAnswered(state.now, town.draft(), town.ticket(state.screen.pending.ticket_id)))
    assert [type(effect) for effect in effects] == [PrintSlip, Say]
    assert effects[-1] == Say(Saying.SCREEN)
    ticket_id = ready.screen.ticket.ticket_id
    fine = PrintFinished(ready.now, town.draft(), ticket_id, PrintResult.CONFIRMED)
    assert not [effect for effect in flow.step(ready, fine)[1] if isinstance(effect, Say)]
    out = PrintFinished(ready.now, town.draft(), ticket_id, PrintResult.FAILED, PrinterState.PAPER_OUT)
    assert flow.step(ready, out)[1][-1] == Say(Saying.PAPER, waits=True)


def test_whoever_waits_for_help_hears_how_it_stands() -> None:
    state, _ = chosen(listening(), Standing.HELP)
    state, effects = flow.step(quiet(state), HelpTold(state.now, town.draft(), is_taken=True))
    assert effects == (Say(Saying.SCREEN),)
    assert flow.step(quiet(state), Ticked(state.now, town.draft()))[1] == ()


def test_the_volume_goes_round_over_eighteen_decibels_and_is_normal_again_for_the_next() -> None:
    state = town.kiosk()
    levels = []
    for _ in range(LOUDEST):
        state, _ = press(state, Pad.VOLUME)
        levels.append(state.wishes.volume)
    assert sorted(levels) == list(range(1, LOUDEST + 1))
    assert levels[-1] == NORMAL_VOLUME
    louder = press(state, Pad.VOLUME)[0]
    assert left(louder).wishes == Wishes()


def test_nothing_of_a_visitor_is_left() -> None:
    state = listening()
    for target in (LanguageKey("ar"), Standing.CONTRAST, Standing.LARGE, Standing.LOW):
        state, _ = chosen(state, target)
    state = press(state, Pad.VOLUME)[0]
    gone = left(state)
    fresh = town.kiosk()
    assert (gone.screen, gone.wishes, gone.focus, gone.pressed) == (fresh.screen, fresh.wishes, None, None)
    assert (gone.speaking_since, gone.heard_at, gone.touched_at) == (None, None, None)


def test_done_on_the_ticket_ends_the_voice_too() -> None:
    state, _ = chosen(listening(), Standing.HUMAN)
    state, effects = chosen(town.answered(state), Standing.DONE)
    assert effects == (Hush(),)
    assert state.wishes == Wishes()


def test_the_warning_is_seen_by_all_sounds_for_all_and_is_said_to_whoever_listens() -> None:
    def warned(state: State) -> tuple[object, ...]:
        return flow.step(state, Ticked(state.touched_at + timedelta(seconds=41), town.draft()))[1]

    assert warned(town.touch(town.kiosk(), GroupKey("bygga"))) == (Sound(),)
    assert warned(listening()) == (Say(Saying.SCREEN, has_tone=True),)


@pytest.mark.parametrize("pad", [pad for pad in Pad if pad is not Pad.UNPLUGGED])
def test_any_key_answers_the_warning(pad: Pad) -> None:
    warned = town.later(town.touch(town.kiosk(), GroupKey("bygga")), 41)
    assert press(warned, pad)[0].screen == Errands("bygga")


def test_the_time_is_extended_as_often_as_it_is_asked_for() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"))
    for _ in range(12):
        state = town.later(state, 58)
        assert isinstance(state.screen, StillThere)
        assert timers.seconds_left(state) is not None
        state, _ = press(state, Pad.NEXT)
        assert state.screen == Errands("bygga")


def test_twenty_whole_seconds_are_left_to_answer_after_the_warning_has_been_said() -> None:
    warned = town.later(listening(), 40.2)
    assert warned.speaking_since is not None
    told = quiet(town.later(warned, 15))
    assert isinstance(town.later(told, 19).screen, StillThere)
    assert town.later(told, 20.4).screen == Welcome()


def test_no_time_passes_while_something_is_said() -> None:
    state, _ = chosen(listening(), Standing.HUMAN)
    ready = town.answered(state)
    assert isinstance(town.later(ready, 60).screen, TicketReady)
    assert timers.seconds_left(town.later(ready, 60)) == 30
    told = quiet(town.later(ready, 60))
    assert town.later(told, 31).screen == Welcome()


def test_a_sound_that_never_ends_keeps_no_visit_open() -> None:
    state, _ = press(town.kiosk(), Pad.REPEAT)
    assert town.later(state, LONGEST_SPEECH.total_seconds() * 2 + 65).wishes == Wishes()


def test_a_language_that_people_have_recorded_has_a_voice() -> None:
    state = town.after(town.kiosk(), VoicesFound(town.MORNING, town.draft(), frozenset({"se"})))
    assert state.world.voices == {"se"}


def test_the_keypads_keys_are_a_setting() -> None:
    assert keypad("next=right choose=enter choose=numpadenter") == {
        "right": Pad.NEXT,
        "enter": Pad.CHOOSE,
        "numpadenter": Pad.CHOOSE,
    }


@pytest.mark.parametrize("setting", ["next", "jump=a", "next=", "next=a back=a"])
def test_a_keypad_that_cannot_be_read_says_which_word_is_wrong(setting: str) -> None:
    with pytest.raises(NotAKeypad, match=setting.split()[-1]):
        keypad(setting)

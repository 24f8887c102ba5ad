# SPDX-License-Identifier: EUPL-1.2
"""What is said, and when: a new screen, the key that the keypad stands on, what a key has changed.

Nothing is said before the visitor has started speech with the keypad or by putting headphones in, but for one sentence about
how to start it; so nobody's errand or number is ever heard who did not ask for it (EN 301 549, 5.1.3.9). Any key ends what is
being said (5.1.3.5). A warning sounds for everybody. The moment in which a number is fetched is silent: it is shorter than
a word.
"""

from dataclasses import replace
from datetime import timedelta

from kolapp_kiosk.flow import focus
from kolapp_kiosk.flow.effects import Effect, Hush, Say, Saying, Sound
from kolapp_kiosk.flow.events import Event, Pressed, SpeechEnded, Touched
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.state import Helping, Issuing, Paper, State, StillThere, TicketReady
from kolapp_words.languages import language

LONGEST_SPEECH = timedelta(seconds=120)
"""Whatever was not ended by then counts as ended: a sound that never comes must not keep a visit open."""

Step = tuple[State, tuple[Effect, ...]]
ASKED_FOR = {
    Pad.REPEAT: Saying.AGAIN,
    Pad.VOLUME: Saying.VOLUME,
    Pad.HELP: Saying.HELP,
}


def voice_of(state: State) -> str:
    """The language that is spoken: the screen's where it has a voice, else Swedish."""
    chosen = language(state.wishes.language)
    return chosen.code if chosen.voice or chosen.code in state.world.voices else "sv"


def with_speech(before: State, after: State, event: Event, effects: tuple[Effect, ...]) -> Step:
    """The step, with what is heard of it added: the focus where it can be, the words and tones that belong to it."""
    after = _focused(before, after, event)
    if isinstance(event, SpeechEnded):
        return replace(after, speaking_since=None, heard_at=after.now), effects
    heard = _heard(before, after, event)
    if isinstance(heard, Say):
        after = replace(after, speaking_since=after.now)
    elif isinstance(heard, Hush):
        after = replace(after, speaking_since=None)
    return after, (*effects, heard) if heard else effects


def _focused(before: State, after: State, event: Event) -> State:
    """Whoever touches while speech is on hears what the touched key has become."""
    if isinstance(event, Touched) and after.wishes.is_spoken:
        after = replace(after, focus=event.target)
    return focus.kept(before, after)


def _heard(before: State, after: State, event: Event) -> Say | Hush | Sound | None:
    is_warned = isinstance(after.screen, StillThere) and not isinstance(before.screen, StillThere)
    said = _said(before, after, event) if after.wishes.is_spoken else _hint(before, after, event)
    if said is not None:
        return Say(said, has_tone=is_warned, waits=said is Saying.PAPER)
    if is_warned:
        return Sound()
    is_over = before.wishes.is_spoken and not after.wishes.is_spoken
    return Hush() if is_over or (before.speaking_since is not None and _is_felt(after, event)) else None


def _is_felt(after: State, event: Event) -> bool:
    """A finger or a key, and not one that trembled."""
    return isinstance(event, Touched | Pressed) and after.touched_at == event.at


def _hint(before: State, after: State, event: Event) -> Saying | None:
    """How to start speech, said to the first key of a visit."""
    is_first = before.first_touch_at is None and after.first_touch_at is not None
    return Saying.HINT if isinstance(event, Pressed) and is_first else None


def _said(before: State, after: State, event: Event) -> Saying | None:
    if not before.wishes.is_spoken:
        return Saying.START
    if isinstance(after.screen, Issuing):
        return None
    if (
        before.wishes.language != after.wishes.language
        or _has_news_of_help(before, after)
        or _has_news_of_officer(before, after)
        or (after.focus is None and focus.is_new(before, after))
    ):
        return Saying.SCREEN
    if _has_paper_trouble(before, after):
        return Saying.PAPER
    if isinstance(event, Pressed) and event.pad in ASKED_FOR and _is_felt(after, event):
        return ASKED_FOR[event.pad]
    if after.focus is not None and _is_felt(after, event) and _standing(before) != _standing(after):
        return Saying.FOCUS
    return None


def _has_news_of_help(before: State, after: State) -> bool:
    """Staff have been told, somebody comes, or nobody could be reached: that is not waited for in silence."""
    if not isinstance(before.screen, Helping) or not isinstance(after.screen, Helping):
        return False
    return (before.screen.aid, before.world.help) != (after.screen.aid, after.world.help)


def _has_news_of_officer(before: State, after: State) -> bool:
    """Whoever is waited for has answered while the ticket stood there."""
    was, now = before.screen, after.screen
    if not isinstance(was, TicketReady) or not isinstance(now, TicketReady):
        return False
    return was.ticket.officer != now.ticket.officer


def _standing(state: State) -> object:
    """What a key can have changed for whoever stands on it."""
    return state.focus, state.wishes, state.screen


def _has_paper_trouble(before: State, after: State) -> bool:
    """The slip did not come as it should: that is said after the number, never in its place."""
    was, now = before.screen, after.screen
    if not isinstance(was, TicketReady) or not isinstance(now, TicketReady):
        return False
    return (was.paper, was.elsewhere) != (now.paper, now.elsewhere) and now.paper is not Paper.CONFIRMED

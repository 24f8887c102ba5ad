# SPDX-License-Identifier: EUPL-1.2
"""What is heard of a screen: made of the facts that the screen draws, so that eye and ear are told the same.

A screen is said from its reading to its panels; its keys one by one, when the keypad stands on them. Facts that want another
order than that of their fields have a property `said`. Knows no window.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar

from kolapp_contract.catalogue import Catalogue
from kolapp_kiosk.flow.effects import Saying
from kolapp_kiosk.flow.keys import LanguageKey, NeedKey, Standing, Target, choices
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import language
from kolapp_kiosk.ui.facts import Frame, KeyFacts
from kolapp_words.spoken import for_the_ear, pieces
from kolapp_words.texts import Texts

NOT_SAID = ("icon", "tone")
TOLD_ANEW = "\u2026"
"""Stands where the seconds are counted down: what changes while it is said is not said."""
SWITCHES = frozenset({Standing.CONTRAST, Standing.LARGE, Standing.LOW, Standing.PRIORITY})
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words, and the language that they are in."""

    words: str
    code: str


def ear(code: str, catalogue: Catalogue | None = None) -> Texts:
    """The kiosk's texts for the ear, with the town's own words where it has any."""
    return for_the_ear(language.texts(code, catalogue))


def said(state: State, what: Saying, facts: object, frame: Frame, t: Texts) -> tuple[Piece, ...]:
    """What is to be said, piece by piece. `facts`, `frame` and `t` are those for the ear."""
    return tuple(piece for text, code in _texts(state, what, facts, frame, t) for piece in _in_pieces(text, code))


def _in_pieces(text: str, code: str) -> Iterator[Piece]:
    return (Piece(words, code) for words in pieces(text))


def _texts(state: State, what: Saying, facts: object, frame: Frame, t: Texts) -> Iterator[tuple[str, str]]:
    own, focused = t.language.code, key_of(state.focus, facts, frame)
    match what:
        case Saying.HINT:
            yield t("speech.hint"), own
        case Saying.VOLUME:
            yield t("speech.volume", level=state.wishes.volume), own
        case Saying.PAPER:
            yield from ((text, own) for text in getattr(facts, "said_of_paper", ()))
        case Saying.FOCUS:
            yield from of_key(focused, t)
        case Saying.HELP:
            yield t("speech.help"), own
            yield from of_key(focused, t)
        case Saying.START:
            yield t("speech.intro"), own
            yield from of_screen(state, facts, t)
        case Saying.SCREEN | Saying.AGAIN:
            yield from of_screen(state, facts, t)
            yield from of_key(focused, t)


def of_screen(state: State, facts: object, t: Texts) -> Iterator[tuple[str, str]]:
    """All that is read on a screen, then how many cards there are to choose from."""
    for text in getattr(facts, "said", None) or _strings(facts):
        yield text, t.language.code
    if cards := len(choices(state)):
        yield t("speech.choices", n=cards), t.language.code


def of_key(key: KeyFacts | None, t: Texts) -> Iterator[tuple[str, str]]:
    """What stands on a key, and whether it is chosen."""
    if key is None:
        return
    yield key.text, key.code or t.language.code
    for text in (key.hint, key.label):
        if TOLD_ANEW not in text:
            yield text, t.language.code
    if key.is_on or isinstance(key.target, NeedKey | LanguageKey) or key.target in SWITCHES:
        yield t("speech.chosen" if key.is_on else "speech.not_chosen"), t.language.code


def key_of(target: Target | None, facts: object, frame: Frame) -> KeyFacts | None:
    """What stands on that key, wherever on the screen it is."""
    offered = (*found(facts, KeyFacts), *found(frame, KeyFacts))
    return next((key for key in offered if key.target == target), None)


def found(value: object, kind: type[Kind]) -> Iterator[Kind]:
    """Every value of that kind in the facts, in the order of their fields."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from found(one, kind)
    elif is_dataclass(value):
        for field in fields(value):
            yield from found(getattr(value, field.name), kind)


def _strings(value: object) -> Iterator[str]:
    """Every text of the facts that is not a key's."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value) and not isinstance(value, KeyFacts):
        for field in fields(value):
            if not field.name.endswith(NOT_SAID):
                yield from _strings(getattr(value, field.name))

# SPDX-License-Identifier: EUPL-1.2
"""Words as sounds: any text is said in pieces that are known beforehand, so that each is made once and kept.

    "Disken öppnar 13:05" -> "Disken öppnar", "13", "0", "5"
    "torsdag 15/10"       -> "torsdag", "15", "10"
    "A042"                -> "A", "0", "4", "2"      (and so with all that is written in capitals and digits)

The pieces are what a catalogue's texts consist of between their values, what a town has written, whole numbers, letters and
digits. A piece is asked for by its id, never by its words: who asks can have nothing said that was not written before. Whoever
fills in a text tells its values apart by the isolates of Unicode (U+2068 and U+2069), which are never drawn.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kolapp_words.languages import FIRST_STRONG_ISOLATE, LANGUAGES, POP_ISOLATE, in_language
from kolapp_words.texts import Texts

ALOUD = "aloud."
"""A text "aloud.wait.about" is said where "wait.about" is shown: shortened words are not for the ear."""
GREATEST_NUMBER = 120
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
NAMES = ("name", "owner")
EDGES = " ,.;:()*-\u2013\u2026\u060c\u061b"
BREAKS = re.compile(f"[{FIRST_STRONG_ISOLATE}{POP_ISOLATE}\n\u00b7]+|(?<![0-9])([0-9]{{1,2}}[:/][0-9]{{1,2}})(?![0-9])")
VALUE = re.compile(r"{[^}]*}|\n")
SIGNS = re.compile(r"(?=.*[A-ZÅÄÖ])[A-ZÅÄÖ0-9]+([ -][A-ZÅÄÖ0-9]+)*")
DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5])([0-9])")


def phrase_id(piece: str) -> str:
    """What a piece is asked for by, and what its sound is kept under: 32 signs made of its words."""
    return hashlib.sha256(piece.encode()).hexdigest()[:32]


def for_the_ear(t: Texts) -> Texts:
    """The texts as they are said: with the words for the ear, and every value told apart."""
    aloud = {key.removeprefix(ALOUD): forms for key, forms in t.entries.items() if key.startswith(ALOUD)}
    return replace(t, language=replace(t.language, is_rtl=True), entries={**t.entries, **aloud})


def pieces(text: str) -> tuple[str, ...]:
    """What a text is said as, in order. Empty where it says nothing."""
    parts = (part or "" for part in BREAKS.split(text.replace("**", "")))
    return tuple(piece for part in parts for piece in _pieces_of(part.strip(EDGES)))


def _pieces_of(part: str) -> tuple[str, ...]:
    if SIGNS.fullmatch(part):
        return tuple(sign for sign in part if sign.isalnum())
    if clock := CLOCK.fullmatch(part):
        hour, ten, one = clock.groups()
        return (str(int(hour)), ten, one) if ten == "0" else (str(int(hour)), ten + one)
    if date := DATE.fullmatch(part):
        return str(int(date[1])), str(int(date[2]))
    if part.isdecimal() and part.isascii():
        return (str(int(part)),) if int(part) <= GREATEST_NUMBER else tuple(part)
    return (part,) if part else ()


def phrases(entries: Mapping[str, tuple[str, ...]], written: Iterable[str]) -> dict[str, str]:
    """Every piece that can be said, by its id: of a catalogue's texts, of what a town has written, of numbers and letters."""
    parts = (part for forms in entries.values() for form in forms for part in VALUE.split(form))
    own_names = (language.own_name for language in LANGUAGES.values())
    numbers = map(str, range(GREATEST_NUMBER + 1))
    said = (piece for text in (*parts, *own_names, *written) for piece in pieces(text))
    return {phrase_id(piece): piece for piece in (*said, *numbers, *LETTERS)}


def written_in(value: object, code: str) -> Iterator[str]:
    """Every text of a town, read as JSON, in that language, and the names that are the same in all."""
    if isinstance(value, list):
        for one in value:
            yield from written_in(one, code)
    elif isinstance(value, dict):
        if isinstance(value.get("sv"), str):
            yield in_language(value, code)
            return
        yield from (value[key] for key in NAMES if isinstance(value.get(key), str))
        for one in value.values():
            yield from written_in(one, code)

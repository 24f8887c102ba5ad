# SPDX-License-Identifier: EUPL-1.2
"""The answers that can be read beside taking a ticket, and what is counted of it (K4, L5).

An answer is a layer over the screen that the visitor came from: a ticket for the same errand is one touch away on it, and so is a
human. Whoever wants a ticket and nothing else meets no key more on the way. Counted is that an answer was opened, once a visit,
and whether a ticket stood on the glass when the visit ended; nothing else of the visitor is kept or told.
"""

import re
from dataclasses import replace
from datetime import datetime
from textwrap import wrap

from kolapp_contract.catalogue import Answer, Errand
from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.effects import Effect, TellRead
from kolapp_kiosk.flow.state import (
    Direct,
    Draft,
    Errands,
    Issuing,
    Read,
    Reading,
    Screen,
    State,
    TicketReady,
    beneath,
)
from kolapp_words.languages import in_language

LONGEST_PART, LONGEST_PART_UPRIGHT = 84, 150
"""Letters of an answer that have room at once where letters are doubled: on a screen that lies, and on one that stands."""
SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+")


def offered(state: State, screen: Screen) -> tuple[Errand, ...]:
    """The errands of that screen whose answer can be read."""
    match screen:
        case Errands(group_id):
            errands = offers.errands_of(state, group_id)
        case Direct():
            errands = offers.specialists(state)
        case _:
            return ()
    return tuple(errand for errand in errands if errand.answer is not None)


def answer_of(state: State, errand_id: str) -> Answer | None:
    """What can be read of that errand."""
    errand = offers.errand(state.world.catalogue, errand_id)
    return errand.answer if errand else None


def parts(state: State, errand_id: str) -> tuple[str, ...]:
    """The answer in the visitor's language: whole, or in parts that have room where letters are doubled.

    There the code that leads to more has a part of its own, without words.
    """
    answer = answer_of(state, errand_id)
    text = in_language(answer.texts, state.wishes.language) if answer else ""
    if not state.wishes.is_large:
        return (text,)
    words = _split(text, LONGEST_PART if state.world.is_landscape else LONGEST_PART_UPRIGHT)
    return (*words, "") if answer and answer.link else words


def _split(text: str, longest: int) -> tuple[str, ...]:
    """Whole sentences, as many as have room; one that has none is split between words."""
    parts = [""]
    for piece in (piece for sentence in SENTENCE_ENDS.split(text) for piece in wrap(sentence, longest)):
        longer = f"{parts[-1]} {piece}".strip()
        if len(longer) <= longest:
            parts[-1] = longer
        else:
            parts.append(piece)
    return tuple(parts)


def opened(state: State, errand_id: str, at: datetime, fresh: Draft) -> State:
    """The answer is shown. Opened again in the same visit, it is not counted again."""
    is_known = any(read.errand_id == errand_id for read in state.reads)
    reads = state.reads if is_known else (*state.reads, Read(errand_id, at))
    return replace(state, screen=Reading(errand_id, state.screen), draft=fresh, reads=reads)


def told(before: State, after: State) -> tuple[Effect, ...]:
    """What is counted when a visit ends: each answer that was opened in it."""
    if not before.reads or after.reads:
        return ()
    has_ticket = isinstance(beneath(before.screen), TicketReady | Issuing)
    return tuple(TellRead(read.errand_id, read.opened_at, has_ticket) for read in before.reads)

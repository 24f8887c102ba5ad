# SPDX-License-Identifier: EUPL-1.2
"""What a screen says, made of the state: words and icons, ready to be drawn. Equal facts need no new drawing."""

from dataclasses import dataclass
from datetime import datetime

from kolapp_contract.catalogue import Errand, Group
from kolapp_contract.tickets import Need
from kolapp_kiosk.flow import aloud, keys, offers
from kolapp_kiosk.flow import state as flow
from kolapp_kiosk.flow.keys import (
    AnswerKey,
    CharacterKey,
    ErrandKey,
    GroupKey,
    LanguageKey,
    LettersKey,
    NeedKey,
    OfficerKey,
    Standing,
    Target,
    UnitKey,
)
from kolapp_kiosk.flow.state import Contrast, Helping, State, StillThere, Support, Welcome
from kolapp_kiosk.ui.strokes import icons
from kolapp_words.languages import in_language, language
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of information. `tone` is "plain" or "warn"."""

    icon: str
    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read on a screen, from the most to the least important."""

    heading: str
    text: str = ""
    lines: tuple[LineFacts, ...] = ()
    notice: str = ""
    is_greeting: bool = False


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key: what it is called and what stands on it. `code` where its words are in a language of their own."""

    target: Target
    text: str
    icon: str = ""
    hint: str = ""
    label: str = ""
    is_on: bool = False
    is_filled: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands at the same place on every screen. The bar keeps a place for a key that is not offered."""

    town: str
    clock: str
    left: KeyFacts | None
    more: KeyFacts | None
    human: KeyFacts
    bar: tuple[tuple[KeyFacts, bool], ...]


def frame(state: State, t: Texts) -> Frame:
    """The frame round any screen."""
    town = state.world.catalogue.town if state.world.catalogue else {}
    is_foreign = state.wishes.is_spoken and aloud.voice_of(state) != state.wishes.language
    left = next(iter(keys.foot(state)), None)
    more = keys.has_more(state) and state.wishes.is_large
    return Frame(
        town=t("speech.swedish") if is_foreign else in_language(town, t.language.code),
        clock=clock(state.now, state.now),
        left=_left(state, left, t) if left else None,
        more=KeyFacts(Standing.MORE, _more(state, t), "fwd") if more else None,
        human=KeyFacts(Standing.HUMAN, t("human.title"), "human", t("human.hint")),
        bar=_bar(state, t),
    )


def _more(state: State, t: Texts) -> str:
    """What the key to the next page is called: of cards, or of an answer."""
    return t("answer.next") if isinstance(state.screen, flow.Reading) else t("more")


def _left(state: State, key: Target, t: Texts) -> KeyFacts:
    if key is Standing.UNDO:
        return KeyFacts(key, t("undo"), "undo")
    if key is Standing.DIRECT:
        return KeyFacts(key, t("direct.short") if state.wishes.is_large else t("direct"), "sign")
    if isinstance(state.screen, Support):
        return KeyFacts(key, t("finished"), "check")
    return KeyFacts(key, t("back"), "back")


def _bar(state: State, t: Texts) -> tuple[tuple[KeyFacts, bool], ...]:
    wishes, offered = state.wishes, keys.bar(state)
    bar = (
        KeyFacts(Standing.LANGUAGES, t("bar.languages"), "globe"),
        KeyFacts(Standing.CONTRAST, t("bar.contrast"), "contrast", is_on=wishes.contrast is not Contrast.LIGHT),
        KeyFacts(Standing.LARGE, t("bar.large"), "text", is_on=wishes.is_large),
        KeyFacts(Standing.SUPPORT, t("bar.support"), "support", is_on=bool(wishes.needs or wishes.has_priority)),
        KeyFacts(Standing.LOW, t("bar.low"), "low", is_on=wishes.is_low),
        KeyFacts(Standing.HELP, t("help.key"), "bell", is_on=isinstance(state.screen, Helping)),
    )
    return tuple((key, key.target in offered) for key in bar)


def cards(state: State, t: Texts) -> tuple[KeyFacts, ...]:
    """The screen's choices, as the flow offers them."""
    return tuple(_card(state, target, t) for target in keys.choices(state))


def row(state: State, t: Texts) -> tuple[KeyFacts, ...]:
    """The keys above the cards. In large mode "more" stands in the frame instead."""
    shown = (target for target in keys.row(state) if target is not Standing.MORE or not state.wishes.is_large)
    return tuple(_card(state, target, t) for target in shown)


def _card(state: State, target: Target, t: Texts) -> KeyFacts:
    match target:
        case GroupKey(group_id):
            group = offers.group(state, group_id)
            assert group is not None
            return _group_card(state, group, t)
        case ErrandKey(errand_id):
            errand = offers.errand(state.world.catalogue, errand_id)
            assert errand is not None
            return _errand_card(state, errand, t)
        case LanguageKey(code):
            is_on = code == state.wishes.language
            icon = "" if isinstance(state.screen, Welcome) or offers.long_list(state) else "globe"
            return KeyFacts(target, language(code).own_name, icon, is_on=is_on, code=code)
        case NeedKey(need):
            is_on = need in state.wishes.needs
            return KeyFacts(target, t(f"need.{need}"), NEED_ICONS[need], t(f"need.{need}.hint"), is_on=is_on)
        case CharacterKey(character):
            return KeyFacts(target, character)
        case AnswerKey(errand_id):
            errand = offers.errand(state.world.catalogue, errand_id)
            assert errand is not None
            title, hint = in_language(errand.names, t.language.code), in_language(errand.hints, t.language.code)
            return KeyFacts(target, title, "note", hint)
        case UnitKey() | LettersKey() | OfficerKey():
            # Imported here: what is said of officers is made of the facts in this module.
            from kolapp_kiosk.ui import person_facts

            return person_facts.card(state, target, t)
        case Standing():
            return _standing_card(state, target, t)


NEED_ICONS = {
    Need.FETCH_ME: "hand",
    Need.SITTING: "chair",
    Need.HEARING: "ear",
    Need.SIGHT: "eye",
    Need.INTERPRETER: "globe",
    Need.MORE_TIME: "clock",
    Need.DISCREET: "shield",
}


def _group_card(state: State, group: Group, t: Texts) -> KeyFacts:
    code = t.language.code
    label = absence_label(offers.group_absence(state.world, group), state.now, t)
    title, hint = in_language(group.names, code), in_language(group.examples, code)
    return KeyFacts(GroupKey(group.group_id), title, known(group.icon), hint, label)


def _errand_card(state: State, errand: Errand, t: Texts) -> KeyFacts:
    code = t.language.code
    label = absence_label(offers.absence(state.world, errand.errand_id), state.now, t)
    if isinstance(state.screen, flow.Reading):
        return KeyFacts(ErrandKey(errand.errand_id), t("answer.take"), "ticket", t("answer.take_hint"), label)
    title, hint = in_language(errand.names, code), in_language(errand.hints, code)
    is_on = isinstance(state.screen, flow.CardErrands) and errand.errand_id in (state.screen.chosen or ())
    return KeyFacts(ErrandKey(errand.errand_id), title, known(errand.icon), hint, label, is_on=is_on)


def known(icon: str) -> str:
    """The icon, or a question where the catalogue names one that was never drawn."""
    return icon if icon in icons() else "question"


def _gathering_card(state: State, key: Standing, t: Texts) -> KeyFacts:
    """The keys that gather several errands of a card on one ticket."""
    chosen = state.screen.chosen if isinstance(state.screen, flow.CardErrands) else None
    if key is Standing.TAKE:
        return KeyFacts(key, t("card.take", n=len(chosen or ())), "ticket", is_filled=True)
    text = t("card.several_short") if state.wishes.is_large else t("card.several")
    return KeyFacts(key, text, "check" if chosen is not None else "note", is_on=chosen is not None)


def _standing_card(state: State, key: Standing, t: Texts) -> KeyFacts:
    match key:
        case Standing.MORE:
            return KeyFacts(key, t("more"), "fwd")
        case Standing.MORE_LANGUAGES:
            return KeyFacts(key, t("languages.more"), "globe")
        case Standing.SEVERAL | Standing.TAKE:
            return _gathering_card(state, key, t)
        case Standing.ANSWERS:
            is_crowded = state.wishes.is_large or Standing.PERSON in keys.row(state)
            return KeyFacts(key, t("answers.short") if is_crowded else t("answers.read"), "note")
        case Standing.CODE:
            return _code_card(state, t)
        case Standing.CHECK_IN:
            return KeyFacts(key, t("booked.anyway"), "ticket", t("booked.anyway_hint"))
        case Standing.ERASE:
            return KeyFacts(key, t("code.erase"), "back")
        case Standing.PRIORITY:
            return KeyFacts(key, t("priority.title"), "clock", is_on=state.wishes.has_priority)
        case Standing.PERSON:
            return KeyFacts(key, t("person.short") if state.wishes.is_large else t("person.meet"), "human")
        case Standing.BY_NAME:
            return KeyFacts(key, t("person.by_name"), "text")
        case Standing.WAIT_FOR:
            return KeyFacts(key, t("person.wait"), "ticket", t("person.wait_hint"))
        case Standing.BOOK_WITH:
            return KeyFacts(key, t("person.book"), "calendar", t("person.book_hint"))
        case Standing.MESSAGE:
            return KeyFacts(key, t("person.message"), "note", t("person.message_hint"))
        case Standing.ANYWAY:
            return KeyFacts(key, t("alternatives.anyway"), "ticket", t("alternatives.anyway_hint"))
        case Standing.NO_HELP:
            return KeyFacts(key, t("help.no_more"), "check")
        case Standing.STAY:
            return KeyFacts(key, t("still.stay"), "check", is_filled=True)
        case Standing.DONE:
            is_question = isinstance(state.screen, StillThere)
            return KeyFacts(key, t("still.done") if is_question else t("finished"), "undo" if is_question else "check")
        case _:
            raise ValueError(key)


def _code_card(state: State, t: Texts) -> KeyFacts:
    """On the first screen a key of the row, as short as the row asks; where a code was unknown, once more."""
    if not isinstance(state.screen, Welcome):
        return KeyFacts(Standing.CODE, t("code.again"), "code", t("code.again_hint"))
    has_room = state.world.is_landscape or state.wishes.is_large
    return KeyFacts(Standing.CODE, t("code.have") if has_room else t("code.short"), "code")


def keyboard(state: State, t: Texts) -> tuple[KeyFacts, ...]:
    """The keys that a code is typed with."""
    return tuple(_card(state, target, t) for target in keys.keyboard(state))


def absence_label(absence: offers.Absence | None, now: datetime, t: Texts) -> str:
    """What a card says of an errand that nobody meets now; empty where somebody does."""
    if absence is None:
        return ""
    if absence.is_stopped:
        return t("label.stopped")
    if absence.opens_at is None or absence.opens_at.astimezone(now.tzinfo).date() != now.date():
        return t("label.unstaffed")
    return t("label.opens", time=clock(absence.opens_at, now))


def clock(at: datetime, now: datetime) -> str:
    """The time of day where the kiosk stands."""
    return f"{at.astimezone(now.tzinfo):%H:%M}"


def waiting_lines(state: State, t: Texts, errand_ids: frozenset[str] | None = None) -> tuple[LineFacts, ...]:
    """How many wait and how long; that it is not known when the wire is lost."""
    queue = offers.queue(state.world, errand_ids)
    if queue is None:
        return (LineFacts("off", t("wait.unknown"), "warn"),) if not state.world.is_wired else ()
    people = t("wait.people", n=queue.waiting) if queue.waiting else t("wait.nobody")
    time = minutes(queue, t)
    if time and not state.wishes.is_large and not state.world.is_landscape:
        return (LineFacts("people", t("wait.joined", people=people, time=time)),)
    return (LineFacts("people", people), *((LineFacts("clock", time),) if time else ()))


def minutes(queue: offers.Queue, t: Texts) -> str:
    """The range of waits; empty where nobody waits or none is known."""
    if queue.least_minutes is None or queue.most_minutes is None:
        return ""
    if not queue.most_minutes:
        return t("wait.soon")
    if not queue.least_minutes:
        return t("wait.upto", high=queue.most_minutes)
    if queue.least_minutes == queue.most_minutes:
        return t("wait.about", low=queue.least_minutes)
    return t("wait.range", low=queue.least_minutes, high=queue.most_minutes)


def opening_lines(state: State, t: Texts) -> tuple[LineFacts, ...]:
    """Until when the reception takes visitors."""
    opening = state.world.opening
    if opening is None or opening.closes_at is None:
        return ()
    time = clock(opening.closes_at, state.now)
    if opening.closes_soon:
        return (LineFacts("clock", t("closes.soon", time=time), "warn"),)
    return (LineFacts("clock", t("open.until", time=time)),)

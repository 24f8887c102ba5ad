# SPDX-License-Identifier: EUPL-1.2
"""What each screen offers to a finger. Screens draw these keys and no others; a touch on anything else changes nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kolapp_contract.bookings import BookingState
from kolapp_contract.codes import ALPHABET
from kolapp_contract.officers import Officer
from kolapp_contract.tickets import Need
from kolapp_kiosk.flow import answers, offers, people
from kolapp_kiosk.flow.state import (
    Aid,
    Alternatives,
    Answers,
    Booked,
    BookWith,
    Cancelled,
    CardErrands,
    Closed,
    CodeEntry,
    Direct,
    Errands,
    Helping,
    Issuing,
    Languages,
    Letters,
    LookingUp,
    NotOpened,
    OutOfOrder,
    People,
    Person,
    Persons,
    Reading,
    Refused,
    Shut,
    Someone,
    State,
    StillThere,
    Stopped,
    Support,
    TicketReady,
    Unreachable,
    Welcome,
    beneath,
)


class Standing(StrEnum):
    """Keys that are the same wherever they stand."""

    HUMAN = "human"
    BACK = "back"
    UNDO = "undo"
    DONE = "done"
    DIRECT = "direct"
    PERSON = "person"
    BY_NAME = "by_name"
    WAIT_FOR = "wait_for"
    MESSAGE = "message"
    BOOK_WITH = "book_with"
    ANSWERS = "answers"
    SEVERAL = "several"
    TAKE = "take"
    CODE = "code"
    ERASE = "erase"
    CHECK_IN = "check_in"
    MORE = "more"
    LANGUAGES = "languages"
    MORE_LANGUAGES = "more_languages"
    CONTRAST = "contrast"
    LARGE = "large"
    LOW = "low"
    SUPPORT = "support"
    PRIORITY = "priority"
    ANYWAY = "anyway"
    STAY = "stay"
    HELP = "help"
    NO_HELP = "no_help"


@dataclass(frozen=True, slots=True)
class GroupKey:
    group_id: str


@dataclass(frozen=True, slots=True)
class ErrandKey:
    errand_id: str


@dataclass(frozen=True, slots=True)
class LanguageKey:
    code: str


@dataclass(frozen=True, slots=True)
class NeedKey:
    need: Need


@dataclass(frozen=True, slots=True)
class UnitKey:
    unit_id: str


@dataclass(frozen=True, slots=True)
class LettersKey:
    """Some letters, one of which a surname begins with."""

    letters: str


@dataclass(frozen=True, slots=True)
class OfficerKey:
    officer_id: str


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Reads an errand's answer; it takes no ticket."""

    errand_id: str


@dataclass(frozen=True, slots=True)
class CharacterKey:
    """One of the characters that a code is made of."""

    character: str


Target = Standing | GroupKey | ErrandKey | LanguageKey | NeedKey | AnswerKey | CharacterKey | UnitKey | LettersKey | OfficerKey

LANGUAGES_ON_WELCOME = 4


def name(target: Target) -> str:
    """What a key is called by those who test or log it: "group:bygga", "human"."""
    match target:
        case Standing():
            return target.value
        case GroupKey():
            return f"group:{target.group_id}"
        case ErrandKey():
            return f"errand:{target.errand_id}"
        case LanguageKey():
            return f"language:{target.code}"
        case NeedKey():
            return f"need:{target.need}"
        case AnswerKey():
            return f"answer:{target.errand_id}"
        case UnitKey():
            return f"unit:{target.unit_id}"
        case LettersKey():
            return f"letters:{target.letters}"
        case OfficerKey():
            return f"officer:{target.officer_id}"
        case CharacterKey():
            return f"character:{target.character}"
        case _:
            assert_never(target)


def offered(state: State) -> tuple[Target, ...]:
    """Every key of the shown screen. A human is always among them."""
    return (*choices(state), *keyboard(state), *row(state), *foot(state), Standing.HUMAN, *bar(state))


def choices(state: State) -> tuple[Target, ...]:
    """The cards: six at most, but for languages."""
    match state.screen:
        case Welcome(page):
            return tuple(GroupKey(g.group_id) for g in offers.on_page(state, offers.groups(state), page))
        case Errands(group_id, page):
            return tuple(ErrandKey(e.errand_id) for e in offers.on_page(state, offers.errands_of(state, group_id), page))
        case Direct(page):
            return tuple(ErrandKey(e.errand_id) for e in offers.on_page(state, offers.specialists(state), page))
        case CardErrands(holder_id, page):
            found = offers.errands_of_holder(state, holder_id)
            return tuple(ErrandKey(e.errand_id) for e in offers.on_page(state, found, page))
        case Answers(under, page):
            return tuple(AnswerKey(e.errand_id) for e in offers.on_page(state, answers.offered(state, under), page))
        case Reading(errand_id):
            return (ErrandKey(errand_id),)
        case People() | Letters() | Persons() | Person() | BookWith():
            return _of_people(state, state.screen)
        case Languages(_, page):
            return tuple(LanguageKey(code) for code in offers.on_page(state, state.world.languages, page))
        case Support(_, page):
            return tuple(NeedKey(need) for need in offers.on_page(state, tuple(Need), page))
        case Alternatives(errand_id, _):
            gone = offers.absence(state.world, errand_id)
            return () if gone and gone.is_stopped else (Standing.ANYWAY,)
        case StillThere():
            return (Standing.STAY, Standing.DONE)
        case Helping(aid=aid):
            return () if aid is Aid.FAILED else (Standing.NO_HELP,)
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            return (Standing.DONE,)
        case Booked(_, opens):
            return (Standing.CHECK_IN,) if opens.state is BookingState.TOO_LATE else ()
        case NotOpened(why):
            return (Standing.CODE,) if why is Shut.UNKNOWN else ()
        case Issuing() | CodeEntry() | LookingUp() | Closed() | Stopped() | OutOfOrder():
            return ()
        case _:
            assert_never(state.screen)


def _of_people(state: State, screen: Someone) -> tuple[Target, ...]:
    """Units, letters, officers, or what can be asked of one. The fourth choice is the human, who stands on every screen."""
    match screen:
        case People(_, page):
            return tuple(UnitKey(each.unit_id) for each in offers.on_page(state, people.units(state), page))
        case Letters(_, page):
            return tuple(LettersKey(each) for each in offers.on_page(state, people.ranges(state), page))
        case Persons(unit_id, letters, _, page):
            return tuple(OfficerKey(each.officer_id) for each in people.shown(state, unit_id, letters, page))
        case Person(officer_id):
            return _of_person(people.officer(state, officer_id))
        case BookWith():
            return (Standing.DONE,)
        case _:
            assert_never(screen)


def _of_person(officer: Officer | None) -> tuple[Target, ...]:
    if officer is None:
        return ()
    books = (Standing.BOOK_WITH,) if officer.can_book else ()
    return (Standing.WAIT_FOR, *books, Standing.MESSAGE)


def keyboard(state: State) -> tuple[Target, ...]:
    """The keys that a code is typed with: every character that a code can have, and one that takes the last one back."""
    if not isinstance(state.screen, CodeEntry):
        return ()
    return (*map(CharacterKey, ALPHABET), Standing.ERASE)


def row(state: State) -> tuple[Target, ...]:
    """What stands between reading and cards: languages on the welcome, priority among the needs, "more" where cards overflow."""
    more = (Standing.MORE,) if has_more(state) else ()
    match state.screen:
        case Welcome():
            return (*_languages(state, LANGUAGES_ON_WELCOME - len(more)), Standing.CODE, *more)
        case Support():
            return (Standing.PRIORITY, *more)
        case Direct() if people.officers(state.world):
            reads = (Standing.ANSWERS,) if answers.offered(state, state.screen) else ()
            return (Standing.PERSON, *reads, *more)
        case Errands() | Direct() if answers.offered(state, state.screen):
            return (Standing.ANSWERS, *more)
        case CardErrands(holder_id, _, chosen) if len(offers.errands_of_holder(state, holder_id)) > 1:
            return (Standing.SEVERAL, *((Standing.TAKE,) if chosen else ()), *more)
        case People() if people.ranges(state):
            return (Standing.BY_NAME, *more)
        case _:
            return more


def _languages(state: State, most: int) -> tuple[Target, ...]:
    """The town's first languages, and a key to the others. In large mode there is no room; the bar has the key to all of them."""
    spoken = state.world.languages
    if state.wishes.is_large:
        return ()
    if len(spoken) <= most:
        return tuple(map(LanguageKey, spoken))
    shown = most - 1 if state.world.is_landscape else most - 2
    return (*map(LanguageKey, spoken[:shown]), Standing.MORE_LANGUAGES)


def has_more(state: State) -> bool:
    """Whether the cards take more than one page."""
    return page_count(state) > 1


def page_count(state: State) -> int:
    """How many pages the screen has, at least one: of cards, or of an answer in large letters."""
    if isinstance(state.screen, Reading):
        return len(answers.parts(state, state.screen.errand_id))
    return offers.pages(state, card_count(state))


def card_count(state: State) -> int:
    """How many cards the screen has on all its pages."""
    match state.screen:
        case Welcome():
            return len(offers.groups(state))
        case Errands(group_id):
            return len(offers.errands_of(state, group_id))
        case Direct():
            return len(offers.specialists(state))
        case CardErrands(holder_id):
            return len(offers.errands_of_holder(state, holder_id))
        case Answers(under):
            return len(answers.offered(state, under))
        case People():
            return len(people.units(state))
        case Letters():
            return len(people.ranges(state))
        case Persons(unit_id, letters):
            return len(people.listed(state, unit_id, letters))
        case Languages():
            return len(state.world.languages)
        case Support():
            return len(Need)
        case _:
            return 0


def foot(state: State) -> tuple[Target, ...]:
    """The key beside the human: one step back, or what stands in its place."""
    match state.screen:
        case Welcome(page):
            if page % page_count(state):
                return (Standing.BACK,)
            return (Standing.DIRECT,) if offers.specialists(state) or people.officers(state.world) else ()
        case Errands() | Direct() | Languages() | Support() | Alternatives() | Refused():
            return (Standing.BACK,)
        case CardErrands() | Answers() | Reading() | Helping():
            return (Standing.BACK,)
        case People() | Letters() | Persons() | Person() | BookWith():
            return (Standing.BACK,)
        case CodeEntry() | LookingUp() | NotOpened() | Booked():
            return (Standing.BACK,)
        case TicketReady() | Issuing():
            return (Standing.UNDO,)
        case _:
            return ()


def bar(state: State) -> tuple[Target, ...]:
    """The access keys, help among them. Needs can be told until a ticket has been asked for; while it is, nothing is laid over
    the screen.
    """
    looks = (Standing.CONTRAST, Standing.LARGE, Standing.LOW, Standing.HELP)
    match beneath(state.screen):
        case Issuing() | LookingUp():
            return looks
        case TicketReady() | Unreachable() | Cancelled() | Closed() | Stopped() | OutOfOrder():
            return (Standing.LANGUAGES, *looks)
        case _:
            return (Standing.LANGUAGES, *looks, Standing.SUPPORT)

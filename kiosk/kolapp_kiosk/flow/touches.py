# SPDX-License-Identifier: EUPL-1.2
"""What a touch does. Two touches give a ticket: a group, an errand. A human is one touch away on every screen."""

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from kolapp_contract.errors import ErrorCode
from kolapp_contract.officers import OfficerWish
from kolapp_contract.tickets import IssueTicket, Kind, Need, Way
from kolapp_kiosk.flow import answers, codes, helping, offers, people
from kolapp_kiosk.flow.effects import CancelTicket, Effect, Issue, IssueHere
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
    UnitKey,
    offered,
    page_count,
)
from kolapp_kiosk.flow.people import Request
from kolapp_kiosk.flow.state import (
    Alternatives,
    Answers,
    Booked,
    BookWith,
    Cancelled,
    CardErrands,
    Closed,
    Contrast,
    Direct,
    Errands,
    Issuing,
    Languages,
    Letters,
    Over,
    Pending,
    People,
    Person,
    Persons,
    Reading,
    Refused,
    Screen,
    State,
    StillThere,
    Stopped,
    Support,
    TicketReady,
    Welcome,
    beneath,
    home,
)
from kolapp_kiosk.flow.timers import ANSWER_WITHIN, begin_anew

if TYPE_CHECKING:
    from kolapp_kiosk.flow.events import Touched

PAGED = (Welcome, Errands, Direct, CardErrands, Languages, Support, Answers, Reading, People, Letters, Persons)
"""Screens that can have several pages."""
TURNED_BACK = (Welcome, Errands, Direct, CardErrands, Answers, Reading, People, Letters, Persons)
"""Screens on which one step back goes a page back first."""
Step = tuple[State, tuple[Effect, ...]]


def touched(state: State, event: "Touched") -> Step:
    """The state after a finger was lifted on a key; unchanged when the screen does not offer that key."""
    target = event.target
    if target not in offered(state):
        return state, ()
    match target:
        case GroupKey(group_id):
            return _group(state, group_id, event)
        case ErrandKey(errand_id):
            return _errand(state, errand_id, event)
        case LanguageKey(code):
            chosen = replace(state, wishes=replace(state.wishes, language=code))
            return (_under(chosen, event) if isinstance(state.screen, Languages) else chosen), ()
        case NeedKey(need):
            return replace(state, wishes=replace(state.wishes, needs=_turned(state.wishes.needs, need))), ()
        case AnswerKey(errand_id):
            return answers.opened(state, errand_id, event.at, event.fresh), ()
        case CharacterKey(character):
            return codes.typed(state, character, event)
        case UnitKey() | LettersKey() | OfficerKey():
            return _entered(state, _of_person(state, target), event), ()
        case Standing():
            return _standing(state, target, event)
        case _:
            assert_never(target)


def _of_person(state: State, target: UnitKey | LettersKey | OfficerKey) -> Screen:
    """One step nearer to a person."""
    match target:
        case UnitKey(unit_id):
            return Persons(unit_id, "", state.screen)
        case LettersKey(letters):
            return Persons("", letters, state.screen)
        case OfficerKey(officer_id):
            return Person(officer_id, state.screen)
        case _:
            assert_never(target)


def _booking(screen: Screen) -> Screen:
    return BookWith(screen.officer_id, screen) if isinstance(screen, Person) else screen


def _asked_for(state: State, wish: OfficerWish, event: "Touched") -> Step:
    """A ticket in the officer's queue, or for the guide who writes the message down."""
    found = people.officer(state, state.screen.officer_id) if isinstance(state.screen, Person) else None
    if found is None:
        return state, ()
    errand_id = found.errand_id if wish is OfficerWish.WAIT else None
    return _issued(state, errand_id, event, Request(found.officer_id, wish))


def _turned(needs: tuple[Need, ...], need: Need) -> tuple[Need, ...]:
    return tuple(n for n in Need if (n in needs) != (n is need))


def _group(state: State, group_id: str, event: "Touched") -> Step:
    """A group with one errand issues at once."""
    errands = offers.errands_of(state, group_id)
    if len(errands) == 1:
        return _errand(state, errands[0].errand_id, event)
    return _entered(state, Errands(group_id), event), ()


def _errand(state: State, errand_id: str, event: "Touched") -> Step:
    if isinstance(state.screen, CardErrands) and state.screen.chosen is not None:
        return _gathered(state, state.screen, errand_id), ()
    if offers.absence(state.world, errand_id):
        return _entered(state, Alternatives(errand_id, state.screen), event), ()
    return _issued(state, errand_id, event)


def _gathered(state: State, screen: CardErrands, errand_id: str) -> State:
    """The errand is one of those for the ticket, or is no more."""
    known = screen.chosen or ()
    chosen = tuple(one for one in known if one != errand_id) if errand_id in known else (*known, errand_id)
    return replace(state, screen=replace(screen, chosen=chosen))


def _issued(state: State, errand_id: str | None, event: "Touched", request: Request | None = None) -> Step:
    """The ticket is asked for under the id that the screen had ready: of the server, or of the kiosk itself."""
    if _refused_here(state):
        return _entered(state, Refused(ErrorCode.BRANCH_CLOSED, event.at), event), ()
    wishes, (way, holder_id) = state.wishes, _way(state, errand_id)
    body = IssueTicket(
        errand_id=errand_id,
        language=wishes.language,
        kind=Kind.PRIORITY if wishes.has_priority else Kind.WALK_IN,
        needs=wishes.needs,
        secret=state.draft.secret,
        first_touch_at=state.first_touch_at,
        way=way,
        holder_id=holder_id,
        further_errands=_further(state, errand_id),
        officer_id=request.officer_id if request else None,
        officer_wish=request.wish if request else OfficerWish.WAIT,
    )
    pending = Pending(state.draft.ticket_id, body, event.at, is_here=not state.world.is_answering)
    asked = _entered(state, Issuing(pending), event)
    if pending.is_here:
        return asked, (IssueHere(pending.ticket_id, body),)
    return asked, (Issue(pending.ticket_id, body, event.at + ANSWER_WITHIN),)


def _way(state: State, errand_id: str | None) -> tuple[Way | None, str | None]:
    """How the visitor comes straight to a specialist, and with which kind of card; who asks for a human does not."""
    match beneath(state.screen):
        case Direct() if errand_id is not None:
            return Way.DIRECT, None
        case CardErrands(holder_id) if errand_id is not None:
            return Way.CARD, holder_id
        case _:
            return None, None


def _further(state: State, errand_id: str | None) -> tuple[str, ...]:
    """The errands that were gathered with a card and come after the first one."""
    screen = state.screen
    return screen.chosen[1:] if isinstance(screen, CardErrands) and screen.chosen and errand_id == screen.chosen[0] else ()


def _refused_here(state: State) -> bool:
    """Without the server the kiosk keeps the hours itself: but only by a clock that the server has set."""
    world = state.world
    return not world.is_answering and world.is_clock_sure and isinstance(home(world), Closed | Stopped)


def _standing(state: State, key: Standing, event: "Touched") -> Step:
    match key:
        case Standing.HUMAN:
            return _human(state, event)
        case Standing.ANYWAY:
            return _issued(state, state.screen.errand_id if isinstance(state.screen, Alternatives) else None, event)
        case Standing.UNDO:
            return _undone(state, event)
        case Standing.BACK:
            return _back(state, event), ()
        case Standing.HELP:
            return helping.asked(state, event)
        case Standing.NO_HELP:
            return helping.ended(state, event)
        case Standing.STAY:
            return _under(state, event), ()
        case Standing.DONE:
            return begin_anew(state, event.fresh), ()
        case Standing.MORE:
            return _turned_page(state, 1), ()
        case Standing.SEVERAL:
            return _several(state), ()
        case Standing.TAKE:
            return _taken(state, event)
        case Standing.ANSWERS:
            return _to_answers(state, event), ()
        case Standing.CODE:
            return codes.begun(state, event)
        case Standing.CHECK_IN:
            return codes.checked_in(state, state.screen, event) if isinstance(state.screen, Booked) else (state, ())
        case Standing.ERASE:
            return codes.erased(state)
        case Standing.DIRECT:
            return _entered(state, Direct(), event), ()
        case Standing.PERSON | Standing.BY_NAME | Standing.WAIT_FOR | Standing.BOOK_WITH | Standing.MESSAGE:
            return _about_person(state, key, event)
        case Standing.LANGUAGES | Standing.MORE_LANGUAGES:
            return _over(state, Languages(_resting(state.screen)), event), ()
        case Standing.SUPPORT:
            return _over(state, Support(_resting(state.screen)), event), ()
        case Standing.CONTRAST | Standing.LARGE | Standing.LOW | Standing.PRIORITY:
            return _first_page(_wished(state, key)), ()
        case _:
            assert_never(key)


def _about_person(state: State, key: Standing, event: "Touched") -> Step:
    """Where to look for a person, and what is wanted of the one who was found."""
    match key:
        case Standing.PERSON:
            return _entered(state, People(state.screen), event), ()
        case Standing.BY_NAME:
            return _entered(state, Letters(state.screen), event), ()
        case Standing.BOOK_WITH:
            return _entered(state, _booking(state.screen), event), ()
        case _:
            return _asked_for(state, OfficerWish.WAIT if key is Standing.WAIT_FOR else OfficerWish.MESSAGE, event)


def _several(state: State) -> State:
    """Errands are gathered for one ticket; touched again, one touch is a ticket as before."""
    screen = state.screen
    if not isinstance(screen, CardErrands):
        return state
    return replace(state, screen=replace(screen, chosen=() if screen.chosen is None else None))


def _taken(state: State, event: "Touched") -> Step:
    """One ticket for all that was gathered."""
    chosen = state.screen.chosen if isinstance(state.screen, CardErrands) else None
    return _issued(state, chosen[0], event) if chosen else (state, ())


def _to_answers(state: State, event: "Touched") -> State:
    """The answers of the errands that stand here; where there is one only, it is read at once."""
    found = answers.offered(state, state.screen)
    if len(found) == 1:
        return answers.opened(state, found[0].errand_id, event.at, event.fresh)
    return _entered(state, Answers(state.screen), event)


def _wished(state: State, key: Standing) -> State:
    wishes = state.wishes
    match key:
        case Standing.CONTRAST:
            turn = {Contrast.LIGHT: Contrast.HIGH, Contrast.HIGH: Contrast.DARK, Contrast.DARK: Contrast.LIGHT}
            return replace(state, wishes=replace(wishes, contrast=turn[wishes.contrast]))
        case Standing.LARGE:
            return replace(state, wishes=replace(wishes, is_large=not wishes.is_large))
        case Standing.LOW:
            return replace(state, wishes=replace(wishes, is_low=not wishes.is_low))
        case _:
            return replace(state, wishes=replace(wishes, has_priority=not wishes.has_priority))


def _human(state: State, event: "Touched") -> Step:
    """A guide's ticket. One that the visitor has or waits for is exchanged, so that nobody stands in two queues."""
    match beneath(state.screen):
        case TicketReady(ticket) if state.world.catalogue and ticket.errand_id == state.world.catalogue.human_errand_id:
            return _under(state, event), ()
        case Issuing(Pending(body=IssueTicket(errand_id=None))):
            return state, ()
        case TicketReady(ticket):
            return _exchanged(state, CancelTicket(ticket.ticket_id), event)
        case Issuing(pending):
            return _exchanged(state, CancelTicket(pending.ticket_id), event)
        case _:
            return _issued(state, None, event)


def _exchanged(state: State, withdrawn: CancelTicket, event: "Touched") -> Step:
    asked, effects = _issued(state, None, event)
    return asked, (withdrawn, *effects)


def _undone(state: State, event: "Touched") -> Step:
    match state.screen:
        case TicketReady(ticket):
            return _entered(state, Cancelled(ticket.number, event.at), event), (CancelTicket(ticket.ticket_id),)
        case Issuing(pending):
            return _entered(state, home(state.world), event), (CancelTicket(pending.ticket_id),)
        case _:
            return state, ()


def _back(state: State, event: "Touched") -> State:
    screen = state.screen
    if isinstance(screen, TURNED_BACK) and screen.page % page_count(state):
        return _turned_page(state, -1)
    if isinstance(screen, Over):
        return _under(state, event)
    return _entered(state, home(state.world), event)


def _under(state: State, event: "Touched") -> State:
    """The screen that lay beneath; a home as the world is now."""
    screen = state.screen.under if isinstance(state.screen, Over) else state.screen
    if type(screen) is not type(home(state.world)) and isinstance(screen, Welcome):
        screen = home(state.world)
    return _entered(state, screen, event)


def _resting(screen: Screen) -> Screen:
    """What a screen of choices is laid over: never another one of its kind, and never a warning that has been answered."""
    return _resting(screen.under) if isinstance(screen, Languages | Support | StillThere) else screen


def _over(state: State, screen: Screen, event: "Touched") -> State:
    """Touched again, the key that opened a screen closes it."""
    if type(state.screen) is type(screen):
        return _under(state, event)
    return _entered(state, screen, event)


def _entered(state: State, screen: Screen, event: "Touched") -> State:
    return replace(state, screen=screen, draft=event.fresh)


def _turned_page(state: State, by: int) -> State:
    screen = state.screen
    if not isinstance(screen, PAGED):
        return state
    count = page_count(state)
    return replace(state, screen=replace(screen, page=(screen.page + by) % count))


def _first_page(state: State) -> State:
    screen = state.screen
    if not isinstance(screen, PAGED):
        return state
    return replace(state, screen=replace(screen, page=0))

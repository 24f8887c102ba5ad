# SPDX-License-Identifier: EUPL-1.2
"""Every screen of the kiosk as a state, by name: what the window tests draw."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kolapp_contract.board import Opening
from kolapp_contract.bookings import BookingState
from kolapp_contract.code_look import CardOpens, CodeOpens
from kolapp_contract.codes import CodeKind
from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.helps import HelpKind, HelpLine
from kolapp_contract.officers import OfficerAnswer, OfficerLine, OfficerPurpose
from kolapp_contract.tickets import Estimate, Need, PrintResult
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    CodeOpened,
    CodeShut,
    DirectoryChanged,
    HelpTold,
    IssueFailed,
    IssueRefused,
    PrintFinished,
    Scanned,
    SlipElsewhere,
    Ticked,
    ViewChanged,
    WireLost,
)
from kolapp_kiosk.flow.keys import AnswerKey, CharacterKey, ErrandKey, GroupKey, OfficerKey, Standing, Target, UnitKey
from kolapp_kiosk.flow.state import Alternatives, Contrast, Shut, State, TicketReady, Wishes
from kolapp_kiosk.flow.step import awaited, first
from kolapp_words.languages import LANGUAGES

from . import town


def errands(state: State) -> State:
    return town.touch(state, GroupKey("bygga"))


def ready(state: State) -> State:
    return town.answered(asked(state), language=state.wishes.language)


def asked(state: State) -> State:
    return town.touch(state, Standing.HUMAN)


def printed(state: State, result: PrintResult, printer: PrinterState | None = None) -> State:
    state = ready(state)
    assert isinstance(state.screen, TicketReady)
    return town.after(state, PrintFinished(state.now, town.draft(), state.screen.ticket.ticket_id, result, printer))


def elsewhere(state: State) -> State:
    state = printed(state, PrintResult.FAILED, PrinterState.COVER_OPEN)
    assert isinstance(state.screen, TicketReady)
    return town.after(state, SlipElsewhere(state.now, town.draft(), state.screen.ticket.ticket_id, "Disk 3"))


def late(state: State) -> State:
    """A booked time that is kept, twelve minutes after it."""
    shown = ready(state)
    assert isinstance(shown.screen, TicketReady)
    return replace(shown, screen=replace(shown.screen, late_for=state.now - timedelta(minutes=12)))


def fetched(state: State) -> State:
    """Who is fetched is called at once."""
    wished = replace(state, wishes=replace(state.wishes, needs=(Need.FETCH_ME,)))
    return town.answered(asked(wished), desk_id="disk-3", ahead=0, language=state.wishes.language)


def with_officer(state: State, **said: Any) -> State:
    """A named officer is waited for, and has said that."""
    line = OfficerLine(purpose=OfficerPurpose.WAIT, **said)
    return town.answered(asked(state), officer=line, language=state.wishes.language)


def refused(state: State) -> State:
    state = asked(state)
    pending = awaited(state.screen)
    assert pending is not None
    return town.after(state, IssueRefused(state.now, town.draft(), pending.ticket_id, ErrorCode.BRANCH_CLOSED))


def failed(state: State) -> State:
    """No answer came."""
    pending = awaited(state.screen)
    assert pending is not None
    return town.after(state, IssueFailed(state.now, town.draft(), pending.ticket_id))


def offline(state: State) -> State:
    """A number of the kiosk's own."""
    return town.issued_here(failed(asked(state)))


def printed_offline(state: State, result: PrintResult, printer: PrinterState | None = None) -> State:
    state = offline(state)
    assert isinstance(state.screen, TicketReady)
    return town.after(state, PrintFinished(state.now, town.draft(), state.screen.ticket.ticket_id, result, printer))


def opening(state: State, given: Opening) -> State:
    return town.after(state, ViewChanged(state.now, town.draft(), given, town.WAITS, None))


def notice(state: State) -> State:
    text = "I dag stänger vi klockan 14. Välkommen tillbaka i morgon."
    soon = town.OPEN.model_copy(update={"closes_soon": True})
    return town.after(state, ViewChanged(state.now, town.draft(), soon, town.WAITS, text))


def typed(state: State, text: str) -> State:
    """So much of a code has been typed."""
    return town.touch(state, Standing.CODE, *map(CharacterKey, text))


def looking(state: State) -> State:
    """A paper was held in front of the scanner, and the server is asked."""
    return town.after(state, Scanned(state.now, town.draft(), town.BOOKING_CODE))


def shut(state: State, why: Shut) -> State:
    state = looking(state)
    return town.after(state, CodeShut(state.now, town.draft(), town.BOOKING_CODE, why))


def carded(state: State, holder_id: str, *, is_revoked: bool = False) -> State:
    """A professional card was held in front of the scanner."""
    state = town.after(state, Scanned(state.now, town.draft(), town.CARD_CODE))
    opens = CodeOpens(kind=CodeKind.CARD, card=CardOpens(holder_id=holder_id, is_revoked=is_revoked))
    return town.after(state, CodeOpened(state.now, town.draft(), town.CARD_CODE, opens))


def booked(state: State, found: BookingState, minutes: int) -> State:
    """The code of a booked time, so many minutes from now, was scanned."""
    opens = town.booking(found, minutes)
    return town.after(looking(state), CodeOpened(state.now, town.draft(), town.BOOKING_CODE, opens))


def people(state: State, *targets: Target) -> State:
    """Where a person is looked for, and what is touched from there."""
    known = town.after(state, DirectoryChanged(state.now, town.draft(), town.DIRECTORY))
    return town.touch(known, Standing.DIRECT, Standing.PERSON, *targets)


def helping(state: State, *, is_coming: bool = False) -> State:
    """Staff know that somebody here needs help, or somebody comes."""
    state = town.touch(state, Standing.HELP)
    line = HelpLine(
        help_id=uuid4(), kind=HelpKind.VISITOR, asked_at=state.now, device_id=uuid4(), coming_at=state.now if is_coming else None
    )
    return town.after(state, ViewChanged(state.now, town.draft(), town.OPEN, town.WAITS, None, line))


def spoken(state: State) -> State:
    """The town offers every language that Kölapp speaks."""
    every = town.CATALOGUE.model_copy(update={"languages": tuple(dict.fromkeys((*town.LANGUAGES, *LANGUAGES)))})
    told = town.after(state, CatalogueChanged(state.now, town.draft(), every, every.languages))
    return replace(told, wishes=state.wishes)


SCENES: dict[str, Callable[[State], State]] = {
    "welcome": lambda s: s,
    "welcome-notice": notice,
    "welcome-offline": lambda s: town.after(s, WireLost(s.now, town.draft())),
    "welcome-offline-notice": lambda s: town.after(notice(s), WireLost(s.now, town.draft())),
    "errands": errands,
    "direct": lambda s: town.touch(s, Standing.DIRECT),
    "direct-people": lambda s: town.touch(people(s), Standing.BACK),
    "people": people,
    "letters": lambda s: people(s, Standing.BY_NAME),
    "persons": lambda s: people(s, UnitKey("bygg")),
    "person-away": lambda s: people(s, UnitKey("bygg"), OfficerKey("bygglov")),
    "book-with": lambda s: people(s, UnitKey("bygg"), OfficerKey("bygglov"), Standing.BOOK_WITH),
    "person-unknown": lambda s: people(s, UnitKey("bygg"), OfficerKey("miljo")),
    "person-tomorrow": lambda s: people(s, UnitKey("omsorg"), OfficerKey("overformyndare")),
    "welcome-many-languages": spoken,
    "languages": lambda s: town.touch(s, Standing.LANGUAGES),
    "languages-many": lambda s: town.touch(spoken(s), Standing.LANGUAGES),
    "support": lambda s: town.touch(s, Standing.SUPPORT, Standing.PRIORITY),
    "support-more": lambda s: town.touch(s, Standing.SUPPORT, Standing.MORE),
    "alternatives": lambda s: replace(s, screen=Alternatives("livsmedel", s.screen), touched_at=s.now),
    "code": lambda s: typed(s, "C7KQM3"),
    "code-wrong": lambda s: typed(s, "C7KQM3XHRW2P2"),
    "code-wrong-beginning": lambda s: typed(s, "X"),
    "code-looking": looking,
    "code-unknown": lambda s: shut(s, Shut.UNKNOWN),
    "code-too-fast": lambda s: shut(s, Shut.TOO_FAST),
    "code-unreachable": lambda s: shut(s, Shut.UNREACHABLE),
    "code-revoked": lambda s: carded(s, "byggare", is_revoked=True),
    "answers": lambda s: town.touch(errands(s), Standing.ANSWERS),
    "reading": lambda s: town.touch(errands(s), Standing.ANSWERS, AnswerKey("bygglov")),
    "reading-last": lambda s: town.touch(errands(s), Standing.ANSWERS, AnswerKey("avfall"), Standing.MORE),
    "card": lambda s: carded(s, "byggare"),
    "card-several": lambda s: town.touch(carded(s, "ombud"), Standing.SEVERAL, ErrandKey("bygglov"), ErrandKey("skuld")),
    "card-many": lambda s: carded(s, "ombud"),
    "booked-early": lambda s: booked(s, BookingState.EARLY, 60),
    "booked-too-late": lambda s: booked(s, BookingState.TOO_LATE, -20),
    "booked-another-day": lambda s: booked(s, BookingState.ANOTHER_DAY, 60 * 24),
    "booked-used": lambda s: booked(s, BookingState.USED, 5),
    "booked-another-branch": lambda s: booked(s, BookingState.ANOTHER_BRANCH, 5),
    "issuing": asked,
    "unreachable": lambda s: failed(failed(asked(s))),
    "ticket-printing": ready,
    "ticket": lambda s: printed(s, PrintResult.CONFIRMED),
    "ticket-unknown": lambda s: printed(s, PrintResult.UNKNOWN),
    "ticket-paper-out": lambda s: printed(s, PrintResult.FAILED, PrinterState.PAPER_OUT),
    "ticket-soon": lambda s: town.answered(
        asked(s), ahead=0, estimate=Estimate(minutes=0, low=0, high=2), language=s.wishes.language
    ),
    "ticket-offline": lambda s: printed_offline(s, PrintResult.CONFIRMED),
    "ticket-offline-paper-out": lambda s: printed_offline(s, PrintResult.FAILED, PrinterState.PAPER_OUT),
    "ticket-elsewhere": elsewhere,
    "ticket-desk": lambda s: town.answered(asked(s), desk_id="disk-3", ahead=0, language=s.wishes.language),
    "ticket-late": late,
    "ticket-fetched": fetched,
    "ticket-officer-told": with_officer,
    "ticket-officer-coming": lambda s: with_officer(s, answer=OfficerAnswer.COMING, coming_at=town.BACK_AT),
    "ticket-officer-deputy": lambda s: with_officer(s, is_deputy=True),
    "cancelled": lambda s: town.touch(ready(s), Standing.UNDO),
    "refused": refused,
    "closed": lambda s: opening(s, Opening(is_open=False, opens_at=town.MORNING.replace(hour=8, minute=0) + timedelta(days=1))),
    "stopped": lambda s: opening(
        s, Opening(is_open=True, is_stopped=True, stop_text="Köerna är fulla i dag. Prata med oss vid disken.")
    ),
    "out-of-order": lambda s: replace(first(Ticked(s.now, town.draft())), wishes=s.wishes),
    "still-there": lambda s: town.later(errands(s), 41),
    "helping": lambda s: helping(s),
    "helping-coming": lambda s: helping(s, is_coming=True),
    "helping-failed": lambda s: town.after(town.touch(s, Standing.HELP), HelpTold(s.now, town.draft(), is_taken=False)),
}


MODES = {
    "light": Wishes(),
    "high": Wishes(contrast=Contrast.HIGH),
    "dark": Wishes(contrast=Contrast.DARK),
    "large": Wishes(is_large=True),
    "low": Wishes(is_low=True),
    "high-large": Wishes(contrast=Contrast.HIGH, is_large=True),
    "large-low": Wishes(is_large=True, is_low=True),
}


def scene(name: str, mode: str, code: str, *, is_landscape: bool = False) -> State:
    """The kiosk's state in that scene."""
    start = town.kiosk(is_landscape=is_landscape)
    return SCENES[name](replace(start, wishes=replace(MODES[mode], language=code)))

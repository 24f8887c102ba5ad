# SPDX-License-Identifier: EUPL-1.2
"""How often visitors were met by somebody who speaks their language, told from what happened. Pure.

Fewer than five are not told, nor a remainder of so few: somebody at the desk might know who it was.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kolapp_server.domain import events as happened
from kolapp_server.domain.events import Event
from kolapp_server.domain.explaining import FEWEST_TOLD
from kolapp_server.domain.speaking import HOUSE_LANGUAGE, needed_language
from kolapp_server.domain.ticket import DeskId, TicketId


@dataclass(frozen=True, slots=True)
class LanguageVisits:
    """How many with that language were met at a desk, and how many of them by somebody who speaks it. None: few, or hidden."""

    language: str
    visits: int | None
    met: int | None
    is_few: bool = False


TELL_OF_LANGUAGES = tuple(
    kind.__name__
    for kind in (
        happened.DeskOpened,
        happened.TicketIssued,
        happened.OfflineTicketTaken,
        happened.OfflineTicketMatched,
        happened.TicketCalled,
        happened.CallUndone,
        happened.TicketMissed,
        happened.TicketCancelled,
        happened.ServingStarted,
        happened.TicketFinished,
        happened.TicketTransferred,
    )
)
"""What `meetings` must be told of."""


@dataclass(slots=True)
class _Room:
    """What must be remembered of a day to know who met whom."""

    spoken: dict[DeskId, tuple[str, ...]] = field(default_factory=dict)
    languages: dict[TicketId, str] = field(default_factory=dict)
    desks: dict[TicketId, DeskId] = field(default_factory=dict)
    awaited: set[TicketId] = field(default_factory=set)

    def met(self, ticket_id: TicketId) -> tuple[str, bool] | None:
        """The language of a visitor who is met now, and whether it is spoken there; None where there is nothing to count."""
        if ticket_id not in self.awaited:
            return None
        self.awaited.discard(ticket_id)
        needed, spoken = needed_language(self.languages.get(ticket_id, HOUSE_LANGUAGE)), self.spoken.get(self.desks[ticket_id])
        return None if needed is None or spoken is None else (needed, needed in spoken)


def meetings(events: Iterable[Event]) -> Iterator[tuple[str, bool]]:
    """Each meeting at a desk with somebody whose language is not Swedish: the language, and whether it was spoken there.

    A visitor who is handed over is met once more. Of a desk that was opened before the first of `events` nothing is known, so
    nobody whom it met is counted.
    """
    room = _Room()
    for event in events:
        if (told := _told_by(event, room)) is not None:
            yield told


def _told_by(event: Event, room: _Room) -> tuple[str, bool] | None:
    match event:
        case happened.ServingStarted() | happened.TicketFinished() | happened.TicketTransferred():
            told = room.met(event.ticket_id)
            if isinstance(event, happened.TicketTransferred) and event.language is not None:
                room.languages[event.ticket_id] = event.language
            return told
        case happened.TicketCalled():
            room.desks[event.ticket_id] = event.desk
            room.awaited.add(event.ticket_id)
        case happened.CallUndone() | happened.TicketMissed() | happened.TicketCancelled():
            room.awaited.discard(event.ticket_id)
        case happened.DeskOpened():
            room.spoken[event.desk] = event.languages
        case happened.TicketIssued() | happened.OfflineTicketTaken() | happened.OfflineTicketMatched():
            room.languages[event.ticket_id] = event.language
        case _:
            pass
    return None


def language_visits(events: Iterable[Event]) -> tuple[LanguageVisits, ...]:
    """Per language how many were met and how many by somebody who speaks it, the most first. One to four are not told.

    Where so few were met, or so few were not, that somebody could be known again, their number is not told either.
    """
    told = list(meetings(events))
    visits, met = Counter(language for language, _ in told), Counter(language for language, was_met in told if was_met)
    return tuple(
        _line(language, visits[language], met[language]) for language in sorted(visits, key=lambda one: (-visits[one], one))
    )


def _line(language: str, visits: int, met: int) -> LanguageVisits:
    if visits < FEWEST_TOLD:
        return LanguageVisits(language, None, None, is_few=True)
    is_told = all(number == 0 or number >= FEWEST_TOLD for number in (met, visits - met))
    return LanguageVisits(language, visits, met if is_told else None)

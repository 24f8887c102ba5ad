# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk did by itself while no answer came, taken into the day afterwards. Each visitor ends with one ticket.

An entry's id may have been seen before, and its number too:

    the id is known          nothing happens again
    the id is barred         the visitor took it back; it stays barred
    the id stands in place   the id that was sent before and never answered is barred, or cancelled where it had arrived.
    of another               Only where somebody has been met under it does it live on, and the new id leads to it
    a desk has called the    the two are one: the id leads to the ticket that the desk called
    number before it came
    the number is another    a copied disk: two papers say K1-07. The later one stands under K901-07, which staff can read
    ticket's                 as "K1-07 once more"; no number is used twice and nobody is lost
    the server gave the      it was restored from a backup that did not know the ticket: it stands again, under its number
    number itself
    it came before the day   recorded as left: whoever came yesterday does not wait any more
    began

Nobody is turned away for being late to be told: the branch may have closed since, the errand may be stopped or gone (then
it is the guide's), and the visitor holds a paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from kolapp_server.domain import calling, events, hours
from kolapp_server.domain.commands import CallNext, IssuedOffline, JournalEntry, PrintedOffline, TakeJournal, Withdrawn
from kolapp_server.domain.day import Day
from kolapp_server.domain.draft import Draft
from kolapp_server.domain.events import Event
from kolapp_server.domain.handing_over import ERRANDS_AT_MOST
from kolapp_server.domain.numbering import count_of, displaced, is_of_a_kiosk
from kolapp_server.domain.ticket import (
    DeviceId,
    ErrandId,
    Kind,
    Outcome,
    Status,
    Step,
    Ticket,
    TicketId,
    TicketNumber,
    is_allowed,
)

CALLED_OFFLINE = "offline"
"""The reason of a call by a number that no kiosk has told of yet."""
LANGUAGE_UNKNOWN = "sv"
"""Nobody knows a visitor's language before the kiosk has told of it."""


class Became(StrEnum):
    """What became of an entry."""

    TAKEN = "taken"
    KNOWN = "known"
    MATCHED = "matched"
    BARRED = "barred"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry, and the number under which its ticket stands."""

    ticket_id: TicketId
    became: Became
    number: TicketNumber | None = None


def take_journal(command: TakeJournal, draft: Draft) -> None:
    """Every entry has become true, in their order."""
    not_before = _latest_before(draft.day, command)
    for entry in command.entries:
        match entry:
            case IssuedOffline():
                not_before = _take(entry, command, not_before, draft)
            case Withdrawn():
                _withdraw(entry.ticket_id, command, draft)
            case PrintedOffline():
                _note_printing(entry, command, draft)
            case _ as never:
                assert_never(never)


def call_offline(command: CallNext, number: TicketNumber, draft: Draft) -> None:
    """A visitor whose number no kiosk has told of is at the desk. The errand is the desk's first until it is known better."""
    served = draft.day.served_by(command.desk)
    errand = served[0] if served else draft.day.rules.human_errand
    assert command.placeholder is not None
    draft.add(
        events.OfflineTicketTaken(
            draft.at, command.placeholder, number, errand, Kind.WALK_IN, LANGUAGE_UNKNOWN, draft.at, draft.at, is_placeholder=True
        )
    )
    passed = calling.passed_by(draft.day, command.desk, command.placeholder, draft.at)
    reason = command.reason or CALLED_OFFLINE
    draft.add(events.TicketCalled(draft.at, command.placeholder, command.desk, reason, passed))


def was_met(ticket: Ticket) -> bool:
    """Whether somebody has stood at a desk with that ticket, so that it is more than a number."""
    is_at_desk = ticket.status in (Status.SERVING, Status.PARKED)
    return is_at_desk or ticket.legs > 1 or (ticket.status is Status.DONE and ticket.outcome is not Outcome.LEFT)


def arrival(entry: IssuedOffline, last_sign_at: datetime, not_before: datetime | None, now: datetime) -> datetime:
    """When the visitor counts as having come: between the last contact and now, and not before the one who came before."""
    earliest = entry.heard_at or last_sign_at
    if not_before is not None:
        earliest = max(earliest, not_before)
    return min(max(entry.issued_at, earliest), now)


def _latest_before(day: Day, command: TakeJournal) -> datetime | None:
    """When the last one came whom this kiosk has told of before these entries."""
    issued = (entry.number for entry in command.entries if isinstance(entry, IssuedOffline))
    first = next((number for number in issued if is_of_a_kiosk(number)), None)
    if first is None:
        return None
    own = ((day.tickets[ticket_id], facts.paper) for ticket_id, facts in day.offline.items() if is_of_a_kiosk(facts.paper))
    earlier = (ticket for ticket, paper in own if ticket.device == command.device and count_of(paper) < count_of(first))
    return max((ticket.issued_at for ticket in earlier), default=None)


def _take(entry: IssuedOffline, command: TakeJournal, not_before: datetime | None, draft: Draft) -> datetime | None:
    """The entry is in the day. Returns when the next of the same kiosk may have come at the earliest."""
    if entry.ticket_id in draft.day.barred:
        _withdraw_former(entry, command, draft)
        return not_before
    if _is_known(entry.ticket_id, command, draft.day):
        return not_before
    arrived_at = arrival(entry, command.last_sign_at, not_before, draft.at)
    if hours.service_day(arrived_at, draft.day.rules.time_zone) < draft.day.service_day:
        _record_as_left(entry, command, arrived_at, draft)
    else:
        _take_today(entry, command, arrived_at, draft)
    return arrived_at


def _is_known(ticket_id: TicketId, command: TakeJournal, day: Day) -> bool:
    is_of_today = day.find(ticket_id) is not None or ticket_id in day.past
    return is_of_today or any(ticket_id == earlier.ticket_id for earlier in command.earlier)


def _record_as_left(entry: IssuedOffline, command: TakeJournal, arrived_at: datetime, draft: Draft) -> None:
    _withdraw_former(entry, command, draft)
    day = draft.day
    service_day = hours.service_day(arrived_at, day.rules.time_zone)
    used = {earlier.number for earlier in command.earlier if earlier.service_day == service_day}
    used |= {event.number for event in draft.events if isinstance(event, events.OfflineTicketLeft)}
    draft.add(
        events.OfflineTicketLeft(
            draft.at,
            entry.ticket_id,
            displaced(entry.number, used) if entry.number in used else entry.number,
            _errand(entry, day),
            entry.kind,
            entry.language,
            arrived_at,
            service_day,
            needs=entry.needs,
            device=command.device,
        )
    )


def _take_today(entry: IssuedOffline, command: TakeJournal, arrived_at: datetime, draft: Draft) -> None:
    called = _called_before_it_came(draft.day, entry.number)
    former = _former_that_was_met(entry, command.device, draft.day)
    if former is not None and (called is None or not was_met(called)):
        if called is not None and is_allowed(called.status, Step.CANCEL):
            draft.add(events.TicketCancelled(draft.at, called.ticket_id))
        draft.add(events.TicketAlsoKnownAs(draft.at, former.ticket_id, entry.ticket_id, entry.number))
        return
    _withdraw_former(entry, command, draft)
    if called is not None:
        draft.add(_match(entry, command.device, called, arrived_at, draft))
    else:
        draft.add(_new_ticket(entry, command.device, arrived_at, draft))


def _called_before_it_came(day: Day, number: TicketNumber) -> Ticket | None:
    """The ticket that a desk made by calling that number; not one that was closed without meeting anybody: a slip of the keys."""
    holder = day.numbers.get(number)
    if holder is None or holder not in day.offline or not day.offline[holder].is_placeholder:
        return None
    ticket = day.tickets[holder]
    return ticket if ticket.is_open or was_met(ticket) else None


def _former_that_was_met(entry: IssuedOffline, device: DeviceId, day: Day) -> Ticket | None:
    former = day.find(entry.in_place_of) if entry.in_place_of is not None else None
    return former if former is not None and former.device == device and was_met(former) else None


def _match(entry: IssuedOffline, device: DeviceId, called: Ticket, arrived_at: datetime, draft: Draft) -> Event:
    return events.OfflineTicketMatched(
        draft.at,
        called.ticket_id,
        entry.ticket_id,
        _errand(entry, draft.day),
        _kind(entry),
        entry.language,
        _turn_time(entry, arrived_at, draft.day),
        arrived_at,
        needs=entry.needs,
        device=device,
        contact=entry.contact,
        further=_further(entry, draft.day),
        opens_at=_opens_at(entry),
        booked_at=entry.booked_at,
        has_priority=entry.kind is Kind.PRIORITY and entry.booked_at is not None,
    )


def _new_ticket(entry: IssuedOffline, device: DeviceId, arrived_at: datetime, draft: Draft) -> Event:
    day = draft.day
    is_doubled = entry.number in day.numbers
    return events.OfflineTicketTaken(
        draft.at,
        entry.ticket_id,
        displaced(entry.number, day.numbers) if is_doubled else entry.number,
        _errand(entry, day),
        _kind(entry),
        entry.language,
        _turn_time(entry, arrived_at, day),
        arrived_at,
        needs=entry.needs,
        device=device,
        paper=entry.number if is_doubled else None,
        contact=entry.contact,
        further=_further(entry, day),
        opens_at=_opens_at(entry),
        booked_at=entry.booked_at,
        has_priority=entry.kind is Kind.PRIORITY and entry.booked_at is not None,
    )


def _kind(entry: IssuedOffline) -> Kind:
    return entry.kind if entry.booked_at is None else Kind.BOOKED


def _turn_time(entry: IssuedOffline, arrived_at: datetime, day: Day) -> datetime:
    """As if the server had given the ticket then: a booked time counts from the booked time."""
    base = arrived_at if entry.booked_at is None else calling.booked_base(entry.booked_at, arrived_at)
    has_priority = entry.kind is Kind.PRIORITY
    return calling.turn_time(base, _kind(entry), day.rules.head_starts, has_priority=has_priority)


def _opens_at(entry: IssuedOffline) -> datetime | None:
    return None if entry.booked_at is None else calling.booking_opens_at(entry.booked_at)


def _errand(entry: IssuedOffline, day: Day) -> ErrandId:
    is_known = entry.errand is not None and entry.errand in day.rules.errand_by_id
    return entry.errand if is_known and entry.errand is not None else day.rules.human_errand


def _further(entry: IssuedOffline, day: Day) -> tuple[ErrandId, ...]:
    """What comes after the first errand; what is gone from the catalogue is told at the desk."""
    known = tuple(errand for errand in entry.further_errands if errand in day.rules.errand_by_id)
    return known[: ERRANDS_AT_MOST - 1]


def _withdraw_former(entry: IssuedOffline, command: TakeJournal, draft: Draft) -> None:
    if entry.in_place_of is not None:
        _withdraw(entry.in_place_of, command, draft)


def _withdraw(ticket_id: TicketId, command: TakeJournal, draft: Draft) -> None:
    """That id never lives: barred if it has not arrived, cancelled if it has. Whoever has been met keeps the ticket."""
    ticket = draft.day.find(ticket_id)
    if ticket is None:
        if ticket_id not in draft.day.barred:
            draft.add(events.TicketBarred(draft.at, ticket_id))
        return
    if ticket.device == command.device and is_allowed(ticket.status, Step.CANCEL) and not was_met(ticket):
        draft.add(events.TicketCancelled(draft.at, ticket.ticket_id))


def _note_printing(entry: PrintedOffline, command: TakeJournal, draft: Draft) -> None:
    ticket = draft.day.find(entry.ticket_id)
    if ticket is not None and ticket.device == command.device and not _is_told(entry, ticket, draft.day):
        draft.add(events.TicketPrinted(draft.at, ticket.ticket_id, entry.result))


def _is_told(entry: PrintedOffline, ticket: Ticket, day: Day) -> bool:
    return ticket.ticket_id in day.offline and entry.result in day.offline[ticket.ticket_id].printed


def results(command: TakeJournal, after: Day, happened: Iterable[Event]) -> Iterator[Result]:
    """What became of each entry: `happened` is what `command` made happen, `after` the day that it left."""
    fresh = dict(_fresh(happened))
    printed = {event.ticket_id for event in happened if isinstance(event, events.TicketPrinted)}
    for entry in command.entries:
        ticket = after.find(entry.ticket_id)
        number = ticket.number if ticket is not None else None
        if isinstance(entry, IssuedOffline):
            became = fresh.pop(entry.ticket_id, None) or _standing(entry, command, ticket, after)
        elif isinstance(entry, PrintedOffline) and ticket is not None and ticket.ticket_id in printed:
            became = Became.TAKEN
        else:
            became = _of_other_entry(entry, command, ticket, after)
        yield Result(entry.ticket_id, became, number if became is not Became.REFUSED else None)


def _fresh(happened: Iterable[Event]) -> Iterator[tuple[TicketId, Became]]:
    for event in happened:
        match event:
            case events.OfflineTicketTaken() | events.OfflineTicketLeft():
                yield event.ticket_id, Became.TAKEN
            case events.OfflineTicketMatched() | events.TicketAlsoKnownAs():
                yield event.uploaded_id, Became.MATCHED


def _standing(entry: IssuedOffline, command: TakeJournal, ticket: Ticket | None, after: Day) -> Became:
    if ticket is None:
        return Became.BARRED if entry.ticket_id in after.barred else Became.KNOWN
    return Became.KNOWN if _is_same(entry, command.device, ticket, after) else Became.REFUSED


def _is_same(entry: IssuedOffline, device: DeviceId, ticket: Ticket, after: Day) -> bool:
    """Whether the entry speaks of that ticket: by what never changes in the course of a visit."""
    facts = after.offline.get(ticket.ticket_id)
    told = (ticket.device, facts and facts.paper, ticket.language, ticket.needs, ticket.has_priority)
    return told == (device, entry.number, entry.language, entry.needs, entry.kind is Kind.PRIORITY)


def _of_other_entry(entry: JournalEntry, command: TakeJournal, ticket: Ticket | None, after: Day) -> Became:
    if ticket is None:
        if entry.ticket_id in after.barred:
            return Became.BARRED
        return Became.KNOWN if _is_known(entry.ticket_id, command, after) else Became.REFUSED
    if ticket.device != command.device:
        return Became.REFUSED
    is_withdrawn = isinstance(entry, Withdrawn) and ticket.status is Status.CANCELLED
    return Became.BARRED if is_withdrawn else Became.KNOWN

# SPDX-License-Identifier: EUPL-1.2
"""Whether the journal and the tables of a day still agree: what may never be otherwise, looked at every minute. Pure.

I1  every ticket that was given out stands in the tables, once, with the number that was given out
I2  a number is given out once a day
I4  no desk meets two visitors, no visitor is met at two desks, and both sides of a meeting say the same; a desk that takes part
    in a visit has no visitor of its own, and the visit is another desk's (`joining`)
I7  the journal has no gap and ends where its counter says
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kolapp_server.domain.ticket import ACTIVE


class Invariant(StrEnum):
    """What may never be otherwise."""

    EVERY_TICKET_STANDS = "I1"
    NUMBERS_ARE_UNIQUE = "I2"
    ONE_VISITOR_ONE_DESK = "I4"
    JOURNAL_IS_WHOLE = "I7"


@dataclass(frozen=True, slots=True)
class Given:
    """A ticket that the journal says was given out today."""

    ticket_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A ticket of today as the tables have it."""

    ticket_id: str
    number: str
    status: str
    desk: str | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk as the tables have it, whom it meets, and in whose visit at another desk it takes part."""

    desk: str
    ticket_id: str | None
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """A branch's day, read at one moment. `seqs` are the journal's numbers in order, `head` where its counter stands."""

    given: tuple[Given, ...]
    standing: tuple[Standing, ...]
    seats: tuple[Seat, ...]
    seqs: tuple[int, ...]
    head: int


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that may not be. `what` names numbers, desks and journal numbers, never a person."""

    invariant: Invariant
    what: str


def violations(books: Books) -> tuple[Violation, ...]:
    """All that is wrong; nothing, on every good day."""
    return tuple(
        Violation(invariant, what)
        for invariant, look in (
            (Invariant.EVERY_TICKET_STANDS, _lost_or_strange),
            (Invariant.NUMBERS_ARE_UNIQUE, _doubled_numbers),
            (Invariant.ONE_VISITOR_ONE_DESK, _doubled_meetings),
            (Invariant.JOURNAL_IS_WHOLE, _gaps),
        )
        for what in look(books)
    )


def _lost_or_strange(books: Books) -> Iterator[str]:
    given = {(ticket.ticket_id, ticket.number) for ticket in books.given}
    standing = {(ticket.ticket_id, ticket.number) for ticket in books.standing}
    yield from (f"{number} was given out and does not stand in the tables" for _, number in sorted(given - standing))
    yield from (f"{number} stands in the tables and was never given out" for _, number in sorted(standing - given))


def _doubled_numbers(books: Books) -> Iterator[str]:
    yield from (f"{number} was given out twice" for number in _twice(ticket.number for ticket in books.given))
    yield from (f"{number} stands twice in the tables" for number in _twice(ticket.number for ticket in books.standing))


def _doubled_meetings(books: Books) -> Iterator[str]:
    active = [ticket for ticket in books.standing if ticket.status in ACTIVE]
    yield from (f"{desk} meets two visitors" for desk in _twice(ticket.desk or "nobody's desk" for ticket in active))
    met = [seat.ticket_id for seat in books.seats if seat.ticket_id is not None]
    yield from (f"{ticket_id} is met at two desks" for ticket_id in _twice(met))
    said_by_tickets = {(ticket.desk, ticket.ticket_id) for ticket in active}
    said_by_desks = {(seat.desk, seat.ticket_id) for seat in books.seats if seat.ticket_id is not None}
    yield from (f"{desk} and its visitor do not say the same" for desk, _ in said_by_tickets ^ said_by_desks)
    yield from _false_parts(books, {ticket.ticket_id: ticket.desk for ticket in active})


def _false_parts(books: Books, owners: Mapping[str, str | None]) -> Iterator[str]:
    """A desk takes part only in a visit that another desk has, and only while it has none of its own."""
    for seat in books.seats:
        if seat.joined is not None and seat.ticket_id is not None:
            yield f"{seat.desk} meets a visitor and takes part in another's visit"
        if seat.joined is not None and owners.get(seat.joined) in (None, seat.desk):
            yield f"{seat.desk} takes part in a visit that no other desk has"


def _gaps(books: Books) -> Iterator[str]:
    for before, after in zip(books.seqs, books.seqs[1:], strict=False):
        if after != before + 1:
            yield f"after {before} comes {after}"
    last = books.seqs[-1] if books.seqs else 0
    if last != books.head:
        yield f"the journal ends at {last}, its counter at {books.head}"


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)

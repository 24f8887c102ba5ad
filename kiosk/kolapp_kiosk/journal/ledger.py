# SPDX-License-Identifier: EUPL-1.2
"""Where the kiosk stands by its journal: the next number of its own, what is unresolved, what the server has not been told.

The counter of the kiosk's own series goes on for ever and wraps after 9999. It does not begin anew each morning, since a clock
that is a day wrong would then give a number twice; a kiosk that gives out 9999 numbers in two days does not exist.

A line that cannot be read may have held the last number: the counter steps over one for each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from kolapp_contract.offline import (
    LARGEST_BATCH,
    SINCE_0_1,
    IssuedOffline,
    IssuedOnline,
    JournalEntry,
    PrintedOffline,
    Withdrawn,
)
from kolapp_contract.tickets import IssueTicket
from kolapp_kiosk.journal.entries import (
    Answered,
    Asked,
    Declined,
    Entry,
    EpochSeen,
    Heard,
    JobBegun,
    Line,
    Summary,
    Taken,
    Told,
    read,
    written,
)

LAST_NUMBER = 9999
LARGEST_BATCH_BYTES = 200_000
KEPT_FOR = timedelta(hours=48)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ledger:
    """`counter` is the last number of the own series, 0 before the first. `unresolved` are ids that were sent and not answered.

    `latest_at` is the latest time written since the server was heard: what the kiosk's clock may not fall behind.
    `restored_n`: tickets that the server gave in lines before that one are told again, since it was restored afterwards.
    """

    next_n: int = 1
    counter: int = 0
    unresolved: frozenset[UUID] = frozenset()
    jobs: frozenset[UUID] = frozenset()
    lines: tuple[Line, ...] = ()
    taken_upto: int = 0
    epoch: int | None = None
    heard_at: datetime | None = None
    latest_at: datetime | None = None
    unreadable: int = 0
    restored_n: int = 0


def folded(content: bytes) -> Ledger:
    """Where the kiosk stands by a journal of that content. A torn end and spoilt lines are stepped over."""
    ledger = Ledger()
    for raw in content.split(b"\n"):
        line = read(raw)
        if line is not None:
            ledger = after(ledger, line)
        elif raw:
            ledger = spoilt(ledger)
    return ledger


def spoilt(ledger: Ledger) -> Ledger:
    """After a line of which nobody knows what it said: its number, if it held one, is not given again."""
    return replace(ledger, next_n=ledger.next_n + 1, counter=following(ledger.counter), unreadable=ledger.unreadable + 1)


def after(ledger: Ledger, line: Line) -> Ledger:
    """The ledger once the line is on disk."""
    ledger = replace(ledger, next_n=max(ledger.next_n, line.n + 1))
    match line.entry:
        case Taken() | EpochSeen() | Heard() | Summary():
            return _standing(ledger, line.entry)
        case _:
            return _kept(replace(ledger, lines=(*ledger.lines, line)), line.entry)


def _kept(ledger: Ledger, entry: Entry) -> Ledger:
    match entry:
        case Asked(ticket_id=ticket_id):
            return replace(ledger, unresolved=ledger.unresolved | {ticket_id})
        case Answered(ticket_id=ticket_id) | Declined(ticket_id=ticket_id) | Withdrawn(ticket_id=ticket_id):
            return replace(ledger, unresolved=ledger.unresolved - {ticket_id})
        case IssuedOffline():
            latest = max(entry.issued_at, ledger.latest_at or entry.issued_at)
            unresolved = ledger.unresolved - {entry.in_place_of}
            return replace(ledger, counter=counter_of(entry.number), unresolved=unresolved, latest_at=latest)
        case JobBegun(job_id=job_id):
            return replace(ledger, jobs=ledger.jobs | {job_id})
        case _:
            return ledger


def _standing(ledger: Ledger, entry: Taken | EpochSeen | Heard | Summary) -> Ledger:
    match entry:
        case Taken(upto=upto, epoch=epoch):
            return replace(ledger, taken_upto=max(ledger.taken_upto, upto)) if epoch == ledger.epoch else ledger
        case EpochSeen(epoch=epoch):
            # What was taken before any epoch was known may have been another server's: it is told again, which harms nobody.
            return ledger if epoch == ledger.epoch else replace(ledger, epoch=epoch, taken_upto=0, restored_n=ledger.next_n)
        case Heard(at=at):
            return replace(ledger, heard_at=at, latest_at=at)
        case Summary():
            return replace(
                ledger,
                counter=entry.counter,
                taken_upto=entry.taken_upto,
                epoch=entry.epoch,
                heard_at=entry.heard_at,
                latest_at=entry.latest_at,
                restored_n=entry.restored_n,
            )
        case _:
            assert_never(entry)


def following(counter: int) -> int:
    """The number after that one."""
    return counter % LAST_NUMBER + 1


def counter_of(number: str) -> int:
    """7 of "K1-07"."""
    return int(number.partition("-")[2])


def next_number(ledger: Ledger, pairing_number: int) -> str:
    """The number that the kiosk gives out next: "K1-07"."""
    return f"K{pairing_number}-{following(ledger.counter):02d}"


def untold(ledger: Ledger) -> tuple[Line, ...]:
    """What the server has not taken yet, in order."""
    return tuple(line for line in ledger.lines if line.n > ledger.taken_upto and _is_to_tell(ledger, line))


def _is_to_tell(ledger: Ledger, line: Line) -> bool:
    is_known_to_nobody = isinstance(line.entry, Answered) and line.n < ledger.restored_n
    return is_known_to_nobody or isinstance(line.entry, Told)


def next_report(ledger: Ledger) -> tuple[Line, PrintedOffline] | None:
    """What is to be told next, where that is the paper of a ticket that the server gave: it asks for an answer of its own.

    The server may let another printer print what this one could not.
    """
    line = next(iter(untold(ledger)), None)
    if line is None or not isinstance(line.entry, PrintedOffline) or line.entry.ticket_id in _given_here(ledger):
        return None
    return line, line.entry


def _given_here(ledger: Ledger) -> frozenset[UUID]:
    return frozenset(line.entry.ticket_id for line in ledger.lines if isinstance(line.entry, IssuedOffline))


def next_batch(ledger: Ledger, most: int = LARGEST_BATCH) -> tuple[Line, ...]:
    """What is to be uploaded next, within what one upload may hold; nothing where a report stands first."""
    batch: list[Line] = []
    size, given_here = 0, _given_here(ledger)
    for line in untold(ledger)[:most]:
        if isinstance(line.entry, PrintedOffline) and line.entry.ticket_id not in given_here:
            break
        size += len(written(line))
        if batch and size > LARGEST_BATCH_BYTES:
            break
        batch.append(line)
    return tuple(batch)


def told(ledger: Ledger, batch: Iterable[Line]) -> tuple[JournalEntry, ...]:
    """The batch as the contract carries it."""
    asked = {line.entry.ticket_id: line for line in ledger.lines if isinstance(line.entry, Asked)}
    entries = (_as_told(line, asked) for line in batch)
    return tuple(entry for entry in entries if entry is not None)


def _as_told(line: Line, asked: Mapping[UUID, Line]) -> JournalEntry | None:
    match line.entry:
        case IssuedOffline() | Withdrawn() | PrintedOffline():
            return line.entry
        case Answered(ticket_id=ticket_id, number=number) if ticket_id in asked:
            return _told_again(asked[ticket_id], number)
        case _:
            return None


def _told_again(line: Line, number: str) -> IssuedOnline:
    """What the server once answered, for a server that may not know it any more."""
    assert isinstance(line.entry, Asked)
    body = line.entry.body
    return IssuedOnline(
        ticket_id=line.entry.ticket_id,
        number=number,
        errand_id=body.errand_id,
        language=body.language,
        kind=body.kind,
        needs=body.needs,
        secret=body.secret,
        issued_at=line.at,
        **later_wishes(body),
    )


def later_wishes(body: IssueTicket) -> dict[str, Any]:
    """What the visitor wished for that release 0.1 did not know."""
    return {name: getattr(body, name) for name in SINCE_0_1}


def compacted(ledger: Ledger, now: datetime | None) -> tuple[Line, ...]:
    """The same standing in fewer lines. What has been told and is 48 hours old is left out; without a sure `now` nothing is.

    What is younger is kept, so that a server that was restored from a backup can be told again.
    """
    lines = [line for line in ledger.lines if now is None or _is_needed(ledger, line, now)]
    at = max((line.at for line in lines), default=ledger.latest_at or LONG_AGO)
    standing = Summary(
        counter=ledger.counter,
        taken_upto=ledger.taken_upto,
        epoch=ledger.epoch,
        heard_at=ledger.heard_at,
        latest_at=ledger.latest_at,
        restored_n=ledger.restored_n,
    )
    return (*lines, Line(n=ledger.next_n, at=at, entry=standing))


def _is_needed(ledger: Ledger, line: Line, now: datetime) -> bool:
    if line.at > now - KEPT_FOR:
        return True
    if isinstance(line.entry, Asked):
        return line.entry.ticket_id in ledger.unresolved
    return line.n > ledger.taken_upto and _is_to_tell(ledger, line)

# SPDX-License-Identifier: EUPL-1.2
"""The first answer and the straight way: what staff read, what a kiosk counts, cards that are made and revoked, and figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kolapp_server.domain import entrance, hours
from kolapp_server.domain.entrance import Detours, DigitalHelp, Errands, Straightness, Waited
from kolapp_server.domain.explaining import Told
from kolapp_server.domain.refusals import UnknownTicket
from kolapp_server.services.branches import Branches
from kolapp_server.services.contacts import VISIT
from kolapp_server.store import cards as card_rows
from kolapp_server.store import entrance as rows
from kolapp_server.store.cards import CardRow
from kolapp_server.store.entrance import ReadRow, WayTicket
from kolapp_server.store.faults import RequestReused
from kolapp_server.store.reading import Connection

LONGEST_DAYS = 92
"""Figures are worked out of the journal while somebody waits for them."""
ASKED_AGAIN_WITHIN = timedelta(minutes=1)
"""Who got no answer asks again for some ten seconds; later the card may be in somebody's hand."""
MICROSECOND = timedelta(microseconds=1)


class UnknownCard(UnknownTicket):
    """There is no such card."""


@dataclass(frozen=True, slots=True)
class ReadCount:
    """How often an errand's answer was opened, and how often that was enough."""

    opened: Told
    enough: Told


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which of the branch's errands are specialists', which are digital help, and what wait each of them promises."""

    specialists: Errands
    digital: Errands
    targets: Mapping[str, timedelta]


@dataclass(frozen=True, slots=True)
class Figures:
    """The days `since` to `until`, both counted. `ways` by way and kind of holder."""

    since: date
    until: date
    ways: Mapping[tuple[str, str | None], Straightness]
    detours: Detours
    answers: Mapping[str, ReadCount]
    digital_help: DigitalHelp
    channels: Mapping[str, Told]


async def desk_answers(branches: Branches, branch_id: str) -> str:
    """The answers that are for staff alone, as JSON; of the version that is in force."""
    version = branches.day(branch_id).rules.version
    return await branches.read(lambda connection: rows.desk_answers_of(connection, branch_id, version)) or "{}"


async def count_read(branches: Branches, row: ReadRow) -> None:
    """An answer that was opened at a kiosk is counted. Told again, it is the same one."""
    await branches.writer.run(lambda connection: rows.put_read(connection, row))


async def make_card(branches: Branches, card: CardRow) -> CardRow:
    """The card is valid from now on, under the branch's next number. Raises `RequestReused`.

    Asked again at once with the same id, since no answer came, it is the same card, and the new code is the one that holds.
    """

    def work(connection: Connection) -> CardRow:
        known = card_rows.card_by_id(connection, card.card_id)
        if known is None:
            return card_rows.add_card(connection, card)
        if known.branch_id != card.branch_id or known.holder != card.holder or card.made_at - known.made_at > ASKED_AGAIN_WITHIN:
            raise RequestReused()
        card_rows.change_code(connection, card.card_id, card.code_hash)
        return known

    return await branches.writer.run(work)


async def revoke_card(branches: Branches, branch_id: str, card_id: str, who: str) -> None:
    """The card opens nothing any more. Raises `UnknownCard`."""
    now = branches.clock()
    if not await branches.writer.run(lambda connection: card_rows.revoke_card(connection, branch_id, card_id, now, who)):
        raise UnknownCard()


async def cards_of(branches: Branches, branch_id: str) -> list[CardRow]:
    """Every card that was made here, the newest first."""
    return await branches.read(lambda connection: card_rows.cards_of(connection, branch_id))


async def card_of(branches: Branches, branch_id: str, code_hash: bytes) -> CardRow | None:
    """The card with that code, revoked or not."""
    return await branches.read(lambda connection: card_rows.card_by_hash(connection, branch_id, code_hash))


async def figures(branches: Branches, branch_id: str, days: int, kinds: Kinds) -> Figures:
    """How the way in went on the last `days` service days, today among them."""
    day = branches.day(branch_id)
    until = day.service_day
    since = until - timedelta(days=min(days, LONGEST_DAYS) - 1)
    begins = hours.day_ends_at(since - timedelta(days=1), day.rules.time_zone)
    ends = hours.day_ends_at(until, day.rules.time_zone)
    return await branches.read(lambda connection: _figures(connection, branch_id, (since, until), (begins, ends), kinds))


def _figures(
    connection: Connection, branch_id: str, days: tuple[date, date], span: tuple[datetime, datetime], kinds: Kinds
) -> Figures:
    traces = entrance.traces(rows.on_the_way(connection, branch_id, *span)).values()
    reads = rows.reads_between(connection, branch_id, *span, micros=entrance.ENOUGH_AFTER // MICROSECOND)
    return Figures(
        *days,
        ways=_ways(rows.ways_between(connection, branch_id, *span), kinds.targets),
        detours=entrance.detours(traces, kinds.specialists),
        answers=_reads(reads),
        digital_help=entrance.digital_help(traces, kinds.digital),
        channels=_channels(sum(bool(trace.met) for trace in traces), rows.registered(connection, branch_id, *span)),
    )


def _channels(visits: int, registered: Mapping[str, int]) -> dict[str, Told]:
    """A visit is one that somebody met; what was noted without a ticket at a desk is one too."""
    counts = Counter(registered) + Counter({VISIT: visits})
    return {channel: entrance.told(count) for channel, count in sorted(counts.items())}


def _ways(tickets: Sequence[WayTicket], targets: Mapping[str, timedelta]) -> dict[tuple[str, str | None], Straightness]:
    by_way: dict[tuple[str, str | None], list[Waited]] = {}
    for ticket in tickets:
        target = targets.get(ticket.errand, timedelta())
        waited = Waited(ticket.issued_at, ticket.first_called_at, ticket.is_over, target)
        by_way.setdefault((ticket.way, ticket.holder), []).append(waited)
    return {key: entrance.straightness(by_way[key]) for key in sorted(by_way, key=lambda key: (key[0], key[1] or ""))}


def _reads(reads: Sequence[rows.CountedRead]) -> dict[str, ReadCount]:
    opened = Counter(read.errand for read in reads)
    enough = Counter(read.errand for read in reads if read.is_enough)
    return {errand: ReadCount(entrance.told(opened[errand]), entrance.told(enough[errand])) for errand in sorted(opened)}

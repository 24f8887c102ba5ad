# SPDX-License-Identifier: EUPL-1.2
"""What the journal and the tables tell of past visits: hand-overs with what was said of them, and legs per visit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from kolapp_server.domain.events import Event, TicketTransferred
from kolapp_server.domain.visit_events import HandOverMarked
from kolapp_server.store.journal import decode
from kolapp_server.store.tables import journal, tickets

HAND_OVERS = (TicketTransferred.__name__, HandOverMarked.__name__)


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits since then that ended done, and how many errands they had in all."""

    since: datetime
    visits: int
    legs: int


def hand_overs_since(connection: Connection, branch_id: str, since: datetime) -> list[Event]:
    """Every hand-over and every word of how good it was, in order."""
    return events_since(connection, branch_id, HAND_OVERS, since)


def events_since(connection: Connection, branch_id: str, kinds: tuple[str, ...], since: datetime) -> list[Event]:
    """What happened of these kinds, in order."""
    query = (
        select(journal.c.kind, journal.c.body)
        .where(journal.c.branch_id == branch_id, journal.c.kind.in_(kinds), journal.c.at >= since)
        .order_by(journal.c.epoch, journal.c.seq)
    )
    return [decode(row.kind, row.body) for row in connection.execute(query)]


def visits_since(connection: Connection, branch_id: str, since: datetime) -> Visits:
    """How many visits ended done, and with how many legs."""
    is_it = (tickets.c.branch_id == branch_id) & (tickets.c.status == "done") & (tickets.c.since >= since)
    count, legs = connection.execute(select(func.count(), func.coalesce(func.sum(tickets.c.legs), 0)).where(is_it)).one()
    return Visits(since, int(count), int(legs))

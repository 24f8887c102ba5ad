# SPDX-License-Identifier: EUPL-1.2
"""What branches have learned of their visits and waits. Counts, never a ticket."""

from immutables import Map
from sqlalchemy import Connection, delete, insert, select

from kolapp_server.domain.bands import NOTHING_COUNTED, NOTHING_SEEN, SLOTS, Ratios
from kolapp_server.domain.learning import Learned
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.store.tables import learned_visits, learned_waits


def read(connection: Connection, branch_id: str) -> Learned:
    """What that branch knew when it was last written down; nothing for one that never was."""
    rows = connection.execute(select(learned_visits).where(learned_visits.c.branch_id == branch_id)).all()
    visits = Map({ErrandId(row.errand): int(row.visits) for row in rows})
    minutes = Map({ErrandId(row.errand): float(row.minutes) for row in rows})
    return Learned(visits, minutes, _ratios(connection, branch_id))


def write(connection: Connection, branch_id: str, learned: Learned) -> None:
    """The branch knows exactly that."""
    connection.execute(delete(learned_visits).where(learned_visits.c.branch_id == branch_id))
    connection.execute(delete(learned_waits).where(learned_waits.c.branch_id == branch_id))
    visits = [
        {"branch_id": branch_id, "errand": errand, "visits": count, "minutes": learned.sums[errand]}
        for errand, count in learned.counts.items()
    ]
    waits = [
        {"branch_id": branch_id, "size": size, "counts": " ".join(f"{count:g}" for count in row)}
        for size, row in enumerate(learned.ratios.counts)
        if any(row)
    ]
    if visits:
        connection.execute(insert(learned_visits), visits)
    if waits:
        connection.execute(insert(learned_waits), waits)


def _ratios(connection: Connection, branch_id: str) -> Ratios:
    """Rows that another release counted otherwise are left aside: they are learned again."""
    counts = list(NOTHING_COUNTED)
    for row in connection.execute(select(learned_waits).where(learned_waits.c.branch_id == branch_id)):
        read_counts = tuple(float(count) for count in row.counts.split())
        if row.size < len(counts) and len(read_counts) == SLOTS:
            counts[row.size] = read_counts
    return Ratios(tuple(counts)) if any(map(any, counts)) else NOTHING_SEEN

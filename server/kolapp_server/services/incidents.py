# SPDX-License-Identifier: EUPL-1.2
"""What happened in the room is noted by whoever was there, and read by managers. That it was read is written down first."""

import uuid

import structlog

from kolapp_server.services.branches import Branches
from kolapp_server.store import incidents as rows
from kolapp_server.store.incidents import IncidentRow, ReadingRow
from kolapp_server.store.reading import Connection

log = structlog.get_logger()


async def note(branches: Branches, row: IncidentRow) -> None:
    """The incident is noted. Neither journal nor log has a word of it. Under an id that is known nothing is written over."""

    def write(connection: Connection) -> None:
        rows.put_incident(connection, row)

    await branches.writer.run(write)


async def read(branches: Branches, branch_id: str, clerk_id: str) -> list[IncidentRow]:
    """The branch's last incidents. Whoever reads them stands in the book of readings."""
    reading = ReadingRow(str(uuid.uuid4()), branch_id, clerk_id, branches.clock())
    await branches.writer.run(lambda connection: rows.add_reading(connection, reading))
    log.info("incidents_read", branch=branch_id, clerk=clerk_id)
    return await branches.read(lambda connection: rows.newest(connection, branch_id))

# SPDX-License-Identifier: EUPL-1.2
"""Incidents as rows. They are written beside the journal, never in it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from kolapp_server.store.incident_tables import incident_readings, incidents

MOST_READ = 200


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What happened. The text names nobody."""

    incident_id: str
    branch_id: str
    kind: str
    desk_id: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Somebody read them."""

    reading_id: str
    branch_id: str
    clerk_id: str
    at: datetime


def put_incident(connection: Connection, row: IncidentRow) -> None:
    """The incident is noted. What stands under that id already is not written over."""
    if connection.scalar(select(incidents.c.at).where(incidents.c.incident_id == row.incident_id)) is None:
        connection.execute(insert(incidents).values(**asdict(row)))


def newest(connection: Connection, branch_id: str) -> list[IncidentRow]:
    """The branch's last incidents, the newest first."""
    query = select(incidents).where(incidents.c.branch_id == branch_id).order_by(incidents.c.at.desc()).limit(MOST_READ)
    return [IncidentRow(**row._mapping) for row in connection.execute(query)]


def add_reading(connection: Connection, row: ReadingRow) -> None:
    """It is written down that somebody read them."""
    connection.execute(insert(incident_readings).values(**asdict(row)))


def readings(connection: Connection, branch_id: str) -> list[ReadingRow]:
    """Who read the branch's incidents, the first reading first."""
    query = select(incident_readings).where(incident_readings.c.branch_id == branch_id).order_by(incident_readings.c.at)
    return [ReadingRow(**row._mapping) for row in connection.execute(query)]

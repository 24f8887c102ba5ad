# SPDX-License-Identifier: EUPL-1.2
"""The tables of incidents: what happened, and who has read of it."""

from sqlalchemy import Column, Index, String, Table, Text

from kolapp_server.store.tables import Instant, metadata

incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("desk_id", String(40)),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What happened in the room, for managers alone; can be erased",
)
Index("ix_incidents_branch_at", incidents.c.branch_id, incidents.c.at)

incident_readings = Table(
    "incident_readings",
    metadata,
    Column("reading_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("clerk_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
    comment="Who read the incidents of a branch, and when: ids and times only",
)

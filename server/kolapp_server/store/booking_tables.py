# SPDX-License-Identifier: EUPL-1.2
"""The table of booked times: codes and times only, never who."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, text

from kolapp_server.store.tables import Instant, metadata

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("errand", String(40), nullable=False),
    Column("booked_at", Instant, nullable=False),
    Column("place", Integer),
    Column("code_hash", LargeBinary(32), unique=True),
    Column("language", String(12), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Column("ticket_id", String(36)),
    Column("arrived_at", Instant),
    Column("source_key", LargeBinary(32)),
    Column("officer", String(40)),
    UniqueConstraint("branch_id", "errand", "booked_at", "place"),
    UniqueConstraint("branch_id", "source_key"),
    comment="Booked times, each in a place of its own until it is cancelled; the code is kept hashed, nobody is named",
)
Index("ix_bookings_branch_booked", bookings.c.branch_id, bookings.c.booked_at)
_IS_HELD = text("officer IS NOT NULL AND place IS NOT NULL")
"""An officer meets one visitor at a time."""
Index(
    "ix_bookings_officer_at",
    bookings.c.branch_id,
    bookings.c.officer,
    bookings.c.booked_at,
    unique=True,
    sqlite_where=_IS_HELD,
    postgresql_where=_IS_HELD,
)

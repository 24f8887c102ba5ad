# SPDX-License-Identifier: EUPL-1.2
"""The tables of contacts. Codes and times in one, what was said in another that can be erased, and who read it in a third."""

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, String, Table, Text

from kolapp_server.store.tables import Instant, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("contact_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("code_hash", LargeBinary(32), unique=True),
    Column("errand", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("opened_at", Instant, nullable=False),
    comment="Matters that somebody may come back with; the code is kept hashed, and nobody is named",
)

contact_records = Table(
    "contact_records",
    metadata,
    Column("record_id", String(36), primary_key=True),
    Column("contact_id", String(36), nullable=False, index=True),
    Column("branch_id", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("errand", String(40), nullable=False),
    Column("ticket_id", String(36)),
    Column("desk_id", String(40)),
    Column("outcome", String(12)),
    Column("avoidable", String(80), nullable=False),
    Column("is_repeat", Integer, nullable=False),
    Column("promise", String(12)),
    Column("due_on", Date),
    Column("owner", String(40)),
    Column("closed_at", Instant),
    Column("is_kept", Integer),
    comment="Each contact in a matter, and what was promised in it: codes and times only",
)
Index("ix_contact_records_branch_at", contact_records.c.branch_id, contact_records.c.at)
Index("ix_contact_records_branch_due", contact_records.c.branch_id, contact_records.c.due_on)

contact_notes = Table(
    "contact_notes",
    metadata,
    Column("record_id", String(36), primary_key=True),
    Column("contact_id", String(36), nullable=False, index=True),
    Column("branch_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What was said, for whoever meets the visitor next; can be erased",
)

contact_renewals = Table(
    "contact_renewals",
    metadata,
    Column("renewal_id", String(36), primary_key=True),
    Column("contact_id", String(36), nullable=False, index=True),
    Column("branch_id", String(40), nullable=False),
    Column("clerk_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
    comment="Who gave a contact another code, since the receipt was lost, and when: ids and times only",
)

contact_readings = Table(
    "contact_readings",
    metadata,
    Column("reading_id", String(36), primary_key=True),
    Column("contact_id", String(36), nullable=False, index=True),
    Column("branch_id", String(40), nullable=False),
    Column("clerk_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
    comment="Who read the notes of a contact, and when: ids and times only",
)

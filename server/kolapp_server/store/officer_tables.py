# SPDX-License-Identifier: EUPL-1.2
"""The tables of named officers. Words (a name, addresses) stand in `officers` alone, and go when the town takes them away."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from kolapp_server.store.tables import Instant, metadata

officers = Table(
    "officers",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("officer_id", String(40), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("unit_id", String(40), nullable=False),
    Column("unit_names", Text, nullable=False),
    Column("function", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("errand", String(40), nullable=False),
    Column("deputy", String(40)),
    Column("answer_within_s", Integer, nullable=False),
    Column("name", String(200)),
    Column("is_name_shown", Integer, nullable=False),
    Column("clerk", String(200)),
    Column("calendar", String(500)),
    Column("email", String(254)),
    Column("webhook", String(500)),
    comment="Officers as the town's file has them: the only place of their names and addresses",
)

officer_hands = Table(
    "officer_hands",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("officer_id", String(40), primary_key=True),
    Column("presence", String(12), nullable=False),
    Column("until", Instant),
    Column("ends", Instant, nullable=False),
    comment="What somebody said of where an officer is; nothing after it has ended",
)

officer_calendars = Table(
    "officer_calendars",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("officer_id", String(40), primary_key=True),
    Column("tried_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("fault", String(40)),
    Column("busy", Text, nullable=False),
    comment="When an officer's calendar was read last, and when it is busy: times only, never with what",
)

officer_calls = Table(
    "officer_calls",
    metadata,
    Column("call_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("ticket_id", String(36), nullable=False, index=True),
    Column("officer_id", String(40), nullable=False),
    Column("asked_for", String(40), nullable=False),
    Column("unit_id", String(40), nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("answer_by", Instant, nullable=False),
    Column("answer", String(12)),
    Column("answered_at", Instant),
    Column("coming_at", Instant),
    Column("link_hash", LargeBinary(32)),
    comment="Each time an officer was told that a visitor is there, and what was answered: codes and times only",
)
Index("ix_officer_calls_branch_told", officer_calls.c.branch_id, officer_calls.c.told_at)

officer_mail = Table(
    "officer_mail",
    metadata,
    Column("mail_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("call_id", String(36), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("desk_id", String(40)),
    Column("secret", String(43)),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("result", String(40)),
    comment="What is still to be sent to officers; the link's secret is gone as soon as it has been",
)
Index("ix_officer_mail_due_at", officer_mail.c.due_at)

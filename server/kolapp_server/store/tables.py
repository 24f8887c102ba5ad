# SPDX-License-Identifier: EUPL-1.2
"""The tables. Three kinds, kept apart: what happened (journal), how it stands (tickets, desks), and words, which can be erased.

Instants are whole microseconds since 1970 in UTC, the same on both databases.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=256)
def to_microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970, UTC. A batch's rows tell the same few instants again and again."""
    return (instant - EPOCH) // MICROSECOND


def as_microseconds(instant: datetime | None) -> int | None:
    """The same, or None for none."""
    return None if instant is None else to_microseconds(instant)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's own)
        """To the database."""
        return as_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's own)
        """From the database."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

branches = Table(
    "branches",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("last_at", Instant, nullable=False),
    comment="One counter row per branch: who writes for a branch locks it first",
)

journal = Table(
    "journal",
    metadata,
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("actor", String(60)),
    comment="What happened: ids, codes and times only. Append-only, without gaps",
    sqlite_with_rowid=False,
)
_begins_something = text("kind IN ('DayStarted', 'BranchConfigured', 'NoticePosted')")
Index(
    "ix_journal_kind",
    journal.c.branch_id,
    journal.c.kind,
    journal.c.epoch,
    journal.c.seq,
    sqlite_where=_begins_something,
    postgresql_where=_begins_something,
)

requests = Table(
    "requests",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("request_id", String(36), primary_key=True),
    Column("fingerprint", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("ticket_id", String(36)),
    Column("at", Instant, nullable=False),
    comment="What was asked, so that the same question gets the same answer; kept 7 days",
    sqlite_with_rowid=False,
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_id", String(36), primary_key=True),
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), nullable=False),
    Column("service_day", Date, nullable=False),
    Column("number", String(12), nullable=False),
    Column("status", String(12), nullable=False),
    Column("errand", String(40), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("language", String(12), nullable=False),
    Column("needs", String(200), nullable=False),
    Column("turn_time", Instant, nullable=False),
    Column("turn_seq", BigInteger, nullable=False),
    Column("desk", String(40)),
    Column("device", String(36)),
    Column("issued_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("first_touch_at", Instant),
    Column("first_called_at", Instant),
    Column("called_at", Instant),
    Column("times_called", Integer, nullable=False),
    Column("absences", Integer, nullable=False),
    Column("legs", Integer, nullable=False),
    Column("outcome", String(12)),
    comment="How each ticket stands",
)
Index("uq_tickets_number", tickets.c.branch_id, tickets.c.service_day, tickets.c.number, unique=True)
_is_active = text("status IN ('called', 'serving')")
Index(
    "uq_tickets_active_at_desk",
    tickets.c.branch_id,
    tickets.c.desk,
    unique=True,
    sqlite_where=_is_active,
    postgresql_where=_is_active,
)

desks = Table(
    "desks",
    metadata,
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), primary_key=True),
    Column("desk_id", String(40), primary_key=True),
    Column("clerk", String(36)),
    Column("profile", String(40)),
    Column("is_paused", Integer, nullable=False),
    Column("ready_since", Instant),
    Column("since", Instant, nullable=False),
    Column("ticket_id", String(36)),
    Column("joined", String(36)),
    comment="How each desk stands",
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What a branch offers, in words; each version stays",
)

branch_texts = Table(
    "branch_texts",
    metadata,
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), primary_key=True),
    Column("key", String(60), primary_key=True),
    Column("text", Text, nullable=False),
    comment="Words of today: the notice, and why an errand is stopped",
)

secrets = Table(
    "secrets",
    metadata,
    Column("ticket_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("dies_at", Instant, nullable=False),
    comment="What opens a visitor's own page; dies with the service day",
)

notes = Table(
    "notes",
    metadata,
    Column("note_id", String(36), primary_key=True),
    Column("ticket_id", String(36), nullable=False, index=True),
    Column("branch_id", String(40), nullable=False),
    Column("desk_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What was said, handed on to the next desk; can be erased",
)

staff = Table(
    "staff",
    metadata,
    Column("clerk_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("name", String(200), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_active", Integer, nullable=False, server_default="1"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("slow_until", Instant),
    comment="Who may sign in",
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("clerk_id", String(36), ForeignKey("staff.clerk_id"), nullable=False, index=True),
    Column("csrf", String(43), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    # The branch in which somebody practises; else it is the clerk's own.
    Column("branch_id", String(40)),
    comment="Who is signed in",
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("name", String(200), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("pairing_number", Integer),
    Column("paired_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    comment="Paired kiosks, displays and printer hosts",
)

device_seen = Table(
    "device_seen",
    metadata,
    Column("device_id", String(36), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("printer", String(20)),
    Column("program", String(200)),
    comment="When each device was last heard: written often, so it stands alone",
)

console_heard = Table(
    "console_heard",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("desk_id", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
    comment="When each desk's console was last heard, for other replicas: written often, so it stands alone",
)

taken_alarms = Table(
    "taken_alarms",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("who", String(200), nullable=False),
    comment="Who looks after which alarm; forgotten when it is mended",
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", String(200), nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant),
    comment="One-time codes, hashed, valid for ten minutes",
)

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("job_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("device_id", String(36), nullable=False, index=True),
    Column("ticket_id", String(36)),
    Column("slip", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("result", String(12)),
    comment="Copies and desk receipts to print; the slip's words go with the job when it is done",
)

learned_visits = Table(
    "learned_visits",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("errand", String(40), primary_key=True),
    Column("visits", Integer, nullable=False),
    Column("minutes", Float, nullable=False),
    comment="How many visits with each errand were measured, and their minutes together; the older ones fade",
)

learned_waits = Table(
    "learned_waits",
    metadata,
    Column("branch_id", String(40), primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("counts", Text, nullable=False),
    comment="How often each ratio of wait to estimate was seen, by the estimate's size; the older ones fade",
)

desk_answers = Table(
    "desk_answers",
    metadata,
    Column("branch_id", String(40), ForeignKey("branches.branch_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    comment="The answers that are for staff alone, of each version of what a branch offers",
)

answer_reads = Table(
    "answer_reads",
    metadata,
    Column("read_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("device_id", String(36), nullable=False),
    Column("errand", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("has_ticket", Integer, nullable=False),
    Index("ix_answer_reads_branch_at", "branch_id", "at"),
    comment="How often an answer was opened at a kiosk, and whether a ticket was taken then. Nothing of who",
)

ticket_ways = Table(
    "ticket_ways",
    metadata,
    Column("ticket_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("way", String(12), nullable=False),
    Column("holder", String(40)),
    Column("errand", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_ticket_ways_branch_at", "branch_id", "at"),
    comment="Tickets that went straight to a specialist: by the first screen's own way, or by a card of that kind of holder",
)

cards = Table(
    "cards",
    metadata,
    Column("card_id", String(36), primary_key=True),
    Column("branch_id", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("holder", String(40), nullable=False),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", String(36)),
    UniqueConstraint("branch_id", "number"),
    comment="Professional cards: a number and a kind of holder, never who holds it",
)

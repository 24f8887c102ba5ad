# SPDX-License-Identifier: EUPL-1.2
"""The first tables: journal, tickets, desks, staff, devices, words."""

import sqlalchemy as sa
from alembic import op

from kolapp_server.store.tables import Instant

revision = "0001_pre"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table of the first release."""
    _journal()
    _tickets()
    _desks()
    _words()
    _print_jobs()
    _staff()
    _devices()


def _journal() -> None:
    """What happened, and what was asked."""
    op.create_table(
        "branches",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", name=op.f("pk_branches")),
        comment="One counter row per branch: who writes for a branch locks it first",
    )
    op.create_table(
        "journal",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_journal_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "epoch", "seq", name=op.f("pk_journal")),
        comment="What happened: ids, codes and times only. Append-only, without gaps",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_journal_kind",
        "journal",
        ["branch_id", "kind", "epoch", "seq"],
        unique=False,
        sqlite_where=sa.text("kind IN ('DayStarted', 'BranchConfigured', 'NoticePosted')"),
        postgresql_where=sa.text("kind IN ('DayStarted', 'BranchConfigured', 'NoticePosted')"),
    )
    op.create_table(
        "requests",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "request_id", name=op.f("pk_requests")),
        comment="What was asked, so that the same question gets the same answer; kept 7 days",
        sqlite_with_rowid=False,
    )


def _tickets() -> None:
    """How tickets stand."""
    op.create_table(
        "tickets",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("service_day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("needs", sa.String(length=200), nullable=False),
        sa.Column("turn_time", Instant(), nullable=False),
        sa.Column("turn_seq", sa.BigInteger(), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=True),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("first_touch_at", Instant(), nullable=True),
        sa.Column("first_called_at", Instant(), nullable=True),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("times_called", sa.Integer(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("legs", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_tickets_branch_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_tickets")),
        comment="How each ticket stands",
    )
    op.create_index(
        "uq_tickets_active_at_desk",
        "tickets",
        ["branch_id", "desk"],
        unique=True,
        sqlite_where=sa.text("status IN ('called', 'serving')"),
        postgresql_where=sa.text("status IN ('called', 'serving')"),
    )
    op.create_index("uq_tickets_number", "tickets", ["branch_id", "service_day", "number"], unique=True)


def _desks() -> None:
    """How desks stand."""
    op.create_table(
        "desks",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("desk_id", sa.String(length=40), nullable=False),
        sa.Column("clerk", sa.String(length=36), nullable=True),
        sa.Column("profile", sa.String(length=40), nullable=True),
        sa.Column("is_paused", sa.Integer(), nullable=False),
        sa.Column("ready_since", Instant(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_desks_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "desk_id", name=op.f("pk_desks")),
        comment="How each desk stands",
    )


def _words() -> None:
    """Words and secrets, which can be erased."""
    op.create_table(
        "catalogues",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_catalogues_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "version", name=op.f("pk_catalogues")),
        comment="What a branch offers, in words; each version stays",
    )
    op.create_table(
        "branch_texts",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_branch_texts_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "key", name=op.f("pk_branch_texts")),
        comment="Words of today: the notice, and why an errand is stopped",
    )
    op.create_table(
        "secrets",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("dies_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_secrets")),
        comment="What opens a visitor's own page; dies with the service day",
    )
    op.create_table(
        "notes",
        sa.Column("note_id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("desk_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_notes")),
        comment="What was said, handed on to the next desk; can be erased",
    )
    op.create_index(op.f("ix_notes_ticket_id"), "notes", ["ticket_id"], unique=False)


def _print_jobs() -> None:
    """What devices have been asked to print."""
    op.create_table(
        "print_jobs",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=True),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_print_jobs")),
        comment="Copies and desk receipts to print; the slip's words go with the job when it is done",
    )
    op.create_index(op.f("ix_print_jobs_device_id"), "print_jobs", ["device_id"], unique=False)


def _staff() -> None:
    """Who may sign in, and who is signed in."""
    op.create_table(
        "staff",
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("slow_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("clerk_id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
        comment="Who may sign in",
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("csrf", sa.String(length=43), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["staff.clerk_id"], name=op.f("fk_sessions_clerk_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
        comment="Who is signed in",
    )
    op.create_index(op.f("ix_sessions_clerk_id"), "sessions", ["clerk_id"], unique=False)


def _devices() -> None:
    """Paired devices and their codes."""
    op.create_table(
        "devices",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("pairing_number", sa.Integer(), nullable=True),
        sa.Column("paired_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
        comment="Paired kiosks, displays and printer hosts",
    )
    op.create_index(op.f("ix_devices_branch_id"), "devices", ["branch_id"], unique=False)
    op.create_table(
        "device_seen",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("printer", sa.String(length=20), nullable=True),
        sa.Column("program", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_seen")),
        comment="When each device was last heard: written often, so it stands alone",
    )
    op.create_table(
        "pairing_codes",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_pairing_codes")),
        comment="One-time codes, hashed, valid for ten minutes",
    )

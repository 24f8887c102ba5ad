# SPDX-License-Identifier: EUPL-1.2
"""Contacts, promises, officers, bookings, cards: what a branch keeps of a matter beside its tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0005_pre"
down_revision = "0004_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own; nothing that stands is changed."""
    make_answers()
    make_ticket_ways()
    make_cards()


def make_answers() -> None:
    """The answers that are for staff alone, and how often a kiosk's were read."""
    op.create_table(
        "desk_answers",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_desk_answers_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "version", name=op.f("pk_desk_answers")),
        comment="The answers that are for staff alone, of each version of what a branch offers",
    )
    op.create_table(
        "answer_reads",
        sa.Column("read_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("has_ticket", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("read_id", name=op.f("pk_answer_reads")),
        comment="How often an answer was opened at a kiosk, and whether that visit at the glass ended with a ticket. Nothing of who",
    )
    op.create_index("ix_answer_reads_branch_at", "answer_reads", ["branch_id", "at"])


def make_ticket_ways() -> None:
    """Which tickets went straight to a specialist."""
    op.create_table(
        "ticket_ways",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=40)),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_ways")),
        comment="Tickets that went straight to a specialist: by the first screen's own way, or by a card of that kind of holder",
    )
    op.create_index("ix_ticket_ways_branch_at", "ticket_ways", ["branch_id", "at"])


def make_cards() -> None:
    """Professional cards: never who holds one."""
    op.create_table(
        "cards",
        sa.Column("card_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("revoked_by", sa.String(length=36)),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_cards_code_hash")),
        sa.UniqueConstraint("branch_id", "number", name=op.f("uq_cards_branch_id_number")),
        comment="Professional cards: a number and a kind of holder, never who holds it",
    )

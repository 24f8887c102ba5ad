# SPDX-License-Identifier: EUPL-1.2
"""For everybody: which languages clerks speak; times that are booked with an officer; who gave a contact another code."""

import sqlalchemy as sa
from alembic import op

revision = "0006_pre"
down_revision = "0005_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own and a column that may be empty; nothing that stands is changed."""
    make_clerk_languages()
    book_officers()
    note_renewals()


def make_clerk_languages() -> None:
    """What each clerk speaks besides Swedish."""
    op.create_table(
        "clerk_languages",
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("clerk_id", name=op.f("pk_clerk_languages")),
        comment="What each clerk speaks besides Swedish, told by the clerk: codes of languages",
    )


def book_officers() -> None:
    """A booked time can be a named officer's, who meets one visitor at a time."""
    op.add_column("bookings", sa.Column("officer", sa.String(length=40), nullable=True))
    is_held = sa.text("officer IS NOT NULL AND place IS NOT NULL")
    op.create_index(
        op.f("ix_bookings_officer_at"),
        "bookings",
        ["branch_id", "officer", "booked_at"],
        unique=True,
        sqlite_where=is_held,
        postgresql_where=is_held,
    )


def note_renewals() -> None:
    """A lost receipt of a contact is made anew with another code; who did it is kept."""
    op.create_table(
        "contact_renewals",
        sa.Column("renewal_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("renewal_id", name=op.f("pk_contact_renewals")),
        comment="Who gave a contact another code, since the receipt was lost, and when: ids and times only",
    )
    op.create_index(op.f("ix_contact_renewals_contact_id"), "contact_renewals", ["contact_id"], unique=False)

# SPDX-License-Identifier: EUPL-1.2
"""What a branch has learned of its visits and waits, so that a restart forgets nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0003_pre"
down_revision = "0002_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two small tables, written every few minutes."""
    op.create_table(
        "learned_visits",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "errand", name=op.f("pk_learned_visits")),
        comment="How many visits with each errand were measured, and their minutes together; the older ones fade",
    )
    op.create_table(
        "learned_waits",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "size", name=op.f("pk_learned_waits")),
        comment="How often each ratio of wait to estimate was seen, by the estimate's size; the older ones fade",
    )

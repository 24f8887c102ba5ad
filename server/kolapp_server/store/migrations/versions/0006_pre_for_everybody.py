# SPDX-License-Identifier: EUPL-1.2
"""For everybody: which languages clerks speak."""

import sqlalchemy as sa
from alembic import op

revision = "0006_pre"
down_revision = "0005_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own; nothing that stands is changed."""
    make_clerk_languages()


def make_clerk_languages() -> None:
    """What each clerk speaks besides Swedish."""
    op.create_table(
        "clerk_languages",
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("clerk_id", name=op.f("pk_clerk_languages")),
        comment="What each clerk speaks besides Swedish, told by the clerk: codes of languages",
    )

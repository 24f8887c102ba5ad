# SPDX-License-Identifier: EUPL-1.2
"""Who looks after which alarm, so that a restart and the other servers know it too."""

import sqlalchemy as sa
from alembic import op

revision = "0004_pre"
down_revision = "0003_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A small table of what is being mended now."""
    op.create_table(
        "taken_alarms",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "key", name=op.f("pk_taken_alarms")),
        comment="Who looks after which alarm; forgotten when it is mended",
    )

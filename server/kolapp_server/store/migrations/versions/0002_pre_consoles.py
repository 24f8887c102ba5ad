# SPDX-License-Identifier: EUPL-1.2
"""When each desk's console was last heard, so that replicas need not guess."""

import sqlalchemy as sa
from alembic import op

from kolapp_server.store.tables import Instant

revision = "0002_pre"
down_revision = "0001_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A small table beside the desks, which is written every few seconds."""
    op.create_table(
        "console_heard",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("desk_id", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "desk_id", name=op.f("pk_console_heard")),
        comment="When each desk's console was last heard, for other replicas: written often, so it stands alone",
    )

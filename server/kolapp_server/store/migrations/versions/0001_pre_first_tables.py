# SPDX-License-Identifier: EUPL-1.2
"""The first tables: journal, tickets, desks, staff, devices, words."""

from alembic import op

from kolapp_server.store.tables import metadata

revision = "0001_pre"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table of the first release."""
    metadata.create_all(op.get_bind())

# SPDX-License-Identifier: EUPL-1.2
"""Contacts, promises, officers, bookings, cards: what a branch keeps of a matter beside its tickets."""

revision = "0005_pre"
down_revision = "0004_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own; nothing that stands is changed."""

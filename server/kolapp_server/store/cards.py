# SPDX-License-Identifier: EUPL-1.2
"""Professional cards. A card's code is kept hashed, and nothing is kept of who holds it."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from kolapp_server.store.tables import cards


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card."""

    card_id: str
    branch_id: str
    number: int
    holder: str
    code_hash: bytes
    made_at: datetime
    made_by: str
    revoked_at: datetime | None = None
    revoked_by: str | None = None


_COLUMNS = tuple(cards.c[field.name] for field in fields(CardRow))


def add_card(connection: Connection, card: CardRow) -> CardRow:
    """The card is valid, under the branch's next number (the given one is passed over)."""
    last = connection.scalar(select(func.max(cards.c.number)).where(cards.c.branch_id == card.branch_id)) or 0
    row = {field.name: getattr(card, field.name) for field in fields(CardRow)} | {"number": last + 1}
    connection.execute(insert(cards).values(row))
    return CardRow(**row)


def revoke_card(connection: Connection, branch_id: str, card_id: str, now: datetime, who: str) -> bool:
    """The card opens nothing any more. False where the branch has no such card; revoked twice is revoked once."""
    is_it = (cards.c.card_id == card_id) & (cards.c.branch_id == branch_id)
    if connection.scalar(select(cards.c.card_id).where(is_it)) is None:
        return False
    is_valid = is_it & cards.c.revoked_at.is_(None)
    connection.execute(update(cards).where(is_valid).values(revoked_at=now, revoked_by=who))
    return True


def cards_of(connection: Connection, branch_id: str) -> list[CardRow]:
    """Every card of the branch, the newest first."""
    query = select(*_COLUMNS).where(cards.c.branch_id == branch_id).order_by(cards.c.number.desc())
    return [CardRow(**row._mapping) for row in connection.execute(query)]


def card_by_id(connection: Connection, card_id: str) -> CardRow | None:
    """The card with that id, in whatever branch."""
    row = connection.execute(select(*_COLUMNS).where(cards.c.card_id == card_id)).one_or_none()
    return None if row is None else CardRow(**row._mapping)


def change_code(connection: Connection, card_id: str, code_hash: bytes) -> None:
    """The card has another code; the one before opens nothing."""
    connection.execute(update(cards).where(cards.c.card_id == card_id).values(code_hash=code_hash))


def card_by_hash(connection: Connection, branch_id: str, code_hash: bytes) -> CardRow | None:
    """The card of that code, revoked or not."""
    query = select(*_COLUMNS).where(cards.c.branch_id == branch_id, cards.c.code_hash == code_hash)
    row = connection.execute(query).one_or_none()
    return None if row is None else CardRow(**row._mapping)

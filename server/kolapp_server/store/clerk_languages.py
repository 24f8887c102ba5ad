# SPDX-License-Identifier: EUPL-1.2
"""Which languages clerks speak besides Swedish, as they have told."""

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from kolapp_server.store.tables import metadata

clerk_languages = Table(
    "clerk_languages",
    metadata,
    Column("clerk_id", String(36), primary_key=True),
    Column("languages", String(200), nullable=False),
    comment="What each clerk speaks besides Swedish, told by the clerk: codes of languages",
)


def languages_of(connection: Connection, clerk_id: str) -> tuple[str, ...]:
    """What that clerk speaks; nothing where the clerk has told nothing."""
    said = select(clerk_languages.c.languages).where(clerk_languages.c.clerk_id == clerk_id)
    return tuple((connection.scalar(said) or "").split())


def set_languages(connection: Connection, clerk_id: str, languages: tuple[str, ...]) -> None:
    """The clerk speaks these from now on."""
    connection.execute(delete(clerk_languages).where(clerk_languages.c.clerk_id == clerk_id))
    if languages:
        connection.execute(insert(clerk_languages).values(clerk_id=clerk_id, languages=" ".join(languages)))

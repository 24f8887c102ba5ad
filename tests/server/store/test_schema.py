# SPDX-License-Identifier: EUPL-1.2
"""The migrations end where the tables are, and running them twice changes nothing."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kolapp_server.store.engine import database_url, open_writing
from kolapp_server.store.schema import bring_up_to_date, is_up_to_date
from kolapp_server.store.tables import metadata


def test_the_migrations_make_exactly_the_tables_that_the_store_uses(where: Path | str) -> None:
    engine = open_writing(database_url(where) if isinstance(where, Path) else where)
    bring_up_to_date(engine)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_a_database_without_tables_is_not_up_to_date(where: Path | str) -> None:
    engine = open_writing(database_url(where) if isinstance(where, Path) else where)
    assert not is_up_to_date(engine)
    bring_up_to_date(engine)
    assert is_up_to_date(engine)
    engine.dispose()

# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL for those tests that want one, started once in a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import PostgresServer, postgres


@pytest.fixture(scope="session")
def a_postgres() -> Iterator[PostgresServer]:
    """One that nobody restarts."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """An empty place for a database of either kind: a folder, or an address."""
    if request.param == "sqlite":
        return tmp_path
    server: PostgresServer = request.getfixturevalue("a_postgres")
    return server.new_database()

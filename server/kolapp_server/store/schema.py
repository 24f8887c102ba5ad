# SPDX-License-Identifier: EUPL-1.2
"""Brings a database up to date, in two stages, and says whether this release can work on it.

A migration's file is called NNNN_STAGE_WHAT.py. `pre` runs before a release is rolled out and leaves a database on which the
release before works too: it adds. `post` runs when nobody of the release before is left: it takes away. A server runs `pre` by
itself when it starts. On the embedded database, where it is the only one, it runs both; with replicas `post` is a command.
A database that is ahead of this release by `pre` migrations alone is one that this release works on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, Engine, inspect, text

from kolapp_server.store import booking_tables as booking_tables
from kolapp_server.store import clerk_languages as clerk_languages
from kolapp_server.store import contact_tables as contact_tables
from kolapp_server.store import incident_tables as incident_tables
from kolapp_server.store import officer_tables as officer_tables
from kolapp_server.store.engine import open_writing

WITH_PATIENCE = text(
    "SELECT set_config('lock_timeout', '60s', true), set_config('idle_in_transaction_session_timeout', '0', true)"
)
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7306)")
"""Replicas that start together bring the tables up to date one after the other. The number is this lock's alone."""


class Stage(StrEnum):
    """When a migration runs: before a release is rolled out, or after."""

    PRE = "pre"
    POST = "post"


class DatabaseTooNew(Exception):
    """The database has been made ready for a later release of Kölapp, in a way that this one cannot work on."""


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    """`number` is its place in the row of all; its revision is number and stage, `0007_post`."""

    number: int
    stage: Stage

    @property
    def revision(self) -> str:
        """Its name in the database."""
        return f"{self.number:04d}_{self.stage}"


def named(name: str) -> Migration:
    """The migration of a revision, or of a file. Raises `ValueError`."""
    number, stage = name.split("_")[:2]
    return Migration(int(number), Stage(stage))


@cache
def migrations() -> tuple[Migration, ...]:
    """Every migration of this release, in order."""
    folder = files("kolapp_server.store") / "migrations" / "versions"
    return tuple(sorted(named(file.name) for file in folder.iterdir() if file.name[:1].isdigit()))


def target(known: Iterable[Migration], stage: Stage) -> Migration:
    """The last migration of a stage. A `post` that lies before it belongs to an earlier release, of which nobody is left."""
    return [migration for migration in known if stage is Stage.POST or migration.stage is Stage.PRE][-1]


def works_on(revision: str | None, known: tuple[Migration, ...]) -> bool:
    """Whether this release works on a database that stands at `revision`."""
    if revision is None:
        return False
    stands = named(revision)
    return stands.stage is Stage.PRE if stands > known[-1] else stands >= target(known, Stage.PRE)


def bring_up_to_date(engine: Engine, stage: Stage | None = None) -> None:
    """Every migration up to `stage` has run, in one transaction. Raises `DatabaseTooNew`.

    Without a stage: both on the embedded database, `pre` on one that other replicas may use.
    """
    stage = stage or (Stage.POST if engine.dialect.name == "sqlite" else Stage.PRE)
    if _has_nothing_to_do(engine, stage):
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(WITH_PATIENCE)
            connection.execute(ONE_AT_A_TIME)
        if not _stands_there(revision_of(connection), stage):
            _upgrade(connection, target(migrations(), stage).revision)


def migrate_database(url: str, stage: Stage) -> str:
    """The database at that address is brought up to `stage`; returns where it stands. Raises `DatabaseTooNew`."""
    engine = open_writing(url)
    try:
        bring_up_to_date(engine, stage)
        with engine.connect() as connection:
            return revision_of(connection) or ""
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The migration that the database stands at; None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_up_to_date(engine: Engine) -> bool:
    """Whether this release works on the database as it stands."""
    with engine.connect() as connection:
        return works_on(revision_of(connection), migrations())


def _has_nothing_to_do(engine: Engine, stage: Stage) -> bool:
    with engine.connect() as connection:
        return _stands_there(revision_of(connection), stage)


def _stands_there(revision: str | None, stage: Stage) -> bool:
    if revision is None:
        return False
    stands, known = named(revision), migrations()
    if stands > known[-1] and not works_on(revision, known):
        raise DatabaseTooNew()
    return stands >= target(known, stage)


def _upgrade(connection: Connection, revision: str) -> None:
    # Imported here: it brings a compiler for templates along, and a server that is up to date needs nothing of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("kolapp_server.store") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

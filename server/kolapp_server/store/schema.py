# SPDX-License-Identifier: EUPL-1.2
"""Brings a database up to date, and says whether it is."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def bring_up_to_date(engine: Engine) -> None:
    """Every migration that has not run yet runs, in one transaction."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_up_to_date(engine: Engine) -> bool:
    """Whether all migrations have run."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == newest_revision()


def newest_revision() -> str | None:
    """The migration at which this release's tables stand."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("kolapp_server.store") / "migrations"))
    return config

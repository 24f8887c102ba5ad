# SPDX-License-Identifier: EUPL-1.2
"""Statements straight to SQLite, for the few that every batch makes.

SQLite lives in our own process: there, what SQLAlchemy does around a statement takes as long as ten of its rows. Errors are its
own all the same, without the values, which are nobody's to read in a log.
"""

from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kolapp_server.store.engine import LOCK_WAIT_MS


def is_sqlite(connection: Connection) -> bool:
    """Whether statements may go straight."""
    return connection.dialect.name == "sqlite"


def begin_at_once(engine: Engine) -> Connection:
    """A connection that has the write lock. Raises `DBAPIError`, where somebody else has it, without waiting."""
    connection = engine.connect()
    try:
        ask(connection, "PRAGMA busy_timeout = 0")
        try:
            connection.begin()
        finally:
            ask(connection, f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
    except BaseException:
        connection.close()
        raise
    return connection


def insert(connection: Connection, sql: str, values: list[Any]) -> None:
    """Writes the rows that stand in `values`, one behind the other.

    Raises `DBAPIError`, for a row that is there already an `IntegrityError`.
    """
    try:
        _driver(connection).execute(sql, values)
    except Error as error:
        raise _wrapped(sql, error) from error


def ask(connection: Connection, sql: str, *values: object) -> Any:  # noqa: ANN401 (a row as the driver gives it, or None)
    """The first row that it finds. Raises `DBAPIError`."""
    try:
        return _driver(connection).execute(sql, values).fetchone()
    except Error as error:
        raise _wrapped(sql, error) from error


def _driver(connection: Connection) -> SqliteConnection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, SqliteConnection)
    return driver


def _wrapped(sql: str, error: Error) -> BaseException:
    wrapped = DBAPIError.instance(sql, None, error, Error, hide_parameters=True)
    assert isinstance(wrapped, BaseException)
    return wrapped

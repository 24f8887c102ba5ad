# SPDX-License-Identifier: EUPL-1.2
"""Many rows as one statement, past the ORM's and Core's per-row work.

A statement is compiled once per table and kept as text, with what each column's type wants done to a value. Of an issue's cost
in the writer, building and binding statements with Core was more than half. SQLite, which is in our own process, takes the rows
one after the other; PostgreSQL, to which each statement is a journey, takes all of them as one array per column.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from kolapp_server.store.tables import Instant, as_microseconds

Row = dict[str, Any]
Bind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL as the driver wants it; `pick` takes a row's values in its order, `binds` says what is done to some of them."""

    sql: str
    pick: Callable[[Row], tuple[Any, ...]]
    binds: tuple[tuple[int, Bind], ...]

    def values(self, row: Row) -> tuple[Any, ...]:
        """`row` as the driver takes it."""
        values = list(self.pick(row))
        for place, bind in self.binds:
            values[place] = bind(values[place])
        return tuple(values)


def add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Inserts `rows`. Raises `IntegrityError` where one is there already."""
    _run(connection, table, (), rows)


def put(connection: Connection, table: Table, rows: Iterable[Row], key: tuple[str, ...]) -> None:
    """Inserts `rows`, or writes them over those with the same key."""
    _run(connection, table, key, rows)


def _run(connection: Connection, table: Table, key: tuple[str, ...], rows: Iterable[Row]) -> None:
    if connection.dialect.name == "postgresql":
        statement = _compiled_for_arrays(table, key)
        columns = tuple(map(list, zip(*(statement.values(row) for row in rows), strict=True)))
        if columns:
            connection.exec_driver_sql(statement.sql, columns)
        return
    statement = _compiled(table, key)
    values = [statement.values(row) for row in rows]
    if values:
        connection.exec_driver_sql(statement.sql, values)


@cache
def _compiled(table: Table, key: tuple[str, ...]) -> Statement:
    dialect: Dialect = sqlite.dialect()
    insert = sqlite.insert(table)
    if key:
        others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in key}
        insert = insert.on_conflict_do_update(index_elements=list(key), set_=others)
    compiled = insert.compile(dialect=dialect, column_keys=[column.name for column in table.columns])
    names = compiled.positiontup or [column.name for column in table.columns]
    return Statement(str(compiled), itemgetter(*names), _binds(table, names, dialect))


@cache
def _compiled_for_arrays(table: Table, key: tuple[str, ...]) -> Statement:
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy does not say what it takes
    names = [column.name for column in table.columns]
    arrays = ", ".join(f"%s::{_array_of(column.type, dialect)}" for column in table.columns)
    # Every word of it is one of our own tables' names.
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT * FROM unnest({arrays})"  # noqa: S608
    others = [name for name in names if name not in key]
    if key:
        what = ", ".join(f"{name} = excluded.{name}" for name in others)
        sql += f" ON CONFLICT ({', '.join(key)}) DO " + (f"UPDATE SET {what}" if others else "NOTHING")
    return Statement(sql, itemgetter(*names), _binds(table, names, dialect))


def _array_of(type_: TypeEngine[Any], dialect: Dialect) -> str:
    # A cast to varchar(40) would cut a longer word in silence; from text, PostgreSQL refuses it.
    return "text[]" if isinstance(type_, String) else f"{type_.compile(dialect)}[]"


def _binds(table: Table, names: Iterable[str], dialect: Dialect) -> tuple[tuple[int, Bind], ...]:
    binds = ((place, _bind(table.columns[name].type, dialect)) for place, name in enumerate(names))
    return tuple((place, bind) for place, bind in binds if bind is not None)


def _bind(type_: TypeEngine[Any], dialect: Dialect) -> Bind | None:
    if isinstance(type_, Instant):
        return as_microseconds
    return type_.dialect_impl(dialect).bind_processor(dialect)

# SPDX-License-Identifier: EUPL-1.2
"""Many rows as one statement, past the ORM's and Core's per-row work.

A statement is compiled once per table and kept as text, with what each column's type wants done to a value. Of an issue's cost
in the writer, building and binding statements with Core was more than half.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, Any]
Bind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL as the driver wants it, the columns in its order, and how the values of some columns are bound."""

    sql: str
    columns: tuple[str, ...]
    binds: tuple[tuple[str, Bind], ...]

    def values(self, row: Row) -> tuple[Any, ...]:
        """`row` as the driver takes it."""
        bound = {name: bind(row[name]) for name, bind in self.binds}
        return tuple(bound[name] if name in bound else row[name] for name in self.columns)


def add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Inserts `rows`. Raises `IntegrityError` where one is there already."""
    _run(connection, table, (), rows)


def put(connection: Connection, table: Table, rows: Iterable[Row], key: tuple[str, ...]) -> None:
    """Inserts `rows`, or writes them over those with the same key."""
    _run(connection, table, key, rows)


def _run(connection: Connection, table: Table, key: tuple[str, ...], rows: Iterable[Row]) -> None:
    statement = _compiled(connection.dialect.name, table, key)
    values = [statement.values(row) for row in rows]
    if values:
        connection.exec_driver_sql(statement.sql, values)


@cache
def _compiled(dialect_name: str, table: Table, key: tuple[str, ...]) -> Statement:
    dialect: Dialect = postgresql.dialect() if dialect_name == "postgresql" else sqlite.dialect()  # type: ignore[no-untyped-call]
    insert = (postgresql if dialect_name == "postgresql" else sqlite).insert(table)
    if key:
        others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in key}
        insert = insert.on_conflict_do_update(index_elements=list(key), set_=others)
    compiled = insert.compile(dialect=dialect, column_keys=[column.name for column in table.columns])
    columns = tuple(compiled.positiontup or (column.name for column in table.columns))
    binds = ((column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns)
    return Statement(str(compiled), columns, tuple((name, bind) for name, bind in binds if bind is not None))

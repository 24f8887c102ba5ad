# SPDX-License-Identifier: EUPL-1.2
"""Many rows as one statement, past the ORM's and Core's per-row work.

A statement is compiled once per table and kept as text, with what each column's type wants done to a value. Of an issue's cost
in the writer, building and binding statements with Core was more than half.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table
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
    names = compiled.positiontup or [column.name for column in table.columns]
    binds = ((place, _bind(table.columns[name].type, dialect)) for place, name in enumerate(names))
    return Statement(str(compiled), itemgetter(*names), tuple((place, bind) for place, bind in binds if bind is not None))


def _bind(type_: TypeEngine[Any], dialect: Dialect) -> Bind | None:
    if isinstance(type_, Instant):
        return as_microseconds
    return type_.dialect_impl(dialect).bind_processor(dialect)

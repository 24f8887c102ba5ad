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

from kolapp_server.store import straight
from kolapp_server.store.tables import Instant, to_microseconds

Row = dict[str, Any]
Bind = Callable[[Any], Any]
Step = Callable[[Connection], object]


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
            if values[place] is not None:
                values[place] = bind(values[place])
        return tuple(values)


class Sheet:
    """Rows that are written down now, as the driver will take them, and carried out later by whoever holds the connection."""

    def __init__(self, *, for_postgres: bool) -> None:
        self._for_postgres = for_postgres
        self._steps: list[Step] = []

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Inserts `rows`. To carry it out raises `IntegrityError` where one is there already."""
        self.put(table, rows, ())

    def put(self, table: Table, rows: Iterable[Row], key: tuple[str, ...]) -> None:
        """Inserts `rows`, or writes them over those with the same key."""
        statement = _compiled_for_arrays(table, key) if self._for_postgres else _compiled(table, key)
        values = [statement.values(row) for row in rows]
        if values:
            self._steps.append(self._step(statement.sql, values))

    def _step(self, sql: str, values: list[tuple[Any, ...]]) -> Step:
        if not self._for_postgres:
            return lambda connection: straight.insert(connection, sql, values)
        columns = tuple(map(list, zip(*values, strict=True)))
        return lambda connection: connection.exec_driver_sql(sql, columns)

    def also(self, step: Step) -> None:
        """`step` is done when its turn comes."""
        self._steps.append(step)

    def carry_out(self, connection: Connection) -> None:
        """All of it stands in the transaction of `connection`, in the order in which it was written down."""
        for step in self._steps:
            step(connection)


def at_once(connection: Connection, write_down: Callable[[Sheet], object]) -> None:
    """What `write_down` wrote down is carried out."""
    sheet = Sheet(for_postgres=connection.dialect.name == "postgresql")
    write_down(sheet)
    sheet.carry_out(connection)


def put(connection: Connection, table: Table, rows: Iterable[Row], key: tuple[str, ...]) -> None:
    """Inserts `rows`, or writes them over those with the same key, at once."""
    at_once(connection, lambda sheet: sheet.put(table, rows, key))


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
        return to_microseconds
    return type_.dialect_impl(dialect).bind_processor(dialect)

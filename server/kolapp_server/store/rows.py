# SPDX-License-Identifier: EUPL-1.2
"""Many rows as one statement, past the ORM's and Core's per-row work.

A statement is made once per table and kept as text, with what each column's type wants done to a value. Of an issue's cost
in the writer, building and binding statements with Core was more than half. SQLite takes rows of one statement in three quarters
of the time that it takes for them one by one, and PostgreSQL, to which each statement is a journey, as one array per column.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from kolapp_server.store import straight
from kolapp_server.store.tables import Instant, to_microseconds

MOST_TOGETHER = 64
"""Rows in one statement of SQLite's. One is prepared for each number of rows, and kept (`engine`)."""
Row = dict[str, Any]
Bind = Callable[[Any], Any]
Step = Callable[[Connection], object]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL around the rows of one table; `pick` takes a row's values in its order, `binds` says what is done to some of them."""

    before: str
    rows: str
    after: str
    pick: Callable[[Row], tuple[Any, ...]]
    binds: tuple[tuple[int, Bind], ...]

    def values(self, row: Row) -> list[Any]:
        """`row` as the driver takes it."""
        values = list(self.pick(row))
        for place, bind in self.binds:
            if values[place] is not None:
                values[place] = bind(values[place])
        return values

    def sql(self, count: int = 1) -> str:
        """As the driver wants it, for so many times `rows`."""
        return f"{self.before} {', '.join([self.rows] * count)}{self.after}"


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
        statement = _statement(table, key, for_postgres=self._for_postgres)
        values = [statement.values(row) for row in rows]
        if values:
            self._steps.extend(_in_arrays(statement, values) if self._for_postgres else _in_rows(table, key, values))

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


def _in_rows(table: Table, key: tuple[str, ...], values: list[list[Any]]) -> Iterator[Step]:
    for begin in range(0, len(values), MOST_TOGETHER):
        some = values[begin : begin + MOST_TOGETHER]
        yield partial(straight.insert, sql=_sql(table, key, len(some)), values=list(chain.from_iterable(some)))


def _in_arrays(statement: Statement, values: list[list[Any]]) -> Iterator[Step]:
    columns = tuple(map(list, zip(*values, strict=True)))
    yield lambda connection: connection.exec_driver_sql(statement.sql(), columns)


@cache
def _sql(table: Table, key: tuple[str, ...], count: int) -> str:
    return _statement(table, key, for_postgres=False).sql(count)


@cache
def _statement(table: Table, key: tuple[str, ...], *, for_postgres: bool) -> Statement:
    dialect: Dialect = (postgresql if for_postgres else sqlite).dialect()
    names = [column.name for column in table.columns]
    # Every word of it is one of our own tables' names.
    before, after = f"INSERT INTO {table.name} ({', '.join(names)})", ""
    others = [name for name in names if name not in key]
    if key:
        what = ", ".join(f"{name} = excluded.{name}" for name in others)
        after = f" ON CONFLICT ({', '.join(key)}) DO " + (f"UPDATE SET {what}" if others else "NOTHING")
    if for_postgres:
        rows = ", ".join(f"%s::{_array_of(column.type, dialect)}" for column in table.columns)
        before, rows = before + " SELECT * FROM", f"unnest({rows})"
    else:
        before, rows = before + " VALUES", f"({', '.join('?' * len(names))})"
    return Statement(before, rows, after, itemgetter(*names), _binds(table, names, dialect))


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

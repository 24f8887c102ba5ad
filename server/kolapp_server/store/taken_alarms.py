# SPDX-License-Identifier: EUPL-1.2
"""Who looks after which alarm. A row is gone when its alarm is mended."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from kolapp_server.store.rows import put
from kolapp_server.store.tables import taken_alarms

Key = tuple[str, str]
"""A branch, and the key of one of its alarms."""


def put_taken(connection: Connection, key: Key, who: str) -> None:
    """That alarm is looked after by `who` from now on."""
    put(connection, taken_alarms, [{"branch_id": key[0], "key": key[1], "who": who}], ("branch_id", "key"))


def all_taken(connection: Connection) -> dict[Key, str]:
    """Who looks after each alarm."""
    return {(row.branch_id, row.key): row.who for row in connection.execute(select(taken_alarms))}


def forget_taken(connection: Connection, keys: Iterable[Key]) -> None:
    """Those alarms are mended."""
    for branch_id, key in keys:
        is_it = (taken_alarms.c.branch_id == branch_id) & (taken_alarms.c.key == key)
        connection.execute(delete(taken_alarms).where(is_it))

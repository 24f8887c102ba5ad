# SPDX-License-Identifier: EUPL-1.2
"""Questions to the database, which hold up no writer."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from kolapp_server.store.engine import open_reading
from kolapp_server.store.faults import StoreBusy
from kolapp_server.store.schema import is_up_to_date

T = TypeVar("T")


class Reader:
    """Asks on a connection of its own each time. To be called in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` finds. Raises `StoreBusy` when the database does not answer."""
        try:
            with self._engine.connect() as connection:
                return question(connection)
        except DBAPIError as error:
            raise StoreBusy() from error


def finding(url: str) -> bool | None:
    """Whether the tables there are those of this release; None when the database cannot be reached."""
    engine = open_reading(url)
    try:
        return is_up_to_date(engine)
    except DBAPIError:
        return None
    finally:
        engine.dispose()

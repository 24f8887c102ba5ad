# SPDX-License-Identifier: EUPL-1.2
"""Which of several servers on one database does what is to be done once: whoever holds a lock there, while its wire lives."""

from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from kolapp_server.store.engine import is_postgres

LEADS = 7307
"""The number is this lock's alone."""


class Lead:
    """Asked often, in a thread. When the leader ends, PostgreSQL takes the lock back and the next who asks leads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: Connection | None = None

    def is_ours(self) -> bool:
        """Whether this server leads; on the embedded database it is the only one. False when the database does not answer."""
        if not is_postgres(self._engine):
            return True
        try:
            if self._held is None:
                return self._take()
            self._held.execute(text("SELECT 1"))
        except DBAPIError:
            self.give_up()
            return False
        return True

    def _take(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LEADS}):
            self._held = connection
            return True
        connection.close()
        return False

    def give_up(self) -> None:
        """Somebody else may lead."""
        if self._held is not None:
            # Said aloud, since PostgreSQL takes a moment to see that a wire has ended.
            with suppress(DBAPIError):
                self._held.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LEADS})
            self._held.invalidate()
            self._held.close()
            self._held = None

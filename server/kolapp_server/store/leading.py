# SPDX-License-Identifier: EUPL-1.2
"""Which of several servers on one database does what is to be done once: whoever holds a lock there, while its wire lives."""

from contextlib import ExitStack, suppress
from threading import Lock

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
        self._is_over = False
        self._one_at_a_time = Lock()

    def is_ours(self) -> bool:
        """Whether this server leads; on the embedded database it is the only one. False when the database does not answer."""
        if not is_postgres(self._engine):
            return True
        with self._one_at_a_time:
            try:
                return not self._is_over and self._leads()
            except DBAPIError:
                self._hand_back()
                return False

    def give_up(self) -> None:
        """Somebody else leads from now on: who still asks in a thread is told no."""
        with self._one_at_a_time:
            self._is_over = True
            self._hand_back()

    def _leads(self) -> bool:
        if self._held is not None:
            self._held.execute(text("SELECT 1"))
            return True
        with ExitStack() as unless_ours:
            connection = unless_ours.enter_context(self._engine.connect()).execution_options(isolation_level="AUTOCOMMIT")
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LEADS}):
                return False
            unless_ours.pop_all()
        self._held = connection
        return True

    def _hand_back(self) -> None:
        if self._held is not None:
            # Said aloud, since PostgreSQL takes a moment to see that a wire has ended.
            with suppress(DBAPIError):
                self._held.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LEADS})
            self._held.invalidate()
            self._held.close()
            self._held = None

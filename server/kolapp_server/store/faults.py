# SPDX-License-Identifier: EUPL-1.2
"""When the store cannot.

StoreFault
    StoreBusy         the database is locked by another, or too much is asked at once: try again soon
    DiskFull          nothing can be written; reading goes on
    OutcomeUnknown    the commit was not answered; ask again with the same request id
    RequestReused     that request id was used for something else
    UnknownBranch     there is no such branch
"""

from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError, OperationalError

NO_ROOM = ("53100",)
READS_ONLY = "25006"
TURNED_AWAY = ("40001", "40P01", READS_ONLY, "25P03", "57P01", "57P02", "57P03")
"""PostgreSQL's codes for what has done nothing and may go well another time: somebody else was first, the session was ended, or
it has become a standby that only reads."""


class StoreFault(Exception):
    """The store cannot do it."""


class StoreBusy(StoreFault):
    """Too much at once. Please try again in a moment."""


class DiskFull(StoreFault):
    """The disk is full, so nothing new can be written."""


class OutcomeUnknown(StoreFault):
    """It is not known whether it was done. Ask again with the same request id."""


class RequestReused(StoreFault):
    """That request id was used for something else."""


class UnknownBranch(StoreFault):
    """There is no such branch."""


def fault_of(error: DBAPIError) -> StoreFault:
    """What the database's complaint about a transaction that was not committed means to whoever asked."""
    return DiskFull() if _is_without_room(error) else StoreBusy()


def fault_of_commit(error: DBAPIError) -> StoreFault:
    """What its complaint about a COMMIT means: `OutcomeUnknown`, unless the database itself says that it did not happen."""
    if isinstance(error.orig, SqliteError):
        # SQLite says "full" and "locked" of a commit that did not happen; of anything else nobody knows.
        said = str(error.orig)
        return fault_of(error) if "full" in said or "locked" in said else OutcomeUnknown()
    was_refused = _code(error)[:2] in ("40", "53") and not error.connection_invalidated
    return fault_of(error) if was_refused else OutcomeUnknown()


def may_go_well_now(error: DBAPIError) -> bool:
    """Whether a transaction that was not committed is worth another try at once."""
    return error.connection_invalidated or _code(error) in TURNED_AWAY


def is_about_the_database(error: DBAPIError) -> bool:
    """Whether the complaint is about the database and not about what was asked of it."""
    return isinstance(error, OperationalError) or may_go_well_now(error)


def must_connect_anew(error: DBAPIError) -> bool:
    """Whether we speak to one that is a standby now."""
    return _code(error) == READS_ONLY


def _is_without_room(error: DBAPIError) -> bool:
    return "full" in str(error.orig) if isinstance(error.orig, SqliteError) else _code(error) in NO_ROOM


def _code(error: DBAPIError) -> str:
    """PostgreSQL's five letters; empty for SQLite, and where there was no answer."""
    return getattr(error.orig, "sqlstate", None) or ""

# SPDX-License-Identifier: EUPL-1.2
"""Who may sign in, and who is signed in."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kolapp_server.store.tables import sessions, staff


class NameTaken(Exception):
    """Another member of the staff already signs in with that name."""


@dataclass(frozen=True, slots=True)
class ClerkRow:
    """Somebody who may sign in."""

    clerk_id: str
    branch_id: str
    name: str
    role: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Somebody who is signed in, joined with who that is."""

    token_hash: bytes
    clerk_id: str
    csrf: str
    ends_at: datetime
    branch_id: str
    name: str
    role: str


def add_clerk(connection: Connection, clerk: ClerkRow) -> None:
    """The clerk may sign in. Raises `NameTaken`."""
    try:
        connection.execute(insert(staff).values(**asdict(clerk)))
    except IntegrityError:
        raise NameTaken() from None


def set_password(connection: Connection, name: str, password_hash: str) -> bool:
    """The clerk with that name signs in with another password from now on, everywhere. False for a name that nobody has."""
    clerk = clerk_by_name(connection, name)
    if clerk is None:
        return False
    connection.execute(update(staff).where(staff.c.clerk_id == clerk.clerk_id).values(password_hash=password_hash))
    connection.execute(delete(sessions).where(sessions.c.clerk_id == clerk.clerk_id))
    return True


def clerk_by_name(connection: Connection, name: str) -> ClerkRow | None:
    """The clerk who signs in with that name."""
    columns = (staff.c.clerk_id, staff.c.branch_id, staff.c.name, staff.c.role, staff.c.password_hash)
    row = connection.execute(select(*columns).where(staff.c.name == name, staff.c.is_active == 1)).one_or_none()
    return None if row is None else ClerkRow(**row._mapping)


def names_of(connection: Connection, branch_id: str) -> dict[str, str]:
    """What the clerks of that branch are called, by their ids."""
    found = connection.execute(select(staff.c.clerk_id, staff.c.name).where(staff.c.branch_id == branch_id))
    return {row.clerk_id: row.name for row in found}


def add_session(connection: Connection, session: SessionRow, now: datetime) -> None:
    """The clerk is signed in until the session ends. Sessions that have ended are taken away."""
    connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
    connection.execute(
        insert(sessions).values(
            token_hash=session.token_hash,
            clerk_id=session.clerk_id,
            csrf=session.csrf,
            began_at=now,
            ends_at=session.ends_at,
        )
    )


def move_session(connection: Connection, token_hash: bytes, branch_id: str | None) -> None:
    """The session belongs to that branch until it is moved again; None: to the clerk's own."""
    connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(branch_id=branch_id))


def revoke_session(connection: Connection, token_hash: bytes, now: datetime) -> None:
    """The session is over."""
    connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(revoked_at=now))


def live_sessions(connection: Connection, now: datetime) -> list[SessionRow]:
    """Everybody who is signed in."""
    query = (
        select(
            sessions.c.token_hash, sessions.c.clerk_id, sessions.c.csrf, sessions.c.ends_at,
            func.coalesce(sessions.c.branch_id, staff.c.branch_id).label("branch_id"), staff.c.name, staff.c.role,
        )
        .join(staff, staff.c.clerk_id == sessions.c.clerk_id)
        .where(sessions.c.revoked_at.is_(None), sessions.c.ends_at > now, staff.c.is_active == 1)
    )  # fmt: skip
    return [SessionRow(**row._mapping) for row in connection.execute(query)]

# SPDX-License-Identifier: EUPL-1.2
"""Staff sign in and out. No account exists before somebody makes it, and no password is ever a default."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from kolapp_server.auth import slowing
from kolapp_server.auth.credentials import Credentials, Identity, identity_of_session
from kolapp_server.auth.passwords import Passwords
from kolapp_server.auth.permissions import STAFF, Role
from kolapp_server.auth.slowing import Slowing
from kolapp_server.auth.tokens import hashed, new_token
from kolapp_server.store import staff as rows
from kolapp_server.store.reading import Connection, Reader
from kolapp_server.store.staff import ClerkRow, SessionRow
from kolapp_server.store.unit_of_work import Writer

log = structlog.get_logger()


class SignInRefused(Exception):
    """Name and password do not belong together."""


class TooManyTries(Exception):
    """Too many tries from here. Wait a moment and try again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class NotARole(ValueError):
    """The roles of staff are clerk, manager, facility and admin."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes in the cookie and is shown once."""

    token: str
    identity: Identity


@dataclass(slots=True)
class StaffDoor:
    """What signing in needs. Failures are counted here, in this process."""

    writer: Writer
    reader: Reader
    credentials: Credentials
    clock: Callable[[], datetime]
    session_lasts: timedelta
    passwords: Passwords = field(default_factory=Passwords)
    by_name: Slowing = field(default_factory=lambda: Slowing(slowing.SIGN_IN))
    by_source: Slowing = field(default_factory=lambda: Slowing(slowing.SIGN_IN_PER_SOURCE))

    def know(self, session: SessionRow) -> None:
        """The session is where it says now."""
        self.credentials.add(identity_of_session(session))


async def sign_in(door: StaffDoor, name: str, password: str, source: str) -> SignedIn:
    """The clerk is signed in, from `source` (an address). Raises `SignInRefused` or `TooManyTries`.

    Who guesses waits longer and longer; whoever signs in with the same name from elsewhere does not notice.
    """
    now = door.clock()
    name_here = f"{slowing.source_of(source)} {name.casefold()}"
    wait = max(door.by_name.wait(name_here, now), door.by_source.wait(slowing.source_of(source), now))
    if wait:
        raise TooManyTries(wait)
    clerk = await asyncio.to_thread(door.reader.read, lambda connection: rows.clerk_by_name(connection, name))
    # Counted before the slow part, or a hundred tries at once would all be the first.
    door.by_name.failed(name_here, now)
    door.by_source.failed(slowing.source_of(source), now)
    is_right = await door.passwords.is_right(clerk.password_hash if clerk else None, password)
    if clerk is None or not is_right:
        log.info("sign_in_refused")
        raise SignInRefused()
    door.by_name.succeeded(name_here)
    door.by_source.succeeded(slowing.source_of(source))
    return await _begun(door, clerk)


async def _begun(door: StaffDoor, clerk: ClerkRow) -> SignedIn:
    token, now = new_token(), door.clock()
    ends_at = now + door.session_lasts
    session = SessionRow(hashed(token), clerk.clerk_id, new_token(), ends_at, clerk.branch_id, clerk.name, clerk.role)
    await door.writer.run(lambda connection: rows.add_session(connection, session, now))
    identity = identity_of_session(session)
    door.credentials.add(identity)
    log.info("signed_in", clerk=clerk.clerk_id)
    return SignedIn(token, identity)


async def sign_out(door: StaffDoor, key: bytes) -> None:
    """The session with that hash is over, at once."""
    now = door.clock()
    door.credentials.forget(key)
    await door.writer.run(lambda connection: rows.revoke_session(connection, key, now))


async def add_clerk(door: StaffDoor, branch_id: str, name: str, role: str, password: str) -> str:
    """The id of somebody who may sign in from now on. Raises `NameTaken`, `NotARole` or `PasswordTooShort`."""
    if role not in STAFF:
        raise NotARole()
    clerk = ClerkRow(str(uuid.uuid4()), branch_id, name.strip(), Role(role).value, await door.passwords.hash(password))
    await door.writer.run(lambda connection: rows.add_clerk(connection, clerk))
    return clerk.clerk_id


async def set_password(door: StaffDoor, name: str, password: str) -> bool:
    """The clerk signs in with another password and is signed out everywhere. False for a name that nobody has."""
    kept = await door.passwords.hash(password)

    def write(connection: Connection) -> bool:
        return rows.set_password(connection, name, kept)

    door.credentials.forget_clerk(name)
    return await door.writer.run(write)

# SPDX-License-Identifier: EUPL-1.2
"""Who is who, in memory: a token is looked up without asking the database.

What another process changed (a replica, a restored backup) is read again every second. A token that is not known here
may have been given by a replica a moment ago, so it is looked for once more: at most five times a second, for all who ask.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from kolapp_server.auth.permissions import Role
from kolapp_server.auth.tokens import hashed
from kolapp_server.store import devices, staff
from kolapp_server.store.devices import DeviceRow
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.reading import Connection, Reader
from kolapp_server.store.staff import SessionRow

READ_AGAIN_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 0.2
DEVICE_ROLES = {
    "kiosk": Role.KIOSK,
    "display": Role.DISPLAY,
    "facility": Role.FACILITY_DEVICE,
    "printer": Role.PRINTER,
}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who holds a credential. `key` is the credential's hash: as long as it is known, the credential is worth something."""

    role: Role
    branch_id: str
    name: str
    key: bytes
    device_id: str | None = None
    clerk_id: str | None = None
    csrf: str = ""
    ends_at: datetime | None = None
    pairing_number: int | None = None


def identity_of_device(row: DeviceRow) -> Identity:
    """Who a paired device is."""
    return Identity(
        DEVICE_ROLES[row.kind],
        row.branch_id,
        row.name,
        row.token_hash,
        device_id=row.device_id,
        pairing_number=row.pairing_number,
    )


def identity_of_session(row: SessionRow) -> Identity:
    """Who a signed-in clerk is."""
    role = Role(row.role)
    return Identity(role, row.branch_id, row.name, row.token_hash, clerk_id=row.clerk_id, csrf=row.csrf, ends_at=row.ends_at)


class Credentials:
    """Every valid token and session. What this process changes is known at once, what others change within a second."""

    def __init__(self, reader: Reader, clock: Callable[[], datetime], *, has_replicas: bool) -> None:
        self._reader = reader
        self._clock = clock
        self._has_replicas = has_replicas
        self._known: dict[bytes, Identity] = {}
        self._changes = 0
        self._looked_at_s = 0.0
        self._looking: asyncio.Task[None] | None = None

    def of_device(self, token: str) -> Identity | None:
        """The device with that token."""
        found = self._known.get(hashed(token))
        return found if found is not None and found.device_id is not None else None

    def of_session(self, token: str) -> Identity | None:
        """The clerk with that session, if it has not ended."""
        found = self._known.get(hashed(token))
        if found is None or found.ends_at is None or found.ends_at <= self._clock():
            return None
        return found

    def is_valid(self, key: bytes) -> bool:
        """Whether that credential is still worth something: asked of an open websocket at each pulse."""
        found = self._known.get(key)
        return found is not None and (found.ends_at is None or found.ends_at > self._clock())

    def add(self, identity: Identity) -> None:
        """Somebody has been let in; call it when that is on disk."""
        self._changes += 1
        self._known[identity.key] = identity

    def forget(self, key: bytes) -> None:
        """A credential is worth nothing from now on."""
        self._changes += 1
        self._known.pop(key, None)

    def forget_device(self, device_id: str) -> None:
        """The device's token is worth nothing from now on."""
        self._forget_where(lambda identity: identity.device_id == device_id)

    def forget_clerk(self, name: str) -> None:
        """The clerk with that name is signed in nowhere from now on."""
        self._forget_where(lambda identity: identity.clerk_id is not None and identity.name == name)

    def _forget_where(self, is_it: Callable[[Identity], bool]) -> None:
        for key in [key for key, identity in self._known.items() if is_it(identity)]:
            self.forget(key)

    async def look_again(self) -> bool:
        """Reads anew for a token that is not known, if another process may have given it. False where that is no use."""
        if not self._has_replicas:
            return False
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._read_in_turn())
        await asyncio.shield(self._looking)
        return True

    async def _read_in_turn(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._looked_at_s + LOOK_AGAIN_SECONDS - loop.time())
        self._looked_at_s = loop.time()
        await self.read()

    async def read(self) -> None:
        """All that the database knows; what this process changed meanwhile is not undone."""
        changes = self._changes
        known = await asyncio.to_thread(self._reader.read, self._read)
        if changes == self._changes:
            self._known = known

    def _read(self, connection: Connection) -> dict[bytes, Identity]:
        paired = [identity_of_device(row) for row in devices.live_devices(connection)]
        signed_in = [identity_of_session(row) for row in staff.live_sessions(connection, self._clock())]
        return {identity.key: identity for identity in (*paired, *signed_in)}

    async def run(self) -> None:
        """Reads again every second, until it is cancelled. A database that is away leaves what is known."""
        while True:
            await asyncio.sleep(READ_AGAIN_SECONDS)
            try:
                await self.read()
            except StoreFault as error:
                log.warning("credentials_not_read", reason=type(error).__name__)

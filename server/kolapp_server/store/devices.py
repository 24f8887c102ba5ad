# SPDX-License-Identifier: EUPL-1.2
"""Paired devices, the codes that they are paired by, and when each was last heard."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kolapp_server.store.rows import put
from kolapp_server.store.tables import device_seen, devices, pairing_codes


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A paired device."""

    device_id: str
    branch_id: str
    kind: str
    name: str
    token_hash: bytes
    pairing_number: int | None
    paired_at: datetime


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that one device can be paired by, once."""

    code_hash: bytes
    branch_id: str
    kind: str
    name: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SeenRow:
    """When a device was last heard, and what it said of its printer."""

    device_id: str
    at: datetime
    printer: str | None
    program: str | None


def add_code(connection: Connection, code: CodeRow, now: datetime) -> None:
    """The code is valid. Those that are over are taken away."""
    connection.execute(delete(pairing_codes).where(pairing_codes.c.ends_at <= now))
    connection.execute(insert(pairing_codes).values(**asdict(code)))


def use_code(connection: Connection, code_hash: bytes, now: datetime) -> CodeRow | None:
    """The code, used up from now on; None where it is wrong, over or used. Of two who use it at once, one gets it."""
    is_valid = (pairing_codes.c.code_hash == code_hash) & pairing_codes.c.used_at.is_(None) & (pairing_codes.c.ends_at > now)
    if connection.execute(update(pairing_codes).where(is_valid).values(used_at=now)).rowcount != 1:
        return None
    row = connection.execute(select(pairing_codes).where(pairing_codes.c.code_hash == code_hash)).one()
    return CodeRow(row.code_hash, row.branch_id, row.kind, row.name, row.ends_at)


def next_pairing_number(connection: Connection, branch_id: str, highest: int, gone_before: datetime) -> int | None:
    """One more than any kiosk of the branch ever had, up to `highest`; after that one of a kiosk revoked before then.

    None where every number is in use, or was until lately.
    """
    is_kiosk = (devices.c.branch_id == branch_id) & (devices.c.pairing_number <= highest)
    last = connection.scalar(select(func.max(devices.c.pairing_number)).where(is_kiosk)) or 0
    if last < highest:
        return last + 1
    is_kept = devices.c.revoked_at.is_(None) | (devices.c.revoked_at >= gone_before)
    kept = set(connection.scalars(select(devices.c.pairing_number).where(is_kiosk & is_kept)))
    return next((number for number in range(1, highest + 1) if number not in kept), None)


def add_device(connection: Connection, device: DeviceRow) -> None:
    """The device is paired."""
    connection.execute(insert(devices).values(**asdict(device)))


def revoke_device(connection: Connection, branch_id: str, device_id: str, now: datetime) -> bool:
    """The device's token is worth nothing any more. False where the branch has no such device."""
    is_it = (devices.c.device_id == device_id) & (devices.c.branch_id == branch_id) & devices.c.revoked_at.is_(None)
    return connection.execute(update(devices).where(is_it).values(revoked_at=now)).rowcount == 1


def live_devices(connection: Connection) -> list[DeviceRow]:
    """Every device that is paired and not revoked."""
    columns = (devices.c[name] for name in DeviceRow.__slots__)
    found = connection.execute(select(*columns).where(devices.c.revoked_at.is_(None)))
    return [DeviceRow(**row._mapping) for row in found]


def last_sign_of_kiosk(connection: Connection, branch_id: str, device_id: str) -> datetime | None:
    """When a kiosk of the branch, revoked or not, was last heard or paired; None where the branch has no such kiosk."""
    query = (
        select(devices.c.paired_at, device_seen.c.at)
        .join(device_seen, device_seen.c.device_id == devices.c.device_id, isouter=True)
        .where(devices.c.device_id == device_id, devices.c.branch_id == branch_id, devices.c.kind == "kiosk")
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else row.at or row.paired_at


def put_seen(connection: Connection, rows: list[SeenRow]) -> None:
    """Remembers when these devices were last heard."""
    put(connection, device_seen, [asdict(row) for row in rows], ("device_id",))


def all_seen(connection: Connection) -> dict[str, SeenRow]:
    """When each device was last heard, by its id."""
    return {row.device_id: SeenRow(**row._mapping) for row in connection.execute(select(device_seen))}

# SPDX-License-Identifier: EUPL-1.2
"""Commands of the one who runs the server, carried out by the server itself: a socket in `var/` that only its owner may open.

One JSON line in, one JSON line out: {"do": "pair-code", "kind": "kiosk", "name": "Entrén"} gives {"said": "ABCD-EFGHJ"}, or
{"fault": "..."}. Without a running server a command takes the lock and does the same by itself. How it is asked: `asking`.
"""

import asyncio
import contextlib
import json
import re
import socket
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from kolapp_server.asking import (
    ANSWERS_WITHIN_S,
    LONGEST_LINE_BYTES,
    SOCKET_FILE,
    Order,
    OrderRefused,
    Told,
    short_path,
    unheard,
)
from kolapp_server.auth.passwords import PasswordTooShort
from kolapp_server.auth.permissions import Role
from kolapp_server.domain import hours
from kolapp_server.domain.refusals import Refusal
from kolapp_server.foundation import Foundation
from kolapp_server.services import devices, office, practising, restoring, staff
from kolapp_server.services.devices import NoPairingNumber, NotADevice
from kolapp_server.services.restoring import NotSaved
from kolapp_server.services.staff import NotARole
from kolapp_server.store.backup import words_for_postgresql
from kolapp_server.store.faults import StoreFault
from kolapp_server.store.staff import NameTaken

ACTOR = "office"
HOUR_AND_MINUTE = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
log = structlog.get_logger()


async def carry_out(foundation: Foundation, order: Order, told: Told = unheard) -> str:
    """What came of `order`, in words; `told` hears how far it is. Raises `OrderRefused`."""
    known: dict[str, Callable[[Foundation, Order], Awaitable[str]]] = {
        "import": import_town,
        "pair-code": make_pair_code,
        "add-clerk": add_clerk,
        "set-password": set_password,
        "open": stay_open,
        "practice": practise,
        "import-bookings": import_bookings,
        "backup": partial(back_up, told=told),
    }
    if order.get("do") not in known:
        raise OrderRefused("That command is not known to the running server; it may be of another release.")
    try:
        return await known[order["do"]](foundation, order)
    except (Refusal, StoreFault, NameTaken, NotARole, NotADevice, NoPairingNumber, NotSaved, PasswordTooShort) as no:
        raise OrderRefused((type(no).__doc__ or "").strip()) from None


async def import_town(foundation: Foundation, order: Order) -> str:
    """The branch is as the file's text says: all of it, or nothing."""
    # Imported here: a town's file is read once a year, and the server is started after every power cut.
    from kolapp_server.town import TownFaults, read_town
    from kolapp_server.translate.officers import officers_of
    from kolapp_server.translate.towns import answers_of, catalogue_of, rules_of

    try:
        town = read_town(order["text"])
    except TownFaults as faults:
        raise OrderRefused(str(faults)) from None
    public_url = foundation.settings.own_url
    version = await office.set_up_branch(
        foundation.branches,
        town.branch_id,
        rules_of(town),
        lambda version: catalogue_of(town, version, public_url).model_dump_json(),
        ACTOR,
        office.Beside(answers_of(town), officers_of(town)),
    )
    await foundation.officers.read()
    return f"{town.branch_id}: version {version}, {len(town.errands)} errands, {len(town.desks)} desks"


async def import_bookings(foundation: Foundation, order: Order) -> str:
    """Another system's bookings stand here too: all of the file, or nothing. Says the new ones' codes, one a line."""
    from kolapp_contract.codes import CodeKind
    from kolapp_server.services.taking_over import take_over
    from kolapp_server.town import TownFaults
    from kolapp_server.town.booking_files import read_bookings
    from kolapp_server.translate.codes import new_code

    branch_id = branch_of(foundation, order)
    rules = foundation.branches.day(branch_id).rules
    try:
        found = read_bookings(order["text"], frozenset(rules.errand_by_id), ZoneInfo(rules.time_zone))
    except TownFaults as faults:
        raise OrderRefused(str(faults)) from None
    done = await take_over(foundation.booking_desk, branch_id, found, "sv", partial(new_code, CodeKind.BOOKING))
    counts = f"{len(done.codes)} new, {done.moved} moved, {done.cancelled} cancelled, {done.unchanged} as before"
    return "\n".join((f"{branch_id}: {counts}", *(f"{key}\t{code}" for key, code in done.codes.items())))


async def make_pair_code(foundation: Foundation, order: Order) -> str:
    """A code for one device of that kind, valid for ten minutes."""
    name = order["name"].strip()
    if not name or not name.isprintable() or len(name) > 200:
        raise OrderRefused("A device needs a name that can be read.")
    return await devices.make_code(foundation.device_door, branch_of(foundation, order), order["kind"], name)


async def add_clerk(foundation: Foundation, order: Order) -> str:
    """Somebody may sign in from now on."""
    name, role = order["name"].strip(), order["role"]
    if not name or not name.isprintable() or len(name) > 200:
        raise OrderRefused("A member of the staff needs a name that can be read.")
    await staff.add_clerk(foundation.staff_door, branch_of(foundation, order), name, role, order["password"])
    return f"{name} may sign in as {Role(role).value}."


async def set_password(foundation: Foundation, order: Order) -> str:
    """Somebody signs in with another password, and is signed out everywhere."""
    if not await staff.set_password(foundation.staff_door, order["name"], order["password"]):
        raise OrderRefused("Nobody signs in with that name.")
    return "The password is changed."


async def stay_open(foundation: Foundation, order: Order) -> str:
    """The branch is open today until that time of its own clock."""
    branch_id = branch_of(foundation, order)
    zone = ZoneInfo(foundation.branches.day(branch_id).rules.time_zone)
    until = next_time(order["until"], foundation.branches.clock().astimezone(zone))
    today = hours.service_day(foundation.branches.clock(), zone.key)
    if until > hours.day_ends_at(today, zone.key):
        raise OrderRefused("A day ends at 04:00; it cannot be open longer than that.")
    await office.stay_open(foundation.branches, branch_id, until, str(uuid.uuid4()), ACTOR)
    return f"{branch_id} is open until {until:%H:%M}."


async def practise(foundation: Foundation, order: Order) -> str:
    """Visitors who do not exist come to a branch beside the real one, or that is over."""
    branch_id, is_on = branch_of(foundation, order), order["is_on"] == "yes"
    # Imported here as for a town's file: a server that is started after a power cut needs nothing of it.
    from kolapp_server.translate.practice import practice_catalogue

    await practising.switch(foundation.branches, branch_id, practice_catalogue, ACTOR, is_on=is_on)
    if not is_on:
        return f"The practice of {branch_id} is over."
    return f"{branch_id} can be practised in: staff go there from where they choose a desk."


async def back_up(foundation: Foundation, order: Order, told: Told) -> str:
    """The file is a whole and checked copy of the database as it is now; the server goes on serving meanwhile."""
    settings, file = foundation.settings, Path(order["file"])
    if not settings.is_sqlite:
        raise OrderRefused(words_for_postgresql(settings.database, file))
    if not file.is_absolute() or not file.parent.is_dir():
        raise OrderRefused("A backup needs a folder that is there.")
    heard = partial(_tell_percent, set(), told)
    contents = await asyncio.to_thread(restoring.back_up, settings.var, file, foundation.branches.clock(), heard)
    branches = ", ".join(f"{head.branch_id} to number {head.seq}" for head in contents.heads) or "no branch yet"
    return f"{file}: {contents.size_bytes / 2**20:.1f} MB, {branches}. It was read again and is whole."


def _tell_percent(already: set[int], told: Told, percent: int) -> None:
    """Every tenth is told once."""
    if percent // 10 not in already:
        already.add(percent // 10)
        told(f"{percent} %")


def next_time(written: str, now: datetime) -> datetime:
    """The next moment when the clock shows `written` (HH:MM). Raises `OrderRefused`."""
    if not HOUR_AND_MINUTE.fullmatch(written):
        raise OrderRefused("Write the time as HH:MM, for instance 18:30.")
    clock = time.fromisoformat(written)
    today = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def branch_of(foundation: Foundation, order: Order) -> str:
    """The branch that is meant: the named one, or the only one. Raises `OrderRefused`."""
    known = sorted(branch_id for branch_id, day in foundation.writer.days().items() if not day.rules.is_practice)
    if not known:
        raise OrderRefused("There is no branch yet. First: kolapp-server import town/ekvik.yaml")
    wanted = order.get("branch") or (known[0] if len(known) == 1 else "")
    if wanted not in known:
        raise OrderRefused(f"Say which branch with --branch: {', '.join(known)}")
    return wanted


class ControlSocket:
    """The server's end of the socket."""

    def __init__(self, foundation: Foundation) -> None:
        self._foundation = foundation
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Commands are taken."""
        folder = self._foundation.settings.var
        (folder / SOCKET_FILE).unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._answer, sock=_only_ours(folder), limit=LONGEST_LINE_BYTES)

    async def stop(self) -> None:
        """No command is taken any more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            (self._foundation.settings.var / SOCKET_FILE).unlink(missing_ok=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            order = json.loads(await asyncio.wait_for(reader.readline(), ANSWERS_WITHIN_S))
            loop = asyncio.get_running_loop()

            def told(words: str) -> None:
                loop.call_soon_threadsafe(writer.write, json.dumps({"told": words}).encode() + b"\n")

            writer.write(json.dumps(await self._said(order, told)).encode() + b"\n")
            await writer.drain()
        except (ValueError, OSError, TimeoutError) as fault:
            log.warning("command_not_understood", reason=type(fault).__name__)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _said(self, order: Any, told: Told) -> dict[str, str]:  # noqa: ANN401 (whatever came)
        try:
            return {"said": await carry_out(self._foundation, order, told)}
        except OrderRefused as no:
            return {"fault": str(no)}
        except (KeyError, AttributeError, TypeError):
            return {"fault": "The running server did not understand the command; it may be of another release."}
        except Exception:
            log.exception("command_failed")
            return {"fault": "The running server failed; its log says how."}


def _only_ours(folder: Path) -> socket.socket:
    """A socket in the folder that nobody else can open; nobody listens yet, so nobody could before it was ours alone either.

    The umask would do the same, but to every file that another thread makes meanwhile.
    """
    made = socket.socket(socket.AF_UNIX)
    try:
        with short_path(folder) as path:
            made.bind(path)
            Path(path).chmod(0o600)
    except OSError:
        made.close()
        raise
    return made

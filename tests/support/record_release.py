# SPDX-License-Identifier: EUPL-1.2
"""Keeps a release for its successors: its database after a day's events, and what its devices said and were answered.

    python -m tests.support.record_release 0.1 tests/server/upgrade

writes `kolapp-0.1.sql` and `kolapp-0.1.json`. To be run once, with the release's own code in the path, when it is made.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from kolapp_contract import paths
from kolapp_server.auth.tokens import hashed
from kolapp_server.store.devices import DeviceRow, add_device
from tests.support.running_server import BRANCH, Running, furnish, running

KIOSK_TOKEN, DISPLAY_TOKEN = "kiosk of a release", "display of a release"
DEVICES = {"kiosk": KIOSK_TOKEN, "display": DISPLAY_TOKEN}
HEARD = ("snapshot", "change", "pulse")
HEARS_WITHIN_S = 30.0


def ticket_id(number: int) -> str:
    return f"01920000-0000-7000-8000-{number:012d}"


def issue(number: int, **more: Any) -> dict[str, Any]:
    body = {"errand_id": "bygglov", "language": "sv", "secret": f"{number:022d}", **more}
    return {"role": "kiosk", "method": "PUT", "path": paths.TICKET.format(ticket_id=ticket_id(number)), "body": body}


def ask(role: str, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"role": role, "method": method, "path": path, "body": body}


def request_id() -> str:
    return str(uuid.uuid4())


def printed(number: int, result: str) -> dict[str, Any]:
    path = paths.TICKET_PRINTED.format(ticket_id=ticket_id(number))
    return ask("kiosk", "POST", path, {"result": result, "request_id": request_id()})


def cancel(number: int) -> dict[str, Any]:
    path = paths.TICKET_STEP.format(ticket_id=ticket_id(number), step="cancel")
    return ask("kiosk", "POST", path, {"request_id": request_id()})


def beat(role: str) -> dict[str, Any]:
    body = {"contract": 1, "program": f"kolapp-{role} 0.1.0"}
    return ask(role, "POST", paths.HEARTBEAT, body | ({"printer": "ok", "unsent": 0} if role == "kiosk" else {"stale_s": 0.4}))


VISITS = (
    ask("kiosk", "GET", paths.MYSELF),
    ask("kiosk", "GET", paths.CATALOGUE.format(branch_id=BRANCH)),
    beat("kiosk"),
    issue(1, first_touch_at="2026-11-22T08:00:00Z"),
    issue(1, first_touch_at="2026-11-22T08:00:00Z"),
    issue(2, errand_id=None, kind="priority", needs=["more_time"], language="ar"),
    issue(3),
    issue(4),
    ask("kiosk", "GET", paths.TICKET.format(ticket_id=ticket_id(1))),
    printed(1, "confirmed"),
    printed(2, "unknown"),
    printed(3, "failed"),
    cancel(4),
    cancel(5),
    issue(5),
    beat("display"),
    ask("display", "GET", paths.BOARD.format(branch_id=BRANCH)),
)
"""What a release's devices ask for, in this order."""


async def say(server: Running, wanted: dict[str, Any], headers: dict[str, dict[str, str]]) -> dict[str, Any]:
    """`wanted`, with what came of it."""
    said = {"headers": {"Kolapp-Contract": "1", **headers[wanted["role"]]}}
    if wanted["body"] is not None:
        said["json"] = wanted["body"]
    answer = await server.http.request(wanted["method"], wanted["path"], **said)
    return {**wanted, "status": answer.status_code, "answer": answer.json() if answer.content else None}


async def listen(server: Running, view: str, token: str, happens: dict[str, Any]) -> list[dict[str, Any]]:
    """The frames that a listener gets: one of each type, while something happens."""
    url = server.url.replace("http", "ws", 1) + paths.LIVE.format(branch_id=BRANCH)
    frames: dict[str, dict[str, Any]] = {}
    async with connect(url, additional_headers={"Authorization": f"Bearer {token}"}, proxy=None) as wire:
        await wire.send(json.dumps({"type": "resume", "view": view}))
        async with asyncio.timeout(HEARS_WITHIN_S):
            while not set(HEARD) <= set(frames):
                frame = json.loads(await wire.recv())
                frames[frame["type"]] = frame
                if frame["type"] == "snapshot":
                    await say(server, happens, {"kiosk": {"Authorization": f"Bearer {KIOSK_TOKEN}"}})
    return list(frames.values())


async def pair_devices(server: Running) -> dict[str, dict[str, str]]:
    """A kiosk and a display whose tokens are known; returns what each shows."""
    for kind, token in DEVICES.items():
        device_id = str(uuid.uuid5(uuid.NAMESPACE_URL, token))
        pairing = 7 if kind == "kiosk" else None
        row = DeviceRow(device_id, BRANCH, kind, kind, hashed(token), pairing, server.foundation.branches.clock())
        await server.foundation.writer.run(lambda connection, row=row: add_device(connection, row))
        server.foundation.device_door.watch.add(row, server.foundation.branches.clock())
    await server.foundation.credentials.read()
    return {kind: {"Authorization": f"Bearer {token}"} for kind, token in DEVICES.items()}


async def work_at_a_desk(server: Running) -> None:
    """One visitor is met, one is being met, one waits."""
    staff = server.by_role["clerk"].headers
    for path, body in (
        (paths.DESK_OPEN, {"profile_id": "vagledare", "request_id": request_id()}),
        (paths.DESK_CALLS, {"request_id": request_id()}),
        (paths.DESK_CALLS, {"request_id": request_id(), "finish": "solved"}),
    ):
        answer = await server.http.post(path.format(desk_id="disk-1"), json=body, headers=staff)
        assert answer.status_code < 300, answer.text


async def record(folder: Path) -> tuple[str, dict[str, Any]]:
    """The release's database as SQL, and what was said."""
    async with running(folder) as server:
        await furnish(server, (BRANCH,))
        headers = await pair_devices(server)
        said = [await say(server, wanted, headers) for wanted in VISITS]
        live = {
            "kiosk": await listen(server, "kiosk", KIOSK_TOKEN, issue(6)),
            "board": await listen(server, "board", DISPLAY_TOKEN, issue(7)),
        }
        await work_at_a_desk(server)
    with closing(sqlite3.connect(folder / "kolapp.sqlite")) as connection:
        return "\n".join(connection.iterdump()) + "\n", {"said": said, "live": live}


def main() -> None:
    """Writes both files."""
    release, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as var:
        sql, said = asyncio.run(record(Path(var)))
    (folder / f"kolapp-{release}.sql").write_text(sql, encoding="utf-8")
    (folder / f"kolapp-{release}.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

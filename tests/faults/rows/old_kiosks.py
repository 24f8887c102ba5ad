# SPDX-License-Identifier: EUPL-1.2
"""The release before made this database, in the middle of a day; its kiosks ask this release as they always did."""

import asyncio
import json
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.faults.row import Row, Scale, judged, not_run
from tests.faults.rows.clock_jumps import LIBRARIES, set_clock
from tests.history.records import History, Operation
from tests.server.upgrade.test_last_release import SAID, THAT_DAY, headers, missed, old_database
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess
from tests.support.visitors import Recorder, new_id

FAULT = "an upgrade with old kiosks in the field"


def run(scale: Scale) -> Row:
    """The row; null where the day of the recording cannot be had back."""
    library = next((path for path in LIBRARIES if Path(path).exists()), None)
    if library is None:
        return not_run(FAULT, "needs libfaketime, to play the day on which the release before was recorded")
    with tempfile.TemporaryDirectory(prefix="kolapp-upgrade-") as folder:
        return asyncio.run(upgraded(Path(folder), library, scale.visitors))


async def upgraded(folder: Path, library: str, visitors: int) -> Row:
    """What was promised before the upgrade is promised still; new visitors at the old kiosk get numbers."""
    var, clock, book, wrong = folder / "server", folder / "clock", Recorder(), list[str]()
    old_database(var)
    set_clock(clock, THAT_DAY + timedelta(minutes=10))
    faked = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    issued = [said for said in SAID["said"] if said["method"] == "PUT" and said["status"] == 201]
    async with (
        ServerProcess(var, more_settings=faked) as server,
        httpx.AsyncClient(base_url=server.url, timeout=20, trust_env=False) as http,
    ):
        for said in issued:
            wrong += await asked(http, said, book, status=200)
        for count in range(visitors):
            fresh, old = str(new_id()), issued[count % len(issued)]
            own = json.loads(json.dumps(old).replace(old["path"].rsplit("/", 1)[1], fresh))
            wrong += await asked(http, own, book, status=201)
    history = History(tuple(book.operations), *read_database(sqlite_url(var)))
    row = judged(FAULT, len(issued) + visitors, history, book.worst_s())
    return row.only_if(not wrong, "; ".join(wrong[:3]))


async def asked(http: httpx.AsyncClient, said: dict[str, Any], book: Recorder, status: int) -> list[str]:
    """What the old kiosk would not understand in the answer."""
    began_s = time.monotonic()
    answer = await http.put(said["path"], json=said["body"], headers=headers(said["role"]))
    if answer.status_code != status:
        return [f"{answer.status_code} in place of {status}"]
    told, more = answer.json(), {"visitor": said["path"]}
    more |= {"ticket_id": told["ticket_id"], "number": told["number"]}
    book.note(Operation("old kiosk", "issue", began_s, time.monotonic(), "done", **more))
    if status == 200:
        return [] if told["number"] == said["answer"]["number"] else ["another number than before"]
    # An estimate comes when there is one, and who is called at once has nobody ahead.
    return [fault for fault in missed(said["answer"], told) if fault not in ("ahead", "estimate")]

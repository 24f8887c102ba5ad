# SPDX-License-Identifier: EUPL-1.2
"""The server's clock jumps, over midnight, over both nights of summer time, a day ahead and back, while tickets are given.

Each ticket belongs to the service day that turns at 04:00 in the branch's zone; nothing in the journal is before what was before
it; nobody waits a negative time.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from kolapp_contract import paths
from tests.faults.asking import Kiosk, kiosk_at
from tests.faults.row import Row, Scale, judged, not_run
from tests.history.records import History, JournalRow
from tests.support.history import read_database, sqlite_url
from tests.support.running_server import BRANCH, EKVIKS_ZONE
from tests.support.server_process import ServerProcess, furnish

FAULT = "clock jumps, summer time, midnight"
LIBRARIES = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1")
ZONE = ZoneInfo(EKVIKS_ZONE)
YEAR = datetime.now(UTC).year + 1
TICKETS_EACH = 3


def summer_begins(year: int) -> datetime:
    """01:00 UTC on the last Sunday of March."""
    return _last_sunday(year, 3)


def summer_ends(year: int) -> datetime:
    """01:00 UTC on the last Sunday of October."""
    return _last_sunday(year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def jumps(rounds: int) -> list[tuple[str, datetime, int]]:
    """What is done to the clock, where it then stands, and how many days the service day is after the first one's."""
    found: list[tuple[str, datetime, int]] = []
    for year in range(YEAR, YEAR + max(1, rounds // 10)):
        for night in (summer_begins(year), summer_ends(year)):
            day = (night.astimezone(ZONE).date() - timedelta(days=1)).toordinal()
            found += [
                ("an evening", night - timedelta(hours=2), day),
                ("over midnight", night - timedelta(minutes=30), day),
                ("over the hour that is not or is twice", night + timedelta(minutes=5), day),
                ("back over that hour", night - timedelta(minutes=50), day),
                ("over the turn of the day", night.astimezone(ZONE).replace(hour=4, minute=5), day + 1),
                ("back before the turn of the day", night - timedelta(hours=1), day + 1),
                ("a day ahead", night + timedelta(days=1, hours=9), day + 2),
                ("a day back", night + timedelta(hours=9), day + 2),
            ]
    return found


def run(scale: Scale) -> Row:
    """The row; null where no clock can be set for one process alone."""
    library = next((path for path in LIBRARIES if Path(path).exists()), None)
    if library is None:
        return not_run(FAULT, "needs libfaketime, which sets the clock of one process")
    with tempfile.TemporaryDirectory(prefix="kolapp-clock-") as folder:
        return asyncio.run(jumped(Path(folder), library, jumps(scale.rounds)))


async def jumped(folder: Path, library: str, moves: list[tuple[str, datetime, int]]) -> Row:
    """The clock makes all these moves, and after each some tickets are given."""
    var, clock, wrong = folder / "server", folder / "clock", list[str]()
    furnished = await furnish(var, time_zone=EKVIKS_ZONE)
    set_clock(clock, moves[0][1])
    faked = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(clock)}
    faked |= {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    days: dict[str, int] = {}
    async with ServerProcess(var, more_settings=faked) as server, kiosk_at(server.url, furnished.kiosk_token) as kiosk:
        for name, at, day in moves:
            set_clock(clock, at)
            wrong += await some_tickets(kiosk, name, day, days)
        history = History(tuple(kiosk.book.operations), *read_database(sqlite_url(var)))
        worst_s = kiosk.book.worst_s()
    wrong += [f"{row.ticket_id} has the day {row.service_day}" for row in history.tickets if not _is_right(row, days)]
    wrong += out_of_time(history.journal)
    return judged(FAULT, len(moves), history, worst_s).only_if(not wrong, "; ".join(wrong[:4]))


def _is_right(row: object, days: dict[str, int]) -> bool:
    wanted = days.get(getattr(row, "ticket_id", ""))
    return wanted is None or datetime.fromisoformat(getattr(row, "service_day", "")).toordinal() == wanted


def set_clock(file: Path, wanted: datetime) -> None:
    """From now on the process whose clock reads `file` believes that it is `wanted`."""
    unfinished = file.with_suffix(".part")
    unfinished.write_text(f"{(wanted - datetime.now(UTC)).total_seconds():+.3f}")
    unfinished.replace(file)


async def some_tickets(kiosk: Kiosk, name: str, day: int, days: dict[str, int]) -> list[str]:
    """What was wrong with the tickets given after that move."""
    wrong = []
    for _ in range(TICKETS_EACH):
        began_s = time.monotonic()
        answer = await kiosk.ask_anew()
        if not answer.is_success:
            wrong.append(f"{name}: {answer.status_code} after {time.monotonic() - began_s:.1f} s")
            continue
        days[answer.json()["ticket_id"]] = day
    board = (await kiosk.http.get(paths.BOARD.format(branch_id=BRANCH))).json()
    came = max((line["longest_since"] for line in board["waits"] if line.get("longest_since")), default=board["at"])
    return wrong if came <= board["at"] else [*wrong, f"{name}: whoever came at {came} waits at {board['at']}"]


def out_of_time(journal: tuple[JournalRow, ...]) -> list[str]:
    """Where the journal goes back in time."""
    pairs = pairwise(row for row in journal if row.branch == BRANCH)
    return [f"seq {after.seq} is before {before.seq}" for before, after in pairs if after.at_us < before.at_us]

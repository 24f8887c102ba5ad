# SPDX-License-Identifier: EUPL-1.2
"""A visitor taps twice. The id is made when the screen is entered, so both taps ask for the same ticket, even at once."""

import asyncio
import tempfile
from pathlib import Path

from tests.faults.asking import kiosk_at
from tests.faults.row import Row, Scale, judged
from tests.history.records import History
from tests.support.history import read_database, sqlite_url
from tests.support.server_process import ServerProcess, furnish
from tests.support.visitors import new_id

FAULT = "two quick taps"
AT_ONCE = 4


def run(scale: Scale) -> Row:
    """The row."""
    with tempfile.TemporaryDirectory(prefix="kolapp-taps-") as folder:
        return asyncio.run(tapped(Path(folder) / "server", scale.visitors))


async def tapped(var: Path, visitors: int) -> Row:
    """Each visitor's kiosk asks four times at once with the id it made."""
    furnished, wrong = await furnish(var), []
    async with ServerProcess(var) as server, kiosk_at(server.url, furnished.kiosk_token) as kiosk:
        for _ in range(visitors):
            ticket_id = new_id()
            answers = await asyncio.gather(*(kiosk.ask(ticket_id) for _ in range(AT_ONCE)))
            statuses = sorted(answer.status_code for answer in answers)
            if statuses != [200] * (AT_ONCE - 1) + [201] or len({answer.json()["number"] for answer in answers}) != 1:
                wrong.append(f"{AT_ONCE} taps were answered with {statuses}")
        history = History(tuple(kiosk.book.operations), *read_database(sqlite_url(var)))
    row = judged(FAULT, visitors, history, kiosk.book.worst_s())
    is_one_each = len(history.tickets) == visitors
    return row.only_if(
        is_one_each and not wrong, "; ".join(wrong[:3]) or f"{len(history.tickets)} tickets for {visitors} visitors"
    )

# SPDX-License-Identifier: EUPL-1.2
"""Booked times of another system are taken over: all of a file or nothing. Read again, what has changed there changes here.

The other system counts its own places, so a time is never refused for being full. What has been used here stays as it is.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kolapp_server.services.bookings import BookingDesk
from kolapp_server.store import bookings as rows
from kolapp_server.store.bookings import BookingRow
from kolapp_server.store.reading import Connection
from kolapp_server.town.booking_files import Foreign

CHANNEL = "import"
MOST_AT_ONCE = 1000
NewCode = Callable[[], tuple[str, bytes]]


@dataclass(slots=True)
class TakenOver:
    """What came of a file. `codes` are those of the new bookings, by the other system's ids; they are told once."""

    codes: dict[str, str] = field(default_factory=dict)
    moved: int = 0
    cancelled: int = 0
    unchanged: int = 0


async def take_over(desk: BookingDesk, branch_id: str, found: tuple[Foreign, ...], language: str, new_code: NewCode) -> TakenOver:
    """Every booking stands as in the file."""
    now = desk.branches.clock()

    def work(connection: Connection) -> TakenOver:
        done = TakenOver()
        for one in found:
            _take(connection, one, _row(branch_id, one, language, now), done, new_code)
        return done

    taken = await desk.branches.writer.run(work)
    await desk.look(branch_id)
    return taken


def _row(branch_id: str, one: Foreign, language: str, now: datetime) -> BookingRow:
    key = hashlib.sha256(one.key.encode()).digest()
    return BookingRow(str(uuid.uuid4()), branch_id, one.errand, one.at, b"", language, CHANNEL, now, source_key=key)


def _take(connection: Connection, one: Foreign, row: BookingRow, done: TakenOver, new_code: NewCode) -> None:
    known = rows.by_source(connection, row.branch_id, row.source_key or b"")
    if known is None and not one.is_cancelled:
        code, code_hash = new_code()
        if rows.take_place(connection, rows.with_code(row, code_hash), MOST_AT_ONCE):
            done.codes[one.key] = code
    elif known is None or known.cancelled_at is not None or known.ticket_id is not None:
        done.unchanged += 1
    elif one.is_cancelled:
        done.cancelled += rows.cancel(connection, known.booking_id, row.made_at)
    elif (known.booked_at, known.errand) != (one.at, one.errand):
        done.moved += rows.move(connection, known, one.at, MOST_AT_ONCE, one.errand)
    else:
        done.unchanged += 1

# SPDX-License-Identifier: EUPL-1.2
"""Slips that the branch sends to a device: copies that staff ask for, and what a kiosk proved that it could not print.

A ticket has one slip without the word "kopia". It goes to another printer only when the first word about it was that nothing
was sent; of one that may have come, or that was reported before, staff ask for a copy.
"""

import uuid
from datetime import datetime, timedelta

from kolapp_server.services.branches import Branches
from kolapp_server.store import print_jobs
from kolapp_server.store.reading import Connection
from kolapp_server.store.words import PrintJobRow

JOBS_LAST = timedelta(minutes=2)
"""A slip an hour late is worse than none: the visitor has long gone, and somebody else takes it."""
NOTHING_SENT = "failed"
_SPACE = uuid.UUID("3f0c5b1e-6a0a-4a53-9d3f-1f6c5f5f2a10")


def own_slip_id(ticket_id: str) -> str:
    """Names the slip that the kiosk itself was to print."""
    return str(uuid.uuid5(_SPACE, f"own {ticket_id}"))


def fallback_id(ticket_id: str) -> str:
    """Names the one slip that may be printed in its stead."""
    return str(uuid.uuid5(_SPACE, f"fallback {ticket_id}"))


async def ask_for(branches: Branches, job: PrintJobRow) -> PrintJobRow:
    """The slip is on record, so that it reaches a device that was away for a moment. Asked twice, it is one, where it was."""
    given_up = branches.clock() - JOBS_LAST

    def work(connection: Connection) -> PrintJobRow:
        print_jobs.expire(connection, given_up)
        return print_jobs.put_once(connection, job)

    return await branches.writer.run(work)


async def note_own(branches: Branches, own: PrintJobRow, result: str, fallback: PrintJobRow | None) -> bool:
    """How the kiosk's own slip went is known. True where `fallback` is on record by that, and is to be sent."""

    def work(connection: Connection) -> bool:
        is_first = print_jobs.note(connection, own, result)
        if not is_first or fallback is None or result != NOTHING_SENT:
            return False
        print_jobs.put_once(connection, fallback)
        return True

    return await branches.writer.run(work)


def is_in_time(issued_at: datetime, now: datetime) -> bool:
    """Whether the visitor may still stand there."""
    return now - issued_at < JOBS_LAST


async def waiting_for(branches: Branches, device_id: str) -> list[PrintJobRow]:
    """What that device has been asked to print and has not answered."""
    since = branches.clock() - JOBS_LAST
    return await branches.read(lambda connection: print_jobs.waiting_for(connection, device_id, since))


async def finish_job(branches: Branches, branch_id: str, job_id: str, result: str) -> None:
    """How the slip went is known."""
    await branches.writer.run(lambda connection: print_jobs.finish(connection, branch_id, job_id, result))


async def standing_of(branches: Branches, branch_id: str, job_id: str) -> tuple[str | None, bool] | None:
    """The result, if it is known, and whether the time is over; None where there is no such job."""
    found = await branches.read(lambda connection: print_jobs.standing(connection, branch_id, job_id))
    if found is None:
        return None
    result, asked_at = found
    is_over = result == print_jobs.EXPIRED or (result is None and branches.clock() - asked_at >= JOBS_LAST)
    return (None if is_over else result), is_over

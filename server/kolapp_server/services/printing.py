# SPDX-License-Identifier: EUPL-1.2
"""Copies for a visitor who lost the slip, sent to a device that can print."""

from datetime import timedelta

from kolapp_server.services.branches import Branches
from kolapp_server.store import print_jobs
from kolapp_server.store.words import PrintJobRow, put_words

JOBS_LAST = timedelta(minutes=10)
"""A copy that nobody printed within ten minutes is no longer waited for."""


async def ask_for_copy(branches: Branches, job: PrintJobRow) -> None:
    """The copy is on record, so that it reaches a device that was away for a moment. Asked twice, it is one copy."""
    await branches.writer.run(lambda connection: put_words(connection, [job]))


async def waiting_for(branches: Branches, device_id: str) -> list[PrintJobRow]:
    """What that device has been asked to print and has not answered."""
    since = branches.clock() - JOBS_LAST
    return await branches.read(lambda connection: print_jobs.waiting_for(connection, device_id, since))


async def finish_job(branches: Branches, branch_id: str, job_id: str, result: str) -> None:
    """How the copy went is known."""
    await branches.writer.run(lambda connection: print_jobs.finish(connection, branch_id, job_id, result))

# SPDX-License-Identifier: EUPL-1.2
"""Slips that a device has been asked to print, and how each ticket's own slip went."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from kolapp_server.store.tables import print_jobs
from kolapp_server.store.words import PrintJobRow

EXPIRED = "expired"
_ROW = [column for column in print_jobs.columns if column.name != "result"]


def waiting_for(connection: Connection, device_id: str, asked_after: datetime) -> list[PrintJobRow]:
    """What the device has been asked since then and has not answered, oldest first."""
    is_it = (print_jobs.c.device_id == device_id) & (print_jobs.c.result.is_(None)) & (print_jobs.c.asked_at > asked_after)
    found = connection.execute(select(*_ROW).where(is_it).order_by(print_jobs.c.asked_at))
    return [PrintJobRow(**row._mapping) for row in found]


def put_once(connection: Connection, job: PrintJobRow) -> PrintJobRow:
    """The job with that id: this one, or the one that was there before."""
    row = connection.execute(select(*_ROW).where(print_jobs.c.job_id == job.job_id)).one_or_none()
    if row is not None:
        return PrintJobRow(**row._mapping)
    connection.execute(insert(print_jobs).values({column.name: getattr(job, column.name) for column in _ROW}))
    return job


def note(connection: Connection, own: PrintJobRow, result: str) -> bool:
    """How a ticket's own slip went is kept. False where it was known before; the first word stays."""
    if connection.scalar(select(print_jobs.c.job_id).where(print_jobs.c.job_id == own.job_id)) is not None:
        return False
    put_once(connection, own)
    finish(connection, own.branch_id, own.job_id, result)
    return True


def finish(connection: Connection, branch_id: str, job_id: str, result: str) -> str | None:
    """How it went is kept, the slip's words are not. Returns the ticket it was of."""
    is_it = (print_jobs.c.job_id == job_id) & (print_jobs.c.branch_id == branch_id)
    connection.execute(update(print_jobs).where(is_it).values(result=result, slip=""))
    return connection.scalar(select(print_jobs.c.ticket_id).where(is_it))


def expire(connection: Connection, asked_before: datetime) -> None:
    """What nobody printed in time is given up. A device that prints it all the same may still say so."""
    is_late = print_jobs.c.result.is_(None) & (print_jobs.c.asked_at <= asked_before)
    connection.execute(update(print_jobs).where(is_late).values(result=EXPIRED, slip=""))


def standing(connection: Connection, branch_id: str, job_id: str) -> tuple[str | None, datetime] | None:
    """The result, if there is one, and when it was asked for; None where there is no such job."""
    is_it = (print_jobs.c.job_id == job_id) & (print_jobs.c.branch_id == branch_id)
    row = connection.execute(select(print_jobs.c.result, print_jobs.c.asked_at).where(is_it)).one_or_none()
    return None if row is None else (row.result, row.asked_at)

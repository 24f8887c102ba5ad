# SPDX-License-Identifier: EUPL-1.2
"""Copies that a device has been asked to print."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from kolapp_server.store.tables import print_jobs
from kolapp_server.store.words import PrintJobRow


def waiting_for(connection: Connection, device_id: str, asked_after: datetime) -> list[PrintJobRow]:
    """What the device has been asked since then and has not answered, oldest first."""
    is_it = (print_jobs.c.device_id == device_id) & (print_jobs.c.result.is_(None)) & (print_jobs.c.asked_at > asked_after)
    columns = [column for column in print_jobs.columns if column.name != "result"]
    found = connection.execute(select(*columns).where(is_it).order_by(print_jobs.c.asked_at))
    return [PrintJobRow(**row._mapping) for row in found]


def finish(connection: Connection, branch_id: str, job_id: str, result: str) -> str | None:
    """How it went is kept, the slip's words are not. Returns the ticket it was of."""
    is_it = (print_jobs.c.job_id == job_id) & (print_jobs.c.branch_id == branch_id)
    connection.execute(update(print_jobs).where(is_it).values(result=result, slip=""))
    return connection.scalar(select(print_jobs.c.ticket_id).where(is_it))

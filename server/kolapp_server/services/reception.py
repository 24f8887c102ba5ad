# SPDX-License-Identifier: EUPL-1.2
"""What a visitor does: takes a ticket, leaves the queue, opens the own page."""

import base64
import hashlib
import hmac
from datetime import datetime

from kolapp_server.domain import hours
from kolapp_server.domain.commands import Cancel, IssueTicket, ReportPrinted
from kolapp_server.domain.ticket import TicketId
from kolapp_server.services.branches import Branches
from kolapp_server.store import words
from kolapp_server.store.batch import Done
from kolapp_server.store.words import SecretRow, Words


async def issue_ticket(
    branches: Branches, branch_id: str, command: IssueTicket, secret: str | None, actor: str, also: tuple[Words, ...] = ()
) -> Done:
    """The visitor has a number. The ticket's own id is the promise: asked again, the same ticket is given.

    `also` is kept with it: that the visitor goes on with an earlier contact, or went straight to a specialist.
    """
    if secret is not None:
        also = (secret_row(branches, branch_id, command.ticket_id, secret), *also)
    return await branches.carry_out(branch_id, command, command.ticket_id, actor, also)


async def cancel_ticket(branches: Branches, branch_id: str, command: Cancel, request_id: str, actor: str) -> Done:
    """The visitor has left the queue, or never joined it."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def report_printed(branches: Branches, branch_id: str, command: ReportPrinted, request_id: str, actor: str) -> Done:
    """It is known, or known to be unknown, how the printing went."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def opens_page(branches: Branches, ticket_id: TicketId, secret: str, now: datetime) -> str | None:
    """The branch of that ticket if `secret` opens its page now; None for a wrong one and for one of another day alike."""
    row = await branches.read(lambda connection: words.secret_of(connection, ticket_id))
    if row is None or row.dies_at <= now:
        return None
    return row.branch_id if hmac.compare_digest(row.secret_hash, _hashed(secret)) else None


def secret_row(branches: Branches, branch_id: str, ticket_id: TicketId, secret: str) -> SecretRow:
    """What opens that visitor's page until the day turns."""
    day, now = branches.day(branch_id), branches.clock()
    dies_at = hours.day_ends_at(day.service_day, day.rules.time_zone)
    if dies_at <= now:
        dies_at = hours.day_ends_at(hours.service_day(now, day.rules.time_zone), day.rules.time_zone)
    return SecretRow(ticket_id, branch_id, _hashed(secret), dies_at)


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(base64.urlsafe_b64decode(secret + "==")).digest()

# SPDX-License-Identifier: EUPL-1.2
"""A visitor comes with a booked time: the booking is checked in, and the ticket is given as what the time makes of it."""

from collections.abc import Callable
from dataclasses import replace

from kolapp_server.domain.bookings import is_booked_still
from kolapp_server.domain.commands import IssueTicket
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.services import reception
from kolapp_server.services.bookings import BookingDesk
from kolapp_server.store.batch import Done
from kolapp_server.store.words import Words


async def issue_booked(
    desk: BookingDesk,
    branch_id: str,
    code_hash: bytes,
    command: IssueTicket,
    given: tuple[str | None, str, tuple[Words, ...]],
    words_of: Callable[[str], tuple[Words, ...]],
) -> Done:
    """The ticket of a booked time; who is too late for it waits as if they had none. `given`: secret, actor and what is kept.

    Where the time is an officer's, `words_of` that officer are kept too: they are told that their visitor is there.

    A code that opens nothing now changes nothing. Where no ticket can be given, the booking can be used again.
    """
    secret, actor, also = given
    found = await desk.check_in(branch_id, code_hash, command.ticket_id)
    if found is not None and found.arrival is not None:
        booked_at = found.row.booked_at if is_booked_still(found.arrival) else None
        command = replace(command, errand=ErrandId(found.row.errand), booked_at=booked_at)
        also = (*also, *(words_of(found.row.officer) if found.row.officer else ()))
    try:
        return await reception.issue_ticket(desk.branches, branch_id, command, secret, actor, also)
    except Refusal:
        if found is not None:
            await desk.let_go(branch_id, command.ticket_id)
        raise

# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk did by itself while no answer came: taken as a whole or not at all."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kolapp_server.domain import hours
from kolapp_server.domain.commands import IssuedOffline, TakeJournal
from kolapp_server.domain.day import Day
from kolapp_server.domain.offline import Result, results
from kolapp_server.domain.ticket import TicketId
from kolapp_server.services import reception
from kolapp_server.services.branches import Branches
from kolapp_server.store import standing
from kolapp_server.store.words import SecretRow, Words


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of each entry, and the journal number at which all of it stood."""

    results: tuple[Result, ...]
    seq: int


async def take_journal(
    branches: Branches,
    branch_id: str,
    command: TakeJournal,
    secrets: Mapping[TicketId, str],
    actor: str,
    kept: tuple[Words, ...] = (),
) -> Taken:
    """All entries are in the journal. Told again, nothing happens again: an entry is known by its ticket's id.

    `kept` goes with the tickets that are new: who came back, or asked for an officer, or went straight to a specialist.
    """
    issued = [entry for entry in command.entries if isinstance(entry, IssuedOffline)]
    if issued:
        ids, numbers = [entry.ticket_id for entry in issued], [entry.number for entry in issued]
        since = _first_day(branches.day(branch_id), command, issued)
        earlier = await branches.read(lambda connection: standing.earlier_tickets(connection, branch_id, ids, numbers, since))
        command = replace(command, earlier=earlier)
    also = (*_new_secrets(branches, branch_id, secrets), *kept)
    done = await branches.carry_out(branch_id, command, str(uuid.uuid4()), actor, also)
    return Taken(tuple(results(command, done.day, done.events)), done.seq)


def _first_day(day: Day, command: TakeJournal, issued: list[IssuedOffline]) -> date:
    earliest = min(entry.heard_at or command.last_sign_at for entry in issued)
    return hours.service_day(earliest, day.rules.time_zone) - timedelta(days=1)


def _new_secrets(branches: Branches, branch_id: str, secrets: Mapping[TicketId, str]) -> tuple[SecretRow, ...]:
    """A ticket that is known keeps the secret that it has: nobody else's entry can take it over."""
    day = branches.day(branch_id)
    return tuple(
        reception.secret_row(branches, branch_id, ticket_id, secret)
        for ticket_id, secret in secrets.items()
        if is_new(day, ticket_id)
    )


def is_new(day: Day, ticket_id: TicketId) -> bool:
    """Whether nobody has told of that ticket, and nobody has taken it back."""
    return day.find(ticket_id) is None and ticket_id not in day.barred and ticket_id not in day.past

# SPDX-License-Identifier: EUPL-1.2
"""What clerks do with a visit that goes on, what they read of it before the call, and how good hand-overs were."""

import asyncio
from datetime import datetime, timedelta

import structlog

from kolapp_server.domain.language_figures import TELL_OF_LANGUAGES, LanguageVisits, language_visits
from kolapp_server.domain.quality import Quality, quality
from kolapp_server.domain.refusals import UnknownTicket
from kolapp_server.domain.ticket import Ticket, TicketId
from kolapp_server.domain.visit_commands import VisitCommand
from kolapp_server.services.branches import Branches
from kolapp_server.services.desk import notes_of
from kolapp_server.store import visits
from kolapp_server.store.batch import Done
from kolapp_server.store.reading import Connection
from kolapp_server.store.visits import Visits
from kolapp_server.store.words import NoteRow

log = structlog.get_logger()


async def take_visit_step(branches: Branches, branch_id: str, command: VisitCommand, request_id: str, actor: str) -> Done:
    """The visit has gone one step further."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def read_hand_over(branches: Branches, branch_id: str, ticket_id: TicketId, reader: str) -> tuple[Ticket, list[NoteRow]]:
    """The ticket and what was said of it. Who read it, and when, stands in the log. Raises `UnknownTicket`."""
    ticket = branches.day(branch_id).find(ticket_id)
    if ticket is None:
        raise UnknownTicket()
    notes = await notes_of(branches, ticket.ticket_id)
    log.info("note_read", branch=branch_id, ticket_id=ticket.ticket_id, reader=reader, notes=len(notes))
    return ticket, notes


async def hand_overs(branches: Branches, branch_id: str, days: int) -> tuple[Quality, Visits]:
    """How good the hand-overs of the last `days` were, and how many errands a visit had."""
    since = branches.clock() - timedelta(days=days)

    def both(connection: Connection) -> tuple[Quality, Visits]:
        told = visits.hand_overs_since(connection, branch_id, since)
        return quality(told), visits.visits_since(connection, branch_id, since)

    return await branches.read(both)


async def languages_met(branches: Branches, branch_id: str, days: int) -> tuple[datetime, tuple[LanguageVisits, ...]]:
    """Since when, and how often visitors of the last `days` were met by somebody who speaks their language."""
    since = branches.clock() - timedelta(days=days)
    told = await branches.read(lambda connection: visits.events_since(connection, branch_id, TELL_OF_LANGUAGES, since))
    return since, await asyncio.to_thread(language_visits, told)

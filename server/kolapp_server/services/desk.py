# SPDX-License-Identifier: EUPL-1.2
"""What a clerk does at a desk."""

from kolapp_server.domain import explaining
from kolapp_server.domain.calling import Why
from kolapp_server.domain.commands import CallNext, DeskCommand, TicketCommand, Transfer
from kolapp_server.domain.refusals import DeskClosed, DeskTaken, UnknownDesk
from kolapp_server.domain.speaking import needed_language
from kolapp_server.domain.ticket import DeskId, TicketId, TicketNumber
from kolapp_server.services.branches import Branches
from kolapp_server.store import clerk_languages, journal, words
from kolapp_server.store.batch import Done
from kolapp_server.store.words import NoteRow


async def must_sit_at(branches: Branches, branch_id: str, desk: DeskId, clerk_id: str | None) -> None:
    """Raises `UnknownDesk`, `DeskClosed` or `DeskTaken` unless that clerk is signed in at that desk."""
    try:
        _must_sit_at(branches, branch_id, desk, clerk_id)
    except (UnknownDesk, DeskClosed, DeskTaken):
        # The clerk may have sat down at another replica a moment ago.
        if not await branches.look():
            raise
        _must_sit_at(branches, branch_id, desk, clerk_id)


def _must_sit_at(branches: Branches, branch_id: str, desk: DeskId, clerk_id: str | None) -> None:
    found = branches.day(branch_id).desks.get(desk)
    if found is None:
        raise UnknownDesk()
    if found.clerk is None:
        raise DeskClosed()
    if found.clerk != clerk_id:
        raise DeskTaken()


async def call_next(branches: Branches, branch_id: str, command: CallNext, request_id: str, actor: str) -> Done:
    """The next visitor is called, or the desk stands ready."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def take_step(branches: Branches, branch_id: str, command: TicketCommand, request_id: str, actor: str) -> Done:
    """The visit at the desk has gone one step further."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def hand_over(branches: Branches, branch_id: str, command: Transfer, note: str | None, request_id: str, actor: str) -> Done:
    """The visitor waits for another desk, and what was said goes along."""
    also = () if not note else (_note(branches, branch_id, command, note, request_id),)
    return await branches.carry_out(branch_id, command, request_id, actor, also)


async def change_desk(branches: Branches, branch_id: str, command: DeskCommand, request_id: str, actor: str) -> Done:
    """The desk is open, pauses, or is closed."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def spoken_by(branches: Branches, clerk_id: str, told: tuple[str, ...] | None) -> tuple[str, ...]:
    """The languages that the clerk speaks besides Swedish: what is told now is kept; where nothing is, what was told before."""
    before = await branches.read(lambda connection: clerk_languages.languages_of(connection, clerk_id))
    if told is None:
        return before
    languages = tuple(sorted({code for code in told if needed_language(code) is not None}))
    if languages != before:
        await branches.writer.run(lambda connection: clerk_languages.set_languages(connection, clerk_id, languages))
    return languages


async def why_called_before(branches: Branches, branch_id: str, called: str, other: str) -> Why | None:
    """Why `called` was called before `other` today, worked out again from the journal; None where a number is unknown."""
    today = branches.day(branch_id).service_day
    told = await branches.read(lambda connection: journal.day_told(connection, branch_id, today))
    return None if told is None else explaining.why_called_before(*told, TicketNumber(called), TicketNumber(other))


async def notes_of(branches: Branches, ticket_id: TicketId) -> list[NoteRow]:
    """What has been said about that visit, oldest first."""
    return await branches.read(lambda connection: words.notes_of(connection, ticket_id))


def _note(branches: Branches, branch_id: str, command: Transfer, note: str, request_id: str) -> NoteRow:
    return NoteRow(request_id, command.ticket_id, branch_id, command.desk, note, branches.clock())

# SPDX-License-Identifier: EUPL-1.2
"""Help is asked, somebody comes, it is over; and a visitor waits elsewhere."""

from datetime import date

from kolapp_server.domain.commands import HelpCommand, WaitElsewhere
from kolapp_server.domain.helping import HelpTimes, help_times
from kolapp_server.services.branches import Branches
from kolapp_server.store import journal
from kolapp_server.store.batch import Done


async def help_command(branches: Branches, branch_id: str, command: HelpCommand, request_id: str, actor: str) -> Done:
    """Everybody who may see it sees it. Whoever asks for help asks under the help's own id."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def wait_elsewhere(branches: Branches, branch_id: str, command: WaitElsewhere, request_id: str, actor: str) -> Done:
    """The visitor is not counted in the room, or is again. The place in the queue stays."""
    return await branches.carry_out(branch_id, command, request_id, actor)


async def times_of(branches: Branches, branch_id: str, service_day: date) -> HelpTimes:
    """How visitors at kiosks were answered that day."""
    told = await branches.read(lambda connection: journal.day_told(connection, branch_id, service_day))
    return help_times(() if told is None else told[1])

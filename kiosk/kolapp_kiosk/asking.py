# SPDX-License-Identifier: EUPL-1.2
"""Questions to the server about a code, and the event that each answer is; and what it is told without being asked."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode
from kolapp_contract.helps import AskForHelp, EndHelp, HelpAnswer
from kolapp_kiosk.flow.events import CodeOpened, CodeShut, TicketTold
from kolapp_kiosk.flow.officer_news import is_shown
from kolapp_kiosk.flow.state import Draft, Shut, State

TOLD_TIMES = 20
TELL_AGAIN_AFTER_S = 15.0
WHY = {ErrorCode.NOT_FOUND: Shut.UNKNOWN, ErrorCode.TOO_FAST: Shut.TOO_FAST}
HELP_WITHIN_S = 2.0
HELP_TIMES = 3
FOLLOWED_EVERY_S = 2.0
Moment = Callable[[], tuple[datetime, Draft]]


async def look(server: ServerHttp, branch_id: str, code: str, within_s: float, moment: Moment) -> CodeOpened | CodeShut:
    """What that code opens, or why it opens nothing. `moment` is asked when the answer is there."""
    try:
        opens = await server.look_at_code(branch_id, code, within_s)
    except ServerRefused as refusal:
        return CodeShut(*moment(), code, WHY.get(refusal.problem.code, Shut.UNREACHABLE))
    except ServerFault:
        return CodeShut(*moment(), code, Shut.UNREACHABLE)
    return CodeOpened(*moment(), code, opens)


async def tell_read(server: ServerHttp, branch_id: str, read: tuple[str, datetime, bool]) -> None:
    """The server counts an answer that was opened: its errand, when, and whether a ticket came of that visit.

    It is asked for some minutes; a count that is lost while the server is away longer than that is lost.
    """
    # Nobody needs it before the first answer has been read.
    from kolapp_contract.entrance import AnswerRead

    errand_id, opened_at, has_ticket = read
    told = AnswerRead(request_id=uuid7(), errand_id=errand_id, opened_at=opened_at, has_ticket=has_ticket)
    for _ in range(TOLD_TIMES):
        try:
            return await server.tell_answer_read(branch_id, told)
        except ServerRefused:
            return None
        except ServerFault:
            await asyncio.sleep(TELL_AGAIN_AFTER_S)
    return None


async def follow(
    server: ServerHttp, ticket_id: UUID, seen: Callable[[], State], moment: Moment, feed: Callable[[TicketTold], None]
) -> None:
    """The flow is told of the ticket each time that its officer has said something, while it stands in the state that is seen."""
    last: tuple[object, object] | None = None
    while is_shown(seen(), ticket_id):
        with suppress(ServerFault):
            found = await server.ticket(ticket_id)
            if (found.officer, found.state) != last:
                feed(TicketTold(*moment(), found))
            last = found.officer, found.state
        await asyncio.sleep(FOLLOWED_EVERY_S)


async def ask_for_help(server: ServerHttp, help_id: UUID) -> bool:
    """Whether staff have been told that a visitor here needs somebody. Asked again under the same id it stands once."""
    path = paths.HELP.format(help_id=help_id)
    for _ in range(HELP_TIMES):
        try:
            await server.ask(HelpAnswer, "PUT", path, HELP_WITHIN_S, AskForHelp())
        except ServerRefused:
            return False
        except ServerFault:
            continue
        return True
    return False


async def end_help(server: ServerHttp, help_id: UUID) -> None:
    """The visitor needs nobody any more. Where the server does not hear it, whoever comes is told by the visitor."""
    with suppress(ServerFault):
        path = paths.HELP_END.format(help_id=help_id)
        await server.ask(HelpAnswer, "POST", path, HELP_WITHIN_S, EndHelp(request_id=uuid7()))

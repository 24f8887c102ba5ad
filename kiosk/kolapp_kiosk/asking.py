# SPDX-License-Identifier: EUPL-1.2
"""Questions to the server about a code, and the event that each answer is; and what it is told without being asked."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from uuid_utils.compat import uuid7

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract.entrance import AnswerRead
from kolapp_contract.errors import ErrorCode
from kolapp_kiosk.flow.events import CodeOpened, CodeShut
from kolapp_kiosk.flow.state import Draft, Shut

TOLD_TIMES = 20
TELL_AGAIN_AFTER_S = 15.0
WHY = {ErrorCode.NOT_FOUND: Shut.UNKNOWN, ErrorCode.TOO_FAST: Shut.TOO_FAST}
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

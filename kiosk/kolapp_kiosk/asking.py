# SPDX-License-Identifier: EUPL-1.2
"""Questions to the server about a code, and the event that each answer is."""

from collections.abc import Callable
from datetime import datetime

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract.errors import ErrorCode
from kolapp_kiosk.flow.events import CodeOpened, CodeShut
from kolapp_kiosk.flow.state import Draft, Shut

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

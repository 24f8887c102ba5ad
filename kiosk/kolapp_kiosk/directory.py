# SPDX-License-Identifier: EUPL-1.2
"""Whom visitors can ask for, asked of the server again and again. It stands in memory alone: a name is not kept."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from kolapp_client.http import ServerFault, ServerHttp
from kolapp_contract import paths
from kolapp_contract.officers import OfficerDirectory

ASKED_EVERY_S = 10.0
WITHIN_S = 5.0


async def follow(server: ServerHttp, branch_id: str, changed: Callable[[OfficerDirectory], None]) -> None:
    """`changed` is told of every directory that is otherwise than the last. A server of an earlier release has none."""
    last = OfficerDirectory()
    while True:
        with suppress(ServerFault):
            found = await server.ask(OfficerDirectory, "GET", paths.OFFICERS.format(branch_id=branch_id), WITHIN_S)
            if found != last:
                changed(found)
                last = found
        await asyncio.sleep(ASKED_EVERY_S)

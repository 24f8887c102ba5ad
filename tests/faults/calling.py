# SPDX-License-Identifier: EUPL-1.2
"""A desk that calls everybody who waits, so that it is seen in which order they stood."""

import uuid

import httpx

from kolapp_contract import paths
from tests.support.server_process import Seat
from tests.support.visitors import Recorder, press_next


async def call_all(url: str, seat: Seat, book: Recorder) -> list[str]:
    """The numbers of all who waited, in the order in which they were called."""
    numbers = []
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        while (called := await press_next(http, book, seat)).number is not None:
            numbers.append(called.number)
    return numbers


async def call_offline(url: str, seat: Seat, number: str) -> int:
    """What the server answers when a desk calls a number that stands on a kiosk's slip."""
    desk, headers = seat
    body = {"request_id": str(uuid.uuid4()), "offline_number": number, "reason": "continuation"}
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        return (await http.post(paths.DESK_CALLS.format(desk_id=desk), json=body, headers=headers)).status_code

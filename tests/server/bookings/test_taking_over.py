# SPDX-License-Identifier: EUPL-1.2
"""Another system's bookings stand here too; read again, what has changed there changes here."""

import json
from datetime import timedelta

import pytest

from kolapp_contract.codes import hashed
from kolapp_server.asking import OrderRefused
from kolapp_server.control import carry_out
from kolapp_server.foundation import now_utc
from kolapp_server.store import bookings as rows
from tests.support.running_server import BRANCH, Running

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT = (now_utc() + timedelta(days=3)).replace(microsecond=0)


def times(*given: tuple[str, int], **more: object) -> str:
    return json.dumps(
        [{"id": key, "errand": "bygglov", "at": (AT + timedelta(hours=hour)).isoformat(), **more} for key, hour in given]
    )


async def take(server: Running, text: str) -> list[str]:
    said = await carry_out(server.foundation, {"do": "import-bookings", "text": text, "branch": BRANCH})
    return said.splitlines()


async def test_new_times_get_codes_that_are_told_once(server: Running) -> None:
    text = times(("a", 0), ("b", 0), ("c", 0))
    first, *codes = await take(server, text)
    assert first == f"{BRANCH}: 3 new, 0 moved, 0 cancelled, 0 as before"
    key, code = codes[0].split("\t")
    row = await server.foundation.branches.read(lambda connection: rows.by_code(connection, hashed(code)))
    assert key == "a"
    assert row is not None
    assert row.booked_at == AT
    assert await take(server, text) == [f"{BRANCH}: 0 new, 0 moved, 0 cancelled, 3 as before"]


async def test_what_moved_or_was_cancelled_there_does_so_here_and_keeps_its_code(server: Running) -> None:
    _, told = await take(server, times(("d", 0)))
    code = told.split("\t")[1]
    assert await take(server, times(("d", 2))) == [f"{BRANCH}: 0 new, 1 moved, 0 cancelled, 0 as before"]
    row = await server.foundation.branches.read(lambda connection: rows.by_code(connection, hashed(code)))
    assert row is not None
    assert row.booked_at == AT + timedelta(hours=2)
    assert await take(server, times(("d", 2), cancelled=True)) == [f"{BRANCH}: 0 new, 0 moved, 1 cancelled, 0 as before"]


async def test_a_file_with_a_fault_changes_nothing(server: Running) -> None:
    with pytest.raises(OrderRefused, match="line 1"):
        await take(server, times(("e", 0))[:-1] + ', {"id": "f"}]')
    assert (await take(server, times(("e", 0))))[0].startswith(f"{BRANCH}: 1 new")

# SPDX-License-Identifier: EUPL-1.2
"""What a town has set in its file holds in its branch alone, with its decision; everywhere else it is as usual."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Connection, Table, insert, select

from kolapp_contract import paths
from kolapp_server.control import carry_out
from kolapp_server.foundation import now_utc
from kolapp_server.services.retention import Destroyer
from kolapp_server.store.contact_tables import contact_notes, contact_readings
from tests.support.running_server import BRANCH, OTHER_BRANCH, Running, always_open, furnish, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
OWN = """
retention:
  contact_notes: {days: 60, decision: KS 2026/123}
  contact_readings: {days: 800, decision: KS 2026/124}
"""
MORE = {"contact_notes": {"text": "words"}, "contact_readings": {"clerk_id": "c"}}
KEYS = {"contact_notes": "record_id", "contact_readings": "reading_id"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found)
        await carry_out(found.foundation, {"do": "import", "text": always_open() + OWN})
        yield found


def destroyer(server: Running) -> Destroyer:
    found: Destroyer = server.app.state.caretaker.destroyer
    return found


async def written(server: Running, table: Table, days: int) -> None:
    """A row of that age in each branch."""
    at = now_utc() - timedelta(days=days)
    usual = {"contact_id": "c", "at": at, **MORE[table.name]}
    found = [{KEYS[table.name]: str(uuid.uuid4()), "branch_id": branch, **usual} for branch in (BRANCH, OTHER_BRANCH)]

    def write(connection: Connection) -> None:
        connection.execute(insert(table), found)

    await server.foundation.branches.writer.run(write)


async def left(server: Running, table: Table) -> set[str]:
    """The branches that still have a row, once what is over has been destroyed."""
    await destroyer(server).destroy_what_is_over(now_utc())
    return await server.foundation.branches.read(lambda connection: set(connection.scalars(select(table.c.branch_id))))


async def test_what_is_kept_shorter_goes_there_alone(server: Running) -> None:
    await written(server, contact_notes, 61)
    assert await left(server, contact_notes) == {OTHER_BRANCH}


async def test_what_is_kept_longer_stays_there_alone(server: Running) -> None:
    await written(server, contact_readings, 750)
    assert await left(server, contact_readings) == {BRANCH}


async def test_it_is_written_down_with_the_decision(server: Running) -> None:
    await written(server, contact_notes, 61)
    await left(server, contact_notes)
    exports = "".join(path.read_text("utf-8") for path in destroyer(server).exports.glob("*-contact_notes.csv"))
    assert "KS 2026/123" in exports
    assert OTHER_BRANCH not in exports


async def test_the_office_reads_it_there_and_the_usual_elsewhere(server: Running) -> None:
    pages = {}
    for role in ("manager", f"{OTHER_BRANCH}:manager"):
        cookie = {"Cookie": f"kolapp-loopback={server.by_role[role].token}"}
        pages[role] = (await server.http.get(paths.OFFICE_PAGE, headers={"Accept-Language": "sv", **cookie})).text
    assert "I stället efter 60 dagar: KS 2026/123" in pages["manager"]
    assert "I stället efter" not in pages[f"{OTHER_BRANCH}:manager"]

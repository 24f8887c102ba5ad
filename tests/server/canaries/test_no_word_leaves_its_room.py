# SPDX-License-Identifier: EUPL-1.2
"""Every field that somebody can write in is filled with canaries, and they are looked for everywhere (I12)."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.contacts import CODE_HEADER
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.store.tables import journal, print_jobs, requests
from tests.support.canaries import CONTACT_CODE, CONTACT_ID, FIELDS, PIECES, post
from tests.support.running_server import BRANCH, Running, furnish, path, running

pytestmark = pytest.mark.slow
PUBLIC = (
    paths.METRICS,
    paths.READYZ,
    paths.RULE_PAGE,
    paths.VISITOR_PAGE,
    paths.CONTACT_PAGE,
    paths.BOARD_PAGE,
    paths.BOARD,
    paths.CATALOGUE,
)
PUBLIC_VIEWS = (ViewName.BOARD, ViewName.FACILITY, ViewName.PRINTER)


def found_in(where: str, said: str) -> list[str]:
    return [f"{where}: {piece}" for piece in PIECES if piece in said]


async def public_pages(server: Running) -> Iterable[tuple[str, str]]:
    return [(address, (await server.http.get(path(address))).text) for address in PUBLIC]


async def kept(server: Running) -> list[tuple[str, str]]:
    """What the journal, the answered requests and the slips say."""
    tables = (journal, requests, print_jobs)
    queries = [(table.name, select(table)) for table in tables]
    read = server.foundation.branches.read
    return [(name, str(await read(lambda connection, query=query: connection.execute(query).all()))) for name, query in queries]


async def test_no_canary_is_seen_heard_or_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with running(tmp_path / "var") as server:
        await furnish(server, (BRANCH,))
        await post(server, paths.HEARTBEAT, {"contract": CONTRACT_VERSION, "program": "x", "printer": "ok"}, role="printer")
        for field in FIELDS:
            await field.fill(server)
        receipt = {"request_id": "01920000-0000-7000-8000-0000000c0de2", "code": CONTACT_CODE}
        await post(server, path(paths.CONTACT_RECEIPT, contact_id=CONTACT_ID), receipt)
        state = await server.http.get(paths.CONTACT_STATE, headers={CODE_HEADER: CONTACT_CODE})
        assert state.status_code == 200
        newsroom = server.app.state.inside.newsroom
        views = [(view, newsroom.snapshot(BRANCH, view).model_dump_json()) for view in PUBLIC_VIEWS]
        said = [*await public_pages(server), *await kept(server), *views, ("state", state.text)]
    log = capfd.readouterr()
    said += [("log", log.out + log.err), *exported(tmp_path)]
    assert list(itertools.chain.from_iterable(found_in(*each) for each in said)) == []


def exported(folder: Path) -> list[tuple[str, str]]:
    """Every file that the server wrote besides its database."""
    files = (file for file in folder.rglob("*") if file.is_file() and "sqlite" not in file.name)
    return [(file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files]


def test_a_canary_that_flew_is_seen() -> None:
    assert found_in("a slip", f"… {PIECES[1]} …") == [f"a slip: {PIECES[1]}"]

# SPDX-License-Identifier: EUPL-1.2
"""A lost receipt is made anew: another code opens the same contact, the old one opens nothing, and who did it is kept."""

import secrets
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.contacts import CODE_HEADER
from kolapp_server.store.contact_tables import contact_renewals
from tests.support.running_server import Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


def new_code(kind: CodeKind = CodeKind.CONTACT) -> str:
    return code_of(kind, secrets.token_bytes(11))


async def post(server: Running, address: str, body: dict[str, Any], role: str = "clerk", **ids: str) -> httpx.Response:
    return await server.http.post(path(address, **ids), json=body, headers=server.by_role[role].headers)


async def recorded(server: Running, code: str) -> str:
    body = {"request_id": str(uuid7()), "code": code, "errand_id": "bygglov", "outcome": "promised"}
    return str((await post(server, paths.CONTACTS, body)).json()["contact_id"])


async def renewed(server: Running, contact_id: str, code: str, *, request_id: str = "", role: str = "clerk") -> int:
    body = {"request_id": request_id or str(uuid7()), "code": code}
    return (await post(server, paths.CONTACT_CODE, body, role, contact_id=contact_id)).status_code


async def opens(server: Running, code: str) -> int:
    return (await server.http.get(paths.CONTACT_STATE, headers={CODE_HEADER: code})).status_code


async def renewals(server: Running, contact_id: str) -> list[dict[str, Any]]:
    asked = select(contact_renewals).where(contact_renewals.c.contact_id == contact_id)
    return await server.foundation.branches.read(lambda connection: [dict(row._mapping) for row in connection.execute(asked)])


async def test_the_new_code_opens_the_same_contact_and_the_old_one_nothing(server: Running) -> None:
    old, new, request_id = new_code(), new_code(), str(uuid7())
    contact_id = await recorded(server, old)
    assert (await opens(server, old), await opens(server, new)) == (200, 404)
    assert [await renewed(server, contact_id, new, request_id=request_id) for _ in range(2)] == [204, 204]
    assert (await opens(server, old), await opens(server, new)) == (404, 200)
    looked = (await post(server, paths.CODE_LOOK, {"code": new}, "kiosk")).json()
    assert looked["contact"]["contact_id"] == contact_id
    (kept,) = await renewals(server, contact_id)
    assert (kept["renewal_id"], kept["clerk_id"]) == (request_id, server.by_role["clerk"].id)
    assert new not in repr(kept)


async def test_a_code_that_opens_something_already_is_refused_and_nothing_changes(server: Running) -> None:
    first, second = new_code(), new_code()
    contact_id = await recorded(server, first)
    await recorded(server, second)
    assert await renewed(server, contact_id, second) == 422
    assert (await opens(server, first), await renewals(server, contact_id)) == (200, [])


async def test_a_code_of_another_kind_a_contact_that_is_not_there_and_a_kiosk_are_refused(server: Running) -> None:
    contact_id = await recorded(server, new_code())
    assert await renewed(server, contact_id, new_code(CodeKind.BOOKING)) == 422
    assert await renewed(server, str(uuid7()), new_code()) == 404
    assert await renewed(server, contact_id, new_code(), role="kiosk") == 403

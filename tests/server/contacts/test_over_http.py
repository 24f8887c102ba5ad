# SPDX-License-Identifier: EUPL-1.2
"""Contacts over HTTP: who may record and read, what a receipt says, and what the holder of a code is told."""

import secrets
from typing import Any

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.codes import ALPHABET, CodeKind, code_of
from kolapp_contract.contacts import CODE_HEADER
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.api.contacts import GUESSES
from kolapp_server.auth.slowing import Slowing
from kolapp_server.services import printing
from tests.support.running_server import Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
NOTE = "Ritningen saknar mått"
OWNER = "bygg-och-foretag"


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _nobody_has_guessed(server: Running) -> None:
    server.app.state.contact_tries = Slowing(GUESSES)


def new_code() -> str:
    return code_of(CodeKind.CONTACT, secrets.token_bytes(11))


async def send(server: Running, role: str, address: str, body: dict[str, Any] | None = None, **ids: str) -> httpx.Response:
    method = "GET" if body is None else "POST"
    return await server.http.request(method, path(address, **ids), json=body, headers=server.by_role[role].headers)


async def recorded(server: Running, code: str, **more: Any) -> str:
    """The id of a contact with a promise."""
    promise = {"kind": "letter", "due_on": "2036-11-27", "owner_id": OWNER}
    facts = {"errand_id": "bygglov", "note": NOTE, "outcome": "promised", "promise": promise, "language": "fi"}
    body = {"request_id": str(uuid7()), "code": code, **facts, **more}
    answer = await send(server, "clerk", paths.CONTACTS, body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["contact_id"])


async def state(server: Running, code: str) -> httpx.Response:
    return await server.http.get(paths.CONTACT_STATE, headers={CODE_HEADER: code})


async def test_the_holder_of_a_code_is_told_who_owns_it_what_and_by_when_and_no_word(server: Running) -> None:
    code = new_code()
    await recorded(server, code)
    answer = await state(server, code.lower())
    told = answer.json()
    assert (told["owner"]["sv"], told["promise"], told["due_on"], told["state"]) == (
        "Bygg och företag", "letter", "2036-11-27", "open",
    )  # fmt: skip
    assert NOTE not in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_wrong_an_unknown_and_a_senseless_code_get_the_same_answer_and_who_guesses_waits(server: Running) -> None:
    code = new_code()
    await recorded(server, code)
    mistyped = code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
    other_kind = code_of(CodeKind.BOOKING, secrets.token_bytes(11))
    answers = [await state(server, wrong) for wrong in (mistyped, new_code(), other_kind, "", "hej")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    for _ in range(GUESSES.free - len(answers)):
        await state(server, new_code())
    slowed = await state(server, code)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1


async def test_whoever_keeps_the_machines_reads_no_notes(server: Running) -> None:
    contact_id = await recorded(server, new_code())
    found = {
        role: await send(server, role, paths.CONTACT, contact_id=contact_id) for role in ("clerk", "manager", "admin", "kiosk")
    }
    assert {role: answer.status_code for role, answer in found.items()} == {
        "clerk": 200, "manager": 200, "admin": 403, "kiosk": 403,
    }  # fmt: skip
    assert [record["note"] for record in found["clerk"].json()["records"]] == [NOTE]


async def test_a_contact_of_another_branch_does_not_exist_here(server: Running) -> None:
    contact_id = await recorded(server, new_code())
    answer = await server.http.get(
        path(paths.CONTACT, branch_id="lunda", contact_id=contact_id), headers=server.by_role["lunda:clerk"].headers
    )
    assert answer.status_code == 404


async def test_the_receipt_has_the_code_the_owner_and_the_day_in_the_visitors_language_and_no_word(server: Running) -> None:
    await send(server, "printer", paths.HEARTBEAT, {"contract": CONTRACT_VERSION, "program": "test", "printer": "ok"})
    code, job_id = new_code(), str(uuid7())
    contact_id = await recorded(server, code)
    body = {"request_id": job_id, "code": code}
    for _ in range(2):
        assert (await send(server, "clerk", paths.CONTACT_RECEIPT, body, contact_id=contact_id)).status_code == 202
    jobs = await printing.waiting_for(server.foundation.branches, server.by_role["printer"].id)
    (slip,) = [Slip.model_validate_json(job.slip) for job in jobs if job.job_id == job_id]
    assert (slip.kind, slip.code, slip.language, slip.owner) == (SlipKind.CONTACT, code, "fi", "Rakentaminen ja yritykset")
    assert str(slip.due_on) == "2036-11-27"
    assert str(slip.page_url).endswith(f"/c#{code}")
    assert NOTE not in slip.model_dump_json()


async def test_no_receipt_is_printed_for_a_code_that_opens_something_else(server: Running) -> None:
    contact_id = await recorded(server, new_code())
    body = {"request_id": str(uuid7()), "code": new_code()}
    assert (await send(server, "clerk", paths.CONTACT_RECEIPT, body, contact_id=contact_id)).status_code == 404


async def test_the_kiosk_learns_which_errand_a_code_goes_on_with_and_the_desk_sees_it_on_the_ticket(server: Running) -> None:
    code, ticket_id = new_code(), str(uuid7())
    contact_id = await recorded(server, code)
    opens = (await send(server, "kiosk", paths.CODE_LOOK, {"code": code})).json()
    assert opens["contact"] == {"contact_id": contact_id, "errand_id": "bygglov", "owner_id": OWNER}
    body = {"errand_id": "bygglov", "language": "sv", "contact_code": code}
    kiosk = server.by_role["kiosk"].headers
    issued = await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=kiosk)
    assert issued.status_code == 201, issued.text
    assert code not in issued.text
    again = await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=kiosk)
    assert again.status_code == 200
    found = (await send(server, "clerk", paths.FIND_TICKET, number=issued.json()["number"])).json()
    assert found["contact_id"] == contact_id


async def test_a_code_that_opens_nothing_does_not_stand_between_a_visitor_and_a_ticket(server: Running) -> None:
    body = {"errand_id": "bygglov", "language": "sv", "contact_code": new_code()}
    kiosk = server.by_role["kiosk"].headers
    issued = await server.http.put(path(paths.TICKET, ticket_id=str(uuid7())), json=body, headers=kiosk)
    assert issued.status_code == 201


async def test_a_promise_stands_in_the_list_until_it_is_answered(server: Running) -> None:
    contact_id = await recorded(server, new_code(), errand_id="tomt-och-karta")
    listed = (await send(server, "clerk", paths.PROMISES)).json()["promises"]
    (mine,) = [promise for promise in listed if promise["contact_id"] == contact_id]
    assert (mine["state"], mine["owner_id"]) == ("open", OWNER)
    body = {"request_id": str(uuid7()), "is_kept": False}
    closed = await send(server, "clerk", paths.PROMISE_CLOSE, body, promise_id=mine["promise_id"])
    assert closed.json()["state"] == "broken"
    missing = await send(server, "clerk", paths.PROMISE_CLOSE, body, promise_id=str(uuid7()))
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"errand_id": "finns-inte"}, "/errand_id"),
        ({"code": code_of(CodeKind.BOOKING, bytes(range(11)))}, "/code"),
        ({"note": "x" * 601}, "/note"),
        ({"promise": {"kind": "letter", "due_on": "2036-11-27", "owner_id": "eva"}}, "/profile_id"),
    ],
    ids=["errand", "code of a booking", "long note", "a person as owner"],
)
async def test_what_cannot_be_kept_is_refused_with_a_pointer(server: Running, wrong: dict[str, Any], pointer: str) -> None:
    body = {"request_id": str(uuid7()), "code": new_code(), "errand_id": "bygglov", **wrong}
    answer = await send(server, "clerk", paths.CONTACTS, body)
    assert (answer.status_code, answer.json()["pointers"]) == (422, [pointer])


async def test_figures_are_for_those_in_charge_and_small_ones_are_not_told(server: Running) -> None:
    assert (await send(server, "clerk", paths.CONTACT_FIGURES)).status_code == 403
    told = (await send(server, "manager", paths.CONTACT_FIGURES)).json()
    assert told["contacts"] >= 0
    assert all(line.get("count") is None or line["count"] == 0 or line["count"] >= 5 for line in told["promises"])

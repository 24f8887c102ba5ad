# SPDX-License-Identifier: EUPL-1.2
"""Words that must not leave the room they were written in: no display, slip, log, metric, public page or address shows them.

Whoever adds a field that somebody can write in adds it to `FIELDS`: where it is, and how it is filled. One test fills them all
and looks everywhere. A name, a telephone number and an address by e-mail are in it, since each of them could be cut or hidden
by something that looks for the others.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of
from tests.support.running_server import BRANCH, Running

WORDS = "Kvitterina Kanarielund"
TELEPHONE = "070-5550199"
EMAIL = "kvitterina@kanarie.example"
CANARY = f"{WORDS} {TELEPHONE} {EMAIL}"
PIECES = (WORDS, TELEPHONE, EMAIL)
CONTACT_CODE = code_of(CodeKind.CONTACT, b"canary-canary")
CONTACT_ID = "01920000-0000-7000-8000-0000000c0de0"
TICKET_ID = "01920000-0000-7000-8000-0000000c0de1"
Fill = Callable[[Running], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field for words. `fill` puts the canary there as its own writer would."""

    where: str
    fill: Fill


async def post(server: Running, path: str, body: dict[str, object], *, role: str = "clerk", method: str = "POST") -> None:
    """An order of `role`, which must be carried out."""
    answer = await server.http.request(method, path, json=body, headers=server.by_role[role].headers)
    assert answer.status_code < 300, (path, answer.text)


async def fill_contact_note(server: Running) -> None:
    """A clerk writes a note of a contact, with a promise; a visitor comes back with its code."""
    promise = {"kind": "letter", "due_on": "2036-11-27", "owner_id": "bygg-och-foretag"}
    body = {"request_id": CONTACT_ID, "code": CONTACT_CODE, "errand_id": "bygglov", "note": CANARY, "promise": promise}
    await post(server, paths.CONTACTS.format(branch_id=BRANCH), {**body, "outcome": "promised"})
    ticket = {"errand_id": "bygglov", "language": "sv", "contact_code": CONTACT_CODE}
    await post(server, paths.TICKET.format(ticket_id=TICKET_ID), ticket, role="kiosk", method="PUT")


FIELDS: list[Field] = [Field("the note of a contact", fill_contact_note)]

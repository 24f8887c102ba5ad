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
from kolapp_server.control import carry_out
from tests.support.officers import FIRST, town_with_officers
from tests.support.running_server import BRANCH, Running

WORDS = "Kvitterina Kanarielund"
TELEPHONE = "070-5550199"
EMAIL = "kvitterina@kanarie.example"
CANARY = f"{WORDS} {TELEPHONE} {EMAIL}"
PIECES = (WORDS, TELEPHONE, EMAIL)
CONTACT_CODE = code_of(CodeKind.CONTACT, b"canary-canary")
CONTACT_ID = "01920000-0000-7000-8000-0000000c0de0"
TICKET_ID = "01920000-0000-7000-8000-0000000c0de1"
OFFICER_TICKET_ID = "01920000-0000-7000-8000-0000000c0de7"
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


async def fill_officer(server: Running) -> None:
    """The town's file names an officer whom visitors do not see by name, and a visitor asks for them."""
    town = town_with_officers({"name": f'"{CANARY}"', "show_name": "no", "email": EMAIL})
    await carry_out(server.foundation, {"do": "import", "text": town})
    ticket = {"errand_id": "bygglov", "language": "sv", "officer_id": FIRST}
    await post(server, paths.TICKET.format(ticket_id=OFFICER_TICKET_ID), ticket, role="kiosk", method="PUT")


async def fill_incident(server: Running) -> None:
    """A clerk notes an incident, and the manager reads it."""
    body = {"request_id": "01920000-0000-7000-8000-0000000c0dea", "kind": "threat", "text": CANARY}
    await post(server, paths.INCIDENTS.format(branch_id=BRANCH), body)
    headers = server.by_role["manager"].headers
    answer = await server.http.get(paths.INCIDENTS.format(branch_id=BRANCH), headers=headers)
    assert CANARY in answer.text


FIELDS: list[Field] = [
    Field("the text of an incident", fill_incident),
    Field("the name and the address of an officer", fill_officer),
    Field("the note of a contact", fill_contact_note),
]

# SPDX-License-Identifier: EUPL-1.2
"""Words that must not leave the room they were written in: no display, slip, log, metric, public page or address shows them.

Whoever adds a field that somebody can write in adds it to `FIELDS`: where it is, and how it is filled. One test fills them all
and looks everywhere. A name, a telephone number and an address by e-mail are in it, since each of them could be cut or hidden
by something that looks for the others.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from uuid_utils.compat import uuid7

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of
from kolapp_server.control import carry_out
from kolapp_server.foundation import now_utc
from kolapp_server.services.calendars import CalendarReader
from kolapp_server.store.tables import staff
from tests.support.calendar_server import event
from tests.support.officers import FIRST, town_with_officers
from tests.support.running_server import BRANCH, Running, path
from tests.support.small_http import SmallHttp

WORDS = "Kvitterina Kanarielund"
TELEPHONE = "070-5550199"
EMAIL = "kvitterina@kanarie.example"
CANARY = f"{WORDS} {TELEPHONE} {EMAIL}"
PIECES = (WORDS, TELEPHONE, EMAIL)
CONTACT_CODE = code_of(CodeKind.CONTACT, b"canary-canary")
CONTACT_ID = "01920000-0000-7000-8000-0000000c0de0"
TICKET_ID = "01920000-0000-7000-8000-0000000c0de1"
OFFICER_TICKET_ID = "01920000-0000-7000-8000-0000000c0de7"
HANDED_OVER_ID = "01920000-0000-7000-8000-0000000c0deb"
MESSAGE_ID = "01920000-0000-7000-8000-0000000c0dec"
GUIDES_DESK = "disk-1"
ANSWERED = "avfall"


@dataclass(frozen=True, slots=True)
class Room:
    """Where words are written: our server, and somebody else's, which holds a calendar and is told of visitors."""

    server: Running
    other: SmallHttp


Fill = Callable[[Room], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field for words. `fill` puts the canary there as its own writer would, and sees that it stands there."""

    where: str
    fill: Fill


async def post(server: Running, path: str, body: dict[str, object], *, role: str = "clerk", method: str = "POST") -> None:
    """An order of `role`, which must be carried out."""
    answer = await server.http.request(method, path, json=body, headers=server.by_role[role].headers)
    assert answer.status_code < 300, (path, answer.text)


async def read(server: Running, address: str, role: str = "manager") -> str:
    """What that role is told there."""
    answer = await server.http.get(address, headers=server.by_role[role].headers)
    assert answer.is_success, (address, answer.text)
    return answer.text


async def issue(server: Running, ticket_id: str, **more: object) -> None:
    """A visitor at a kiosk."""
    body = {"errand_id": "bygglov", "language": "sv", **more}
    await post(server, paths.TICKET.format(ticket_id=ticket_id), body, role="kiosk", method="PUT")


async def called_to_the_guide(server: Running, ticket_id: str) -> None:
    """A clerk, who is known by name, sits at the guides' desk, and has that visitor there."""
    await post(server, path(paths.DESK_OPEN, desk_id=GUIDES_DESK), {"request_id": str(uuid7()), "profile_id": "vagledare"})
    call = {"request_id": str(uuid7()), "ticket_id": ticket_id, "reason": "language"}
    await post(server, path(paths.DESK_CALLS, desk_id=GUIDES_DESK), call)


async def let_go(server: Running, ticket_id: str) -> None:
    """The visit is over."""
    body = {"request_id": str(uuid7()), "desk_id": GUIDES_DESK, "outcome": "solved"}
    await post(server, path(paths.TICKET_STEP, ticket_id=ticket_id, step="finish"), body)


async def fill_contact_note(room: Room) -> None:
    """A clerk writes a note of a contact, with a promise; a visitor comes back with its code."""
    promise = {"kind": "letter", "due_on": "2036-11-27", "owner_id": "bygg-och-foretag"}
    body = {"request_id": CONTACT_ID, "code": CONTACT_CODE, "errand_id": "bygglov", "note": CANARY, "promise": promise}
    await post(room.server, paths.CONTACTS.format(branch_id=BRANCH), {**body, "outcome": "promised"})
    await issue(room.server, TICKET_ID, contact_code=CONTACT_CODE)


async def fill_other_channels(room: Room) -> None:
    """A clerk writes down what was said by telephone, and what stood in a letter by e-mail."""
    for channel in ("telephone", "email"):
        body = {"request_id": str(uuid7()), "contact_id": CONTACT_ID, "channel": channel, "errand_id": "bygglov", "note": CANARY}
        await post(room.server, paths.CONTACTS.format(branch_id=BRANCH), {**body, "outcome": "solved"})
    assert (await read(room.server, path(paths.CONTACT, contact_id=CONTACT_ID), "clerk")).count(CANARY) == 3


async def fill_hand_over(room: Room) -> None:
    """A guide hands a visitor over with a note, which the specialists can read before the call."""
    await issue(room.server, HANDED_OVER_ID, errand_id="snabb-fraga")
    await called_to_the_guide(room.server, HANDED_OVER_ID)
    body = {"request_id": str(uuid7()), "desk_id": GUIDES_DESK, "errand_id": "bygglov", "note": CANARY}
    await post(room.server, path(paths.TICKET_STEP, ticket_id=HANDED_OVER_ID, step="transfer"), body)
    assert CANARY in await read(room.server, path(paths.TICKET_HAND_OVER, ticket_id=HANDED_OVER_ID), "clerk")


async def fill_message(room: Room) -> None:
    """A visitor leaves a message for an officer: a guide writes it down, and the officer is told that it is there."""
    await issue(room.server, MESSAGE_ID, errand_id=None, officer_id=FIRST, officer_wish="message")
    await called_to_the_guide(room.server, MESSAGE_ID)
    body = {"request_id": str(uuid7()), "contact_id": CONTACT_ID, "ticket_id": MESSAGE_ID, "errand_id": "bygglov", "note": CANARY}
    await post(room.server, paths.CONTACTS.format(branch_id=BRANCH), body)
    told = {"request_id": str(uuid7()), "ticket_id": MESSAGE_ID, "officer_id": FIRST, "purpose": "call_back"}
    await post(room.server, paths.OFFICER_CALLS.format(branch_id=BRANCH), {**told, "desk_id": GUIDES_DESK})
    await let_go(room.server, MESSAGE_ID)


def town(other: SmallHttp) -> str:
    """A town whose officer has a hidden name and a calendar, and where one errand's answer is for staff alone."""
    now = now_utc()
    calendar = other.hand_out("busy.ics", event("m", now - timedelta(hours=1), now + timedelta(hours=1), subject=CANARY))
    first = {"name": f'"{CANARY}"', "show_name": "no", "email": EMAIL, "calendar": calendar, "webhook": f"{other.url}/hook"}
    before, errand, after = town_with_officers(first).partition(f"      {ANSWERED}:\n")
    kept = re.sub(r'public: yes(.*?)sv: "[^"]*"', f'public: no\\1sv: "{CANARY}"', after, count=1, flags=re.DOTALL)
    return before + errand + kept


async def fill_town(room: Room) -> None:
    """The town's file names an officer whom visitors do not see by name, and a visitor asks for them."""
    await carry_out(room.server.foundation, {"do": "import", "text": town(room.other)})
    assert CANARY in await read(room.server, paths.OFFICERS.format(branch_id=BRANCH), "clerk")
    await issue(room.server, OFFICER_TICKET_ID, officer_id=FIRST)


async def fill_answer(room: Room) -> None:
    """The town's file holds an answer for staff alone."""
    assert CANARY in await read(room.server, paths.ANSWERS.format(branch_id=BRANCH), "clerk")


async def fill_calendar(room: Room) -> None:
    """The officer is at a meeting, and the calendar says with whom."""
    book = room.server.foundation.officers
    await CalendarReader(book).look()
    officer = book.find(BRANCH, FIRST)
    assert officer is not None
    assert book.status_of(officer).presence == "busy"


async def fill_bookings(room: Room) -> None:
    """Another system's bookings name who comes, and how they are reached."""
    at = (now_utc() + timedelta(days=3)).replace(microsecond=0)
    listed = json.dumps([{"id": "canary", "errand": "bygglov", "at": at.isoformat(), "name": WORDS, "note": CANARY}])
    more = f"CATEGORIES:bygglov\r\nORGANIZER;CN={WORDS}:mailto:{EMAIL}\r\nATTENDEE;CN={TELEPHONE}:mailto:{EMAIL}"
    for text in (listed, event("canary-2", at, at + timedelta(minutes=30), more, CANARY)):
        said = await carry_out(room.server.foundation, {"do": "import-bookings", "text": text, "branch": BRANCH})
        assert "1 new" in said


async def fill_incident(room: Room) -> None:
    """A clerk notes an incident, and the manager reads it."""
    body = {"request_id": "01920000-0000-7000-8000-0000000c0dea", "kind": "threat", "text": CANARY}
    await post(room.server, paths.INCIDENTS.format(branch_id=BRANCH), body)
    assert CANARY in await read(room.server, paths.INCIDENTS.format(branch_id=BRANCH))


async def fill_clerk(room: Room) -> None:
    """A clerk has a name, which the colleagues see, and sits at a desk under it; and somebody signs in with an unknown one."""
    server = room.server
    named = update(staff).where(staff.c.clerk_id == server.by_role["clerk"].id).values(name=CANARY)
    await server.foundation.writer.run(lambda connection: connection.execute(named))
    await server.foundation.branches.read_all_words()
    await server.http.post(paths.SESSIONS, json={"name": f"{CANARY} 2", "password": CANARY})


async def fill_code(room: Room) -> None:
    """A visitor types a name where a code is asked for."""
    for role in ("kiosk", "clerk"):
        headers = room.server.by_role[role].headers
        for piece in PIECES:
            await room.server.http.post(path(paths.CODE_LOOK), json={"code": piece}, headers=headers)


FIELDS: list[Field] = [
    Field("the name of a clerk", fill_clerk),
    Field("the name and the address of an officer", fill_town),
    Field("an answer for staff alone", fill_answer),
    Field("the subject of a meeting in an officer's calendar", fill_calendar),
    Field("what another system's booking says of who comes", fill_bookings),
    Field("the text of an incident", fill_incident),
    Field("the note of a contact", fill_contact_note),
    Field("the note of a telephone call and of a letter by e-mail", fill_other_channels),
    Field("the note of a hand-over", fill_hand_over),
    Field("a message to an officer", fill_message),
    Field("what is typed as a code", fill_code),
]

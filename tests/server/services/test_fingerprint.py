# SPDX-License-Identifier: EUPL-1.2
"""A request that is repeated across an upgrade is known again, and another one with its id is not taken for it."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from kolapp_server.domain import commands
from kolapp_server.domain.ticket import DeskId, DeviceId, ErrandId, Kind, Outcome, ProfileId, TicketId, TicketNumber
from kolapp_server.services.fingerprint import HOLDS_VALUES, WRITTEN_BY_0_1, fingerprint, form_of

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
TICKET, DESK = TicketId("01920000-0000-7000-8000-000000000001"), DeskId("disk-1")
ISSUE = commands.IssueTicket(TICKET, ErrandId("bygglov"), Kind.WALK_IN, "sv", needs=("hearing",), first_touch_at=NOW)
ASKED = [
    ISSUE,
    commands.CallNext(DESK, finish=Outcome.SOLVED),
    commands.Recall(TICKET, DESK),
    commands.Transfer(TICKET, DESK, ErrandId("skola")),
    commands.Return(TICKET, same_desk=True),
    commands.Cancel(TICKET, is_by_device=True, device=DeviceId("kiosk")),
    commands.OpenDesk(DESK, ProfileId("vagledare"), "clerk"),
    commands.PauseDesk(DESK, "lunch"),
    commands.PauseDesk(DESK),
    commands.StopIssuing(None),
    commands.Tick(),
]
OFFLINE = commands.IssuedOffline(TICKET, TicketNumber("K1-07"), None, Kind.WALK_IN, "sv", NOW)
JOURNAL = commands.TakeJournal(DeviceId("kiosk"), (OFFLINE, commands.Withdrawn(TICKET)), NOW)


SAID_BY_0_1 = {
    commands.IssueTicket: f"IssueTicket(ticket_id='{TICKET}', errand='bygglov', kind=<Kind.WALK_IN: 'walk_in'>, language='sv', "
    f"needs=('hearing',), device=None, is_by_staff=False, booked_at=None, first_touch_at={NOW!r})",
    commands.Transfer: f"Transfer(ticket_id='{TICKET}', desk='disk-1', errand='skola', to_desk=None)",
    commands.OpenDesk: "OpenDesk(desk='disk-1', profile='vagledare', clerk='clerk')",
}
"""What has got fields since, as it was written then."""


def by_0_1(command: commands.Command, words: str = "") -> bytes:
    """As that release made it."""
    written = SAID_BY_0_1.get(type(command), repr(command))
    return hashlib.blake2b(f"{written}{words}".encode(), digest_size=16).digest()


@pytest.mark.parametrize("command", ASKED, ids=lambda command: type(command).__name__)
def test_what_release_0_1_could_say_is_written_as_it_wrote_it(command: commands.Command) -> None:
    assert fingerprint(command, "word|") == by_0_1(command, "word|")


def test_every_field_that_is_said_to_be_known_to_release_0_1_exists() -> None:
    for kind, names in WRITTEN_BY_0_1.items():
        assert set(names.split()) <= {field.name for field in fields(kind)}
    assert set(HOLDS_VALUES) < set(get_args(commands.Command))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ISSUE, replace(ISSUE, needs=())),
        (ISSUE, replace(ISSUE, errand=None)),
        (commands.Recall(TICKET, DESK), commands.Start(TICKET, DESK)),
        (JOURNAL, replace(JOURNAL, entries=JOURNAL.entries[:1])),
        (JOURNAL, replace(JOURNAL, entries=(replace(OFFLINE, needs=("sitting",)), *JOURNAL.entries[1:]))),
    ],
)
def test_what_is_not_the_same_has_another_fingerprint(one: commands.Command, other: commands.Command) -> None:
    assert fingerprint(one, "") != fingerprint(other, "")
    assert fingerprint(one, "") != fingerprint(one, "a note|")


def test_a_field_that_came_later_changes_nothing_until_it_says_something() -> None:
    @dataclass(frozen=True, slots=True)
    class Recall:
        ticket_id: TicketId
        desk: DeskId
        loudly: bool = False
        languages: tuple[str, ...] = ()

    form = form_of(Recall, "")
    assert form.written(Recall(TICKET, DESK)).endswith(repr(commands.Recall(TICKET, DESK)))
    said = {form.written(Recall(TICKET, DESK, *more)) for more in ((), (True,), (False, ("sv",)), (True, ("sv",)))}
    assert len(said) == 4


def test_what_follows_from_the_note_says_nothing_of_its_own() -> None:
    handed = commands.Transfer(TICKET, DESK, ErrandId("skola"))
    assert fingerprint(replace(handed, has_note=True), "a note|") == fingerprint(handed, "a note|")
    assert fingerprint(replace(handed, checked=("ritningar",)), "") != fingerprint(handed, "")

# SPDX-License-Identifier: EUPL-1.2
"""What a desk asks is seen by signed-in staff alone: every view is walked, its frames, its whole and its hash."""

import json
from datetime import timedelta

import pytest

from kolapp_contract.board import ViewName
from kolapp_server.auth.permissions import STAFF, Role
from kolapp_server.domain import commands
from kolapp_server.domain.assistance import HelpKind
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.room import counted
from kolapp_server.domain.ticket import ClerkId, DeskId, DeviceId, ErrandId, Kind, ProfileId, TicketId
from kolapp_server.live.hub import Hub, Listener
from kolapp_server.live.socket import VIEWS
from kolapp_server.services.branches import BranchWords
from kolapp_server.translate import helps
from kolapp_server.translate.views import Surroundings
from tests.server.live.test_hub import Bell
from tests.support.small_branch import DESKS, MONDAY_MORNING, small_rules

HELP = "0192a000-0000-7000-8000-0000000000aa"
KIOSK = "0192a000-0000-7000-8000-0000000000bb"
OWN = TicketId("0192a000-0000-7000-8000-0000000000cc")
WORDS = BranchWords('{"board_is_public": true}', {})
SEES_ALL = {ViewName.DESK, ViewName.MONITOR}


class Watched:
    """A branch with two open desks and one visitor, whom every view of it is told."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.day: Day = first_day("ekvik", small_rules(), MONDAY_MORNING.date(), MONDAY_MORNING)
        for desk in DESKS[:2]:
            self.asks(commands.OpenDesk(DeskId(desk), ProfileId("bygg"), ClerkId(f"clerk-{desk}")))
        self.asks(commands.IssueTicket(OWN, ErrandId("fraga"), Kind.WALK_IN, "sv"))
        self.listeners = {view: Listener("ekvik", view, Bell(), ticket_id=OWN) for view in ViewName}
        for listener in self.listeners.values():
            self.hub.join(listener, self.day, self.around(), None)
            listener.outbox.clear()

    def around(self) -> Surroundings:
        return Surroundings(self.day.last_at, WORDS, room=counted(self.day, was_full=False))

    def asks(self, command: commands.Command) -> None:
        tried = try_out(self.day, command, self.day.last_at + timedelta(seconds=1))
        self.day = tried.day
        self.hub.committed(self.day, tuple(tried.events), self.around())

    def hashes(self) -> dict[ViewName, int]:
        return {view: self.hub.snapshot(view, self.day, self.around()).hash for view in ViewName}

    def told(self, view: ViewName) -> list[dict[str, object]]:
        """The frames that came, without what every frame has."""
        frames = [json.loads(frame) for frame in self.listeners[view].outbox]
        return [{key: said for key, said in frame.items() if key not in ("type", "from_seq", "to_seq", "at")} for frame in frames]


def at_the_desk(kind: HelpKind) -> list[commands.Command]:
    asked = commands.AskForHelp(HELP, kind, desk=DeskId(DESKS[0]))
    return [asked, commands.ComeToHelp(HELP, DeskId(DESKS[1])), commands.EndHelp(HELP, desk=DeskId(DESKS[0]))]


@pytest.mark.parametrize("kind", [HelpKind.SILENT, HelpKind.TWO])
@pytest.mark.parametrize("view", set(ViewName) - SEES_ALL)
def test_what_a_desk_asks_reaches_no_other_view_and_no_hash(view: ViewName, kind: HelpKind) -> None:
    branch = Watched()
    before, whole = branch.hashes(), branch.hub.snapshot(view, branch.day, branch.around())
    for command in at_the_desk(kind):
        branch.asks(command)
        after = branch.hub.snapshot(view, branch.day, branch.around())
        assert after.model_copy(update={"seq": whole.seq, "at": whole.at}) == whole
        assert branch.hashes() == before
    nothing = {key: [] for key in ("tickets", "gone", "desks", "waits", "devices", "alarms", "mended", "calls", "jobs")}
    for frame in branch.told(view):
        assert {key: said for key, said in frame.items() if key != "hash" and said not in ([], False)} == {}, nothing
    assert HELP not in "".join(branch.listeners[view].outbox)


@pytest.mark.parametrize("view", SEES_ALL)
def test_staff_see_who_asks_who_comes_and_that_it_is_over(view: ViewName) -> None:
    branch = Watched()
    for command in at_the_desk(HelpKind.SILENT):
        branch.asks(command)
    lines = [frame["helps"] for frame in branch.told(view)]
    assert [[(line["desk_id"], line["coming"]) for line in each] for each in lines] == [
        [(DESKS[0], [])],
        [(DESKS[0], [DESKS[1]])],
        [],
    ]
    assert branch.hub.snapshot(view, branch.day, branch.around()).helps == ()


def test_the_views_that_see_it_are_given_to_signed_in_staff_alone() -> None:
    assert set(helps.SIGNED_IN) == SEES_ALL
    for role in set(Role) - STAFF:
        assert not SEES_ALL & set(VIEWS[role]), role
    for role in STAFF:
        assert set(VIEWS[role]) >= SEES_ALL, role


def test_a_kiosk_sees_that_somebody_comes_to_its_visitor_and_not_who() -> None:
    branch = Watched()
    branch.asks(commands.AskForHelp(HELP, HelpKind.VISITOR, device=DeviceId(KIOSK)))
    branch.asks(commands.ComeToHelp(HELP, DeskId(DESKS[0])))
    asked, coming = (frame["helps"][0] for frame in branch.told(ViewName.KIOSK))
    assert asked["device_id"] == coming["device_id"] == KIOSK
    assert "coming_at" not in asked
    assert "coming_at" in coming
    assert coming["coming"] == []
    assert branch.hub.snapshot(ViewName.BOARD, branch.day, branch.around()).helps == ()
    assert branch.hub.snapshot(ViewName.FACILITY, branch.day, branch.around()).helps == ()


def test_only_the_house_is_told_how_many_are_in_the_room() -> None:
    branch = Watched()
    for view in set(ViewName) - {ViewName.PRINTER}:
        room = branch.hub.snapshot(view, branch.day, branch.around()).room
        assert room is not None
        counted_in = room.waiting is not None
        assert counted_in == (view in {*SEES_ALL, ViewName.FACILITY}), view
    assert branch.hub.snapshot(ViewName.PRINTER, branch.day, branch.around()).room is None

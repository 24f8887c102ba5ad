# SPDX-License-Identifier: EUPL-1.2
"""A full room and an unanswered visitor are alarms; what a desk asks is none, and goes to the guard until the guard has it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from kolapp_server.domain import commands
from kolapp_server.domain.assistance import HelpKind
from kolapp_server.domain.ticket import DeskId, DeviceId
from kolapp_server.services import incidents
from kolapp_server.services.branches import Branches
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.guarding import GuardPost
from kolapp_server.services.room_watch import RoomWatch
from kolapp_server.store import incidents as rows
from kolapp_server.store.incidents import IncidentRow
from kolapp_server.store.reading import Reader
from tests.support.small_branch import BRANCH, SmallBranch, small_branch, small_rules

DESK = DeskId("disk-1")
SILENT = commands.AskForHelp("h1", HelpKind.SILENT, desk=DESK)
VISITOR = commands.AskForHelp("v1", HelpKind.VISITOR, device=DeviceId("kiosk"))


def branches_of(branch: SmallBranch) -> Branches:
    return Branches(branch.writer, Reader(branch.engine), branch.clock)


def kinds(watch: DeviceWatch, branch: SmallBranch) -> list[str]:
    return [alarm.kind.value for alarm in watch.alarms(BRANCH, branch.clock())]


async def test_a_visitor_whom_nobody_answers_for_a_minute_is_an_alarm_until_somebody_comes(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        watch = DeviceWatch()
        looking = RoomWatch(branches_of(branch), watch)
        await branch.open_desks(2)
        await branch.ask(VISITOR)
        branch.clock.forward(seconds=59)
        looking.look()
        assert kinds(watch, branch) == []
        branch.clock.forward(seconds=1)
        looking.look()
        assert kinds(watch, branch) == ["help_waiting"]
        await branch.ask(commands.ComeToHelp("v1", DESK))
        looking.look()
        assert kinds(watch, branch) == []


async def test_what_a_desk_asks_is_never_an_alarm(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        watch = DeviceWatch()
        await branch.open_desks(2)
        await branch.ask(SILENT)
        branch.clock.forward(minutes=10)
        RoomWatch(branches_of(branch), watch).look()
        assert kinds(watch, branch) == []


async def test_a_full_room_is_an_alarm_that_can_be_taken(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        watch = DeviceWatch()
        looking = RoomWatch(branches_of(branch), watch)
        await branch.ask(commands.Configure(replace(small_rules(), room_limit=3)))
        for name in ("a", "b", "c"):
            looking.look()
            assert kinds(watch, branch) == []
            await branch.issue(ticket_id=name)
        looking.look()
        assert kinds(watch, branch) == ["room_full"]
        assert watch.take(BRANCH, "room_full", "Malin", branch.clock())
        await branch.ask(commands.WaitElsewhere("c"))
        looking.look()
        assert kinds(watch, branch) == []


class Guard:
    """An address that may be away."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any] | None] = []
        self.is_away = False

    def send(self, _url: str, body: dict[str, Any] | None) -> None:
        if self.is_away:
            raise OSError
        self.heard.append(body)


async def test_the_guard_is_told_once_and_told_when_it_is_over(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        guard = Guard()
        post = GuardPost(branches_of(branch), "http://guard.example", guard.send, lambda: True)
        await branch.open_desks(2)
        await branch.ask(VISITOR)
        await branch.ask(SILENT)
        assert [await post.look(), await post.look()] == [True, True]
        at = branch.clock().isoformat()
        assert guard.heard == [{"help": "h1", "branch": BRANCH, "desk": "disk-1", "at": at, "state": "asked"}]
        await branch.ask(commands.EndHelp("h1", desk=DESK))
        await post.look()
        assert [body and body["state"] for body in guard.heard] == ["asked", "over"]


async def test_a_guard_that_is_away_is_told_when_back_and_a_new_server_tells_again(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        guard = Guard()
        guard.is_away = True
        post = GuardPost(branches_of(branch), "http://guard.example", guard.send, lambda: True)
        await branch.open_desks(1)
        await branch.ask(SILENT)
        assert not await post.look()
        guard.is_away = False
        assert await post.look()
        again = GuardPost(branches_of(branch), "http://guard.example", guard.send, lambda: True)
        await again.look()
        assert [body and body["help"] for body in guard.heard] == ["h1", "h1"]


async def test_only_the_server_that_leads_tells_the_guard(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        guard = Guard()
        await branch.open_desks(1)
        await branch.ask(SILENT)
        await GuardPost(branches_of(branch), "http://guard.example", guard.send, lambda: False).look()
        assert guard.heard == []


async def test_an_incident_stands_once_and_who_reads_is_written_down(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        branches = branches_of(branch)
        row = IncidentRow("i1", BRANCH, "threat", "disk-1", "Slog i disken.", branch.clock())
        await incidents.note(branches, row)
        await incidents.note(branches, replace(row, text="something else"))
        assert await incidents.read(branches, BRANCH, "malin") == [row]
        readings = await branches.read(lambda connection: rows.readings(connection, BRANCH))
        assert [(reading.clerk_id, reading.at) for reading in readings] == [("malin", branch.clock())]

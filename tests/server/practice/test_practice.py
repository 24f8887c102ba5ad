# SPDX-License-Identifier: EUPL-1.2
"""A day of practice leaves no trace in any figure, and a clerk goes there and comes back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_server.asking import OrderRefused
from kolapp_server.control import carry_out
from kolapp_server.domain import commands
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import ClerkId, DeskId, Outcome, ProfileId
from kolapp_server.services.branches import Branches
from kolapp_server.services.housekeeping import Consoles
from kolapp_server.services.learning import Learning
from kolapp_server.services.practising import MOST_WAIT, PracticeHall, is_open, practice_of, switch
from kolapp_server.services.pretending import pretended
from kolapp_server.store.reading import Reader
from kolapp_server.store.staff import names_of
from tests.browser.reception import uuid7
from tests.support.running_server import BRANCH, Running, furnish, running
from tests.support.small_branch import SmallBranch, small_branch, small_rules

HALL = f"{BRANCH}-ovning"
DESK = DeskId("disk-1")
HOMES = ("kolapp_tickets_issued", "kolapp_waiting", "kolapp_prints", "kolapp_invariant")


def shown(_real: str, _name: str, version: int, _hours: object) -> str:
    return f'{{"board_is_public": false, "version": {version}}}'


async def practising(branch: SmallBranch) -> tuple[Branches, PracticeHall]:
    """The practice is open, and one desk of it."""
    branches = Branches(branch.writer, Reader(branch.engine), branch.clock)
    await branches.read_all_words()
    await switch(branches, BRANCH, shown, "office", is_on=True)
    opened = commands.OpenDesk(DESK, ProfileId("alla"), ClerkId("anna"))
    await branches.carry_out(HALL, opened, "open", "anna")
    return branches, PracticeHall(branches, Consoles())


async def test_visitors_come_by_themselves_while_somebody_sits_there(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        branches, hall = await practising(branch)
        for _ in range(60):
            hall.consoles.hear(HALL, DESK, branch.clock())
            await hall.look()
            branch.clock.forward(seconds=30)
        assert branches.day(HALL).waiting() == MOST_WAIT
        assert branches.day(BRANCH).waiting() == 0


async def test_to_an_empty_room_nobody_comes(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        branches, hall = await practising(branch)
        branch.clock.forward(minutes=2)
        await hall.look()
        assert branches.day(HALL).waiting() == 0


async def test_who_practises_teaches_no_estimate(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        branches, hall = await practising(branch)
        learning = Learning(branches)
        branch.writer.listen(learning.committed)
        before = learning.of(HALL), learning.of(BRANCH)
        for round_ in range(8):
            hall.consoles.hear(HALL, DESK, branch.clock())
            await hall.look()
            await branches.carry_out(HALL, commands.CallNext(DESK, finish=Outcome.SOLVED), f"call-{round_}", "anna")
            branch.clock.forward(minutes=3)
        assert len(branches.day(HALL).tickets) > 2
        assert (learning.of(HALL), learning.of(BRANCH)) == before


async def test_when_it_is_over_everybody_is_gone_and_nobody_comes(tmp_path: Path) -> None:
    async with small_branch(tmp_path) as branch:
        branches, hall = await practising(branch)
        await hall.look()
        await switch(branches, BRANCH, shown, "office", is_on=False)
        day = practice_of(branches, BRANCH)
        assert day is not None
        assert not is_open(day)
        assert not any(ticket.is_open for ticket in day.tickets.values())
        assert not any(desk.is_open for desk in day.desks.values())
        branch.clock.forward(minutes=1)
        hall.consoles.hear(HALL, DESK, branch.clock())
        await hall.look()
        assert branches.day(HALL).waiting() == 0


def test_the_same_seed_pretends_the_same_visitor_and_all_errands_come() -> None:
    rules: Rules = small_rules()
    assert pretended(rules, "a", 1) == pretended(rules, "a", 1)
    drawn = [pretended(rules, f"{number}", 1) for number in range(200)]
    assert {each.errand for each in drawn} == set(rules.errand_by_id)
    assert sum(each.next_after_s for each in drawn) / 200 == pytest.approx(75, rel=0.25)


def figures(text: str) -> list[str]:
    """The lines of the metrics that speak of visitors."""
    return [line for line in text.splitlines() if line.startswith(HOMES)]


async def turned(server: Running, *, is_here: bool) -> dict[str, Any]:
    clerk = server.by_role["clerk"]
    answer = await server.http.post(paths.PRACTICE, json={"is_here": is_here}, headers=clerk.headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.slow
async def test_a_day_of_practice_changes_no_figure_and_the_clerk_comes_home(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        await furnish(server, (BRANCH,))
        clerk, manager = server.by_role["clerk"], server.by_role["manager"]
        # The minute's look at what may never be otherwise has been: its first one adds lines, and may not come in between.
        await server.app.state.caretaker.check(server.foundation.branches.clock())
        before = figures((await server.http.get(paths.METRICS)).text)
        assert (await server.http.post(paths.PRACTICE, json={"is_here": True}, headers=clerk.headers)).status_code == 404
        assert (await server.http.post(paths.PRACTICE_SWITCH, json={"is_on": True}, headers=clerk.headers)).status_code == 403
        on = await server.http.post(paths.PRACTICE_SWITCH, json={"is_on": True}, headers=manager.headers)
        assert on.json() == {"branch_id": HALL, "is_here": False, "is_on": True}
        assert (await turned(server, is_here=True))["is_here"]
        await one_visit(server, clerk.headers)
        assert figures((await server.http.get(paths.METRICS)).text) == before
        assert not server.foundation.branches.day(BRANCH).tickets
        shown_there = Catalogue.model_validate_json(server.foundation.branches.words_of(HALL).catalogue)
        assert (shown_there.is_practice, shown_there.board_is_public) == (True, False)
        assert not (await turned(server, is_here=False))["is_here"]
        home = await server.http.get(paths.CATALOGUE.format(branch_id=BRANCH), headers=clerk.headers)
        assert home.json()["branch_id"] == BRANCH


async def one_visit(server: Running, headers: dict[str, str]) -> None:
    """A clerk opens a desk in the practice, and meets one who does not exist."""
    opened = {"request_id": uuid7(), "profile_id": "vagledare"}
    assert (await server.http.post(paths.DESK_OPEN.format(desk_id="disk-1"), json=opened, headers=headers)).status_code == 200
    await PracticeHall(server.foundation.branches, server.foundation.consoles).look()
    errand = {"errand_id": None, "language": "sv"}
    assert (await server.http.put(paths.TICKET.format(ticket_id=uuid7()), json=errand, headers=headers)).status_code == 201
    called = await server.http.post(paths.DESK_CALLS.format(desk_id="disk-1"), json={"request_id": uuid7()}, headers=headers)
    assert called.json()["ticket"]["number"]


@pytest.mark.slow
async def test_no_device_is_paired_with_the_practice_and_commands_mean_the_real_branch(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        await furnish(server, (BRANCH,))
        assert "practised" in await carry_out(server.foundation, {"do": "practice", "is_on": "yes"})
        with pytest.raises(OrderRefused):
            await carry_out(server.foundation, {"do": "pair-code", "kind": "printer", "name": "P", "branch": HALL})
        assert await carry_out(server.foundation, {"do": "pair-code", "kind": "printer", "name": "P"})
        names = await server.foundation.branches.read(lambda connection: names_of(connection, BRANCH))
        assert server.foundation.branches.words_of(HALL).clerks == names
        assert "over" in await carry_out(server.foundation, {"do": "practice", "is_on": "no"})
        await server.foundation.branches.carry_out(BRANCH, commands.Tick(), "tick", None)
        assert timedelta(0) <= server.foundation.branches.clock() - server.foundation.branches.day(BRANCH).last_at

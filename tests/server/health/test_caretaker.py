# SPDX-License-Identifier: EUPL-1.2
"""The server looks after itself, with a clock that is moved by hand and an address that only remembers what it was asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_server.foundation import now_utc
from kolapp_server.services.branches import Branches
from kolapp_server.services.caretaker import Caretaker, Orders
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.disk import Ballast, DiskWatch, Room
from kolapp_server.services.fitness import Doctor
from kolapp_server.services.restoring import back_up
from kolapp_server.services.retention import Destroyer, terms
from kolapp_server.services.sending import NotAnAddress, send
from kolapp_server.services.taking import Taken
from kolapp_server.services.telling import Bell
from kolapp_server.store.reading import Reader
from kolapp_server.store.taken_alarms import all_taken
from tests.support.running_server import BRANCH as EKVIK
from tests.support.running_server import Running, furnish, path, running
from tests.support.small_branch import BRANCH, SmallBranch, small_branch

pytestmark = pytest.mark.slow

ALARMS, DEAD_MAN = "https://larm.example.se/", "https://puls.example.se/"


@dataclass(slots=True)
class Inn:
    """A branch, its caretaker, how full its disk is, and what was sent where."""

    branch: SmallBranch
    caretaker: Caretaker
    used: list[int]
    sent: list[tuple[str, dict[str, Any] | None]]
    is_cut: list[bool] = field(default_factory=list)

    async def after(self, **length: float) -> list[str]:
        """What has been sent since, each by its address."""
        already = len(self.sent)
        self.branch.clock.forward(**length)
        await self.caretaker.look()
        return [url for url, _ in self.sent[already:]]

    def alarms(self) -> list[str]:
        return [alarm.key for alarm in self.caretaker.watch.alarms(BRANCH, self.branch.clock())]


@asynccontextmanager
async def inn(var: Path) -> AsyncIterator[Inn]:
    used, sent, is_cut = [50], [], []

    def remember(url: str, body: dict[str, Any] | None) -> None:
        if is_cut:
            raise OSError("no wire")
        sent.append((url, body))

    async with small_branch(var) as branch:
        branches = Branches(branch.writer, Reader(branch.engine), branch.clock)
        watch = DeviceWatch()
        caretaker = Caretaker(
            branches,
            watch,
            Doctor(branch.writer, var, lambda: branch.clock().timestamp()),
            DiskWatch(Ballast(var, 0), None, lambda _folder: Room(100, 100 - used[0])),
            Destroyer(branches, var / "exports", terms({}, 0)),
            var,
            Orders(timedelta(hours=26), ALARMS, DEAD_MAN),
            Bell(timedelta(minutes=10)),
            remember,
            lambda: True,
        )
        yield Inn(branch, caretaker, used, sent, is_cut)


async def test_while_all_is_well_there_is_a_sign_of_life_every_minute_and_nothing_else(tmp_path: Path) -> None:
    async with inn(tmp_path) as house:
        assert [await house.after(seconds=20) for _ in range(4)] == [[DEAD_MAN], [], [], [DEAD_MAN]]
        assert house.alarms() == []


@pytest.mark.parametrize("fault", ["disk", "promise", "database"])
async def test_silence_follows_when_something_is_wrong(tmp_path: Path, fault: str) -> None:
    async with inn(tmp_path) as house:
        await house.branch.issue("skola")
        assert await house.after(minutes=1) == [DEAD_MAN]
        if fault == "disk":
            house.used[0] = 85
        with house.branch.engine.begin() as connection:
            if fault == "promise":
                connection.execute(text("DELETE FROM tickets"))
            if fault == "database":
                connection.execute(text("UPDATE alembic_version SET version_num = '9999_post'"))
        assert DEAD_MAN not in await house.after(minutes=1)


async def test_a_full_disk_is_told_at_once_again_at_ninety_and_every_ten_minutes_until_taken(tmp_path: Path) -> None:
    async with inn(tmp_path) as house:
        house.used[0] = 81
        assert await house.after(seconds=5) == [ALARMS]
        house.used[0] = 93
        assert await house.after(minutes=1) == [ALARMS]
        assert house.alarms() == ["disk:90%"]
        assert await house.after(minutes=9) == []
        assert await house.after(minutes=1) == [ALARMS]
        assert house.sent[-1][1] == {**(house.sent[-1][1] or {}), "key": "disk:90%", "branch": BRANCH, "times": 2}
        assert house.caretaker.watch.take(BRANCH, "disk:90%", "Vaktmästaren", house.branch.clock())
        assert await house.after(minutes=30) == []
        house.used[0] = 50
        await house.after(minutes=1)
        assert house.alarms() == []
        assert house.caretaker.watch.taken == {}
        house.used[0] = 93
        assert ALARMS in await house.after(minutes=1)


async def test_a_backup_is_waited_for_a_day_from_the_first_start_and_from_each_backup(tmp_path: Path) -> None:
    async with inn(tmp_path) as house:
        await house.after(hours=1)
        await house.after(hours=26)
        assert house.alarms() == []
        await house.after(minutes=1)
        assert house.alarms() == ["backup"]
        back_up(tmp_path, tmp_path / "saved.sqlite", house.branch.clock(), lambda _percent: None)
        await house.after(seconds=5)
        assert house.alarms() == []
        await house.after(hours=27)
        assert house.alarms() == ["backup"]


async def test_a_wire_that_is_cut_ends_nothing_but_the_telling(tmp_path: Path) -> None:
    async with inn(tmp_path) as house:
        house.is_cut.append(True)
        house.used[0] = 85
        await house.after(minutes=1)
        assert house.alarms() == ["disk:80%"]
        house.is_cut.clear()
        assert ALARMS in await house.after(minutes=10)


async def test_what_is_planted_is_counted_and_only_that(tmp_path: Path) -> None:
    async with inn(tmp_path) as house:
        await house.branch.issue("skola")
        await house.after(minutes=1)
        assert house.caretaker.house.violations == {BRANCH: ()}
        with house.branch.engine.begin() as connection:
            connection.execute(text("DELETE FROM tickets"))
        await house.after(minutes=1)
        assert [found.invariant for found in house.caretaker.house.violations[BRANCH]] == ["I1"]


async def test_staff_take_an_alarm_and_everybody_sees_who(tmp_path: Path) -> None:
    async with running(tmp_path, backup_within_hours=0.000001) as server:
        await furnish(server, (EKVIK,))
        caretaker = server.app.state.caretaker
        await caretaker.look()
        await caretaker.check(caretaker.branches.clock())
        take = path(paths.ALARM_TAKE)
        staff, kiosk = server.by_role["facility"], server.by_role["kiosk"]
        assert (await server.http.post(take, json={"key": "backup"}, headers=kiosk.headers)).status_code == 403
        assert (await server.http.post(take, json={"key": "nothing"}, headers=staff.headers)).status_code == 404
        assert (await server.http.post(take, json={"key": "backup"}, headers=staff.headers)).status_code == 204
        view = server.app.state.inside.newsroom.snapshot(EKVIK, ViewName.FACILITY)
        figures = (await server.http.get(paths.METRICS)).text
    (line,) = (line for line in view.alarms if line.kind == "backup")
    assert (line.taken_by, line.device_id) == ("ekvik facility", None)
    assert 'kolapp_invariant_violations{branch="ekvik",invariant="I4"} 0.0' in figures
    assert "kolapp_disk_free_bytes" in figures


async def taken_rows(server: Running) -> dict[tuple[str, str], str]:
    return await server.foundation.branches.read(all_taken)


async def test_who_took_an_alarm_is_known_after_a_restart_and_forgotten_when_it_is_mended(tmp_path: Path) -> None:
    key, waits = (EKVIK, "backup"), {"backup_within_hours": 0.000001}
    async with running(tmp_path, **waits) as server:
        await furnish(server, (EKVIK,))
        await server.app.state.caretaker.look()
        staff = server.by_role["facility"]
        await server.http.post(path(paths.ALARM_TAKE), json={"key": "backup"}, headers=staff.headers)
    async with running(tmp_path, **waits) as server:
        watch = server.foundation.device_door.watch
        assert dict(watch.taken) == await taken_rows(server) == {key: "ekvik facility"}
        await server.app.state.caretaker.look()
        assert server.app.state.caretaker.bell.told == {}
        watch.say_of_the_house((), now_utc())
        assert watch.taken == {}
        await server.foundation.device_door.forget_mended()
        assert await taken_rows(server) == {}


NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
PAPER, DISK = (EKVIK, "paper_out:kiosk"), (EKVIK, "disk:90%")


@pytest.mark.parametrize(("key", "waits"), [(PAPER, timedelta(minutes=3)), (DISK, timedelta(days=1))])
def test_an_alarm_that_is_not_seen_here_yet_is_waited_for(key: tuple[str, str], waits: timedelta) -> None:
    taken = Taken()
    taken.follow({key: "Vakten"}, NOON)
    taken.follow({key: "Vakten"}, NOON + waits / 2)
    taken.look(EKVIK, (), NOON + waits - timedelta(seconds=1))
    assert (taken.who, taken.mended) == ({key: "Vakten"}, set())
    taken.look(EKVIK, (), NOON + waits)
    assert (taken.who, taken.mended) == ({}, {key})
    taken.follow({key: "Vakten"}, NOON + waits)
    assert taken.who == {}
    taken.forgotten([key])
    taken.follow({}, NOON + waits)
    assert (taken.who, taken.mended) == ({}, set())


def test_an_alarm_that_was_seen_and_is_gone_is_mended() -> None:
    taken = Taken()
    taken.follow({PAPER: "Vakten", DISK: "Vakten"}, NOON)
    taken.look(EKVIK, {PAPER[1], DISK[1]}, NOON)
    taken.follow({PAPER: "Vakten", DISK: "Vakten"}, NOON)
    taken.look(EKVIK, {DISK[1]}, NOON)
    assert (taken.who, taken.mended) == ({DISK: "Vakten"}, {PAPER})


def test_only_the_web_is_asked() -> None:
    with pytest.raises(NotAnAddress):
        send("file:///etc/passwd", None)

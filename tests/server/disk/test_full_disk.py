# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full: a small file system of its own. Issuing is refused, reading goes on, nothing is restarted.

The cable that is pulled here: the last free block.
"""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kolapp_contract import paths
from tests.support.power_cut import mounted
from tests.support.running_server import BRANCH, Running, furnish, path, running

MIB = 2**20
IMAGE_BYTES = 24 * MIB
TICKET = "01920000-0000-7000-8000-{:012d}"
WAITS_S = 30.0
LOOKS_EVERY_S = 0.05


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    image, folder = tmp_path / "disk.img", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    made = subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", str(image)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no ext4 can be made here: {made.stderr}")
    with ExitStack() as ends:
        try:
            ends.enter_context(mounted("-o", "loop", str(image), folder=folder))
        except subprocess.CalledProcessError as fault:
            pytest.skip(f"nothing can be mounted here: {fault.stderr}")
        yield folder


def fill(file: Path) -> None:
    """There is not one free block left."""
    with file.open("ab", buffering=0) as filler:
        for size in (MIB, 4096, 512):
            try:
                while filler.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


async def issue(server: Running, number: int) -> tuple[int, str]:
    """What a kiosk is answered."""
    body = {"errand_id": "bygglov", "language": "sv"}
    address = path(paths.TICKET, ticket_id=TICKET.format(number))
    answer = await server.http.put(address, json=body, headers=server.by_role["kiosk"].headers)
    return answer.status_code, answer.json().get("number") or answer.json().get("code")


async def issue_until(server: Running, numbers: Iterator[int], status: int) -> int:
    """The first that was answered so."""
    async with asyncio.timeout(WAITS_S):
        for number in numbers:
            if (await issue(server, number))[0] == status:
                return number
    raise AssertionError


async def waiting(server: Running) -> set[str]:
    answer = await server.http.get(paths.BOARD.format(branch_id=BRANCH), headers=server.by_role["display"].headers)
    assert answer.status_code == 200
    return {line["number"] for line in answer.json()["tickets"]}


@pytest.mark.slow
async def test_a_full_disk_refuses_tickets_shows_the_queue_and_goes_on_by_itself(small_disk: Path) -> None:
    numbers, filler = iter(range(1, 100_000)), small_disk / "somebody elses file"
    async with running(small_disk / "var", ballast_mb=0) as server:
        await furnish(server, (BRANCH,))
        assert (await issue(server, next(numbers)))[0] == 201
        fill(filler)
        refused = await issue_until(server, numbers, 507)
        assert await issue(server, refused) == (507, "disk_full")
        kept = await waiting(server)
        assert len(kept) == refused - 1
        health = await server.http.get(paths.READYZ)
        assert (health.status_code, health.json()["code"]) == (503, "disk_full")
        assert (await server.http.get(paths.LIVEZ)).status_code == 200
        filler.unlink()
        status, number = await issue(server, refused)
        assert status == 201
        assert await waiting(server) == kept | {number}
    async with running(small_disk / "var", ballast_mb=0) as server:
        day = server.foundation.branches.day(BRANCH)
        assert len(day.tickets) == refused


@pytest.mark.slow
async def test_the_ballast_gives_room_for_a_while_staff_are_told_and_it_is_laid_again(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kolapp_server.services.caretaker.LOOKS_EVERY_SECONDS", 0.2)
    numbers, filler, ballast = iter(range(1, 100_000)), small_disk / "somebody elses file", small_disk / "var" / "ballast"
    async with running(small_disk / "var", ballast_mb=2) as server:
        await furnish(server, (BRANCH,))
        await until(ballast.exists)
        assert ballast.stat().st_blocks * 512 >= 2 * MIB
        fill(filler)
        await until(lambda: not ballast.exists())
        await issue_until(server, numbers, 201)
        await until(lambda: told_of_the_disk(server) == ["disk:90%"])
        assert "kolapp_disk_used_ratio 0.9" in (await server.http.get(paths.METRICS)).text
        filler.unlink()
        await until(ballast.exists)
        await until(lambda: told_of_the_disk(server) == [])


def told_of_the_disk(server: Running) -> list[str]:
    """The alarms of the disk that stand."""
    alarms = server.foundation.device_door.watch.alarms(BRANCH, server.foundation.branches.clock())
    return [alarm.key for alarm in alarms if alarm.kind == "disk"]


async def until(holds: Callable[[], object]) -> None:
    """It has become so."""
    for _ in range(int(WAITS_S / LOOKS_EVERY_S)):
        if holds():
            return
        await asyncio.sleep(LOOKS_EVERY_S)
    raise AssertionError("it has not become so")

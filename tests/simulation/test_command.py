# SPDX-License-Identifier: EUPL-1.2
"""`kolapp-server simulate` as it is typed."""

import builtins
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kolapp_server.__main__ import parser
from kolapp_server.asking import OrderRefused
from kolapp_server.domain import commands
from kolapp_server.domain.ticket import Outcome
from kolapp_server.settings import Settings
from tests.support.small_branch import HandClock, SmallBranch, small_branch


def simulated(*typed: str, var: Path = Path("var")) -> None:
    arguments = parser().parse_args(["simulate", *typed])
    assert arguments.act(Settings(var=var), arguments) == 0


def test_the_table_compares_one_more_desk_with_the_hall_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    simulated("--hall", "small", "--days", "1", "--add-desk", "11:30-13:30", "--profile", "desk-4")
    said = capsys.readouterr().out
    assert said.startswith("1 generated days with seed 1: 4 desks, 8 errands, busy 78% of the time")
    assert "one more desk: " in said


def test_values_for_a_program_are_json_and_the_same_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for _ in range(2):
        simulated("--hall", "small", "--days", "1", "--teach", "desk-4=a", "--json")
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert [way["name"] for way in told[0]["ways"]] == ["as it is", "desk-4 learns a"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--add-desk", "lunch"), "HH:MM-HH:MM"),
        (("--add-desk", "13:00-12:00"), "closes after it opens"),
        (("--add-desk", "11:00-12:00", "--profile", "x"), "no profile and no desk"),
        (("--teach", "desk-99=a"), "There is no desk"),
        (("--teach", "desk-1=zz"), "There is no errand"),
        (("--load", "7"), "A load lies between"),
        (("--town", "nowhere.yaml"), "cannot be read"),
    ],
)
def test_what_cannot_be_simulated_is_said_in_a_sentence(typed: tuple[str, ...], said: str) -> None:
    with pytest.raises(OrderRefused, match=said):
        simulated("--days", "1", *typed)


def test_without_the_library_for_pictures_it_says_how_to_get_it_before_anybody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    right = builtins.__import__

    def without_matplotlib(name: str, *more: object) -> object:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return right(name, *more)  # type: ignore[arg-type]  (as it was called)

    monkeypatch.setattr(builtins, "__import__", without_matplotlib)
    with pytest.raises(OrderRefused, match="simulate"):
        simulated("--picture", "nowhere")


@pytest.mark.slow
def test_pictures_are_drawn_as_png_and_svg(tmp_path: Path) -> None:
    simulated("--hall", "small", "--days", "1", "--pooled", "--picture", str(tmp_path / "pooled"))
    simulated("--hall", "small", "--days", "1", "--lessons", "--picture", str(tmp_path / "lessons"))
    for name in ("pooled", "lessons"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.width > 1000
        assert "<svg" in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")


async def a_morning(branch: SmallBranch) -> None:
    await branch.open_desks(1)
    for _ in range(6):
        await branch.issue()
    await branch.call_next()
    for _ in range(6):
        branch.clock.forward(minutes=9)
        await branch.call_next(finish=Outcome.SOLVED)


async def test_the_branch_s_own_days_are_read_from_its_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = HandClock(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    async with small_branch(tmp_path, clock) as branch:
        await a_morning(branch)
        clock.forward(days=1)
        await branch.ask(commands.Tick())
    simulated("--journal", "7", "--json", var=tmp_path)
    told = json.loads(capsys.readouterr().out)
    assert told["days"] == "ekvik: 1 of its own days, of the last 7"
    assert told["ways"][0]["waits"]["count"] == 6
    assert told["ways"][0]["waits"]["longest"] == 45


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(OrderRefused, match="There is no branch yet"):
        simulated("--journal", "3", var=tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_a_branch_without_a_past_says_so(tmp_path: Path) -> None:
    async with small_branch(tmp_path):
        pass
    with pytest.raises(OrderRefused, match="no visits in the last 3 days"):
        simulated("--journal", "3", var=tmp_path)

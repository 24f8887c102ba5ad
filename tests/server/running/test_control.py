# SPDX-License-Identifier: EUPL-1.2
"""Commands reach the running server through its socket; without one they do the same by themselves."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kolapp_server.__main__ import parser
from kolapp_server.asking import SOCKET_FILE, NoServer, OrderRefused, ask_server, short_path
from kolapp_server.control import next_time
from kolapp_server.foundation import AlreadyRunning, Foundation
from kolapp_server.settings import Settings
from tests.support.running_server import BRANCH, EKVIK, always_open, running

pytestmark = pytest.mark.slow

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def program(var: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """`kolapp-server WORDS`, as somebody types it."""
    environment = {**os.environ, "KOLAPP_SERVER_VAR": str(var)}
    command = [sys.executable, "-m", "kolapp_server", *words]
    return subprocess.run(command, env=environment, input=said, capture_output=True, text=True, timeout=90)


async def test_the_socket_is_for_its_owner_alone_and_gone_afterwards(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        mode = (tmp_path / SOCKET_FILE).stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600
        del server
    assert not (tmp_path / SOCKET_FILE).exists()


async def test_a_town_a_clerk_and_a_code_go_through_the_running_server(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        assert (await ask_server(tmp_path, {"do": "import", "text": always_open()})).startswith("ekvik: version 1, 24 errands")
        assert server.foundation.branches.day(BRANCH).rules.version == 1
        code = await ask_server(tmp_path, {"do": "pair-code", "kind": "kiosk", "name": "Entrén"})
        assert len(code) == 10
        said = await ask_server(tmp_path, {"do": "add-clerk", "name": "anna", "role": "clerk", "password": "hemligt123456"})
        assert said == "anna may sign in as clerk."


async def test_a_folder_deep_down_has_a_socket_too(tmp_path: Path) -> None:
    var = tmp_path / ("lång" * 20) / ("mapp" * 10)
    async with running(var):
        with pytest.raises(OrderRefused, match="import"):
            await ask_server(var, {"do": "pair-code", "kind": "kiosk", "name": "Entrén"})
    with short_path(var) as path:
        assert len(path) < 100


async def test_nonsense_on_the_socket_ends_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        for line in (b"hej\n", b"[]\n", b"{}\n", b'{"do": "pair-code"}\n', b'{"do": 7}\n', b"\xff\n", b'"do"\n', b"\n"):
            with short_path(tmp_path) as path:
                reader, writer = await asyncio.open_unix_connection(path)
            writer.write(line)
            answer = await asyncio.wait_for(reader.readline(), 30)
            writer.close()
            assert not answer or "fault" in json.loads(answer), line
            assert (await server.http.get("/readyz")).status_code == 200, line


async def test_no_server_is_no_fault(tmp_path: Path) -> None:
    with pytest.raises(NoServer):
        await ask_server(tmp_path, {"do": "open"})


async def test_a_socket_that_a_killed_server_left_is_no_server(tmp_path: Path) -> None:
    (tmp_path / SOCKET_FILE).touch()
    with pytest.raises(NoServer):
        await ask_server(tmp_path, {"do": "open"})


async def test_a_second_server_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    async with running(tmp_path):
        with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}\).*KOLAPP_SERVER_DATABASE_URL"):
            await Foundation(Settings(var=tmp_path)).open()


async def test_a_town_with_faults_is_not_taken_at_all(tmp_path: Path) -> None:
    text = EKVIK.read_text(encoding="utf-8").replace("time_zone: Europe/Stockholm", "time_zone: Europe/Ekvik")
    async with running(tmp_path) as server:
        with pytest.raises(OrderRefused, match=r"line \d+: "):
            await ask_server(tmp_path, {"do": "import", "text": text})
        assert server.foundation.writer.days() == {}


TIMES = [
    ("18:30", "2026-11-23 12:00", "2026-11-23 18:30"),
    ("01:00", "2026-11-23 22:00", "2026-11-24 01:00"),
    ("12:00", "2026-11-23 12:00", "2026-11-24 12:00"),
]


@pytest.mark.parametrize(("written", "now", "until"), TIMES)
def test_a_time_is_the_next_moment_when_the_clock_shows_it(written: str, now: str, until: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM)
    assert next_time(written, moment) == datetime.fromisoformat(until).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize("written", ["", "half past six", "25:00", "18.30"])
def test_what_is_no_time_is_said_how_to_write(written: str) -> None:
    with pytest.raises(OrderRefused, match="18:30"):
        next_time(written, datetime(2026, 11, 23, 12, tzinfo=STOCKHOLM))


@pytest.mark.slow
def test_the_program_sets_up_a_branch_without_a_server(tmp_path: Path) -> None:
    assert program(tmp_path, "pair-code", "--kind", "kiosk", "--name", "Entrén").returncode == 1
    assert program(tmp_path, "import", str(EKVIK)).stdout == "ekvik: version 1, 24 errands, 6 desks\n"
    code = program(tmp_path, "pair-code", "--kind", "kiosk", "--name", "Entrén").stdout
    assert len(code) == 11
    added = program(tmp_path, "add-clerk", "--name", "anna", "--role", "clerk", "--password-stdin", said="hemligt123456\n")
    assert (added.returncode, added.stdout) == (0, "anna may sign in as clerk.\n")
    again = program(tmp_path, "add-clerk", "--name", "anna", "--role", "clerk", "--password-stdin", said="hemligt123456\n")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "Another member of the staff already signs in with that name.\n"


@pytest.mark.slow
def test_a_file_with_faults_is_named_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    file.write_text("branch: EKVIK\nfoo: 1\n", encoding="utf-8")
    done = program(tmp_path, "import", str(file))
    assert done.returncode == 1
    assert 'line 1: "EKVIK" is no good "branch"' in done.stderr
    assert 'line 2: unknown key "foo"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["serve", "import", "pair-code", "add-clerk", "set-password", "open", "check"])
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([name, "--help"])
    assert f"Example: kolapp-server {name}" in " ".join(capsys.readouterr().out.split())


def test_a_command_imports_nothing_that_is_slow() -> None:
    listed = "import sys, kolapp_server.__main__, kolapp_server.settings; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, timeout=60)
    assert not {"fastapi", "sqlalchemy", "uvicorn", "structlog", "yaml", "alembic"} & set(done.stdout.split())


@pytest.mark.slow
def test_check_says_what_is_missing(tmp_path: Path) -> None:
    environment = {**os.environ, "KOLAPP_SERVER_VAR": str(tmp_path), "KOLAPP_SERVER_ESPEAK": "no-such-program"}
    command = [sys.executable, "-m", "kolapp_server", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)
    assert done.returncode == 1
    assert "MISSING  the voice: The server cannot speak. Install espeak-ng" in done.stdout

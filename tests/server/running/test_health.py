# SPDX-License-Identifier: EUPL-1.2
"""What the server says of itself: true while it can serve, and no name in it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import structlog

from kolapp_contract import paths
from kolapp_server.app import build_app
from kolapp_server.logs import REQUEST_ID, with_request_id
from kolapp_server.settings import Settings
from tests.support.running_server import Running, furnish, path, running
from tools.house import free_port

pytestmark = pytest.mark.slow

TICKET = "01920000-0000-7000-8000-00000000000{}"


async def issue(server: Running, number: int, errand: str = "bygglov") -> None:
    body = {"errand_id": errand, "language": "sv"}
    address = path(paths.TICKET, ticket_id=TICKET.format(number))
    answer = await server.http.put(address, json=body, headers=server.by_role["kiosk"].headers)
    assert answer.status_code == 201, answer.text


async def test_a_server_that_can_write_is_ready(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        assert (await server.http.get(paths.LIVEZ)).json() == {"status": "alive"}
        assert (await server.http.get(paths.READYZ)).json() == {"status": "ready"}


async def test_a_server_whose_database_is_locked_is_alive_but_not_ready(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        with sqlite3.connect(tmp_path / "kolapp.sqlite", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = await server.http.get(paths.READYZ)
            assert (answer.status_code, answer.json()["code"]) == (503, "busy")
            assert answer.headers["retry-after"]
            assert (await server.http.get(paths.LIVEZ)).status_code == 200
            other.execute("ROLLBACK")
        other.close()


async def test_figures_count_what_happened_and_how_it_stands(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        await furnish(server, ("ekvik",))
        for number in range(3):
            await issue(server, number)
        figures = (await server.http.get(paths.METRICS)).text
    assert 'kolapp_tickets_issued_total{branch="ekvik",errand="bygglov"} 3.0' in figures
    assert 'kolapp_waiting{branch="ekvik",errand="bygglov"} 3.0' in figures
    assert "kolapp_issue_seconds_count 3.0" in figures
    assert "kolapp_device_silent_seconds{" in figures
    assert "kolapp_listeners 0.0" in figures
    (batches,) = (line for line in figures.splitlines() if line.startswith("kolapp_commit_seconds_count"))
    assert float(batches.split()[1]) > 3


async def test_no_name_stands_among_the_figures(tmp_path: Path) -> None:
    canary = "Kanariefågel"
    async with running(tmp_path) as server:
        await furnish(server, ("ekvik",))
        code = await server.http.post(paths.PAIR, json={"code": canary, "contract": 1})
        assert code.status_code == 422
        await server.http.get(f"/api/v1/branches/{canary}/board")
        figures = (await server.http.get(paths.METRICS)).text
    assert canary not in figures
    assert "ekvik clerk" not in figures


def test_a_line_of_the_log_carries_the_id_of_its_request() -> None:
    token = REQUEST_ID.set("kiosk-17")
    try:
        assert with_request_id(structlog.get_logger(), "info", {"event": "x"}) == {"event": "x", "request_id": "kiosk-17"}
    finally:
        REQUEST_ID.reset(token)


def test_each_setting_is_described_and_reads_its_own_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(field.description for field in Settings.model_fields.values())
    monkeypatch.setenv("KOLAPP_SERVER_PUBLIC_URL", "https://ko.example.se/")
    assert Settings().own_url == "https://ko.example.se"


def test_building_the_server_touches_no_disk(tmp_path: Path) -> None:
    build_app(Settings(var=tmp_path / "var"))
    assert not (tmp_path / "var").exists()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{paths.READYZ}", timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.slow
def test_the_program_serves_until_it_is_asked_to_end_and_a_second_one_is_refused(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "KOLAPP_SERVER_VAR": str(tmp_path), "KOLAPP_SERVER_PORT": str(port)}
    command = [sys.executable, "-m", "kolapp_server", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline_s = time.monotonic() + 60
            while not answers(port):
                assert server.poll() is None
                assert time.monotonic() < deadline_s
                with suppress(subprocess.TimeoutExpired):
                    server.wait(0.1)
            second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
            assert second.returncode == 1
            assert second.stderr.startswith(f"Another kolapp-server (process {server.pid}) uses the folder {tmp_path}")
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        lines = (server.stderr.read() if server.stderr else "").splitlines()
    assert all(line.startswith("{") for line in lines), lines
    assert any('"listening"' in line for line in lines)

# SPDX-License-Identifier: EUPL-1.2
"""In a real browser: a desk's own colour around its sign; and to whom somebody comes no desk is said."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.display import small_server
from tests.display.small_server import SmallServer
from tests.display.test_desk_colour import COLOURED, YELLOW
from tests.support.chromium import CHROMIUM, MAY_SOUND

pytestmark = pytest.mark.slow
PICTURES = Path("var/pictures/board")
expect.set_options(timeout=30_000)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallServer]:
    monkeypatch.setattr(small_server, "CATALOGUE", COLOURED)
    with SmallServer() as running:
        yield running


@pytest.fixture
def page(server: SmallServer) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=MAY_SOUND)
        opened = browser.new_page(viewport={"width": 1920, "height": 1080})
        opened.goto(f"{server.url}/board/ekvik")
        expect(opened.locator("#waits li")).to_have_count(6)
        yield opened
        browser.close()


def test_a_desk_with_a_colour_has_it_around_its_sign_and_one_without_has_none(page: Page, server: SmallServer) -> None:
    server.call("A042", desk=3)
    expect(page.locator("#field .desk.coloured")).to_have_text(["Disk 3"])
    edge = page.locator("#field .desk").evaluate("(desk) => getComputedStyle(desk).borderTopColor")
    assert edge not in ("rgb(255, 225, 0)", "rgba(0, 0, 0, 0)"), f"{YELLOW} cannot be seen on white, so it is darkened"
    assert page.locator("#field .desk").evaluate("(desk) => parseFloat(getComputedStyle(desk).borderTopWidth)") >= 4
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "coloured.png")
    server.call("C017", desk=5)
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])
    expect(page.locator("#field .desk.coloured")).to_have_text(["Disk 3"])


def test_a_call_of_somebody_who_is_fetched_names_no_desk(page: Page) -> None:
    call = {"number": "A042", "desk_id": "disk-3", "language": "sv", "at": "2026-10-14T08:24:00Z", "seq": 99, "is_fetched": True}
    script = """async (call) => {
      const { followed, empty } = await import("/static/board/calls.js");
      const line = { number: "C018", desk_id: "disk-1", state: "called", is_discreet: true };
      const view = { epoch: 1, seq: 99, at: call.at, recent_calls: [call], tickets: [line] };
      const board = followed(empty(), { stream: { view } }, 0);
      const { earlierCalls } = await import("/static/board/calls.js");
      return [board.field.map((shown) => shown.call.number), earlierCalls(board).map((one) => one.number), board.toSay.length];
    }"""
    assert json.dumps(page.evaluate(script, call)) == json.dumps([["A042"], ["C018"], 0])

# SPDX-License-Identifier: EUPL-1.2
"""The real server with its real pages, and Chromium that opens them: what a clerk and a visitor have in front of them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uuid_utils
from playwright.async_api import Browser, Page, async_playwright

from kolapp_contract import paths
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.running_server import BRANCH, Credential, Running

PICTURES = Path("var/pictures/console")
WITHIN_S = 30.0
WITHIN_MS = WITHIN_S * 1000
SECRET = "A" * 22
SITS = '[data-segment="visit"][aria-pressed="true"]'
"""The console of a clerk who sits at a desk."""
IS_FREE = "#next:not([aria-busy])"
"""A console that carries out no order: while it does, other keys are passed over."""
CHOSEN = "document.activeElement.selectedOptions[0].text"
FORGETS_AFTER_MS = 1_200
"""A list forgets the letters that one has typed in it after a second."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser that ends with the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(slots=True)
class Reception:
    """The server and the browser. Every page's faults are kept, so that a test can say that there were none."""

    server: Running
    browser: Browser
    faults: list[str]
    web_board: Page | None = None

    async def page(
        self, who: Credential | None = None, *, language: str = "sv-SE", dark: bool = False, size: tuple[int, int] = (1440, 900)
    ) -> Page:
        """A window of its own, signed in as `who`. Nothing moves in it: no colour is looked at on its way to another."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        if who is not None:
            await context.add_cookies([{"name": "kolapp-loopback", "value": who.token, "url": self.server.url}])
        page = await context.new_page()
        page.set_default_timeout(WITHIN_MS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self._note(message.text))
        return page

    def _note(self, words: str) -> None:
        if "Content Security Policy" in words:
            self.faults.append(words)

    async def desk(self, who: str, desk_id: str, profile_id: str, **wishes: Any) -> "Console":
        """A console that sits at that desk, opened by keyboard."""
        page = await self.page(self.server.by_role[who], **wishes)
        await page.goto(self.server.url + paths.DESK_PAGE)
        await page.wait_for_selector("#seat[open]")
        await page.select_option("#seat-desk", desk_id)
        await page.select_option("#seat-profile", profile_id)
        await page.focus("#seat-form .primary")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#seat:not([open])", state="attached")
        await page.wait_for_selector(SITS)
        return Console(page)

    async def seated(self, who: str, **wishes: Any) -> "Console":
        """One more window of somebody who sits at a desk already."""
        page = await self.page(self.server.by_role[who], **wishes)
        await page.goto(self.server.url + paths.DESK_PAGE)
        await page.wait_for_selector(SITS)
        return Console(page)

    async def staff_page(self, who: str, path: str, **wishes: Any) -> Page:
        """The monitor or the office, once it shows the view."""
        page = await self.page(self.server.by_role[who], **wishes)
        await page.goto(self.server.url + path)
        await page.wait_for_selector("html[data-ready]")
        return page

    async def close_windows(self) -> None:
        """Every window of the browser."""
        for context in tuple(self.browser.contexts):
            await context.close()

    async def visitor(self, errand_id: str | None, **wishes: Any) -> dict[str, Any]:
        """A ticket as the kiosk gets it."""
        body = {"errand_id": errand_id, "language": "sv", "secret": SECRET, **wishes}
        path = paths.TICKET.format(ticket_id=uuid7())
        answer = await self.server.http.put(path, json=body, headers=self.server.by_role["kiosk"].headers)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def board(self) -> dict[str, tuple[str, str | None]]:
        """What the waiting room may see: number -> state and desk."""
        view = (await self.server.http.get(paths.BOARD.format(branch_id=BRANCH))).json()
        return {line["number"]: (line["state"], line.get("desk_id")) for line in view["tickets"]}

    async def open_board(self) -> None:
        """The waiting room's board in a browser of its own; what is called from now on must be seen there too."""
        self.web_board = await self.page(size=(1920, 1080))
        await self.web_board.goto(self.server.url + paths.BOARD_PAGE.format(branch_id=BRANCH))

    async def board_says(self, number: str, state: str | None, desk_id: str | None = None) -> None:
        """Waits until the board says so; None when the number is gone from it."""
        wanted = None if state is None else (state, desk_id)
        last: object = None

        async def is_so() -> bool:
            nonlocal last
            last = (await self.board()).get(number)
            return last == wanted

        await until(is_so, lambda: f"{number}: {last}, not {wanted}")
        if self.web_board is not None and state == "called":
            shown = "number => document.querySelector('#board').innerText.includes(number)"
            await self.web_board.wait_for_function(shown, arg=number)


@dataclass(slots=True)
class Console:
    """The desk console, by keyboard alone."""

    page: Page

    async def press(self, *keys: str) -> None:
        """Keys, as a clerk presses them: each after the page has answered the one before, or what was done in a dialog."""
        await self.page.wait_for_selector(IS_FREE)
        for key in keys:
            await self.page.keyboard.press(key)
            await self.page.wait_for_selector(IS_FREE)

    async def call(self, number: str) -> None:
        """Calls the next visitor, and waits until that one is at the desk."""
        await self.press("n")
        await self.is_with(number)

    async def meet(self, number: str) -> None:
        """Calls the next visitor and begins the visit."""
        await self.call(number)
        await self.press("s")
        await self.shows("#visit-label", "Nu hos dig")

    async def shows(self, selector: str, words: str) -> None:
        """Waits until the words stand there."""
        await self.page.wait_for_function(
            "([selector, words]) => document.querySelector(selector)?.innerText.includes(words)", arg=[selector, words]
        )

    async def is_with(self, number: str) -> None:
        """Waits until that visitor is at the desk."""
        await self.page.wait_for_selector("#visit:not([hidden])")
        await self.shows("#visit-number", number)


async def choose(page: Page, words: str) -> None:
    """Types in the list that has the focus until it stands at what begins so. A slow machine forgets letters half-way."""
    for _ in range(5):
        await page.keyboard.type(words)
        if (await page.evaluate(CHOSEN)).startswith(words):
            return
        await page.wait_for_timeout(FORGETS_AFTER_MS)
    raise AssertionError(f"{words}: {await page.evaluate(CHOSEN)}")


async def until(is_so: Callable[[], Any], what: Callable[[], str]) -> None:
    """Waits for a state of the world; fails with what was seen instead."""
    try:
        async with asyncio.timeout(WITHIN_S):
            while not await is_so():  # noqa: ASYNC110  # the state lies behind HTTP, which wakes nobody
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(what()) from None


def uuid7() -> str:
    """An id as devices make them."""
    return str(uuid_utils.uuid7())

# SPDX-License-Identifier: EUPL-1.2
"""A time is booked in a browser: on the public page without script, in every language and on a small screen; at the desk by keys.

Pictures lie in var/pictures/console.
"""

import re

import pytest
from playwright.async_api import Locator, Page

from kolapp_contract import paths
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import Reception
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
CODE = re.compile(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
SMALL = (320, 640)


async def opened(reception: Reception, language: str) -> Page:
    page = await reception.page(size=SMALL)
    await page.goto(f"{reception.server.url}{paths.BOOK_PAGE.format(branch_id=BRANCH)}?language={language}")
    return page


async def follow(page: Page, key: Locator) -> None:
    """Presses what leads to the next page, and waits for that page: nothing is looked at on the one before."""
    async with page.expect_navigation():
        await key.click()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_visitor_books_moves_and_cancels_on_a_small_screen(hall: Reception, language: str) -> None:
    page, rules = await opened(hall, language), rules_in(language)
    await is_fine(page, f"book-errands-{language}", rules)
    await follow(page, page.locator(".book-list a").first)
    await is_fine(page, f"book-days-{language}", rules)
    await follow(page, page.locator(".book-list a").last)
    await is_fine(page, f"book-times-{language}", rules)
    await follow(page, page.locator(".book-times button").first)
    assert CODE.search(await page.inner_text(".book-code"))
    await is_fine(page, f"book-made-{language}", rules)
    await follow(page, page.locator("main form button").nth(1))
    await is_fine(page, f"book-moving-{language}", rules)
    await follow(page, page.locator(".book-form button").first)
    await follow(page, page.locator(".book-times button").first)
    await page.wait_for_selector(".banner.tint")
    await is_fine(page, f"book-moved-{language}", rules)
    await follow(page, page.locator("main form button").nth(2))
    await page.wait_for_selector(".banner.tint")
    await is_fine(page, f"book-cancelled-{language}", rules)
    assert await page.context.cookies() == []


async def test_a_wrong_code_is_told_of_kindly(reception: Reception) -> None:
    page = await opened(reception, "sv")
    await page.fill("#code", "T-AAAA-AAAA-AAAA")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[role=alert]")
    await is_fine(page, "book-unknown")


async def test_a_clerk_books_with_three_keys(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    await desk.press("i")
    await desk.page.wait_for_selector("#booking-times input:checked")
    await is_fine(desk.page, "desk-booking")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector("#booking-made:not([hidden])")
    assert CODE.search(await desk.page.inner_text("#booking-code"))
    await is_fine(desk.page, "desk-booked")

# SPDX-License-Identifier: EUPL-1.2
"""A time is booked in a browser: on the public page without script, in every language and on a small screen; at the desk by keys.

Pictures lie in var/pictures/console.
"""

import re

import pytest
from playwright.async_api import Page

from kolapp_contract import paths
from tests.browser.looking import LANGUAGES, is_fine
from tests.browser.reception import Reception
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
CODE = re.compile(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
SMALL = (320, 640)


async def opened(reception: Reception, language: str) -> Page:
    page = await reception.page(size=SMALL)
    await page.goto(f"{reception.server.url}{paths.BOOK_PAGE.format(branch_id=BRANCH)}?language={language}")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_visitor_books_moves_and_cancels_on_a_small_screen(reception: Reception, language: str) -> None:
    page = await opened(reception, language)
    await is_fine(page, f"book-errands-{language}")
    await page.click(".book-list a")
    await is_fine(page, f"book-days-{language}")
    await page.locator(".book-list a").last.click()
    await is_fine(page, f"book-times-{language}")
    await page.locator(".book-times button").first.click()
    assert CODE.search(await page.inner_text(".book-code"))
    await is_fine(page, f"book-made-{language}")
    await page.locator("main form button").nth(1).click()
    await is_fine(page, f"book-moving-{language}")
    await page.locator(".book-form button").first.click()
    await page.locator(".book-times button").first.click()
    await page.wait_for_selector(".banner.tint")
    await is_fine(page, f"book-moved-{language}")
    await page.locator("main form button").nth(2).click()
    await page.wait_for_selector(".banner.tint")
    await is_fine(page, f"book-cancelled-{language}")
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

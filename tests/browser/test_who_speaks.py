# SPDX-License-Identifier: EUPL-1.2
"""A clerk says what is spoken at the desk; colleagues see who speaks a visitor's language; the office sees how often."""

import pytest
from playwright.async_api import Page

from kolapp_contract import paths
from tests.browser.looking import is_fine
from tests.browser.reception import PICTURES, SITS, Console, Reception

pytestmark = pytest.mark.slow
ERRAND = "snabb-fraga"


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def speaker(reception: Reception) -> Page:
    """A colleague at desk 2 ticks Finnish, by keyboard."""
    page = await reception.page(reception.server.by_role["manager"])
    await page.goto(reception.server.url + paths.DESK_PAGE)
    await page.wait_for_selector("#seat[open]")
    await page.select_option("#seat-desk", "disk-2")
    await page.select_option("#seat-profile", "vagledare")
    await page.focus('#seat-spoken [value="fi"]')
    await page.keyboard.press("Space")
    await is_fine(page, "seat-languages")
    await page.focus("#seat-form .primary")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(SITS)
    return page


async def test_who_speaks_finnish_is_seen_before_the_call_and_remembered(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    visitor = await reception.visitor(ERRAND, language="fi")
    await desk.shows("#line", "Ingen talar finska nu")
    colleague = await speaker(reception)
    await desk.shows("#line", "Talar finska: disk 2")
    await picture(desk.page, "who-speaks")
    await Console(colleague).shows("#line", "Du talar finska")
    await desk.call(visitor["number"])
    await desk.press("l")
    await desk.page.wait_for_selector("#hand-over[open]")
    offered = await desk.page.inner_text("#hand-over-desk")
    assert "Disk 2, talar finska" in offered
    await colleague.reload()
    await colleague.wait_for_selector(SITS)
    await colleague.keyboard.press("d")
    await colleague.wait_for_selector("#seat[open]")
    assert await colleague.is_checked('#seat-spoken [value="fi"]')
    assert not await colleague.is_checked('#seat-spoken [value="ar"]')


async def test_the_office_has_a_table_of_languages(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    for language in ("uk",) * 6 + ("ar",):
        await desk.meet((await reception.visitor(ERRAND, language=language))["number"])
        await desk.press("1", "a")
        await desk.page.wait_for_selector("#nobody:not([hidden])")
    page = await reception.page(reception.server.by_role["manager"])
    await page.goto(reception.server.url + paths.OFFICE_PAGE)
    await page.wait_for_selector("#languages-met-table:not([hidden])")
    told = (await page.inner_text("#languages-met-rows")).split()
    assert " ".join(told) == "Ukrainska 6 0 (0 %) Arabiska färre än 5 visas inte"
    await is_fine(page, "languages-met")

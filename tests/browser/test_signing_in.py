# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out by the form, and keys that rest while one writes."""

import re

import pytest

from kolapp_contract import paths
from kolapp_server.services import staff
from tests.browser.reception import Reception
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
SIGN_IN = re.compile("/sign-in")
PASSWORD = "en lång mening som ingen gissar"


async def test_a_clerk_signs_in_by_keyboard_and_out_again(reception: Reception) -> None:
    await staff.add_clerk(reception.server.foundation.staff_door, BRANCH, "siv", "clerk", PASSWORD)
    page = await reception.page()
    await page.goto(reception.server.url + paths.DESK_PAGE)
    await page.wait_for_url(SIGN_IN)
    await page.wait_for_selector("#name:focus")
    for words in ("siv", "fel lösenord här"):
        await page.keyboard.type(words)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#fault")
    assert "stämmer inte" in await page.inner_text("#fault")
    await page.fill("#name", "siv")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk")
    await page.wait_for_selector("#seat[open]")
    await page.keyboard.press("Escape")
    await page.get_by_text("Logga ut").click()
    await page.wait_for_url(SIGN_IN)
    await page.goto(reception.server.url + paths.DESK_PAGE)
    await page.wait_for_url(SIGN_IN)


async def test_single_letters_rest_while_one_writes_and_when_switched_off(reception: Reception) -> None:
    number = (await reception.visitor("snabb-fraga"))["number"]
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.shows("#next-words", number)
    await desk.press("m")
    await desk.page.fill("#notice-text", "")
    await desk.page.focus("#notice-text")
    await desk.page.keyboard.type("nu")
    await desk.press("Escape", "?")
    await desk.page.uncheck("#letters")
    await desk.press("Escape", "n")
    await reception.board_says(number, "waiting")
    await desk.page.wait_for_timeout(450)  # the same key twice within 400 ms is one press
    await desk.press("?")
    await desk.page.check("#letters")
    await desk.press("Escape", "n")
    await desk.is_with(number)


async def test_a_page_of_another_site_cannot_sign_anybody_in(reception: Reception) -> None:
    form = {"name": "siv", "password": PASSWORD, "csrf": ""}
    answer = await reception.server.http.post(paths.SIGN_IN_PAGE, data=form)
    assert answer.status_code == 403
    answer = await reception.server.http.post(paths.SIGN_IN_PAGE, data={**form, "name": "siv\0"})
    assert answer.status_code == 422
    answer = await reception.server.http.post(paths.SIGN_IN_PAGE, data=form, headers={"Origin": "https://example.org"})
    assert answer.status_code == 403


async def test_one_is_sent_where_one_wanted_to_go_and_never_elsewhere(reception: Reception) -> None:
    await staff.add_clerk(reception.server.foundation.staff_door, BRANCH, "siv", "manager", PASSWORD)
    for wanted, page_path in (("/office", "/office"), ("https://example.org/", "/desk"), ("//example.org", "/desk")):
        page = await reception.page()
        await page.goto(f"{reception.server.url}{paths.SIGN_IN_PAGE}?next={wanted}")
        await page.fill("#name", "siv")
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(reception.server.url + page_path)

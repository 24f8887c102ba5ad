# SPDX-License-Identifier: EUPL-1.2
"""A lost receipt is made anew by keyboard: at the desk for a visitor who is there, and from the list of promises."""

import pytest
from playwright.async_api import expect

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of, read_code
from kolapp_contract.contacts import CODE_HEADER
from tests.browser.reception import WITHIN_MS, Reception, until, uuid7
from tests.browser.test_everybody_can_use_the_pages import is_fine
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
ERRAND, PROFILE = "bygglov", "bygg-och-foretag"
OLD = code_of(CodeKind.CONTACT, b"an old code")


async def promised(reception: Reception) -> None:
    """A contact with a promise, which the old code opens."""
    promise = {"kind": "letter", "due_on": "2036-11-27", "owner_id": PROFILE}
    body = {"request_id": uuid7(), "code": OLD, "errand_id": ERRAND, "outcome": "promised", "promise": promise}
    headers = reception.server.by_role["clerk"].headers
    answer = await reception.server.http.post(paths.CONTACTS.format(branch_id=BRANCH), json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def only_opens(reception: Reception, code: str) -> None:
    """Waits until that code opens the contact and the old one does not."""
    assert read_code(code) == (CodeKind.CONTACT, code)

    async def status(tried: str) -> int:
        return (await reception.server.http.get(paths.CONTACT_STATE, headers={CODE_HEADER: tried})).status_code

    async def is_so() -> bool:
        return (await status(code), await status(OLD)) == (200, 404)

    await until(is_so, lambda: "the old code is still the one")


async def test_at_the_desk_for_the_visitor_who_is_there(reception: Reception) -> None:
    await promised(reception)
    desk = await reception.desk("clerk", "disk-3", PROFILE)
    number = (await reception.visitor(ERRAND, contact_code=OLD))["number"]
    await desk.press("n")
    await desk.is_with(number)
    await desk.press("c")
    await desk.page.wait_for_selector("#contact-goes-on:not([hidden])")
    await desk.page.keyboard.press("Control+Enter")
    await desk.page.wait_for_selector("#contact-saved:not([hidden])")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector("#contact-saved .reference")
    await desk.shows("#contact-saved", "Den gamla gäller inte längre")
    await is_fine(desk.page, "desk-receipt-anew")
    await only_opens(reception, await desk.page.inner_text("#contact-saved .reference"))


async def test_from_the_list_of_promises(reception: Reception) -> None:
    await promised(reception)
    page = await reception.page(reception.server.by_role["clerk"], size=(320, 700))
    await page.goto(reception.server.url + paths.PROMISES_PAGE)
    await page.wait_for_selector("html[data-promises] #open li")
    await page.locator("#open button").last.focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#open .reference")
    await expect(page.locator("#told")).to_contain_text("Skriv koden för hand", timeout=WITHIN_MS)
    await is_fine(page, "promises-receipt-anew")
    await page.set_viewport_size({"width": 1280, "height": 800})
    await is_fine(page, "promises-receipt-anew-wide")
    await only_opens(reception, await page.inner_text("#open .reference"))

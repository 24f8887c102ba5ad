# SPDX-License-Identifier: EUPL-1.2
"""A named officer by keyboard: where they are, who waits for them, what they answer; and the link in their mail."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from kolapp_contract import paths
from kolapp_server.control import carry_out
from kolapp_server.store import officers as rows
from tests.browser.looking import is_fine
from tests.browser.reception import PICTURES, SECRET, WITHIN_MS, Console, Reception, until
from tests.support.officers import DEPUTY, FIRST, OTHER, town_with_officers
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
STOCKHOLM = ZoneInfo("Europe/Stockholm")


async def with_officers(reception: Reception) -> None:
    """The clerk is the first officer; their mail goes nowhere."""
    town = town_with_officers({"sign_in": f"{BRANCH} clerk", "email": "bygglov@ekvik.example"})
    await carry_out(reception.server.foundation, {"do": "import", "text": town})
    # A mail that nobody sends keeps the secret of its link, which is what this test follows.
    reception.server.app.state.caretaker.leads = lambda: False
    reception.server.app.state.caretaker.is_leading = False


async def own_page(reception: Reception, ticket_id: str) -> Page:
    page = await reception.page(size=(390, 844))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket_id}.{SECRET}")
    return page


async def says(page: Page, selector: str, words: str) -> None:
    await expect(page.locator(selector)).to_contain_text(words, timeout=WITHIN_MS)


async def open_officers(desk: Console) -> Page:
    await desk.page.keyboard.press("h")
    await desk.page.wait_for_selector("#officers[open]")
    return desk.page


async def test_a_clerk_says_by_keyboard_when_an_officer_is_back(reception: Reception) -> None:
    await with_officers(reception)
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    page = await open_officers(desk)
    assert await page.evaluate("document.activeElement.id") == "officer-who"
    assert await page.input_value("#officer-who") == FIRST
    await page.select_option("#officer-who", OTHER)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    later_today = datetime.now(STOCKHOLM).time() < time(23, 58)
    await page.fill("#officer-until", "23:59" if later_today else "")
    await is_fine(page, "officers-status")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#officers:not([open])", state="attached")
    headers = reception.server.by_role["kiosk"].headers
    found = (await reception.server.http.get(paths.OFFICERS.format(branch_id=BRANCH), headers=headers)).json()
    (other,) = [each for each in found["officers"] if each["officer_id"] == OTHER]
    assert (other["presence"], "until" in other) == ("away", later_today)


async def test_the_officer_is_told_live_answers_by_keyboard_and_the_visitor_sees_it(reception: Reception) -> None:
    await with_officers(reception)
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    ticket = await reception.visitor("bygglov", officer_id=FIRST)
    visitor = await own_page(reception, ticket["ticket_id"])
    await says(visitor, "#advice", "har fått veta att du är här")
    await says(desk.page, "#banners", f"{ticket['number']} väntar på dig")
    page = await open_officers(desk)
    await says(page, "#officer-waits", ticket["number"])
    await is_fine(page, "officers-waiting")
    await page.locator('#officer-waits [data-answer="coming"]').first.focus()
    await page.keyboard.press("Enter")
    await says(page, "#officer-waits", "Kommer")
    await says(visitor, "#facts", "Du blir mött")
    await expect(desk.page.locator("#banners")).not_to_contain_text(ticket["number"], timeout=WITHIN_MS)
    await is_fine(visitor, "officer-coming-390")
    await page.set_viewport_size({"width": 320, "height": 700})
    await is_fine(page, "officers-320")


async def test_a_message_is_passed_on_by_one_press(reception: Reception) -> None:
    await with_officers(reception)
    desk = await reception.desk("manager", "disk-2", "vagledare")
    ticket = await reception.visitor(None, officer_id=DEPUTY, officer_wish="message")
    page = await open_officers(desk)
    await says(page, "#officer-waits", "Vill lämna ett meddelande")
    await page.locator('#officer-waits [data-purpose="call_back"]').focus()
    await page.keyboard.press("Enter")
    await says(page, "#officers .dialog-message", ticket["number"])

    async def is_passed_on() -> bool:
        return calls(BRANCH)[ticket["ticket_id"]].purpose == "call_back"

    calls = reception.server.foundation.officers.calls_of
    await until(is_passed_on, lambda: calls(BRANCH)[ticket["ticket_id"]].purpose)


async def test_the_link_in_the_mail_asks_before_it_answers_and_answers_once(reception: Reception) -> None:
    await with_officers(reception)
    ticket = await reception.visitor("bygglov", officer_id=FIRST)
    clock = reception.server.foundation.branches.clock
    (mail,) = await reception.server.foundation.branches.read(lambda connection: rows.due_mail(connection, clock(), 9))
    page = await reception.page(size=(390, 844))
    address = reception.server.url + paths.officer_url("", mail.call_id, mail.secret or "")
    await page.goto(address)
    await says(page, "#number", ticket["number"])
    await is_fine(page, "officer-link-390")
    assert reception.server.foundation.officers.calls_of(BRANCH)[ticket["ticket_id"]].answer is None
    await page.locator('[data-answer="coming"]').first.focus()
    await page.keyboard.press("Enter")
    await says(page, "#told", "Besökaren ser att du kommer")
    await page.reload()
    await says(page, "#told", "redan använd")
    await page.screenshot(path=PICTURES / "officer-link-spent-390.png")

# SPDX-License-Identifier: EUPL-1.2
"""Somebody takes an alarm on the monitor, by keyboard; everybody else sees at once who it is."""

import pytest
from playwright.async_api import Page

from kolapp_contract import paths
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import Reception
from tests.support.running_server import DEVICE_ROLES

pytestmark = pytest.mark.slow


async def printer_says(reception: Reception, printer: str) -> None:
    """The kiosk says so of its printer, and every device gives a sign of life: none of them is silent for a minute from now."""
    for role in DEVICE_ROLES:
        told = {"printer": printer} if role == "kiosk" else {}
        body = {"contract": 1, "program": "test", **told}
        headers = reception.server.by_role[role].headers
        (await reception.server.http.post(paths.HEARTBEAT, json=body, headers=headers)).raise_for_status()


async def monitor(reception: Reception, who: str, **wishes: object) -> Page:
    page = await reception.page(reception.server.by_role[who], **wishes)
    await page.goto(reception.server.url + paths.MONITOR_PAGE)
    await page.wait_for_selector("#alarms .banner.bad")
    return page


async def test_who_takes_an_alarm_is_seen_at_every_monitor_until_it_is_mended(reception: Reception) -> None:
    await printer_says(reception, "paper_low")
    mine, other = await monitor(reception, "facility"), await monitor(reception, "manager")
    assert await other.is_visible("#alarms .take")
    await mine.focus("#alarms .take")
    await mine.keyboard.press("Enter")
    for page in (mine, other):
        await page.wait_for_function("() => document.querySelector('#alarms .since').innerText.includes('ekvik facility')")
        assert not await page.is_visible("#alarms .take")
    assert await mine.evaluate("() => document.activeElement.closest('#alarms li') !== null")
    await is_fine(other, "monitor-taken")
    await printer_says(reception, "ok")
    await other.wait_for_selector("#alarms-none:not([hidden])")
    await printer_says(reception, "paper_low")
    await other.wait_for_selector("#alarms .take:not([hidden])")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_button_in_every_language_light_and_narrow(hall: Reception, language: str) -> None:
    await printer_says(hall, "paper_low")
    page = await monitor(hall, "facility", language=language)
    await page.wait_for_selector("#alarms .take")
    await is_fine(page, f"monitor-take-light-{language}", rules_in(language))
    await page.set_viewport_size({"width": 320, "height": 640})
    await is_fine(page, f"monitor-take-narrow-{language}", rules_in(language))


async def test_the_button_in_the_dark(hall: Reception) -> None:
    await printer_says(hall, "paper_low")
    page = await monitor(hall, "facility", dark=True)
    await page.wait_for_selector("#alarms .take")
    await is_fine(page, "monitor-take-dark-sv")

# SPDX-License-Identifier: EUPL-1.2
"""The pages that visitors meet, in every language: nothing that axe finds, nothing wider than its window, the right tag and way.

Pictures of all that is looked at lie in var/pictures/console.
"""

import re

import pytest
from playwright.async_api import Page, expect

from kolapp_contract import paths
from kolapp_server.control import carry_out
from kolapp_words.languages import LANGUAGES
from tests.browser.looking import BUT_COLOURS, found_by_axe, is_fine
from tests.browser.reception import PICTURES, SECRET, WITHIN_MS, Reception, uuid7
from tests.support.running_server import BRANCH, always_open

pytestmark = pytest.mark.slow
PHONE, TABLET, DESKTOP = (320, 640), (768, 1024), (1440, 900)
LOOKED_AT = ("sv-Easy", "ar", "fa", "ti", "de")
CODES = tuple(LANGUAGES)
GROUPS = [CODES[start : start + 4] for start in range(0, len(CODES), 4)]


async def has_tag(page: Page, code: str) -> None:
    """A screen reader speaks the page's language, and it runs the way that language does."""
    spoken = LANGUAGES[code]
    await expect(page.locator("html")).to_have_attribute("lang", spoken.tag, timeout=WITHIN_MS)
    await expect(page.locator("html")).to_have_attribute("dir", "rtl" if spoken.is_rtl else "ltr", timeout=WITHIN_MS)


async def is_right(page: Page, name: str, code: str) -> None:
    """The tag and the way are right, axe finds nothing, and nothing is wider than the window."""
    await has_tag(page, code)
    if code in LOOKED_AT:
        PICTURES.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=PICTURES / f"{name}-{code}.png", full_page=True)
    assert await found_by_axe(page, BUT_COLOURS) == [], (name, code)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, code)


async def ticket_in(reception: Reception, code: str) -> str:
    """The address of the page of somebody who waits, and whose language that is."""
    ticket_id = uuid7()
    body = {"errand_id": "bygglov", "language": code, "secret": SECRET}
    headers = reception.server.by_role["kiosk"].headers
    (await reception.server.http.put(paths.TICKET.format(ticket_id=ticket_id), json=body, headers=headers)).raise_for_status()
    return f"{paths.VISITOR_PAGE}#{ticket_id}.{SECRET}"


@pytest.mark.parametrize("codes", GROUPS, ids=["-".join(codes) for codes in GROUPS])
async def test_the_pages_that_visitors_meet(reception: Reception, codes: tuple[str, ...]) -> None:
    for place, code in enumerate(codes):
        size = (PHONE, TABLET, PHONE, DESKTOP)[place]
        page = await reception.page(size=size, language=LANGUAGES[code].tag)
        for name, address in (
            ("rule", f"/rule/{BRANCH}?language={code}"),
            ("accessibility", f"/accessibility?language={code}"),
            ("book", f"/book/{BRANCH}?language={code}"),
            ("book-days", f"/book/{BRANCH}?language={code}&errand_id=bygglov"),
        ):
            await page.goto(reception.server.url + address)
            await is_right(page, name, code)
        await page.goto(f"{reception.server.url}/board/{BRANCH}?lang={code}")
        await page.wait_for_function("() => window.kolapp?.seen().seq >= 0")
        await is_right(page, "board", code)
        await page.goto(reception.server.url + await ticket_in(reception, code))
        await page.wait_for_selector(f"#ticket:not([hidden]) >> xpath=//ancestor::html[@lang='{LANGUAGES[code].tag}']")
        await is_right(page, "t", code)
        await page.goto(reception.server.url + paths.CONTACT_PAGE)
        await page.select_option("#language", code)
        await is_right(page, "c", code)
        await page.context.close()


async def test_another_language_is_chosen_by_its_own_name_and_ones_place_is_kept(reception: Reception) -> None:
    page = await reception.page(size=PHONE)
    await page.goto(f"{reception.server.url}/book/{BRANCH}?language=sv&errand_id=bygglov")
    await page.focus(".languages summary")
    await page.keyboard.press("Enter")
    await is_fine(page, "book-languages")
    names = await page.locator(".languages li").all_inner_texts()
    assert sorted(names) == sorted(spoken.own_name for spoken in LANGUAGES.values())
    await page.get_by_text("فارسی").click()
    await page.wait_for_url("**language=fa")
    await has_tag(page, "fa")
    await page.locator(".book-list a").first.click()
    await page.locator(".book-times button").first.click()
    code = str(await page.text_content(".book-code")).split()[-1]
    await page.click(".languages summary")
    await page.get_by_role("button", name="Suomi").click()
    await has_tag(page, "fi")
    assert str(await page.text_content(".book-code")).split()[-1] == code


async def test_a_language_that_the_town_does_not_offer_is_on_no_page(reception: Reception) -> None:
    fewer = always_open().replace(", de, ", ", ", 1)
    german = re.compile(r"^  de:\n(?:    .*\n|\n)+", re.MULTILINE)
    await carry_out(reception.server.foundation, {"do": "import", "text": german.sub("", fewer)})
    page = await reception.page(language="de")
    for address in (f"/rule/{BRANCH}", "/accessibility", f"/book/{BRANCH}", paths.CONTACT_PAGE):
        await page.goto(reception.server.url + address)
        await has_tag(page, "sv")
        assert "Deutsch" not in await page.content()

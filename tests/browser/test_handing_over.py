# SPDX-License-Identifier: EUPL-1.2
"""By keyboard alone: a building permit handed over with note and checklist and read before the call; two desks, one visitor."""

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.looking import is_fine
from tests.browser.reception import PICTURES, SECRET, WITHIN_MS, Console, Reception, choose

pytestmark = pytest.mark.slow
OURS, THEIRS = "disk-1", "disk-2"
ERRAND, NOTE = "snabb-fraga", "Vill bygga en veranda i vinter."


@pytest_asyncio.fixture(loop_scope="module")
async def guide(reception: Reception) -> Console:
    return await reception.desk("clerk", OURS, "vagledare")


@pytest_asyncio.fixture(loop_scope="module")
async def specialist(reception: Reception) -> Console:
    return await reception.desk("manager", THEIRS, "bygg-och-foretag")


async def keys(desk: Console, *pressed: str) -> None:
    """Keys within a dialog."""
    for key in pressed:
        await desk.page.keyboard.press(key)


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def meets(reception: Reception, desk: Console, **wishes: object) -> dict[str, str]:
    """A visitor whom that desk has called and begun to meet."""
    visitor = await reception.visitor(ERRAND, **wishes)
    await desk.shows("#next-words", f"Kallar {visitor['number']}")
    await desk.meet(visitor["number"])
    return visitor


async def own_page(reception: Reception, visitor: dict[str, str]) -> Page:
    page = await reception.page(size=(390, 844))
    await page.goto(f"{reception.server.url}/t#{visitor['ticket_id']}.{SECRET}")
    await page.wait_for_selector("#ticket:not([hidden])")
    return page


async def says(page: Page, selector: str, words: str) -> None:
    await expect(page.locator(selector)).to_contain_text(words, timeout=WITHIN_MS)


async def test_a_building_permit_is_handed_over_read_before_the_call_and_found_complete(
    reception: Reception, guide: Console, specialist: Console
) -> None:
    visitor = await meets(reception, guide)
    number, mine = visitor["number"], await own_page(reception, visitor)
    await guide.press("l")
    await guide.page.wait_for_selector("#hand-over[open]")
    await choose(guide.page, "Bygglov")
    await keys(guide, "Tab", "Tab")
    await guide.page.keyboard.type(NOTE)
    await keys(guide, "Tab", "Space", "Tab", "Space", "Tab", "Tab", "Tab")
    await guide.page.keyboard.type("10")
    await picture(guide.page, "hand-over-with-checklist")
    await keys(guide, "Enter")
    await reception.board_says(number, "waiting")
    await says(mine, "#facts", "Tidigast")
    await says(mine, "#advice", "Du behåller ditt nummer")
    await picture(mine, "visitor-prepared-for")
    await specialist.shows("#line", "Anteckning")
    await specialist.shows("#line", "förbereds till")
    await specialist.press("g")
    await specialist.page.wait_for_selector("#sheet[open]")
    await specialist.shows("#sheet-notes", NOTE)
    await specialist.shows("#sheet-items", "Fastighetsbeteckning")
    assert await specialist.page.locator("#sheet-items .is-there").count() == 2
    await is_fine(specialist.page, "sheet-before-the-call")
    await specialist.page.set_viewport_size({"width": 320, "height": 640})
    await is_fine(specialist.page, "sheet-narrow")
    await specialist.page.set_viewport_size({"width": 1440, "height": 900})
    await specialist.page.focus("#sheet-ready")
    await keys(specialist, "Enter")
    await specialist.page.wait_for_selector("#sheet-preparing", state="hidden")
    await keys(specialist, "Escape")
    await specialist.call(number)
    await specialist.shows("#visit-notes", NOTE)
    await specialist.shows("#visit-items", "Situationsplan")
    await specialist.press("+")
    await specialist.page.wait_for_selector('[data-act="complete"][aria-pressed="true"]')
    await picture(specialist.page, "hand-over-judged")


async def test_a_specialist_who_reads_first_asks_for_ten_minutes_and_the_visitor_knows(
    reception: Reception, guide: Console, specialist: Console
) -> None:
    visitor = await meets(reception, guide)
    mine = await own_page(reception, visitor)
    await guide.press("l")
    await guide.page.wait_for_selector("#hand-over[open]")
    await choose(guide.page, "Bygglov")
    await keys(guide, "Tab", "Tab")
    await guide.page.keyboard.type(NOTE)
    await keys(guide, "Tab", "Enter")
    await specialist.shows("#next-words", f"Kallar {visitor['number']}")
    await specialist.press("g")
    await specialist.page.wait_for_selector("#sheet[open]")
    await specialist.page.focus("#sheet-minutes")
    await keys(specialist, "Enter")
    await specialist.shows("#sheet-until", visitor["number"])
    await says(mine, "#facts", "Tidigast")
    await keys(specialist, "Escape")
    await specialist.shows("#next-words", "Ingen väntar")


async def test_two_desks_meet_one_visitor_and_everybody_sees_both(
    reception: Reception, guide: Console, specialist: Console
) -> None:
    await reception.open_board()
    visitor = await meets(reception, guide)
    number, mine = visitor["number"], await own_page(reception, visitor)
    await guide.press("g")
    await guide.page.wait_for_selector("#together[open]")
    await guide.page.focus("#join-whom")
    await picture(guide.page, "together")
    await keys(guide, "Tab", "Enter")
    await guide.shows("#join-asked", "disk 2")
    await specialist.shows("#banners", f"ber dig vara med hos {number}")
    await picture(specialist.page, "asked-to-join")
    await specialist.page.focus('[data-act="join-visit"]')
    await keys(specialist, "Enter")
    await specialist.shows("#nobody-title", "Hos en kollega")
    await guide.shows("#join-here", "disk 2")
    await keys(guide, "Escape")
    await guide.shows("#banners", "disk 2")
    await says(mine, "#facts", "disk 2")
    await picture(mine, "visitor-with-two-desks")
    assert reception.web_board is not None
    await says(reception.web_board, "#field", "Disk 1+2")
    await picture(reception.web_board, "board-with-two-desks")
    await specialist.press("n")
    await specialist.shows("#message", "Det går inte just nu")
    await picture(specialist.page, "takes-part")
    await guide.press("1", "a")
    await specialist.page.wait_for_function("() => !document.querySelector('#banners').innerText.includes('Du är med')")
    await reception.board_says(number, None)


async def test_the_desk_that_joined_leaves_by_one_key(reception: Reception, guide: Console, specialist: Console) -> None:
    visitor = await meets(reception, guide)
    await guide.press("g")
    await guide.page.wait_for_selector("#together[open]")
    await guide.page.focus("#join-whom")
    await keys(guide, "Tab", "Enter")
    await specialist.shows("#banners", visitor["number"])
    await specialist.page.focus('[data-act="join-visit"]')
    await keys(specialist, "Enter")
    await specialist.shows("#nobody-title", "Hos en kollega")
    await specialist.page.wait_for_selector("#next:not([aria-busy])")
    await specialist.press("g")
    await specialist.page.wait_for_function("() => !document.querySelector('#nobody-title').innerText.includes('kollega')")
    await reception.board_says(visitor["number"], "serving", OURS)


async def test_the_next_errand_begins_by_itself_on_the_same_number(
    reception: Reception, guide: Console, specialist: Console
) -> None:
    visitor = await meets(reception, guide)
    mine = await own_page(reception, visitor)
    await guide.press("g")
    await guide.page.wait_for_selector("#together[open]")
    await guide.page.focus("#further-errand")
    await choose(guide.page, "Bygglov")
    await keys(guide, "Tab", "Enter")
    await guide.shows("#further-list", "Bygglov")
    await says(mine, "#ticket", visitor["number"])
    await keys(guide, "Escape")
    await guide.press("1", "a")
    await reception.board_says(visitor["number"], "waiting")
    await says(mine, "#advice", "Ärende 2 av 2")
    await specialist.shows("#next-words", f"Kallar {visitor['number']}")

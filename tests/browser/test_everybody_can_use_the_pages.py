# SPDX-License-Identifier: EUPL-1.2
"""WCAG 2.2 AA as far as a program can see it (axe), each page at its busiest, with dialogs open, light and dark.

Pictures of all that is looked at lie in var/pictures/console.
"""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from kolapp_contract import paths
from tests.browser.reception import PICTURES, SECRET, Console, Reception, uuid7
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
LANGUAGES = ("sv", "en", "fi", "ar")
DIALOGS = {
    "ask-outcome": "n",
    "hand-over": "l",
    "aside-dialog": "b",
    "issue": "t",
    "find": "f",
    "stops": "m",
    "officers": "h",
    "seat": "d",
    "keys": "?",
    "pause": "o",
    "incident": "y",
    "contact": "c",
    "code": "e",
    "answers": "q",
    "channel": "j",
    "together": "g",
}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def is_fine(page: Page, name: str) -> None:
    """Nothing found by axe, nothing wider than the window; and a picture to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    found = (await Axe().run(page, options=WCAG)).response["violations"]
    assert [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in found] == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def busy(reception: Reception, **wishes: object) -> Console:
    """A desk with a visitor who has needs and a note, and a long line; somebody parked, somebody absent; a message."""
    other = await reception.desk("manager", "disk-2", "vagledare")
    needs = ["hearing", "sitting"]
    await reception.visitor("snabb-fraga", language="ar", needs=needs)
    await other.press("n", "s")
    await other.shows("#visit-label", "Nu hos dig")
    await other.press("l")
    await other.page.select_option("#hand-over-errand", "bygglov")
    await other.page.fill("#hand-over-note", "Ritningar lämnade. Färgkoden saknas.")
    await other.page.click("#hand-over-form .primary")
    await other.page.wait_for_selector("#nobody:not([hidden])")
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag", **wishes)
    await absent_and_parked(reception, desk)
    for place in range(6):
        await reception.visitor("bygglov", needs=["fetch_me"] if place == 2 else [], kind="priority" if place == 4 else "walk_in")
    await desk.page.wait_for_function("() => document.querySelectorAll('#line li').length === 6")
    message = {"request_id": uuid7(), "text": "Lunchstängt 12–13 i dag."}
    headers = reception.server.by_role["manager"].headers
    await reception.server.http.post(paths.NOTICE.format(branch_id=BRANCH), json=message, headers=headers)
    await desk.page.wait_for_selector(".banner.tint")
    return desk


async def absent_and_parked(reception: Reception, desk: Console) -> None:
    """The visitor with the note is at the desk, after one was parked and one did not come."""
    await desk.press("n")
    with_note = await desk.number()
    await desk.press("s", "p")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    absent = (await reception.visitor("bygglov"))["number"]
    await desk.shows("#next-words", absent)
    await desk.press("n", "r", "u")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await desk.press("p")
    await desk.is_with(with_note)
    await desk.page.wait_for_selector("#visit-notes li")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_the_busiest_desk_and_each_of_its_dialogs(reception: Reception, dark: bool) -> None:
    desk = await busy(reception, dark=dark)
    look = "dark" if dark else "light"
    await is_fine(desk.page, f"desk-{look}")
    for dialog, key in DIALOGS.items():
        await desk.press(key)
        await desk.page.wait_for_selector(f"#{dialog}[open]")
        await is_fine(desk.page, f"desk-{dialog}-{look}")
        await desk.press("Escape")
        await desk.page.wait_for_selector(f"#{dialog}:not([open])", state="attached")
    await desk.press("1", "k")
    await desk.page.wait_for_selector("#other[open]")
    await is_fine(desk.page, f"desk-other-{look}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_staff_pages_in_every_language(reception: Reception, language: str) -> None:
    desk = await busy(reception, language=language)
    await is_fine(desk.page, f"desk-{language}")
    page = await reception.page(reception.server.by_role["manager"], language=language)
    for name in ("monitor", "office"):
        await page.goto(f"{reception.server.url}/{name}")
        await page.wait_for_selector("html[data-ready]")
        await is_fine(page, f"{name}-{language}")
    page = await reception.page(language=language)
    await page.goto(reception.server.url + paths.SIGN_IN_PAGE)
    await is_fine(page, f"sign-in-{language}")
    await page.goto(reception.server.url + paths.RULE_PAGE.format(branch_id=BRANCH))
    await is_fine(page, f"rule-{language}")


@pytest.mark.parametrize("size", [(320, 640), (720, 450)], ids=["400 % reflow", "200 % zoom"])
async def test_nothing_is_lost_when_all_is_large(reception: Reception, size: tuple[int, int]) -> None:
    desk = await busy(reception, size=size)
    await is_fine(desk.page, f"desk-{size[0]}")
    page = await reception.page(reception.server.by_role["manager"], size=size)
    for name in ("monitor", "office"):
        await page.goto(f"{reception.server.url}/{name}")
        await page.wait_for_selector("html[data-ready]")
        await is_fine(page, f"{name}-{size[0]}")
    page = await reception.page(size=size)
    await page.goto(reception.server.url + paths.SIGN_IN_PAGE)
    await is_fine(page, f"sign-in-{size[0]}")
    await page.goto(reception.server.url + paths.RULE_PAGE.format(branch_id=BRANCH))
    await is_fine(page, f"rule-{size[0]}")


async def test_every_target_is_at_least_44_pixels(reception: Reception) -> None:
    desk = await busy(reception)
    small = await desk.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], select, input")].filter((one) => one.checkVisibility())
              .map((one) => [one.id || one.innerText, one.closest("label") ?? one])
              .filter(([name, one]) => !one.classList.contains("skip") && one.getBoundingClientRect().height < 44)
              .map(([name]) => name)"""
    )
    assert small == []


async def test_focus_is_never_lost_and_always_seen(reception: Reception) -> None:
    desk = await busy(reception)
    seen: list[str] = []
    for _ in range(60):
        await desk.page.keyboard.press("Tab")
        name, outline = await desk.page.evaluate(
            "(one => [one.dataset.act ?? one.id, getComputedStyle(one).outlineStyle])(document.activeElement)"
        )
        seen.append(name)
        assert outline != "none" or name == ""
    assert {"recall", "park", "transfer", "solved", "finish", "next", "other", "issue", "find", "keys"} <= set(seen)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_visitors_page_waiting_called_and_over(reception: Reception, language: str) -> None:
    ticket_id = uuid7()
    body = {"errand_id": "snabb-fraga", "language": language, "secret": SECRET}
    await reception.visitor("snabb-fraga")
    await reception.server.http.put(
        paths.TICKET.format(ticket_id=ticket_id), json=body, headers=reception.server.by_role["kiosk"].headers
    )
    page = await reception.page(size=(390, 844))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket_id}.{SECRET}")
    await page.wait_for_selector("#ticket:not([hidden])")
    await page.wait_for_selector(f"html[lang={language}]")
    await is_fine(page, f"t-waiting-{language}")
    desk = await reception.desk("clerk", "disk-3", "vagledare")
    await desk.press("n", "1", "n")
    await page.wait_for_selector(".ticket.is-called")
    await page.wait_for_function("() => document.querySelector('#facts').innerText.includes('3')")
    await is_fine(page, f"t-called-{language}")
    await page.click("#leave")
    await is_fine(page, f"t-leaving-{language}")
    await page.keyboard.press("Escape")
    await desk.press("1", "n")
    await page.wait_for_selector(".ticket.is-over")
    await is_fine(page, f"t-over-{language}")


async def test_a_page_without_a_ticket_says_so(reception: Reception) -> None:
    page = await reception.page(size=(390, 844))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}")
    await page.wait_for_selector("#plain-state:not([hidden])")
    await is_fine(page, "t-empty")

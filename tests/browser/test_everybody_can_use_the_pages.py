# SPDX-License-Identifier: EUPL-1.2
"""WCAG 2.2 AA as far as a program can see it (axe), each page at its busiest, with dialogs open, light and dark.

Pictures of all that is looked at lie in var/pictures/console.
"""

from collections.abc import Mapping
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from kolapp_contract import paths
from tests.browser.looking import COLOURS, LANGUAGES, WCAG, is_fine, rules_in
from tests.browser.reception import SECRET, Console, Reception, uuid7
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def busy(lasting: Reception) -> None:
    """A desk with a visitor who has needs and a note, and a long line; somebody parked, somebody absent; a message."""
    other = await lasting.desk("manager", "disk-2", "vagledare")
    with_note = (await lasting.visitor("snabb-fraga", language="ar", needs=["hearing", "sitting"]))["number"]
    await other.meet(with_note)
    await other.press("l")
    await other.page.select_option("#hand-over-errand", "bygglov")
    await other.page.fill("#hand-over-note", "Ritningar lämnade. Färgkoden saknas.")
    await other.page.click("#hand-over-form .primary")
    await other.page.wait_for_selector("#nobody:not([hidden])")
    await absent_and_parked(lasting, await lasting.desk("clerk", "disk-3", "bygg-och-foretag"), with_note)
    for place in range(6):
        await lasting.visitor("bygglov", needs=["fetch_me"] if place == 2 else [], kind="priority" if place == 4 else "walk_in")
    message = {"request_id": uuid7(), "text": "Lunchstängt 12–13 i dag."}
    headers = lasting.server.by_role["manager"].headers
    answer = await lasting.server.http.post(paths.NOTICE.format(branch_id=BRANCH), json=message, headers=headers)
    answer.raise_for_status()
    await lasting.close_windows()


async def absent_and_parked(reception: Reception, desk: Console, with_note: str) -> None:
    """The visitor with the note is at the desk, after one was parked and one did not come."""
    await desk.meet(with_note)
    await desk.press("p")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    absent = (await reception.visitor("bygglov"))["number"]
    await desk.call(absent)
    await desk.press("r", "u")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await desk.press("p")
    await desk.is_with(with_note)
    await desk.page.wait_for_selector("#visit-notes li")


async def busy_desk(hall: Reception, **wishes: object) -> Console:
    """The busy desk in one more window, when all of it is shown."""
    desk = await hall.seated("clerk", **wishes)
    await desk.page.wait_for_selector("#visit-notes li")
    await desk.page.wait_for_function("() => document.querySelectorAll('#line li').length === 6")
    await desk.page.wait_for_selector(".banner.tint")
    return desk


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("look", ["light", "dark"])
async def test_the_busiest_desk_and_each_of_its_dialogs(hall: Reception, look: str) -> None:
    desk, rules = await busy_desk(hall, dark=look == "dark"), WCAG if look == "light" else COLOURS
    await is_fine(desk.page, f"desk-{look}", rules)
    for dialog, key in DIALOGS.items():
        await desk.press(key)
        await desk.page.wait_for_selector(f"#{dialog}[open]")
        await is_fine(desk.page, f"desk-{dialog}-{look}", rules)
        await desk.press("Escape")
        await desk.page.wait_for_selector(f"#{dialog}:not([open])", state="attached")
    await desk.press("1", "k")
    await desk.page.wait_for_selector("#other[open]")
    await is_fine(desk.page, f"desk-other-{look}", rules)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_staff_pages_in_every_language(hall: Reception, language: str) -> None:
    rules = rules_in(language)
    desk = await busy_desk(hall, language=language)
    await is_fine(desk.page, f"desk-{language}", rules)
    await staff_and_public_pages_are_fine(hall, language, rules, language=language)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("size", [(320, 640), (720, 450)], ids=["400 % reflow", "200 % zoom"])
async def test_nothing_is_lost_when_all_is_large(hall: Reception, size: tuple[int, int]) -> None:
    desk = await busy_desk(hall, size=size)
    await is_fine(desk.page, f"desk-{size[0]}")
    await staff_and_public_pages_are_fine(hall, str(size[0]), WCAG, size=size)


async def staff_and_public_pages_are_fine(hall: Reception, name: str, rules: Mapping[str, Any], **wishes: Any) -> None:
    """The monitor and the office, the form to sign in with, and the public rule."""
    for path, shown in ((paths.MONITOR_PAGE, "#waits tr"), (paths.OFFICE_PAGE, "#review li")):
        page = await hall.staff_page("manager", path, **wishes)
        await page.wait_for_selector(shown)
        await is_fine(page, f"{path.strip('/')}-{name}", rules)
    page = await hall.page(**wishes)
    for path in (paths.SIGN_IN_PAGE, paths.RULE_PAGE.format(branch_id=BRANCH)):
        await page.goto(hall.server.url + path)
        await is_fine(page, f"{path.split('/')[1]}-{name}", rules)


@pytest.mark.usefixtures("busy")
async def test_every_target_is_at_least_44_pixels(hall: Reception) -> None:
    desk = await busy_desk(hall)
    small = await desk.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], select, input")].filter((one) => one.checkVisibility())
              .map((one) => [one.id || one.innerText, one.closest("label") ?? one])
              .filter(([name, one]) => !one.classList.contains("skip") && one.getBoundingClientRect().height < 44)
              .map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.usefixtures("busy")
async def test_focus_is_never_lost_and_always_seen(hall: Reception) -> None:
    desk = await busy_desk(hall)
    seen: list[str] = []
    for _ in range(60):
        await desk.page.keyboard.press("Tab")
        name, outline = await desk.page.evaluate(
            "(one => [one.dataset.act ?? one.id, getComputedStyle(one).outlineStyle])(document.activeElement)"
        )
        seen.append(name)
        assert outline != "none" or name == ""
    assert {"recall", "park", "transfer", "solved", "finish", "next", "other", "issue", "find", "keys"} <= set(seen)


async def test_the_visitors_page_waiting_called_and_over_in_every_language(reception: Reception) -> None:
    await reception.visitor("snabb-fraga")
    pages = {language: await visitors_page(reception, language) for language in LANGUAGES}
    desk = await reception.desk("clerk", "disk-3", "vagledare")
    await desk.press("n")
    for language, (number, page) in pages.items():
        await desk.page.wait_for_selector("#visit:not([hidden])")
        await desk.press("1", "n")
        await desk.is_with(number)
        await page.wait_for_selector(".ticket.is-called")
        await page.wait_for_function("() => document.querySelector('#facts').innerText.includes('3')")
        await is_fine(page, f"t-called-{language}", rules_in(language))
        await page.click("#leave")
        await page.wait_for_selector("#leave-dialog[open]")
        await is_fine(page, f"t-leaving-{language}", rules_in(language))
        await page.keyboard.press("Escape")
    await desk.press("1", "n")
    for language, (_, page) in pages.items():
        await page.wait_for_selector(".ticket.is-over")
        await is_fine(page, f"t-over-{language}", rules_in(language))


async def visitors_page(reception: Reception, language: str) -> tuple[str, Page]:
    """The number of one who waits, and that visitor's own page in that language."""
    ticket = await reception.visitor("snabb-fraga", language=language)
    page = await reception.page(size=(390, 844))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket['ticket_id']}.{SECRET}")
    await page.wait_for_selector("#ticket:not([hidden])")
    await page.wait_for_selector(f"html[lang={language}]")
    await is_fine(page, f"t-waiting-{language}", rules_in(language))
    return ticket["number"], page


async def test_a_page_without_a_ticket_says_so(hall: Reception) -> None:
    page = await hall.page(size=(390, 844))
    await page.goto(f"{hall.server.url}{paths.VISITOR_PAGE}")
    await page.wait_for_selector("#plain-state:not([hidden])")
    await is_fine(page, "t-empty")

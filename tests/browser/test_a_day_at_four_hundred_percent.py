# SPDX-License-Identifier: EUPL-1.2
"""A desk's visits by keyboard alone in a window of 320 pixels, which is 400 % zoom of 1280 (WCAG 1.4.10).

What happens is told in the live region, and the focus stays where the clerk has put it (WCAG 4.1.3).
"""

import pytest
import pytest_asyncio

from tests.browser.reception import PICTURES, Console, Reception

pytestmark = pytest.mark.slow
NARROW = (320, 640)
ERRAND = "snabb-fraga"
FOCUS = "document.activeElement.id || document.activeElement.dataset.act || document.activeElement.tagName"


@pytest_asyncio.fixture(loop_scope="module")
async def desk(reception: Reception) -> Console:
    return await reception.desk("clerk", "disk-1", "vagledare", size=NARROW)


async def fits(desk: Console, name: str) -> None:
    """Nothing is wider than the window; and a picture to look at."""
    await desk.page.screenshot(path=PICTURES / f"narrow-{name}.png", full_page=True)
    wide = "[document.documentElement.scrollWidth, innerWidth]"
    width, room = await desk.page.evaluate(wide)
    assert width <= room, name


async def test_a_whole_visit_by_keyboard_in_a_narrow_window(reception: Reception, desk: Console) -> None:
    first = (await reception.visitor(ERRAND))["number"]
    second = (await reception.visitor(ERRAND))["number"]
    await desk.shows("#next-words", f"Kallar {first}")
    await fits(desk, "waiting")
    await desk.call(first)
    await fits(desk, "called")
    await desk.press("r", "s")
    await desk.shows("#visit-label", "Nu hos dig")
    await fits(desk, "serving")
    await desk.press("p")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await desk.page.wait_for_timeout(450)  # the same key twice within 400 ms is one press
    await desk.press("p")
    await desk.is_with(first)
    await desk.press("1", "n")
    await desk.is_with(second)
    await desk.press("z")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await fits(desk, "undone")
    await reception.board_says(first, None)
    await reception.board_says(second, "waiting")


async def test_what_happens_is_told_and_the_focus_stays(reception: Reception, desk: Console) -> None:
    await desk.press("n")
    await desk.shows("#nobody-title", "Redo")
    await desk.page.focus("[data-act='keys'], #keys-open, #next")
    before = await desk.page.evaluate(FOCUS)
    number = (await reception.visitor(ERRAND))["number"]
    await desk.is_with(number)
    await desk.shows("#announcer", f"{number} är kallad hit")
    assert await desk.page.evaluate(FOCUS) == before
    assert await desk.page.get_attribute("#announcer", "aria-live") in {"polite", "assertive"}


async def test_a_dialog_is_opened_used_and_left_by_keyboard_and_gives_the_focus_back(desk: Console) -> None:
    await desk.page.focus("#next")
    for key, dialog in {"t": "issue", "f": "find", "?": "keys"}.items():
        await desk.press(key)
        await desk.page.wait_for_selector(f"#{dialog}[open]")
        await fits(desk, dialog)
        await desk.press("Escape")
        await desk.page.wait_for_selector(f"#{dialog}:not([open])", state="attached")
        assert await desk.page.evaluate(FOCUS) == "next"

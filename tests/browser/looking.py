# SPDX-License-Identifier: EUPL-1.2
"""What a program can see of a page: what axe finds, and whether anything is wider than the window. And a picture to look at.

Pictures lie in var/pictures/console.
"""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.browser.reception import PICTURES

LANGUAGES = ("sv", "en", "fi", "ar")
WCAG: Mapping[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
BUT_COLOURS: Mapping[str, Any] = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}
"""Colours are those of every language; the same page is looked at with them in Swedish."""
COLOURS: Mapping[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""All that is otherwise in the dark."""
ONLY_FAULTS = """rules => axe.run(document, rules).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]))"""


def rules_in(language: str) -> Mapping[str, Any]:
    """Everything in Swedish; in the other languages all that a language can change."""
    return WCAG if language == "sv" else BUT_COLOURS


async def is_fine(page: Page, name: str, rules: Mapping[str, Any] = WCAG) -> None:
    """Nothing found by axe, nothing wider than the window; and a picture to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    assert await found_by_axe(page, rules) == [], name
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


async def found_by_axe(page: Page, rules: Mapping[str, Any] = WCAG) -> list[list[Any]]:
    """Each rule that the page breaks, with the beginnings of the elements that break it."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE_SCRIPT)
    return list(await page.evaluate(ONLY_FAULTS, rules))

# SPDX-License-Identifier: EUPL-1.2
"""The page that says what is for everybody here, what is not yet, and how to complain: read by anybody, in every language."""

import pytest

from kolapp_contract import paths
from kolapp_server.console import access
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import Reception

pytestmark = pytest.mark.slow


async def test_anybody_reads_the_statement_in_every_language(hall: Reception) -> None:
    for code in LANGUAGES:
        page = await hall.page(size=(390, 844))
        await page.goto(f"{hall.server.url}{paths.ACCESSIBILITY_PAGE}?language={code}")
        text = await page.inner_text("main")
        assert all(line in text for line in access.lacking(code))
        assert "0000-00 00 00" in text
        assert await page.get_attribute("html", "lang") == code
        await is_fine(page, f"accessibility-{code}", rules_in(code))
        await page.close()


async def test_the_public_rule_leads_to_it(hall: Reception) -> None:
    page = await hall.page(size=(320, 640))
    await page.goto(hall.server.url + paths.RULE_PAGE.format(branch_id="ekvik"))
    await page.click(f'a[href^="{paths.ACCESSIBILITY_PAGE}"]')
    await page.wait_for_url(f"**{paths.ACCESSIBILITY_PAGE}?language=sv")
    await is_fine(page, "accessibility-320")

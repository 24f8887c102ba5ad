# SPDX-License-Identifier: EUPL-1.2
"""A reception of its own for each test, and a browser for each file: to start Chromium takes longer than many a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.reception import Reception, chromium
from tests.support.running_server import BRANCH, furnish, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file share a loop, since they share a browser."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, in which each test opens windows of its own that share nothing."""
    async with chromium() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def reception(tmp_path: Path, browser: Browser) -> AsyncIterator[Reception]:
    """The real server, always open, with somebody of every role, and Chromium without a window."""
    async with running(tmp_path / "var") as server:
        await furnish(server, (BRANCH,))
        found = Reception(server, browser, [])
        yield found
        for context in tuple(browser.contexts):
            await context.close()
    assert found.faults == []

# SPDX-License-Identifier: EUPL-1.2
"""A reception of its own for each test, and a browser for each file: to start Chromium takes longer than many a test.

Tests that only look share one reception of the file.
"""

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
        await found.close_windows()
    assert found.faults == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lasting(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Reception]:
    """One reception for the tests of a file that only look. What they look at is arranged once, by a fixture of the file."""
    async with running(tmp_path_factory.mktemp("lasting") / "var") as server:
        await furnish(server, (BRANCH,))
        yield Reception(server, browser, [])


@pytest_asyncio.fixture(loop_scope="module")
async def hall(lasting: Reception) -> AsyncIterator[Reception]:
    """The reception that lasts, for a test that only looks: it opens windows of its own and changes nothing that others see."""
    yield lasting
    await lasting.close_windows()
    assert lasting.faults == []

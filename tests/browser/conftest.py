# SPDX-License-Identifier: EUPL-1.2
"""A reception with a browser, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.reception import Reception, chromium
from tests.support.running_server import BRANCH, furnish, running


@pytest.fixture
async def reception(tmp_path: Path) -> AsyncIterator[Reception]:
    """The real server, always open, with somebody of every role, and Chromium."""
    async with running(tmp_path / "var") as server, chromium() as browser:
        await furnish(server, (BRANCH,))
        found = Reception(server, browser, [])
        yield found
        assert found.faults == []

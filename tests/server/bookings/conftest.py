# SPDX-License-Identifier: EUPL-1.2
"""One real server for each file of tests, with two branches and somebody of every role."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.running_server import Running, furnish, running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found)
        yield found

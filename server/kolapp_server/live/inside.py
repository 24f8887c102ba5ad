# SPDX-License-Identifier: EUPL-1.2
"""What the routes find behind the counter, wired once by `app`."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from kolapp_server.live.newsroom import Newsroom
from kolapp_server.services.branches import Branches
from kolapp_server.services.housekeeping import Consoles


@dataclass(frozen=True, slots=True)
class Inside:
    """The branches, whoever tells of changes, and which consoles are awake."""

    branches: Branches
    newsroom: Newsroom
    consoles: Consoles


def inside(connection: HTTPConnection) -> Inside:
    """What stands behind this connection."""
    found: Inside = connection.app.state.inside
    return found

# SPDX-License-Identifier: EUPL-1.2
"""How a device is let in: a short code, shown once on the server, for a token that the device keeps."""

import httpx

from kolapp_client.http import FETCH_WITHIN_S, ServerHttp
from kolapp_contract import paths
from kolapp_contract.devices import Pair, Paired
from kolapp_contract.version import CONTRACT_VERSION


async def pair(server_url: str, code: str, transport: httpx.AsyncBaseTransport | None = None) -> Paired:
    """The device is paired; the code is used up. Raises `ServerFault`, and `ValueError` for what cannot be a code."""
    wanted = Pair(code=written(code), contract=CONTRACT_VERSION)
    async with ServerHttp(server_url, transport=transport) as server:
        return await server.ask(Paired, "POST", paths.PAIR, FETCH_WITHIN_S, wanted)


def written(code: str) -> str:
    """A typed code as the server writes it: capitals, a hyphen after the fourth."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"

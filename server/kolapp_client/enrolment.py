# SPDX-License-Identifier: EUPL-1.2
"""How a device is let in: a short code, shown once on the server, for a token that the device keeps."""

from pathlib import Path

import httpx

from kolapp_client import token_file
from kolapp_client.http import FETCH_WITHIN_S, ServerHttp
from kolapp_contract import paths
from kolapp_contract.devices import Pair, Paired
from kolapp_contract.version import CONTRACT_VERSION


class NotPaired(Exception):
    """The device has no token and no code."""


async def pair(server_url: str, code: str, transport: httpx.AsyncBaseTransport | None = None) -> Paired:
    """The device is paired; the code is used up. Raises `ServerFault`, and `ValueError` for what cannot be a code."""
    wanted = Pair(code=written(code), contract=CONTRACT_VERSION)
    async with ServerHttp(server_url, transport=transport) as server:
        return await server.ask(Paired, "POST", paths.PAIR, FETCH_WITHIN_S, wanted)


async def pair_anew(server_url: str, code: str, token_path: Path) -> Paired:
    """As `pair`, and what was given is kept. A code that is refused leaves the old token in place."""
    paired = await pair(server_url, code)
    token_file.write(token_path, paired)
    return paired


async def admitted(server_url: str, code: str | None, token_path: Path) -> Paired:
    """What this device was given when it was paired; it pairs now if it holds a code. Raises `NotPaired`, `ServerFault`."""
    paired = token_file.read(token_path)
    if paired is not None:
        return paired
    if code is None:
        raise NotPaired()
    return await pair_anew(server_url, code, token_path)


def written(code: str) -> str:
    """A typed code as the server writes it: capitals, a hyphen after the fourth."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"

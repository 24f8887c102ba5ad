# SPDX-License-Identifier: EUPL-1.2
"""Asks an address of the owner's choice: JSON where there is something to say, else only to be heard."""

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

WITHIN_S = 10.0


class NotAnAddress(ValueError):
    """An address begins with http:// or https://"""


def send(url: str, body: dict[str, Any] | None) -> None:
    """`url` has been asked. Blocks for ten seconds at most. Raises `OSError` where no good answer comes."""
    if not url.startswith(("http://", "https://")):
        raise NotAnAddress()
    data = None if body is None else json.dumps(body).encode()
    asked = Request(url, data, {"Content-Type": "application/json"} if data else {})  # noqa: S310 (http and https only, see above)
    with build_opener(ProxyHandler()).open(asked, timeout=WITHIN_S) as answer:
        answer.read(1)

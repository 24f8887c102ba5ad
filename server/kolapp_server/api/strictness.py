# SPDX-License-Identifier: EUPL-1.2
"""What a body must be before anybody looks at what it says.

FastAPI by itself answers 500 to a lone surrogate, NaN and 1e400, and takes the second of two equal keys. Here such a body
is refused: what two readers may understand in two ways is no agreement. The body is read once and parsed once.
"""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from kolapp_contract.errors import ErrorCode
from kolapp_server.guards import TurnedAway

LARGEST_BODY_BYTES = 64 * 1024
LARGEST_JOURNAL_BYTES = 256 * 1024
DEEPEST = 16
LARGEST_WHOLE_NUMBER = 2**63
JSON = "application/json"
SAME_AS_JSON = frozenset({JSON, "application/json;charset=utf-8"})
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class NotJson(ValueError):
    """A body that is not JSON, or that two readers could understand in two ways."""


class StrictRoute(APIRoute):
    """A route whose body, if it wants one, is JSON that can be trusted."""

    def get_route_handler(self) -> Handler:
        """The handler behind the check of the body."""
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def strict(request: Request) -> Response:
            refuse_other_media(request)
            body = await read_body(request, LARGEST_JOURNAL_BYTES if "/kiosks/" in self.path else LARGEST_BODY_BYTES)
            try:
                parsed = parse(body)
            except (ValueError, RecursionError):
                raise TurnedAway(400, ErrorCode.NOT_JSON) from None
            # Starlette keeps these two when it has read a body itself; so it is neither read nor parsed again.
            request._body, request._json = body, parsed
            return await handler(request)

        return strict


def json_router() -> APIRouter:
    """A router whose bodies are checked strictly: every route under /api belongs to one."""
    return APIRouter(route_class=StrictRoute)


def refuse_other_media(request: Request) -> None:
    """Raises 415 for anything but JSON in UTF-8, sent as it is."""
    said = request.headers.get("content-type", "")
    if said != JSON and said.replace(" ", "").lower() not in SAME_AS_JSON:
        raise TurnedAway(415, ErrorCode.WRONG_MEDIA_TYPE)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise TurnedAway(415, ErrorCode.WRONG_MEDIA_TYPE)


async def read_body(request: Request, largest_bytes: int) -> bytes:
    """The whole body. Raises 413 as soon as it is known to be too large, without reading on."""
    if int(request.headers.get("content-length") or 0) > largest_bytes:
        raise TurnedAway(413, ErrorCode.TOO_LARGE)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest_bytes:
            raise TurnedAway(413, ErrorCode.TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def parse(body: bytes) -> Any:  # noqa: ANN401 (any JSON)
    """What `body` says. Raises `ValueError` for what is not JSON in UTF-8, for NaN, infinity and whole numbers beyond 63 bits,
    for a key that stands twice, for a lone surrogate, and for more than 16 levels.
    """
    found = _decoder.decode(body.decode())
    if b"\\u" in body:
        # An escaped half of a pair is no character; nothing could write it down again.
        json.dumps(found, ensure_ascii=False).encode()
    if body.count(b"[") + body.count(b"{") > DEEPEST:
        _refuse_deep(found, DEEPEST)
    return found


def _refuse_deep(value: object, levels: int) -> None:
    if not isinstance(value, dict | list):
        return
    if levels == 0:
        raise NotJson("too deep")
    for inner in value.values() if isinstance(value, dict) else value:
        _refuse_deep(inner, levels - 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key stands twice")
    return found


def _fraction(written: str) -> float:
    number = float(written)
    if number in (float("inf"), float("-inf")):
        raise NotJson("too large a number")
    return number


def _whole(written: str) -> int:
    number = int(written) if len(written) <= 20 else LARGEST_WHOLE_NUMBER
    if not -LARGEST_WHOLE_NUMBER <= number < LARGEST_WHOLE_NUMBER:
        raise NotJson("too large a number")
    return number


def _constant(_written: str) -> float:
    raise NotJson("NaN and Infinity are no JSON")


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_fraction, parse_int=_whole, parse_constant=_constant, strict=True
)

# SPDX-License-Identifier: EUPL-1.2
"""Every bad input of the agreement against every route that takes JSON, over a real wire: the designed refusal, never a 500,
and never an echo of what was sent."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from fastapi.routing import APIRoute

from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode, Problem
from kolapp_server.api import desk, devices, kiosk, noop, office, sessions
from kolapp_server.auth.permissions import ALLOWED, Role
from tests.support.running_server import Running, path

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]
CANARY = "kanariefågel"
JSON = {"Content-Type": "application/json"}
JSON_ROUTES = [
    route
    for module in (kiosk, desk, office, devices, sessions, noop)
    for route in module.router.routes
    if isinstance(route, APIRoute) and route.body_field is not None
]
NOT_JSON = {
    "words": CANARY.encode(),
    "nothing": b"",
    "half": b'{"request_id": "' + CANARY.encode(),
    "bad UTF-8": b'{"request_id": "\xff\xfe"}',
    "UTF-16": f'{{"request_id": "{CANARY}"}}'.encode("utf-16"),
    "a lone surrogate": b'{"request_id": "\\ud800' + CANARY.encode() + b'"}',
    "a lone surrogate in a key": b'{"\\udc00": 1}',
    "NaN": b'{"request_id": NaN}',
    "Infinity": b'{"request_id": -Infinity}',
    "1e400": b'{"request_id": 1e400}',
    "a number of 5000 figures": b'{"request_id": ' + b"9" * 5000 + b"}",
    "beyond 63 bits": b'{"request_id": 9223372036854775808}',
    "a key twice": b'{"request_id": 1, "request_id": 2}',
    "a key twice further in": b'{"a": {"b": 1, "b": 2}}',
    "17 levels": b"[" * 17 + b"]" * 17,
    "30000 levels": b"[" * 30_000 + b"]" * 30_000,
    "a raw control character": b'{"request_id": "\x1b"}',
    "two values": b"{} {}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a comment": b"{/* hej */}",
}
INVALID = {
    "a list": [],
    "a text": CANARY,
    "a number": 7,
    "null": None,
    "true": True,
    "an unknown field": {CANARY: CANARY},
    "wrong types everywhere": {
        "request_id": {"a": CANARY},
        "errand_id": [CANARY],
        "language": 7,
        "code": {},
        "name": [],
        "contract": "x",
    },
    "NUL": {"request_id": "\x00", "errand_id": "\x00", "language": "sv\x00", "name": "a\x00b", "text": "\x00", "code": "\x00"},
    "ESC": {
        "request_id": f"\x1b{CANARY}",
        "language": "\x1bsv",
        "name": "\x1b",
        "text": "\x1b@",
        "password": "\x1b",
        "code": "\x1b",
    },
    "turned writing": {"name": "\u202e" + CANARY, "text": "\u2066", "note": "\u202e", "language": "\u202e"},
    "too long": {
        "request_id": CANARY * 1000,
        "name": CANARY * 1000,
        "language": "s" * 5000,
        "text": "a" * 5000,
        "code": "A" * 99,
    },
    "a time before all time": {"first_touch_at": "0001-01-01T00:00:00+23:59", "until": "0001-01-01T00:00:00+23:59"},
    "a number as a time": {"first_touch_at": 9e18, "until": 9e18},
}


def headers_for(server: Running, route: APIRoute) -> dict[str, str]:
    """Those of the first role that may."""
    action = next(d.call.action for d in route.dependant.dependencies if hasattr(d.call, "action"))
    role = next(role for role in ("manager", "kiosk", "printer", "visitor") if Role(role) in ALLOWED[action])
    return dict(server.by_role[role].headers) if role in server.by_role else {}


async def send(server: Running, route: APIRoute, body: bytes | AsyncIterator[bytes], **headers: str) -> tuple[int, Problem]:
    given = {**JSON, **headers_for(server, route), **{key.replace("_", "-"): value for key, value in headers.items()}}
    response = await server.http.request(min(route.methods), path(route.path), content=body, headers=given)
    assert response.status_code < 500, response.text
    assert CANARY not in response.text
    assert response.headers["content-type"] == "application/problem+json", (response.status_code, response.text)
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    return response.status_code, Problem.model_validate_json(response.content)


async def others(server: Running, body: bytes, wanted: tuple[int, ErrorCode], **headers: str) -> dict[str, object]:
    """The routes that answered otherwise than `wanted`."""
    found = {}
    for route in JSON_ROUTES:
        status, problem = await send(server, route, body, **headers)
        if (status, problem.code) != wanted or (status == 422 and not problem.pointers):
            found[f"{min(route.methods)} {route.path}"] = (status, problem)
    return found


async def test_there_are_routes_to_try() -> None:
    assert len(JSON_ROUTES) >= 16


@pytest.mark.parametrize("kind", NOT_JSON)
async def test_what_is_not_json_that_can_be_trusted_is_refused(server: Running, kind: str) -> None:
    assert await others(server, NOT_JSON[kind], (400, ErrorCode.NOT_JSON)) == {}


@pytest.mark.parametrize("kind", INVALID)
async def test_what_does_not_follow_the_agreement_is_refused_with_pointers(server: Running, kind: str) -> None:
    assert await others(server, json.dumps(INVALID[kind]).encode(), (422, ErrorCode.INVALID)) == {}


@pytest.mark.parametrize(
    "media",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin-1",
     "application/problem+json", "text/json", "", "application/json, text/plain"],
)  # fmt: skip
async def test_another_media_type_is_refused(server: Running, media: str) -> None:
    assert await others(server, b"{}", (415, ErrorCode.WRONG_MEDIA_TYPE), Content_Type=media) == {}


async def test_a_packed_body_is_refused(server: Running) -> None:
    assert await others(server, b"\x1f\x8b", (415, ErrorCode.WRONG_MEDIA_TYPE), Content_Encoding="gzip") == {}


async def test_more_than_64_kb_is_refused(server: Running) -> None:
    body = b'{"a": "' + b"a" * 65_536 + b'"}'
    taken = await others(server, body, (413, ErrorCode.TOO_LARGE))
    assert list(taken) == [f"POST {paths.KIOSK_JOURNAL}"]


async def test_more_than_256_kb_is_refused_of_a_kiosks_journal_too(server: Running) -> None:
    body = b'{"a": "' + b"a" * 262_144 + b'"}'
    assert await others(server, body, (413, ErrorCode.TOO_LARGE)) == {}


async def test_a_body_of_64_kb_is_read(server: Running) -> None:
    body = b'{"a": "' + b"a" * (65_536 - 9) + b'"}'
    assert await others(server, body, (422, ErrorCode.INVALID)) == {}


async def test_json_may_say_that_it_is_utf8(server: Running) -> None:
    assert await others(server, b"[]", (422, ErrorCode.INVALID), Content_Type="Application/JSON; charset=UTF-8") == {}


@pytest.mark.parametrize("route", JSON_ROUTES, ids=lambda route: route.path)
async def test_a_body_that_does_not_tell_its_length_is_refused_once_it_is_too_large(server: Running, route: APIRoute) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b" " * 4096

    status, problem = await send(server, route, endless())
    assert (status, problem.code) == (413, ErrorCode.TOO_LARGE)


async def test_a_body_that_says_it_is_huge_is_refused_before_it_is_sent(server: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        b"POST /api/v1/devices/pair HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n"
    )
    answer = await asyncio.wait_for(reader.readline(), 30)
    writer.close()
    assert b"413" in answer


async def test_an_unknown_fields_name_is_not_told_back_but_its_place_is(server: Running) -> None:
    answer = await server.http.post("/api/v1/devices/pair", json={"code": "ABCD-EFGHJ", "contract": 1, CANARY: 1})
    assert answer.status_code == 422
    assert answer.json()["pointers"] == [""]


@pytest.mark.parametrize("body", [{"code": "abcd-efghj", "contract": 1}, {"code": "ABCDEFGHJ", "contract": 1}])
async def test_pointers_name_the_field(server: Running, body: dict[str, object]) -> None:
    answer = await server.http.post("/api/v1/devices/pair", json=body)
    assert answer.json()["pointers"] == ["/code"]


@pytest.mark.parametrize("wrong", ["x", "%00", "01920000", "\u00e5", "1" * 3000])
async def test_an_address_that_cannot_exist_is_not_found(server: Running, wrong: str) -> None:
    kiosk_headers = server.by_role["kiosk"].headers
    for address in (
        f"/api/v1/tickets/{wrong}",
        f"/api/v1/branches/{wrong}/board",
        f"/api/v1/{wrong}",
        f"/{wrong}",
        f"/board/{wrong}",
    ):
        answer = await server.http.get(address, headers=kiosk_headers)
        assert answer.status_code == 404, address
        assert answer.json()["code"] == "not_found"

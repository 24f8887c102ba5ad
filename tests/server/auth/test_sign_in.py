# SPDX-License-Identifier: EUPL-1.2
"""Staff sign in: only over a wire that cannot be heard, only with the right password, and never locked out for good."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text

from kolapp_contract import paths
from kolapp_contract.desk import Session
from kolapp_server.asking import OrderRefused
from kolapp_server.auth.passwords import Passwords, PasswordTooShort
from kolapp_server.auth.slowing import Slowing
from kolapp_server.control import carry_out
from kolapp_server.guards import LOOPBACK_COOKIE
from kolapp_server.store.staff import clerk_by_name
from tests.support.running_server import BRANCH, Running, always_open, path, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
PASSWORD = "hemligt-åäö-1"
SEEN_WITHIN_S = 30.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await carry_out(found.foundation, {"do": "import", "text": always_open()})
        await carry_out(found.foundation, {"do": "add-clerk", "name": "anna", "role": "clerk", "password": PASSWORD})
        yield found


@pytest.fixture(autouse=True)
def fresh(server: Running) -> None:
    """Nobody is slowed, nobody is signed in on this browser."""
    door = server.foundation.staff_door
    door.by_name, door.by_source = Slowing(door.by_name.patience), Slowing(door.by_source.patience)
    server.http.cookies.clear()


async def sign_in(server: Running, name: str = "anna", password: str = PASSWORD, **headers: str) -> tuple[int, dict[str, object]]:
    answer = await server.http.post(paths.SESSIONS, json={"name": name, "password": password}, headers=headers)
    return answer.status_code, answer.json()


async def sees_tickets(server: Running) -> bool:
    return (await server.http.get(path(paths.FIND_TICKET))).status_code == 404  # no such number, but let in


async def test_the_right_password_opens_the_desk_until_one_signs_out(server: Running) -> None:
    status, said = await sign_in(server)
    session = Session.model_validate(said)
    assert (status, session.name, session.role, session.branch_id) == (200, "anna", "clerk", BRANCH)
    assert await sees_tickets(server)
    token = server.http.cookies[LOOPBACK_COOKIE]
    assert (await server.http.delete(paths.SESSIONS, headers={"Kolapp-CSRF": session.csrf})).status_code == 204
    server.http.cookies.set(LOOPBACK_COOKIE, token, domain="127.0.0.1")
    assert not await sees_tickets(server)


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(server: Running) -> None:
    answer = await server.http.post(paths.SESSIONS, json={"name": "anna", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie


async def test_behind_a_proxy_with_tls_the_cookie_is_secure_and_bound_to_the_host(server: Running) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Host": "ko.example.se"}
    answer = await server.http.post(paths.SESSIONS, json={"name": "anna", "password": PASSWORD}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["set-cookie"].startswith("__Host-kolapp=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize("headers", [{"Host": "ko.example.se"}, {"X-Forwarded-For": "192.0.2.7"}, {"Host": "192.0.2.1:8080"}])
async def test_a_password_is_not_taken_over_an_open_wire(server: Running, headers: dict[str, str]) -> None:
    status, said = await sign_in(server, **headers)
    assert (status, said["code"]) == (403, "insecure")
    assert "https" in str(said["detail"])


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "fel"), ("anna", ""), ("nobody", PASSWORD), ("", ""), ("Anna", PASSWORD)]
)
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(server: Running, name: str, password: str) -> None:
    status, said = await sign_in(server, name, password)
    assert (status, said["code"], said["title"]) == (401, "not_signed_in", "Name and password do not belong together.")
    assert "set-cookie" not in said


async def test_who_guesses_has_to_wait_and_the_clerk_at_the_desk_has_not(server: Running) -> None:
    street = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.66"}
    for _ in range(5):
        assert (await sign_in(server, password="fel", **street))[0] == 401
    status, said = await sign_in(server, **street)
    assert (status, said["code"]) == (429, "too_fast")
    assert (await sign_in(server))[0] == 200


async def test_staff_who_are_signed_in_do_not_notice_that_somebody_guesses(server: Running) -> None:
    await sign_in(server)
    street = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.67", "Cookie": ""}
    for _ in range(7):
        await server.http.post(paths.SESSIONS, json={"name": "anna", "password": "fel"}, headers=street)
    assert await sees_tickets(server)


async def test_another_password_signs_the_clerk_out_everywhere(server: Running) -> None:
    await carry_out(server.foundation, {"do": "add-clerk", "name": "bo", "role": "clerk", "password": PASSWORD})
    await sign_in(server, "bo")
    assert await sees_tickets(server)
    await carry_out(server.foundation, {"do": "set-password", "name": "bo", "password": "ett-annat-lösenord"})
    assert not await sees_tickets(server)
    server.http.cookies.clear()
    assert (await sign_in(server, "bo"))[0] == 401
    assert (await sign_in(server, "bo", "ett-annat-lösenord"))[0] == 200


async def test_a_session_that_another_process_ended_is_soon_over_here_too(server: Running) -> None:
    await sign_in(server)
    await server.foundation.writer.run(lambda connection: connection.execute(text("UPDATE sessions SET revoked_at = 1")).rowcount)
    async with asyncio.timeout(SEEN_WITHIN_S):
        while await sees_tickets(server):  # noqa: ASYNC110 (what another process did rings no bell)
            await asyncio.sleep(0.1)


async def test_no_password_is_kept_and_the_hash_is_argon2id(server: Running) -> None:
    clerk = await server.foundation.branches.read(lambda connection: clerk_by_name(connection, "anna"))
    assert clerk.password_hash.startswith("$argon2id$")
    for file in server.foundation.settings.var.glob("kolapp.sqlite*"):
        assert PASSWORD.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"name": "anna", "role": "clerk", "password": PASSWORD}, "already signs in with that name"),
        ({"name": "cia", "role": "king", "password": PASSWORD}, "roles of staff"),
        ({"name": "cia", "role": "clerk", "password": "kort"}, "ten characters"),
        ({"name": " ", "role": "clerk", "password": PASSWORD}, "needs a name"),
        ({"name": "cia", "role": "clerk", "password": PASSWORD, "branch": "mars"}, "--branch"),
    ],
)
async def test_who_cannot_be_added_is_said_in_a_sentence(server: Running, order: dict[str, str], sentence: str) -> None:
    with pytest.raises(OrderRefused, match=sentence):
        await carry_out(server.foundation, {"do": "add-clerk", **order})


async def test_there_is_no_account_before_somebody_makes_one(server: Running) -> None:
    for name in ("admin", "root", "kolapp", "test", "manager"):
        assert (await sign_in(server, name, name))[0] == 401


async def test_a_password_has_ten_characters() -> None:
    with pytest.raises(PasswordTooShort):
        await Passwords().hash("nio-tecken"[:9])

# SPDX-License-Identifier: EUPL-1.2
"""Devices are let in once per code, heard, and watched."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from kolapp_contract import paths
from kolapp_contract.devices import DeviceKind, HeartbeatAnswer, Myself, Paired
from kolapp_server.auth.slowing import Slowing
from kolapp_server.auth.tokens import hashed
from kolapp_server.control import carry_out
from kolapp_server.foundation import now_utc
from kolapp_server.services import devices
from kolapp_server.services.devices import NoPairingNumber
from kolapp_server.store import devices as rows
from kolapp_server.store.devices import CodeRow, DeviceRow
from tests.support.running_server import BRANCH, Running, add_device, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(autouse=True)
def nobody_is_slowed(server: Running) -> None:
    door = server.foundation.device_door
    door.tries = Slowing(door.tries.patience)


async def code_for(server: Running, kind: str = "kiosk") -> str:
    return await carry_out(server.foundation, {"do": "pair-code", "kind": kind, "name": "Entrén", "branch": BRANCH})


async def try_to_pair(server: Running, code: str, contract: int = 1) -> tuple[int, dict[str, object]]:
    answer = await server.http.post(paths.PAIR, json={"code": code, "contract": contract})
    return answer.status_code, answer.json()


@pytest.mark.parametrize("kind", list(DeviceKind))
async def test_a_code_lets_one_device_in_and_says_what_it_is(server: Running, kind: DeviceKind) -> None:
    status, said = await try_to_pair(server, await code_for(server, kind.value))
    paired = Paired.model_validate(said)
    assert (status, paired.branch_id, paired.kind, paired.name) == (200, BRANCH, kind, "Entrén")
    answer = await server.http.get(paths.MYSELF, headers={"Authorization": f"Bearer {paired.token}"})
    me = Myself.model_validate(answer.json())
    assert (me.device_id, me.pairing_number) == (paired.device_id, paired.pairing_number)


async def test_the_token_is_kept_nowhere_but_as_its_hash(server: Running) -> None:
    _, said = await try_to_pair(server, await code_for(server))
    token = str(said["token"])
    assert len(token) == 43
    for file in server.foundation.settings.var.glob("kolapp.sqlite*"):
        assert token.encode() not in file.read_bytes()


async def test_a_code_is_used_once(server: Running) -> None:
    code = await code_for(server)
    assert (await try_to_pair(server, code))[0] == 200
    status, said = await try_to_pair(server, code)
    assert (status, said["code"]) == (403, "not_allowed")


async def test_of_two_who_use_a_code_at_once_one_gets_in(server: Running) -> None:
    code = await code_for(server)
    answers = await asyncio.gather(*(try_to_pair(server, code) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 403, 403, 403]


async def test_a_code_older_than_ten_minutes_lets_nobody_in(server: Running) -> None:
    row = CodeRow(hashed("ABCD-EFGHJ"), BRANCH, "kiosk", "Entrén", now_utc() - timedelta(seconds=1))
    await server.foundation.writer.run(lambda connection: rows.add_code(connection, row, now_utc() - timedelta(minutes=10)))
    assert (await try_to_pair(server, "ABCD-EFGHJ"))[0] == 403


async def test_after_five_wrong_codes_even_the_right_one_has_to_wait(server: Running) -> None:
    code = await code_for(server)
    for _ in range(5):
        assert (await try_to_pair(server, "ZZZZ-ZZZZZ"))[0] == 403
    status, said = await try_to_pair(server, code)
    assert (status, said["code"]) == (429, "too_fast")


async def test_every_kiosk_that_is_paired_gets_a_number_that_no_other_ever_had(server: Running) -> None:
    numbers = []
    for _ in range(3):
        _, said = await try_to_pair(server, await code_for(server))
        numbers.append(said["pairing_number"])
        await server.http.post(
            path(paths.DEVICE_REVOKE, device_id=str(said["device_id"])), headers=server.by_role["manager"].headers
        )
    assert numbers == sorted(set(numbers))


async def test_a_program_that_is_too_old_is_told_so(server: Running) -> None:
    status, said = await try_to_pair(server, await code_for(server), contract=0)
    assert (status, said["code"]) == (426, "too_old")


async def heartbeat(server: Running, headers: dict[str, str], **more: object) -> tuple[int, dict[str, object]]:
    body = {"contract": 1, "program": "kolapp-kiosk 0.1", **more}
    answer = await server.http.post(paths.HEARTBEAT, json=body, headers=headers)
    return answer.status_code, answer.json()


async def test_a_heartbeat_tells_where_the_journal_stands(server: Running) -> None:
    status, said = await heartbeat(server, server.by_role["kiosk"].headers, printer="ok")
    answer = HeartbeatAnswer.model_validate(said)
    assert (status, answer.seq) == (200, server.foundation.branches.day(BRANCH).seq)


async def test_a_newer_program_is_heard_and_a_removed_one_is_not(server: Running) -> None:
    assert (await heartbeat(server, server.by_role["kiosk"].headers, contract=2))[0] == 200
    assert (await heartbeat(server, server.by_role["kiosk"].headers, contract=0))[0] == 426


async def test_when_a_device_was_heard_is_on_disk_after_a_while(server: Running) -> None:
    device = await add_device(server, BRANCH, "display-3")
    await heartbeat(server, device.headers)
    await server.foundation.device_door.write_down()
    seen = await server.foundation.branches.read(rows.all_seen)
    assert seen[device.id].program == "kolapp-kiosk 0.1"


async def test_the_facility_view_shows_what_the_device_says_of_its_printer(server: Running) -> None:
    device = await add_device(server, BRANCH, "kiosk-4")
    await heartbeat(server, device.headers, printer="paper_low")
    devices, alarms = server.app.state.inside.newsroom.devices_seen(BRANCH, now_utc())
    line = next(line for line in devices if str(line.device_id) == device.id)
    assert (line.is_heard, line.printer) == (True, "paper_low")
    assert [alarm.kind for alarm in alarms if str(alarm.device_id) == device.id] == ["paper_low"]


async def test_a_manager_of_another_branch_cannot_turn_a_device_away(server: Running) -> None:
    device = await add_device(server, BRANCH, "display-5")
    address = path(paths.DEVICE_REVOKE, device_id=device.id)
    assert (await server.http.post(address, headers=server.by_role["lunda:manager"].headers)).status_code == 404
    assert (await server.http.post(address, headers=server.by_role["clerk"].headers)).status_code == 403
    assert (await server.http.get(paths.MYSELF, headers=device.headers)).status_code == 200
    assert (await server.http.post(address, headers=server.by_role["manager"].headers)).status_code == 204
    assert (await server.http.get(paths.MYSELF, headers=device.headers)).status_code == 401


async def has_all_numbers(server: Running, branch_id: str, revoked_at: dict[int, datetime]) -> None:
    """The branch has had 899 kiosks, of which those were revoked then."""
    now = now_utc()
    kiosks = [
        DeviceRow(f"{branch_id}-{n}", branch_id, "kiosk", f"{n}", hashed(f"{branch_id}-{n}"), n, now) for n in range(1, 900)
    ]

    def write(connection: Connection) -> None:
        for kiosk in kiosks:
            rows.add_device(connection, kiosk)
        for number, at in revoked_at.items():
            rows.revoke_device(connection, branch_id, f"{branch_id}-{number}", at)

    await server.foundation.writer.run(write)


async def pairing_number(server: Running, branch_id: str) -> int | None:
    door = server.foundation.device_door
    return (await devices.pair(door, await devices.make_code(door, branch_id, "kiosk", "Entrén"), "1.2.3.4")).row.pairing_number


async def test_after_899_kiosks_a_number_is_used_again_when_its_kiosk_has_been_gone_for_a_week(server: Running) -> None:
    now = now_utc()
    await has_all_numbers(server, "full", {7: now - timedelta(days=6), 400: now - timedelta(days=8)})
    assert await pairing_number(server, "full") == 400
    for _ in range(2):
        with pytest.raises(NoPairingNumber):
            await pairing_number(server, "full")


async def test_a_code_of_a_branch_that_has_no_number_left_meanwhile_says_what_to_do_and_stays_good(server: Running) -> None:
    code = await devices.make_code(server.foundation.device_door, "lately", "kiosk", "Entrén")
    await has_all_numbers(server, "lately", {})
    for _ in range(2):
        status, said = await try_to_pair(server, code)
        assert (status, said["title"]) == (403, NoPairingNumber.__doc__)
    with pytest.raises(NoPairingNumber):
        await devices.make_code(server.foundation.device_door, "lately", "kiosk", "Entrén")
    assert await devices.make_code(server.foundation.device_door, "lately", "display", "Väntrummet")

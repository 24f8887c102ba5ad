# SPDX-License-Identifier: EUPL-1.2
"""What a device asks for itself: to be let in, to be heard, to know what it is. And how it is turned away."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from kolapp_contract import paths
from kolapp_contract.board import AlarmLine, DeviceLine
from kolapp_contract.devices import (
    AlarmKind,
    DeviceKind,
    Heartbeat,
    HeartbeatAnswer,
    Myself,
    Pair,
    Paired,
    PrinterState,
    TakeAlarm,
)
from kolapp_contract.errors import ErrorCode
from kolapp_contract.version import OLDEST_CONTRACT
from kolapp_server.api.answering import json_of
from kolapp_server.api.problems import too_old
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action, Role
from kolapp_server.guards import Caller, TurnedAway, require
from kolapp_server.live.inside import inside
from kolapp_server.services import devices as service
from kolapp_server.services.devices import DeviceDoor, DeviceWatch
from kolapp_server.services.watch import Alarm, DeviceSeen, Printer

DRAWN_ANEW_EVERY = timedelta(seconds=10)
Lines = tuple[tuple[DeviceLine, ...], tuple[AlarmLine, ...]]
KINDS = {
    Role.KIOSK: DeviceKind.KIOSK,
    Role.DISPLAY: DeviceKind.DISPLAY,
    Role.FACILITY_DEVICE: DeviceKind.FACILITY,
    Role.PRINTER: DeviceKind.PRINTER,
}
router = json_router()
Anybody = Annotated[Caller, Depends(require(Action.PAIR_DEVICE))]
Device = Annotated[Caller, Depends(require(Action.HEARTBEAT))]
Self = Annotated[Caller, Depends(require(Action.SEE_MYSELF))]
OfStaff = Annotated[Caller, Depends(require(Action.TAKE_ALARM))]
InCharge = Annotated[Caller, Depends(require(Action.REVOKE_DEVICE))]


@router.post(paths.PAIR, responses={200: {"model": Paired}})
async def pair(body: Pair, request: Request, _caller: Anybody) -> Response:
    """The device is let in, and the code is used up. The token is shown this once."""
    _refuse_too_old(body.contract)
    source = request.client.host if request.client else ""
    new = await service.pair(_door(request), body.code, source)
    return json_of(
        Paired(
            device_id=UUID(new.row.device_id),
            branch_id=new.row.branch_id,
            kind=DeviceKind(new.row.kind),
            name=new.row.name,
            token=new.token,
            pairing_number=new.row.pairing_number,
        )
    )


@router.post(paths.HEARTBEAT, responses={200: {"model": HeartbeatAnswer}})
async def heartbeat(body: Heartbeat, request: Request, caller: Device) -> Response:
    """The device is heard; it learns where the journal and the catalogue stand."""
    _refuse_too_old(body.contract)
    branches = inside(request).branches
    now, day = branches.clock(), branches.day(caller.branch_id)
    printer = Printer(body.printer) if body.printer is not None else None
    _door(request).watch.hear(caller.device_id or "", now, printer, body.program)
    return json_of(HeartbeatAnswer(seq=day.seq, at=now, catalogue_version=day.rules.version, oldest_contract=OLDEST_CONTRACT))


@router.get(paths.MYSELF, responses={200: {"model": Myself}})
async def myself(caller: Self) -> Response:
    """What this device is."""
    return json_of(
        Myself(
            device_id=UUID(caller.device_id),
            branch_id=caller.branch_id,
            kind=KINDS[caller.role],
            name=caller.name,
            pairing_number=caller.pairing_number,
        )
    )


@router.post(paths.DEVICE_REVOKE, status_code=204)
async def revoke(device_id: UUID, request: Request, caller: InCharge) -> None:
    """The device's token is worth nothing any more, and its websocket is cut."""
    if not await service.revoke(_door(request), caller.branch_id, str(device_id)):
        raise TurnedAway(404, ErrorCode.NOT_FOUND)


@router.post(paths.ALARM_TAKE, status_code=204)
async def take_alarm(body: TakeAlarm, request: Request, caller: OfStaff) -> None:
    """Somebody looks after it: everybody sees who, and the bell does not ring again until it is mended and comes back."""
    if not await service.take_alarm(_door(request), caller.branch_id, body.key, caller.name):
        raise TurnedAway(404, ErrorCode.NOT_FOUND)


class DeviceLines:
    """The branch's devices and alarms as they cross the wire: drawn anew when something is otherwise, or after ten seconds."""

    def __init__(self, watch: DeviceWatch) -> None:
        self._watch = watch
        self._drawn: dict[str, tuple[datetime, Lines]] = {}
        watch.listen(self._changed)

    def _changed(self, branch_id: str) -> None:
        self._drawn.pop(branch_id, None)

    def of(self, branch_id: str, now: datetime) -> "Lines":
        """Devices by name, alarms by age."""
        drawn = self._drawn.get(branch_id)
        if drawn is None or now - drawn[0] >= DRAWN_ANEW_EVERY:
            devices = tuple(device_line(seen) for seen in self._watch.lines(branch_id, now))
            alarms = self._watch.alarms(branch_id, now)
            drawn = (now, (devices, tuple(alarm_line(each, self._watch.taken.get((branch_id, each.key))) for each in alarms)))
            self._drawn[branch_id] = drawn
        return drawn[1]


def device_line(seen: DeviceSeen) -> DeviceLine:
    """A device as it crosses the wire."""
    return DeviceLine(
        device_id=UUID(seen.device_id),
        kind=DeviceKind(seen.kind),
        name=seen.name,
        is_heard=seen.is_heard,
        last_seen_at=seen.last_seen_at,
        printer=PrinterState(seen.printer) if seen.printer is not None else None,
    )


def alarm_line(alarm: Alarm, taken_by: str | None = None) -> AlarmLine:
    """An alarm as it crosses the wire."""
    device_id = UUID(alarm.device_id) if alarm.device_id is not None else None
    kind = AlarmKind(alarm.kind)
    return AlarmLine(key=alarm.key, kind=kind, device_id=device_id, desk_id=alarm.desk_id, since=alarm.since, taken_by=taken_by)


def _refuse_too_old(contract: int) -> None:
    if contract < OLDEST_CONTRACT:
        raise too_old()


def _door(request: Request) -> DeviceDoor:
    door: DeviceDoor = request.app.state.device_door
    return door

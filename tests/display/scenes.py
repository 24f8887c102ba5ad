# SPDX-License-Identifier: EUPL-1.2
"""The screens to look at, by name."""

from dataclasses import replace
from datetime import timedelta

from kolapp_contract.board import Opening, ViewName
from kolapp_display.facility import FacilityPicture, facility_picture
from kolapp_display.picture import Moment, WaitingPicture, waiting_picture
from tests.display.town import ALARMS, CATALOGUE, EARLIER, FACILITY, NOW, PAPER_OUT, Scene, call, called, fresh, heard, wait

LIT, STILL, STALE = Moment(NOW, 100.1), Moment(NOW, 104.0), Moment(NOW, 114.0)
A042, C018 = call("A042", 3, 21), call("C018", 1, 22)
WIDE = tuple(
    one.model_copy(update={"number": number, "desk_id": desk})
    for one, number, desk in zip(
        EARLIER, ("W041", "A1017", "K12-101", "M999", "Q888"), ("disk-1", "disk-2", "disk-12", "disk-1", "disk-12"), strict=True
    )
)
FETCHED = (*EARLIER[:-1], EARLIER[-1].model_copy(update={"is_fetched": True}))
BUSY_WAITS = tuple(wait(group.group_id, 28 - place, None) for place, group in enumerate(CATALOGUE.groups))
CLOSED = Scene(opening=Opening(is_open=False, opens_at=NOW + timedelta(hours=22, minutes=36)))
NOTICE = "Hissen i huvudentrén står still till klockan 14. Behöver du hjälp till plan 2, säg till i receptionen."
MANY_ALARMS = (*ALARMS, *(alarm.model_copy(update={"key": f"{alarm.key}-2", "taken_by": None}) for alarm in ALARMS))


def waiting_scenes(has_motion: bool = True) -> dict[str, WaitingPicture]:
    """What a waiting room can look like."""
    soon = Opening(is_open=True, closes_soon=True, closes_at=NOW + timedelta(minutes=18))
    boards = {
        "normal": (called(A042), STILL),
        "pulse": (called(A042), LIT),
        "two-at-once": (called(A042, C018), STILL),
        "three-at-once": (called(A042, C018, call("K1-07", 2, 23)), STILL),
        "busy": (called(call("W042", 3, 21), call("K12-102", 1, 22), before=WIDE, waits=BUSY_WAITS), STILL),
        "wide-number": (called(call("W042", 12, 21), before=WIDE), STILL),
        "recall": (called(call("A042", 3, 21, again=True, language="en")), STILL),
        "arabic-caller": (called(call("A042", 4, 21, language="ar")), STILL),
        "fetched": (called(A042.model_copy(update={"is_fetched": True})), STILL),
        "fetched-two": (called(A042.model_copy(update={"is_fetched": True}), C018, before=FETCHED), STILL),
        "stale": (called(A042), STALE),
        "stale-two": (called(A042, C018), STALE),
        "notice": (called(A042, notice=NOTICE), STILL),
        "closes-soon": (called(A042, opening=soon), STILL),
        "closed": (heard(fresh(), CLOSED, 100.0), STILL),
        "quiet": (heard(fresh(), Scene(waits=()), 100.0), STILL),
    }
    return {name: waiting_picture(board, CATALOGUE, now, has_motion) for name, (board, now) in boards.items()}


def facility_scenes(code: str) -> dict[str, FacilityPicture]:
    """What the facility screen can look like."""
    broken = (*FACILITY.devices[:1], PAPER_OUT, *FACILITY.devices[2:])
    scenes = {
        "facility-calm": (FACILITY, STILL),
        "facility-two-alarms": (replace(FACILITY, alarms=ALARMS, devices=broken), STILL),
        "facility-one-alarm": (replace(FACILITY, alarms=ALARMS[:1], devices=broken), STILL),
        "facility-many-alarms": (replace(FACILITY, alarms=MANY_ALARMS, devices=broken), STILL),
        "facility-stale": (replace(FACILITY, alarms=ALARMS, devices=broken), STALE),
        "facility-empty": (Scene(name=ViewName.FACILITY, waits=()), STILL),
    }
    return {
        name: facility_picture(heard(fresh(ViewName.FACILITY), scene, 100.0), CATALOGUE, now, code)
        for name, (scene, now) in scenes.items()
    }

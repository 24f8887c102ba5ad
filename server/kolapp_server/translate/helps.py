# SPDX-License-Identifier: EUPL-1.2
"""Helps and the room as each role may see them. What a desk asks is for signed-in staff alone."""

from uuid import UUID

from kolapp_contract import helps as wire
from kolapp_contract.board import ViewName
from kolapp_contract.tickets import Estimate
from kolapp_server.domain.assistance import Help, HelpKind
from kolapp_server.domain.day import Day
from kolapp_server.domain.helping import HelpTimes
from kolapp_server.translate.views import OF_THE_HOUSE, Surroundings, together

SIGNED_IN = (ViewName.DESK, ViewName.MONITOR)
"""The views that no device gets."""


def seen_helps(view: ViewName, day: Day) -> tuple[wire.HelpLine, ...]:
    """The helps that stand, the oldest first."""
    if view in SIGNED_IN:
        return tuple(_line(each) for each in day.helps)
    if view is ViewName.KIOSK:
        return tuple(_for_kiosk(each) for each in day.helps if each.kind is HelpKind.VISITOR)
    return ()


def _line(found: Help) -> wire.HelpLine:
    return wire.HelpLine(
        help_id=UUID(found.help_id),
        kind=wire.HelpKind(found.kind),
        asked_at=found.asked_at,
        desk_id=found.desk,
        device_id=UUID(found.device) if found.device is not None else None,
        coming=found.coming,
        coming_at=found.coming_at,
    )


def _for_kiosk(found: Help) -> wire.HelpLine:
    return _line(found).model_copy(update={"coming": ()})


def room_line(view: ViewName, day: Day, around: Surroundings) -> wire.RoomLine | None:
    """Whether the room is full, and the wait that goes with the invitation to wait elsewhere."""
    if view is ViewName.PRINTER:
        return None
    room = around.room
    line = wire.RoomLine(is_full=room.is_full, estimate=_wait(day, around) if room.is_full else None)
    if view not in OF_THE_HOUSE:
        return line
    counted = {"waiting": room.waiting, "at_desks": room.at_desks, "elsewhere": room.elsewhere}
    return line.model_copy(update={**counted, "limit": day.rules.room_limit})


def _wait(day: Day, around: Surroundings) -> Estimate | None:
    """From the shortest to the longest wait of the errands that somebody waits for: an invitation must be an honest offer."""
    told = [found for errand, line in day.lines.items() if line and (found := around.estimates.get(errand)) is not None]
    return together([each for each in told if each.minutes is not None])


def figures(day: str, times: HelpTimes) -> wire.HelpFigures:
    """A day's answers to visitors at kiosks."""
    return wire.HelpFigures(
        day=day,
        asked=times.asked,
        answered=times.answered,
        typical_s=times.typical_s,
        slowest_s=times.slowest_s,
        is_few=times.asked is None,
    )
